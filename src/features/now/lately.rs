//! What runs, what failed since the last look, what is due next, and the sentence that says it all. Pure.
//! Refuses to know the time: it is an argument.

use std::sync::Arc;

use serde::Serialize;

use crate::domain::say;
use crate::domain::sorted::sorted;
use crate::protocol::UnixMs;
use crate::protocol::fields::reads;
use crate::protocol::sessions::{RunStatus, SessionRow};

/// The key under which it is kept when somebody last looked.
pub const LOOKED: &str = "openclutch.looked";
/// Who never looked sees a day, in milliseconds.
const DAY: i64 = 86_400_000;
/// Of so many gateways it is kept.
const GATEWAYS: usize = 8;

/// When somebody last looked at a gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Look {
    /// Its address.
    pub gateway: String,
    /// When, by its clock.
    pub at: i64,
}

reads! { Look { gateway: needed, at: needed } }

/// When somebody last looked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Looks {
    /// The latest first.
    pub list: Vec<Look>,
}

reads! { Looks { list } }

impl Looks {
    /// Returns since when news are news at a gateway.
    pub fn since(&self, gateway: &str, now: UnixMs) -> i64 {
        self.known(gateway).filter(|at| *at <= now.0).unwrap_or(now.0 - DAY)
    }

    /// Returns when a gateway was last looked at, if that is known.
    pub fn known(&self, gateway: &str) -> Option<i64> {
        self.list.iter().find(|look| look.gateway == gateway).map(|look| look.at)
    }

    /// Notes a look.
    pub fn note(&mut self, gateway: &str, now: UnixMs) {
        self.list.retain(|look| look.gateway != gateway);
        self.list.insert(0, Look { gateway: gateway.to_owned(), at: now.0 });
        self.list.truncate(GATEWAYS);
    }
}

/// Returns what runs, the longest first.
pub fn running(rows: &[Arc<SessionRow>]) -> Vec<Arc<SessionRow>> {
    let runs = rows.iter().filter(|row| row.has_active_run && !row.archived).cloned().collect();
    sorted(runs, &|one: &Arc<SessionRow>, other| one.started_at.cmp(&other.started_at).then(one.key.cmp(&other.key)))
}

/// Returns what failed since a time, the latest first. What a job ran waits for a person as the job.
pub fn failed(rows: &[Arc<SessionRow>], since: i64) -> Vec<Arc<SessionRow>> {
    let has_failed = |row: &&Arc<SessionRow>| {
        let is_bad = matches!(row.status, Some(RunStatus::Failed | RunStatus::Timeout));
        is_bad
            && !row.has_active_run
            && !row.archived
            && row.ended_at.is_some_and(|at| at.0 > since)
            && !row.key.as_str().contains(":cron:")
    };
    let failed = rows.iter().filter(has_failed).cloned().collect();
    sorted(failed, &|one: &Arc<SessionRow>, other| other.ended_at.cmp(&one.ended_at).then(one.key.cmp(&other.key)))
}

/// Says it all: `3 wait for you, 2 run, 1 failed since you looked, next job in 12 min`. Of what is not known it says nothing.
pub fn sentence(waits: Option<usize>, runs: Option<usize>, failed: usize, next: Option<(UnixMs, UnixMs)>) -> String {
    let some =
        |number: usize, one: &str, many: &str| (number > 0).then(|| [&*say::count(number), if number == 1 { one } else { many }].concat());
    let mut parts: Vec<String> = vec![];
    parts.extend(waits.map(|waits| some(waits, " waits for you", " wait for you").unwrap_or_else(|| "Nothing waits for you".into())));
    let nothing = if parts.is_empty() { "Nothing runs" } else { "nothing runs" };
    parts.extend(runs.map(|runs| some(runs, " runs", " run").unwrap_or_else(|| nothing.into())));
    parts.extend(some(failed, " failed since you looked", " failed since you looked"));
    let job = if parts.is_empty() { "Next job " } else { "next job " };
    parts.extend(next.map(|(at, now)| [job, &say::until(at, now)].concat()));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rows(value: serde_json::Value) -> Vec<Arc<SessionRow>> {
        serde_json::from_value::<Vec<SessionRow>>(value).unwrap().into_iter().map(Arc::new).collect()
    }

    fn keys(rows: &[Arc<SessionRow>]) -> Vec<&str> {
        rows.iter().map(|row| row.key.as_str()).collect()
    }

    #[test]
    fn what_runs_longest_and_what_failed_last_comes_first() {
        let all = rows(json!([
            {"key": "new", "hasActiveRun": true, "startedAt": 9}, {"key": "old", "hasActiveRun": true, "startedAt": 2},
            {"key": "away", "hasActiveRun": true, "archived": true}, {"key": "bad", "status": "failed", "endedAt": 50},
            {"key": "worse", "status": "timeout", "endedAt": 60}, {"key": "seen", "status": "failed", "endedAt": 10},
            {"key": "agent:main:cron:j", "status": "failed", "endedAt": 70}, {"key": "again", "status": "failed", "endedAt": 70, "hasActiveRun": true},
        ]));
        assert_eq!(keys(&running(&all)), ["again", "old", "new"]);
        assert_eq!(keys(&failed(&all, 20)), ["worse", "bad"]);
    }

    #[test]
    fn a_look_is_of_its_gateway_and_a_first_one_sees_a_day() {
        let mut looks = Looks::default();
        let now = UnixMs(2 * DAY);
        assert_eq!(looks.since("a", now), DAY);
        looks.note("a", UnixMs(now.0 - 5));
        assert_eq!((looks.since("a", now), looks.since("b", now)), (now.0 - 5, DAY));
        assert_eq!(looks.since("a", UnixMs(DAY)), 0, "a clock that was put back");
        for number in 0..20 {
            looks.note(&number.to_string(), now);
        }
        assert_eq!(looks.list.len(), GATEWAYS);
    }

    #[test]
    fn the_sentence_leaves_out_what_there_is_not() {
        assert_eq!(sentence(Some(0), Some(0), 0, None), "Nothing waits for you, nothing runs");
        assert_eq!((sentence(None, Some(0), 0, None), sentence(None, None, 0, None)), ("Nothing runs".into(), String::new()));
        let next = Some((UnixMs(720_000), UnixMs(0)));
        assert_eq!(sentence(Some(3), Some(1), 1, next), "3 wait for you, 1 runs, 1 failed since you looked, next job in 12 min");
    }
}
