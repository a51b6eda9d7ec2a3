//! What is said to a session that is at work: it waits until the run takes it in, another run answers it, or somebody stops all.
//! Refuses to know what is answered.

use serde_json::{Value, json};

use super::{follow, messages};
use crate::demo::world::{World, ids, talk};

/// So many of those that were cancelled stay to be seen.
const KEPT: usize = 20;

/// Lets something wait.
pub fn wait(world: &mut World, key: &str, text: &str, once: &str, media: &[Value]) {
    let id = ids::uuid(&mut world.dice);
    let mut message = json!({"role": "user", "content": text, "timestamp": world.now, "__openclaw": {"id": format!("pending:{id}")}});
    if !media.is_empty() {
        message["__openclaw"]["media"] = json!(media);
    }
    let Some(session) = world.sessions.get_mut(key) else { return };
    session.pending.push(json!({"id": id, "acceptedAt": world.now, "state": "queued", "message": message, "runId": once}));
}

pub(super) fn is_queued(item: &Value) -> bool {
    item["state"] == "queued"
}

/// Returns the words of what has waited longest.
pub fn first(world: &World, key: &str) -> Option<String> {
    let item = world.sessions.get(key)?.pending.iter().find(|item| is_queued(item))?;
    item["message"]["content"].as_str().map(String::from)
}

/// Writes what has waited longest into the transcript: the run that it would have started ends without a word. Returns the words.
pub fn take_in(world: &mut World, key: &str) -> Option<String> {
    let session = world.sessions.get_mut(key)?;
    let at = session.pending.iter().position(is_queued)?;
    let item = session.pending.remove(at);
    let once = item["runId"].as_str().unwrap_or_default();
    let mut message = item["message"].clone();
    message["idempotencyKey"] = json!(format!("{once}:user"));
    message["__openclaw"]["id"] = item["id"].clone();
    let text = message["content"].as_str().map(String::from);
    let (message, seq) = talk::add(world, key, message);
    messages::message(world, key, message, seq);
    messages::ends_unsaid(world, key, once, "final");
    world.tell_row(key, ("reason", "agent.input.settled"), None);
    text
}

/// Answers what waited for a run that is over, by another.
pub fn answer(world: &mut World, key: &str) {
    if let Some(text) = take_in(world, key) {
        follow(world, key, &text);
    }
}

/// Gives up what waits, all of it or one of it; returns under which keys it was said, newest first.
pub fn cancel(world: &mut World, key: &str, which: Option<&str>) -> Vec<String> {
    let Some(session) = world.sessions.get_mut(key) else { return vec![] };
    let mut given_up = vec![];
    for item in session.pending.iter_mut().filter(|item| is_queued(item) && which.is_none_or(|which| item["runId"] == which)) {
        item["state"] = json!("cancelled");
        given_up.extend(item["runId"].as_str().map(String::from));
    }
    let surplus = session.pending.len().saturating_sub(KEPT);
    session.pending.drain(..surplus);
    given_up.reverse();
    given_up
}
