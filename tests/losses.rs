//! What is told of a lost connection, what the latency is measured by, and which secrets are remembered.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use openclutch::protocol::connect::Credential;
use serde_json::json;
use support::bench::Bench;
use support::{challenge, refusal};

#[test]
fn a_connection_that_stood_and_is_lost_is_told_with_its_code_and_reason() {
    let mut bench = Bench::ready();
    bench.close(1012, "service restart");
    assert_eq!(bench.lost, [(1012, "service restart".into())]);
    bench.pass_secs(0);
    bench.close(1006, "");
    assert_eq!(bench.lost.len(), 1, "a try that fails is no loss");
    bench.pass_secs(2);
    bench.get_ready();
    bench.close(1006, "");
    assert_eq!(bench.lost[1], (1006, String::new()));
}

#[test]
fn a_link_given_up_for_its_silence_is_lost_with_4000() {
    let mut bench = Bench::ready();
    bench.pass_secs(18);
    assert_eq!(bench.lost, [(4000, "silent".into())]);
}

#[test]
fn what_a_person_asks_for_is_no_loss() {
    let mut bench = Bench::ready();
    bench.do_with(|machine, now| machine.connect("ws://other".into(), Credential::None, None, now));
    bench.get_ready();
    bench.do_with(|machine, now| machine.leave(now));
    bench.close(1000, "");
    assert!(bench.lost.is_empty(), "{:?}", bench.lost);
}

#[test]
fn a_refusal_is_no_loss() {
    let mut bench = Bench::connecting();
    bench.receive(challenge());
    bench.reply(Err(refusal("AUTH_TOKEN_MISMATCH", json!({}))));
    bench.close(1008, "");
    assert!(bench.lost.is_empty());
}

#[test]
fn steady_traffic_is_sampled_while_somebody_looks_and_never_while_hidden() {
    let mut bench = Bench::ready();
    let samples = |bench: &Bench| bench.sent_methods().iter().filter(|method| **method == "last-heartbeat").count();
    for _ in 0..4 {
        bench.pass_alive(16);
        bench.reply(Ok(serde_json::Value::Null));
    }
    assert_eq!((samples(&bench), bench.latencies.len()), (5, 5));
    bench.do_with(|machine, now| machine.set_visible(false, now));
    bench.pass_alive(120);
    assert_eq!(samples(&bench), 5);
    bench.do_with(|machine, now| machine.set_visible(true, now));
    assert_eq!(samples(&bench), 6);
}

#[test]
fn a_remembered_secret_stands_in_for_a_device_token_that_became_void() {
    let mut bench = Bench::new();
    bench.connect(Credential::Token("remembered".into()), Some("void"));
    bench.receive(challenge());
    assert_eq!(bench.last_sent()["params"]["auth"], json!({"deviceToken": "void"}));
    bench.reply(Err(refusal("AUTH_DEVICE_TOKEN_MISMATCH", json!({}))));
    bench.receive(challenge());
    assert_eq!(bench.last_sent()["params"]["auth"], json!({"token": "remembered"}));
}
