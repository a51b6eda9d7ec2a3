//! What the demo gateway answers and tells has the shape of what a real one was recorded to answer and tell.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use support::demo::{ALL, BACKUP, Demo, NOTES, Talk};
use support::story::tell;

/// What is left out on purpose, or named by ids: the recording, and where in it. A star stands for any one name.
const LEFT_OUT: [(&str, &[&str]); 7] = [
    // Where answers go stands under the names of what there is.
    ("cron-listed", &["deliveryPreviews.*"]),
    // What spoils the context of a session is not made up.
    ("sessions-usage", &["sessions.contextWeight"]),
    // The test says nothing of itself, and nobody has a picture.
    ("presence-listed", &["user.avatarUrl", "clientId", "mode", "host", "version", "platform", "deviceId"]),
    // Nothing is queued.
    ("status", &["queuedSystemEvents"]),
    // By what an agent is run is not made up.
    ("agents-listed", &["agents.agentRuntime"]),
    // Models are not tagged.
    ("models-listed", &["models.tags"]),
    // Nothing flows.
    ("tasks-listed", &["tasks.flowId"]),
];

fn recorded(name: &str) -> Value {
    let text = fs::read_to_string(format!("tests/frames/{name}.json")).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str::<Value>(&text).unwrap()["payload"].clone()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// Writes down where ours is not as the recorded one. A recorded `null` says nothing; of a list, any of ours may have what is there.
fn compare(path: &str, recorded: &Value, ours: &[&Value], wrong: &mut Vec<String>) {
    if !recorded.is_null() && !ours.iter().any(|ours| kind(ours) == kind(recorded)) {
        let kinds: Vec<_> = ours.iter().map(|ours| kind(ours)).collect();
        return wrong.push(format!("{path}: {} and not {kinds:?}", kind(recorded)));
    }
    match recorded {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = format!("{path}.{name}");
                let inner: Vec<&Value> = ours.iter().filter_map(|ours| ours.get(name)).collect();
                if inner.is_empty() {
                    wrong.push(format!("{path}: missing"));
                } else {
                    compare(&path, value, &inner, wrong);
                }
            }
        }
        Value::Array(elements) => {
            let inner: Vec<&Value> = ours.iter().filter_map(|ours| ours.as_array()).flatten().collect();
            for element in elements {
                compare(path, element, &inner, wrong);
            }
        }
        _ => {}
    }
}

fn check(name: &str, ours: &Value) {
    let mut wrong = vec![];
    compare("", &recorded(name), &[ours], &mut wrong);
    let exceptions = LEFT_OUT.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, paths)| paths);
    let is_left_out = |line: &String| {
        let path = line.split(": ").next().unwrap_or_default().trim_start_matches('.');
        exceptions.iter().any(|exception| match exception.strip_suffix(".*") {
            Some(start) => path.strip_prefix(start).is_some_and(|rest| rest.starts_with('.')),
            None => path == *exception,
        })
    };
    wrong.retain(|line| !is_left_out(line));
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
}

async fn ask(talk: &mut Talk, name: &str, method: &str, params: Value) -> Value {
    let answer = talk.ask(method, params).await.unwrap_or_else(|error| panic!("{method}: {error}"));
    check(name, &answer);
    answer
}

#[test]
fn what_is_answered_about_jobs_has_the_recorded_shape() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        ask(&mut talk, "cron-status", "cron.status", json!({})).await;
        ask(&mut talk, "cron-listed", "cron.list", json!({"includeDisabled": true})).await;
        ask(&mut talk, "cron-listed-compact", "cron.list", json!({"enabled": "all", "compact": true})).await;
        ask(&mut talk, "cron-got", "cron.get", json!({"id": BACKUP})).await;
        let added = json!({
            "name": "Morning report", "description": "daily table", "schedule": {"kind": "cron", "expr": "0 9 * * 1-5", "tz": "Europe/Berlin"},
            "sessionTarget": "isolated", "wakeMode": "now", "payload": {"kind": "agentTurn", "message": "table please"},
            // The recorded one could not be delivered either.
            "delivery": {"mode": "announce", "channel": "nowhere"},
        });
        let id = ask(&mut talk, "cron-added", "cron.add", added).await["id"].clone();
        let schedule = json!({"kind": "cron", "expr": "30 8 * * *", "tz": "UTC"});
        ask(&mut talk, "cron-updated", "cron.update", json!({"id": id, "patch": {"name": "v2", "schedule": schedule}})).await;
        ask(&mut talk, "cron-run-enqueued", "cron.run", json!({"id": id, "mode": "force"})).await;
        ask(&mut talk, "cron-run-refused", "cron.run", json!({"id": id, "mode": "force"})).await;
        for (name, event, action) in [
            ("event-cron-added", "cron", "added"),
            ("event-cron-started", "cron", "started"),
            ("event-task-running", "task", "upserted"),
            ("event-cron-finished", "cron", "finished"),
        ] {
            check(name, &talk.hear(|heard, told| heard == event && told["action"] == action).await);
        }
        check("event-task-ended", &talk.hear(|event, told| event == "task" && told["task"]["endedAt"].is_number()).await);
        ask(&mut talk, "cron-runs", "cron.runs", json!({"id": id})).await;
        ask(&mut talk, "cron-runs", "cron.runs", json!({"scope": "all"})).await;
        ask(&mut talk, "cron-removed", "cron.remove", json!({"id": id})).await;
        // A job that runs once is gone when it has run.
        talk.hear(|event, told| event == "cron" && told["action"] == "removed").await;
        talk.events.clear();
        talk.ask("cron.run", json!({"id": "job-00000018"})).await.unwrap();
        check("event-cron-removed", &talk.hear(|event, told| event == "cron" && told["action"] == "removed").await);
        ask(&mut talk, "tasks-listed", "tasks.list", json!({})).await;
        ask(&mut talk, "tasks-cancelled-unknown", "tasks.cancel", json!({"taskId": "nope"})).await;
    });
}

#[test]
fn what_is_answered_about_usage_has_the_recorded_shape() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        ask(&mut talk, "usage-cost", "usage.cost", json!({})).await;
        ask(&mut talk, "usage-status", "usage.status", json!({})).await;
        ask(&mut talk, "sessions-usage", "sessions.usage", json!({"range": "7d", "agentScope": "all", "limit": 100})).await;
        ask(&mut talk, "sessions-usage-timeseries", "sessions.usage.timeseries", json!({"key": NOTES})).await;
        ask(&mut talk, "sessions-usage-logs", "sessions.usage.logs", json!({"key": NOTES, "limit": 5})).await;
    });
}

#[test]
fn what_is_answered_about_the_gateway_has_the_recorded_shape() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        for (name, method) in [
            ("logs-tailed", "logs.tail"),
            ("nodes-listed", "node.list"),
            ("node-pairs-listed", "node.pair.list"),
            ("device-pairs-listed", "device.pair.list"),
            ("presence-listed", "system-presence"),
            ("status", "status"),
            ("channels-status", "channels.status"),
            ("commands-listed", "commands.list"),
            ("exec-approvals", "exec.approvals.get"),
            ("agents-listed", "agents.list"),
            ("models-listed", "models.list"),
        ] {
            ask(&mut talk, name, method, json!({})).await;
        }
        let pending = talk.ask("device.pair.list", json!({})).await.unwrap()["pending"].clone();
        ask(&mut talk, "device-pair-approved", "device.pair.approve", json!({"requestId": pending[0]["requestId"]})).await;
        check("event-device-pair-resolved", &talk.hear(|event, _| event == "device.pair.resolved").await);
        ask(&mut talk, "device-pair-rejected", "device.pair.reject", json!({"requestId": pending[1]["requestId"]})).await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    });
}

#[test]
fn every_line_of_the_log_has_the_recorded_shape() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let read = |line: &Value| serde_json::from_str::<Value>(line.as_str().unwrap()).unwrap();
        let recorded = read(&recorded("logs-tailed")["lines"][0]);
        let answer = talk.ask("logs.tail", json!({"limit": 200})).await.unwrap();
        for line in answer["lines"].as_array().unwrap().iter().map(read) {
            let mut wrong = vec![];
            compare("", &recorded, &[&line], &mut wrong);
            // Nothing is traced.
            wrong.retain(|line| ![".traceId", ".spanId", ".traceFlags"].iter().any(|left_out| line.starts_with(left_out)));
            assert!(wrong.is_empty(), "{wrong:?}: {line}");
        }
    });
}
