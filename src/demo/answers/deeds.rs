//! What is done to sessions: made, changed, stopped, cleared, compacted, deleted. Refuses what the real gateway refuses.

use serde_json::{Value, json};

use super::{ADMIN, Asked, Method, WRITE, method};
use crate::demo::runs::{self, context};
use crate::demo::wire::{Answer, Refusal};
use crate::demo::world::session::Session;
use crate::demo::world::{World, catalog, ids, talk};

pub const METHODS: [Method; 6] = [
    method("sessions.create", WRITE, create),
    method("sessions.patch", WRITE, patch),
    method("sessions.abort", WRITE, abort),
    method("sessions.reset", ADMIN, reset),
    method("sessions.compact", ADMIN, compact),
    method("sessions.delete", ADMIN, delete),
];

pub(super) fn create(asked: &mut Asked<'_>) -> Answer {
    let params = asked.params;
    let once = asked.text("idempotencyKey").map(String::from).unwrap_or_else(|| ids::uuid(&mut asked.world.dice));
    if let Some((key, _)) = asked.world.sent.get(&once) {
        let id = asked.world.sessions.get(key).map(|session| session.id.clone());
        let run = params["message"].as_str().map(|_| &once);
        return Ok(json!({"ok": true, "key": key, "sessionId": id, "runStarted": run.is_some(), "runId": run}));
    }
    let agent = asked.text("agentId").unwrap_or("main");
    let Some(agent) = catalog::agent(agent) else { return Err(Refusal::invalid(format!("Unknown agent id \"{agent}\""))) };
    let mut session = Session {
        key: format!("agent:{}:dashboard:{}", agent.id, ids::uuid(&mut asked.world.dice)),
        agent: agent.id,
        id: ids::uuid(&mut asked.world.dice),
        classification: "dashboard",
        created_via: "operator",
        parent: Some(format!("agent:{}:main", agent.id)),
        created: asked.world.now,
        updated: asked.world.now,
        ..Session::default()
    };
    for name in ["label", "model", "thinkingLevel", "category"] {
        change(asked.world, &mut session, name, &asked.params[name])?;
    }
    let group = session.category.clone();
    let key = session.key.clone();
    let id = session.id.clone();
    let entry = json!({"sessionId": id, "updatedAt": session.updated, "label": session.label, "createdVia": "operator", "createdAt": session.created});
    let model = session.model();
    asked.world.sent.note(&once, &key, asked.params["message"].as_str().unwrap_or_default());
    asked.world.sessions.insert(key.clone(), session);
    asked.world.tell_row(&key, ("reason", "create"), None);
    keep_group(asked.world, group);
    let mut answer = json!({
        "ok": true, "key": key, "sessionId": id, "entry": entry, "runStarted": false,
        "resolved": {"modelProvider": model.provider, "model": model.id},
    });
    if let Some(message) = params["message"].as_str() {
        runs::send(asked.world, &key, message, &once);
        (answer["runStarted"], answer["runId"], answer["status"]) = (json!(true), json!(once), json!("started"));
    }
    Ok(answer)
}

fn patch(asked: &mut Asked<'_>) -> Answer {
    let (key, params) = (asked.must("key")?, asked.params);
    let Some(mut session) = asked.session(&key).cloned() else { return Err(Refusal::invalid(format!("session not found: {key}"))) };
    if asked.params["archived"].is_boolean() {
        let changed = || Refusal::invalid(format!("Session {key} changed before patch. Retry.")).with(json!({"reason": "session-changed"}));
        match asked.text("expectedSessionId") {
            None => return Err(Refusal::invalid(format!("expectedSessionId required for session lifecycle patch: {key}"))),
            Some(id) if id != session.id => return Err(changed()),
            Some(_) if session.is_main() => return Err(Refusal::invalid("Cannot archive an agent's main session.")),
            Some(_) => {}
        }
    }
    change_all(asked.world, &mut session, params)?;
    if session.archived_at.is_some() && !runs::stop(asked.world, &key).is_empty() {
        // The run wrote its end into the session that stands.
        session = asked.world.sessions.get(&key).cloned().unwrap_or_default();
        change_all(asked.world, &mut session, params)?;
    }
    let group = session.category.clone();
    session.updated = asked.world.now;
    let entry = json!({"sessionId": session.id, "updatedAt": session.updated, "label": session.label, "category": session.category});
    let model = session.model();
    asked.world.sessions.insert(key.clone(), session);
    asked.world.tell_row(&key, ("reason", "patch"), None);
    keep_group(asked.world, group);
    let resolved = json!({"modelProvider": model.provider, "model": model.id});
    Ok(json!({"ok": true, "path": "/home/clawdia/.openclaw", "key": key, "entry": entry, "resolved": resolved}))
}

/// Keeps the group that a session was put in, and tells of it, if there was none such.
fn keep_group(world: &mut World, group: Option<String>) {
    if let Some(group) = group.filter(|group| !world.groups.contains(group)) {
        world.groups.push(group);
        super::groups::tell(world);
    }
}

fn change_all(world: &World, session: &mut Session, params: &Value) -> Result<(), Refusal> {
    params.as_object().into_iter().flatten().try_for_each(|(name, value)| change(world, session, name, value))
}

/// Changes one thing about a session, or refuses as the gateway does. What is absent or unknown changes nothing, and the world stays
/// as it is: what comes after may be refused.
fn change(world: &World, session: &mut Session, name: &str, value: &Value) -> Result<(), Refusal> {
    let now = world.now;
    let text = value.as_str().map(String::from);
    match (name, value) {
        ("label", Value::Null | Value::String(_)) => {
            let limit =
                |words: &str| Refusal::invalid(format!("invalid sessions.patch params: at /label: must not have {words} characters"));
            let label = text.as_deref().unwrap_or("unnamed");
            if label.is_empty() || label.chars().count() > 512 {
                return Err(limit(if label.is_empty() { "fewer than 1" } else { "more than 512" }));
            }
            let is_taken = |other: &Session| other.agent == session.agent && other.key != session.key && other.label == text;
            if text.is_some() && world.sessions.values().any(is_taken) {
                return Err(Refusal::invalid(format!("label already in use: {label}")));
            }
            session.label = text;
        }
        ("pinned", Value::Bool(pinned)) => session.pinned_at = pinned.then_some(now),
        ("archived", Value::Bool(true)) => (session.archived_at, session.pinned_at) = (Some(now), None),
        ("archived", Value::Bool(false)) => session.archived_at = None,
        ("category", Value::Null) => session.category = None,
        ("category", Value::String(_)) => session.category = text,
        ("model", Value::Null) => session.model = None,
        ("model", Value::String(full)) => {
            let unknown = || {
                Refusal::invalid(format!("Unknown provider \"{}\". Use /models to list providers.", full.split('/').next().unwrap_or(full)))
            };
            session.model = Some(catalog::model(full).ok_or_else(unknown)?);
        }
        ("thinkingLevel", Value::Null) => session.thinking = None,
        ("thinkingLevel", Value::String(level)) => {
            let levels = session.model().levels;
            if !levels.contains(&level.as_str()) {
                return Err(Refusal::invalid(format!("invalid thinkingLevel (use {})", levels.join("|"))));
            }
            session.thinking = text;
        }
        _ => {}
    }
    Ok(())
}

fn abort(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    Ok(match runs::stop(asked.world, &key).first() {
        Some(run) => json!({"ok": true, "abortedRunId": run, "status": "aborted"}),
        None => json!({"ok": true, "abortedRunId": null, "status": "no-active-run"}),
    })
}

fn reset(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    runs::stop(asked.world, &key);
    let now = asked.world.now;
    let Some(session) = asked.session(&key) else { return Err(Refusal::invalid(format!("session not found: {key}"))) };
    session.reset(now);
    let entry = json!({"sessionId": session.id, "updatedAt": now, "label": session.label});
    let mark = talk::mark(asked.world, "reset", "Reset");
    talk::add(asked.world, &key, mark);
    asked.world.tell_row(&key, ("reason", "reset"), None);
    Ok(json!({"ok": true, "key": key, "entry": entry}))
}

fn compact(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    let Some(session) = asked.session(&key) else {
        return Ok(json!({"ok": true, "key": key, "compacted": false, "reason": "no sessionId"}));
    };
    if session.run.is_some() {
        return Err(Refusal::invalid(format!("Session {key} has an active run; retry after it finishes.")));
    }
    let Some(before) = session.total.filter(|_| session.conversation().len() > 2) else {
        let reason = "Nothing to compact (session too small)";
        return Ok(json!({"ok": false, "key": key, "compacted": false, "reason": reason}));
    };
    session.status = Some("done");
    context::compact(asked.world, &key);
    Ok(json!({"ok": true, "key": key, "compacted": true, "result": {"tokensBefore": before}}))
}

fn delete(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    if key.ends_with(":main") {
        return Err(Refusal::invalid(format!("Cannot delete the main session ({key}).")));
    }
    // Its sub-agents are stopped with it, and stay.
    let below: Vec<String> = asked
        .world
        .sessions
        .values()
        .filter(|session| session.spawned_by.as_deref() == Some(&*key))
        .map(|session| session.key.clone())
        .collect();
    for key in below.iter().chain([&key]) {
        runs::stop(asked.world, key);
    }
    let Some(session) = asked.world.forget(&key) else {
        return Ok(json!({"ok": true, "key": key, "deleted": false, "archived": []}));
    };
    let kept = format!("/home/clawdia/.openclaw/agents/{}/sessions/{}.jsonl.deleted.zst", session.agent, session.id);
    Ok(json!({"ok": true, "key": key, "deleted": true, "archived": [kept]}))
}
