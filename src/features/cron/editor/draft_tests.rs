//! What drafts refuse, and what they send.

use std::rc::Rc;

use super::*;
use crate::domain::schedule::{Utc, Zone};
use crate::features::cron::editor::draft::decided;
use crate::protocol::UnixMs;
use crate::protocol::cron::{Job, Whole};
use serde_json::{Value, json};

const NOW: UnixMs = UnixMs(1_795_626_732_000);

fn zones(name: &str) -> Option<Rc<dyn Zone>> {
    (name == "UTC").then(|| Rc::new(Utc) as Rc<dyn Zone>)
}

fn named(changes: &[(Field, &str)]) -> Draft {
    let mut draft = Draft::new("UTC");
    draft.put(Field::Name, "N");
    draft.put(Field::Message, "M");
    for (field, text) in changes {
        draft.put(*field, text);
    }
    draft
}

fn value(raw: &Raw) -> Value {
    serde_json::from_str(raw.get()).unwrap()
}

fn job() -> Whole {
    let text = json!({
        "id": "1", "name": "Old", "enabled": true, "configRevision": "r1", "state": {}, "createdAtMs": 1,
        "schedule": {"kind": "cron", "expr": "0 9 * * *", "tz": "UTC", "staggerMs": 5}, "sessionTarget": "isolated", "wakeMode": "now",
        "payload": {"kind": "agentTurn", "message": "hi", "toolsAllow": ["*"], "model": "a/b"},
        "delivery": {"mode": "announce", "channel": "slack", "to": "c1"}, "failureAlert": false,
    });
    serde_json::from_value::<Job>(text.clone()).map(|job| Whole { job, text: text.to_string().into() }).unwrap()
}

#[test]
fn every_field_is_checked_before_anything_is_sent() {
    assert_eq!(named(&[]).faults(NOW, &zones), vec![]);
    for (field, text, wrong) in [
        (Field::Name, " ", Field::Name),
        (Field::Message, "", Field::Message),
        (Field::Expr, "61 * * * *", Field::Expr),
        (Field::Expr, "0 0 31 2 *", Field::Expr),
        (Field::Zone, "Nowhere/X", Field::Zone),
        (Field::Target, "main", Field::Target),
        (Field::Payload, "systemEvent", Field::Target),
        (Field::Target, "session", Field::Session),
        (Field::Timeout, "-1", Field::Timeout),
        (Field::Timeout, "soon", Field::Timeout),
        (Field::Mode, "webhook", Field::To),
        (Field::Kind, "at", Field::At),
    ] {
        let faults = named(&[(field, text)]).faults(NOW, &zones);
        assert_eq!(faults.first().map(|(field, _)| *field), Some(wrong), "{field:?} {text}");
    }
    for (every, is_well) in [("1", true), ("0", false), ("1.5", false), ("", false), ("99999999999999", false)] {
        assert_eq!(named(&[(Field::Kind, "every"), (Field::Every, every)]).faults(NOW, &zones).is_empty(), is_well, "{every}");
    }
    for (at, is_well) in [("2030-01-01T10:00", true), ("2020-01-01T10:00", false), ("2030-02-30T10:00", false)] {
        assert_eq!(named(&[(Field::Kind, "at"), (Field::At, at)]).faults(NOW, &zones).is_empty(), is_well, "{at}");
    }
}

#[test]
fn a_new_job_is_told_to_nobody_unless_somebody_says_so() {
    let wanted = json!({
        "name": "N", "schedule": {"kind": "cron", "expr": "0 9 * * 1-5", "tz": "UTC"}, "sessionTarget": "isolated", "wakeMode": "now",
        "payload": {"kind": "agentTurn", "message": "M"}, "delivery": {"mode": "none"},
    });
    assert_eq!(value(&named(&[]).added(&zones)), wanted);
    let once = named(&[(Field::Kind, "at"), (Field::At, "2030-01-01T10:00"), (Field::Payload, "systemEvent"), (Field::Target, "main")]);
    let once = value(&once.added(&zones));
    assert_eq!(once["schedule"], json!({"kind": "at", "at": "2030-01-01T10:00Z"}));
    assert_eq!((&once["payload"], &once["delivery"]), (&json!({"kind": "systemEvent", "text": "M"}), &Value::Null));
    let command = named(&[(Field::Payload, "command"), (Field::Message, "ls\n-l a b"), (Field::Timeout, "5")]);
    assert_eq!(value(&command.added(&zones))["payload"], json!({"kind": "command", "argv": ["ls", "-l a b"], "timeoutSeconds": 5}));
}

#[test]
fn a_patch_holds_what_was_changed_and_nothing_else() {
    let mut draft = Draft::of(&job(), false, "UTC", &zones);
    assert!(!draft.is_dirty() && draft.faults(NOW, &zones).is_empty());
    assert_eq!(value(&draft.patch(&zones)), json!({}));
    draft.put(Field::Name, "New");
    draft.put(Field::Expr, "0 8 * * *");
    draft.put(Field::Model, "");
    draft.put(Field::Mode, "none");
    let wanted = json!({
        "name": "New", "schedule": {"kind": "cron", "expr": "0 8 * * *", "tz": "UTC", "staggerMs": 5},
        "payload": {"kind": "agentTurn", "message": "hi", "model": null, "thinking": null, "timeoutSeconds": null},
        "delivery": {"mode": "none", "channel": null, "to": null},
    });
    assert_eq!(value(&draft.patch(&zones)), wanted);
    assert_eq!((draft.title().as_str(), draft.revision.as_deref()), ("Edit Old", Some("r1")));
}

#[test]
fn how_hard_it_thinks_when_it_is_heard_and_whether_it_goes_are_sent_where_they_count() {
    let mut draft = Draft::of(&job(), false, "UTC", &zones);
    for (field, text) in [(Field::Thinking, "high"), (Field::Wake, "next-heartbeat"), (Field::After, "false")] {
        draft.put(field, text);
    }
    let patch = value(&draft.patch(&zones));
    assert_eq!((&patch["payload"]["thinking"], &patch["wakeMode"]), (&json!("high"), &json!("next-heartbeat")));
    assert!(patch.get("deleteAfterRun").is_none(), "what repeats stays anyway");
    draft.put(Field::Kind, "at");
    draft.put(Field::At, "2030-01-01T10:00");
    assert_eq!(value(&draft.patch(&zones))["deleteAfterRun"], json!(false));
    let once = named(&[(Field::Kind, "at"), (Field::At, "2030-01-01T10:00"), (Field::Thinking, "low")]);
    let once = value(&once.added(&zones));
    assert_eq!((&once["deleteAfterRun"], &once["payload"]["thinking"]), (&json!(true), &json!("low")));
    let mut whole = job();
    whole.job.schedule.kind = "at".into();
    assert_eq!(Draft::of(&whole, false, "UTC", &zones).text(Field::After), "false", "it was not said that it goes");
}

#[test]
fn a_clone_keeps_what_the_editor_does_not_know() {
    let clone = Draft::of(&job(), true, "UTC", &zones);
    let made = value(&clone.added(&zones));
    assert_eq!((&made["name"], &made["failureAlert"], &made["enabled"]), (&json!("Old (copy)"), &json!(false), &json!(true)));
    assert_eq!(made["delivery"], json!({"mode": "announce", "channel": "slack", "to": "c1"}));
    assert_eq!((&made["payload"]["toolsAllow"], &made["wakeMode"]), (&json!(["*"]), &json!("now")));
    assert!(made.get("id").is_none() && made.get("state").is_none());
}

#[test]
fn whether_a_job_was_changed_elsewhere_is_seen_by_what_was_decided() {
    let whole = job();
    let other = whole.text.replace("\"enabled\":true", "\"enabled\":false").replace("\"state\":{}", "\"state\":{\"lastRunAtMs\":1}");
    assert_eq!(decided(&other), decided(&whole.text));
    assert_ne!(decided(&whole.text.replace("hi", "ho")), decided(&whole.text));
}

#[test]
fn refusals_of_the_gateway_find_their_field() {
    for (message, field) in [
        ("schedule.at is in the past: 2020-01-01T00:00:00.000Z", Some(Field::At)),
        ("invalid cron.update params: CronPattern: Invalid value for minute: 61", Some(Field::Expr)),
        ("CronDate: Failed to convert date to timezone 'Nowhere/X'", Some(Field::Zone)),
        ("invalid cron.update params: at /patch/name: must not have fewer than 1 characters", Some(Field::Name)),
        ("cron webhook delivery requires delivery.to to be a valid http(s) URL", Some(Field::To)),
        ("Error: cron job agent is unavailable: nobody", Some(Field::Agent)),
        ("main cron jobs require payload.kind=\"systemEvent\" or \"script\"", Some(Field::Target)),
        ("out of luck", None),
    ] {
        assert_eq!(field_of(message), field, "{message}");
    }
}
