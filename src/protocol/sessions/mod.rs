//! The sessions family: rows and the events that carry them; lists, deeds and questions in files of their own.
//! Refuses to know how rows are kept, sorted or shown.

mod deeds;
mod groups;
mod list;
mod read;

use super::fields::{FromJson, Piece, reads};
use super::ids::{RunId, SessionKey, UnixMs, Usd};
use super::raw::Raw;
pub use deeds::{
    Change, SessionsAbort, SessionsAborted, SessionsCompact, SessionsCompacted, SessionsCreate, SessionsCreated, SessionsDelete,
    SessionsPatch, SessionsReset,
};
pub use groups::{Group, SessionsGroupsDelete, SessionsGroupsList, SessionsGroupsListed, SessionsGroupsRename};
pub use list::{ListQuery, SessionsList, SessionsListed, SessionsRest, SessionsSubscribe, SessionsSubscribed};
pub use read::{
    CacheStatus, SearchHit, SearchScope, SessionTotals, SessionsDescribe, SessionsDescribed, SessionsSearch, SessionsSearched,
    SessionsUsage, SessionsUsed,
};

/// One session as the gateway lists it: the fields that we read, of about sixty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// The full key, unique in the gateway.
    pub key: SessionKey,
    /// The id of the session's present life; the gateway wants it for archiving, so that nothing newer is put away by mistake.
    pub session_id: Option<String>,
    /// The agent that it belongs to.
    pub agent_id: Option<String>,
    /// What it is: `main`, `direct`, `dashboard`, `group`, `cron`, `subagent` and more.
    pub classification: Option<String>,
    /// Whether the gateway runs it for itself or for a schedule: cron runs, dreaming, heartbeats, sub-agents.
    pub is_background: bool,
    /// The gateway's own group that somebody put it into.
    pub category: Option<String>,
    /// The chat channel that it belongs to.
    pub channel: Option<String>,
    /// Who started it, for a sub-agent. `parentSessionKey` is no sign of one: every session that the dashboard makes has it.
    pub spawned_by: Option<SessionKey>,
    /// The name that somebody gave it.
    pub display_name: Option<String>,
    /// An older form of the given name.
    pub label: Option<String>,
    /// A title that the gateway made from the first message; only with `includeDerivedTitles`.
    pub derived_title: Option<String>,
    /// How the last run stands; absent when there never was one.
    pub status: Option<RunStatus>,
    /// Whether a run is going on now.
    pub has_active_run: bool,
    /// The runs going on now. Missing in an event: no change. Null: unknown.
    pub active_run_ids: Option<Option<Vec<RunId>>>,
    /// When the last run started.
    pub started_at: Option<UnixMs>,
    /// When the last run ended.
    pub ended_at: Option<UnixMs>,
    /// When the row last changed in any way.
    pub updated_at: Option<UnixMs>,
    /// When somebody last talked to the session.
    pub last_interaction_at: Option<UnixMs>,
    /// What went wrong in the last run.
    pub last_run_error: Option<String>,
    /// The model's provider.
    pub model_provider: Option<String>,
    /// The model's name within its provider.
    pub model: Option<String>,
    /// How hard the model shall think, if somebody chose.
    pub thinking_level: Option<String>,
    /// How many tokens the context holds, as of the last run.
    pub total_tokens: Option<u64>,
    /// Whether that count is of now; after a compaction, say, it is not.
    pub total_tokens_fresh: Option<bool>,
    /// How many tokens the context can hold.
    pub context_tokens: Option<u64>,
    /// What went into the model in the last run.
    pub input_tokens: Option<u64>,
    /// What came out of it in the last run.
    pub output_tokens: Option<u64>,
    /// What the last run cost, as far as its model has a price.
    pub estimated_cost_usd: Option<Usd>,
    /// Whether it is kept on top.
    pub pinned: bool,
    /// Whether it was put away; such rows are not in the list that we ask for, but their events come.
    pub archived: bool,
    /// When the gateway took this picture of the row: the older of two pictures does not win, unless the clock was put back.
    pub snapshot_at: Option<UnixMs>,
}

reads! { SessionRow {
    key: needed, session_id, agent_id, classification, is_background, category, channel, spawned_by, display_name, label, derived_title,
    status, has_active_run, active_run_ids: nullable, started_at, ended_at, updated_at, last_interaction_at, last_run_error,
    model_provider, model, thinking_level, total_tokens, total_tokens_fresh, context_tokens, input_tokens, output_tokens,
    estimated_cost_usd, pinned, archived, snapshot_at,
} }

impl SessionRow {
    /// Whether this is one run of a scheduled job. Such rows come by events only, are in no list, and are gone when the run ends.
    pub fn is_passing(&self) -> bool {
        self.key.as_str().split_once(":cron:").is_some_and(|(_, rest)| rest.contains(":run:"))
    }

    /// Whether it is the main session of its agent, which can be neither deleted nor put away.
    pub fn is_main(&self) -> bool {
        self.classification.as_deref() == Some("main")
    }
}

/// How a run stands. A word that we do not know is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunStatus {
    /// Waits for its turn.
    Queued,
    /// Going on.
    Running,
    /// Ended well.
    Done,
    /// Ended with an error.
    Failed,
    /// Stopped by somebody.
    Killed,
    /// Took too long.
    Timeout,
    /// A word that we do not know.
    Other(String),
}

impl RunStatus {
    /// Returns the word as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Killed => "killed",
            Self::Timeout => "timeout",
            Self::Other(word) => word,
        }
    }
}

impl FromJson for RunStatus {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        String::from_json(json).map(Self::from)
    }
}

impl From<String> for RunStatus {
    fn from(word: String) -> Self {
        match word.as_str() {
            "queued" => Self::Queued,
            "running" => Self::Running,
            "done" => Self::Done,
            "failed" => Self::Failed,
            "killed" => Self::Killed,
            "timeout" => Self::Timeout,
            _ => Self::Other(word),
        }
    }
}

/// The payload of `sessions.changed`.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionsChanged {
    /// Which session; missing means "reload the list".
    pub session_key: Option<SessionKey>,
    /// Why: `create`, `send`, `patch`, `delete` and more; lifecycle events have a phase instead.
    pub reason: Option<String>,
    /// The whole row as it is now; missing when the session is gone.
    pub session: Option<SessionRow>,
}

reads! { SessionsChanged { session_key, reason, session } }

/// The payload of `session.message`: what was written, and the row as it is then.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionMessage {
    /// Which session.
    pub session_key: Option<SessionKey>,
    /// The message, unread: the list of sessions does not care for it, and one that cannot be read must not cost the row.
    pub message: Option<Raw>,
    /// The whole row as it is now.
    pub session: Option<SessionRow>,
}

reads! { SessionMessage { session_key, message, session } }
