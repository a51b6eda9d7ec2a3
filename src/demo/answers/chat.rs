//! Answers about saying something in a session, stopping what answers, leaving a note, and listening to its runs.
//! Refuses to know what is answered; the scenes do.

use serde_json::{Value, json};

use super::{ADMIN, Asked, Method, READ, WRITE, method};
use crate::demo::runs::{self, messages};
use crate::demo::wire::{Answer, Refusal};
use crate::demo::world::{sent, talk};

pub const METHODS: [Method; 6] = [
    method("chat.send", WRITE, send),
    method("chat.abort", WRITE, abort),
    method("chat.inject", ADMIN, inject),
    method("commands.list", READ, commands),
    method("sessions.messages.subscribe", READ, listen),
    method("sessions.messages.unsubscribe", READ, leave),
];

fn send(asked: &mut Asked<'_>) -> Answer {
    let (key, once) = (asked.must("sessionKey")?, asked.must("idempotencyKey")?);
    let text = asked.text("message").unwrap_or_default().to_owned();
    let attached = asked.params["attachments"].as_array().map(Vec::as_slice).unwrap_or_default();
    if text.trim().is_empty() && attached.is_empty() {
        return Err(Refusal::invalid("message or attachment required"));
    }
    if let Some((_, words)) = asked.world.sent.get(&once) {
        let conflict =
            || Refusal::invalid("This message ID was already used for different input.").with(json!({"reason": "chat-request-conflict"}));
        if words != sent::print(&text) {
            return Err(conflict());
        }
        let is_under_way = |session: &crate::demo::world::session::Session| {
            session.run.as_deref() == Some(&*once) || session.pending.iter().any(|item| item["runId"] == *once && item["state"] == "queued")
        };
        let status = if asked.session(&key).is_some_and(|session| is_under_way(session)) { "in_flight" } else { "ok" };
        return Ok(json!({"runId": once, "status": status}));
    }
    let Some(session) = asked.session(&key) else { return Err(Refusal::invalid(format!("session not found: {key}"))) };
    if session.archived_at.is_some() {
        return Err(Refusal::invalid(format!("Session \"{key}\" is archived. Restore it before starting new work.")));
    }
    if text.trim() == "/stop" {
        let runs = runs::stop(asked.world, &key);
        return Ok(json!({"ok": true, "aborted": !runs.is_empty(), "runIds": runs}));
    }
    let media: Vec<Value> = attached.iter().map(|file| media(asked, file)).collect();
    let mut answer = json!({"runId": once, "status": "started"});
    if let Some(seq) = runs::send_with(asked.world, &key, &text, &once, &media) {
        answer["messageSeq"] = json!(seq);
    }
    Ok(answer)
}

/// What stands in the message for something that was attached. Four letters of base64 are three bytes.
fn media(asked: &mut Asked<'_>, file: &Value) -> Value {
    let text = |name: &str| file[name].as_str().unwrap_or_default();
    let letters = text("content").trim_end_matches('=').len() as u64;
    talk::media(&mut asked.world.dice, text("fileName"), text("mimeType"), letters * 3 / 4)
}

fn abort(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("sessionKey")?;
    let runs = match asked.text("runId").map(String::from) {
        Some(id) => runs::stop_one(asked.world, &key, &id),
        None => runs::stop(asked.world, &key),
    };
    Ok(json!({"ok": true, "aborted": !runs.is_empty(), "runIds": runs}))
}

fn inject(asked: &mut Asked<'_>) -> Answer {
    let (key, note) = (asked.must("sessionKey")?, asked.must("message")?);
    if asked.session(&key).is_none() {
        return Err(Refusal::invalid("session not found"));
    }
    Ok(json!({"ok": true, "messageId": messages::note(asked.world, &key, &note)}))
}

/// The orders: name, what it does, whether something stands behind it. Only the first is obeyed; to the others a model answers.
const ORDERS: [(&str, &str, bool); 9] = [
    ("stop", "Stop what goes on here", false),
    ("help", "Say what can be asked", false),
    ("status", "Say how the session stands", false),
    ("usage", "Say what was used so far", false),
    ("model", "Take another model", true),
    ("think", "Think harder, or less", true),
    ("compact", "Put what was said into a summary", true),
    ("reset", "Begin anew", false),
    ("name", "Name the session", true),
];

fn commands(_: &mut Asked<'_>) -> Answer {
    let commands = ORDERS.iter().map(|(name, does, accepts_args)| {
        json!({
            "name": name, "nativeName": name, "textAliases": [format!("/{name}")], "description": does, "category": "session",
            "source": "native", "scope": "both", "acceptsArgs": accepts_args,
        })
    });
    Ok(json!({"commands": commands.collect::<Vec<_>>()}))
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
