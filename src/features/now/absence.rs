//! When somebody was away, and what happened meanwhile: what finished, what failed, what came to wait, what it cost. Pure.
//! Refuses to know the time, and to tell of an absence in which nothing happened.

use std::sync::Arc;

use crate::domain::queue::Item;
use crate::domain::say;
use crate::domain::sorted::sorted;
use crate::protocol::sessions::{RunStatus, SessionRow};
use crate::protocol::{UnixMs, Usd};

/// Who was away for less has missed nothing, in milliseconds.
pub const GAP: i64 = 5 * 60_000;

/// A time in which nobody looked, by the gateway's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absence {
    /// When it began.
    pub from: i64,
    /// When it ended.
    pub to: i64,
}

impl Absence {
    /// Returns the absence between two looks, if it was one. One right after another goes on from where that began, until that was dismissed.
    pub fn between(before: Option<Self>, from: i64, to: i64) -> Option<Self> {
        if to - from < GAP {
            return before;
        }
        let from = before.filter(|before| from - before.to < GAP).map_or(from, |before| before.from);
        Some(Self { from, to })
    }

    fn holds(self, at: Option<UnixMs>) -> bool {
        at.is_some_and(|at| self.from < at.0 && at.0 <= self.to)
    }
}

/// What happened meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// How long it was, in milliseconds.
    pub long: i64,
    /// The sessions whose run ended well, the latest first.
    pub finished: Vec<Arc<SessionRow>>,
    /// Those whose run failed.
    pub failed: Vec<Arc<SessionRow>>,
    /// What came to wait and waits still.
    pub waits: Vec<Item>,
    /// What the last runs of these cost, as far as that is told.
    pub cost: Usd,
    /// How many of the runs do not say what they cost.
    pub untold: usize,
}

impl Digest {
    /// Tells what happened in an absence; nothing if nothing did.
    pub fn of(absence: Absence, rows: &[Arc<SessionRow>], items: &[Item]) -> Option<Self> {
        let mut digest = Self { long: absence.to - absence.from, ..Self::default() };
        // What a job ran is in two rows: its own, and one of the run.
        let ended = |row: &&Arc<SessionRow>| absence.holds(row.ended_at) && !row.has_active_run && !row.is_passing();
        let latest = |one: &Arc<SessionRow>, other: &Arc<SessionRow>| other.ended_at.cmp(&one.ended_at).then(one.key.cmp(&other.key));
        for row in sorted(rows.iter().filter(ended).cloned().collect(), &latest) {
            match (&row.status, row.estimated_cost_usd) {
                (Some(RunStatus::Done), Some(cost)) => digest.cost = Usd(digest.cost.0.saturating_add(cost.0)),
                (Some(RunStatus::Done | RunStatus::Failed | RunStatus::Timeout), _) => digest.untold += 1,
                _ => {}
            }
            match row.status {
                Some(RunStatus::Done) => digest.finished.push(row),
                Some(RunStatus::Failed | RunStatus::Timeout) => digest.failed.push(row),
                _ => {}
            }
        }
        digest.waits = items.iter().filter(|item| absence.holds(Some(UnixMs(item.since)))).cloned().collect();
        let is_empty = digest.finished.is_empty() && digest.failed.is_empty() && digest.waits.is_empty();
        (!is_empty).then_some(digest)
    }

    /// Says it in a sentence.
    pub fn sentence(&self) -> String {
        let some = |number: usize, words: &str| (number > 0).then(|| [&*say::count(number), words].concat());
        let cost = (self.cost.0 > 0).then(|| {
            let word = if self.untold > 0 { "at least " } else { "" };
            ["it cost ", word, &say::money(self.cost)].concat()
        });
        let parts = [
            some(self.finished.len(), " finished"),
            some(self.failed.len(), " failed"),
            some(self.waits.len(), " came to wait for you"),
            cost,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::queue::Kind;
    use serde_json::json;

    const AWAY: Absence = Absence { from: 1_000, to: 2_000_000 };

    fn rows(value: serde_json::Value) -> Vec<Arc<SessionRow>> {
        serde_json::from_value::<Vec<SessionRow>>(value).unwrap().into_iter().map(Arc::new).collect()
    }

    fn item(since: i64) -> Item {
        let id: Arc<str> = "i".into();
        Item {
            of: id.clone(),
            id,
            kind: Kind::Question,
            title: "Which?".into(),
            more: String::new(),
            since,
            until: None,
            to: String::new(),
        }
    }

    #[test]
    fn it_names_exactly_what_happened_meanwhile() {
        let all = rows(json!([
            {"key": "a", "status": "done", "endedAt": 5_000, "estimatedCostUsd": 0.25}, {"key": "b", "status": "done", "endedAt": 9_000},
            {"key": "c", "status": "failed", "endedAt": 6_000, "estimatedCostUsd": 9.0}, {"key": "before", "status": "done", "endedAt": 900, "estimatedCostUsd": 9.0},
            {"key": "after", "status": "failed", "endedAt": 2_000_001}, {"key": "stopped", "status": "killed", "endedAt": 7_000},
            {"key": "again", "status": "done", "endedAt": 7_000, "hasActiveRun": true}, {"key": "agent:main:cron:j:run:1", "status": "done", "endedAt": 7_000},
        ]));
        let digest = Digest::of(AWAY, &all, &[item(8_000), item(500)]).unwrap();
        let keys = |rows: &[Arc<SessionRow>]| rows.iter().map(|row| row.key.to_string()).collect::<Vec<_>>();
        assert_eq!((keys(&digest.finished), keys(&digest.failed), digest.waits.len()), (vec!["b".into(), "a".into()], vec!["c".into()], 1));
        assert_eq!(digest.sentence(), "2 finished, 1 failed, 1 came to wait for you, it cost at least $0.25");
    }

    #[test]
    fn nothing_is_told_of_an_absence_in_which_nothing_happened() {
        assert_eq!(Digest::of(AWAY, &rows(json!([{"key": "a", "status": "done", "endedAt": 5}])), &[item(5)]), None);
        assert_eq!(Digest::of(AWAY, &[], &[]), None);
    }

    #[test]
    fn short_gaps_are_none_and_those_that_follow_closely_are_one() {
        assert_eq!(Absence::between(None, 0, GAP - 1), None);
        let first = Absence::between(None, 0, GAP);
        assert_eq!(first, Some(Absence { from: 0, to: GAP }));
        assert_eq!(Absence::between(first, GAP + 5, GAP + 6), first);
        assert_eq!(Absence::between(first, GAP + 5, 3 * GAP), Some(Absence { from: 0, to: 3 * GAP }));
        assert_eq!(Absence::between(first, 5 * GAP, 7 * GAP), Some(Absence { from: 5 * GAP, to: 7 * GAP }));
    }
}
