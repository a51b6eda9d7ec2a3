//! Answers about what is said in a session: its history, saying something, listening to its runs.
//! Refuses to know what is answered; the scenes do.

use serde_json::{Value, json};

use super::{Asked, Method, READ, WRITE, method};
use crate::demo::runs;
use crate::demo::wire::{Answer, Refusal};

pub const METHODS: [Method; 5] = [
    method("chat.history", READ, history),
    method("chat.send", WRITE, send),
    method("chat.abort", WRITE, abort),
    method("sessions.messages.subscribe", READ, listen),
    method("sessions.messages.unsubscribe", READ, leave),
];

/// How many messages are answered unless somebody says otherwise.
const PAGE: usize = 200;

/// The newest messages, or those up to an offset from the newest, or those around one message.
fn history(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("sessionKey")?;
    let (limit, offset) = (asked.number("limit").unwrap_or(PAGE).max(1), asked.number("offset").unwrap_or(0));
    let message = asked.text("messageId").map(String::from);
    let Some(session) = asked.session(&key) else { return Ok(json!({"sessionKey": key, "messages": []})) };
    let is_that = |other: &Value, id: &str| other["__openclaw"]["id"] == id;
    let (messages, end) = match message {
        // A hit of the search may stand before the last reset.
        Some(id) => {
            let at = session.transcript.iter().position(|other| is_that(other, &id)).unwrap_or(0);
            (&session.transcript[..], (at + limit.div_ceil(2)).min(session.transcript.len()))
        }
        None => (session.conversation(), session.conversation().len().saturating_sub(offset)),
    };
    let from = end.saturating_sub(limit);
    let running = session.run.clone();
    Ok(json!({
        "sessionKey": key, "sessionId": session.id, "messages": messages[from..end], "offset": offset,
        "hasMore": from > 0, "totalMessages": messages.len(), "thinkingLevel": session.thinking,
        "sessionInfo": {"hasActiveRun": running.is_some(), "activeRunIds": running.iter().collect::<Vec<_>>()},
    }))
}

fn send(asked: &mut Asked<'_>) -> Answer {
    let (key, text, once) = (asked.must("sessionKey")?, asked.must("message")?, asked.must("idempotencyKey")?);
    if asked.world.sent.get(&once).is_some() {
        return Ok(json!({"runId": once, "status": "in_flight", "cached": true}));
    }
    let Some(session) = asked.session(&key) else { return Err(Refusal::invalid(format!("session not found: {key}"))) };
    if session.archived_at.is_some() {
        return Err(Refusal::invalid(format!("Session \"{key}\" is archived. Restore it before starting new work.")));
    }
    if text.trim() == "/stop" {
        let run = runs::stop(asked.world, &key);
        return Ok(json!({"ok": true, "aborted": run.is_some(), "runIds": run.iter().collect::<Vec<_>>()}));
    }
    let seq = session.last_seq + 1;
    runs::send(asked.world, &key, &text, &once);
    Ok(json!({"runId": once, "status": "started", "messageSeq": seq}))
}

fn abort(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("sessionKey")?;
    let run = runs::stop(asked.world, &key);
    Ok(json!({"ok": true, "aborted": run.is_some(), "runIds": run.iter().collect::<Vec<_>>()}))
}

fn listen(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    if !asked.link.listens_to.contains(&key) {
        asked.link.listens_to.push(key.clone());
    }
    Ok(json!({"subscribed": true, "key": key}))
}

fn leave(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    asked.link.listens_to.retain(|other| *other != key);
    Ok(json!({"subscribed": false, "key": key}))
}
