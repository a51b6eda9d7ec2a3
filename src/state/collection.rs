//! A live collection: subscribe, take a snapshot, fold events into it, ask again when stale.
//! Refuses to know what is collected, and to poll.

use std::sync::Arc;

use futures::channel::mpsc;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cached::{Cached, Fold};
use super::keeper::{Ask, Keeper, Kept, Placing};
use crate::gateway::socket::Local;
use crate::gateway::{CallError, Clock, Gateway, Moment};
use crate::protocol::{Event, Family};

/// Something that the gateway keeps and we mirror.
pub trait Collection: Clone + 'static {
    /// What is mirrored.
    type State: Send + Sync + 'static;
    /// What one answer brings: all of it, or a page.
    type Answer: 'static;
    /// The events that change it.
    const FAMILIES: &'static [Family];

    /// Asks for it. Passing trouble goes to `on_trouble`, and the asking goes on.
    ///
    /// # Errors
    /// See [`CallError`].
    fn fetch(
        &self,
        gateway: &Gateway,
        ask: Ask,
        on_trouble: impl FnMut(CallError) + 'static,
    ) -> impl Future<Output = Result<Self::Answer, CallError>>;

    /// Puts an answer in the place of the old state, or together with it.
    fn place(&self, old: Option<Self::State>, answer: Self::Answer, from: usize) -> Self::State;

    /// Returns where the next page begins, if the state has gaps that only asking can fill.
    fn next_page(_: &Self::State) -> Option<usize> {
        None
    }

    /// Folds an event in. Total and idempotent: an event that the state already holds changes nothing.
    fn fold(state: &mut Self::State, event: &Event) -> Fold;
}

/// A collection kept true by its own task. Copies share it.
pub struct Live<C: Collection> {
    cached: RwSignal<Cached<C::State>>,
    /// Beats when the value changed and nobody can see it.
    beat: RwSignal<()>,
    wishes: StoredValue<mpsc::UnboundedSender<()>>,
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
        let (cached, beat) = (RwSignal::new(Cached::default()), RwSignal::default());
        let (wishes, granted) = mpsc::unbounded();
        let shelf = Box::new(Shelf { cached, beat, collection });
        spawn_local(Keeper { shelf, notices: gateway.notices(C::FAMILIES), gateway, clock, subscribe: true }.keep(granted));
        Self { cached, beat, wishes: StoredValue::new(wishes) }
    }

    /// Asks for it once more.
    pub fn ask_again(&self) {
        self.wishes.with_value(|wishes| {
            // The task ends only with the page.
            let _ = wishes.unbounded_send(());
        });
    }

    /// Puts in what was known once, where nothing newer is.
    pub fn recall(&self, value: C::State) {
        self.cached.update(|cached| cached.recall(value));
    }

    /// Puts in what was learnt apart from the collection's own questions.
    pub fn learn(&self, write: impl FnOnce(&mut C::State)) {
        self.cached.update(|cached| {
            if let Some(value) = &mut cached.value {
                write(value);
            }
        });
    }

    /// Tracks the value while nobody can see the page too, then once a second: for what tells of it outside of the page.
    pub fn listen(&self) {
        self.beat.track();
    }

    /// Reads what is cached, and tracks it.
    pub fn with<R>(&self, read: impl FnOnce(&Cached<C::State>) -> R) -> R {
        self.cached.with(read)
    }

    /// Reads the value, if there is one, without tracking it.
    pub fn with_untracked<R>(&self, read: impl FnOnce(&C::State) -> R) -> Option<R> {
        self.cached.with_untracked(|cached| cached.value.as_ref().map(read))
    }

    /// Reads the value, if there is one, and tracks it.
    pub fn with_value<R>(&self, read: impl FnOnce(&C::State) -> R) -> Option<R> {
        self.cached.with(|cached| cached.value.as_ref().map(read))
    }
}

struct Shelf<C: Collection> {
    cached: RwSignal<Cached<C::State>>,
    beat: RwSignal<()>,
    collection: C,
}

impl<C: Collection> Shelf<C> {
    /// Writes without waking anybody: that is for the next frame.
    fn quietly<R>(&self, write: impl FnOnce(&mut Cached<C::State>) -> R) -> Option<R> {
        self.cached.try_update_untracked(write)
    }
}

impl<C: Collection> Kept for Shelf<C> {
    fn take(&self, event: &Arc<Event>) -> Fold {
        self.quietly(|cached| cached.take(event, C::fold)).unwrap_or(Fold::Same)
    }

    fn want(&self) {
        self.quietly(Cached::want);
    }

    fn begin(&self) -> bool {
        self.quietly(Cached::begin) == Some(true)
    }

    fn begin_page(&self) {
        self.quietly(Cached::begin_page);
    }

    fn ask(&self, gateway: Gateway, ask: Ask) -> Local<Result<Placing, CallError>> {
        let (collection, cached) = (self.collection.clone(), self.cached);
        Box::pin(async move {
            let on_trouble = move |trouble| {
                cached.try_update(|cached| cached.in_trouble(trouble));
            };
            let answer = collection.fetch(&gateway, ask, on_trouble).await?;
            let placing = move |now| {
                cached.try_update_untracked(|cached| cached.answered(now, |old| collection.place(old, answer, ask.from), C::fold));
            };
            Ok(Box::new(placing) as Placing)
        })
    }

    fn failed(&self, error: CallError) {
        self.quietly(|cached| cached.failed(error));
    }

    fn abandon(&self) {
        self.quietly(Cached::abandon);
    }

    fn link_lost(&self, now: Moment) {
        self.quietly(|cached| cached.link_lost(now));
    }

    fn forget(&self) {
        self.quietly(|cached| *cached = Cached::default());
    }

    fn next_page(&self) -> Option<usize> {
        self.cached.with_untracked(|cached| cached.value.as_ref().and_then(C::next_page))
    }

    fn notify(&self) {
        self.cached.notify();
    }

    fn beat(&self) {
        self.beat.notify();
    }
}
