//! The frames that a gateway sends. Refuses to know what they are about.

use serde_json::{Value, json};

/// A refusal, as the gateway words it.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub code: &'static str,
    pub message: String,
    pub details: Option<Value>,
    /// After how many milliseconds the same will be answered.
    pub retry_after: Option<i64>,
}

impl Refusal {
    pub fn invalid(message: impl Into<String>) -> Self {
        Self { code: "INVALID_REQUEST", message: message.into(), details: None, retry_after: None }
    }

    pub fn with(self, details: Value) -> Self {
        Self { details: Some(details), ..self }
    }

    pub fn missing_scope(scope: &str) -> Self {
        Self {
            code: "FORBIDDEN",
            message: format!("missing scope: {scope}"),
            details: Some(json!({"code": "MISSING_SCOPE", "missingScope": scope, "requiredScopes": [scope]})),
            retry_after: None,
        }
    }
}

/// What a method answers.
pub type Answer = Result<Value, Refusal>;

/// Writes an answer.
pub fn answer(id: &Value, answer: Answer) -> Value {
    match answer {
        Ok(payload) => json!({"type": "res", "id": id, "ok": true, "payload": payload}),
        Err(refusal) => {
            let mut error = json!({"code": refusal.code, "message": refusal.message});
            if let Some(details) = refusal.details {
                error["details"] = details;
            }
            if let Some(ms) = refusal.retry_after {
                (error["retryable"], error["retryAfterMs"]) = (json!(true), json!(ms));
            }
            json!({"type": "res", "id": id, "ok": false, "error": error})
        }
    }
}

/// Writes a numbered event.
pub fn event(event: &str, payload: Value, seq: u64) -> Value {
    json!({"type": "event", "event": event, "payload": payload, "seq": seq, "recipientProfileId": "gateway-owner"})
}
