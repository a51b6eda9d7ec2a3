//! The sessions family: rows, the list, its events, and the call that stops a run.
//! Refuses to know how rows are kept, sorted or shown.

use serde::{Deserialize, Serialize};

use super::ids::{RunId, SessionKey, UnixMs};
use super::lenient::{Lenient, nullable};
use super::method::{Kind, Method};
use super::scope::Scope;

/// One session as the gateway lists it: the fields that we read, of about sixty.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRow {
    /// The full key, unique in the gateway.
    pub key: SessionKey,
    /// The name that somebody gave it.
    pub display_name: Option<String>,
    /// An older form of the given name.
    pub label: Option<String>,
    /// A title that the gateway made from the first message; only with `includeDerivedTitles`.
    pub derived_title: Option<String>,
    /// How the last run stands; absent when there never was one.
    pub status: Option<RunStatus>,
    /// Whether a run is going on now.
    #[serde(default)]
    pub has_active_run: bool,
    /// The runs going on now. Missing in an event: no change. Null: unknown.
    #[serde(default, deserialize_with = "nullable")]
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
    /// Whether it is kept on top.
    #[serde(default)]
    pub pinned: bool,
    /// Whether it was put away; such rows are not in the list that we ask for, but their events come.
    #[serde(default)]
    pub archived: bool,
    /// When the gateway took this picture of the row: the older of two pictures never wins.
    pub snapshot_at: Option<UnixMs>,
}

/// How a run stands. A word that we do not know is kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
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

/// Which rows to list, and how many. The gateway accepts any limit; 1,000 rows are 1.5 MB.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    /// How many rows at most.
    pub limit: usize,
    /// Asks for titles made from the first message.
    pub include_derived_titles: bool,
}

impl ListQuery {
    /// Asks for the newest `limit` rows with readable titles, in the gateway's own order: pinned first, then newest.
    pub fn newest(limit: usize) -> Self {
        Self { limit, include_derived_titles: true }
    }
}

/// `sessions.list`.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct SessionsList(pub ListQuery);

impl Method for SessionsList {
    const NAME: &'static str = "sessions.list";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = SessionsListed;
}

/// `sessions.subscribe`: switches row events on, and with a query also answers the list.
/// Events may arrive before the answer. The query does not filter them.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct SessionsSubscribe(pub ListQuery);

impl Method for SessionsSubscribe {
    const NAME: &'static str = "sessions.subscribe";
    const KIND: Kind = Kind::Subscribe;
    const SCOPE: Scope = Scope::Read;
    type Reply = SessionsSubscribed;
}

/// The answer to `sessions.subscribe`.
#[derive(Clone, Debug, Deserialize)]
pub struct SessionsSubscribed {
    /// The list, as `sessions.list` would answer it.
    pub list: SessionsListed,
}

/// The answer to `sessions.list`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsListed {
    /// The rows, those that could be read.
    pub sessions: Lenient<SessionRow>,
    /// How many there are in all.
    pub total_count: Option<usize>,
}

/// `sessions.abort`: stops what a session is running. Answers ok even when there was nothing to stop.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsAbort {
    /// The session whose run shall stop.
    pub key: SessionKey,
}

impl Method for SessionsAbort {
    const NAME: &'static str = "sessions.abort";
    const KIND: Kind = Kind::Urgent;
    const SCOPE: Scope = Scope::Write;
    type Reply = SessionsAborted;
}

/// The answer to `sessions.abort`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SessionsAborted {
    /// The run that was stopped; null when none was going on.
    pub aborted_run_id: Option<RunId>,
}

/// The payload of `sessions.changed`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsChanged {
    /// Which session; missing means "reload the list".
    pub session_key: Option<SessionKey>,
    /// Why: `create`, `send`, `patch`, `delete` and more; lifecycle events have a phase instead.
    pub reason: Option<String>,
    /// The whole row as it is now; missing when the session is gone.
    pub session: Option<SessionRow>,
}

/// The payload of `session.message`, as far as the list cares: the row comes along.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SessionMessage {
    /// The whole row as it is now.
    pub session: Option<SessionRow>,
}
