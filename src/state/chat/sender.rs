//! Sends what waits in the outbox: in order, once, and finds out what became of what was on its way when the connection went.
//! Refuses to decide either; `outbox` does.

use std::sync::Arc;
use std::time::Duration;

use futures::channel::mpsc;
use futures::{FutureExt, StreamExt, select_biased};
use leptos::task::spawn_local;

use super::outbox::{Fate, Item, State, fate, may_repeat, next};
use super::outgoing::Outbox;
use crate::gateway::{CallError, Clock, Gateway, Link, Moment, Notice};
use crate::protocol::chat::{ChatHistory, ChatSend, Message};
use crate::protocol::{Event, Family, SessionKey};

/// How far back a message is looked for.
const BACK: usize = 200;
/// A message that was taken and is not to be seen is looked for after this long.
const OVERDUE: Duration = Duration::from_secs(10);
/// Why a message was given up.
const GIVEN_UP: &str = "Everything was stopped before an agent took it in. To say it all the same, edit it and send it anew.";

/// What the sender must know of the world around it.
pub struct Around {
    /// The address of the present gateway.
    pub url: Box<dyn Fn() -> String>,
    /// Whether a session is at work.
    pub is_busy: Box<dyn Fn(&SessionKey) -> bool>,
}

/// Sends what waits.
pub struct Sender {
    outbox: Outbox,
    gateway: Gateway,
    clock: Arc<dyn Clock>,
    around: Around,
    is_ready: bool,
    boot: String,
    /// What was just written, and since when: its run begins, though nobody may have told of that yet.
    begins: Vec<(SessionKey, String, Moment)>,
}

impl Sender {
    /// Begins before any connection stands.
    pub fn new(outbox: Outbox, gateway: Gateway, clock: Arc<dyn Clock>, around: Around) -> Self {
        Self { outbox, gateway, clock, around, is_ready: false, boot: String::new(), begins: vec![] }
    }

    /// Sends as long as the page lives.
    pub async fn run(mut self, mut woken: mpsc::UnboundedReceiver<()>) {
        let mut notices = self.gateway.notices(&[Family::Sessions, Family::Steps]);
        let mut overdue = self.clock.sleep(OVERDUE).fuse();
        loop {
            select_biased! {
                notice = notices.next() => match notice {
                    Some(notice) => self.hear(&notice),
                    None => return,
                },
                _ = woken.next() => {}
                () = overdue => {
                    overdue = self.clock.sleep(OVERDUE).fuse();
                    let now = self.clock.now();
                    self.begins.retain(|(.., since)| now.saturating_sub(*since) < OVERDUE);
                    self.look_for(|item| matches!(item.state, State::Sent | State::Doubtful));
                }
            }
            self.send_next();
        }
    }

    fn hear(&mut self, notice: &Notice) {
        match notice {
            Notice::Hello(hello) => self.boot.clone_from(&hello.server.boot_id),
            Notice::Link(Link::Ready) => {
                self.is_ready = true;
                self.look_for(|item| matches!(item.state, State::Sending | State::Sent | State::Doubtful));
            }
            Notice::Link(_) => {
                self.is_ready = false;
                self.begins.clear();
            }
            Notice::Missed => self.look_for(|item| matches!(item.state, State::Sent | State::Doubtful)),
            Notice::Event(event) => match &**event {
                Event::SessionMessage(told) => {
                    let message = told.message.as_ref().and_then(|raw| raw.read::<Message>());
                    if let Some(key) = message.and_then(|message| message.idempotency_key)
                        && let Some(id) = key.strip_suffix(":user")
                    {
                        self.written(id);
                    }
                }
                // So ends what was answered, and what was given up before any run took it in: the gateway knows which.
                Event::ChatState(state) if state.ends() => {
                    self.begins.retain(|(_, id, _)| id != state.run_id.as_str());
                    self.look_for(|item| item.state == State::Sent && item.id == state.run_id.as_str());
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn written(&mut self, id: &str) {
        if self.outbox.with_untracked(|items| items.iter().any(|item| item.id == id))
            && let Some(item) = self.outbox.discard(id)
        {
            self.begins.push((item.session, item.id, self.clock.now()));
        }
    }

    /// Finds out what became of messages.
    fn look_for(&self, of: impl Fn(&Item) -> bool) {
        if !self.is_ready {
            return;
        }
        let url = (self.around.url)();
        let doubtful: Vec<Item> =
            self.outbox.with_untracked(|items| items.iter().filter(|item| item.gateway == url && of(item)).cloned().collect());
        for item in doubtful {
            let (outbox, gateway, clock, boot) = (self.outbox, self.gateway.clone(), self.clock.clone(), self.boot.clone());
            spawn_local(async move {
                let Ok(history) = gateway.call(&ChatHistory::page(&item.session, BACK, 0)).await else { return };
                match fate(&item, &history, &boot, clock.wall()) {
                    Fate::Written => drop(outbox.discard(&item.id)),
                    Fate::Taken => outbox.edit(&item.id, |item| item.state = State::Sent),
                    // It was taken, so it will come, unless the gateway has begun another life since.
                    Fate::Again if item.state == State::Sent => {}
                    Fate::Again => outbox.edit(&item.id, |item| item.state = State::Waiting),
                    Fate::GivenUp => outbox.edit(&item.id, |item| item.state = State::Refused(GIVEN_UP.into())),
                    Fate::Unknown => outbox.edit(&item.id, |item| item.state = State::Unconfirmed),
                }
            });
        }
    }

    fn send_next(&self) {
        if !self.is_ready {
            return;
        }
        let url = (self.around.url)();
        let is_busy = |key: &SessionKey| self.begins.iter().any(|(of, ..)| of == key) || (self.around.is_busy)(key);
        while let Some(item) = self.outbox.with_untracked(|items| next(items, &url, is_busy).cloned()) {
            self.send(item);
        }
    }

    fn send(&self, item: Item) {
        let now = self.clock.wall();
        if !may_repeat(&item, &self.boot, now) {
            return self.outbox.edit(&item.id, |item| item.state = State::Unconfirmed);
        }
        let boot = self.boot.clone();
        self.outbox.edit(&item.id, |item| {
            item.state = State::Sending;
            // The key is remembered from the first time on.
            item.tried = if item.tried == 0 { now.0 } else { item.tried };
            item.boot = boot;
        });
        let (outbox, gateway) = (self.outbox, self.gateway.clone());
        let files = (!item.files.is_empty()).then(|| outbox.files_of(&item.id));
        spawn_local(async move {
            let attachments = match files {
                Some(files) => files.await,
                None => vec![],
            };
            if attachments.len() < item.files.len() {
                let why = "What was attached is no longer on this device. Attach it again.".to_owned();
                return outbox.edit(&item.id, |item| item.state = State::Refused(why));
            }
            let is_order = item.text.starts_with('/');
            let said = ChatSend { session_key: item.session.clone(), message: item.text, idempotency_key: item.id.clone(), attachments };
            match gateway.call(&said).await {
                Ok(_) if is_order => drop(outbox.discard(&item.id)),
                Ok(_) => {
                    outbox.edit(&item.id, |item| item.state = if item.state == State::Sending { State::Sent } else { item.state.clone() })
                }
                Err(CallError::NotReady { .. }) => outbox.edit(&item.id, |item| (item.state, item.tried) = (State::Waiting, 0)),
                Err(CallError::LinkLost { .. } | CallError::TimedOut { .. } | CallError::Decode { .. }) => {
                    outbox.edit(&item.id, |item| item.state = State::Doubtful);
                }
                // It did not take it for now; it is looked at again when it is overdue.
                Err(error) if error.is_retryable() => outbox.edit(&item.id, |item| item.state = State::Doubtful),
                Err(error) => outbox.edit(&item.id, |item| item.state = State::Refused(error.in_words())),
            }
        });
    }
}
