//! Messages as a transcript holds them. Refuses to know what they say.

use fastrand::Rng;
use serde_json::{Value, json};

use super::World;
use super::catalog::Model;
use super::ids;

/// What one answer of a model used: tokens in, out, read from the cache, written into it.
pub type Used = [u64; 4];

/// So many messages of a session are kept.
pub const KEPT: usize = 300;
/// So many of one that is long.
const KEPT_OF_MANY: usize = 4_000;

/// Makes a message of a person, who may have attached something.
pub fn user(world: &mut World, text: &str, at: i64, idempotency: &str, media: &[Value]) -> Value {
    let mut notes = notes(world, None);
    if !media.is_empty() {
        notes["media"] = json!(media);
    }
    json!({"role": "user", "content": text, "timestamp": at, "idempotencyKey": format!("{idempotency}:user"), "__openclaw": notes})
}

/// Makes what stands in a message for something that was attached to it: the bytes stay with the gateway.
pub fn media(dice: &mut Rng, name: &str, mime: &str, size: u64) -> Value {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let kind = if mime.starts_with("image/") { "image" } else { "document" };
    let url = format!("media://inbound/{stem}---{}.{end}", ids::uuid(dice));
    json!({"url": url, "contentType": mime, "kind": kind, "fileName": name, "sizeBytes": size})
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
pub fn tool_result(world: &mut World, run: &str, (call, name): (&str, &str), text: &str, is_error: bool) -> Value {
    json!({
        "role": "toolResult", "toolCallId": call, "toolName": name, "isError": is_error, "timestamp": world.now,
        "content": [{"type": "text", "text": text}], "__openclaw": notes(world, Some(run)),
    })
}

/// Makes what the gateway itself writes in an agent's name: a note, or under a run what that had said when it was stopped.
pub fn injected(world: &mut World, words: &str, stopped: Option<&str>) -> Value {
    let mut message = json!({
        "role": "assistant", "content": [text(words)], "timestamp": world.now, "stopReason": "stop", "usage": nothing_used(),
        "api": "openai-responses", "provider": "openclaw", "model": "gateway-injected", "__openclaw": notes(world, stopped),
    });
    if let Some(run) = stopped {
        message["idempotencyKey"] = json!(format!("{run}:assistant"));
        message["openclawAbort"] = json!({"aborted": true, "origin": "rpc", "runId": run});
    }
    message
}

/// Makes the message by which a run ends that failed.
pub fn failed(world: &mut World, words: &str, model: &Model, run: &str) -> Value {
    json!({
        "role": "assistant", "content": [text(words)], "provider": model.provider, "model": model.id, "usage": nothing_used(),
        "stopReason": "error", "timestamp": world.now, "idempotencyKey": format!("{run}:terminal-error"), "__openclaw": notes(world, Some(run)),
    })
}

fn nothing_used() -> Value {
    let cost = json!({"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0, "total": 0});
    json!({"input": 0, "output": 0, "totalTokens": 0, "cacheRead": 0, "cacheWrite": 0, "cost": cost})
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

/// Makes a mark: of where older messages were put into a summary, or of where the conversation began anew.
pub fn mark(world: &mut World, kind: &str, words: &str) -> Value {
    let mut notes = notes(world, None);
    notes["kind"] = json!(kind);
    json!({"role": "system", "content": [text(words)], "timestamp": world.now, "__openclaw": notes})
}

/// Adds a message to a session, numbered, and returns it with its number. The oldest are forgotten.
pub fn add(world: &mut World, key: &str, mut message: Value) -> (Value, u64) {
    let Some(session) = world.sessions.get_mut(key) else { return (message, 0) };
    session.last_seq += 1;
    message["__openclaw"]["seq"] = json!(session.last_seq);
    session.transcript.push(message.clone());
    let forgotten = session.transcript.len().saturating_sub(if session.is_long { KEPT_OF_MANY } else { KEPT });
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
