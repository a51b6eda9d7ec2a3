//! Whatever the order of frames, closes, timeouts and calls: no panic, and every call has exactly one last word.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::collections::HashMap;
use std::time::Duration;

use openclutch::gateway::Link;
use openclutch::gateway::calls::{Outcome, Ticket};
use openclutch::protocol::Kind;
use openclutch::protocol::connect::Credential;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::bench::Bench;
use support::{challenge, hello, refusal};

#[derive(Clone, Debug)]
enum Step {
    Connect,
    Leave,
    Challenge,
    Hello,
    Refuse(&'static str, f64),
    Answer(usize),
    Deny(usize, bool, f64),
    Garbage(String),
    Emit(u64),
    Close(u16),
    Blocked,
    Call(u8, Kind),
    Forget(u64),
    Nudge,
    RetryNow,
    Woke,
    Visible(bool),
    Probed(bool),
    Pass(u64),
}

/// What a gateway may name as a pause: sense and nonsense.
fn pauses() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![-1.0, 0.0, 0.5, 700.0, 1_000.0, 3e5, 1e19, 1e300])
}

fn step() -> impl Strategy<Value = Step> {
    let kinds = prop_oneof![Just(Kind::Read), Just(Kind::Subscribe), Just(Kind::Write), Just(Kind::Urgent)];
    let codes = prop::sample::select(vec![
        "AUTH_TOKEN_MISMATCH",
        "AUTH_DEVICE_TOKEN_MISMATCH",
        "PAIRING_REQUIRED",
        "AUTH_RATE_LIMITED",
        "PROTOCOL_MISMATCH",
        "NEW",
    ]);
    let closes = prop::sample::select(vec![1000u16, 1001, 1002, 1006, 1008, 1009, 1011, 1012, 1013, 4000, 4001, 4242]);
    prop_oneof![
        1 => Just(Step::Connect),
        1 => Just(Step::Leave),
        8 => Just(Step::Challenge),
        8 => Just(Step::Hello),
        1 => (codes, pauses()).prop_map(|(code, pause)| Step::Refuse(code, pause)),
        8 => (0usize..24).prop_map(Step::Answer),
        3 => ((0usize..24), any::<bool>(), pauses()).prop_map(|(at, again, pause)| Step::Deny(at, again, pause)),
        1 => "\\PC{0,40}".prop_map(Step::Garbage),
        4 => prop_oneof![0u64..30, any::<u64>(), Just(u64::MAX)].prop_map(Step::Emit),
        2 => closes.prop_map(Step::Close),
        1 => Just(Step::Blocked),
        12 => ((0u8..6), kinds).prop_map(|(of, kind)| Step::Call(of, kind)),
        1 => (0u64..20).prop_map(Step::Forget),
        1 => Just(Step::Nudge),
        1 => Just(Step::RetryNow),
        1 => Just(Step::Woke),
        2 => any::<bool>().prop_map(Step::Visible),
        1 => any::<bool>().prop_map(Step::Probed),
        6 => (0u64..40_000).prop_map(Step::Pass),
    ]
}

fn take(bench: &mut Bench, step: Step, forgotten: &mut Vec<Ticket>) {
    let nth = |bench: &Bench, at: usize| bench.sent.get(at).map(|frame| frame["id"].clone());
    match step {
        Step::Connect => bench.connect(Credential::Token("t".into()), None),
        Step::Leave => bench.do_with(|machine, now| machine.leave(now)),
        Step::Challenge => bench.receive(challenge()),
        Step::Hello if *bench.link() == Link::Authenticating => bench.reply(Ok(hello())),
        Step::Hello => bench.receive(json!({"type": "res", "id": "1", "ok": true, "payload": hello()})),
        Step::Refuse(code, pause) if !bench.sent.is_empty() => {
            bench.reply(Err(refusal(code, json!({"retryAfterMs": pause, "details": {"requestId": "r"}}))))
        }
        Step::Refuse(..) => {}
        Step::Answer(at) => {
            if let Some(id) = nth(bench, at) {
                bench.reply_to(&id, Ok(Value::Null));
            }
        }
        Step::Deny(at, again, pause) => {
            if let Some(id) = nth(bench, at) {
                bench.reply_to(&id, Err(json!({"code": "UNAVAILABLE", "message": "m", "retryable": again, "retryAfterMs": pause})));
            }
        }
        Step::Garbage(text) => bench.receive_text(&text),
        Step::Emit(seq) => bench.emit("sessions.changed", json!({"reason": "create"}), seq),
        Step::Close(code) => bench.close(code, "why"),
        Step::Blocked => bench.do_with(|machine, now| machine.blocked("no".into(), now)),
        Step::Call(of, kind) => {
            bench.call("m", json!({"of": of}), kind);
        }
        Step::Forget(ticket) => {
            forgotten.push(Ticket(ticket));
            bench.do_with(|machine, _| machine.forget(Ticket(ticket)));
        }
        Step::Nudge => bench.do_with(|machine, now| machine.nudge(now)),
        Step::RetryNow => bench.do_with(|machine, now| machine.retry_now(now)),
        Step::Woke => bench.do_with(|machine, now| machine.woke(now)),
        Step::Visible(visible) => bench.do_with(|machine, now| machine.set_visible(visible, now)),
        Step::Probed(answers) => bench.do_with(|machine, _| machine.probed(answers)),
        Step::Pass(ms) => bench.pass(Duration::from_millis(ms)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_call_has_exactly_one_last_word_and_nothing_panics(steps in prop::collection::vec(step(), 0..120)) {
        let mut bench = Bench::connecting();
        let (mut asked, mut forgotten) = (0u64, vec![]);
        for step in steps {
            asked += u64::from(matches!(step, Step::Call(..)));
            take(&mut bench, step, &mut forgotten);
            prop_assert!(bench.machine.deadline(bench.now).is_none_or(|at| at >= bench.now), "a deadline lies in the past");
        }
        // In the end the person leaves: whatever is still out must be answered.
        bench.do_with(|machine, now| machine.leave(now));
        bench.pass_secs(5);
        let mut last_words: HashMap<u64, usize> = HashMap::new();
        for (ticket, outcome) in &bench.settled {
            *last_words.entry(ticket.0).or_default() += usize::from(!matches!(outcome, Outcome::Trouble(_)));
        }
        for ticket in 1..=asked {
            let words = last_words.get(&ticket).copied().unwrap_or_default();
            let was_forgotten = forgotten.contains(&Ticket(ticket));
            prop_assert!(words == 1 || (was_forgotten && words == 0), "call {ticket} has {words} last words, forgotten: {was_forgotten}");
        }
    }

    #[test]
    fn an_idle_or_halted_machine_never_opens_a_socket_by_itself(steps in prop::collection::vec(step(), 0..60), wait in 0u64..10_000) {
        let mut bench = Bench::connecting();
        for step in steps {
            take(&mut bench, step, &mut vec![]);
        }
        if matches!(bench.link(), Link::Idle | Link::Halted(_)) {
            let opened = bench.opened.len();
            bench.pass_secs(wait);
            bench.do_with(|machine, now| machine.nudge(now));
            prop_assert_eq!(bench.opened.len(), opened);
        }
    }
}
