//! Tables of what waits for a person, kind by kind.

use super::*;
use serde_json::{Value, json};

fn gathered(fill: impl FnOnce(&mut Gathering<'_>)) -> Vec<(String, Kind, String, i64)> {
    let title = |key: &SessionKey| key.as_str().to_uppercase();
    let mut gathering = Gathering { items: vec![], now: UnixMs(1_000_000), title: &title };
    fill(&mut gathering);
    gathering.items.into_iter().map(|item| (item.id.to_string(), item.kind, item.title, item.since)).collect()
}

fn known(more: Value) -> Known {
    let mut job = json!({"id": "j", "name": "Backup", "enabled": true, "createdAtMs": 0, "schedule": {"kind": "every", "everyMs": 60_000}, "state": {}});
    job.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let raw = serde_json::value::to_raw_value(&job).unwrap();
    let whole: Whole = crate::protocol::fields::FromJson::from_json(crate::protocol::fields::Piece::of(&raw)).unwrap();
    let facts = Facts {
        title: "Backup".into(),
        schedule: None,
        sentence: "Every minute".into(),
        zone: String::new(),
        zone_name: None,
        is_system: whole.job.declaration_key.is_some(),
        owed: None,
    };
    Known { whole: Arc::new(whole), facts: Arc::new(facts) }
}

#[test]
fn requests_say_who_wants_what_and_leave_once_they_ran_out() {
    let asked: Vec<Asked> = serde_json::from_value(json!([
        {"id": "1", "request": {"sessionKey": "a", "command": "rm x"}, "createdAtMs": 5, "expiresAtMs": 2_000_000},
        {"id": "2", "sessionKey": "b", "questions": [{"questionId": "q", "question": "Which?"}]},
        {"id": "3", "request": {"title": "Send a mail", "pluginId": "mail"}},
        {"id": "4", "request": {"command": "ls"}, "expiresAtMs": 900_000},
    ]))
    .unwrap();
    let found = gathered(|all| all.asked(&asked));
    let titles: Vec<(&str, Kind, &str)> = found.iter().map(|(id, kind, title, _)| (id.as_str(), *kind, title.as_str())).collect();
    assert_eq!(
        titles,
        [
            ("asked:1", Kind::Approval, "A wants to run a command"),
            ("asked:2", Kind::Question, "B: Which?"),
            ("asked:3", Kind::Approval, "Somebody: Send a mail"),
        ]
    );
}

#[test]
fn jobs_wait_when_they_failed_or_are_late_and_not_while_they_run() {
    for (more, wanted) in [
        (json!({}), None),
        (json!({"state": {"consecutiveErrors": 1, "lastRunAtMs": 7}}), Some(("failed:j:7", Kind::Failed, "Backup failed"))),
        (
            json!({"state": {"consecutiveErrors": 3, "lastRunAtMs": 7}}),
            Some(("failed:j:7", Kind::Failed, "Backup failed 3 times in a row")),
        ),
        (json!({"state": {"consecutiveErrors": 3, "lastRunAtMs": 7, "runningAtMs": 9}}), None),
        (json!({"state": {"nextRunAtMs": 100_000}}), Some(("late:j:100000", Kind::Late, "Backup is due and did not start"))),
        (json!({"state": {"nextRunAtMs": 900_000}}), None),
        (json!({"enabled": false, "state": {"nextRunAtMs": 100_000}}), None),
        (
            json!({"enabled": false, "state": {"autoDisabled": {"reason": "consecutive-failures", "atMs": 3}}}),
            Some(("failed:j:3", Kind::Failed, "Backup was paused by the gateway")),
        ),
        (
            json!({"enabled": false, "schedule": {"kind": "at"}, "state": {"lastRunStatus": "error"}}),
            Some(("failed:j:0", Kind::Failed, "Backup failed")),
        ),
        (json!({"declarationKey": "own", "state": {"consecutiveErrors": 1}}), None),
    ] {
        let found = gathered(|all| all.jobs(&[known(more.clone())], &Graces::default()));
        let found = found.first().map(|(id, kind, title, _)| (id.as_str(), *kind, title.as_str()));
        assert_eq!(found, wanted, "{more}");
    }
}

#[test]
fn a_device_says_what_it_is_and_what_it_wants() {
    let device: AskingDevice = serde_json::from_value(
        json!({"requestId": "r", "deviceId": "0123456789", "platform": "web", "clientId": "phone", "scopes": ["operator.read"], "remoteIp": "10.0.0.7", "ts": 4}),
    )
    .unwrap();
    let title = |key: &SessionKey| key.to_string();
    let mut gathering = Gathering { items: vec![], now: UnixMs(0), title: &title };
    gathering.devices(&[device]);
    let item = &gathering.items[0];
    assert_eq!((&*item.id, &*item.of, item.title.as_str()), ("device:r", "r", "phone on web asks to come in"));
    assert_eq!(item.more, "Device 01234567 from 10.0.0.7. Wants to: see everything");
}

#[test]
fn a_message_in_doubt_and_a_budget_of_this_gateway_wait() {
    let message = |state| outbox::Item {
        id: "m".into(),
        gateway: "g".into(),
        session: "a".into(),
        text: "hello".into(),
        files: vec![],
        state,
        is_steer: false,
        tried: 6,
        boot: String::new(),
    };
    let found = gathered(|all| all.messages(&[message(State::Unconfirmed), message(State::Refused("no".into()))]));
    assert_eq!(found[0], ("message:m".into(), Kind::Message, "Nobody knows whether a message to A arrived".into(), 6));
    assert_eq!(found[1].2, "A message to A was refused");
    let crossing = |gateway: &str, at| Crossing { at, gateway: gateway.into(), words: "Half is spent".into(), ..Crossing::default() };
    let wall = UnixMs(2 * CROSSED);
    let found = gathered(|all| all.crossings(&[crossing("g", wall.0 - 5), crossing("h", wall.0 - 5), crossing("g", 5)], "g", wall));
    assert_eq!(found.iter().map(|(_, kind, words, _)| (*kind, words.as_str())).collect::<Vec<_>>(), [(Kind::Budget, "Half is spent")]);
}

#[test]
fn the_jobs_that_are_due_are_told_the_soonest_first() {
    let job = |id: &str, at: i64, more: Value| {
        let mut fields = json!({"id": id, "state": {"nextRunAtMs": at}});
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        known(fields)
    };
    let jobs = [
        job("later", 9_000_000, json!({})),
        job("soon", 2_000_000, json!({})),
        job("past", 5, json!({})),
        job("off", 3_000_000, json!({"enabled": false})),
        job("own", 3_000_000, json!({"declarationKey": "d"})),
    ];
    let ids: Vec<String> = due(&jobs, UnixMs(1_000_000)).into_iter().map(|due| due.id).collect();
    assert_eq!(ids, ["soon", "later"]);
}
