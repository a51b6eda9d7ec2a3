//! Runs of agents: how they start, go on step by step, wait, and end. What a run says is a script, what is told of it `telling`.
//! Refuses to know who listens.

pub mod asking;
pub mod context;
pub mod late;
pub mod messages;
pub mod places;
pub mod proposing;
mod scenes;
mod script;
mod stops;
mod telling;
pub mod waiting;

use std::collections::VecDeque;

use serde_json::Value;

pub use stops::{stop, stop_one};

use super::world::session::Session;
use super::world::{World, ids, talk};

/// One step of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// It gets ready.
    Ready(&'static str),
    /// The model starts.
    Begin,
    /// A piece of reasoning.
    Think(String),
    /// A piece of the answer.
    Say(String),
    /// A tool is called.
    Call {
        /// Its name.
        tool: &'static str,
        /// What it does, in a few words.
        title: String,
        /// With what.
        arguments: Value,
    },
    /// A tool says something meanwhile.
    Output(String),
    /// A tool is done.
    Result {
        /// What it answers.
        text: String,
        /// Whether that is an error.
        is_error: bool,
    },
    /// A sub-agent is sent with a task.
    Spawn {
        /// What it is called.
        label: &'static str,
        /// What it shall do.
        task: &'static str,
    },
    /// A person must say yes to a command.
    Ask {
        /// The command.
        command: String,
    },
    /// A person must answer a question, as the wire has it.
    Question(Value),
    /// Work is proposed, as the tool has it.
    Propose(Value),
    /// What was said meanwhile is answered: the message so far is complete.
    Next,
    /// The end.
    End,
    /// The end, by an error.
    Fail(String),
}

/// A run that goes on.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: String,
    pub key: String,
    /// Steps to come, each with the pause before it, in milliseconds.
    steps: VecDeque<(i64, Step)>,
    next: i64,
    /// The request that it waits for.
    asks: Option<String>,
    started: i64,
    /// Counts what is told of this run.
    seq: u64,
    /// The answer so far, over all its messages.
    said: String,
    /// What the present message holds so far.
    text: String,
    thought: String,
    /// How many of its messages are complete.
    messages: u32,
    /// The last of what was told of it, for whoever comes late.
    news: Vec<Value>,
    /// The tool that works: id of the call, name, title, since when, what it said so far.
    tool: Option<Tool>,
    /// What the model used so far: in, out, read from the cache, written into it.
    used: talk::Used,
}

#[derive(Clone, Debug)]
struct Tool {
    call: String,
    name: &'static str,
    title: String,
    since: i64,
    output: String,
}

impl Run {
    /// Returns when it goes on; `None` while it waits for a person.
    pub fn due(&self) -> Option<i64> {
        self.asks.is_none().then_some(self.next)
    }

    /// Moves its next step with a clock that jumped.
    pub fn shift(&mut self, by: i64) {
        self.next += by;
    }
}

/// Starts a run by a message. See [`send_with`].
pub fn send(world: &mut World, key: &str, text: &str, idempotency: &str) {
    send_with(world, key, text, idempotency, &[]);
}

/// Starts a run by a message, to which something may be attached; returns the message's number. The run of a session that is at work
/// takes the message in before it ends; so long it has none.
pub fn send_with(world: &mut World, key: &str, text: &str, idempotency: &str, media: &[Value]) -> Option<u64> {
    let now = world.now;
    let is_at_work = world.runs.iter().any(|run| run.key == key);
    let session = world.sessions.get_mut(key)?;
    if session.label.is_none() && session.title.is_none() {
        session.title = Some(text.chars().take(60).collect());
    }
    let said = if is_at_work {
        waiting::wait(world, key, text, idempotency, media);
        None
    } else {
        (session.status, session.error, session.run) = (Some("running"), None, Some(idempotency.into()));
        let message = talk::user(world, text, now, idempotency, media);
        Some(talk::add(world, key, message))
    };
    // So far the row tells of the run before.
    world.tell_row(key, ("reason", "send"), None);
    if let Some(session) = world.sessions.get_mut(key) {
        (session.last_interaction, session.updated) = (Some(now), now);
        if session.classification == "dashboard" {
            session.classification = "direct";
        }
    }
    world.tell_row(key, ("reason", "participants"), None);
    world.sent.note(idempotency, key, text);
    let (message, seq) = said?;
    messages::message(world, key, message, seq);
    let steps = script::answer(world, key, text);
    begin(world, key, idempotency, steps);
    Some(seq)
}

fn begin(world: &mut World, key: &str, id: &str, steps: VecDeque<(i64, Step)>) {
    // A first question brings along instructions, notes and files; each later one finds them in the cache.
    let used = match context::enter(world, key) {
        Some(context) => [world.dice.u64(800..6_000), 0, context, 0],
        None => [world.dice.u64(2_000..9_000), 0, 0, world.dice.u64(9_000..60_000)],
    };
    let next = world.now + steps.front().map_or(0, |(pause, _)| *pause);
    world.runs.push(Run {
        id: id.into(),
        key: key.into(),
        steps,
        next,
        asks: None,
        started: world.now,
        seq: 0,
        said: String::new(),
        text: String::new(),
        thought: String::new(),
        messages: 0,
        news: vec![],
        tool: None,
        used,
    });
}

/// Lets every run take the steps that are due.
pub fn pass(world: &mut World) {
    while let Some(at) = world.runs.iter().position(|run| run.due().is_some_and(|due| due <= world.now)) {
        let mut run = world.runs.remove(at);
        if matches!(run.steps.front(), Some((_, Step::End)))
            && let Some(text) = waiting::first(world, &run.key)
        {
            run.steps = script::further(world, &run.key, &text);
        }
        let Some((_, step)) = run.steps.pop_front() else { continue };
        let goes_on = telling::take(world, &mut run, step);
        if !goes_on {
            waiting::answer(world, &run.key);
        } else if world.sessions.contains_key(&run.key) {
            run.next = world.now + run.steps.front().map_or(0, |(pause, _)| *pause);
            world.runs.push(run);
        }
    }
}

/// Answers what was said to a run that ended before it could, under an id that nobody asked for.
fn follow(world: &mut World, key: &str, text: &str) {
    let id = ids::uuid(&mut world.dice);
    let Some(session) = world.sessions.get_mut(key) else { return };
    (session.status, session.error, session.run) = (Some("running"), None, Some(id.clone()));
    let steps = script::answer(world, key, text);
    begin(world, key, &id, steps);
}

/// So many sub-agents of one session are kept.
const KEPT_CHILDREN: usize = 6;

/// Sends a sub-agent.
fn spawn(world: &mut World, parent: &str, label: &str, task: &str) {
    let Some(agent) = world.sessions.get(parent).map(|session| session.agent) else { return };
    let key = format!("agent:{agent}:subagent:{}", ids::uuid(&mut world.dice));
    let id = ids::uuid(&mut world.dice);
    let child = Session {
        key: key.clone(),
        agent,
        id,
        classification: "subagent",
        created_via: "spawn",
        title: Some(label.into()),
        spawned_by: Some(parent.into()),
        parent: Some(parent.into()),
        is_background: true,
        created: world.now,
        updated: world.now,
        ..Session::default()
    };
    world.sessions.insert(key.clone(), child);
    world.tell_row(&key, ("reason", "create"), None);
    let mut older: Vec<(i64, String)> = world
        .sessions
        .values()
        .filter(|other| other.spawned_by.as_deref() == Some(parent) && other.run.is_none() && other.key != key)
        .map(|other| (other.created, other.key.clone()))
        .collect();
    older.sort();
    for (_, old) in older.iter().rev().skip(KEPT_CHILDREN) {
        world.forget(old);
    }
    let run = ids::uuid(&mut world.dice);
    send(world, &key, task, &run);
}

/// Plays one answer to its end in the past: what it took is said by its pauses. Whoever is asked says yes.
pub fn play_with(world: &mut World, key: &str, text: &str, media: &[Value]) {
    let id = ids::uuid(&mut world.dice);
    send_with(world, key, text, &id, media);
    go_on(world, key);
    while let Some(asked) = world.runs.iter().find(|run| run.key == key).and_then(|run| run.asks.clone()) {
        if !asking::agree(world, &asked) {
            break;
        }
        go_on(world, key);
    }
    // Whoever was sent on the way comes to an end, too.
    while let Some(other) = world.runs.iter().find(|run| run.due().is_some()).map(|run| run.key.clone()) {
        go_on(world, &other);
    }
}

/// Plays one answer to where a person is asked.
pub fn play_until_asked(world: &mut World, key: &str, text: &str) {
    let id = ids::uuid(&mut world.dice);
    send(world, key, text, &id);
    go_on(world, key);
}

fn go_on(world: &mut World, key: &str) {
    while let Some(due) = world.runs.iter().find(|run| run.key == key).and_then(Run::due) {
        world.now = world.now.max(due);
        pass(world);
    }
}
