//! Answers about what was said: by pages from its end, around one message, from a cursor on, and one message whole.
//! Refuses to change anything.

use serde_json::{Value, json};

use super::{Asked, Method, READ, method};
use crate::demo::runs::{late, messages};
use crate::demo::wire::{Answer, Refusal};
use crate::demo::world::World;
use crate::demo::world::session::Session;

pub const METHODS: [Method; 2] = [method("chat.history", READ, history), method("chat.message.get", READ, whole)];

/// How many messages are answered unless somebody says otherwise.
const PAGE: usize = 200;
/// How many at most.
const MOST: usize = 1_000;
/// Where texts are cut unless somebody says otherwise.
const MOST_LETTERS: usize = 8_000;
/// Where a text is cut that is asked for by itself.
const ALL_LETTERS: usize = 2_000_000;

fn history(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("sessionKey")?;
    let (limit, offset) = (asked.number("limit").unwrap_or(PAGE).max(1), asked.number("offset"));
    if limit > MOST {
        return Err(Refusal::invalid("invalid chat.history params: at /limit: must be <= 1000"));
    }
    let letters = asked.number("maxChars").unwrap_or(MOST_LETTERS);
    let (cursor, around) = (asked.text("cursor"), asked.text("messageId"));
    if cursor.is_some() && (offset.is_some() || around.is_some()) {
        return Err(Refusal::invalid("cursor cannot be used with offset or messageId"));
    }
    let world = &*asked.world;
    let session = world.sessions.get(&key);
    if let Some(cursor) = cursor {
        let since = session.and_then(|session| Some(since(world, session, session.since(cursor)?, letters)));
        return Ok(since.unwrap_or_else(|| json!({"kind": "reset"})));
    }
    let Some(session) = session else {
        return Ok(json!({
            "sessionKey": key, "messages": [], "pendingInputs": {"items": [], "total": 0}, "hasMore": false, "totalMessages": 0,
            "sessionInfo": {"key": key, "hasActiveRun": false, "activeRunIds": []},
        }));
    };
    let (messages, end) = match around {
        // A hit of the search may stand before the last reset.
        Some(id) => {
            let at = session.transcript.iter().position(|other| other["__openclaw"]["id"] == id);
            (&session.transcript[..], at.map_or(0, |at| (at + 1 + limit / 2).min(session.transcript.len())))
        }
        None => (session.conversation(), session.conversation().len().saturating_sub(offset.unwrap_or(0))),
    };
    let from = end.saturating_sub(limit);
    let mut answer = standing(world, session);
    answer["sessionKey"] = json!(key);
    answer["sessionId"] = json!(session.id);
    answer["messages"] = messages[from..end].iter().map(|message| cut(message, letters)).collect();
    if around.is_none() {
        (answer["hasMore"], answer["totalMessages"]) = (json!(from > 0), json!(messages.len()));
    }
    answer["defaults"] = json!({"modelProvider": session.model().provider, "model": session.model().id});
    if from > 0 && around.is_none() {
        answer["nextOffset"] = json!(offset.unwrap_or(0) + end - from);
    }
    match offset {
        Some(offset) => answer["offset"] = json!(offset),
        None => answer["deltaCursor"] = session.cursor().filter(|_| around.is_none()).map_or(Value::Null, Value::String),
    }
    without_nulls(&mut answer);
    Ok(answer)
}

/// What was written since, each as it was told.
fn since(world: &World, session: &Session, messages: &[Value], letters: usize) -> Value {
    let told = messages.iter().map(|message| {
        let seq = message["__openclaw"]["seq"].as_u64().unwrap_or(0);
        messages::wrapped(session, &cut(message, letters), seq, world.now)
    });
    let mut answer = standing(world, session);
    (answer["kind"], answer["messages"], answer["deltaCursor"]) = (json!("delta"), told.collect(), json!(session.cursor()));
    without_nulls(&mut answer);
    answer
}

/// How the session stands.
fn standing(world: &World, session: &Session) -> Value {
    json!({
        "pendingInputs": {"items": session.pending, "total": session.pending.len()}, "sessionInfo": session.row(world.now),
        "inFlightRun": late::in_flight(world, session),
    })
}

/// What is not there is not said.
fn without_nulls(answer: &mut Value) {
    if let Some(answer) = answer.as_object_mut() {
        answer.retain(|_, value| !value.is_null());
    }
}

/// Returns a message with no text longer than so many letters.
fn cut(message: &Value, letters: usize) -> Value {
    let mut message = message.clone();
    let mut is_cut = false;
    let mut shorten = |text: &mut Value| {
        let long =
            text.as_str().and_then(|text| text.char_indices().nth(letters).map(|(end, _)| format!("{}\n...(truncated)...", &text[..end])));
        if let Some(short) = long {
            (*text, is_cut) = (json!(short), true);
        }
    };
    match &mut message["content"] {
        Value::Array(parts) => {
            let texts = parts.iter_mut().filter_map(Value::as_object_mut);
            texts.for_each(|part| {
                ["text", "thinking"]
                    .iter()
                    .filter_map(|name| part.get_mut(*name).map(|_| *name))
                    .collect::<Vec<_>>()
                    .into_iter()
                    .for_each(|name| shorten(&mut part[name]))
            });
        }
        text => shorten(text),
    }
    if is_cut {
        (message["__openclaw"]["truncated"], message["__openclaw"]["reason"]) = (json!(true), json!("display-cap"));
    }
    message
}

/// One message in full.
fn whole(asked: &mut Asked<'_>) -> Answer {
    let (key, id) = (asked.must("sessionKey")?, asked.must("messageId")?);
    let letters = asked.number("maxChars").unwrap_or(ALL_LETTERS);
    let message = asked.session(&key).and_then(|session| session.transcript.iter().find(|message| message["__openclaw"]["id"] == *id));
    Ok(match message {
        Some(message) => json!({"ok": true, "message": cut(message, letters)}),
        None => json!({"ok": false, "unavailableReason": "not_found"}),
    })
}
