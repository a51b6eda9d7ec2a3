//! Messages as a transcript holds them. Refuses to know what they say.

use serde_json::{Value, json};

use super::World;
use super::catalog::Model;
use super::ids;

/// What one answer of a model used: tokens in, out, read from the cache, written into it.
pub type Used = [u64; 4];

/// So many messages of a session are kept.
pub const KEPT: usize = 300;

/// Makes a message of a person.
pub fn user(world: &mut World, text: &str, at: i64, idempotency: Option<&str>) -> Value {
    let mut message = json!({"role": "user", "content": text, "timestamp": at, "__openclaw": notes(world, None)});
    if let Some(key) = idempotency {
        message["idempotencyKey"] = json!(format!("{key}:user"));
    }
    message
}

/// Makes a message of a model out of its parts.
pub fn assistant(world: &mut World, parts: Vec<Value>, model: &Model, used: Used, at: i64, run: &str) -> Value {
    let stop = if parts.iter().any(|part| part["type"] == "toolCall") { "toolUse" } else { "stop" };
    let [input, output, read, written] = used;
    let total = input + output + read + written;
    let mut usage = json!({"input": input, "output": output, "cacheRead": read, "cacheWrite": written, "totalTokens": total});
    if let Some(cost) = model.cost(used) {
        let part = |at: usize| {
            let mut only = [0; 4];
            only[at] = used[at];
            model.cost(only)
        };
        usage["cost"] = json!({"input": part(0), "output": part(1), "cacheRead": part(2), "cacheWrite": part(3), "total": cost});
    }
    json!({
        "role": "assistant", "content": parts, "provider": model.provider, "model": model.id, "usage": usage, "stopReason": stop,
        "timestamp": at, "__openclaw": notes(world, Some(run)),
    })
}

/// Makes the answer of a tool.
pub fn tool_result(world: &mut World, call: &str, name: &str, text: &str, is_error: bool, at: i64) -> Value {
    json!({
        "role": "toolResult", "toolCallId": call, "toolName": name, "isError": is_error, "timestamp": at,
        "content": [{"type": "text", "text": text}], "__openclaw": notes(world, None),
    })
}

/// Makes a part that is read.
pub fn text(text: &str) -> Value {
    json!({"type": "text", "text": text})
}

/// Makes a part that was thought.
pub fn thinking(text: &str) -> Value {
    json!({"type": "thinking", "thinking": text})
}

/// Makes a part that calls a tool.
pub fn tool_call(call: &str, name: &str, arguments: &Value) -> Value {
    json!({"type": "toolCall", "id": call, "name": name, "arguments": arguments})
}

/// Makes the mark of where older messages were put into a summary.
pub fn compaction(world: &mut World) -> Value {
    let mut notes = notes(world, None);
    notes["kind"] = json!("compaction");
    json!({"role": "system", "content": [text("Context compacted")], "timestamp": world.now, "__openclaw": notes})
}

/// Adds a message to a session, numbered, and returns it with its number. The oldest are forgotten.
pub fn add(world: &mut World, key: &str, mut message: Value) -> (Value, u64) {
    let Some(session) = world.sessions.get_mut(key) else { return (message, 0) };
    session.last_seq += 1;
    message["__openclaw"]["seq"] = json!(session.last_seq);
    session.transcript.push(message.clone());
    let forgotten = session.transcript.len().saturating_sub(KEPT);
    session.transcript.drain(..forgotten);
    session.reset_at = session.reset_at.saturating_sub(forgotten);
    (message, session.last_seq)
}

fn notes(world: &mut World, run: Option<&str>) -> Value {
    let mut notes = json!({"id": ids::uuid(&mut world.dice)});
    if let Some(run) = run {
        notes["runId"] = json!(run);
    }
    notes
}
