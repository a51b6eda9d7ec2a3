//! What was used: by the sessions that there are, and by those of the past year that are gone. The latter are kept nowhere: they follow
//! from the seed. Refuses to know how it is answered.

use super::world::calendar::DAY;
use super::world::catalog::{AGENTS, MODELS, Model};
use super::world::chance::place;
use super::world::session::Session;
use super::world::talk::Used;
use super::world::{World, ids};
use fastrand::Rng;

/// What happened in one session at one time.
#[derive(Clone, Debug)]
pub struct Piece {
    pub at: i64,
    /// The model that answered, if one did.
    pub model: Option<&'static Model>,
    /// How many answers there were.
    pub answers: u64,
    pub used: Used,
    /// How many messages people wrote.
    pub asked: u64,
    /// Tools that were called: their names.
    pub tools: Vec<(&'static str, u64)>,
    pub errors: u64,
    /// How long an answer took, in milliseconds.
    pub took: u64,
}

/// A session and what happened in it, old to new.
pub struct Spender {
    pub key: String,
    pub id: String,
    pub agent: &'static str,
    pub label: Option<String>,
    pub channel: Option<&'static str>,
    pub model: &'static Model,
    /// Who made it: `human`, `agent`, or nobody knows any more.
    pub maker: Option<&'static str>,
    pub updated: i64,
    pub pieces: Vec<Piece>,
}

/// The tools that there are; whatever else is called counts as the last.
const TOOLS: [&str; 7] = ["exec", "read", "edit", "write", "sessions_spawn", "web_search", "tool_call"];
/// The past goes back this many weeks.
const WEEKS: i64 = 53;

/// Returns all that used anything, of one agent or of all, between two times; new to old.
pub fn spenders(world: &World, agent: Option<&str>, from: i64, to: i64) -> Vec<Spender> {
    let is_asked = |of: &str| agent.is_none_or(|agent| agent == of);
    // The session of a job is that of its last run under another name; it counts once.
    let of_runs: Vec<&str> = world.sessions.values().filter(|session| !session.is_listed()).map(|session| &*session.id).collect();
    let there = world.sessions.values().filter(|session| is_asked(session.agent));
    let there = there.filter(|session| !session.is_listed() || !of_runs.contains(&&*session.id)).map(of_session);
    let gone = AGENTS.iter().enumerate().filter(|(_, agent)| is_asked(agent.id));
    let gone = gone.flat_map(|(number, _)| (1..=WEEKS).flat_map(move |week| week_of(world, number, week, from, to)));
    let mut all: Vec<Spender> = there.chain(gone).collect();
    for spender in &mut all {
        spender.pieces.retain(|piece| (from..to).contains(&piece.at));
    }
    all.retain(|spender| !spender.pieces.is_empty());
    all.sort_by_key(|spender| std::cmp::Reverse(spender.updated));
    all
}

/// Returns what a session used since it last began anew.
pub fn of_session(session: &Session) -> Spender {
    let mut pieces: Vec<Piece> = vec![];
    for message in session.conversation() {
        let at = message["timestamp"].as_i64().unwrap_or(0);
        let nothing = Piece { at, model: None, answers: 0, used: [0; 4], asked: 0, tools: vec![], errors: 0, took: 0 };
        match message["role"].as_str() {
            Some("user") => pieces.push(Piece { asked: 1, ..nothing }),
            // What the gateway wrote itself, no model was asked for.
            Some("assistant") if message["model"] != "gateway-injected" => {
                let used = ["input", "output", "cacheRead", "cacheWrite"].map(|name| message["usage"][name].as_u64().unwrap_or(0));
                let is_that = |model: &&Model| model.id == message["model"] && model.provider == message["provider"];
                let before = pieces.last().map_or(at, |piece| piece.at);
                let calls = message["content"].as_array().into_iter().flatten().filter(|part| part["type"] == "toolCall");
                let tools = calls.map(|call| (tool(call["name"].as_str().unwrap_or_default()), 1)).collect();
                let took = u64::try_from(at - before).unwrap_or(0);
                pieces.push(Piece { model: MODELS.iter().find(is_that), answers: 1, used, tools, took, ..nothing });
            }
            _ if message["isError"] == true => pieces.push(Piece { errors: 1, ..nothing }),
            _ => {}
        }
    }
    Spender {
        key: if session.is_listed() { session.key.clone() } else { format!("agent:{}:{}", session.agent, session.id) },
        id: session.id.clone(),
        agent: session.agent,
        label: session.label.clone().or(session.title.clone()),
        channel: session.channel,
        model: session.model(),
        maker: Some(if session.is_background { "agent" } else { "human" }),
        updated: session.updated,
        pieces,
    }
}

fn tool(name: &str) -> &'static str {
    TOOLS.iter().find(|tool| **tool == name).copied().unwrap_or(TOOLS[TOOLS.len() - 1])
}

/// Makes up the sessions of an agent that somebody held so many weeks ago and that are gone: one for each model that it used.
fn week_of(world: &World, agent: usize, week: i64, from: i64, to: i64) -> Vec<Spender> {
    let end = (world.came.div_euclid(DAY) - 7 * (week - 1)) * DAY;
    if end <= from || end - 7 * DAY >= to {
        return vec![];
    }
    let of = &AGENTS[agent];
    let dice = &mut Rng::with_seed(world.seed ^ (week as u64) << 8 ^ (agent as u64) << 40);
    let mut sessions = vec![];
    for model in &MODELS {
        let is_own = std::ptr::eq(of.model, model);
        let id = ids::uuid(dice);
        if !is_own && dice.f64() < 0.75 {
            continue;
        }
        let mut pieces: Vec<Piece> = (0..7).flat_map(|day| day_of(dice, model, end - (7 - day) * DAY, week, is_own)).collect();
        pieces.sort_by_key(|piece| piece.at);
        sessions.push(Spender {
            key: format!("agent:{}:{id}", of.id),
            updated: pieces.last().map_or(end, |piece| piece.at),
            id,
            agent: of.id,
            label: None,
            channel: [None, Some("webchat"), Some("telegram"), Some("slack")][place(dice, 4)],
            model,
            maker: None,
            pieces,
        });
    }
    sessions
}

/// Makes up a day: some hours of work, less at the weekend, more as the year went on.
fn day_of(dice: &mut Rng, model: &'static Model, day: i64, week: i64, is_own: bool) -> Vec<Piece> {
    let is_weekend = [0, 6].contains(&super::world::calendar::weekday(day));
    let hours = dice.u64(0..if is_weekend { 3 } else { 7 }) / if is_own { 1 } else { 2 };
    let growth = 1.4 - week as f64 / WEEKS as f64;
    (0..hours)
        .map(|_| {
            let answers = dice.u64(1..6);
            let some = |dice: &mut Rng, least: u64, most: u64| (dice.u64(least..most) as f64 * growth) as u64 * answers;
            let calls = dice.u64(0..answers + 1);
            Piece {
                at: day + dice.i64(6 * 4..22 * 4) * (DAY / 96) + dice.i64(0..DAY / 96),
                model: Some(model),
                answers,
                used: [some(dice, 600, 6_000), some(dice, 60, 1_500), some(dice, 4_000, 60_000), some(dice, 0, 9_000)],
                asked: answers.div_ceil(2),
                tools: if calls > 0 { vec![(TOOLS[place(dice, 4)], calls)] } else { vec![] },
                errors: u64::from(dice.f64() < 0.05),
                took: dice.u64(900..14_000),
            }
        })
        .collect()
}
