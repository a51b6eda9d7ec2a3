//! What is told of messages: that one stands in the transcript, or that what was said is taken care of elsewhere.
//! Refuses to know what runs do besides.

use serde_json::{Value, json};

use crate::demo::world::session::Session;
use crate::demo::world::{Audience, World, talk};

/// Tells of a message that stands in the transcript now.
pub fn message(world: &mut World, key: &str, message: Value, seq: u64) {
    let Some(session) = world.sessions.get(key) else { return };
    let payload = wrapped(session, &message, seq, world.now);
    world.tell("session.message", payload, Audience::Run(key.into()));
}

/// Returns a message as it is told: with the row of its session.
pub fn wrapped(session: &Session, message: &Value, seq: u64, now: i64) -> Value {
    json!({
        "sessionKey": session.key, "agentId": session.agent, "messageId": message["__openclaw"]["id"], "messageSeq": seq,
        "message": message, "session": session.row_of_event(now), "sessionId": session.id, "updatedAt": session.updated,
    })
}

/// Writes a message into the transcript, and tells of it.
pub fn write(world: &mut World, key: &str, made: Value) {
    let (made, seq) = talk::add(world, key, made);
    message(world, key, made, seq);
}

/// Writes a note into a transcript in the agent's name; returns its id.
pub fn note(world: &mut World, key: &str, words: &str) -> Value {
    let note = talk::injected(world, words, None);
    let id = note["__openclaw"]["id"].clone();
    let agent = world.sessions.get(key).map(|session| session.agent);
    let run = format!("inject-{}", id.as_str().unwrap_or_default());
    let told = json!({"runId": run, "sessionKey": key, "agentId": agent, "seq": 0, "state": "final", "message": note});
    world.tell("chat", told, Audience::Run(key.into()));
    write(world, key, note);
    id
}

/// Tells that the run that something would have started ends without a word: it was taken in by another, or given up.
pub fn ends_unsaid(world: &mut World, key: &str, id: &str, state: &str) {
    let agent = world.sessions.get(key).map(|session| session.agent);
    let about = json!({"runId": id, "sessionKey": key, "agentId": agent, "seq": 1});
    let mut told = about.clone();
    told["state"] = json!(state);
    if state == "aborted" {
        told["stopReason"] = json!("rpc");
    }
    world.tell("chat", told, Audience::Run(key.into()));
    if state == "aborted" {
        let mut told = about;
        (told["stream"], told["ts"]) = (json!("lifecycle"), json!(world.now));
        told["data"] = json!({"phase": "end", "status": "cancelled", "aborted": true, "stopReason": "rpc", "endedAt": world.now});
        world.tell("agent", told, Audience::Run(key.into()));
    }
}
