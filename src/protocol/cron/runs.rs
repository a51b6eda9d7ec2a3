//! The runs of jobs, as the gateway has written them down.
//! Refuses to know runs that are not over.

use serde::Serialize;

use crate::protocol::fields::reads;
use crate::protocol::ids::UnixMs;
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::scope::Scope;

/// `cron.runs`: runs of a job, new to old.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CronRuns {
    /// Which job; none for all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// `all`, if no job is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'static str>,
    /// How many.
    pub limit: usize,
    /// From which on.
    pub offset: usize,
    /// Only those that came out so: `ok`, `error` or `skipped`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
}

impl CronRuns {
    /// Asks for runs of all jobs.
    pub fn of_all(limit: usize, offset: usize) -> Self {
        Self { scope: Some("all"), limit, offset, ..Self::default() }
    }

    /// Asks for runs of a job that came out in a way, if one is named.
    pub fn of(id: &str, limit: usize, offset: usize, status: Option<&'static str>) -> Self {
        Self { id: id.to_owned(), limit, offset, status, ..Self::default() }
    }
}

impl Method for CronRuns {
    const NAME: &'static str = "cron.runs";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = CronRunsListed;
}

/// The answer to `cron.runs`.
#[derive(Clone, Debug, Default)]
pub struct CronRunsListed {
    /// The runs, those that could be read.
    pub entries: Lenient<RunEntry>,
    /// How many there are in all.
    pub total: Option<usize>,
}

reads! { CronRunsListed { entries: needed, total } }

/// A run that is over. The event that tells of its end has the same fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunEntry {
    /// Whose.
    pub job_id: String,
    /// When it began: its name, since only what was started by hand has an id.
    pub run_at_ms: Option<UnixMs>,
    /// When it was written down.
    pub ts: Option<UnixMs>,
    /// `ok`, `error` or `skipped`.
    pub status: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<i64>,
    /// What went wrong.
    pub error: Option<String>,
    /// What was said at the end.
    pub summary: Option<String>,
    /// Its id.
    pub run_id: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The tokens that it took.
    pub usage: Option<Tokens>,
    /// The session that it ran in.
    pub session_key: Option<String>,
    /// The id of that session's life.
    pub session_id: Option<String>,
    /// Whether its answer reached whom it was for.
    pub delivery_status: Option<String>,
    /// Why not.
    pub delivery_error: Option<String>,
}

reads! {
    RunEntry {
        job_id: needed, run_at_ms, ts, status, duration_ms, error, summary, run_id, model, usage: lossy, session_key, session_id,
        delivery_status, delivery_error,
    }
}

impl RunEntry {
    /// Returns when it began, or at least when it was written down.
    pub fn at(&self) -> UnixMs {
        self.run_at_ms.or(self.ts).unwrap_or_default()
    }

    /// Whether somebody started it.
    pub fn is_by_hand(&self) -> bool {
        self.run_id.as_deref().is_some_and(|id| id.starts_with("manual:"))
    }
}

/// Tokens of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Into the model.
    pub input_tokens: Option<u64>,
    /// Out of it.
    pub output_tokens: Option<u64>,
    /// All of them, with those that a cache held.
    pub total_tokens: Option<u64>,
}

reads! { Tokens { input_tokens as "input_tokens", output_tokens as "output_tokens", total_tokens as "total_tokens" } }
