//! How a job runs: it starts, by itself or by hand, works in a session of its own or without one, and ends; what is told of it, in the
//! order of the real gateway. Refuses to know what its run says; the scenes do.

use serde_json::{Value, json};

use super::entry::{self, Ended};
use super::past::Habit;
use super::{KEPT, tasks, tell};
use crate::demo::runs;
use crate::demo::world::session::Session;
use crate::demo::world::{World, ids};

/// A run of a job.
pub struct Running {
    since: i64,
    /// The id of a run by hand.
    by_hand: Option<String>,
    /// The key of its session.
    key: Option<String>,
    /// When it ends, if it has no session that says so.
    ends: i64,
    task: Value,
}

/// What was missed for longer than this is not made up for, unless it was to happen once.
const TOO_LATE: i64 = 10 * 60_000;
/// So many sessions of runs are kept for each job.
const KEPT_SESSIONS: usize = 5;

/// Returns when a job starts or ends next.
pub fn due(world: &World) -> Option<i64> {
    world
        .jobs
        .list
        .iter()
        .filter_map(|job| match &job.running {
            Some(running) => is_over(world, running).then_some(world.now).or(running.key.is_none().then_some(running.ends)),
            None => job.next().filter(|_| world.jobs.is_on && !job.is_held),
        })
        .min()
}

fn is_over(world: &World, running: &Running) -> bool {
    match &running.key {
        Some(key) => !world.runs.iter().any(|run| run.key == *key),
        None => running.ends <= world.now,
    }
}

/// Lets jobs start and end that are due. `now` is how late it really is: the world may be catching up.
pub fn pass(world: &mut World, now: i64) {
    while let Some(at) = world.jobs.list.iter().position(|job| job.running.as_ref().is_some_and(|running| is_over(world, running))) {
        finish(world, at);
    }
    for at in 0..world.jobs.list.len() {
        let job = &mut world.jobs.list[at];
        let Some(due) = job.next().filter(|due| *due <= world.now && job.running.is_none() && !job.is_held && world.jobs.is_on) else {
            continue;
        };
        if due < now - TOO_LATE && job.config["schedule"]["kind"] != "at" {
            job.plan(now);
        } else {
            start(world, at, None);
        }
    }
}

/// The clock jumped by so many milliseconds. What runs takes as long as it would have; what was to repeat in between is left out, so
/// that it does not happen all at once.
pub fn clock_jumped(world: &mut World, by: i64) {
    let now = world.now;
    for job in &mut world.jobs.list {
        let was_missed = job.next().is_some_and(|next| now - by < next && next <= now);
        match &mut job.running {
            Some(running) => running.ends += by,
            None if was_missed && world.jobs.is_on && !job.is_held && job.config["schedule"]["kind"] != "at" => job.plan(now),
            None => {}
        }
    }
}

/// Starts a job.
pub fn start(world: &mut World, at: usize, by_hand: Option<String>) {
    let now = world.now;
    let Some(job) = world.jobs.list.get_mut(at) else { return };
    job.is_held = false;
    job.state.insert("runningAtMs".into(), json!(now));
    let lasts = match job.past.habit {
        Habit::Slow => 20_000,
        _ if job.config["payload"]["kind"] == "command" => 2_400,
        _ => 300,
    };
    let (told, id, payload) = (job.told(), job.id.clone(), job.config["payload"].clone());
    let run = by_hand.as_ref().map(|run| format!(":{run}")).unwrap_or_default();
    let task = json!({
        "kind": "automation_run", "runtime": "cron", "status": "running", "execution": {"state": "unknown"}, "title": job.name(),
        "agentId": job.agent().id, "sessionKey": "", "hasTranscript": false, "ownerKey": "", "sourceId": id, "createdAt": now,
        "updatedAt": now, "startedAt": now, "progressSummary": "Running automation.", "deliveryStatus": "not_applicable",
    });
    let mut task = tasks::named(world, task, &format!("cron:{id}:{now}"), &run);
    // What starts by itself is a task first; what somebody starts is a run first.
    let started = json!({"runAtMs": now});
    if by_hand.is_some() {
        tell(world, "started", told, started);
        tasks::tell(world, &task);
    } else {
        tasks::tell(world, &task);
        tell(world, "started", told, started);
    }
    let key = (payload["kind"] == "agentTurn").then(|| open(world, at));
    if let Some(key) = &key {
        (task["childSessionKey"], task["hasTranscript"]) = (json!(key), json!(true));
        tasks::tell(world, &task);
    }
    world.jobs.list[at].running = Some(Running { since: now, by_hand, key: key.clone(), ends: now + lasts, task });
    if let Some(key) = key {
        let id = ids::uuid(&mut world.dice);
        runs::send(world, &key, payload["message"].as_str().unwrap_or_default(), &id);
    }
}

/// Makes the session of a run, and the one of the job if there is none; returns the key of the former.
fn open(world: &mut World, at: usize) -> String {
    let id = ids::uuid(&mut world.dice);
    let job = &world.jobs.list[at];
    let base = job.key();
    let key = format!("{base}:run:{id}");
    let session = Session {
        key: key.clone(),
        agent: job.agent().id,
        id: id.clone(),
        classification: "cron",
        created_via: "cron",
        title: Some(format!("Automation: {}", job.name())),
        model: Some(entry::model(job)).filter(|model| *model != job.agent().model),
        is_background: true,
        created: world.now,
        updated: world.now,
        ..Session::default()
    };
    world.sessions.entry(base.clone()).or_insert_with(|| Session { key: base.clone(), ..session.clone() });
    world.sessions.insert(key.clone(), session);
    world.tell_row(&key, ("reason", "create"), None);
    let prefix = format!("{base}:run:");
    let mut older: Vec<(i64, String)> =
        world.sessions.values().filter(|other| other.key.starts_with(&prefix)).map(|other| (other.created, other.key.clone())).collect();
    older.sort();
    for (_, old) in older.iter().rev().skip(KEPT_SESSIONS) {
        world.sessions.remove(old);
    }
    key
}

/// Ends what a job runs, if it does, without an outcome: the job is about to go.
pub fn call_off(world: &mut World, at: usize) {
    let Some(Running { key, task, .. }) = world.jobs.list.get_mut(at).and_then(|job| job.running.take()) else { return };
    if let Some(key) = key {
        runs::stop(world, &key);
    }
    let task = tasks::over(task, "cancelled", world.now);
    tasks::tell(world, &task);
}

/// Writes down the end of a run and tells of it.
fn finish(world: &mut World, at: usize) {
    let now = world.now;
    let Some(running) = world.jobs.list[at].running.take() else { return };
    let ended = ended(world, at, &running);
    let job = &mut world.jobs.list[at];
    let is_once = job.config["schedule"]["kind"] == "at";
    let next = if is_once { job.next() } else { job.schedule.next(now) };
    let entry = entry::of(job, &ended, next);
    entry::note(&mut job.state, &entry);
    job.updated = now;
    let (is_ok, deletes) = (entry["status"] == "ok", job.config["deleteAfterRun"] == true);
    if !is_once {
        job.plan(now);
    }
    let told = job.told();
    if is_once && !(is_ok && deletes) {
        job.config["enabled"] = json!(false);
        job.plan(now);
    }
    job.runs.push_back(entry.clone());
    if job.runs.len() > KEPT {
        job.runs.pop_front();
    }
    let mut task = tasks::over(running.task, if entry["status"] == "error" { "failed" } else { "completed" }, now);
    for (name, from) in [("terminalSummary", "summary"), ("error", "error")] {
        if let Some(text) = entry[from].as_str() {
            task[name] = json!(tasks::short(text));
        }
    }
    tasks::tell(world, &task);
    if running.by_hand.is_some() {
        tasks::tell(world, &task);
    }
    let (level, how) = if entry["status"] == "error" { ("ERROR", "failed") } else { ("INFO", "finished") };
    world.logs.note(now, level, "cron", &format!("job {how} name={} durationMs={}", told["name"], entry["durationMs"]));
    let mut more = entry;
    if let Some(more) = more.as_object_mut() {
        more.retain(|name, _| !["ts", "jobId", "jobName", "action"].contains(&name.as_str()));
    }
    tell(world, "finished", told.clone(), more);
    if is_once && is_ok && deletes {
        world.jobs.list.remove(at);
        tell(world, "removed", told, Value::Null);
    }
}

/// Finds out what came of a run.
fn ended(world: &mut World, at: usize, running: &Running) -> Ended {
    let job = &world.jobs.list[at];
    let payload = &job.config["payload"];
    let mut ended =
        Ended { at: running.since, duration: (world.now - running.since).max(0), run: running.by_hand.clone(), ..Ended::default() };
    let Some(key) = &running.key else {
        let chance = world.dice.f64();
        let fails = match job.past.habit {
            Habit::Fails(_) => true,
            Habit::Flaps => chance < 0.4,
            _ => payload["argv"][0] == "false",
        };
        if payload["kind"] == "command" && fails {
            ended.error = Some(entry::exit());
        }
        ended.summary = payload["text"].as_str().map(Into::into);
        return ended;
    };
    let base = job.key();
    let Some(session) = world.sessions.get_mut(key) else {
        ended.error = Some("cron: the session of the run is gone".into());
        return ended;
    };
    ended.error = match session.status {
        Some("done") => None,
        Some("killed") => Some("cron: job execution was stopped".into()),
        _ => Some(session.error.clone().unwrap_or_else(|| "cron: job execution failed".into())),
    };
    session.is_unread = false;
    for message in &session.transcript {
        for (sum, name) in ended.used.iter_mut().zip(["input", "output", "cacheRead", "cacheWrite"]) {
            *sum += message["usage"][name].as_u64().unwrap_or(0);
        }
    }
    let said = session.transcript.iter().rev().find(|message| message["role"] == "assistant");
    let texts = said.and_then(|message| message["content"].as_array()).into_iter().flatten().filter_map(|part| part["text"].as_str());
    ended.summary = Some(texts.collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty() && ended.error.is_none());
    (ended.session, ended.model) = (Some(session.id.clone()), Some(session.model()));
    // The session of the job is that of its last run under another name.
    let last = session.clone();
    if let Some(base) = world.sessions.get_mut(&base) {
        (base.id, base.transcript, base.last_seq, base.reset_at) = (last.id, last.transcript, last.last_seq, 0);
        (base.updated, base.last_interaction, base.is_unread) = (last.updated, last.last_interaction, true);
        (base.input, base.output, base.total, base.cost) = (last.input, last.output, last.total, last.cost);
        base.is_total_fresh = last.is_total_fresh;
    }
    world.tell_row(&base, ("phase", "end"), None);
    ended
}
