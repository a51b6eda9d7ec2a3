//! The made-up world: what there is, what happens by itself, and what is told of it.
//! Refuses to know connections: what is told is for whoever listens.

pub mod calendar;
pub mod catalog;
pub mod chance;
pub mod ids;
pub mod long;
mod seed;
pub mod sent;
pub mod session;
pub mod talk;

use std::collections::{BTreeMap, VecDeque};

use fastrand::Rng;
use serde_json::{Value, json};

use super::devices::Devices;
use super::jobs::{Jobs, work};
use super::logs::Log;
use super::runs::{self, Run, asking, places};
use super::settings::Settings;
use sent::Sent;
use session::Session;

/// For whom something is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Audience {
    /// Everybody.
    All,
    /// Whoever follows the rows of sessions.
    Rows,
    /// Whoever follows the runs of this session.
    Run(String),
    /// Whoever has a scope.
    Scope(&'static str),
}

/// Something told.
pub struct Told {
    pub event: &'static str,
    pub payload: Value,
    pub audience: Audience,
}

/// The world. Times are Unix milliseconds of the gateway's own clock.
pub struct World {
    pub now: i64,
    /// Since when the gateway runs.
    pub born: i64,
    /// Since when somebody may look: what was before is made up.
    pub came: i64,
    pub boot_id: String,
    pub dice: Rng,
    pub told: Vec<Told>,
    pub sessions: BTreeMap<String, Session>,
    /// Groups in their order.
    pub groups: Vec<String>,
    pub runs: Vec<Run>,
    /// Commands that wait for a yes, as the wire has them.
    pub asked: Vec<Value>,
    /// Questions that wait for an answer, as the wire has them.
    pub questions: Vec<Value>,
    /// What agents propose, as the wire has it, the newest last, and by which session each that was taken up is done.
    pub proposed: Vec<Value>,
    pub taken_up: VecDeque<(String, String)>,
    /// What was decided lately: which request, and how.
    pub decided: VecDeque<(String, String)>,
    pub jobs: Jobs,
    pub devices: Devices,
    pub logs: Log,
    /// What is made up only when somebody looks follows from it.
    pub seed: u64,
    pub sent: Sent,
    /// What happens now is past: nobody is told.
    pub is_past: bool,
    /// When something starts by itself next, if anything does.
    next_start: Option<i64>,
    noise: Noise,
}

/// Row events on top of what happens.
struct Noise {
    /// How many a second.
    rate: u32,
    /// When the next batch of them is due.
    next: i64,
    /// What is left over of batches, in thousandths of an event.
    rest: i64,
    /// The keys of all sessions, as long as these are they: to gather them each time would take longer than the events.
    keys: Vec<String>,
}

/// Events on top are sent in batches this far apart, in milliseconds.
const BATCH: i64 = 20;

impl World {
    /// Makes a world.
    pub fn new(settings: &Settings, now: i64) -> Self {
        let mut dice = Rng::with_seed(settings.seed);
        let boot_id = ids::uuid(&mut dice);
        let mut world = Self {
            now,
            born: now - 7 * 3_600_000,
            came: now,
            boot_id,
            dice,
            told: vec![],
            sessions: BTreeMap::new(),
            groups: vec![],
            runs: vec![],
            asked: vec![],
            questions: vec![],
            proposed: vec![],
            taken_up: VecDeque::new(),
            decided: VecDeque::new(),
            jobs: Jobs::new(settings.seed, now, !settings.is_still, settings.jobs),
            devices: Devices::new(settings.seed, now),
            logs: Log::new(settings.seed, settings.lines, now),
            seed: settings.seed,
            sent: Sent::default(),
            is_past: true,
            next_start: (!settings.is_still).then_some(now + 2_500),
            noise: Noise { rate: settings.rate, next: now, rest: 0, keys: vec![] },
        };
        seed::fill(&mut world, settings.sessions);
        (world.now, world.is_past) = (now, false);
        seed::begin(&mut world, settings.is_still);
        world.told.clear();
        world
    }

    /// Tells something.
    pub fn tell(&mut self, event: &'static str, payload: Value, audience: Audience) {
        if !self.is_past {
            self.told.push(Told { event, payload, audience });
        }
    }

    /// Tells of a change of a session, with its whole row.
    pub fn tell_row(&mut self, key: &str, why: (&str, &str), run: Option<&str>) {
        let Some(session) = self.sessions.get(key).filter(|_| !self.is_past) else { return };
        // Only the first word of a run names it.
        let row = if why.1 == "send" { session.row(self.now) } else { session.row_of_event(self.now) };
        let mut payload = json!({
            "sessionKey": key,
            "agentId": session.agent,
            why.0: why.1,
            "ts": self.now,
            "sessionId": session.id,
            "updatedAt": session.updated,
            "activeRunIds": row["activeRunIds"],
            "session": row,
        });
        if let Some(run) = run {
            payload["runId"] = json!(run);
        }
        self.tell("sessions.changed", payload, Audience::Rows);
    }

    /// Says that all is well.
    pub fn health(&self) -> Value {
        json!({"ok": true, "ts": self.now, "durationMs": 3})
    }

    /// Returns when something happens by itself next.
    pub fn due(&self) -> Option<i64> {
        let runs = self.runs.iter().filter_map(Run::due).min();
        let noise = (self.noise.rate > 0).then_some(self.noise.next);
        [runs, noise, self.next_start, work::due(self), asking::due(self)].into_iter().flatten().min()
    }

    /// Lets everything happen that is due, in the order of time.
    pub fn pass(&mut self, now: i64) {
        while let Some(due) = self.due().filter(|due| *due <= now) {
            self.now = self.now.max(due);
            asking::pass(self);
            runs::pass(self);
            work::pass(self, now);
            if self.next_start.is_some_and(|due| due <= self.now) {
                self.next_start = Some(self.now + self.dice.i64(6_000..14_000));
                places::start(self);
            }
            if self.noise.rate > 0 && self.noise.next <= self.now {
                self.batch();
                // What was missed while nobody looked is not made up for.
                self.noise.next = (self.noise.next + BATCH).max(now - 10 * BATCH);
            }
        }
        // The clock follows even where it goes back.
        self.now = now;
    }

    /// The clock jumped by so many milliseconds, or the world stood still for so long. What goes on takes as long as it would have:
    /// timers do not follow the wall.
    pub fn clock_jumped(&mut self, by: i64) {
        self.now += by;
        self.noise.next += by;
        self.next_start = self.next_start.map(|at| at + by);
        self.runs.iter_mut().for_each(|run| run.shift(by));
        asking::shift(self, by);
        work::clock_jumped(self, by);
    }

    /// Takes a session away, and tells of it; returns what it was.
    pub fn forget(&mut self, key: &str) -> Option<Session> {
        let session = self.sessions.remove(key)?;
        let told = json!({"sessionKey": key, "agentId": session.agent, "reason": "delete", "ts": self.now, "sessionId": session.id});
        self.tell("sessions.changed", told, Audience::Rows);
        self.tell("sessions.changed", json!({"reason": "delete", "ts": self.now}), Audience::Rows);
        Some(session)
    }

    /// Tells of rows on top of what happens.
    fn batch(&mut self) {
        self.noise.rest += i64::from(self.noise.rate) * BATCH;
        let count = self.noise.rest / 1_000;
        self.noise.rest %= 1_000;
        for _ in 0..count {
            if self.noise.keys.len() != self.sessions.len() {
                self.noise.keys = self.sessions.keys().cloned().collect();
            }
            let Some(key) = self.noise.keys.get(chance::place(&mut self.dice, self.noise.keys.len())).cloned() else { return };
            let more = self.dice.u64(1..400);
            let Some(session) = self.sessions.get_mut(&key) else {
                // As many sessions as there were, and others. The next batch makes up for this one.
                self.noise.keys.clear();
                self.noise.rest += 1_000;
                continue;
            };
            session.total = Some((session.total.unwrap_or(0) + more) % session.model().window);
            session.updated = self.now;
            self.tell_row(&key, ("phase", "message"), None);
        }
    }
}

#[cfg(test)]
mod jump_tests;
