//! The ledger of what works in the background: runs of jobs, and sub-agents. Refuses to let them work.

use serde_json::{Value, json};

use crate::demo::world::session::Session;
use crate::demo::world::{Audience, World, ids};

/// As many tasks are kept.
const KEPT: usize = 200;

/// Gives a task its ids.
pub fn named(world: &mut World, mut task: Value, run: &str, more: &str) -> Value {
    let (id, once) = (ids::uuid(&mut world.dice), ids::uuid(&mut world.dice));
    (task["id"], task["taskId"]) = (json!(id), json!(id));
    task["runId"] = json!(format!("{run}:{once}{more}"));
    task
}

/// Writes into a task that it is over, and how.
pub fn over(mut task: Value, status: &str, now: i64) -> Value {
    (task["status"], task["execution"]) = (json!(status), json!({"state": "finished"}));
    (task["updatedAt"], task["endedAt"]) = (json!(now), json!(now));
    task
}

/// Tells how a task is, and keeps it.
pub fn tell(world: &mut World, task: &Value) {
    let tasks = &mut world.jobs.tasks;
    tasks.retain(|other| other["id"] != task["id"]);
    tasks.push_front(task.clone());
    tasks.truncate(KEPT);
    world.tell("task", json!({"action": "upserted", "task": task}), Audience::Scope("operator.read"));
}

/// Returns all tasks, new to old.
pub fn all(world: &World) -> Vec<Value> {
    let agents = world.sessions.values().filter(|session| session.spawned_by.is_some()).map(of_agent);
    let mut tasks: Vec<Value> = world.jobs.tasks.iter().cloned().chain(agents).chain(before(world)).collect();
    tasks.sort_by_key(|task| std::cmp::Reverse(task["updatedAt"].as_i64()));
    tasks
}

/// Cuts a text to what fits into a line.
pub fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 120 { line.chars().take(119).chain(['…']).collect() } else { line }
}

/// Returns a sub-agent as a task. Its ids follow from its session: there is one task for each.
fn of_agent(session: &Session) -> Value {
    let (status, state) = match session.status {
        Some("running") => ("running", "unknown"),
        Some("failed") => ("failed", "finished"),
        Some("killed") => ("cancelled", "finished"),
        _ => ("completed", "finished"),
    };
    let said =
        session.transcript.iter().rev().find_map(|message| message["content"].as_array()?.iter().find_map(|part| part["text"].as_str()));
    let run = session.run.as_ref().or(session.last_run.as_ref());
    let mut task = json!({
        "id": session.id, "taskId": session.id, "kind": "subagent", "runtime": "subagent", "status": status, "execution": {"state": state},
        "title": session.label.as_ref().or(session.title.as_ref()), "agentId": session.agent, "sessionKey": session.spawned_by,
        "childSessionKey": session.key, "hasTranscript": true, "ownerKey": session.spawned_by, "createdAt": session.created,
        "updatedAt": session.updated, "deliveryStatus": if state == "finished" { "delivered" } else { "pending" },
    });
    for (name, value) in [
        ("runId", run.map(|run| json!(run))),
        ("sourceId", run.map(|run| json!(run))),
        ("startedAt", session.started.map(|at| json!(at))),
        ("endedAt", session.ended.map(|at| json!(at))),
        ("progressSummary", said.map(|said| json!(short(said)))),
        ("error", session.error.as_ref().map(|error| json!(short(error)))),
    ] {
        if let Some(value) = value {
            task[name] = value;
        }
    }
    task
}

/// Returns the last runs of jobs before the world began as tasks.
fn before(world: &World) -> impl Iterator<Item = Value> + '_ {
    const EACH: usize = 3;
    let runs = world
        .jobs
        .list
        .iter()
        .flat_map(|job| job.history().filter(|run| run["runAtMs"].as_i64() < Some(world.came)).take(EACH).map(move |run| (job, run)));
    runs.map(|(job, run)| {
        let id = format!("{}-{}", job.id, run["runAtMs"]);
        let status = if run["status"] == "error" { "failed" } else { "completed" };
        let mut task = json!({
            "id": id, "taskId": id, "kind": "automation_run", "runtime": "cron", "status": status, "execution": {"state": "finished"},
            "title": job.name(), "agentId": job.agent().id, "sessionKey": "", "hasTranscript": false, "ownerKey": "",
            "runId": format!("cron:{}:{}", job.id, run["runAtMs"]), "sourceId": job.id, "createdAt": run["runAtMs"],
            "updatedAt": run["ts"], "startedAt": run["runAtMs"], "endedAt": run["ts"], "progressSummary": "Running automation.",
            "deliveryStatus": "not_applicable",
        });
        if let Some(key) = run["sessionKey"].as_str() {
            task["childSessionKey"] = json!(key);
        }
        for (name, from) in [("terminalSummary", "summary"), ("error", "error")] {
            if let Some(text) = run[from].as_str() {
                task[name] = json!(short(text));
            }
        }
        task
    })
}
