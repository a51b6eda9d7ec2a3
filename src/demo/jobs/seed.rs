//! The jobs that there are when the world begins. Refuses to make up their runs; the past does that when it is asked.

use serde_json::{Map, Value, json};

use super::past::{Habit, Past};
use super::{Job, entry};
use crate::demo::world::calendar::{self, DAY};

/// A line each: id, name, what it is for, agent, schedule, what it does, delivery, model, habit, mark; `-` for nothing.
const PLAN: &str = include_str!("plan.txt");

/// The past of a job goes back this far.
const BACK: i64 = 200 * DAY;

/// What is done by those that are there for their number only.
const MORE: [&str; 4] = [
    "cron 10 4 * * * Europe/Berlin | command verify --archive",
    "every 6h | command sync --shelf",
    "cron 0 9 * * 1-5 America/New_York | command report --shelf",
    "every 45m | command probe --shelf",
];

/// Makes the jobs, at least so many. A test holds that each line can be read.
pub fn jobs(seed: u64, now: i64, least: usize) -> Vec<Job> {
    let planned = PLAN.lines().count();
    let more = (planned..least).map(|number| {
        format!("job-{:08} | Shelf {} | - | ops | {} | none | - | well | -", number + 1, number + 1 - planned, MORE[number % MORE.len()])
    });
    let lines: Vec<String> = PLAN.lines().map(str::to_owned).chain(more).collect();
    lines.iter().enumerate().filter_map(|(number, line)| read(line, seed.wrapping_add(number as u64 * 7_919), number as i64, now)).collect()
}

fn read(line: &str, seed: u64, number: i64, now: i64) -> Option<Job> {
    let words: Vec<&str> = line.split(" | ").map(|word| if word == "-" { "" } else { word }).collect();
    let [id, name, description, agent, when, does, told, model, habit, mark] = words[..] else { return None };
    let mut config = Map::new();
    let mut set = |name: &str, value: Value| config.insert(name.into(), value);
    set("name", json!(name));
    set("agentId", json!(agent));
    if !description.is_empty() {
        set("description", json!(description));
    }
    if let Some(key) = mark.strip_prefix("system ") {
        set("declarationKey", json!(key));
    }
    if mark == "once" {
        set("deleteAfterRun", json!(true));
    }
    set("schedule", schedule(when, number, now)?);
    let (kind, text) = does.split_once(' ').unwrap_or((does, ""));
    set(
        "payload",
        match kind {
            "turn" => json!({"kind": "agentTurn", "message": text}),
            "event" => json!({"kind": "systemEvent", "text": text}),
            "command" => json!({"kind": "command", "argv": text.split(' ').collect::<Vec<_>>()}),
            _ => json!({"kind": "heartbeat"}),
        },
    );
    set("sessionTarget", json!(if ["turn", "command"].contains(&kind) { "isolated" } else { "main" }));
    set("wakeMode", json!(if kind == "turn" { "now" } else { "next-heartbeat" }));
    let mut parts = told.split(' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("none"), ..) => set("delivery", json!({"mode": "none"})),
        (Some("announce"), Some(channel), Some(to)) => set("delivery", json!({"mode": "announce", "channel": channel, "to": to})),
        (Some("announce"), Some(channel), None) => set("delivery", json!({"mode": "announce", "channel": channel})),
        _ => None,
    };
    if let (Some(payload), false) = (config.get_mut("payload"), model.is_empty()) {
        payload["model"] = json!(model);
    }
    // Those that are there for their number have little past, or making them would take long.
    let age = if number < 40 { BACK - number * 5 * DAY } else { 12 * DAY };
    let mut job = Job::new(id.into(), config, now).ok()?;
    (job.created, job.updated) = (now - age, now - age / 3);
    let habit = match habit.split_once(' ') {
        Some(("fails", last)) => Habit::Fails(last.parse().ok()?),
        _ if habit == "flaps" => Habit::Flaps,
        _ if habit == "skips" => Habit::Skips,
        _ if habit == "slow" => Habit::Slow,
        _ => Habit::Well,
    };
    let until = if mark == "paused" { job.updated } else { now };
    job.past = Past { seed, from: job.created, until, habit, schedule: Some(job.schedule.clone()) };
    remember(&mut job);
    if mark == "paused" || (job.next().is_none() && !job.state.is_empty()) {
        job.config["enabled"] = json!(false);
    }
    if mark == "held" {
        job.is_held = true;
    }
    job.plan(now);
    if job.is_held {
        job.state.insert("nextRunAtMs".into(), json!(now - 12 * 60_000));
    }
    Some(job)
}

/// Writes what the last runs were into the state.
fn remember(job: &mut Job) {
    let mut last: Vec<Value> = vec![];
    for entry in job.history().take(60) {
        let is_error = entry["status"] == "error";
        last.push(entry);
        if !is_error {
            break;
        }
    }
    for entry in last.iter().rev() {
        entry::note(&mut job.state, entry);
    }
}

/// Reads `cron <expression> <zone>`, `every 30m` or `at -2880m`, the latter counted from now.
fn schedule(when: &str, number: i64, now: i64) -> Option<Value> {
    let (kind, rest) = when.split_once(' ')?;
    let span = || {
        let (count, unit) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
        let unit = match unit {
            "m" => 60_000,
            "h" => 3_600_000,
            _ => DAY,
        };
        Some(count.parse::<i64>().ok()? * unit)
    };
    match kind {
        "cron" => {
            let (expr, zone) = rest.rsplit_once(' ')?;
            let mut schedule = json!({"kind": "cron", "expr": expr});
            if zone != "-" {
                schedule["tz"] = json!(zone);
            }
            Some(schedule)
        }
        "every" => {
            let every = span()?;
            // They do not all begin at once, and one begins soon.
            Some(json!({"kind": "every", "everyMs": every, "anchorMs": now - 2 * every + every * (number % 5 + 1) / 7}))
        }
        _ => Some(json!({"kind": "at", "at": calendar::iso(now + span()?)})),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_plan_can_be_read() {
        let jobs = jobs(1, 1_795_158_840_000, 0);
        assert_eq!(jobs.len(), 25);
        assert_eq!(PLAN.lines().count(), 25);
        assert_eq!(super::jobs(1, 1_795_158_840_000, 60).len(), 60);
    }
}
