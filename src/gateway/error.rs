//! What a caller can meet instead of an answer.
//! Refuses to know why the link is as it is; that is `Link`.

use std::time::Duration;

use crate::protocol::Fault;

/// Why a call has no answer. One variant per thing that the caller can do about it.
#[allow(missing_docs, reason = "the line of each variant says what its fields are")]
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CallError {
    /// There is no connection to send it on; nothing was sent.
    #[error("{method}: not connected")]
    NotReady { method: &'static str },
    /// The connection went away before the answer came. It may or may not have been done.
    #[error("{method}: the connection was lost before the answer came")]
    LinkLost { method: &'static str },
    /// No answer in time.
    #[error("{method}: no reply within {} s", after.as_secs())]
    TimedOut { method: &'static str, after: Duration },
    /// The gateway said no.
    #[error("{method}: {fault}")]
    Refused { method: &'static str, fault: Box<Fault> },
    /// The params could not be written as JSON.
    #[error("{method}: cannot write the request: {why}")]
    Encode { method: &'static str, why: String },
    /// The answer could not be understood.
    #[error("{method}: cannot read the reply: {why}")]
    Decode { method: &'static str, why: String },
}

impl CallError {
    /// Whether asking the same again may work, for calls that change nothing.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::TimedOut { .. } => true,
            Self::Refused { fault, .. } => fault.is_retryable(),
            _ => false,
        }
    }

    /// Returns the pause that the gateway asked for before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { fault, .. } => fault.retry_after(),
            _ => None,
        }
    }

    /// Says for people why something could not be read yet, and what follows. `what` is as in "the sessions could not be read".
    pub fn unread(&self, what: &str) -> String {
        let next = match self {
            _ if self.is_retryable() => ". Trying again by itself.",
            Self::Decode { .. } => ". The gateway may be newer than this dashboard: reload the page.",
            _ => ". Reload the page, and look into the gateway's log if it stays.",
        };
        let why = match self {
            Self::Refused { fault, .. } => fault.message.clone(),
            Self::TimedOut { after, .. } => ["no answer within ", &after.as_secs().to_string(), " s"].concat(),
            Self::Encode { why, .. } | Self::Decode { why, .. } => why.clone(),
            Self::NotReady { .. } | Self::LinkLost { .. } => "no connection".into(),
        };
        ["The ", what, " could not be read: ", why.trim_end_matches('.'), next].concat()
    }

    /// Says for people why something was not done, with a next step.
    pub fn in_words(&self) -> String {
        match self {
            Self::Refused { fault, .. } if fault.is_retryable() => "The gateway takes no orders right now. Try again in a moment.".into(),
            Self::Refused { fault, .. } => format!("The gateway refused: {}.", fault.message.trim_end_matches('.')),
            Self::NotReady { .. } => "There was no connection. Try again when there is.".into(),
            Self::LinkLost { .. } => "The connection was lost before the gateway answered: look whether it was done.".into(),
            other => format!("It failed: {other}. Try again."),
        }
    }
}
