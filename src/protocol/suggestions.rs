//! Proposals of agents: work that somebody may have done apart. What is proposed, and how it is taken up or put away.
//! Refuses to judge them.

use serde::Serialize;
use serde::de::IgnoredAny;

use super::fields::reads;
use super::ids::{RequestId, SessionKey, UnixMs};
use super::lenient::Lenient;
use super::method::{Kind, Method};
use super::scope::Scope;

/// `taskSuggestions.list`: proposals that wait.
#[derive(Clone, Debug, Serialize)]
pub struct TaskSuggestionsList {}

impl Method for TaskSuggestionsList {
    const NAME: &'static str = "taskSuggestions.list";
    const KIND: Kind = Kind::Background;
    const SCOPE: Scope = Scope::Read;
    type Reply = SuggestionsListed;
}

/// The answer to `taskSuggestions.list`.
#[derive(Clone, Debug, Default)]
pub struct SuggestionsListed {
    /// The proposals, the newest first.
    pub suggestions: Lenient<Suggestion>,
}

reads! { SuggestionsListed { suggestions: needed } }

/// A proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// Its id, until the gateway is started again.
    pub id: RequestId,
    /// What it is, in a few words.
    pub title: String,
    /// What it is good for, in a sentence or two.
    pub tldr: String,
    /// What whoever does it would be told.
    pub prompt: String,
    /// In which folder.
    pub cwd: String,
    /// In which session it was made.
    pub session_key: SessionKey,
    /// When.
    pub created_at: Option<UnixMs>,
}

reads! { Suggestion { id: needed, title: needed, tldr, prompt, cwd, session_key: needed, created_at } }

/// The payload of `task.suggestion`: a proposal was made, or one waits no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// `created` or `resolved`.
    pub action: String,
    /// What was proposed.
    pub suggestion: Option<Suggestion>,
    /// Which waits no longer.
    pub task_id: Option<RequestId>,
}

reads! { Suggested { action: needed, suggestion, task_id } }

/// `taskSuggestions.accept`: has it done.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskSuggestionsAccept {
    /// The proposal's id.
    pub task_id: RequestId,
    /// `local` in a session of its own, `session` in the one where it was made. Without one the gateway wants a repository.
    pub mode: &'static str,
}

impl Method for TaskSuggestionsAccept {
    const NAME: &'static str = "taskSuggestions.accept";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Admin;
    type Reply = SuggestionAccepted;
}

/// The answer to `taskSuggestions.accept`.
#[derive(Clone, Debug)]
pub struct SuggestionAccepted {
    /// The session that does it.
    pub key: SessionKey,
}

reads! { SuggestionAccepted { key: needed } }

/// `taskSuggestions.dismiss`: puts it away.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskSuggestionsDismiss {
    /// The proposal's id.
    pub task_id: RequestId,
}

impl Method for TaskSuggestionsDismiss {
    const NAME: &'static str = "taskSuggestions.dismiss";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = IgnoredAny;
}
