//! What an agent does while it runs, step by step, and how to hear of it.
//! Refuses to know what becomes of the steps.

use serde::Serialize;
use serde::de::IgnoredAny;

use super::fields::reads;
use super::ids::{RunId, SessionKey, UnixMs};
use super::method::{Kind, Method};
use super::raw::Raw;
use super::scope::Scope;

/// `sessions.messages.subscribe`: switches on what happens in one session. Twice is as good as once. Ends with the connection.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsMessagesSubscribe {
    /// Which session.
    pub key: SessionKey,
}

impl Method for SessionsMessagesSubscribe {
    const NAME: &'static str = "sessions.messages.subscribe";
    const KIND: Kind = Kind::Subscribe;
    const SCOPE: Scope = Scope::Read;
    type Reply = IgnoredAny;
}

/// `sessions.messages.unsubscribe`: switches it off again.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsMessagesUnsubscribe {
    /// Which session.
    pub key: SessionKey,
}

impl Method for SessionsMessagesUnsubscribe {
    const NAME: &'static str = "sessions.messages.unsubscribe";
    const KIND: Kind = Kind::Subscribe;
    const SCOPE: Scope = Scope::Read;
    type Reply = IgnoredAny;
}

/// The payload of `agent`: one piece of news of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentStep {
    /// In which session.
    pub session_key: SessionKey,
    /// In which run.
    pub run_id: RunId,
    /// Which kind of news: `assistant` text, `thinking`, `item` and `tool` for steps, `lifecycle`, `run_status` and more.
    pub stream: String,
    /// Its number within the run. Numbers are skipped all the time; an older one is a late double.
    pub seq: u64,
    /// When it was told.
    pub ts: Option<UnixMs>,
    /// The news.
    pub data: StepData,
}

reads! { AgentStep { session_key: needed, run_id: needed, stream: needed, seq, ts, data } }

/// The news itself. Which fields there are depends on the stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepData {
    /// The same over all news of one step, or of one message.
    pub item_id: Option<String>,
    /// `tool` for a tool's work.
    pub kind: Option<String>,
    /// `start`, `update`, `end`, `result`; of a life also `model`, `finishing`, `error`; of a status what the run is about.
    pub phase: Option<String>,
    /// The tool's name.
    pub name: Option<String>,
    /// What it does, in a few words.
    pub title: Option<String>,
    /// `running`, `completed`, `failed` and more.
    pub status: Option<String>,
    /// When it began.
    pub started_at: Option<UnixMs>,
    /// When it ended.
    pub ended_at: Option<UnixMs>,
    /// What was said or thought since the last news.
    pub delta: Option<String>,
    /// All that was said in this message, or thought, so far; kept unread until somebody needs it.
    pub text: Option<Raw>,
    /// What was said so far is replaced, not added to.
    pub replace: bool,
    /// Which call of a tool this is about.
    pub tool_call_id: Option<String>,
    /// With what the tool is called.
    pub args: Option<Raw>,
    /// What it says while it works, all of it so far.
    pub partial_result: Option<Raw>,
    /// What came of it.
    pub result: Option<Raw>,
    /// Whether it failed.
    pub is_error: bool,
    /// What is going on, in words, of a status.
    pub message: Option<String>,
    /// What went wrong, of a life that ends.
    pub error: Option<Raw>,
}

reads! { StepData {
    item_id, kind, phase, name, title, status, started_at, ended_at, delta, text, replace, tool_call_id, args, partial_result, result,
    is_error, message, error,
} }

/// The payload of `chat`, as far as it tells of ends: the text comes by `agent` too, and is read there, message by message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatState {
    /// In which session.
    pub session_key: SessionKey,
    /// In which run; the key of what was said if that waited or was taken into another run.
    pub run_id: RunId,
    /// `delta`, `status`, `final`, `aborted`, `error`.
    pub state: String,
    /// What went wrong.
    pub error_message: Option<String>,
}

impl ChatState {
    /// Whether the run is over with it: what else the chat tells comes by `agent` too.
    pub fn ends(&self) -> bool {
        matches!(self.state.as_str(), "final" | "aborted" | "error")
    }
}

reads! { ChatState { session_key: needed, run_id: needed, state: needed, error_message } }
