//! Scheduled jobs: what they are, what their runs came to, and what can be done to them.
//! Refuses to know when they are due; `domain::schedule` does.

mod config;
mod deeds;
mod runs;
mod write;

pub use config::{Delivery, JobConfig, Payload};
pub use deeds::{CronAdd, CronGet, CronRemove, CronRun, CronRunAnswered, CronUpdate, RunMode};
pub use runs::{CronRuns, CronRunsListed, RunEntry, Tokens};
pub use write::{Json, again, quoted};

use std::sync::Arc;

use super::fields::{FromJson, Piece, reads};
use super::ids::UnixMs;
use super::lenient::Lenient;
use super::method::{Kind, Method};
use super::scope::Scope;
use serde::Serialize;

/// `cron.status`: how the scheduler is.
#[derive(Clone, Debug, Serialize)]
pub struct CronStatus {}

impl Method for CronStatus {
    const NAME: &'static str = "cron.status";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = Scheduler;
}

/// How the scheduler is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scheduler {
    /// Jobs run by themselves.
    pub enabled: bool,
}

reads! { Scheduler { enabled } }

/// `cron.list`: jobs in the order of their names, paused ones too. The gateway gives no more than 200 at once.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CronList {
    /// From which on.
    pub offset: usize,
    /// How many.
    limit: usize,
    include_disabled: bool,
    sort_by: &'static str,
    include_delivery_previews: bool,
}

/// How many jobs are asked for at once.
pub const PAGE: usize = 200;

impl CronList {
    /// Asks for a page.
    pub fn page(offset: usize) -> Self {
        Self { offset, limit: PAGE, include_disabled: true, sort_by: "name", include_delivery_previews: false }
    }
}

impl Method for CronList {
    const NAME: &'static str = "cron.list";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = CronListed;
}

/// The answer to `cron.list`.
#[derive(Clone, Debug, Default)]
pub struct CronListed {
    /// The jobs, those that could be read.
    pub jobs: Lenient<Whole>,
    /// How many there are in all.
    pub total: Option<usize>,
}

reads! { CronListed { jobs: needed, total } }

/// A job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its name for people; only what the gateway made itself has one.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Who made it, if that was the gateway itself or a plugin.
    pub declaration_key: Option<String>,
    /// It runs by itself.
    pub enabled: bool,
    /// The agent that does it, if one is named.
    pub agent_id: Option<String>,
    /// When it is due.
    pub schedule: Plan,
    /// Where it runs.
    pub session_target: String,
    /// It goes once it has run well.
    pub delete_after_run: Option<bool>,
    /// When it was made.
    pub created_at_ms: UnixMs,
    /// The version of what somebody decided about it; answers have it, events do not.
    pub config_revision: Option<String>,
    /// What became of it.
    pub state: JobState,
}

reads! {
    Job {
        id: needed, name: needed, display_name, description, declaration_key, enabled: needed, agent_id, schedule: needed, session_target,
        delete_after_run, created_at_ms, config_revision, state: needed,
    }
}

/// When a job is due, as the wire has it. Which fields there are depends on the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// `at`, `every`, `cron`, `on-exit` or `stream`.
    pub kind: String,
    /// When, in ISO 8601.
    pub at: Option<String>,
    /// The pause in milliseconds.
    pub every_ms: Option<i64>,
    /// From when on the pauses are counted.
    pub anchor_ms: Option<i64>,
    /// The expression.
    pub expr: Option<String>,
    /// The zone of the expression; the gateway's own if there is none.
    pub tz: Option<String>,
    /// By how many milliseconds at most the gateway may start it later, so that not all start at once.
    pub stagger_ms: Option<i64>,
}

reads! { Plan { kind: needed, at, every_ms, anchor_ms, expr, tz, stagger_ms } }

/// What became of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobState {
    /// When it is due next.
    pub next_run_at_ms: Option<UnixMs>,
    /// Since when it runs, if it does.
    pub running_at_ms: Option<UnixMs>,
    /// When it last began to run.
    pub last_run_at_ms: Option<UnixMs>,
    /// What came of that: `ok`, `error` or `skipped`.
    pub last_run_status: Option<String>,
    /// What went wrong then.
    pub last_error: Option<String>,
    /// How long it took, in milliseconds.
    pub last_duration_ms: Option<i64>,
    /// How often in a row it failed.
    pub consecutive_errors: Option<u32>,
    /// Whether its answer reached whom it was for.
    pub last_delivery_status: Option<String>,
    /// Why not.
    pub last_delivery_error: Option<String>,
    /// When somebody last switched it on or off, or gave it another schedule.
    pub schedule_activated_at_ms: Option<UnixMs>,
    /// The gateway itself switched it off.
    pub auto_disabled: Option<AutoDisabled>,
}

reads! {
    JobState {
        next_run_at_ms, running_at_ms, last_run_at_ms, last_run_status, last_error, last_duration_ms, consecutive_errors,
        last_delivery_status, last_delivery_error, schedule_activated_at_ms, auto_disabled: lossy,
    }
}

/// That the gateway itself switched a job off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AutoDisabled {
    /// `consecutive-failures` or `schedule-errors`.
    pub reason: String,
    /// When.
    pub at_ms: Option<UnixMs>,
}

reads! { AutoDisabled { reason, at_ms } }

/// A job together with its words: whoever makes it again, or changes it, needs all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// What is read of it.
    pub job: Job,
    /// All of it, as it came.
    pub text: Arc<str>,
}

impl FromJson for Whole {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        Job::from_json(json).map(|job| Self { job, text: json.get().into() })
    }
}

/// The payload of the event `cron`.
#[derive(Clone, Debug, Default)]
pub struct CronChanged {
    /// Which job.
    pub job_id: String,
    /// `added`, `updated`, `removed`, `started` or `finished`.
    pub action: String,
    /// The job as it is now.
    pub job: Option<Whole>,
}

reads! { CronChanged { job_id: needed, action: needed, job } }
