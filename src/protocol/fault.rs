//! The gateway's own error object, as it came.
//! Refuses to judge: whether to retry or to halt is decided in `gateway::verdict`.

use std::time::Duration;

use super::fields::reads;

/// What the gateway answers when it refuses: `{code, message, details?, retryable?, retryAfterMs?}`.
#[derive(Clone, Debug, Default, PartialEq, thiserror::Error)]
#[error("{message} ({code})")]
pub struct Fault {
    /// The coarse code: `INVALID_REQUEST`, `FORBIDDEN`, `UNAVAILABLE`, `NOT_PAIRED`, or a plugin's own.
    pub code: String,
    /// The gateway's text. It varies with the client id: show it, never branch on it.
    pub message: String,
    /// What else it says; nothing, when that cannot be read.
    pub details: Option<Details>,
    /// Whether the gateway expects the same request to work later.
    pub retryable: Option<bool>,
    /// When to try again at the earliest, in milliseconds from the answer.
    pub retry_after_ms: Option<f64>,
}

reads! { Fault { code, message, details: lossy, retryable, retry_after_ms } }

impl Fault {
    /// Returns the finest code that there is: `details.code`, else `code`.
    pub fn finest_code(&self) -> &str {
        self.details.as_ref().and_then(|details| details.code.as_deref()).unwrap_or(&self.code)
    }

    /// Returns why, where one code has several reasons, such as `startup-sidecars`.
    pub fn reason(&self) -> Option<&str> {
        self.details.as_ref()?.reason.as_deref()
    }

    /// Returns the pause that the gateway asks for, between a quarter of a second and an hour: less would be a storm, more a mistake.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after_ms.map(|ms| Duration::from_millis((ms as u64).clamp(250, 3_600_000)))
    }

    /// Whether the same request may work later.
    pub fn is_retryable(&self) -> bool {
        self.retryable.unwrap_or(self.code == "UNAVAILABLE" || self.retry_after_ms.is_some())
    }
}

/// The parts of `details` that somebody reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The finer code, such as `AUTH_TOKEN_MISMATCH`.
    pub code: Option<String>,
    /// The reason beside the code.
    pub reason: Option<String>,
    /// The pairing request to approve.
    pub request_id: Option<String>,
    /// The protocol that the gateway speaks.
    pub expected_protocol: Option<u64>,
    /// The page is of another build than the gateway.
    pub reload_required: Option<bool>,
}

reads! { Details { code, reason, request_id, expected_protocol, reload_required } }

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Fault {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn details_that_cannot_be_read_cost_only_themselves() {
        let fault = read(r#"{"code":"UNAVAILABLE","message":"busy","details":"later","retryAfterMs":1500.5}"#);
        assert_eq!((fault.message.as_str(), fault.details.clone(), fault.retry_after()), ("busy", None, Some(Duration::from_millis(1500))));
    }

    #[test]
    fn a_pause_is_neither_a_storm_nor_for_ever() {
        let after = |ms: &str| read(&format!(r#"{{"retryAfterMs":{ms}}}"#)).retry_after();
        assert_eq!(
            (after("0"), after("-5"), after("1e30")),
            (Some(Duration::from_millis(250)), Some(Duration::from_millis(250)), Some(Duration::from_secs(3600)))
        );
    }
}
