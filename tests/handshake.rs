//! From the open socket to hello, and every way in which the gateway says no.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::Duration;

use openclutch::gateway::machine::PAIRING_PAUSE;
use openclutch::gateway::{Cause, Halt, Link, PairingRequest};
use openclutch::protocol::connect::Credential;
use serde_json::{Value, json};
use support::bench::Bench;
use support::{NONCE, challenge, hello, refusal};

fn refused(code: &str, more: Value) -> Bench {
    let mut bench = Bench::connecting();
    bench.receive(challenge());
    bench.reply(Err(refusal(code, more)));
    bench.close(1008, "refused");
    bench
}

fn pairing(id: &str) -> Value {
    json!({"code": "NOT_PAIRED", "details": {"requestId": id, "reason": "not-paired"}})
}

#[test]
fn it_waits_for_the_challenge_then_sends_connect_then_is_ready() {
    let mut bench = Bench::connecting();
    assert!(bench.sent.is_empty(), "the gateway speaks first");
    bench.receive(challenge());
    let params = &bench.last_sent()["params"];
    assert_eq!(bench.last_sent()["method"], "connect");
    assert_eq!((&params["minProtocol"], &params["maxProtocol"]), (&json!(4), &json!(4)));
    assert_eq!((&params["auth"], &params["device"]["nonce"]), (&json!({"token": "secret"}), &json!(NONCE)));
    assert_eq!(params["scopes"].as_array().unwrap().len(), 6);
    assert_eq!(params["caps"], json!(["tool-events", "approvals", "exec-approvals", "session-scoped-events", "task-suggestions"]));
    bench.reply(Ok(hello()));
    assert_eq!(bench.links, [Link::Connecting { attempt: 0 }, Link::Authenticating, Link::Ready]);
}

#[test]
fn the_first_question_after_hello_is_how_fast_it_answers() {
    let mut bench = Bench::connecting();
    bench.receive(challenge());
    bench.reply(Ok(hello()));
    assert_eq!(bench.sent_methods(), ["connect", "last-heartbeat"]);
    bench.now += Duration::from_millis(12);
    bench.reply(Ok(Value::Null));
    assert_eq!(bench.latencies, [Duration::from_millis(12)]);
}

#[test]
fn no_challenge_in_time_is_tried_again() {
    let mut bench = Bench::connecting();
    bench.pass_secs(15);
    assert_eq!(bench.closed, [4000]);
    assert_eq!(bench.opened.len(), 2, "the first retry comes at once");
}

#[test]
fn no_hello_in_time_is_tried_again() {
    let mut bench = Bench::connecting();
    bench.receive(challenge());
    bench.pass_secs(15);
    assert_eq!(bench.opened.len(), 2);
}

#[test]
fn pitfall_1_a_wrong_token_costs_one_attempt_and_no_more() {
    let mut bench = refused("AUTH_TOKEN_MISMATCH", json!({}));
    bench.pass_secs(3600);
    bench.do_with(|machine, now| machine.nudge(now));
    bench.do_with(|machine, now| machine.retry_now(now));
    bench.do_with(|machine, now| machine.set_visible(true, now));
    bench.do_with(|machine, now| machine.woke(now));
    assert_eq!(bench.opened.len(), 1);
    assert_eq!(*bench.link(), Link::Halted(Halt::SecretRefused { password: false }));
}

#[test]
fn the_right_token_after_a_wrong_one_connects() {
    let mut bench = refused("AUTH_TOKEN_MISMATCH", json!({}));
    bench.connect(Credential::Token("right".into()), None);
    bench.get_ready();
    assert_eq!((bench.link(), bench.opened.len()), (&Link::Ready, 2));
}

#[test]
fn every_verdict_halts() {
    for (code, halt) in [
        ("AUTH_TOKEN_MISSING", Halt::SecretMissing { password: false }),
        ("AUTH_PASSWORD_MISMATCH", Halt::SecretRefused { password: true }),
        ("CONTROL_UI_ORIGIN_NOT_ALLOWED", Halt::OriginRefused { origin: "http://127.0.0.1:8080".into() }),
        ("PROTOCOL_MISMATCH", Halt::ProtocolMismatch { expected: None }),
        ("DEVICE_AUTH_SIGNATURE_INVALID", Halt::Rejected { why: "refused".into() }),
    ] {
        let mut bench = refused(code, json!({}));
        bench.pass_secs(600);
        assert_eq!((bench.link(), bench.opened.len()), (&Link::Halted(halt), 1), "{code}");
    }
}

#[test]
fn pitfall_1_a_lockout_is_waited_out_and_nothing_shortens_it() {
    let mut bench = refused("AUTH_RATE_LIMITED", json!({"retryable": true, "retryAfterMs": 300_000}));
    assert!(matches!(bench.link(), Link::Reconnecting { cause: Cause::RateLimited { .. }, held: true, .. }));
    bench.pass_secs(299);
    bench.do_with(|machine, now| machine.nudge(now));
    bench.do_with(|machine, now| machine.retry_now(now));
    bench.do_with(|machine, now| machine.set_visible(true, now));
    assert_eq!(bench.opened.len(), 1);
    bench.pass_secs(62);
    let waited = (bench.opened[1] - bench.opened[0]).as_secs();
    assert!((300..=360).contains(&waited), "{waited} s");
}

#[test]
fn a_gateway_that_starts_is_tried_when_it_says() {
    let mut bench = refused(
        "",
        json!({"code": "UNAVAILABLE", "retryable": true, "retryAfterMs": 500, "details": {"code": null, "reason": "startup-sidecars"}}),
    );
    assert!(matches!(bench.link(), Link::Reconnecting { cause: Cause::Starting, .. }));
    bench.pass(Duration::from_millis(499));
    assert_eq!(bench.opened.len(), 1);
    bench.pass(Duration::from_millis(102));
    assert_eq!(bench.opened.len(), 2);
}

#[test]
fn pairing_is_shown_through_all_its_tries_and_resumes_by_itself() {
    let mut bench = refused("PAIRING_REQUIRED", pairing("r-1"));
    let waiting = Link::Pairing(PairingRequest { id: "r-1".into(), reason: "not-paired".into() });
    for tries in 2..6 {
        assert_eq!(*bench.link(), waiting);
        bench.pass(PAIRING_PAUSE);
        assert_eq!(bench.opened.len(), tries);
        bench.receive(challenge());
        bench.reply(Err(refusal("PAIRING_REQUIRED", pairing("r-1"))));
        bench.close(1008, "pairing required");
    }
    bench.pass(PAIRING_PAUSE);
    bench.get_ready();
    assert_eq!(bench.links, [Link::Connecting { attempt: 0 }, Link::Authenticating, waiting, Link::Ready]);
}

#[test]
fn another_request_id_means_that_the_first_was_refused() {
    let mut bench = refused("PAIRING_REQUIRED", pairing("r-1"));
    bench.pass(PAIRING_PAUSE);
    bench.receive(challenge());
    bench.reply(Err(refusal("PAIRING_REQUIRED", pairing("r-2"))));
    bench.pass_secs(600);
    assert_eq!((bench.link(), bench.opened.len()), (&Link::Halted(Halt::PairingRefused), 2));
    bench.connect(Credential::Token("secret".into()), None);
    bench.receive(challenge());
    bench.reply(Err(refusal("PAIRING_REQUIRED", pairing("r-2"))));
    assert!(matches!(bench.link(), Link::Pairing(request) if request.id == "r-2"), "asked for again, it waits again");
}

#[test]
fn a_gateway_that_restarts_while_pairing_does_not_end_the_wait() {
    let mut bench = refused("PAIRING_REQUIRED", pairing("r-1"));
    bench.pass(PAIRING_PAUSE);
    bench.close(1006, "");
    assert!(matches!(bench.link(), Link::Pairing(_)));
    bench.pass_secs(2);
    assert_eq!(bench.opened.len(), 3);
}

#[test]
fn the_issued_token_is_kept_and_used_instead_of_the_secret() {
    let mut bench = Bench::ready();
    assert_eq!(bench.tokens, [Some("device-token-1".into())]);
    bench.close(1006, "");
    bench.pass_secs(0);
    bench.receive(challenge());
    assert_eq!(bench.last_sent()["params"]["auth"], json!({"deviceToken": "device-token-1"}));
    bench.reply(Ok(hello()));
    assert_eq!(bench.tokens.len(), 1, "the same token is not written again");
}

#[test]
fn a_void_device_token_is_forgotten_and_the_secret_is_tried_once() {
    let mut bench = Bench::ready();
    bench.close(4001, "gateway auth changed");
    bench.pass_secs(0);
    bench.receive(challenge());
    bench.reply(Err(refusal("AUTH_DEVICE_TOKEN_MISMATCH", json!({}))));
    assert_eq!(bench.tokens.last(), Some(&None));
    bench.receive(challenge());
    assert_eq!(bench.last_sent()["params"]["auth"], json!({"token": "secret"}));
    bench.reply(Err(refusal("AUTH_TOKEN_MISMATCH", json!({}))));
    assert_eq!(*bench.link(), Link::Halted(Halt::SecretRefused { password: false }));
}

#[test]
fn a_void_device_token_without_a_secret_asks_for_one() {
    let mut bench = Bench::new();
    bench.connect(Credential::None, Some("old"));
    bench.receive(challenge());
    bench.reply(Err(refusal("AUTH_DEVICE_TOKEN_MISMATCH", json!({}))));
    bench.pass_secs(600);
    assert_eq!((bench.link(), bench.opened.len()), (&Link::Halted(Halt::DeviceTokenRefused), 1));
}

#[test]
fn a_hello_in_another_protocol_halts() {
    let mut bench = Bench::connecting();
    bench.receive(challenge());
    bench.reply(Ok(json!({"type": "hello-ok", "protocol": 5})));
    assert_eq!(*bench.link(), Link::Halted(Halt::ProtocolMismatch { expected: None }));
    assert_eq!(bench.closed, [1000]);
}

#[test]
fn an_address_that_the_browser_blocks_halts() {
    let mut bench = Bench::connecting();
    bench.do_with(|machine, now| machine.blocked("mixed content".into(), now));
    bench.pass_secs(600);
    assert_eq!((bench.link(), bench.opened.len()), (&Link::Halted(Halt::Blocked { why: "mixed content".into() }), 1));
}

#[test]
fn frames_before_hello_that_are_no_answer_change_nothing() {
    let mut bench = Bench::connecting();
    bench.receive(json!({"type": "res", "id": "1", "ok": true}));
    bench.emit("tick", json!({}), 1);
    bench.receive_text("garbage");
    bench.receive(challenge());
    bench.receive(json!({"type": "res", "id": "999", "ok": true, "payload": {}}));
    assert_eq!(*bench.link(), Link::Authenticating);
    bench.reply(Ok(hello()));
    assert_eq!(*bench.link(), Link::Ready);
}

#[test]
fn pitfall_9_only_the_text_of_subscribed_sessions_is_sent_to_us() {
    let mut bench = Bench::connecting();
    bench.receive(challenge());
    assert!(bench.last_sent()["params"]["caps"].as_array().unwrap().contains(&json!("session-scoped-events")));
}

#[test]
fn pressing_connect_does_not_shorten_a_lockout() {
    let mut bench = refused("AUTH_RATE_LIMITED", json!({"retryable": true, "retryAfterMs": 300_000}));
    bench.do_with(|machine, now| machine.leave(now));
    bench.pass_secs(10);
    bench.connect(Credential::Token("right".into()), None);
    assert_eq!(bench.opened.len(), 1);
    assert!(matches!(bench.link(), Link::Reconnecting { cause: Cause::RateLimited { .. }, held: true, .. }));
    bench.do_with(|machine, now| machine.connect("ws://other".into(), Credential::None, None, now));
    assert_eq!(bench.opened.len(), 2, "another gateway has not locked us out");
}

#[test]
fn a_person_may_leave_at_every_step() {
    let mut steps: Vec<Bench> = vec![Bench::connecting(), Bench::connecting(), refused("PAIRING_REQUIRED", pairing("r-1"))];
    steps[1].receive(challenge());
    for mut bench in steps {
        bench.do_with(|machine, now| machine.leave(now));
        bench.close(1000, "");
        bench.pass_secs(600);
        assert_eq!((bench.link(), bench.opened.len()), (&Link::Idle, 1));
    }
}

#[test]
fn connecting_again_while_the_old_socket_closes_begins_anew() {
    let mut bench = Bench::ready();
    bench.do_with(|machine, now| machine.leave(now));
    bench.connect(Credential::Token("secret".into()), None);
    bench.get_ready();
    assert_eq!((bench.link(), bench.opened.len()), (&Link::Ready, 2));
}

#[test]
fn without_an_issued_token_the_secret_serves_again() {
    let mut bench = Bench::connecting();
    bench.receive(challenge());
    bench.reply(Ok(json!({"type": "hello-ok", "protocol": 4})));
    bench.close(1006, "");
    bench.pass_secs(0);
    bench.receive(challenge());
    assert_eq!(bench.last_sent()["params"]["auth"], json!({"token": "secret"}));
}

#[test]
fn a_gateway_that_vanishes_while_pairing_is_called_gone_and_the_wait_resumes_with_it() {
    let mut bench = refused("PAIRING_REQUIRED", pairing("r-1"));
    for _ in 0..3 {
        let opened = bench.opened.len();
        while bench.opened.len() == opened {
            bench.pass_secs(1);
        }
        bench.close(1006, "");
    }
    assert!(matches!(bench.link(), Link::Reconnecting { cause: Cause::Network { .. }, .. }));
    let opened = bench.opened.len();
    while bench.opened.len() == opened {
        bench.pass_secs(1);
    }
    bench.receive(challenge());
    bench.reply(Err(refusal("PAIRING_REQUIRED", pairing("r-1"))));
    assert!(matches!(bench.link(), Link::Pairing(request) if request.id == "r-1"));
}
