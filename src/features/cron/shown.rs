//! How a job stands, in one word and a reason: new, up, running, late, failing, flapping, paused, finished. Pure.
//! Refuses to know the time: it is an argument.

use std::sync::Arc;

use crate::domain::job::facts::Facts;
use crate::domain::job::late::late;
use crate::domain::say;
use crate::protocol::UnixMs;
use crate::protocol::cron::{Job, RunEntry};
use crate::ui::badge::Tone;

/// How a job stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The state's name, for searches and the style sheet.
    pub name: &'static str,
    /// The word on screen.
    pub word: String,
    /// Its colour.
    pub tone: Tone,
    /// Why, if there is more to say.
    pub hint: Option<String>,
}

/// What else there is to know for a state.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// It is being started.
    pub is_starting: bool,
    /// How late it may be, in minutes.
    pub grace: i64,
    /// Its last runs, new to old.
    pub runs: &'a [Arc<RunEntry>],
    /// The gateway's clock.
    pub now: UnixMs,
}

/// Returns how a job stands.
pub fn shown(job: &Job, facts: &Facts, around: Around<'_>) -> Shown {
    let state = &job.state;
    let is = |name, tone, hint| Shown { name, word: name.to_owned(), tone, hint };
    if state.running_at_ms.is_some() {
        return is("running", Tone::Run, None);
    }
    if around.is_starting {
        return is("starting", Tone::Run, None);
    }
    if !job.enabled {
        return off(job);
    }
    let errors = state.consecutive_errors.unwrap_or(0);
    if let Some(late) = lateness(job, facts, around) {
        return late;
    }
    if errors > 0 {
        let times = if errors == 1 { "The last run failed".into() } else { format!("The last {errors} runs failed") };
        let why = state.last_error.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        return is("failing", Tone::Bad, Some(times + &why));
    }
    let changes = changes(around.runs);
    if changes >= FLAPS {
        let hint = format!("Went from well to failed or back {changes} times in the last {} runs", around.runs.len());
        return is("flapping", Tone::Bad, Some(hint));
    }
    match state.last_run_at_ms {
        None => is("new", Tone::Idle, Some("It has not run yet".into())),
        Some(_) => is("up", Tone::Ok, None),
    }
}

fn off(job: &Job) -> Shown {
    let state = &job.state;
    let is = |name: &'static str, tone, hint| Shown { name, word: name.to_owned(), tone, hint };
    if let Some(auto) = &state.auto_disabled {
        let why = match auto.reason.as_str() {
            "consecutive-failures" => "The gateway paused it since it failed again and again",
            "schedule-errors" => "The gateway paused it since its schedule has faults",
            _ => "The gateway paused it",
        };
        return is("paused", Tone::Bad, Some(why.into()));
    }
    let is_once = job.schedule.kind == "at";
    match state.last_run_status.as_deref() {
        Some("error") if is_once => is("finished", Tone::Bad, state.last_error.clone()),
        Some(_) if is_once => is("finished", Tone::Idle, None),
        _ => is("paused", Tone::Idle, None),
    }
}

/// Returns since when a job is paused, if that is known.
pub fn paused_since(job: &Job) -> Option<UnixMs> {
    let by_gateway = job.state.auto_disabled.as_ref().and_then(|auto| auto.at_ms);
    by_gateway.or(job.state.schedule_activated_at_ms).filter(|_| !job.enabled)
}

/// Says that a job is late, if it is.
fn lateness(job: &Job, facts: &Facts, around: Around<'_>) -> Option<Shown> {
    let late = late(job, facts, around.grace, around.now)?;
    let by = say::span(late.since, around.now);
    let what = late.what();
    Some(if late.is_beyond_grace {
        Shown { name: "late", word: "late".into(), tone: Tone::Warn, hint: Some(format!("It {what} {by} ago and did not start")) }
    } else {
        let hint =
            format!("It {what} {by} ago; beyond {} it counts as late", say::many(usize::try_from(around.grace).unwrap_or(0), "minute"));
        Shown { name: "due", word: "late, in grace".into(), tone: Tone::Idle, hint: Some(hint) }
    })
}

/// So many changes between well and failed are no bad day any more.
const FLAPS: usize = 4;

fn changes(runs: &[Arc<RunEntry>]) -> usize {
    let outcomes: Vec<bool> =
        runs.iter().filter(|run| run.status.as_deref() != Some("skipped")).map(|run| run.status.as_deref() == Some("ok")).collect();
    outcomes.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Returns in which order states need somebody, the most urgent first.
pub fn urgency(name: &str) -> usize {
    const ORDER: [&str; 8] = ["failing", "flapping", "late", "due", "running", "starting", "new", "up"];
    ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len())
}

/// Says what came of delivering a run's answer; nothing where nobody asked for it.
pub fn delivery(status: Option<&str>) -> Option<(&'static str, Tone)> {
    match status? {
        "delivered" => Some(("delivered", Tone::Ok)),
        "not-delivered" => Some(("not delivered", Tone::Bad)),
        "unknown" => Some(("delivery unknown", Tone::Warn)),
        _ => None,
    }
}

/// Says how a run came out.
pub fn outcome(status: Option<&str>) -> (&'static str, Tone) {
    match status {
        Some("ok") => ("ok", Tone::Ok),
        Some("error") => ("failed", Tone::Bad),
        Some("skipped") => ("skipped", Tone::Idle),
        _ => ("unknown", Tone::Idle),
    }
}

/// Says how long something took that the gateway gave in milliseconds; a dash when it did not say.
pub fn took(ms: Option<i64>) -> String {
    match ms.and_then(|ms| u64::try_from(ms).ok()) {
        None => "—".into(),
        Some(ms @ 0..100) => format!("{ms} ms"),
        Some(ms) => say::brief(std::time::Duration::from_millis(ms)),
    }
}

#[cfg(test)]
#[path = "shown_tests.rs"]
mod tests;
