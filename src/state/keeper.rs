//! The task that keeps a collection true: it hears the link and the events, asks when it must, and wakes those who read once a frame.
//! Refuses to know what is kept: one body for all collections, where a copy for each would cost 6 kB of program.

use std::sync::Arc;
use std::time::Duration;

use futures::channel::mpsc;
use futures::future::{Fuse, FusedFuture, FutureExt};
use futures::{StreamExt, select_biased};

use super::cached::Fold;
use crate::gateway::socket::Local;
use crate::gateway::{CallError, Clock, Gateway, Link, Moment, Notice, Subscription};
use crate::protocol::Event;

/// What is asked of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// It is the first on its connection: then the events must be switched on too, before the snapshot is taken.
    pub subscribe: bool,
    /// From which place on; 0 at first, then what an earlier answer named.
    pub from: usize,
    /// The page before came so soon that a far larger one keeps nobody waiting for long.
    pub is_brisk: bool,
}

/// A collection, its type forgotten.
pub trait Kept {
    /// Folds an event into the value.
    fn take(&self, event: &Arc<Event>) -> Fold;
    /// Notes that it must be asked for.
    fn want(&self);
    /// Returns whether to ask now, and takes it as asked.
    fn begin(&self) -> bool;
    /// Takes it as asked that the next page be fetched.
    fn begin_page(&self);
    /// Asks for it.
    fn ask(&self, gateway: Gateway, ask: Ask) -> Local<Result<Placing, CallError>>;
    /// Notes that there was no answer.
    fn failed(&self, error: CallError);
    /// Takes the question back.
    fn abandon(&self);
    /// Notes that the link is down.
    fn link_lost(&self, now: Moment);
    /// Forgets all of it.
    fn forget(&self);
    /// Returns where the next page begins.
    fn next_page(&self) -> Option<usize>;
    /// Wakes those who read it.
    fn notify(&self);
    /// Wakes those who listen though nobody can see the page.
    fn beat(&self);
}

/// Puts an answer in its place.
pub type Placing = Box<dyn FnOnce(Moment)>;

/// The pause after an answer before the same is asked again.
const REST: Duration = Duration::from_secs(1);

/// A page that took no longer has a road behind it on which ten times as much takes a few seconds: less than a silence that is questioned.
const BRISK: Duration = Duration::from_millis(500);

/// A change that no frame shows is told to who listens after so long.
const BEAT: Duration = Duration::from_secs(1);

/// The task, before it runs.
pub struct Keeper {
    /// Where the collection lies.
    pub shelf: Box<dyn Kept>,
    /// What happens.
    pub notices: Subscription,
    /// Whom to ask.
    pub gateway: Gateway,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// No snapshot was taken on this connection yet.
    pub subscribe: bool,
}

type Asked = Fuse<Local<Result<Placing, CallError>>>;

impl Keeper {
    /// Keeps the collection for as long as the page lives. A wish asks for it once more.
    pub async fn keep(mut self, mut wishes: mpsc::UnboundedReceiver<()>) {
        let mut answer: Asked = Fuse::terminated();
        // What the answer that is on its way was asked as, and when.
        let (mut asked, mut asked_at) = (Ask { subscribe: true, from: 0, is_brisk: false }, Moment::ZERO);
        // Where the next page begins, while there is one to ask for.
        let mut page: Option<usize> = None;
        // Events are folded as they come and drawn once a frame; while nobody can see them, not at all.
        let mut frame: Fuse<Local<()>> = Fuse::terminated();
        // Few listen all the same; a frame that comes first makes that needless.
        let mut beat: Fuse<Local<()>> = Fuse::terminated();
        // However many events say "reload": at most one answer a second.
        let mut rest: Fuse<Local<()>> = Fuse::terminated();
        loop {
            let changed = select_biased! {
                notice = self.notices.next() => match notice {
                    Some(notice) => {
                        // Pages belong to their connection.
                        page = page.filter(|_| !matches!(notice, Notice::Link(_) | Notice::AnotherGateway));
                        self.heard(&notice, &mut answer)
                    }
                    None => return,
                },
                answer = &mut answer => {
                    let now = self.clock.now();
                    self.subscribe &= answer.is_err();
                    page = None;
                    asked.is_brisk = answer.is_ok() && now.saturating_sub(asked_at) <= BRISK;
                    match answer {
                        Ok(placing) => {
                            placing(now);
                            page = self.shelf.next_page();
                        }
                        Err(error) => self.shelf.failed(error),
                    }
                    if asked.from == 0 {
                        rest = self.clock.sleep(REST).fuse();
                    }
                    true
                }
                wish = wishes.next() => match wish {
                    Some(()) => {
                        page = None;
                        answer = Fuse::terminated();
                        rest = Fuse::terminated();
                        self.shelf.abandon();
                        self.shelf.want();
                        true
                    }
                    None => return,
                },
                () = &mut rest => false,
                () = &mut frame => {
                    beat = Fuse::terminated();
                    self.shelf.notify();
                    false
                }
                () = &mut beat => {
                    self.shelf.beat();
                    false
                }
            };
            let next = if (rest.is_terminated() || self.subscribe) && self.shelf.begin() {
                Some(0)
            } else {
                // A page may begin at 0 as well: another round.
                page.filter(|_| answer.is_terminated()).inspect(|_| self.shelf.begin_page())
            };
            if let Some(from) = next {
                page = None;
                (asked, asked_at) = (Ask { subscribe: self.subscribe, from, ..asked }, self.clock.now());
                answer = self.shelf.ask(self.gateway.clone(), asked).fuse();
            }
            if changed && frame.is_terminated() {
                frame = self.clock.frame().fuse();
            }
            if changed && beat.is_terminated() {
                beat = self.clock.sleep(BEAT).fuse();
            }
        }
    }

    /// Takes a notice; returns whether there is something new to draw.
    fn heard(&mut self, notice: &Notice, answer: &mut Asked) -> bool {
        match notice {
            Notice::Event(event) => {
                let fold = self.shelf.take(event);
                if fold == Fold::Stale {
                    self.shelf.want();
                }
                return fold != Fold::Same;
            }
            Notice::Missed => self.shelf.want(),
            Notice::Link(Link::Ready) => {
                self.subscribe = true;
                self.shelf.want();
            }
            Notice::Link(_) => {
                *answer = Fuse::terminated();
                self.shelf.link_lost(self.clock.now());
            }
            Notice::AnotherGateway => {
                *answer = Fuse::terminated();
                self.shelf.forget();
            }
            Notice::Hello(_) | Notice::Latency(_) | Notice::Lost { .. } => return false,
        }
        true
    }
}
