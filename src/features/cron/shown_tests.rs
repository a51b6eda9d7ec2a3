//! What each state comes from.

use super::*;
use crate::domain::job::late::GRACE;
use serde_json::{Value, json};

const NOW: UnixMs = UnixMs(100_000_000);

fn job(more: Value) -> Job {
    let mut job = json!({
        "id": "a", "name": "A", "enabled": true, "schedule": {"kind": "every", "everyMs": 3_600_000},
        "state": {"nextRunAtMs": NOW.0 + 1_000, "lastRunAtMs": 1, "lastRunStatus": "ok"},
    });
    job.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(job).unwrap()
}

fn facts(owed: Option<i64>) -> Facts {
    Facts {
        title: "A".into(),
        schedule: None,
        sentence: String::new(),
        zone: String::new(),
        zone_name: None,
        is_system: false,
        owed: owed.map(UnixMs),
    }
}

fn around() -> Around<'static> {
    Around { is_starting: false, grace: GRACE, runs: &[], now: NOW }
}

fn name(more: Value) -> &'static str {
    shown(&job(more), &facts(None), around()).name
}

#[test]
fn states_come_from_what_the_gateway_says() {
    for (more, wanted) in [
        (json!({}), "up"),
        (json!({"state": {}}), "new"),
        (json!({"state": {"runningAtMs": 5, "consecutiveErrors": 3}}), "running"),
        (json!({"state": {"lastRunAtMs": 1, "consecutiveErrors": 3}}), "failing"),
        (json!({"enabled": false}), "paused"),
        (json!({"enabled": false, "schedule": {"kind": "at"}}), "finished"),
        (json!({"enabled": false, "schedule": {"kind": "at"}, "state": {}}), "paused"),
        (json!({"state": {"lastRunAtMs": 1, "nextRunAtMs": NOW.0 - 60_000}}), "due"),
        (json!({"state": {"lastRunAtMs": 1, "nextRunAtMs": NOW.0 - 10_000}}), "up"),
        (json!({"state": {"lastRunAtMs": 1, "nextRunAtMs": NOW.0 - 301_000}}), "late"),
    ] {
        assert_eq!(name(more.clone()), wanted, "{more}");
    }
    assert_eq!(shown(&job(json!({})), &facts(None), Around { is_starting: true, ..around() }).name, "starting");
}

#[test]
fn a_time_that_the_gateway_passed_over_is_late_beyond_the_grace_only() {
    let late = |owed: i64, grace| shown(&job(json!({})), &facts(Some(owed)), Around { grace, ..around() });
    assert_eq!(late(NOW.0 - 60_000, 5).name, "up");
    let beyond = late(NOW.0 - 400_000, 5);
    assert_eq!((beyond.name, beyond.hint.as_deref()), ("late", Some("It should have run 6m 40s ago and did not start")));
    assert_eq!(late(NOW.0 - 400_000, 10).name, "up");
    assert_eq!(late(NOW.0 + 1_000, 5).name, "up", "that is the next one");
}

#[test]
fn a_job_that_changes_its_mind_flaps() {
    let runs = |outcomes: &str| -> Vec<Arc<RunEntry>> {
        let status = |letter| match letter {
            'o' => "ok",
            'e' => "error",
            _ => "skipped",
        };
        outcomes.chars().map(|letter| Arc::new(RunEntry { status: Some(status(letter).into()), ..RunEntry::default() })).collect()
    };
    for (outcomes, wanted) in [("ooeooeo", "flapping"), ("oooeooo", "up"), ("osososo", "up"), ("ooooeee", "up")] {
        let runs = runs(outcomes);
        assert_eq!(shown(&job(json!({})), &facts(None), Around { runs: &runs, ..around() }).name, wanted, "{outcomes}");
    }
}

#[test]
fn who_paused_it_and_since_when() {
    let auto = json!({"reason": "consecutive-failures", "atMs": 7});
    let paused = job(json!({"enabled": false, "state": {"autoDisabled": auto, "scheduleActivatedAtMs": 3}}));
    assert_eq!(paused_since(&paused), Some(UnixMs(7)));
    assert!(shown(&paused, &facts(None), around()).hint.unwrap().contains("again and again"));
    assert_eq!(paused_since(&job(json!({"state": {"scheduleActivatedAtMs": 3}}))), None);
}

#[test]
fn how_long_until() {
    for (secs, said) in [
        (5, "in 5 s"),
        (120, "in 2 min"),
        (5_399, "in 90 min"),
        (7_200, "in 2 h"),
        (259_200, "in 3 d"),
        (0, "due now"),
        (-720, "12 min late"),
    ] {
        assert_eq!(say::until(UnixMs(NOW.0 + secs * 1_000), NOW), said);
    }
}
