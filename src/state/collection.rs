//! A live collection: subscribe, take a snapshot, fold events into it, ask again when stale.
//! Refuses to know what is collected, and to poll.

use std::sync::Arc;
use std::time::Duration;

use futures::channel::mpsc;
use futures::future::{Fuse, FusedFuture, FutureExt};
use futures::{StreamExt, select_biased};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cached::{Cached, Fold};
use crate::gateway::socket::Local;
use crate::gateway::{CallError, Clock, Gateway, Link, Notice};
use crate::protocol::{Event, Family};

/// Something that the gateway keeps and we mirror.
pub trait Collection: Clone + 'static {
    /// What is mirrored.
    type State: Send + Sync + 'static;
    /// The events that change it.
    const FAMILIES: &'static [Family];

    /// Asks for all of it. `subscribe` is set for the first time on a connection: then the events must be switched on too,
    /// before the snapshot is taken. Passing trouble goes to `on_trouble`, and the asking goes on.
    ///
    /// # Errors
    /// See [`CallError`].
    fn fetch(
        &self,
        gateway: &Gateway,
        subscribe: bool,
        on_trouble: impl FnMut(CallError),
    ) -> impl Future<Output = Result<Self::State, CallError>>;

    /// Folds an event in. Total and idempotent: an event that the state already holds changes nothing.
    fn fold(state: &mut Self::State, event: &Event) -> Fold;
}

/// A collection kept true by its own task. Copies share it.
pub struct Live<C: Collection> {
    cached: RwSignal<Cached<C::State>>,
    wishes: StoredValue<mpsc::UnboundedSender<C>>,
}

impl<C: Collection> Clone for Live<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Collection> Copy for Live<C> {}

impl<C: Collection + Send + Sync> Live<C> {
    /// Starts to keep a collection, for as long as the page lives.
    pub fn start(collection: C, gateway: Gateway, clock: Arc<dyn Clock>) -> Self {
        let cached = RwSignal::new(Cached::default());
        let (wishes, granted) = mpsc::unbounded();
        spawn_local(Keeper { cached, gateway, clock, subscribe: true }.keep(collection, granted));
        Self { cached, wishes: StoredValue::new(wishes) }
    }

    /// Asks for another cut of it, or for the same once more.
    pub fn ask(&self, collection: C) {
        self.wishes.with_value(|wishes| {
            // The task ends only with the page.
            let _ = wishes.unbounded_send(collection);
        });
    }

    /// Reads what is cached, and tracks it.
    pub fn with<R>(&self, read: impl FnOnce(&Cached<C::State>) -> R) -> R {
        self.cached.with(read)
    }

    /// Reads the value, if there is one, and tracks it.
    pub fn with_value<R>(&self, read: impl FnOnce(&C::State) -> R) -> Option<R> {
        self.cached.with(|cached| cached.value.as_ref().map(read))
    }
}

/// The pause after an answer before the same is asked again.
const REST: Duration = Duration::from_secs(1);

struct Keeper<T: Send + Sync + 'static> {
    cached: RwSignal<Cached<T>>,
    gateway: Gateway,
    clock: Arc<dyn Clock>,
    /// No snapshot was taken on this connection yet.
    subscribe: bool,
}

type Answer<T> = Fuse<Local<Result<T, CallError>>>;

impl<T: Send + Sync + 'static> Keeper<T> {
    async fn keep<C: Collection<State = T>>(mut self, mut collection: C, mut wishes: mpsc::UnboundedReceiver<C>) {
        let mut notices = self.gateway.notices(C::FAMILIES);
        let mut answer: Answer<T> = Fuse::terminated();
        // Events are folded as they come and drawn once a frame; while nobody can see them, not at all.
        let mut frame: Fuse<Local<()>> = Fuse::terminated();
        // However many events say "reload": at most one answer a second.
        let mut rest: Fuse<Local<()>> = Fuse::terminated();
        loop {
            let changed = select_biased! {
                notice = notices.next() => match notice {
                    Some(notice) => self.heard::<C>(&notice, &mut answer),
                    None => return,
                },
                answer = &mut answer => {
                    let now = self.clock.now();
                    self.subscribe &= answer.is_err();
                    self.quietly(|cached| cached.answered(answer, now, C::fold));
                    rest = self.clock.sleep(REST).fuse();
                    true
                }
                wish = wishes.next() => match wish {
                    Some(wish) => {
                        collection = wish;
                        answer = Fuse::terminated();
                        rest = Fuse::terminated();
                        self.quietly(|cached| {
                            cached.abandon();
                            cached.want();
                        });
                        true
                    }
                    None => return,
                },
                () = &mut rest => false,
                () = &mut frame => {
                    self.cached.notify();
                    false
                }
            };
            if (rest.is_terminated() || self.subscribe) && self.cached.try_update_untracked(Cached::begin) == Some(true) {
                answer = self.ask(&collection);
            }
            if changed && frame.is_terminated() {
                frame = self.clock.frame().fuse();
            }
        }
    }

    /// Takes a notice; returns whether there is something new to draw.
    fn heard<C: Collection<State = T>>(&mut self, notice: &Notice, answer: &mut Answer<T>) -> bool {
        match notice {
            Notice::Event(event) => {
                let fold = self.cached.try_update_untracked(|cached| {
                    let fold = cached.take(event, C::fold);
                    if fold == Fold::Stale {
                        cached.want();
                    }
                    fold
                });
                return fold.is_some_and(|fold| fold != Fold::Same);
            }
            Notice::Missed => self.quietly(Cached::want),
            Notice::Link(Link::Ready) => {
                self.subscribe = true;
                self.quietly(Cached::want);
            }
            Notice::Link(_) => {
                let now = self.clock.now();
                *answer = Fuse::terminated();
                self.quietly(|cached| cached.link_lost(now));
            }
            Notice::AnotherGateway => {
                *answer = Fuse::terminated();
                self.quietly(|cached| *cached = Cached::default());
            }
            Notice::Hello(_) | Notice::Latency(_) => return false,
        }
        true
    }

    fn ask<C: Collection<State = T>>(&self, collection: &C) -> Answer<T> {
        let (collection, gateway, cached, subscribe) = (collection.clone(), self.gateway.clone(), self.cached, self.subscribe);
        let asked: Local<_> = Box::pin(async move {
            let on_trouble = |trouble| {
                cached.try_update(|cached| cached.in_trouble(trouble));
            };
            collection.fetch(&gateway, subscribe, on_trouble).await
        });
        asked.fuse()
    }

    /// Writes without waking anybody: that is for the next frame.
    fn quietly(&self, write: impl FnOnce(&mut Cached<T>)) {
        self.cached.try_update_untracked(write);
    }
}
