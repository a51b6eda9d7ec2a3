//! Which notices are on screen, which wait for room, and which are past: a pure machine with the time as an argument.
//! Refuses to know signals. What a notice's button does is carried along unseen.

use std::sync::Arc;
use std::time::Duration;

use crate::gateway::Moment;
use crate::protocol::UnixMs;

/// How many are on screen at once.
pub const SHOWN: usize = 3;
/// How many past ones are kept.
pub const KEPT: usize = 50;

/// What kind of notice it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something was done; gone by itself soon.
    Note,
    /// There was nothing to be done; gone as soon.
    Hint,
    /// Something was done and can be followed up by a button of this name, such as "Undo".
    Offer(&'static str),
    /// Something goes on that a person should know of, and can do something about by a button of this name; stays until it is closed.
    Alarm(&'static str),
    /// Something failed; stays until it is closed.
    Fault,
}

impl Weight {
    /// Returns how long such a notice stays by itself; `None` for until it is closed.
    pub fn stay(self) -> Option<Duration> {
        match self {
            Self::Note | Self::Hint => Some(Duration::from_secs(6)),
            Self::Offer(_) => Some(Duration::from_secs(10)),
            Self::Alarm(_) | Self::Fault => None,
        }
    }
}

/// What a notice's button does.
pub type Deed = Arc<dyn Fn() + Send + Sync>;

/// One notice.
#[derive(Clone)]
pub struct Said {
    /// Tells it from all others.
    pub id: u64,
    /// Its kind.
    pub weight: Weight,
    /// Its words.
    pub text: String,
    /// How often it was said.
    pub count: u32,
    /// When it was said last.
    pub at: UnixMs,
    /// What its button does, the oldest first: equal offers add up.
    pub deeds: Vec<Deed>,
    until: Option<Moment>,
}

/// The same words said as often are the same; what the button does, it asks for by id.
impl PartialEq for Said {
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.count) == (other.id, other.count)
    }
}

/// All notices of this tab.
#[derive(Default)]
pub struct Notices {
    /// On screen, the oldest first; never more than [`SHOWN`].
    pub shown: Vec<Said>,
    /// All that was said, the newest first; never more than [`KEPT`].
    pub past: Vec<Said>,
    /// Faults and alarms that found no room on screen, the oldest first.
    waiting: Vec<Said>,
    is_held: bool,
    last_id: u64,
}

impl Notices {
    /// Takes a notice; an equal one on screen counts one more.
    pub fn say(&mut self, weight: Weight, text: String, deed: Option<Deed>, now: Moment, at: UnixMs) {
        let until = weight.stay().map(|stay| now + stay);
        let equal = self.shown.iter_mut().chain(&mut self.waiting).find(|said| said.weight == weight && said.text == text);
        let said = if let Some(said) = equal {
            (said.count, said.at, said.until) = (said.count.saturating_add(1), at, until);
            said.deeds.extend(deed);
            said.clone()
        } else {
            self.last_id += 1;
            let said = Said { id: self.last_id, weight, text, count: 1, at, until, deeds: deed.into_iter().collect() };
            self.shown.push(said.clone());
            self.make_room();
            said
        };
        self.past.retain(|past| past.id != said.id);
        self.past.insert(0, Said { deeds: vec![], ..said });
        self.past.truncate(KEPT);
    }

    /// Takes a notice off the screen; returns what its button does.
    pub fn close(&mut self, id: u64) -> Vec<Deed> {
        let at = self.shown.iter().position(|said| said.id == id);
        let deeds = at.map(|at| self.shown.remove(at).deeds);
        self.refill();
        deeds.unwrap_or_default()
    }

    /// Takes what has stood long enough off the screen; returns whether that was anything. Nothing goes while it is read.
    pub fn elapsed(&mut self, now: Moment) -> bool {
        let before = self.shown.len();
        if !self.is_held {
            self.shown.retain(|said| said.until.is_none_or(|until| until > now));
        }
        let is_changed = self.shown.len() < before;
        self.refill();
        is_changed
    }

    /// Notes that somebody points at the notices or has the focus there.
    pub fn hold(&mut self) {
        self.is_held = !self.shown.is_empty();
    }

    /// Notes that nobody does any longer: what is on screen has its whole time again.
    pub fn release(&mut self, now: Moment) {
        self.is_held = false;
        for said in &mut self.shown {
            said.until = said.weight.stay().map(|stay| now + stay);
        }
    }

    /// Takes all off the screen; the past keeps them.
    pub fn put_away(&mut self) {
        self.shown.clear();
        self.waiting.clear();
        self.is_held = false;
    }

    /// Forgets what is past and not on screen.
    pub fn clear(&mut self) {
        self.past.clear();
    }

    /// One too many: the oldest that would go by itself goes; failing that the oldest fault waits.
    fn make_room(&mut self) {
        if self.shown.len() <= SHOWN {
            return;
        }
        let earlier = &self.shown[..SHOWN];
        let passing = earlier.iter().position(|said| matches!(said.weight, Weight::Note | Weight::Hint));
        let passing = passing.or_else(|| earlier.iter().position(|said| said.weight.stay().is_some()));
        let out = self.shown.remove(passing.unwrap_or(0));
        if passing.is_none() {
            self.waiting.push(out);
            // The past keeps no more either.
            let surplus = self.waiting.len().saturating_sub(KEPT);
            self.waiting.drain(..surplus);
        }
    }

    fn refill(&mut self) {
        while self.shown.len() < SHOWN && !self.waiting.is_empty() {
            self.shown.insert(0, self.waiting.remove(0));
        }
        self.is_held &= !self.shown.is_empty();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Moment {
        Duration::from_secs(seconds)
    }

    fn said(entries: &[(Weight, &str)]) -> Notices {
        let mut notices = Notices::default();
        for (weight, text) in entries {
            notices.say(*weight, (*text).into(), None, s(0), UnixMs(0));
        }
        notices
    }

    fn words(of: &[Said]) -> String {
        of.iter().map(|said| format!("{}{}", said.text, said.count)).collect::<Vec<_>>().join(" ")
    }

    const UNDO: Weight = Weight::Offer("Undo");
    const STOP: Weight = Weight::Alarm("Stop");
    use Weight::{Fault, Note};

    #[test]
    fn three_are_shown_equal_ones_merge_and_faults_are_never_pushed_out_for_good() {
        for (entries, shown, waiting) in [
            (&[(Note, "a"), (Note, "b")][..], "a1 b1", ""),
            (&[(Note, "a"), (Note, "b"), (Note, "a"), (Note, "a")], "a3 b1", ""),
            (&[(Note, "a"), (Fault, "a")], "a1 a1", ""),
            (&[(Note, "a"), (Note, "b"), (Note, "c"), (Note, "d")], "b1 c1 d1", ""),
            (&[(Fault, "a"), (UNDO, "b"), (Note, "c"), (Note, "d")], "a1 b1 d1", ""),
            (&[(Fault, "a"), (UNDO, "b"), (Fault, "c"), (Note, "d")], "a1 c1 d1", ""),
            (&[(Fault, "a"), (Fault, "b"), (Fault, "c"), (Note, "d")], "b1 c1 d1", "a1"),
            (&[(STOP, "a"), (Fault, "b"), (STOP, "c"), (Note, "d")], "b1 c1 d1", "a1"),
            (&[(Fault, "a"), (Fault, "b"), (Fault, "c"), (Fault, "d"), (Fault, "a")], "b1 c1 d1", "a2"),
        ] {
            let notices = said(entries);
            assert_eq!((words(&notices.shown), words(&notices.waiting)), (shown.into(), waiting.into()), "{entries:?}");
        }
    }

    #[test]
    fn notes_go_after_6_seconds_offers_after_10_and_faults_never() {
        for (at, shown) in [(5, "n1 o1 f1"), (6, "o1 f1"), (9, "o1 f1"), (10, "f1"), (9_999, "f1")] {
            let mut notices = said(&[(Note, "n"), (UNDO, "o"), (if at > 9 { STOP } else { Fault }, "f")]);
            assert_eq!(notices.elapsed(s(at)), at >= 6);
            assert_eq!(words(&notices.shown), shown, "{at} s");
        }
    }

    #[test]
    fn while_somebody_reads_nothing_goes_and_afterwards_all_have_their_time_again() {
        let mut notices = said(&[(Note, "n")]);
        notices.hold();
        assert!(!notices.elapsed(s(60)));
        notices.release(s(60));
        assert!(!notices.elapsed(s(65)) && notices.elapsed(s(66)));
        notices.say(Note, "later".into(), None, s(66), UnixMs(0));
        assert!(notices.elapsed(s(72)), "a hold ends with what was held");
    }

    #[test]
    fn a_fault_that_waited_comes_back_when_there_is_room() {
        let mut notices = said(&[(Fault, "a"), (Fault, "b"), (Fault, "c"), (Note, "d")]);
        notices.elapsed(s(6));
        assert_eq!(words(&notices.shown), "a1 b1 c1");
        notices.close(notices.shown[1].id);
        assert_eq!(words(&notices.shown), "a1 c1");
    }

    #[test]
    fn what_is_put_away_is_past_and_does_not_come_back() {
        let mut notices = said(&[(Fault, "a"), (Fault, "b"), (Fault, "c"), (Fault, "d")]);
        notices.hold();
        notices.put_away();
        assert!(!notices.elapsed(s(9)) && notices.shown.is_empty());
        assert_eq!(words(&notices.past), "d1 c1 b1 a1");
    }

    #[test]
    fn the_past_holds_the_newest_fifty_once_each() {
        let mut notices = said(&[(Note, "a"), (Note, "b"), (Note, "a")]);
        assert_eq!(words(&notices.past), "a2 b1");
        for number in 0..60 {
            notices.say(Note, format!("{number}."), None, s(0), UnixMs(0));
        }
        assert_eq!((notices.past.len(), words(&notices.past[..2])), (KEPT, "59.1 58.1".into()));
        notices.clear();
        assert!(notices.past.is_empty() && notices.shown.len() == SHOWN);
    }

    #[test]
    fn equal_offers_become_one_that_does_all() {
        let mut notices = Notices::default();
        for _ in 0..2 {
            notices.say(UNDO, "Archived.".into(), Some(Arc::new(|| ())), s(0), UnixMs(0));
        }
        assert_eq!(words(&notices.shown), "Archived.2");
        assert_eq!((notices.close(notices.shown[0].id).len(), notices.past[0].deeds.len()), (2, 0));
        assert!(notices.close(7).is_empty());
    }
}
