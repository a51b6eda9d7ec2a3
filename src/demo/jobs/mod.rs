//! Jobs: what runs by a schedule, when, and what came of it. How one runs is in `work`, what was before the world began in `past`.
//! Refuses to know who asks.

mod entry;
mod past;
pub mod schedule;
mod seed;
pub mod tasks;
pub mod work;

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hasher};

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::world::catalog::{self, AGENTS, Agent};
use super::world::{Audience, World, chance};
use past::Past;
use schedule::Schedule;

/// As many runs of a job are kept; older ones are forgotten.
pub const KEPT: usize = 2_000;

/// The jobs, and what there is around them.
pub struct Jobs {
    pub list: Vec<Job>,
    /// They start by themselves when they are due.
    pub is_on: bool,
    /// Counts what was run by hand: it is part of the id of such a run.
    pub by_hand: u64,
    /// What works or worked in the background, as the wire has it, new to old.
    pub tasks: VecDeque<Value>,
    /// What was changed within the last minute, by method, and when.
    pub writes: Vec<(&'static str, i64)>,
}

/// A job.
pub struct Job {
    pub id: String,
    /// What somebody decided about it, as the wire has it.
    pub config: Value,
    /// What became of it, as the wire has it.
    pub state: Map<String, Value>,
    pub created: i64,
    pub updated: i64,
    schedule: Schedule,
    past: Past,
    /// Runs since the world began, as the wire has them, old to new.
    runs: VecDeque<Value>,
    running: Option<work::Running>,
    /// It is due and does not start: its turn has not come.
    is_held: bool,
}

impl Jobs {
    /// Makes those that there are from the beginning.
    pub fn new(seed: u64, now: i64, is_on: bool, least: usize) -> Self {
        Self { list: seed::jobs(seed, now, least), is_on, by_hand: 0, tasks: VecDeque::new(), writes: vec![] }
    }

    /// Returns when something is due next, by the schedules.
    pub fn next_wake(&self) -> Option<i64> {
        self.list.iter().filter_map(Job::next).min()
    }
}

impl Job {
    /// Makes a job of what somebody decided, or says why that cannot be, as the gateway does.
    pub fn new(id: String, config: Map<String, Value>, now: i64) -> Result<Self, String> {
        let mut job = Self {
            id,
            schedule: Schedule::Never,
            config: Value::Object(config),
            state: Map::new(),
            created: now,
            updated: now,
            past: Past::none(now),
            runs: VecDeque::new(),
            running: None,
            is_held: false,
        };
        job.settle(now)?;
        Ok(job)
    }

    /// Takes in what somebody decided: fills in what goes without saying, and plans the next run.
    pub fn settle(&mut self, now: i64) -> Result<(), String> {
        for name in ["name", "schedule", "sessionTarget", "wakeMode", "payload"] {
            if self.config[name].is_null() {
                return Err(format!("at root: must have required property '{name}'"));
            }
        }
        let kind = self.config["payload"]["kind"].as_str().unwrap_or_default().to_owned();
        if !["agentTurn", "systemEvent", "command", "script", "heartbeat"].contains(&&*kind) {
            return Err("at /payload: must match a schema in anyOf".into());
        }
        let is_main = self.config["sessionTarget"] == "main";
        if is_main && !["systemEvent", "script", "heartbeat"].contains(&&*kind) {
            return Err("main cron jobs require payload.kind=\"systemEvent\" or \"script\"".into());
        }
        if !is_main && kind == "systemEvent" {
            return Err("isolated cron jobs require payload.kind=\"agentTurn\", \"command\" or \"script\"".into());
        }
        self.schedule = Schedule::read(&self.config["schedule"], now)?;
        if let Schedule::Every { anchor, .. } = self.schedule {
            self.config["schedule"]["anchorMs"] = json!(anchor);
        }
        if kind == "agentTurn" {
            if self.config["payload"]["toolsAllow"].is_null() {
                self.config["payload"]["toolsAllow"] = json!(["*"]);
            }
            self.config["scheduledToolPolicy"] = json!({"version": 1, "mode": "trusted"});
        }
        if !is_main && self.config["delivery"].is_null() {
            // Without a word about it, an answer is told where somebody spoke last.
            self.config["delivery"] = json!({"mode": "announce"});
        }
        if !self.config["enabled"].is_boolean() {
            self.config["enabled"] = json!(true);
        }
        self.plan(now);
        Ok(())
    }

    /// Lays a patch over what was decided: `null` takes away. What cannot be changes nothing.
    pub fn change(&mut self, patch: &Map<String, Value>, now: i64) -> Result<(), String> {
        let before = (self.config.clone(), self.state.clone(), self.schedule.clone());
        let Some(config) = self.config.as_object_mut() else { return Ok(()) };
        for (name, value) in patch.iter().filter(|(name, _)| *name != "state") {
            match value {
                Value::Null => {
                    config.remove(name);
                }
                // Of what a job does and where its answer goes, parts can be changed, too, unless it becomes something else.
                Value::Object(parts) if ["payload", "delivery"].contains(&name.as_str()) => {
                    let old = config.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
                    let stays = ["kind", "mode"].iter().all(|kind| parts.get(*kind).is_none_or(|new| old.get(*kind) == Some(new)));
                    let mut merged = if stays { old } else { Map::new() };
                    merged.extend(parts.clone());
                    merged.retain(|_, value| !value.is_null());
                    config.insert(name.clone(), Value::Object(merged));
                }
                value => {
                    config.insert(name.clone(), value.clone());
                }
            }
        }
        if let Err(why) = self.settle(now) {
            (self.config, self.state, self.schedule) = before;
            return Err(why);
        }
        if patch.contains_key("schedule") || before.0["enabled"] != self.config["enabled"] {
            self.state.insert("scheduleActivatedAtMs".into(), json!(now));
        }
        (self.updated, self.is_held) = (now, false);
        Ok(())
    }

    /// Writes down when it is due next.
    fn plan(&mut self, now: i64) {
        let next = self.schedule.next(now).filter(|_| self.is_enabled());
        match next {
            Some(next) => self.state.insert("nextRunAtMs".into(), json!(next)),
            None => self.state.remove("nextRunAtMs"),
        };
    }

    pub fn is_enabled(&self) -> bool {
        self.config["enabled"] == true
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Returns when it is due next.
    pub fn next(&self) -> Option<i64> {
        self.state.get("nextRunAtMs").and_then(Value::as_i64)
    }

    pub fn name(&self) -> &str {
        self.config["name"].as_str().unwrap_or_default()
    }

    /// Returns who does it.
    pub fn agent(&self) -> &'static Agent {
        self.config["agentId"].as_str().and_then(catalog::agent).unwrap_or(&AGENTS[0])
    }

    /// Returns the key of the session of its runs.
    pub fn key(&self) -> String {
        format!("agent:{}:cron:{}", self.agent().id, self.id)
    }

    /// Returns the job as events tell of it.
    pub fn told(&self) -> Value {
        let mut told = self.config.clone();
        (told["id"], told["state"]) = (json!(self.id), Value::Object(self.state.clone()));
        (told["createdAtMs"], told["updatedAtMs"]) = (json!(self.created), json!(self.updated));
        told
    }

    /// Returns the job as answers have it.
    pub fn answered(&self) -> Value {
        let mut answered = self.told();
        answered["configRevision"] = json!(self.revision());
        if let Some(next) = self.next() {
            answered["nextRunAtMs"] = json!(next);
        }
        answered
    }

    /// Returns a text that is another when anything was decided anew.
    pub fn revision(&self) -> String {
        revision(&self.config.to_string())
    }

    /// Returns its runs, new to old: those since the world began, and when those before it were.
    pub fn history(&self) -> impl Iterator<Item = Value> + '_ {
        let before = self.past.times(KEPT.saturating_sub(self.runs.len()));
        self.runs.iter().rev().cloned().chain(before.into_iter().rev().enumerate().map(|(ago, at)| past::entry(self, at, ago)))
    }

    /// Returns how many runs are known.
    pub fn count(&self) -> usize {
        self.runs.len() + self.past.times(KEPT.saturating_sub(self.runs.len())).len()
    }

    /// Says where its answers go, in a few words.
    pub fn preview(&self) -> Value {
        let delivery = &self.config["delivery"];
        if delivery["mode"] != "announce" {
            return json!({"label": "not requested", "detail": "not requested"});
        }
        let channel = delivery["channel"].as_str().unwrap_or("last");
        let to = delivery["to"].as_str().map(|to| format!(":{to}")).unwrap_or_default();
        let detail = match entry::obstacle(channel) {
            Some(obstacle) => format!("{channel} -> no route, will fail-closed: {obstacle}"),
            None => format!("{channel}{to}"),
        };
        json!({"label": format!("announce -> {channel}{to}"), "detail": detail})
    }
}

/// Returns a text in the form of a digest: the same for the same text, on every machine.
pub fn revision(of: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut hasher = DefaultHasher::new();
    hasher.write(of.as_bytes());
    let mut dice = Rng::with_seed(hasher.finish());
    let letters: String = (0..43).map(|_| char::from(LETTERS[chance::place(&mut dice, LETTERS.len())])).collect();
    format!("sha256:{letters}")
}

/// Tells what became of a job.
pub fn tell(world: &mut World, action: &str, job: Value, more: Value) {
    let mut told = json!({"jobId": job["id"], "action": action});
    let next = job["state"]["nextRunAtMs"].clone();
    if !next.is_null() && ["added", "updated"].contains(&action) {
        told["nextRunAtMs"] = next;
    }
    told["job"] = job;
    if let (Some(told), Value::Object(more)) = (told.as_object_mut(), more) {
        told.extend(more);
    }
    world.tell("cron", told, Audience::Scope("operator.read"));
}

/// Tells that a job was made, changed or taken away by somebody. Jobs of the main session show in its row.
pub fn tell_edit(world: &mut World, action: &str, job: Value) {
    let agent = job["agentId"].as_str().unwrap_or("main").to_owned();
    let is_main = job["sessionTarget"] == "main";
    tell(world, action, job, Value::Null);
    if is_main {
        world.tell_row(&format!("agent:{agent}:main"), ("reason", "cron-binding"), None);
    }
}
