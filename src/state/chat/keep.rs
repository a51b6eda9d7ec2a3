//! Keeps an open conversation true: subscribe, read, fold, catch up, and look whether a run that fell silent is still there.
//! Refuses to go on when nobody looks; what was read stays for the next look.

use std::sync::Arc;
use std::time::Duration;

use futures::channel::{mpsc, oneshot};
use futures::future::{Fuse, FusedFuture, FutureExt};
use futures::{StreamExt, select_biased};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::chats::Reading;
use super::conversation::{Conversation, Heard};
use super::question::Asked;
use crate::gateway::socket::Local;
use crate::gateway::{CallError, Clock, Gateway, Link, Notice};
use crate::protocol::agent::SessionsMessagesSubscribe;
use crate::protocol::chat::{ChatHistoried, ChatHistory};
use crate::protocol::{Event, Family, SessionKey};
use crate::state::watch::Unsubscribe;

/// How many messages are read at first: they fill some screens.
const FIRST: usize = 80;
/// How many are read in each older page.
const PAGE: usize = 200;
/// So many more than are missing are asked for: what is written meanwhile moves the others.
const OVERLAP: usize = 4;
/// After this long without news a run that goes on is asked after; longer each time.
const SILENCE: Duration = Duration::from_secs(5);
/// The longest silence.
const MOST_SILENCE: Duration = Duration::from_secs(40);
/// The pause before a run that is over is looked for in the transcript again.
const SETTLES: Duration = Duration::from_millis(400);

/// What a person wants of an open conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The page before what is here.
    Older,
    /// The newest, once more.
    Again,
}

/// Keeps one conversation true.
pub struct Keeper {
    key: SessionKey,
    conversation: ArcRwSignal<Conversation>,
    reading: ArcRwSignal<Reading>,
    gateway: Gateway,
    clock: Arc<dyn Clock>,
    /// How long the run may still be silent.
    silence: Duration,
}

type Answer = Fuse<Local<Result<ChatHistoried, CallError>>>;
type Alarm = Fuse<Local<()>>;

impl Keeper {
    /// Begins to keep a conversation.
    pub fn new(
        key: SessionKey,
        conversation: ArcRwSignal<Conversation>,
        reading: ArcRwSignal<Reading>,
        gateway: Gateway,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { key, conversation, reading, gateway, clock, silence: SILENCE }
    }

    /// Keeps it until nobody looks any more.
    pub async fn keep(mut self, mut wishes: mpsc::UnboundedReceiver<Wish>, mut looks_away: oneshot::Receiver<()>) {
        let _ends = Unsubscribe::at_end(&self.gateway, &self.key);
        let mut notices = self.gateway.notices(&[Family::Steps, Family::Sessions]);
        let (mut answer, mut older): (Answer, Answer) = (Fuse::terminated(), Fuse::terminated());
        let (mut frame, mut silent, mut settle): (Alarm, Alarm, Alarm) = (Fuse::terminated(), Fuse::terminated(), Fuse::terminated());
        let mut heard_at = self.clock.now();
        let (mut asked, mut is_due, mut is_ready, mut tries) = (Asked::Page, true, false, 0_u32);
        loop {
            let heard = select_biased! {
                _ = looks_away => return,
                notice = notices.next() => match notice {
                    Some(Notice::Event(event)) => {
                        let heard = self.fold(&event);
                        if heard.is_new {
                            // An alarm that rings too early rings in vain, which is cheaper than a new one for every word.
                            silent = if self.silence > SILENCE { Fuse::terminated() } else { silent };
                            (self.silence, heard_at) = (SILENCE, self.clock.now());
                        }
                        heard
                    }
                    Some(Notice::Link(Link::Ready)) => {
                        is_ready = true;
                        self.subscribe();
                        self.write(Conversation::doubt);
                        Heard { is_new: false, asks: true }
                    }
                    Some(Notice::Link(_)) => {
                        (is_ready, answer, older) = (false, Fuse::terminated(), Fuse::terminated());
                        // Nothing is asked, so there is no trouble with it; what happened to the link is said elsewhere.
                        if self.reading.with_untracked(|reading| matches!(reading, Reading::Delayed(_))) {
                            self.reading.set(Reading::Waits);
                        }
                        self.write(Conversation::doubt);
                        self.older_is_read();
                        Heard::default()
                    }
                    Some(Notice::Missed) => {
                        self.write(Conversation::doubt);
                        Heard { is_new: false, asks: true }
                    }
                    Some(Notice::AnotherGateway) | None => return,
                    Some(_) => Heard::default(),
                },
                wish = wishes.next() => match wish {
                    Some(Wish::Older) => {
                        if let Some(from) = self.conversation.with_untracked(Conversation::older).filter(|_| is_ready && older.is_terminated()) {
                            let page = ChatHistory::page(&self.key, PAGE + OVERLAP, from.saturating_sub(OVERLAP));
                            older = self.ask(page);
                            self.reading.set(Reading::Read { is_reading_older: true });
                        }
                        Heard::default()
                    }
                    Some(Wish::Again) => Heard { is_new: false, asks: true },
                    None => return,
                },
                () = &mut frame => {
                    self.write(|_| ());
                    self.conversation.notify();
                    Heard::default()
                }
                came = &mut answer => self.answered(came, asked),
                came = &mut older => {
                    let heard = self.answered(came, Asked::Older);
                    self.older_is_read();
                    Heard { asks: false, ..heard }
                }
                () = &mut silent => {
                    let quiet = self.clock.now().saturating_sub(heard_at);
                    if quiet < self.silence {
                        silent = self.clock.sleep(self.silence - quiet).fuse();
                        Heard::default()
                    } else {
                        self.silence = (self.silence * 2).min(MOST_SILENCE);
                        Heard { is_new: false, asks: true }
                    }
                }
                () = &mut settle => Heard { is_new: false, asks: true },
            };
            is_due |= heard.asks;
            if is_due && is_ready && answer.is_terminated() {
                is_due = false;
                let (what, cursor) = self.conversation.try_update_untracked(Conversation::asking).unwrap_or((Asked::Page, None));
                asked = what;
                answer = self.ask(match cursor {
                    Some(cursor) => ChatHistory::since(&self.key, cursor),
                    None => ChatHistory::page(&self.key, FIRST, 0),
                });
            }
            if heard.is_new && frame.is_terminated() {
                frame = self.clock.frame().fuse();
            }
            let (is_busy, is_settling) = self.conversation.with_untracked(|talk| (talk.is_busy(), talk.is_settling()));
            if is_busy && is_ready && silent.is_terminated() {
                silent = self.clock.sleep(self.silence).fuse();
            } else if !is_busy {
                silent = Fuse::terminated();
            }
            tries = if is_settling { tries } else { 0 };
            if is_settling && is_ready && settle.is_terminated() && answer.is_terminated() {
                settle = self.clock.sleep(SETTLES * 2_u32.pow(tries.min(4))).fuse();
                tries += 1;
            }
        }
    }

    fn answered(&self, came: Result<ChatHistoried, CallError>, asked: Asked) -> Heard {
        match came {
            Ok(answer) => {
                let heard = self.write(|talk| talk.answered(answer, asked));
                if self.reading.with_untracked(|reading| !matches!(reading, Reading::Read { .. })) && !heard.asks {
                    self.reading.set(Reading::Read { is_reading_older: false });
                }
                heard
            }
            Err(error) => {
                // What was read stays; a link that was lost is said elsewhere.
                if !self.conversation.with_untracked(|talk| talk.is_read)
                    && !matches!(error, CallError::LinkLost { .. } | CallError::NotReady { .. })
                {
                    self.reading.set(Reading::Failed(error.in_words()));
                }
                Heard::default()
            }
        }
    }

    fn older_is_read(&self) {
        if self.reading.with_untracked(|reading| *reading == Reading::Read { is_reading_older: true }) {
            self.reading.set(Reading::Read { is_reading_older: false });
        }
    }

    /// Folds an event. What streams is laid over the transcript once a frame: of thousands of words a second nobody sees more. What
    /// concerns another session, or is told a second time, lays nothing.
    fn fold(&self, event: &Event) -> Heard {
        let heard = self.conversation.try_update_untracked(|talk| {
            let heard = talk.take(&self.key, event);
            if heard.is_new && !matches!(event, Event::AgentStep(_)) {
                talk.lay();
            }
            heard
        });
        heard.unwrap_or_default()
    }

    /// Writes without waking anybody: that is for the next frame.
    fn write<R: Default>(&self, write: impl FnOnce(&mut Conversation) -> R) -> R {
        let wrote = self.conversation.try_update_untracked(|talk| {
            let wrote = write(talk);
            talk.lay();
            wrote
        });
        wrote.unwrap_or_default()
    }

    fn ask(&self, history: ChatHistory) -> Answer {
        let reading = self.reading.clone();
        let asked = self.gateway.ask(&history, move |error| {
            if reading.with_untracked(|reading| matches!(reading, Reading::Waits | Reading::Delayed(_))) {
                reading.set(Reading::Delayed(error.unread("conversation")));
            }
        });
        let asked: Local<_> = Box::pin(asked);
        asked.fuse()
    }

    fn subscribe(&self) {
        let (gateway, key) = (self.gateway.clone(), self.key.clone());
        spawn_local(async move {
            // What cannot be subscribed to is read when the row says that something happened.
            let _ = gateway.call(&SessionsMessagesSubscribe { key }).await;
        });
    }
}
