//! The gateway's ledger of what works in the background: sub-agents, runs of jobs, commands. Nobody writes into it.
//! Refuses to be a list of things to do.

use serde::Serialize;

use super::fields::reads;
use super::ids::UnixMs;
use super::lenient::Lenient;
use super::method::{Kind, Method};
use super::scope::Scope;

/// `tasks.list`: a page of the ledger, the newest first.
#[derive(Clone, Debug, Serialize)]
pub struct TasksList {
    /// How many, up to 500.
    pub limit: u32,
    /// Where the page before this one ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl TasksList {
    /// Asks for a page.
    pub fn page(cursor: Option<String>) -> Self {
        Self { limit: 100, cursor }
    }
}

impl Method for TasksList {
    const NAME: &'static str = "tasks.list";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = TasksListed;
}

/// The answer to `tasks.list`.
#[derive(Clone, Debug, Default)]
pub struct TasksListed {
    /// The runs.
    pub tasks: Lenient<Background>,
    /// Where the next page begins, if there is one.
    pub next_cursor: Option<String>,
}

reads! { TasksListed { tasks: needed, next_cursor } }

/// A run in the background.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Background {
    /// Its id.
    pub id: String,
    /// `subagent`, `automation_run`, `cli` or another word.
    pub kind: String,
    /// `queued`, `running`, `completed`, `failed`, `cancelled`, `timed_out`.
    pub status: String,
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub agent_id: Option<String>,
    /// The session that asked for it; empty for none.
    pub session_key: Option<String>,
    /// The session in which it works.
    pub child_session_key: Option<String>,
    /// The job that it is a run of, for `automation_run`.
    pub source_id: Option<String>,
    /// When it was written down.
    pub created_at: UnixMs,
    /// When it began.
    pub started_at: Option<UnixMs>,
    /// When it ended.
    pub ended_at: Option<UnixMs>,
    /// When the entry was written last.
    pub updated_at: UnixMs,
    /// The words that it wrote last.
    pub last_activity: Option<String>,
    /// What it does, or did.
    pub progress_summary: Option<String>,
    /// What came of it.
    pub terminal_summary: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
}

reads! { Background {
    id: needed, kind, status: needed, title, agent_id, session_key, child_session_key, source_id, created_at: needed, started_at, ended_at, updated_at,
    last_activity, progress_summary, terminal_summary, error
} }

impl Background {
    /// Whether it has still to end.
    pub fn is_open(&self) -> bool {
        matches!(self.status.as_str(), "queued" | "running")
    }

    /// Returns the id of the job that it is a run of.
    pub fn job(&self) -> Option<&str> {
        self.source_id.as_deref().filter(|_| self.kind == "automation_run")
    }
}

/// The payload of `task`.
#[derive(Clone, Debug, Default)]
pub struct BackgroundChanged {
    /// `upserted` with the entry, `deleted` with its id, or `restored`: the ledger is another.
    pub action: String,
    /// The entry.
    pub task: Option<Background>,
    /// Which is gone.
    pub task_id: Option<String>,
}

reads! { BackgroundChanged { action: needed, task, task_id } }

/// `tasks.cancel`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TasksCancel {
    /// Which.
    pub task_id: String,
}

impl Method for TasksCancel {
    const NAME: &'static str = "tasks.cancel";
    const KIND: Kind = Kind::Urgent;
    const SCOPE: Scope = Scope::Write;
    type Reply = TaskCancelled;
}

/// The answer to `tasks.cancel`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskCancelled {
    /// Whether it was.
    pub cancelled: bool,
    /// Why not, in the gateway's words.
    pub reason: Option<String>,
}

reads! { TaskCancelled { cancelled, reason } }
