//! What can be done to sessions: create, change, stop, reset, compact, delete.
//! Refuses to know who may, and what is shown meanwhile.

use std::time::Duration;

use serde::de::IgnoredAny;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::protocol::fields::reads;
use crate::protocol::ids::{RunId, SessionKey};
use crate::protocol::method::{Kind, Method};
use crate::protocol::scope::Scope;

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionsAborted {
    /// The run that was stopped; null when none was going on.
    pub aborted_run_id: Option<RunId>,
}

reads! { SessionsAborted { aborted_run_id } }

/// One change to a session's row. `None` goes back to what the gateway chooses by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The title that somebody gives it.
    Label(Option<String>),
    /// Kept on top.
    Pinned(bool),
    /// Put away, or taken back.
    Archived(bool),
    /// The model as `provider/id`. The gateway takes any id of a provider that it knows, also ones that do not exist.
    Model(Option<String>),
    /// How hard to think: one of the levels that the model has.
    Thinking(Option<String>),
    /// The gateway's group; one that does not exist is made.
    Category(Option<String>),
}

/// `sessions.patch`. An event with the new row comes within milliseconds of the answer, before it or after.
///
/// The gateway creates a session for a key that it does not know, so only keys of its own rows may be given.
#[derive(Clone, Debug)]
pub struct SessionsPatch {
    /// Which session.
    pub key: SessionKey,
    /// Its present life; required for archiving.
    pub session_id: Option<String>,
    /// What changes.
    pub change: Change,
}

impl Serialize for SessionsPatch {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut params = to.serialize_map(None)?;
        params.serialize_entry("key", self.key.as_str())?;
        if let (Change::Archived(_), Some(id)) = (&self.change, &self.session_id) {
            params.serialize_entry("expectedSessionId", id)?;
        }
        match &self.change {
            Change::Pinned(pinned) => params.serialize_entry("pinned", pinned)?,
            Change::Archived(archived) => params.serialize_entry("archived", archived)?,
            Change::Label(text) => params.serialize_entry("label", text)?,
            Change::Model(text) => params.serialize_entry("model", text)?,
            Change::Thinking(text) => params.serialize_entry("thinkingLevel", text)?,
            Change::Category(text) => params.serialize_entry("category", text)?,
        }
        params.end()
    }
}

impl Method for SessionsPatch {
    const NAME: &'static str = "sessions.patch";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = IgnoredAny;
}

/// `sessions.create`. Without a message nothing runs yet.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionsCreate {
    /// Which agent; its own default if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// A title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The model as `provider/id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The first message; it starts a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Made at the click: the gateway takes the same key once.
    pub idempotency_key: String,
}

impl Method for SessionsCreate {
    const NAME: &'static str = "sessions.create";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = SessionsCreated;
}

/// The answer to `sessions.create`.
#[derive(Clone, Debug)]
pub struct SessionsCreated {
    /// The new session.
    pub key: SessionKey,
    /// Why its first message started nothing, if it did not: shaped as the gateway likes.
    pub run_started: Option<bool>,
}

reads! { SessionsCreated { key: needed, run_started } }

macro_rules! by_key {
    ($(#[$doc:meta])* $name:ident, $wire:literal, $timeout:expr, $reply:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        pub struct $name {
            /// Which session.
            pub key: SessionKey,
        }

        impl Method for $name {
            const NAME: &'static str = $wire;
            const KIND: Kind = Kind::Write;
            const SCOPE: Scope = Scope::Admin;
            const TIMEOUT: Duration = $timeout;
            type Reply = $reply;
        }
    };
}

by_key! {
    /// `sessions.reset`: begins anew under the same key; the messages so far are no longer part of the conversation.
    SessionsReset, "sessions.reset", Duration::from_secs(60), IgnoredAny
}
by_key! {
    /// `sessions.compact`: replaces the older messages in the context by a summary, which a model writes, so it takes as long as a run.
    SessionsCompact, "sessions.compact", Duration::from_secs(600), SessionsCompacted
}
by_key! {
    /// `sessions.delete`. Main sessions cannot be deleted; a second time is ok.
    SessionsDelete, "sessions.delete", Duration::from_secs(60), IgnoredAny
}

/// The answer to `sessions.compact`.
#[derive(Clone, Debug, Default)]
pub struct SessionsCompacted {
    /// Whether anything was compacted.
    pub compacted: bool,
    /// Why not.
    pub reason: Option<String>,
}

reads! { SessionsCompacted { compacted, reason } }

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(change: Change) -> String {
        serde_json::to_string(&SessionsPatch { key: "k".into(), session_id: Some("id".into()), change }).unwrap()
    }

    #[test]
    fn a_patch_carries_its_change_and_nothing_else() {
        assert_eq!(sent(Change::Pinned(true)), r#"{"key":"k","pinned":true}"#);
        assert_eq!(sent(Change::Label(None)), r#"{"key":"k","label":null}"#);
        assert_eq!(sent(Change::Archived(true)), r#"{"key":"k","expectedSessionId":"id","archived":true}"#);
        assert_eq!(sent(Change::Thinking(Some("low".into()))), r#"{"key":"k","thinkingLevel":"low"}"#);
    }

    #[test]
    fn what_is_not_chosen_is_not_sent() {
        let create = SessionsCreate { label: Some("L".into()), idempotency_key: "i".into(), ..SessionsCreate::default() };
        assert_eq!(serde_json::to_string(&create).unwrap(), r#"{"label":"L","idempotencyKey":"i"}"#);
    }
}
