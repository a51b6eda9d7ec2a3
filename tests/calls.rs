//! Calls over the machine: matched by id, bounded, healed or rejected, and answered exactly once.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::Duration;

use openclutch::gateway::CallError;
use openclutch::gateway::calls::Outcome;
use openclutch::protocol::{Event, Kind, MAX_IN_FLIGHT};
use serde_json::{Value, json};
use support::bench::Bench;

fn answers(bench: &Bench, ticket: openclutch::gateway::calls::Ticket) -> Vec<String> {
    bench
        .heard(ticket)
        .into_iter()
        .map(|outcome| match outcome {
            Outcome::Answer(payload) => payload.piece().get().to_owned(),
            Outcome::Failed(error) => format!("failed: {error}"),
            Outcome::Trouble(error) => format!("trouble: {error}"),
        })
        .collect()
}

fn unavailable(ms: u64) -> Value {
    json!({"code": "UNAVAILABLE", "message": "busy", "retryable": true, "retryAfterMs": ms})
}

#[test]
fn answers_find_their_calls_in_any_order() {
    let mut bench = Bench::ready();
    let (one, two) = (bench.read("a"), bench.read("b"));
    let ids: Vec<Value> = bench.sent.iter().rev().take(2).map(|frame| frame["id"].clone()).collect();
    bench.reply_to(&ids[0], Ok(json!("b")));
    bench.reply_to(&ids[1], Ok(json!("a")));
    assert_eq!((answers(&bench, one), answers(&bench, two)), (vec!["\"a\"".into()], vec!["\"b\"".into()]));
}

#[test]
fn ids_are_never_used_twice_not_even_on_another_connection() {
    let mut bench = Bench::ready();
    bench.read("a");
    let before: u64 = bench.last_sent()["id"].as_str().unwrap().parse().unwrap();
    bench.close(1006, "");
    bench.pass_secs(0);
    bench.get_ready();
    assert!(bench.sent.iter().all(|frame| frame["id"].as_str().unwrap().parse::<u64>().unwrap() > before));
}

#[test]
fn without_a_connection_a_call_fails_at_once_and_is_not_sent_later() {
    let mut bench = Bench::connecting();
    let call = bench.call("sessions.abort", json!({}), Kind::Urgent);
    assert_eq!(answers(&bench, call), ["failed: sessions.abort: not connected"]);
    bench.get_ready();
    assert!(!bench.sent_methods().contains(&"sessions.abort"));
}

#[test]
fn a_lost_link_rejects_all_that_is_in_flight() {
    let mut bench = Bench::ready();
    let (read, write) = (bench.read("a"), bench.call("b", json!({}), Kind::Write));
    bench.close(1006, "");
    assert_eq!(answers(&bench, read), ["failed: a: the connection was lost before the answer came"]);
    assert_eq!(answers(&bench, write), ["failed: b: the connection was lost before the answer came"]);
    bench.pass_secs(0);
    bench.get_ready();
    assert_eq!(bench.sent_methods(), ["connect", "last-heartbeat"], "nothing is resent by itself");
}

#[test]
fn a_write_that_times_out_fails_once_and_is_not_repeated() {
    let mut bench = Bench::ready();
    let call = bench.call("w", json!({}), Kind::Write);
    bench.pass_alive(31);
    assert_eq!(answers(&bench, call), ["failed: w: no reply within 30 s"]);
    bench.pass_alive(60);
    assert_eq!(bench.sent_methods().iter().filter(|method| **method == "w").count(), 1);
}

#[test]
fn a_read_that_is_never_answered_is_asked_again_until_it_heals() {
    let mut bench = Bench::ready();
    let call = bench.read("r");
    bench.pass_alive(31);
    assert_eq!(answers(&bench, call), ["trouble: r: no reply within 30 s"]);
    bench.pass_alive(1);
    assert_eq!(bench.sent_methods().iter().filter(|method| **method == "r").count(), 2);
    bench.reply(Ok(json!(1)));
    assert_eq!(answers(&bench, call), ["trouble: r: no reply within 30 s", "1"]);
}

#[test]
fn a_read_refused_for_now_is_asked_again_when_the_gateway_says() {
    let mut bench = Bench::ready();
    let call = bench.read("r");
    bench.reply(Err(unavailable(3_000)));
    bench.pass(Duration::from_millis(2_999));
    assert_eq!(bench.sent_methods().iter().filter(|method| **method == "r").count(), 1);
    bench.pass(Duration::from_millis(602));
    bench.reply(Ok(json!(1)));
    assert_eq!(answers(&bench, call), ["trouble: r: busy (UNAVAILABLE)", "1"]);
}

#[test]
fn a_refusal_for_good_is_the_last_word() {
    let mut bench = Bench::ready();
    let call = bench.read("r");
    bench.reply(Err(json!({"code": "INVALID_REQUEST", "message": "unknown method: r"})));
    bench.pass_alive(60);
    assert_eq!(answers(&bench, call), ["failed: r: unknown method: r (INVALID_REQUEST)"]);
}

#[test]
fn identical_reads_in_flight_share_one_request() {
    let mut bench = Bench::ready();
    let sent = bench.sent.len();
    let (one, two) = (bench.read("r"), bench.read("r"));
    let other = bench.call("r", json!({"limit": 1}), Kind::Read);
    assert_eq!(bench.sent.len(), sent + 2);
    let id = bench.sent[sent]["id"].clone();
    bench.reply_to(&id, Ok(json!(1)));
    assert_eq!((answers(&bench, one), answers(&bench, two), answers(&bench, other).len()), (vec!["1".into()], vec!["1".into()], 0));
}

#[test]
fn a_read_that_was_given_up_is_not_shared_with_one_that_is_asked_anew() {
    let mut bench = Bench::ready();
    let given_up = bench.read("r");
    bench.do_with(|machine, _| machine.forget(given_up));
    let sent = bench.sent.len();
    let anew = bench.read("r");
    assert_eq!(bench.sent.len(), sent + 1);
    bench.reply(Ok(json!("new")));
    assert_eq!(answers(&bench, anew), ["\"new\""]);
}

#[test]
fn writes_are_never_shared() {
    let mut bench = Bench::ready();
    let sent = bench.sent.len();
    bench.call("w", json!({}), Kind::Write);
    bench.call("w", json!({}), Kind::Write);
    assert_eq!(bench.sent.len(), sent + 2);
}

#[test]
fn sixteen_are_in_flight_and_an_urgent_one_overtakes() {
    let mut bench = Bench::ready();
    let sent = bench.sent.len();
    for limit in 0..20 {
        bench.call("r", json!({"limit": limit}), Kind::Read);
    }
    assert_eq!(bench.sent.len() - sent, MAX_IN_FLIGHT);
    bench.call("sessions.abort", json!({}), Kind::Urgent);
    assert_eq!(bench.last_sent()["method"], "sessions.abort");
    let id = bench.sent[sent]["id"].clone();
    bench.reply_to(&id, Ok(json!(1)));
    assert_eq!(bench.last_sent()["params"]["limit"], 16, "an answer makes room for the next in line");
}

#[test]
fn reads_wait_while_the_tab_is_hidden_and_writes_do_not() {
    let mut bench = Bench::ready();
    bench.do_with(|machine, now| machine.set_visible(false, now));
    let sent = bench.sent.len();
    let read = bench.read("r");
    assert_eq!(bench.sent.len(), sent);
    bench.call("w", json!({}), Kind::Write);
    bench.call("sessions.subscribe", json!({}), Kind::Subscribe);
    assert_eq!(bench.sent.len(), sent + 2);
    bench.pass_alive(40);
    bench.do_with(|machine, now| machine.set_visible(true, now));
    bench.reply(Ok(json!(1)));
    assert_eq!(answers(&bench, read), ["1"]);
}

#[test]
fn what_nobody_waits_for_lets_the_others_go_first_and_waits_no_longer_than_two_seconds_for_them() {
    let mut bench = Bench::ready();
    bench.read("seen");
    let seen = bench.last_sent()["id"].clone();
    bench.call("unseen", json!({}), Kind::Background);
    assert!(!bench.sent_methods().contains(&"unseen"));
    bench.idle();
    assert!(!bench.sent_methods().contains(&"unseen"), "whoever has time for it");
    bench.reply_to(&seen, Ok(json!(1)));
    assert!(!bench.sent_methods().contains(&"unseen"), "what was answered is drawn first");
    bench.idle();
    assert!(bench.sent_methods().contains(&"unseen"));

    bench.read("never answered");
    bench.call("unseen too", json!({}), Kind::Background);
    bench.pass_secs(1);
    assert!(!bench.sent_methods().contains(&"unseen too"));
    bench.pass_secs(1);
    assert!(bench.sent_methods().contains(&"unseen too"));
}

#[test]
fn a_method_that_must_rest_is_not_written_again_before_its_time() {
    let mut bench = Bench::ready();
    bench.call("cron.run", json!({}), Kind::Write);
    bench.reply(Err(unavailable(10_000)));
    let sent = bench.sent.len();
    bench.pass_alive(4);
    let refused = bench.call("cron.run", json!({}), Kind::Write);
    assert_eq!(bench.sent.len(), sent);
    let Outcome::Failed(CallError::Refused { fault, .. }) = bench.heard(refused)[0] else { panic!() };
    assert_eq!(fault.retry_after(), Some(Duration::from_secs(6)));
    bench.pass_alive(7);
    bench.call("cron.run", json!({}), Kind::Write);
    assert_eq!(bench.last_sent()["method"], "cron.run");
}

#[test]
fn late_double_foreign_and_garbled_answers_are_counted_and_survived() {
    let mut bench = Bench::ready();
    let write = bench.call("w", json!({}), Kind::Write);
    let id = bench.last_sent()["id"].clone();
    bench.pass_alive(31);
    bench.reply_to(&id, Ok(json!("late")));
    let read = bench.read("r");
    bench.reply(Ok(json!(1)));
    bench.reply(Ok(json!(2)));
    bench.reply_to(&json!("12345"), Ok(json!(3)));
    bench.reply_to(&json!("invalid"), Ok(json!(3)));
    bench.receive_text("{\"type\":\"res\"");
    let counters = bench.machine.counters();
    assert_eq!((counters.late, counters.duplicate, counters.foreign, counters.malformed), (1, 1, 2, 1));
    assert_eq!(answers(&bench, write).len(), 1);
    assert_eq!(answers(&bench, read), ["1"]);
}

#[test]
fn unknown_events_are_kept_and_counted() {
    let mut bench = Bench::ready();
    bench.emit("weather", json!({"sun": 1}), 1);
    bench.emit("weather", json!({"sun": 2}), 2);
    let odd = &bench.machine.counters().odd;
    assert_eq!((odd.len(), &*odd[0].name, odd[0].count), (1, "weather", 2));
    assert!(matches!(&bench.events[0], Event::Unknown { name, .. } if name == "weather"));
}

#[test]
fn a_jump_in_the_numbering_is_told_once_and_the_link_stays() {
    let mut bench = Bench::ready();
    bench.emit("tick", json!({}), 1);
    bench.emit("tick", json!({}), 4);
    bench.emit("tick", json!({}), 5);
    assert_eq!((bench.missed, bench.machine.counters().gaps, bench.opened.len()), (1, 1, 1));
}

#[test]
fn events_without_a_number_and_old_numbers_are_no_gap() {
    let mut bench = Bench::ready();
    bench.emit("tick", json!({}), 7);
    bench.receive(json!({"type": "event", "event": "tick", "payload": {}}));
    bench.emit("tick", json!({}), 6);
    bench.emit("tick", json!({}), 8);
    assert_eq!(bench.missed, 0);
}

#[test]
fn nobody_is_told_who_no_longer_listens() {
    let mut bench = Bench::ready();
    let call = bench.read("r");
    bench.do_with(|machine, _| machine.forget(call));
    bench.pass_alive(100);
    assert!(answers(&bench, call).is_empty());
    assert_eq!(bench.sent_methods().iter().filter(|method| **method == "r").count(), 1, "and it is not asked again for nobody");
}
