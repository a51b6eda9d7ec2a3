//! The gateway's own error object, as it came.
//! Refuses to judge: whether to retry or to halt is decided in `gateway::verdict`.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::lenient::or_none;

/// What the gateway answers when it refuses: `{code, message, details?, retryable?, retryAfterMs?}`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, thiserror::Error)]
#[error("{message} ({code})")]
#[serde(default, rename_all = "camelCase")]
pub struct Fault {
    /// The coarse code: `INVALID_REQUEST`, `FORBIDDEN`, `UNAVAILABLE`, `NOT_PAIRED`, or a plugin's own.
    pub code: String,
    /// The gateway's text. It varies with the client id: show it, never branch on it.
    pub message: String,
    /// Whatever else it says; the finer code is in `details.code`.
    pub details: Value,
    /// Whether the gateway expects the same request to work later.
    #[serde(deserialize_with = "or_none")]
    pub retryable: Option<bool>,
    /// When to try again at the earliest, in milliseconds from the answer.
    #[serde(deserialize_with = "or_none")]
    pub retry_after_ms: Option<u64>,
}

impl Fault {
    /// Returns a text of `details`, such as `details.reason`.
    pub fn detail(&self, name: &str) -> Option<&str> {
        self.details.get(name)?.as_str()
    }

    /// Returns the finest code that there is: `details.code`, else `code`.
    pub fn finest_code(&self) -> &str {
        self.detail("code").unwrap_or(&self.code)
    }

    /// Returns the pause that the gateway asks for.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after_ms.map(Duration::from_millis)
    }

    /// Whether the same request may work later.
    pub fn is_retryable(&self) -> bool {
        self.retryable.unwrap_or(self.code == "UNAVAILABLE" || self.retry_after_ms.is_some())
    }

    /// Returns the scope that was missing, for a call that was forbidden.
    pub fn missing_scope(&self) -> Option<&str> {
        self.detail("missingScope")
    }
}
