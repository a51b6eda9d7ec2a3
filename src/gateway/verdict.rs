//! Retry or halt: the one place where a refusal or a close code is judged.
//! Refuses to act on it, and to put it into words.

use std::time::Duration;

use super::link::{Cause, Halt, PairingRequest};
use crate::protocol::Fault;
use crate::protocol::connect::Credential;

/// What follows from a refusal or a close.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Try again: on the schedule, or after exactly the time that the gateway named, and then no sooner.
    Retry {
        /// Why.
        cause: Cause,
        /// The pause that the gateway named.
        after: Option<Duration>,
    },
    /// Wait for somebody to approve this browser, asking again every few seconds.
    Pair(PairingRequest),
    /// The token issued to this device is void: forget it, then try with the shared secret if there is one.
    ForgetDeviceToken,
    /// Stop trying.
    Halt(Halt),
}

fn retry(cause: Cause) -> Verdict {
    Verdict::Retry { cause, after: None }
}

/// Judges the gateway's refusal of `connect`. `used` is what we authenticated with, `origin` the page's.
pub fn on_refusal(fault: &Fault, used: &Credential, origin: &str) -> Verdict {
    let with_device_token = matches!(used, Credential::Device(_));
    let secret_refused = |password| {
        if with_device_token { Verdict::ForgetDeviceToken } else { Verdict::Halt(Halt::SecretRefused { password }) }
    };
    let details = fault.details.clone().unwrap_or_default();
    match fault.finest_code() {
        "AUTH_TOKEN_MISMATCH" => secret_refused(false),
        "AUTH_PASSWORD_MISMATCH" => secret_refused(true),
        "AUTH_DEVICE_TOKEN_MISMATCH" => Verdict::ForgetDeviceToken,
        // It was issued to a page that asked for less.
        "AUTH_SCOPE_MISMATCH" if with_device_token => Verdict::ForgetDeviceToken,
        "AUTH_TOKEN_MISSING" => Verdict::Halt(Halt::SecretMissing { password: false }),
        "AUTH_PASSWORD_MISSING" => Verdict::Halt(Halt::SecretMissing { password: true }),
        "AUTH_RATE_LIMITED" => {
            let wait = fault.retry_after().unwrap_or(Duration::from_secs(300));
            Verdict::Retry { cause: Cause::RateLimited { wait }, after: Some(wait) }
        }
        "PAIRING_REQUIRED" => {
            Verdict::Pair(PairingRequest { id: details.request_id.unwrap_or_default(), reason: details.reason.unwrap_or_default() })
        }
        "CONTROL_UI_ORIGIN_NOT_ALLOWED" => Verdict::Halt(Halt::OriginRefused { origin: origin.into() }),
        "PROTOCOL_MISMATCH" if details.reload_required == Some(true) => Verdict::Halt(Halt::BuildMismatch),
        "PROTOCOL_MISMATCH" => Verdict::Halt(Halt::ProtocolMismatch { expected: details.expected_protocol }),
        "DEVICE_AUTH_NONCE_MISMATCH" | "DEVICE_AUTH_NONCE_REQUIRED" | "DEVICE_AUTH_SIGNATURE_EXPIRED" => retry(Cause::StaleChallenge),
        _ if fault.is_retryable() => {
            let cause = match fault.reason() {
                Some("startup-sidecars") => Cause::Starting,
                Some("gateway-restarting" | "gateway-suspending") => Cause::Draining,
                _ => Cause::Trouble { why: fault.message.clone() },
            };
            Verdict::Retry { cause, after: fault.retry_after() }
        }
        _ => Verdict::Halt(Halt::Rejected { why: fault.message.clone() }),
    }
}

/// Judges a close that no refusal explained. `greeted` tells whether hello had come.
pub fn on_close(code: u16, reason: &str, greeted: bool) -> Verdict {
    match code {
        // Before hello the gateway closes so when the handshake took too long; later it is nobody's wish, so we return.
        1000 if !greeted => retry(Cause::HandshakeTimeout),
        1001 | 1012 => retry(Cause::Restarting),
        1002 => Verdict::Halt(Halt::ProtocolMismatch { expected: None }),
        1006 => retry(Cause::Network { answers_http: None }),
        1008 if reason == "slow consumer" => retry(Cause::TooSlow),
        // After hello the next handshake says what is wrong; without one there is nothing more to learn, only tries to waste.
        1008 if !greeted => Verdict::Halt(Halt::Rejected { why: reason.into() }),
        1009 => retry(Cause::TooBig),
        1011 => retry(Cause::Trouble { why: reason.into() }),
        1013 => retry(Cause::Starting),
        4000 => retry(Cause::Silent),
        4001 => retry(Cause::AuthChanged),
        _ => retry(Cause::Closed { code, reason: reason.into() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refusal(error: serde_json::Value, used: Credential) -> Verdict {
        on_refusal(&serde_json::from_value(error).unwrap(), &used, "http://dash.example")
    }

    fn coded(code: &str) -> serde_json::Value {
        json!({"code": "INVALID_REQUEST", "message": "m", "details": {"code": code}})
    }

    #[test]
    fn every_refusal_of_the_table_has_its_verdict() {
        use Verdict::Halt as Stop;
        let token = || Credential::Token("t".into());
        let table = [
            ("AUTH_TOKEN_MISMATCH", Stop(Halt::SecretRefused { password: false })),
            ("AUTH_PASSWORD_MISMATCH", Stop(Halt::SecretRefused { password: true })),
            ("AUTH_TOKEN_MISSING", Stop(Halt::SecretMissing { password: false })),
            ("AUTH_PASSWORD_MISSING", Stop(Halt::SecretMissing { password: true })),
            ("AUTH_DEVICE_TOKEN_MISMATCH", Verdict::ForgetDeviceToken),
            ("CONTROL_UI_ORIGIN_NOT_ALLOWED", Stop(Halt::OriginRefused { origin: "http://dash.example".into() })),
            ("PROTOCOL_MISMATCH", Stop(Halt::ProtocolMismatch { expected: None })),
            ("DEVICE_AUTH_NONCE_MISMATCH", retry(Cause::StaleChallenge)),
            ("DEVICE_AUTH_NONCE_REQUIRED", retry(Cause::StaleChallenge)),
            ("DEVICE_AUTH_SIGNATURE_EXPIRED", retry(Cause::StaleChallenge)),
            ("DEVICE_AUTH_SIGNATURE_INVALID", Stop(Halt::Rejected { why: "m".into() })),
            ("DEVICE_AUTH_DEVICE_ID_MISMATCH", Stop(Halt::Rejected { why: "m".into() })),
            ("CONTROL_UI_DEVICE_IDENTITY_REQUIRED", Stop(Halt::Rejected { why: "m".into() })),
            ("DEVICE_IDENTITY_REQUIRED", Stop(Halt::Rejected { why: "m".into() })),
            ("SOMETHING_NEW", Stop(Halt::Rejected { why: "m".into() })),
        ];
        for (code, verdict) in table {
            assert_eq!(refusal(coded(code), token()), verdict, "{code}");
        }
    }

    #[test]
    fn pitfall_1_a_wrong_token_is_never_tried_again() {
        assert!(matches!(refusal(coded("AUTH_TOKEN_MISMATCH"), Credential::Token("x".into())), Verdict::Halt(_)));
    }

    #[test]
    fn pitfall_1_the_lockout_waits_exactly_as_long_as_told() {
        let limited = json!({"code": "INVALID_REQUEST", "message": "m", "retryable": true, "retryAfterMs": 299_000, "details": {"code": "AUTH_RATE_LIMITED"}});
        let wait = Duration::from_secs(299);
        assert_eq!(refusal(limited, Credential::None), Verdict::Retry { cause: Cause::RateLimited { wait }, after: Some(wait) });
    }

    #[test]
    fn a_refused_device_token_is_forgotten_whatever_the_gateway_calls_it() {
        for code in ["AUTH_TOKEN_MISMATCH", "AUTH_DEVICE_TOKEN_MISMATCH", "AUTH_SCOPE_MISMATCH"] {
            assert_eq!(refusal(coded(code), Credential::Device("d".into())), Verdict::ForgetDeviceToken);
        }
    }

    #[test]
    fn pairing_carries_what_must_be_approved() {
        let error = json!({"code": "NOT_PAIRED", "message": "m", "details": {"code": "PAIRING_REQUIRED", "requestId": "r-1", "reason": "not-paired"}});
        assert_eq!(refusal(error, Credential::None), Verdict::Pair(PairingRequest { id: "r-1".into(), reason: "not-paired".into() }));
    }

    #[test]
    fn a_gateway_that_starts_or_drains_is_tried_when_it_says() {
        let unavailable = |reason: &str, ms: u64| json!({"code": "UNAVAILABLE", "message": "m", "retryable": true, "retryAfterMs": ms, "details": {"reason": reason}});
        let after = |ms| Some(Duration::from_millis(ms));
        assert_eq!(
            refusal(unavailable("startup-sidecars", 500), Credential::None),
            Verdict::Retry { cause: Cause::Starting, after: after(500) }
        );
        assert_eq!(
            refusal(unavailable("gateway-restarting", 1000), Credential::None),
            Verdict::Retry { cause: Cause::Draining, after: after(1000) }
        );
    }

    #[test]
    fn another_build_of_the_page_asks_for_a_reload() {
        let error = json!({"code": "UNAVAILABLE", "message": "m", "details": {"code": "PROTOCOL_MISMATCH", "reloadRequired": true}});
        assert_eq!(refusal(error, Credential::None), Verdict::Halt(Halt::BuildMismatch));
    }

    #[test]
    fn every_close_code_of_the_table_has_its_verdict() {
        let table = [
            (1000, "", false, retry(Cause::HandshakeTimeout)),
            (1000, "", true, retry(Cause::Closed { code: 1000, reason: "".into() })),
            (1001, "", true, retry(Cause::Restarting)),
            (1002, "protocol mismatch", false, Verdict::Halt(Halt::ProtocolMismatch { expected: None })),
            (1006, "", false, retry(Cause::Network { answers_http: None })),
            (1006, "", true, retry(Cause::Network { answers_http: None })),
            (1008, "slow consumer", true, retry(Cause::TooSlow)),
            (1008, "origin not allowed", true, retry(Cause::Closed { code: 1008, reason: "origin not allowed".into() })),
            (1008, "no", false, Verdict::Halt(Halt::Rejected { why: "no".into() })),
            (1009, "", true, retry(Cause::TooBig)),
            (1011, "internal", true, retry(Cause::Trouble { why: "internal".into() })),
            (1012, "service restart", true, retry(Cause::Restarting)),
            (1013, "gateway starting", false, retry(Cause::Starting)),
            (4000, "", true, retry(Cause::Silent)),
            (4001, "gateway auth changed", true, retry(Cause::AuthChanged)),
            (4321, "x", true, retry(Cause::Closed { code: 4321, reason: "x".into() })),
        ];
        for (code, reason, greeted, verdict) in table {
            assert_eq!(on_close(code, reason, greeted), verdict, "{code} {reason:?} greeted: {greeted}");
        }
    }

    #[test]
    fn pitfall_21_a_restart_is_not_promised_so_it_is_tried_like_any_loss() {
        assert_eq!(on_close(1012, "service restart", true), retry(Cause::Restarting));
    }

    #[test]
    fn pitfall_7_a_refused_upgrade_looks_like_any_network_trouble() {
        assert_eq!(on_close(1006, "", false), retry(Cause::Network { answers_http: None }));
    }
}
