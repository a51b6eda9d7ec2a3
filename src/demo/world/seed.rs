//! What there is when the world begins: who talked about what, when, through which channel. The past is played, not written down,
//! so transcripts, tokens and costs agree. Refuses to know what is said; the scenes do.

use serde_json::Value;

use super::World;
use super::catalog::{self, AGENTS};
use super::session::Session;
use super::{chance, ids, long, talk};
use crate::demo::runs::{self, messages};

/// A session that there is, and what was said in it.
struct Plan {
    key: &'static str,
    title: &'static str,
    /// `main`, `direct`, `group`, `channel`, `subagent`, `cron`, `heartbeat`, `dreaming`.
    kind: &'static str,
    channel: &'static str,
    group: &'static str,
    /// Minutes ago.
    age: i64,
    /// `pinned`, `archived`, `named`, `unread`, `stopped`, `reset`, `noted`, `long`, `waits`, `asks`, or nothing.
    mark: &'static str,
    says: Vec<&'static str>,
}

/// A line each: key, title, kind, channel, group, mark, minutes ago, what was said; `-` for nothing.
const PAST: &str = include_str!("past.txt");

impl Plan {
    fn all() -> impl Iterator<Item = Self> {
        PAST.lines().filter_map(Self::read)
    }

    /// Reads a line. A test holds that each can be read.
    fn read(line: &'static str) -> Option<Self> {
        let mut words = line.split(" | ").map(|word| if word == "-" { "" } else { word });
        let mut next = || words.next();
        let plan = Self {
            key: next()?,
            title: next()?,
            kind: next()?,
            channel: next()?,
            group: next()?,
            mark: next()?,
            age: next()?.parse().ok()?,
            says: next()?.split(" / ").filter(|text| !text.is_empty()).collect(),
        };
        Some(plan)
    }
}

/// A day in minutes.
const DAY: i64 = 24 * 60;

/// Fills the world with its past; with as many sessions as asked for.
pub fn fill(world: &mut World, sessions: usize) {
    let born = world.now;
    world.groups = ["Work", "House", "Reading"].map(String::from).to_vec();
    for plan in Plan::all() {
        world.now = born - plan.age * 60_000;
        live(world, &plan);
    }
    for number in world.sessions.len()..sessions {
        world.now = born - 60_000 * (15 * DAY + 7 * i64::try_from(number).unwrap_or(0));
        more(world, number);
    }
}

/// What goes on when somebody comes: a command waits for a yes, and in a world that does not stand still a question for an answer.
pub fn begin(world: &mut World, is_still: bool) {
    let (now, asks) = (world.now, [("waits", "Restart the index"), ("asks", "Which room first?")]);
    world.is_past = true;
    for (mark, said) in asks.into_iter().filter(|(mark, _)| *mark == "waits" || !is_still) {
        let waiting = Plan::all().find(|plan| plan.mark == mark).map_or("", |plan| plan.key);
        world.now = now - 40_000;
        runs::play_until_asked(world, waiting, said);
    }
    (world.now, world.is_past) = (now, false);
}

fn live(world: &mut World, plan: &Plan) {
    let now = world.now;
    let title = Some(plan.title).filter(|title| !title.is_empty()).map(String::from);
    let parent = match plan.key.split(':').nth(1) {
        Some("research") => "agent:research:discord:channel:papers",
        _ => "agent:main:telegram:direct:4711",
    };
    let is_sub = plan.kind == "subagent";
    let session = Session {
        key: plan.key.into(),
        agent: agent_of(plan.key),
        id: ids::uuid(&mut world.dice),
        classification: plan.kind,
        created_via: if is_sub {
            "spawn"
        } else if plan.kind == "cron" {
            "cron"
        } else {
            "operator"
        },
        label: title.clone().filter(|_| plan.mark == "named"),
        title: title.filter(|_| plan.mark != "named"),
        category: Some(plan.group).filter(|group| !group.is_empty()).map(String::from),
        channel: Some(plan.channel).filter(|channel| !channel.is_empty()),
        spawned_by: is_sub.then(|| parent.into()),
        parent: is_sub.then(|| parent.into()),
        is_background: matches!(plan.kind, "subagent" | "cron" | "heartbeat" | "dreaming"),
        created: now - 3_600_000 * plan.says.len() as i64,
        updated: now - 3_600_000,
        ..Session::default()
    };
    world.sessions.insert(plan.key.into(), session);
    // Each answer ends a while before the next question; the last one at the session's age.
    for (number, text) in plan.says.iter().enumerate() {
        world.now = now - 50_000 - 600_000 * (plan.says.len() - 1 - number) as i64;
        let (text, media) = with_media(world, text);
        runs::play_with(world, plan.key, text, &media);
    }
    if plan.mark == "noted" {
        messages::note(world, plan.key, "Checked by hand: the numbers of May were taken from the wrong sheet.");
    }
    if plan.mark == "stopped" {
        world.now = now;
        let id = ids::uuid(&mut world.dice);
        runs::send(world, plan.key, "A long report on ferries", &id);
        runs::stop(world, plan.key);
    }
    let last = world.now;
    let Some(session) = world.sessions.get_mut(plan.key) else { return };
    session.is_unread = plan.mark == "unread";
    session.pinned_at = (plan.mark == "pinned").then_some(last);
    session.archived_at = (plan.mark == "archived").then_some(last);
    if plan.mark == "long" {
        long::promise(session, now);
    }
    if plan.mark == "reset" {
        session.reset(last);
        let mark = talk::mark(world, "reset", "Reset");
        talk::add(world, plan.key, mark);
    }
    let Some(session) = world.sessions.get_mut(plan.key) else { return };
    if plan.kind == "cron" {
        // The gateway keeps the state of a job's runs in their own rows.
        (session.status, session.started, session.ended, session.last_run) = (None, None, None, None);
    }
}

/// Takes what is attached to a text off it: `[photo.jpg] What is this?`.
fn with_media<'a>(world: &mut World, text: &'a str) -> (&'a str, Vec<Value>) {
    let Some((name, text)) = text.strip_prefix('[').and_then(|rest| rest.split_once("] ")) else { return (text, vec![]) };
    let mime = if name.ends_with(".jpg") { "image/jpeg" } else { "text/plain" };
    let size = world.dice.u64(40_000..2_000_000);
    (text, vec![talk::media(&mut world.dice, name, mime, size)])
}

/// One more, for trials of size: most of them never said anything.
fn more(world: &mut World, number: usize) {
    const ABOUT: [&str; 12] = [
        "Invoice",
        "Draft",
        "Notes on",
        "Fix for",
        "Question about",
        "Summary of",
        "Plan for",
        "Review of",
        "Idea for",
        "Tests of",
        "Letter to",
        "Costs of",
    ];
    const WHAT: [&str; 12] = [
        "the importer",
        "a quiet office",
        "the new index",
        "spring",
        "the parser",
        "Grace",
        "the roof",
        "release 4",
        "the choir",
        "cold starts",
        "the archive",
        "a bicycle",
    ];
    let agent = &AGENTS[number % AGENTS.len()];
    let (about, what) = (ABOUT[chance::place(&mut world.dice, ABOUT.len())], WHAT[chance::place(&mut world.dice, WHAT.len())]);
    let key = format!("agent:{}:dashboard:{}", agent.id, ids::uuid(&mut world.dice));
    let session = Session {
        key: key.clone(),
        agent: agent.id,
        id: ids::uuid(&mut world.dice),
        classification: "direct",
        created_via: "operator",
        title: Some(format!("{about} {what} {number}")),
        channel: Some("webchat"),
        created: world.now,
        updated: world.now,
        total: Some(world.dice.u64(0..agent.model.window)),
        is_total_fresh: true,
        ..Session::default()
    };
    world.sessions.insert(key, session);
}

fn agent_of(key: &str) -> &'static str {
    key.split(':').nth(1).and_then(catalog::agent).map_or(AGENTS[0].id, |agent| agent.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_past_can_be_read() {
        assert_eq!(Plan::all().count(), PAST.lines().count());
        assert!(Plan::all().all(|plan| plan.key.starts_with("agent:") && plan.age > 0));
    }
}
