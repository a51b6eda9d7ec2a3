//! What an agent does while it runs, step by step, and how to hear of it.
//! Refuses to know what becomes of the steps.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::ids::{RunId, SessionKey, UnixMs};
use super::method::{Kind, Method};
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

/// The payload of `agent`, as far as steps go. Streams of other kinds (text, reasoning, usage) leave the data's fields empty.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentStep {
    /// In which session.
    pub session_key: SessionKey,
    /// In which run.
    pub run_id: RunId,
    /// Which kind of news: `item` tells of steps in words made for people.
    pub stream: String,
    /// The news.
    #[serde(default)]
    pub data: StepData,
}

/// One step of a run, of stream `item`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StepData {
    /// The same over all news of one step.
    pub item_id: Option<String>,
    /// `tool` for a tool's work.
    pub kind: Option<String>,
    /// `start`, `update`, `end`.
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
}
