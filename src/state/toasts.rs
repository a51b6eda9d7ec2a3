//! Short notices to the person, as a signal: what was done, what failed, and what can be taken back.
//! Refuses to draw them; which are on screen is decided in `notices`.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::notices::{Deed, Notices, Weight};
use crate::gateway::Clock;

/// The notices of this tab. Taken from the context.
#[derive(Clone, Copy)]
pub struct Toasts {
    notices: RwSignal<Notices>,
    clock: StoredValue<Arc<dyn Clock>>,
}

impl Toasts {
    /// Starts with none.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { notices: RwSignal::default(), clock: StoredValue::new(clock) }
    }

    /// Says that something was done; goes by itself.
    pub fn note(&self, text: impl Into<String>) {
        self.say(Weight::Note, text.into(), None);
    }

    /// Says that there was nothing to be done, and why; goes by itself.
    pub fn hint(&self, text: impl Into<String>) {
        self.say(Weight::Hint, text.into(), None);
    }

    /// Says that something failed and what to do; stays until it is closed.
    pub fn fault(&self, text: impl Into<String>) {
        self.say(Weight::Fault, text.into(), None);
    }

    /// Says that something was done, with one button such as "Undo". Equal offers on screen become one, whose button does all.
    pub fn offer(&self, text: impl Into<String>, word: &'static str, deed: impl Fn() + Send + Sync + 'static) {
        self.say(Weight::Offer(word), text.into(), Some(Arc::new(deed)));
    }

    /// Says that something goes on, with one button such as "Stop"; stays until it is closed.
    pub fn alarm(&self, text: impl Into<String>, word: &'static str, deed: impl Fn() + Send + Sync + 'static) {
        self.say(Weight::Alarm(word), text.into(), Some(Arc::new(deed)));
    }

    /// Reads the notices, and tracks them.
    pub fn with<R>(&self, read: impl FnOnce(&Notices) -> R) -> R {
        self.notices.with(read)
    }

    /// Takes a notice off the screen.
    pub fn close(&self, id: u64) {
        self.take_off(id);
    }

    /// Does what a notice's button says, the latest first, and takes it off the screen.
    pub fn take_up(&self, id: u64) {
        for deed in self.take_off(id).iter().rev() {
            deed();
        }
    }

    fn take_off(&self, id: u64) -> Vec<Deed> {
        self.notices.try_update(|notices| notices.close(id)).unwrap_or_default()
    }

    /// Keeps all on screen, because somebody points at them or has the focus there.
    pub fn hold(&self) {
        self.notices.update_untracked(Notices::hold);
    }

    /// Lets them go by themselves again.
    pub fn release(&self) {
        let now = self.clock.with_value(|clock| clock.now());
        self.notices.update_untracked(|notices| notices.release(now));
        for weight in [Weight::Note, Weight::Offer("")] {
            self.wake_after(weight);
        }
    }

    /// Takes all off the screen: they were about what is no longer there.
    pub fn put_away(&self) {
        self.notices.update(Notices::put_away);
    }

    /// Forgets the past ones.
    pub fn clear(&self) {
        self.notices.update(Notices::clear);
    }

    fn say(&self, weight: Weight, text: String, deed: Option<Deed>) {
        let (now, at) = self.clock.with_value(|clock| (clock.now(), clock.wall()));
        self.notices.update(|notices| notices.say(weight, text, deed, now, at));
        self.wake_after(weight);
    }

    /// Looks again when a notice of this kind has had its time.
    fn wake_after(&self, weight: Weight) {
        let (toasts, clock) = (*self, self.clock.get_value());
        let Some(stay) = weight.stay() else { return };
        spawn_local(async move {
            // A timer may ring a little early by the other clock.
            clock.sleep(stay + Duration::from_millis(50)).await;
            if toasts.notices.try_update_untracked(|notices| notices.elapsed(clock.now())) == Some(true) {
                toasts.notices.notify();
            }
        });
    }
}
