//! Losing the connection and getting it back: the schedule, the pulse, and who may hurry.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::Duration;

use openclutch::gateway::link::OFFER_RETRY_AFTER;
use openclutch::gateway::machine::STABLE;
use openclutch::gateway::{Cause, Link};
use openclutch::protocol::connect::Credential;
use serde_json::json;
use support::bench::Bench;
use support::{challenge, hello, refusal};

/// Fails every attempt at once for a while and returns the pauses between them, in seconds.
fn pauses(bench: &mut Bench, count: usize) -> Vec<f64> {
    let first = bench.opened.len();
    bench.close(1006, "");
    while bench.opened.len() < first + count {
        let before = bench.opened.len();
        let at = bench.machine.deadline(bench.now).expect("a retry is planned");
        bench.pass(at - bench.now);
        assert_eq!(bench.opened.len(), before + 1);
        bench.close(1006, "");
    }
    bench.opened[first - 1..].windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64()).collect()
}

/// Waits until the next socket is opened.
fn next_attempt(bench: &mut Bench) {
    let opened = bench.opened.len();
    while bench.opened.len() == opened {
        let at = bench.machine.deadline(bench.now).expect("a retry is planned");
        bench.pass(at - bench.now);
    }
}

fn is_schedule(pauses: &[f64]) -> bool {
    let wanted = [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0];
    pauses.iter().zip(wanted).all(|(pause, wanted)| (pause - wanted).abs() <= wanted * 0.2 + 1e-6)
}

#[test]
fn retries_come_at_once_then_after_1_2_4_8_16_30_seconds() {
    let mut bench = Bench::connecting();
    let pauses = pauses(&mut bench, 8);
    assert!(is_schedule(&pauses), "{pauses:?}");
}

#[test]
fn the_schedule_starts_anew_after_a_hello_that_held() {
    let mut bench = Bench::connecting();
    pauses(&mut bench, 5);
    next_attempt(&mut bench);
    bench.get_ready();
    bench.pass_alive(STABLE.as_secs() + 1);
    let opened = bench.opened.len();
    bench.close(1006, "");
    bench.pass(Duration::ZERO);
    assert_eq!(bench.opened.len(), opened + 1, "the first retry comes at once again");
}

#[test]
fn a_hello_that_did_not_hold_leaves_the_schedule_where_it_was() {
    let mut bench = Bench::connecting();
    pauses(&mut bench, 5);
    next_attempt(&mut bench);
    bench.get_ready();
    bench.pass_alive(STABLE.as_secs() - 1);
    let opened = bench.opened.len();
    bench.close(1006, "");
    bench.pass_secs(10);
    assert_eq!(bench.opened.len(), opened);
}

#[test]
fn after_five_failures_a_person_is_offered_to_try_and_slow_retries_go_on() {
    let mut bench = Bench::connecting();
    pauses(&mut bench, OFFER_RETRY_AFTER as usize - 1);
    assert!(bench.link().offers_retry(), "{:?}", bench.link());
    let opened = bench.opened.len();
    bench.do_with(|machine, now| machine.retry_now(now));
    assert_eq!(bench.opened.len(), opened + 1);
    bench.close(1006, "");
    bench.pass_secs(40);
    assert!(bench.opened.len() > opened + 1, "and it goes on by itself");
}

#[test]
fn four_failures_do_not_offer_it_yet() {
    let mut bench = Bench::connecting();
    pauses(&mut bench, OFFER_RETRY_AFTER as usize - 2);
    assert!(!bench.link().offers_retry());
}

#[test]
fn a_key_or_a_tap_tries_at_once_but_at_most_every_two_seconds() {
    let mut bench = Bench::connecting();
    pauses(&mut bench, 6);
    let opened = bench.opened.len();
    bench.do_with(|machine, now| machine.nudge(now));
    assert_eq!(bench.opened.len(), opened, "the last try was just now");
    bench.pass_secs(2);
    bench.do_with(|machine, now| machine.nudge(now));
    assert_eq!(bench.opened.len(), opened + 1);
    bench.close(1006, "");
    bench.do_with(|machine, now| machine.nudge(now));
    assert_eq!(bench.opened.len(), opened + 1);
}

#[test]
fn the_return_of_the_tab_tries_at_once() {
    let mut bench = Bench::connecting();
    bench.do_with(|machine, now| machine.set_visible(false, now));
    pauses(&mut bench, 6);
    bench.pass_secs(3);
    let opened = bench.opened.len();
    bench.do_with(|machine, now| machine.set_visible(true, now));
    assert_eq!(bench.opened.len(), opened + 1);
}

#[test]
fn nudges_change_nothing_while_ready_or_on_the_way() {
    let mut bench = Bench::connecting();
    bench.pass_secs(5);
    bench.do_with(|machine, now| machine.nudge(now));
    bench.get_ready();
    bench.pass_alive(5);
    bench.do_with(|machine, now| machine.nudge(now));
    bench.do_with(|machine, now| machine.retry_now(now));
    assert_eq!(bench.opened.len(), 1);
}

#[test]
fn every_recoverable_close_is_recovered_from() {
    for code in [1000, 1001, 1006, 1008, 1009, 1011, 1012, 1013, 4000, 4001, 4999] {
        let mut bench = Bench::ready();
        bench.close(code, "");
        bench.pass_secs(0);
        assert_eq!(bench.opened.len(), 2, "{code}");
        bench.get_ready();
        assert_eq!(*bench.link(), Link::Ready, "{code}");
    }
}

#[test]
fn leaving_closes_with_1000_and_stays_closed() {
    let mut bench = Bench::ready();
    bench.do_with(|machine, now| machine.leave(now));
    assert_eq!((bench.link(), &bench.closed[..]), (&Link::Closing, &[1000][..]));
    bench.close(1000, "");
    bench.pass_secs(600);
    bench.do_with(|machine, now| machine.nudge(now));
    assert_eq!((bench.link(), bench.opened.len()), (&Link::Idle, 1));
}

#[test]
fn leaving_does_not_wait_for_a_gateway_that_never_closes() {
    let mut bench = Bench::ready();
    bench.do_with(|machine, now| machine.leave(now));
    bench.pass_secs(3);
    assert_eq!(*bench.link(), Link::Idle);
}

#[test]
fn leaving_ends_retries_and_halts_too() {
    let mut bench = Bench::connecting();
    pauses(&mut bench, 3);
    bench.do_with(|machine, now| machine.leave(now));
    assert_eq!(*bench.link(), Link::Idle);

    let mut bench = Bench::connecting();
    bench.receive(challenge());
    bench.reply(Err(refusal("AUTH_TOKEN_MISMATCH", json!({}))));
    bench.do_with(|machine, now| machine.leave(now));
    assert_eq!(*bench.link(), Link::Idle);
}

#[test]
fn another_gateway_drops_the_first_and_all_that_was_known_of_it() {
    let mut bench = Bench::ready();
    bench.do_with(|machine, now| machine.connect("ws://other".into(), Credential::None, None, now));
    assert_eq!((&bench.closed[..], bench.opened.len(), bench.others), (&[1000][..], 2, 1));
    assert_eq!(*bench.link(), Link::Connecting { attempt: 0 });
}

#[test]
fn the_same_gateway_once_more_keeps_what_is_known() {
    let mut bench = Bench::ready();
    bench.do_with(|machine, now| machine.leave(now));
    bench.connect(Credential::None, None);
    assert_eq!(bench.others, 0);
}

#[test]
fn visible_silence_is_noticed_within_twenty_seconds_although_the_socket_looks_open() {
    let mut bench = Bench::ready();
    bench.pass_secs(11);
    assert_eq!(bench.sent_methods(), ["connect", "last-heartbeat"]);
    bench.pass_secs(2);
    assert_eq!(bench.sent_methods(), ["connect", "last-heartbeat", "last-heartbeat"]);
    bench.pass_secs(6);
    assert_eq!((&bench.closed[..], bench.opened.len()), (&[4000][..], 2));
}

#[test]
fn a_quiet_but_living_gateway_is_asked_and_kept() {
    let mut bench = Bench::ready();
    for _ in 0..20 {
        bench.pass_secs(12);
        bench.reply(Ok(serde_json::Value::Null));
    }
    assert_eq!((bench.link(), bench.opened.len(), bench.latencies.len()), (&Link::Ready, 1, 21));
}

#[test]
fn a_hidden_tab_asks_nothing_and_notices_within_two_ticks() {
    let mut bench = Bench::ready();
    bench.do_with(|machine, now| machine.set_visible(false, now));
    bench.pass_secs(59);
    assert_eq!((bench.sent.len(), bench.opened.len()), (2, 1));
    bench.pass_secs(2);
    assert_eq!((&bench.closed[..], bench.opened.len()), (&[4000][..], 2));
}

#[test]
fn waking_from_sleep_doubts_the_link_at_once() {
    let mut bench = Bench::ready();
    bench.pass_secs(5);
    bench.do_with(|machine, now| machine.woke(now));
    assert_eq!(bench.sent_methods().len(), 3);
    bench.pass_secs(5);
    assert_eq!(bench.opened.len(), 2, "nobody answered");
}

#[test]
fn the_second_failure_looks_whether_anything_is_there() {
    let mut bench = Bench::connecting();
    bench.close(1006, "");
    assert_eq!(bench.probes, 0);
    bench.pass_secs(0);
    bench.close(1006, "");
    assert_eq!(bench.probes, 1);
    bench.do_with(|machine, _| machine.probed(true));
    assert!(matches!(bench.link(), Link::Reconnecting { cause: Cause::Network { answers_http: Some(true) }, .. }));
    bench.pass_secs(2);
    bench.close(1006, "");
    assert!(
        matches!(bench.link(), Link::Reconnecting { cause: Cause::Network { answers_http: Some(true) }, .. }),
        "known until something else is found"
    );
}

#[test]
fn a_drained_gateway_is_tried_after_the_pause_it_names_and_not_before() {
    let mut bench = Bench::ready();
    bench.close(1012, "service restart");
    bench.pass_secs(0);
    bench.receive(challenge());
    bench.reply(Err(refusal(
        "",
        json!({"code": "UNAVAILABLE", "retryable": true, "retryAfterMs": 5000, "details": {"code": null, "reason": "gateway-restarting"}}),
    )));
    let opened = bench.opened.len();
    bench.pass_secs(4);
    bench.do_with(|machine, now| machine.nudge(now));
    assert_eq!(bench.opened.len(), opened);
    bench.pass_secs(2);
    assert_eq!(bench.opened.len(), opened + 1);
}

#[test]
fn what_a_dead_socket_still_says_is_not_heard() {
    let mut bench = Bench::ready();
    bench.close(1006, "");
    bench.emit("tick", json!({}), 9);
    bench.close(1006, "");
    assert!(matches!(bench.link(), Link::Reconnecting { attempt: 1, .. }));
    assert!(bench.events.is_empty());
}

#[test]
fn each_connection_counts_its_events_from_the_start() {
    let mut bench = Bench::ready();
    bench.emit("tick", json!({}), 40);
    bench.close(1006, "");
    bench.pass_secs(0);
    bench.receive(challenge());
    bench.reply(Ok(hello()));
    bench.emit("tick", json!({}), 1);
    bench.emit("tick", json!({}), 2);
    assert_eq!(bench.missed, 0);
}
