//! Stories of jobs: seen live, started, paused and deleted at once and taken back when refused, and written in the editor.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{ALL, Page, wait_for};

fn job(id: &str, more: Value) -> Value {
    let mut job = json!({
        "id": id, "name": format!("Job {id}"), "enabled": true, "createdAtMs": 1, "sessionTarget": "isolated", "wakeMode": "now",
        "schedule": {"kind": "cron", "expr": "0 9 * * 1-5", "tz": "Europe/Berlin"}, "payload": {"kind": "agentTurn", "message": "hi"},
        "state": {"nextRunAtMs": 4_000_000_000_000_i64, "lastRunAtMs": 3_999_999_000_000_i64, "lastRunStatus": "ok", "lastDurationMs": 1500},
    });
    job.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    job
}

async fn at(address: &str, scopes: &[&str]) -> Page {
    let mut page = Page::listing_at(address, scopes, json!([])).await;
    let request = page.request("cron.list").await;
    assert_eq!(request["params"]["includeDisabled"], true);
    page.answer(&request, json!({"jobs": [job("a", json!({})), job("b", json!({"enabled": false}))], "total": 2}));
    let status = page.request("cron.status").await;
    page.answer(&status, json!({"enabled": true}));
    page.read("2 jobs, 1 paused").await;
    page
}

async fn two() -> Page {
    at("/cron", &ALL).await
}

fn state(page: &Page, id: &str) -> String {
    page.find(&format!(".row[data-key={id}]")).and_then(|row| row.get_attribute("data-state")).unwrap_or_default()
}

async fn stands(page: &Page, id: &str, wanted: &str) {
    wait_for(&format!("{id} to be {wanted}"), || state(page, id) == wanted).await;
}

fn told(action: &str, job: Value, more: Value) -> Value {
    let mut payload = json!({"jobId": job["id"], "action": action, "job": job});
    payload.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    payload
}

#[wasm_bindgen_test]
async fn jobs_are_listed_in_words_and_events_change_them() {
    let mut page = two().await;
    page.read("On weekdays at 09:00, Europe/Berlin").await;
    page.read("2 jobs, 1 paused").await;
    page.read("scheduler on").await;
    stands(&page, "b", "paused").await;
    let failing = json!({"consecutiveErrors": 3, "lastError": "no luck", "lastRunAtMs": 5, "lastRunStatus": "error"});
    page.tell("cron", told("updated", job("a", json!({"name": "Renamed", "state": failing})), json!({})));
    stands(&page, "a", "failing").await;
    page.read("Renamed").await;
    page.tell("cron", told("removed", job("a", json!({})), json!({})));
    page.see_no(".row[data-key=a]").await;
}

#[wasm_bindgen_test]
async fn a_run_is_started_at_once_and_followed_to_its_end() {
    let mut page = two().await;
    page.click(".row[data-key=a] .actions button").await;
    stands(&page, "a", "starting").await;
    let request = page.request("cron.run").await;
    assert_eq!(request["params"], json!({"id": "a", "mode": "force"}));
    page.answer(&request, json!({"ok": true, "enqueued": true, "runId": "manual:a:1"}));
    page.tell("cron", told("started", job("a", json!({"state": {"runningAtMs": 5}})), json!({})));
    stands(&page, "a", "running").await;
    let end = json!({"runId": "manual:a:1", "runAtMs": 5, "status": "ok", "durationMs": 2_000});
    page.tell("cron", told("finished", job("a", json!({})), end));
    stands(&page, "a", "up").await;
    page.read("Job a ran well in 2.0s.").await;
}

#[wasm_bindgen_test]
async fn a_start_that_is_refused_is_taken_back() {
    let mut page = two().await;
    page.click(".row[data-key=a] .actions button").await;
    stands(&page, "a", "starting").await;
    let request = page.request("cron.run").await;
    page.refuse(&request, json!({}));
    stands(&page, "a", "up").await;
    page.read("Job a was not started.").await;
}

#[wasm_bindgen_test]
async fn a_pause_is_shown_at_once_and_taken_back_when_refused() {
    let mut page = two().await;
    page.click(".row[data-key=a] .title").await;
    page.press(".detail", "Pause").await;
    stands(&page, "a", "paused").await;
    let request = page.request("cron.update").await;
    assert_eq!(request["params"], json!({"id": "a", "patch": {"enabled": false}}));
    page.refuse(&request, json!({}));
    stands(&page, "a", "up").await;
    page.read("Job a was not paused.").await;
}

#[wasm_bindgen_test]
async fn a_deletion_can_be_taken_back_before_the_gateway_hears_of_it() {
    let mut page = two().await;
    page.click(".row[data-key=a] .title").await;
    page.press(".detail", "Delete").await;
    page.see_no(".row[data-key=a]").await;
    page.press(".toast", "Undo").await;
    page.see(".row[data-key=a]").await;
    assert!(!page.calls_meanwhile().await.contains(&"cron.remove".to_owned()));
}

#[wasm_bindgen_test]
async fn the_editor_says_what_is_wrong_and_sends_what_is_new() {
    let mut page = two().await;
    page.click(".row[data-key=a] .title").await;
    page.press(".detail", "Edit").await;
    let request = page.request("cron.get").await;
    page.answer(&request, job("a", json!({"configRevision": "r1"})));
    page.see(".editor").await;
    page.type_into(".editor [data-field=field-7]", "61 * * * *").await;
    page.press(".editor", "Save").await;
    page.read("61 is not from 0 to 59 in the minutes part.").await;
    page.type_into(".editor [data-field=field-7]", "0 8 * * *").await;
    page.read("Every day at 08:00").await;
    wait_for("five runs", || page.count(".next-runs li") == 5).await;
    page.press(".editor", "Save").await;
    let request = page.request("cron.update").await;
    let schedule = json!({"kind": "cron", "expr": "0 8 * * *", "tz": "Europe/Berlin"});
    assert_eq!(request["params"], json!({"id": "a", "patch": {"schedule": schedule}, "expectedConfigRevision": "r1"}));
    page.refuse(&request, json!({"code": "CRON_JOB_CHANGED"}));
    page.read("The job was changed elsewhere meanwhile; nothing was saved.").await;
    page.press(".editor", "Cancel").await;
    page.press("dialog[open]", "Discard").await;
    page.see_no(".editor").await;
}

#[wasm_bindgen_test]
async fn who_may_not_change_jobs_is_told_what_is_missing() {
    let page = at("/cron", &["operator.read"]).await;
    page.read("Read only: this connection was not granted operator.admin.").await;
    let run = page.see(".row[data-key=a] .actions button").await;
    assert_eq!(run.get_attribute("title").as_deref(), Some("Needs operator.admin, which this connection was not granted"));
    run.click();
    page.settle().await;
    assert!(!page.asked().contains(&"cron.run".to_owned()) && state(&page, "a") == "up");
}

#[wasm_bindgen_test]
async fn the_week_shows_what_is_due() {
    let page = at("/cron?view=week", &ALL).await;
    wait_for("all hours", || page.count(".week .slot") == 168).await;
}

/// Jobs that start at two at night of the day on which the made-up gateway's clock begins.
async fn crowd(ids: &[&str]) -> Page {
    let mut page = Page::listing_at("/cron?view=week", &ALL, json!([])).await;
    let request = page.request("cron.list").await;
    let two = json!({"schedule": {"kind": "cron", "expr": "0 2 * * *", "tz": "UTC"}, "state": {"nextRunAtMs": 7_200_000}});
    let jobs: Vec<Value> = ids.iter().map(|id| job(id, two.clone())).collect();
    page.answer(&request, json!({"jobs": jobs, "total": ids.len()}));
    let status = page.request("cron.status").await;
    page.answer(&status, json!({"enabled": true}));
    page
}

#[wasm_bindgen_test]
async fn a_job_that_was_changed_while_others_were_moved_stays_as_it_is() {
    let mut page = crowd(&["a", "b", "c", "d"]).await;
    page.press(".crowd", "Propose other times").await;
    page.press(".proposed", "Move 2 jobs").await;
    let request = page.request("cron.update").await;
    let first = request["params"]["id"].as_str().unwrap().to_owned();
    let other = if first == "c" { "d" } else { "c" };
    let changed =
        job(other, json!({"schedule": {"kind": "cron", "expr": "30 4 * * *", "tz": "UTC"}, "state": {"nextRunAtMs": 16_200_000}}));
    page.tell("cron", told("updated", changed, json!({})));
    page.settle().await;
    page.answer(&request, json!({}));
    page.read("it was changed meanwhile").await;
    page.read("1 job moved, 1 not.").await;
    assert!(!page.calls_meanwhile().await.contains(&"cron.update".to_owned()));
}

#[wasm_bindgen_test]
async fn jobs_that_crowd_a_minute_are_named_and_spread_after_a_look_with_a_way_back() {
    let mut page = crowd(&["a", "b", "c"]).await;
    page.read("3 jobs start at").await;
    page.read("Job a, Job b, Job c.").await;
    page.press(".crowd", "Propose other times").await;
    wait_for("all three now and then", || page.count(".proposed tbody tr") == 3).await;
    assert!(!page.calls_meanwhile().await.contains(&"cron.update".to_owned()), "a look changes nothing");
    page.press(".proposed", "Move 1 job").await;
    let request = page.request("cron.update").await;
    let later = json!({"kind": "cron", "expr": "5 2 * * *", "tz": "UTC"});
    assert_eq!(request["params"], json!({"id": "c", "patch": {"schedule": later}}));
    let moved = job("c", json!({"schedule": later, "state": {"nextRunAtMs": 7_500_000}}));
    page.tell("cron", told("updated", moved, json!({})));
    page.answer(&request, json!({}));
    page.see_no(".crowd").await;
    page.read("1 job moved.").await;
    page.press(".toast", "Undo").await;
    let request = page.request("cron.update").await;
    assert_eq!(request["params"]["patch"]["schedule"]["expr"], "0 2 * * *");
}

#[wasm_bindgen_test]
async fn days_of_which_nothing_is_known_are_not_said_to_be_empty() {
    let mut page = at("/cron?view=month&day=1969-12-10", &ALL).await;
    page.calls_meanwhile().await;
    wait_for("whole weeks", || page.count(".month .day") == 35).await;
    page.read("December 1969").await;
    page.read("The gateway keeps no runs.").await;
    let day = page.see(".month [data-day=\"1969-12-10\"]").await;
    assert_eq!(day.get_attribute("data-tone").as_deref(), Some("unknown"));
    assert_eq!(day.get_attribute("title").as_deref(), Some("Wed 1969-12-10: not known"));
    page.click(".month [data-day=\"1969-12-11\"]").await;
    page.see(".month [data-day=\"1969-12-11\"][aria-pressed=true]").await;
    page.read("Thu 1969-12-11").await;
}

#[wasm_bindgen_test]
async fn a_run_whose_cost_is_not_known_says_why_and_is_counted_when_somebody_asks() {
    let mut page =
        Page::listing_at("/cron/a", &ALL, json!([{"key": "agent:main:cron:a", "sessionId": "s2", "estimatedCostUsd": 0.5}])).await;
    let request = page.request("cron.list").await;
    page.answer(&request, json!({"jobs": [job("a", json!({}))], "total": 1}));
    let status = page.request("cron.status").await;
    page.answer(&status, json!({"enabled": true}));
    page.calls_meanwhile().await;
    let run = |at: i64, id: &str| {
        let key = format!("agent:main:cron:a:run:{id}");
        json!({"jobId": "a", "runAtMs": at, "status": "ok", "sessionId": id, "sessionKey": key, "usage": {"total_tokens": 1_200}})
    };
    page.answers_runs(json!({"entries": [run(2_000, "s2"), run(1_000, "s1")], "total": 2}));
    page.tell("cron", told("finished", job("a", json!({})), run(2_000, "s2")));
    page.calls_meanwhile().await;
    page.read("2 runs: 2k tokens, $0.50 for 1 of them").await;
    page.press(".detail", "Count costs").await;
    let request = page.request("sessions.usage").await;
    assert_eq!(request["params"]["agentId"], "main");
    let counted = json!({"sessionId": "s1", "usage": {"totalCost": 0.25, "missingCostEntries": 0}});
    page.answer(&request, json!({"sessions": [counted], "cacheStatus": {"status": "fresh"}}));
    page.read("2 runs: 2k tokens, $0.75").await;
}
