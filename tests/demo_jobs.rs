//! The demo gateway's jobs: what there is of them, how they run, and what is told of it, in order.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use support::demo::{ALL, BACKUP, Demo, Talk, list};
use support::story::tell;

async fn jobs(talk: &mut Talk) -> Vec<Value> {
    talk.ask("cron.list", json!({"includeDisabled": true})).await.unwrap()["jobs"].as_array().unwrap().clone()
}

async fn job(talk: &mut Talk, id: &Value) -> Value {
    talk.ask("cron.get", json!({"id": id})).await.unwrap()
}

#[test]
fn there_are_jobs_of_all_kinds() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let jobs = jobs(&mut talk).await;
        assert_eq!(jobs.len(), 25);
        let has = |what: &str, is_it: &dyn Fn(&Value) -> bool| assert!(jobs.iter().any(is_it), "{what}");
        for schedule in ["every", "cron", "at"] {
            has(schedule, &|job| job["schedule"]["kind"] == schedule);
        }
        let zones: BTreeSet<_> = jobs.iter().filter_map(|job| job["schedule"]["tz"].as_str()).collect();
        assert!(zones.len() >= 4, "{zones:?}");
        has("well", &|job| job["state"]["lastRunStatus"] == "ok" && job["state"]["consecutiveErrors"] == 0);
        has("failing", &|job| job["state"]["consecutiveErrors"] == 23);
        has("skipped", &|job| job["state"]["lastRunStatus"] == "skipped");
        has("paused", &|job| job["enabled"] == false && job["schedule"]["kind"] == "cron");
        has("done once", &|job| job["schedule"]["kind"] == "at" && job["state"]["lastRunStatus"] == "ok" && job["enabled"] == false);
        has("to be done once", &|job| job["schedule"]["kind"] == "at" && job["nextRunAtMs"].is_number());
        let status = talk.ask("cron.status", json!({})).await.unwrap();
        let wake = status["nextWakeAtMs"].as_i64().unwrap();
        let now = talk.ask("health", json!({})).await.unwrap()["ts"].as_i64().unwrap();
        assert!(wake < now, "one is late");
        has("late", &|job| job["nextRunAtMs"] == wake && job["state"]["runningAtMs"].is_null());
        for delivery in ["delivered", "not-delivered", "not-requested"] {
            has(delivery, &|job| job["state"]["lastDeliveryStatus"] == delivery);
        }
        assert!(jobs.iter().any(|job| job["payload"]["model"] == "ollama/qwen3-coder"));
        let shown = talk.ask("cron.list", json!({})).await.unwrap();
        assert!(list(&shown, "jobs").iter().all(|job| job["enabled"] == true), "what is paused is hidden unless somebody asks");
        assert!(shown["total"].as_u64() < Some(25));
        let sessions = talk.ask("sessions.list", json!({"limit": 500, "archived": "all"})).await.unwrap();
        for row in list(&sessions, "sessions").iter().filter(|row| row["classification"] == "cron") {
            let (key, id) = (row["key"].as_str().unwrap(), row["key"].as_str().unwrap().rsplit(':').next().unwrap());
            let job = job(&mut talk, &json!(id)).await;
            assert!(key.starts_with(&format!("agent:{}:", job["agentId"].as_str().unwrap())), "{key}");
        }
    });
}

#[test]
fn months_of_runs_can_be_paged_through_and_agree_with_the_job() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        for id in [BACKUP, "job-00000008", "job-00000010"] {
            let (mut runs, mut offset) = (vec![], Some(0));
            while let Some(from) = offset {
                let page = talk.ask("cron.runs", json!({"id": id, "limit": 200, "offset": from})).await.unwrap();
                runs.extend(list(&page, "entries").to_vec());
                offset = page["nextOffset"].as_u64();
                assert_eq!(page["hasMore"], offset.is_some());
                if offset.is_none() {
                    assert_eq!(page["total"], runs.len());
                }
            }
            assert!(runs.len() > 150, "{id}: {}", runs.len());
            assert!(runs.windows(2).all(|pair| pair[0]["ts"].as_i64() > pair[1]["ts"].as_i64()), "{id}");
            let job = job(&mut talk, &json!(id)).await;
            assert_eq!(job["state"]["lastRunAtMs"], runs[0]["runAtMs"], "{id}");
            let errors = runs.iter().take_while(|run| run["status"] == "error").count();
            assert_eq!(job["state"]["consecutiveErrors"], errors, "{id}");
            let failed = talk.ask("cron.runs", json!({"id": id, "status": "error", "limit": 200})).await.unwrap();
            assert!(list(&failed, "entries").iter().all(|run| run["status"] == "error"));
        }
        let all = talk.ask("cron.runs", json!({"scope": "all", "limit": 200})).await.unwrap();
        assert!(all["total"].as_u64() > Some(5_000), "{}", all["total"]);
        let known: BTreeSet<_> = list(&all, "entries").iter().map(|run| run["jobId"].as_str().unwrap()).collect();
        assert!(known.len() > 5);
    });
}

/// What was told of a run: events by name and what is special about them.
fn told(talk: &Talk, key: &str) -> Vec<String> {
    let about = |(event, told): &(String, Value)| match event.as_str() {
        "cron" => told["action"].as_str().map(|action| format!("cron {action}")),
        "task" => {
            let session = if told["task"]["childSessionKey"].is_null() { "" } else { " in a session" };
            Some(format!("task {}{session}", told["task"]["status"].as_str().unwrap()))
        }
        "agent" if told["sessionKey"] == key && told["stream"] == "lifecycle" => {
            told["data"]["phase"].as_str().map(|phase| format!("agent {phase}"))
        }
        "chat" if told["sessionKey"] == key && told["state"] == "final" => Some("chat final".into()),
        _ => None,
    };
    let mut told: Vec<String> = talk.events.iter().filter_map(about).collect();
    // Between tools the model is asked again, as often as there are tools.
    told.dedup_by(|one, other| one == other && one == "agent model");
    told
}

#[test]
fn a_run_by_hand_goes_to_its_end_and_is_told_in_the_recorded_order() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        talk.ask("sessions.subscribe", json!({})).await.unwrap();
        talk.events.clear();
        let run = talk.ask("cron.run", json!({"id": BACKUP})).await.unwrap();
        assert_eq!(talk.ask("cron.run", json!({"id": BACKUP})).await.unwrap()["reason"], "already-running");
        let task = talk.hear(|event, told| event == "task" && told["task"]["childSessionKey"].is_string()).await;
        let key = task["task"]["childSessionKey"].as_str().unwrap().to_owned();
        assert!(key.starts_with("agent:ops:cron:job-00000001:run:"), "{key}");
        talk.ask("sessions.messages.subscribe", json!({"key": key})).await.unwrap();
        assert!(job(&mut talk, &json!(BACKUP)).await["state"]["runningAtMs"].is_number());
        let finished = talk.hear(|event, told| event == "cron" && told["action"] == "finished").await;
        assert_eq!(
            (&finished["status"], &finished["runId"], &finished["deliveryStatus"]),
            (&json!("ok"), &run["runId"], &json!("delivered"))
        );
        assert_eq!(
            told(&talk, &key),
            [
                "cron started",
                "task running",
                "task running in a session",
                "agent start",
                "agent model",
                "agent finishing",
                "agent model",
                "agent end",
                "chat final",
                "task completed in a session",
                "task completed in a session",
                "cron finished",
            ]
        );
        assert!(talk.events.iter().any(|(event, told)| event == "sessions.changed"
            && told["sessionKey"] == key.as_str()
            && told["session"]["status"] == "running"));
        let runs = talk.ask("cron.runs", json!({"id": BACKUP, "runId": run["runId"]})).await.unwrap();
        let entry = &runs["entries"][0];
        assert_eq!((&runs["total"], &entry["sessionKey"], &entry["jobName"]), (&json!(1), &json!(key), &json!("Nightly backup")));
        assert!(entry["usage"]["total_tokens"].as_u64() > Some(0));
        let history = talk.ask("chat.history", json!({"sessionKey": key})).await.unwrap();
        assert_eq!(
            history["messages"],
            talk.ask("chat.history", json!({"sessionKey": "agent:ops:cron:job-00000001"})).await.unwrap()["messages"]
        );
        let listed = talk.ask("sessions.list", json!({"limit": 500})).await.unwrap();
        assert!(list(&listed, "sessions").iter().all(|row| row["key"] != key.as_str()));
        let tasks = talk.ask("tasks.list", json!({"limit": 1})).await.unwrap();
        assert_eq!((&tasks["tasks"][0]["childSessionKey"], &tasks["tasks"][0]["status"]), (&json!(key), &json!("completed")));
        assert_eq!(talk.ask("cron.run", json!({"id": BACKUP, "mode": "due"})).await.unwrap()["reason"], "not-due");
    });
}

#[test]
fn a_run_that_goes_wrong_says_so() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        for (id, words) in [("job-00000008", "server_error"), ("job-00000009", "exited with code 1"), ("job-00000013", "is not configured")]
        {
            talk.events.clear();
            let before = job(&mut talk, &json!(id)).await["state"]["consecutiveErrors"].as_u64().unwrap();
            talk.ask("cron.run", json!({"id": id})).await.unwrap();
            let finished = talk.hear(|event, told| event == "cron" && told["action"] == "finished").await;
            assert!(finished["status"] == "error" && finished["error"].as_str().unwrap().contains(words), "{finished}");
            assert_eq!(finished["job"]["state"]["consecutiveErrors"], before + 1);
        }
        talk.events.clear();
        talk.ask("cron.run", json!({"id": BACKUP})).await.unwrap();
        let task = talk.hear(|event, told| event == "task" && told["task"]["childSessionKey"].is_string()).await;
        assert_eq!(talk.ask("tasks.cancel", json!({"taskId": task["task"]["taskId"]})).await.unwrap()["cancelled"], true);
        let finished = talk.hear(|event, told| event == "cron" && told["action"] == "finished").await;
        assert_eq!(finished["status"], "error");
    });
}

#[test]
fn jobs_start_by_themselves_unless_the_world_stands_still() {
    for (search, starts) in [("", true), ("?still", false)] {
        tell(|| async {
            let mut talk = Demo::start(search).talk(&ALL).await;
            let sent = json!({
                "name": "Once", "schedule": {"kind": "at", "at": "2026-11-20T08:29:31.055Z"}, "sessionTarget": "isolated", "wakeMode": "now",
                "payload": {"kind": "agentTurn", "message": "a table"}, "delivery": {"mode": "none"}, "deleteAfterRun": true,
            });
            let id = talk.ask("cron.add", sent).await.unwrap()["id"].clone();
            talk.hear(|event, told| event == "cron" && told["action"] == "added").await;
            talk.events.clear();
            tokio::time::sleep(Duration::from_secs(90)).await;
            talk.ask("health", json!({})).await.unwrap();
            talk.events.retain(|(_, told)| told["jobId"] == id || told["task"]["sourceId"] == id);
            let order = [
                "task running",
                "cron started",
                "task running in a session",
                "task completed in a session",
                "cron finished",
                "cron removed",
            ];
            assert_eq!(told(&talk, ""), if starts { &order[..] } else { &[] }, "{search}");
            assert_eq!(talk.ask("cron.get", json!({"id": id})).await.is_err(), starts);
        });
    }
}

#[test]
fn what_is_decided_about_a_job_holds_and_is_told() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let sent = json!({
            "name": "Mine", "schedule": {"kind": "every", "everyMs": 60_000}, "sessionTarget": "main", "wakeMode": "now",
            "payload": {"kind": "systemEvent", "text": "ping"}, "enabled": false,
        });
        let id = talk.ask("cron.add", sent).await.unwrap()["id"].clone();
        assert_eq!(job(&mut talk, &id).await["nextRunAtMs"], Value::Null, "it is off");
        for (patch, field, expected) in [
            (json!({"enabled": true}), "/enabled", json!(true)),
            (json!({"name": "Ours"}), "/name", json!("Ours")),
            (json!({"payload": {"kind": "systemEvent", "text": "pong"}}), "/payload/text", json!("pong")),
            (json!({"schedule": {"kind": "cron", "expr": "0 9 * * *", "tz": "Asia/Tokyo"}}), "/schedule/tz", json!("Asia/Tokyo")),
        ] {
            talk.events.clear();
            let before = job(&mut talk, &id).await;
            let answer = talk.ask("cron.update", json!({"id": id, "patch": patch})).await.unwrap();
            assert_eq!(answer.pointer(field), Some(&expected));
            assert_eq!(job(&mut talk, &id).await.pointer(field), Some(&expected));
            assert_ne!(before["configRevision"], answer["configRevision"]);
            let told = talk.hear(|event, told| event == "cron" && told["action"] == "updated").await;
            assert_eq!(told["job"].pointer(field), Some(&expected));
        }
        assert!(job(&mut talk, &id).await["nextRunAtMs"].is_number());
        let stale = json!({"id": id, "patch": {"name": "x"}, "expectedConfigRevision": "sha256:old"});
        assert!(talk.ask("cron.update", stale).await.is_err());
        assert_eq!(jobs(&mut talk).await.len(), 26);
        talk.ask("cron.remove", json!({"id": id})).await.unwrap();
        assert_eq!(jobs(&mut talk).await.len(), 25);
        assert_eq!(talk.ask("cron.remove", json!({"id": id})).await.unwrap_err()["details"]["code"], "CRON_JOB_NOT_FOUND");
    });
}

#[test]
fn a_job_that_is_removed_ends_what_it_runs() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        for id in [BACKUP, "job-00000009"] {
            talk.events.clear();
            talk.ask("cron.run", json!({"id": id})).await.unwrap();
            talk.hear(|event, told| event == "cron" && told["action"] == "started").await;
            talk.ask("cron.remove", json!({"id": id})).await.unwrap();
            let tasks = talk.ask("tasks.list", json!({"limit": 500})).await.unwrap();
            let task = list(&tasks, "tasks").iter().find(|task| task["sourceId"] == id && task["status"] != "completed").unwrap();
            assert_eq!((&task["status"], task["endedAt"].is_number()), (&json!("cancelled"), true), "{id}");
            let told = talk.hear(|event, told| event == "task" && told["task"]["status"] == "cancelled").await;
            assert_eq!(told["task"]["id"], task["id"]);
            if let Some(key) = task["childSessionKey"].as_str() {
                let row = talk.ask("sessions.describe", json!({"key": key})).await.unwrap();
                assert_eq!(row["session"]["status"], "killed");
            }
        }
        let tasks = talk.ask("tasks.list", json!({"status": "running", "limit": 500})).await.unwrap();
        assert!(list(&tasks, "tasks").iter().all(|task| task["kind"] != "automation_run"), "{tasks}");
    });
}
