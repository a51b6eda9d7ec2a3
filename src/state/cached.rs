//! How true a value is that came from the gateway: a pure machine of freshness, decided once for all resources.
//! Refuses to fetch, to know signals, and to know what the value is.

use std::sync::Arc;

use crate::gateway::{CallError, Moment};
use crate::protocol::Event;

/// What a fold did to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Nothing changed; nobody needs to be woken.
    Same,
    /// Something changed.
    Changed,
    /// The event says that something changed but not what: ask again.
    Stale,
}

/// How a value stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// Nobody could be asked yet.
    #[default]
    Waiting,
    /// The first answer is on its way.
    Loading,
    /// As the gateway has it.
    Fresh,
    /// As the gateway had it: the link is down, or events were missed.
    Stale,
}

/// How many events are kept for an answer that is on its way. One that takes longer is asked for once more instead.
const MEANWHILE: usize = 500;

/// A value from the gateway and how true it is. An old value stays until a newer one replaces it.
#[derive(Clone, Debug)]
pub struct Cached<T> {
    /// The value, once there was one.
    pub value: Option<T>,
    /// How it stands.
    pub freshness: Freshness,
    /// Why the last question had no answer; gone with the next answer.
    pub trouble: Option<CallError>,
    /// Until when the value was as the gateway had it.
    pub true_until: Option<Moment>,
    fetching: bool,
    wanted: bool,
    /// What arrived while the answer was on its way: folded into the old value, and again over the answer.
    meanwhile: Vec<Arc<Event>>,
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self {
            value: None,
            freshness: Freshness::Waiting,
            trouble: None,
            true_until: None,
            fetching: false,
            wanted: false,
            meanwhile: Vec::new(),
        }
    }
}

impl<T> Cached<T> {
    /// Notes that the value must be asked for: a new link, missed events, or a wish.
    pub fn want(&mut self) {
        self.wanted = true;
        self.freshness = if self.value.is_some() { Freshness::Stale } else { Freshness::Loading };
    }

    /// Takes what was known once, where nothing newer is.
    pub fn recall(&mut self, value: T) {
        if self.value.is_none() {
            (self.value, self.freshness) = (Some(value), Freshness::Stale);
        }
    }

    /// Returns whether to ask now, and takes it as asked. Never while an answer is on its way.
    pub fn begin(&mut self) -> bool {
        let begin = self.wanted && !self.fetching;
        if begin {
            (self.wanted, self.fetching) = (false, true);
            self.meanwhile.clear();
        }
        begin
    }

    /// Takes it as asked that the next page be fetched.
    pub fn begin_page(&mut self) {
        self.fetching = true;
        self.meanwhile.clear();
    }

    /// Takes an event: into the old value now, and into the answer that is on its way later.
    pub fn take(&mut self, event: &Arc<Event>, fold: impl Fn(&mut T, &Event) -> Fold) -> Fold {
        if self.fetching {
            self.meanwhile.push(event.clone());
            if self.meanwhile.len() > MEANWHILE {
                self.meanwhile.clear();
                self.wanted = true;
            }
        }
        self.value.as_mut().map_or(Fold::Same, |value| fold(value, event))
    }

    /// Notes a passing trouble: the question is still out.
    pub fn in_trouble(&mut self, trouble: CallError) {
        self.trouble = Some(trouble);
    }

    /// Takes the answer, which `place` puts in the place of the old value or together with it. Folding must be idempotent, for the
    /// answer may already hold what the events say.
    pub fn answered(&mut self, now: Moment, place: impl FnOnce(Option<T>) -> T, fold: impl Fn(&mut T, &Event) -> Fold) {
        self.fetching = false;
        let meanwhile = std::mem::take(&mut self.meanwhile);
        let mut value = place(self.value.take());
        for event in &meanwhile {
            self.wanted |= fold(&mut value, event) == Fold::Stale;
        }
        self.value = Some(value);
        self.trouble = None;
        self.true_until = Some(now);
        self.freshness = if self.wanted { Freshness::Stale } else { Freshness::Fresh };
    }

    /// Notes that there is no answer, and why.
    pub fn failed(&mut self, error: CallError) {
        self.fetching = false;
        self.meanwhile.clear();
        // The link says what happened to it; that is no trouble of this value's own.
        if !matches!(error, CallError::NotReady { .. } | CallError::LinkLost { .. }) {
            self.trouble = Some(error);
            self.freshness = if self.value.is_some() { Freshness::Stale } else { Freshness::Waiting };
        }
    }

    /// Takes the question back: another one is asked instead.
    pub fn abandon(&mut self) {
        self.fetching = false;
        self.meanwhile.clear();
    }

    /// Notes that the link is down: nothing is asked, the value stays and ages.
    pub fn link_lost(&mut self, now: Moment) {
        if self.freshness == Freshness::Fresh {
            self.true_until = Some(now);
        }
        (self.fetching, self.wanted) = (false, false);
        self.meanwhile.clear();
        self.trouble = None;
        self.freshness = if self.value.is_some() { Freshness::Stale } else { Freshness::Waiting };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const NOW: Moment = Duration::from_secs(1);

    fn count(value: &mut u32, event: &Event) -> Fold {
        match event {
            Event::Tick(_) => {
                *value = 10;
                Fold::Changed
            }
            Event::Unknown { .. } => Fold::Same,
            _ => Fold::Stale,
        }
    }

    fn tick() -> Arc<Event> {
        Arc::new(Event::Tick(None))
    }

    fn stale() -> Arc<Event> {
        Arc::new(Event::Shutdown)
    }

    #[test]
    fn it_asks_once_however_often_it_is_wanted() {
        let mut cached = Cached::<u32>::default();
        cached.want();
        assert!(cached.begin() && !cached.begin());
        cached.want();
        cached.want();
        assert!(!cached.begin(), "an answer is on its way");
        cached.answered(NOW, |_| 1, count);
        assert!(cached.begin() && !cached.begin());
    }

    #[test]
    fn what_arrives_during_a_fetch_is_neither_lost_nor_asked_for_again() {
        let mut cached = Cached::<u32>::default();
        cached.want();
        assert!(cached.begin());
        assert_eq!(cached.take(&tick(), count), Fold::Same, "nothing on screen yet");
        cached.answered(NOW, |_| 1, count);
        assert_eq!(cached.value, Some(10));
        assert_eq!(cached.freshness, Freshness::Fresh);
        assert!(!cached.begin());
    }

    #[test]
    fn an_answer_that_takes_a_night_costs_one_more_question_and_no_memory() {
        let mut cached = Cached::<u32>::default();
        cached.want();
        assert!(cached.begin());
        for _ in 0..=MEANWHILE {
            cached.take(&tick(), count);
        }
        assert!(cached.meanwhile.is_empty());
        cached.answered(NOW, |_| 1, count);
        assert!(cached.begin());
    }

    #[test]
    fn an_event_that_says_reload_during_a_fetch_asks_once_more() {
        let mut cached = Cached::<u32>::default();
        cached.want();
        assert!(cached.begin());
        cached.take(&stale(), count);
        cached.answered(NOW, |_| 1, count);
        assert!(cached.begin());
    }

    #[test]
    fn the_old_value_stays_through_loss_and_trouble() {
        let mut cached = Cached::<u32>::default();
        cached.want();
        cached.begin();
        cached.answered(NOW, |_| 1, count);
        cached.link_lost(NOW);
        assert_eq!((cached.value, cached.freshness, cached.true_until), (Some(1), Freshness::Stale, Some(NOW)));
        cached.want();
        cached.begin();
        cached.failed(CallError::TimedOut { method: "m", after: NOW });
        assert_eq!((cached.value, cached.freshness, cached.trouble.is_some()), (Some(1), Freshness::Stale, true));
        cached.want();
        cached.begin();
        cached.answered(NOW, |_| 2, count);
        assert_eq!((cached.value, cached.freshness, cached.trouble), (Some(2), Freshness::Fresh, None));
    }

    #[test]
    fn a_first_failure_is_not_an_empty_list() {
        let mut cached = Cached::<u32>::default();
        cached.want();
        cached.begin();
        cached.failed(CallError::TimedOut { method: "m", after: NOW });
        assert!(cached.value.is_none() && cached.trouble.is_some());
    }
}
