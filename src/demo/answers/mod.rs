//! The methods that the made-up gateway answers. Adding one is one line in the list of its family.
//! Refuses to be asked before the way in is open, and to know how answers travel.

mod chat;
mod cron;
mod deeds;
mod devices;
mod groups;
mod history;
mod proposals;
mod rest;
mod rows;
mod search;
mod spent;
mod state;
mod tally;
mod usage;

use serde_json::Value;

use super::link::Link;
use super::wire::{Answer, Refusal};
use super::world::session::Session;
use super::world::{World, long};

/// A method: its name, the scope that it needs, and what it does.
pub struct Method {
    pub name: &'static str,
    scope: &'static str,
    act: fn(&mut Asked<'_>) -> Answer,
}

/// A call.
struct Asked<'a> {
    world: &'a mut World,
    link: &'a mut Link,
    params: &'a Value,
}

const fn method(name: &'static str, scope: &'static str, act: fn(&mut Asked<'_>) -> Answer) -> Method {
    Method { name, scope, act }
}

const READ: &str = "operator.read";
const WRITE: &str = "operator.write";
const ADMIN: &str = "operator.admin";
const PAIRING: &str = "operator.pairing";
const APPROVALS: &str = "operator.approvals";
const QUESTIONS: &str = "operator.questions";

/// Returns all methods.
pub fn methods() -> impl Iterator<Item = &'static Method> {
    [
        &rows::METHODS[..],
        &search::METHODS,
        &deeds::METHODS,
        &groups::METHODS,
        &history::METHODS,
        &chat::METHODS,
        &rest::METHODS,
        &proposals::METHODS,
        &cron::METHODS,
        &devices::METHODS,
        &usage::METHODS,
        &state::METHODS,
    ]
    .into_iter()
    .flatten()
}

/// What a page asks when it arrives, and what says nothing of what was said: for these nothing is made up.
const AT_ARRIVAL: [&str; 12] = [
    "sessions.list",
    "sessions.subscribe",
    "sessions.describe",
    "sessions.groups.list",
    "sessions.messages.subscribe",
    "sessions.messages.unsubscribe",
    "models.list",
    "agents.list",
    "exec.approval.list",
    "question.list",
    "taskSuggestions.list",
    "last-heartbeat",
];

/// Answers a call.
pub fn answer(world: &mut World, link: &mut Link, name: &str, params: &Value) -> Answer {
    let Some(method) = methods().find(|method| method.name == name) else {
        return Err(Refusal::invalid(format!("unknown method: {name}")));
    };
    if !link.has(method.scope) {
        return Err(Refusal::missing_scope(method.scope));
    }
    if !AT_ARRIVAL.contains(&name) {
        long::recall(world);
    }
    (method.act)(&mut Asked { world, link, params })
}

impl Asked<'_> {
    /// Returns a parameter that is a text.
    fn text(&self, name: &str) -> Option<&str> {
        self.params[name].as_str()
    }

    /// Returns a parameter that is a number.
    fn number(&self, name: &str) -> Option<usize> {
        self.params[name].as_u64().and_then(|number| usize::try_from(number).ok())
    }

    /// Returns a text that must be there.
    fn must(&self, name: &str) -> Result<String, Refusal> {
        let missing = || Refusal::invalid(format!("invalid params: must have required property '{name}'"));
        self.text(name).filter(|text| !text.is_empty()).map(Into::into).ok_or_else(missing)
    }

    /// Returns the session that a key names, if there is one.
    fn session(&mut self, key: &str) -> Option<&mut Session> {
        self.world.sessions.get_mut(key)
    }
}
