//! What people read when there is no connection: whole sentences, a next step, and what to paste.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use openclutch::gateway::advice::Scene;
use openclutch::gateway::{Advice, Cause, Halt, Link, PairingRequest};

fn pairing(id: &str) -> Advice {
    let link = Link::Pairing(PairingRequest { id: id.into(), reason: "not-paired".into() });
    link.advice(&home()).expect("somebody must do something about it")
}

fn scene(url: &str, origin: &str) -> Scene {
    Scene { url: url.into(), origin: origin.into() }
}

fn home() -> Scene {
    scene("ws://127.0.0.1:18789", "http://127.0.0.1:8080")
}

#[test]
fn every_situation_has_a_sentence_and_a_next_step() {
    let causes = [
        Cause::Network { answers_http: None },
        Cause::Network { answers_http: Some(false) },
        Cause::Network { answers_http: Some(true) },
        Cause::Restarting,
        Cause::Starting,
        Cause::Draining,
        Cause::Silent,
        Cause::HandshakeTimeout,
        Cause::AuthChanged,
        Cause::RateLimited { wait: Duration::from_secs(299) },
        Cause::TooSlow,
        Cause::TooBig,
        Cause::Trouble { why: "disk full".into() },
        Cause::StaleChallenge,
        Cause::Closed { code: 4321, reason: "x".into() },
    ];
    let halts = [
        Halt::SecretMissing { password: false },
        Halt::SecretMissing { password: true },
        Halt::SecretRefused { password: false },
        Halt::SecretRefused { password: true },
        Halt::DeviceTokenRefused,
        Halt::OriginRefused { origin: "http://dash.example".into() },
        Halt::PairingRefused,
        Halt::ProtocolMismatch { expected: Some(5) },
        Halt::ProtocolMismatch { expected: None },
        Halt::BuildMismatch,
        Halt::Blocked { why: "bad address".into() },
        Halt::Rejected { why: "no".into() },
    ];
    let mut all: Vec<Advice> = causes.iter().map(|cause| cause.advice(&home())).collect();
    all.extend(halts.iter().map(|halt| halt.advice(&home())));
    all.push(pairing("r-1"));
    for Advice { what, next, .. } in &all {
        for text in [what, next] {
            assert!(
                text.ends_with(['.', ':'])
                    && !text.contains(['!'])
                    && text.starts_with(|c: char| c.is_uppercase() || text.starts_with("ws")),
                "{text}"
            );
        }
    }
    let names: std::collections::HashSet<_> = halts.iter().map(Halt::as_str).collect();
    assert_eq!(names.len(), halts.len() - 1, "each verdict has its own name, the two forms of a protocol mismatch share theirs");
}

#[test]
fn a_refused_origin_gets_the_exact_setting() {
    let advice = Halt::OriginRefused { origin: "http://dash.example:8080".into() }.advice(&home());
    assert_eq!(advice.paste.as_deref(), Some(r#"openclaw config set gateway.controlUi.allowedOrigins '["http://dash.example:8080"]'"#));
}

#[test]
fn pairing_gets_the_exact_command() {
    assert_eq!(pairing("r-1").paste.as_deref(), Some("openclaw devices approve r-1"));
}

#[test]
fn nothing_from_the_wire_reaches_a_shell() {
    let advice = pairing("x; rm -rf /");
    assert_eq!(advice.paste.as_deref(), Some("openclaw devices list"));
}

#[test]
fn a_refusal_without_a_reason_is_still_a_sentence() {
    assert_eq!(Halt::Rejected { why: String::new() }.advice(&home()).what, "The gateway refused this browser: no reason given.");
    assert_eq!(Halt::Rejected { why: "no entry.".into() }.advice(&home()).what, "The gateway refused this browser: no entry.");
}

#[test]
fn an_https_page_is_told_why_ws_does_not_open() {
    let blocked = Halt::Blocked { why: "insecure".into() };
    assert!(blocked.advice(&scene("ws://gw.example", "https://dash.example")).what.contains("https"));
    assert!(blocked.advice(&home()).what.contains("insecure"));
}

#[test]
fn a_public_page_hears_of_the_browsers_question() {
    let network = Cause::Network { answers_http: None };
    for (url, origin, asks) in [
        ("ws://127.0.0.1:18789", "https://dash.example", true),
        ("ws://192.168.1.4:18789", "https://dash.example", true),
        ("ws://[::1]:18789", "https://dash.example", true),
        ("ws://127.0.0.1:18789", "http://localhost:8080", false),
        ("wss://gw.example/path", "https://dash.example", false),
        ("ws://192.168.1.4:18789", "http://192.168.1.4:18789", false),
    ] {
        assert_eq!(network.advice(&scene(url, origin)).next.contains("local network"), asks, "{url} from {origin}");
    }
}
