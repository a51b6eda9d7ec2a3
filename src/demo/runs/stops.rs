//! How runs are stopped, and what is told of that. Refuses to know who wants it.

use serde_json::json;

use super::messages::{ends_unsaid, write};
use super::telling::{agent, chat, item, settle};
use super::{Run, asking, waiting};
use crate::demo::world::{World, talk};

/// Stops what a session runs, and gives up what waits in it; returns all that by its ids, what was said last first.
pub fn stop(world: &mut World, key: &str) -> Vec<String> {
    let mut ids = waiting::cancel(world, key, None);
    let waited = ids.clone();
    ids.extend(stop_run(world, key, None));
    for once in waited {
        ends_unsaid(world, key, &once, "final");
    }
    ids
}

/// Stops one run of a session, or gives up one thing that waits in it; returns it, if it was there. What else waits is answered.
pub fn stop_one(world: &mut World, key: &str, id: &str) -> Vec<String> {
    let waited = waiting::cancel(world, key, Some(id));
    if !waited.is_empty() {
        ends_unsaid(world, key, id, "aborted");
        return waited;
    }
    let stopped = stop_run(world, key, Some(id));
    if stopped.is_some() {
        waiting::answer(world, key);
    }
    stopped.into_iter().collect()
}

fn stop_run(world: &mut World, key: &str, id: Option<&str>) -> Option<String> {
    let at = world.runs.iter().position(|run| run.key == key && id.is_none_or(|id| run.id == id))?;
    let mut run = world.runs.remove(at);
    asking::withdraw(world, &mut run);
    stopped(world, &mut run);
    Some(run.id)
}

/// Tells that somebody stopped the run.
fn stopped(world: &mut World, run: &mut Run) {
    if run.tool.is_some() {
        item(world, run, "end", Some(Err("This operation was aborted")));
    }
    let said = run.said.trim_end().to_owned();
    let mut told = json!({"state": "aborted", "stopReason": "rpc"});
    if !said.is_empty() {
        told["message"] = json!({"role": "assistant", "content": [talk::text(&said)], "timestamp": world.now});
    }
    chat(world, run, told);
    let data = json!({"phase": "end", "status": "cancelled", "aborted": true, "stopReason": "rpc", "startedAt": run.started, "endedAt": world.now});
    agent(world, run, "lifecycle", data);
    agent(world, run, "lifecycle", json!({"phase": "model", "provider": null, "model": null}));
    let told = json!({
        "phase": "error", "error": "This operation was aborted", "aborted": true, "stopReason": "aborted", "startedAt": run.started,
        "endedAt": world.now,
    });
    agent(world, run, "lifecycle", told);
    settle(world, run, "killed", None);
    let words = std::mem::take(&mut run.text);
    if !words.is_empty() {
        let message = talk::injected(world, words.trim_end(), Some(&run.id));
        write(world, &run.key, message);
    }
    world.tell_row(&run.key, ("phase", "end"), Some(&run.id));
    world.tell_row(&run.key, ("phase", "model"), Some(&run.id));
    world.tell_row(&run.key, ("phase", "error"), Some(&run.id));
}
