//! What is known of a job without a clock: its title, its schedule read and said, and when it should have run since its last run. Pure.
//! Refuses to know what time it is.

use std::rc::Rc;

use crate::domain::schedule::civil::read_iso;
use crate::domain::schedule::{Pattern, Schedule, Zone, sentence};
use crate::protocol::UnixMs;
use crate::protocol::cron::{Job, Plan};

/// A zone that can be asked, by its name.
pub type Zones<'a> = &'a dyn Fn(&str) -> Option<Rc<dyn Zone>>;

/// What is known of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its title.
    pub title: String,
    /// When it is due, if we understand that.
    pub schedule: Option<Schedule>,
    /// The same in words.
    pub sentence: String,
    /// Whose clock counts, in words; empty where no clock does.
    pub zone: String,
    /// The zone by which its next runs can be told; none if it is not known.
    pub zone_name: Option<String>,
    /// The gateway or a plugin made it.
    pub is_system: bool,
    /// When it was due after its last run, or since it was switched on.
    pub owed: Option<UnixMs>,
}

/// What of several zones a schedule without one follows is found by when the gateway says that it is due.
pub fn facts(job: &Job, zones: Zones<'_>, own: &str) -> Facts {
    let (schedule, sentence) = read(&job.schedule);
    let title = job.display_name.as_ref().unwrap_or(&job.name).clone();
    let is_by_clock = matches!(schedule, Some(Schedule::Cron(_)));
    let zone_name = match (&job.schedule.tz, is_by_clock) {
        (Some(tz), true) => Some(tz.clone()),
        (None, true) => guessed(job, schedule.as_ref(), zones, own),
        _ => Some(own.to_owned()),
    };
    let zone = match (&job.schedule.tz, is_by_clock) {
        (_, false) => String::new(),
        (Some(tz), _) => tz.clone(),
        (None, _) => "the gateway's zone".into(),
    };
    let owed = zone_name.as_deref().and_then(zones).and_then(|zone| owed(job, schedule.as_ref()?, &*zone));
    Facts { title, sentence, zone, zone_name, is_system: job.declaration_key.is_some(), owed, schedule }
}

/// Reads a schedule, and says it.
pub fn read(plan: &Plan) -> (Option<Schedule>, String) {
    match plan.kind.as_str() {
        "at" => {
            let at = plan.at.as_deref().and_then(read_iso).map(UnixMs);
            (at.map(Schedule::At), "Once".into())
        }
        "every" => match plan.every_ms {
            Some(every) if every > 0 => (Some(Schedule::Every { every, anchor: plan.anchor_ms }), sentence::every(every)),
            _ => (None, "Again and again".into()),
        },
        "cron" => {
            let expr = plan.expr.as_deref().unwrap_or_default();
            match Pattern::read(expr) {
                Ok(pattern) => {
                    let said = sentence::cron(&pattern);
                    (Some(Schedule::Cron(pattern)), said)
                }
                Err(_) => (None, expr.to_owned()),
            }
        }
        "on-exit" => (Some(Schedule::Event), "When a command ends".into()),
        "stream" => (Some(Schedule::Event), "When a command prints something".into()),
        other => (None, other.to_owned()),
    }
}

/// Finds the zone of a schedule that names none, by when the gateway says that it is due.
fn guessed(job: &Job, schedule: Option<&Schedule>, zones: Zones<'_>, own: &str) -> Option<String> {
    let (next, schedule) = (job.state.next_run_at_ms?, schedule?);
    let just_before = UnixMs(next.0 - 1_000);
    let fits = |name: &&str| zones(name).is_some_and(|zone| schedule.next(just_before, &*zone) == Some(next));
    [own, "UTC"].iter().find(|name| fits(name)).map(|name| (*name).to_owned())
}

/// Returns when a job was due for the first time after it last ran, or was switched on. After failures the gateway waits longer than
/// the schedule says, so then nothing is owed.
fn owed(job: &Job, schedule: &Schedule, zone: &dyn Zone) -> Option<UnixMs> {
    let state = &job.state;
    if !job.enabled || state.consecutive_errors.unwrap_or(0) > 0 || !matches!(schedule, Schedule::Cron(_) | Schedule::Every { .. }) {
        return None;
    }
    let ran = state.last_run_at_ms.map(|at| UnixMs(at.0.saturating_add(state.last_duration_ms.unwrap_or(0).max(0))));
    let since = ran.max(state.schedule_activated_at_ms).max(Some(job.created_at_ms))?;
    let at = schedule.next(since, zone)?;
    Some(UnixMs(at.0.saturating_add(job.schedule.stagger_ms.unwrap_or(0).max(0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::schedule::Utc;
    use serde_json::json;

    struct Ahead;
    impl Zone for Ahead {
        fn offset_at(&self, _: UnixMs) -> i64 {
            3_600_000
        }
    }

    fn job(schedule: serde_json::Value, state: serde_json::Value) -> Job {
        serde_json::from_value(json!({"id": "a", "name": "A", "enabled": true, "createdAtMs": 0, "schedule": schedule, "state": state}))
            .unwrap()
    }

    fn known(job: &Job) -> Facts {
        let zones = |name: &str| match name {
            "UTC" => Some(Rc::new(Utc) as Rc<dyn Zone>),
            "Ahead" => Some(Rc::new(Ahead) as Rc<dyn Zone>),
            _ => None,
        };
        facts(job, &zones, "Ahead")
    }

    #[test]
    fn schedules_of_all_kinds_in_words() {
        for (schedule, said, zone) in [
            (json!({"kind": "at", "at": "2030-01-01T00:00:00Z"}), "Once", ""),
            (json!({"kind": "every", "everyMs": 7_200_000}), "Every 2 hours", ""),
            (json!({"kind": "cron", "expr": "0 9 * * *", "tz": "Europe/Berlin"}), "Every day at 09:00", "Europe/Berlin"),
            (json!({"kind": "cron", "expr": "0 9 * * *"}), "Every day at 09:00", "the gateway's zone"),
            (json!({"kind": "cron", "expr": "nonsense"}), "nonsense", ""),
            (json!({"kind": "on-exit"}), "When a command ends", ""),
            (json!({"kind": "later"}), "later", ""),
        ] {
            let facts = known(&job(schedule.clone(), json!({})));
            assert_eq!((facts.sentence.as_str(), facts.zone.as_str()), (said, zone), "{schedule}");
        }
    }

    #[test]
    fn the_gateways_zone_is_found_by_when_it_says_that_a_job_is_due() {
        let cron = json!({"kind": "cron", "expr": "0 9 * * *"});
        for (next, zone) in [(9, Some("UTC")), (8, Some("Ahead")), (5, None)] {
            let facts = known(&job(cron.clone(), json!({"nextRunAtMs": next * 3_600_000})));
            assert_eq!(facts.zone_name.as_deref(), zone, "{next}");
        }
    }

    #[test]
    fn what_is_owed_is_the_first_time_after_the_last_run() {
        let every = json!({"kind": "every", "everyMs": 1_000, "anchorMs": 0});
        let owed = |state| known(&job(every.clone(), state)).owed.map(|at| at.0);
        assert_eq!(owed(json!({})), Some(1_000));
        assert_eq!(owed(json!({"lastRunAtMs": 5_000, "lastDurationMs": 2_500})), Some(8_000));
        assert_eq!(owed(json!({"lastRunAtMs": 5_000, "scheduleActivatedAtMs": 9_100})), Some(10_000));
        assert_eq!(owed(json!({"lastRunAtMs": 5_000, "consecutiveErrors": 1})), None);
        let staggered = json!({"kind": "cron", "expr": "* * * * *", "tz": "UTC", "staggerMs": 7_000});
        assert_eq!(known(&job(staggered, json!({"lastRunAtMs": 5_000}))).owed, Some(UnixMs(67_000)));
    }
}
