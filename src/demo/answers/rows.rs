//! Answers of the list of sessions. Refuses to change anything but who listens.

use serde_json::{Value, json};

use super::{Asked, Method, READ, method};
use crate::demo::wire::Answer;
use crate::demo::world::session::Session;

pub const METHODS: [Method; 4] = [
    method("sessions.list", READ, list),
    method("sessions.subscribe", READ, subscribe),
    method("sessions.unsubscribe", READ, unsubscribe),
    method("sessions.describe", READ, describe),
];

/// How many rows are listed unless somebody says otherwise.
const PAGE: usize = 100;

fn list(asked: &mut Asked<'_>) -> Answer {
    let world = &*asked.world;
    let is_fitting = |session: &Session| match &asked.params["archived"] {
        Value::Bool(true) => session.archived_at.is_some(),
        Value::String(_) => true,
        _ => session.archived_at.is_none(),
    };
    let mut rows: Vec<&Session> = world.sessions.values().filter(|session| session.is_listed() && is_fitting(session)).collect();
    rows.sort_by_key(|session| (session.pinned_at.is_none(), std::cmp::Reverse(session.updated)));
    let (limit, offset, total) = (asked.number("limit").unwrap_or(PAGE), asked.number("offset").unwrap_or(0), rows.len());
    let end = offset.saturating_add(limit).min(total);
    let page: Vec<Value> = rows.get(offset..end).unwrap_or_default().iter().map(|session| session.row(world.now)).collect();
    Ok(json!({
        "ts": world.now, "databasePath": "/home/clawdia/.openclaw/sessions.sqlite", "path": "/home/clawdia/.openclaw",
        "count": page.len(), "totalCount": total, "limitApplied": limit, "offset": offset,
        "hasMore": end < total, "nextOffset": (end < total).then_some(end),
        "defaults": {"modelProvider": "anthropic", "model": "claude-sonnet-4-5", "contextTokens": 200_000},
        "sessions": page,
    }))
}

fn subscribe(asked: &mut Asked<'_>) -> Answer {
    asked.link.hears_rows = true;
    Ok(json!({"subscribed": true, "list": list(asked)?}))
}

fn unsubscribe(asked: &mut Asked<'_>) -> Answer {
    asked.link.hears_rows = false;
    Ok(json!({"subscribed": false}))
}

/// Unlike a row of the list, it does not say whether anything runs, and has no title of the gateway's own.
fn describe(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    let now = asked.world.now;
    let row = asked.session(&key).map(|session| {
        let mut row = session.row(now);
        if let Some(row) = row.as_object_mut() {
            row.remove("hasActiveRun");
            row.remove("activeRunIds");
            row.remove("derivedTitle");
            row.insert("activitySummary".into(), json!({"state": "unavailable", "canEnsure": true}));
        }
        row
    });
    Ok(json!({"session": row}))
}
