//! What was recorded, written to a file, read again and replayed, is what was said, but for what was masked.

use super::*;
use crate::gateway::record::file::{self, Head};
use crate::gateway::record::{Kind, Recorder};
use proptest::prelude::*;
use serde_json::{Value, json};

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn masked(words: &str) -> String {
    words.replace("hush", "[masked]")
}

fn value(heard: &Heard) -> Value {
    match heard {
        Heard::Text(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        other => json!(format!("{other:?}")),
    }
}

fn request(id: usize, method: &str, params: &Value) -> String {
    json!({"type": "req", "id": id.to_string(), "method": method, "params": params}).to_string()
}

/// Writes what was recorded to a file, and reads that.
fn through_a_file(recorder: &Recorder, scopes: &[&str]) -> Recording {
    let methods = vec!["sessions.list".into(), "workboard.cards.list".into()];
    let head =
        Head { methods, gateway: "2026.9.6".into(), scopes: scopes.iter().map(|scope| (*scope).into()).collect(), ..Head::default() };
    let mut mask = |words: &str| masked(words);
    file::read(&file::whole(&head, &[], &file::frames(recorder, &mut mask))).unwrap()
}

/// Comes in.
fn enter(replay: &mut Replay, now: Moment) -> Value {
    replay.open(now);
    let challenge = replay.pass(now);
    assert_eq!(value(&challenge[0])["event"], "connect.challenge");
    replay.hear(&request(1, "connect", &json!({})), now);
    value(&replay.pass(now)[0])
}

/// Hears everything until nothing more is due.
fn all(replay: &mut Replay) -> Vec<Value> {
    let mut heard = vec![];
    while let Some(at) = replay.deadline() {
        heard.extend(replay.pass(at).iter().map(value));
    }
    heard
}

#[derive(Clone, Debug)]
enum Step {
    Ask(usize, usize, bool),
    Tell(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_usize..3, 0_usize..3, any::<bool>()).prop_map(|(method, params, ok)| Step::Ask(method, params, ok)),
        (0_usize..4).prop_map(Step::Tell)
    ]
}

const METHODS: [&str; 3] = ["sessions.list", "chat.history", "cron.list"];

fn params(of: usize) -> Value {
    json!({"limit": of, "token": if of == 2 { "hush" } else { "none" }})
}

proptest! {
    #[test]
    fn a_talk_is_replayed_as_it_was(steps in proptest::collection::vec(any_step(), 1..40)) {
        let mut recorder = Recorder::new(ms(1_000));
        let (mut answers, mut events, mut asked) = (vec![], vec![], vec![]);
        for (at, step) in steps.iter().enumerate() {
            let now = ms(1_000 + at as u64 * 10);
            match step {
                Step::Ask(method, of, ok) => {
                    recorder.passed(true, &request(at, METHODS[*method], &params(*of)), now);
                    let said = json!({"n": at, "secret": "hush"});
                    let answer = if *ok { json!({"type": "res", "id": at.to_string(), "ok": true, "payload": said}) }
                        else { json!({"type": "res", "id": at.to_string(), "ok": false, "error": {"code": "X", "message": "hush"}}) };
                    recorder.passed(false, &answer.to_string(), now + ms(3));
                    answers.push(serde_json::from_str::<Value>(&masked(&answer.to_string())).unwrap());
                    asked.push((*method, *of));
                }
                Step::Tell(kind) => {
                    let event = json!({"type": "event", "event": format!("e{kind}"), "payload": {"n": at, "secret": "hush"}, "seq": at});
                    recorder.passed(false, &event.to_string(), now);
                    events.push(serde_json::from_str::<Value>(&masked(&event.to_string())).unwrap());
                }
            }
        }
        let recording = through_a_file(&recorder, &["operator.read"]);
        let kept: Vec<_> = recorder.frames().map(|frame| (frame.at, frame.kind, frame.name.clone(), masked(&frame.text))).collect();
        let read: Vec<_> = recording.frames.iter().map(|frame| (frame.at, frame.kind, frame.name.clone(), frame.text.to_string())).collect();
        prop_assert_eq!(kept, read);

        let mut replay = Replay::new(recording, Box::new(masked));
        enter(&mut replay, ms(0));
        // One after the other, as they were asked; the ids are those of another day.
        let mut got = vec![];
        for (at, (method, of)) in asked.iter().enumerate() {
            replay.hear(&request(500 + at, METHODS[*method], &params(*of)), ms(1));
            let mut heard = replay.pass(ms(20)).iter().map(value).collect::<Vec<_>>();
            prop_assert_eq!(heard.len(), 1);
            let mut one = heard.remove(0);
            prop_assert_eq!(&one["id"], &json!((500 + at).to_string()));
            one["id"] = answers[at]["id"].clone();
            got.push(one);
        }
        prop_assert_eq!(got, answers);
        prop_assert_eq!(all(&mut replay), events);
    }

    #[test]
    fn nothing_that_is_asked_breaks_it(words in "(.|\n){0,60}") {
        let mut recorder = Recorder::default();
        recorder.passed(false, r#"{"type":"event","event":"tick"}"#, ms(0));
        let mut replay = Replay::new(through_a_file(&recorder, &[]), Box::new(masked));
        enter(&mut replay, ms(0));
        replay.hear(&words, ms(1));
        all(&mut replay);
    }
}

#[test]
fn what_was_not_recorded_is_refused_in_words_and_the_last_answer_stands_for_more() {
    let mut recorder = Recorder::default();
    for (at, id) in [(0_usize, 1_usize), (10, 2)] {
        recorder.passed(true, &request(id, "a", &json!({"x": 1})), ms(at as u64));
        recorder.passed(false, &json!({"type": "res", "id": id.to_string(), "ok": true, "payload": id}).to_string(), ms(at as u64 + 4));
    }
    let mut replay = Replay::new(through_a_file(&recorder, &[]), Box::new(masked));
    enter(&mut replay, ms(0));
    let mut ask = |method: &str, params: Value| {
        replay.hear(&request(9, method, &params), ms(100));
        replay.pass(ms(104)).iter().map(value).next().unwrap()
    };
    assert_eq!([(); 3].map(|()| ask("a", json!({"x": 1}))["payload"].clone()), [json!(1), json!(2), json!(2)]);
    for other in [ask("a", json!({"x": 2})), ask("b", json!({"x": 1}))] {
        assert_eq!((&other["ok"], &other["error"]["message"]), (&json!(false), &json!("This was not asked while the recording was made.")));
    }
}

#[test]
fn events_keep_their_distances_and_a_close_is_a_close() {
    let mut recorder = Recorder::new(ms(0));
    let tell = |recorder: &mut Recorder, name: &str, at: u64| {
        recorder.passed(false, &json!({"type": "event", "event": name}).to_string(), ms(at));
    };
    tell(&mut recorder, "first", 60_000);
    recorder.befell(Kind::Closed, "1012", "service restart", ms(61_000));
    recorder.befell(Kind::Opened, "socket", "ws://x", ms(62_000));
    tell(&mut recorder, "second", 63_000);
    let mut replay = Replay::new(through_a_file(&recorder, &["operator.admin"]), Box::new(masked));
    let hello = enter(&mut replay, ms(0));
    assert_eq!(
        hello["payload"]["auth"]["scopes"],
        json!(["operator.read", "operator.approvals", "operator.questions", "operator.pairing"])
    );
    assert_eq!(hello["payload"]["features"]["methods"], json!(["sessions.list", "workboard.cards.list"]));
    assert_eq!(replay.deadline(), Some(LEAD));
    assert_eq!(replay.pass(LEAD).len(), 1);
    assert_eq!(replay.deadline(), Some(LEAD + ms(1_000)));
    assert_eq!(replay.pass(LEAD + ms(1_000)), [Heard::Closed { code: 1012, reason: "service restart".into() }]);
    assert_eq!(replay.deadline(), None, "until somebody comes back");
    enter(&mut replay, ms(2_000));
    assert_eq!(all(&mut replay)[0]["event"], "second");
    enter(&mut replay, ms(90_000));
    assert_eq!(replay.deadline(), None, "what is over is not told again");
}

#[test]
fn nothing_is_lost_where_nobody_listened_for_a_while_and_an_end_is_the_end() {
    let mut recorder = Recorder::new(ms(0));
    for (name, at) in [("first", 1_000_u64), ("second", 3_000)] {
        recorder.passed(false, &json!({"type": "event", "event": name}).to_string(), ms(at));
        recorder.befell(Kind::Closed, "1006", "", ms(at + 1_000));
        recorder.befell(Kind::Opened, "socket", "ws://x", ms(at + 1_200));
        recorder.befell(Kind::Closed, "1006", "", ms(at + 1_300));
        recorder.befell(Kind::Opened, "socket", "ws://x", ms(at + 1_500));
    }
    let mut replay = Replay::new(through_a_file(&recorder, &[]), Box::new(masked));
    enter(&mut replay, ms(0));
    let heard = replay.pass(ms(60_000));
    assert_eq!((value(&heard[0])["event"].clone(), heard.len()), (json!("first"), 2));
    replay.open(ms(60_000));
    replay.hear(&request(1, "connect", &json!({})), ms(60_000));
    let heard = replay.pass(ms(60_000));
    let events: Vec<Value> = heard.iter().map(|heard| value(heard)["event"].clone()).collect();
    assert_eq!(events, [json!("connect.challenge"), Value::Null, json!("second"), Value::Null], "challenge, welcome, event, close");
    enter(&mut replay, ms(61_000));
    assert_eq!((replay.pass(ms(99_000)), replay.deadline()), (vec![], None));
}
