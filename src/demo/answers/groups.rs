//! Answers about the groups that sessions are put in. Refuses to tell of single rows: the gateway does not either.

use serde_json::{Value, json};

use super::{Asked, Method, READ, WRITE, method};
use crate::demo::wire::{Answer, Refusal};
use crate::demo::world::{Audience, World};

pub const METHODS: [Method; 3] = [
    method("sessions.groups.list", READ, list),
    method("sessions.groups.rename", WRITE, rename),
    method("sessions.groups.delete", WRITE, delete),
];

fn list(asked: &mut Asked<'_>) -> Answer {
    Ok(json!({"groups": groups(asked), "sectionOrder": []}))
}

fn groups(asked: &Asked<'_>) -> Vec<Value> {
    asked.world.groups.iter().enumerate().map(|(position, name)| json!({"name": name, "position": position})).collect()
}

fn rename(asked: &mut Asked<'_>) -> Answer {
    let (name, to) = (asked.must("name")?, asked.must("to")?);
    if !asked.world.groups.contains(&name) {
        // The gateway tells of groups all the same.
        tell(asked.world);
        return Err(Refusal::invalid(format!("unknown session group: {name}")));
    }
    let is_there = asked.world.groups.contains(&to);
    asked.world.groups.retain(|group| *group != name || !is_there);
    for group in asked.world.groups.iter_mut().filter(|group| **group == name) {
        group.clone_from(&to);
    }
    move_all(asked, &name, Some(&to))
}

fn delete(asked: &mut Asked<'_>) -> Answer {
    let name = asked.must("name")?;
    asked.world.groups.retain(|group| *group != name);
    move_all(asked, &name, None)
}

/// Tells that there are other groups.
pub fn tell(world: &mut World) {
    let ts = world.now;
    world.tell("sessions.changed", json!({"reason": "groups", "ts": ts}), Audience::Rows);
}

fn move_all(asked: &mut Asked<'_>, from: &str, to: Option<&str>) -> Answer {
    let members = asked.world.sessions.values_mut().filter(|session| session.category.as_deref() == Some(from));
    let moved = members.map(|session| session.category = to.map(Into::into)).count();
    tell(asked.world);
    Ok(json!({"ok": true, "groups": groups(asked), "sectionOrder": [], "updatedSessions": moved}))
}
