//! Stories of a conversation: streams, answers and ends in any order come to the same.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const KEY: &str = "s";

fn event(name: &str, payload: Value) -> Event {
    Event::decode(name, crate::protocol::fields::Piece::read(&payload.to_string()).unwrap())
}

fn says(run: &str, seq: u64, text: &str, delta: &str) -> Event {
    let data = json!({"text": text, "delta": delta, "itemId": "i"});
    event("agent", json!({"sessionKey": KEY, "runId": run, "stream": "assistant", "seq": seq, "data": data}))
}

fn ends(run: &str, state: &str) -> Event {
    let error = (state == "error").then_some("it broke");
    event("chat", json!({"sessionKey": KEY, "runId": run, "state": state, "errorMessage": error}))
}

fn user(seq: u64, key: &str) -> Value {
    json!({"role": "user", "content": format!("say {key}"), "idempotencyKey": format!("{key}:user"), "__openclaw": {"id": format!("m{seq}"), "seq": seq}})
}

fn answer(seq: u64, run: &str, text: &str) -> Value {
    json!({"role": "assistant", "content": [{"type": "text", "text": text}], "stopReason": "stop", "__openclaw": {"id": format!("m{seq}"), "seq": seq, "runId": run}})
}

fn written(message: &Value) -> Event {
    event("session.message", json!({"sessionKey": KEY, "message": message}))
}

fn historied(messages: &[Value], more: Value) -> ChatHistoried {
    let mut history = json!({"sessionId": "life", "messages": messages, "deltaCursor": "c", "sessionInfo": {"hasActiveRun": false}});
    history.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(history).unwrap()
}

struct Talk(Conversation);

impl Talk {
    fn reading(messages: &[Value]) -> Self {
        let mut talk = Self(Conversation::default());
        talk.answer(messages, json!({}), Asked::Page);
        talk
    }

    fn hear(&mut self, event: &Event) -> Heard {
        let heard = self.0.take(&KEY.into(), event);
        self.0.lay();
        heard
    }

    /// Asks, and is answered before anything else is told.
    fn answer(&mut self, messages: &[Value], more: Value, asked: Asked) -> Heard {
        if asked != Asked::Older {
            self.0.asking();
        }
        self.comes(messages, more, asked)
    }

    /// The answer to what was asked before comes.
    fn comes(&mut self, messages: &[Value], more: Value, asked: Asked) -> Heard {
        let heard = self.0.answered(historied(messages, more), asked);
        self.0.lay();
        heard
    }

    fn seen(&self) -> Vec<String> {
        self.0.rows().map(|row| format!("{} {}", row.key, row.text()).trim().to_owned()).collect()
    }
}

#[test]
fn a_run_of_very_many_steps_stands_once() {
    let mut talk = Talk::reading(&[user(1, "a")]);
    for at in 0..700_u64 {
        let call = format!("t{at}");
        let data = json!({"phase": "start", "name": "exec", "toolCallId": call, "args": {}});
        talk.hear(&event("agent", json!({"sessionKey": KEY, "runId": "a", "stream": "tool", "seq": at + 1, "data": data})));
        let notes = |seq: u64| json!({"id": format!("m{seq}"), "seq": seq, "runId": "a"});
        let parts = json!([{"type": "toolCall", "id": call, "name": "exec", "arguments": {}}]);
        talk.hear(&written(&json!({"role": "assistant", "content": parts, "stopReason": "toolUse", "__openclaw": notes(2 * at + 2)})));
        let result =
            json!({"role": "toolResult", "toolCallId": call, "toolName": "exec", "content": "out", "__openclaw": notes(2 * at + 3)});
        talk.hear(&written(&result));
    }
    let mut keys: Vec<String> = talk.0.rows().map(|row| row.key.to_string()).collect();
    assert!(keys.len() >= 701, "{}", keys.len());
    keys.sort();
    assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "a row stands twice");
}

#[test]
fn a_run_streams_ends_and_becomes_the_transcript_without_a_flicker() {
    let mut talk = Talk::reading(&[user(1, "a")]);
    talk.hear(&says("a", 1, "Hel", "Hel"));
    talk.hear(&says("a", 2, "Hello", "lo"));
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 Hello"]);
    talk.hear(&written(&answer(2, "a", "Hello")));
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 Hello"], "what was written does not stand beside what streams");
    assert!(talk.hear(&ends("a", "final")).asks && talk.0.is_settling() && !talk.0.is_busy());
    talk.answer(&[answer(2, "a", "Hello")], json!({"kind": "delta"}), Asked::Since);
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 Hello", "e:a"]);
    assert!(!talk.0.is_settling());
    assert_eq!(talk.hear(&says("a", 9, "Hello again", " again")), Heard::default(), "late news bring nothing back");
}

#[test]
fn an_answer_that_was_read_before_something_was_told_takes_nothing_away() {
    let mut talk = Talk(Conversation::default());
    talk.0.asking();
    talk.hear(&written(&user(1, "a")));
    talk.hear(&says("a", 1, "Hel", "Hel"));
    talk.comes(&[], json!({}), Asked::Page);
    talk.hear(&says("a", 2, "Hello", "lo"));
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 Hello"]);
    assert!(talk.0.is_busy(), "a run that began since was not known to be over");
}

#[test]
fn a_page_that_does_not_reach_back_begins_anew_but_for_what_was_told_since() {
    let mut talk = Talk::reading(&[user(1, "a")]);
    talk.0.cursor = None;
    talk.0.asking();
    talk.hear(&written(&user(9, "i")));
    talk.comes(&[user(7, "g"), user(8, "h")], json!({"hasMore": true, "nextOffset": 2}), Asked::Page);
    assert_eq!(talk.seen(), ["u:g say g", "u:h say h", "u:i say i"]);
    assert_eq!(talk.0.older(), Some(3), "what was told since moves the offset");
}

#[test]
fn an_end_before_the_last_message_is_written_keeps_the_words_on_screen() {
    let mut talk = Talk::reading(&[user(1, "a")]);
    talk.hear(&says("a", 1, "Hello", "Hello"));
    talk.hear(&ends("a", "final"));
    talk.answer(&[], json!({"kind": "delta"}), Asked::Since);
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 Hello"]);
    assert!(talk.0.is_settling());
    talk.answer(&[answer(2, "a", "Hello")], json!({"kind": "delta"}), Asked::Since);
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 Hello", "e:a"]);
}

#[test]
fn what_the_transcript_never_tells_is_let_go_after_some_tries() {
    let mut talk = Talk::reading(&[user(1, "a")]);
    talk.hear(&says("a", 1, "Silent", "Silent"));
    talk.hear(&ends("a", "final"));
    for _ in 0..=TRIES {
        talk.answer(&[], json!({"kind": "delta"}), Asked::Since);
    }
    assert_eq!(talk.seen(), ["u:a say a"]);
}

#[test]
fn who_opens_a_session_in_the_middle_of_a_run_sees_all_of_it() {
    let flying = json!({"inFlightRun": {"runId": "a", "text": "First.\n\nSecond, so"}, "sessionInfo": {"hasActiveRun": true}});
    let mut talk = Talk(Conversation::default());
    talk.answer(&[user(1, "a"), answer(2, "a", "First.")], flying, Asked::Page);
    assert_eq!(
        talk.seen(),
        ["u:a say a", "r:a:0 First.", "e:a", "r:a:1 Second, so"]
            .map(String::from)
            .into_iter()
            .filter(|row| !row.starts_with("e:"))
            .collect::<Vec<_>>()
    );
    talk.hear(&says("a", 40, "Second, so far", " far"));
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 First.", "r:a:1 Second, so far"]);
}

#[test]
fn a_reconnect_in_the_middle_loses_and_doubles_no_word() {
    let mut talk = Talk::reading(&[user(1, "a")]);
    talk.hear(&says("a", 1, "One", "One"));
    talk.0.doubt();
    talk.answer(
        &[],
        json!({"kind": "delta", "inFlightRun": {"runId": "a", "text": "One two"}, "sessionInfo": {"hasActiveRun": true}}),
        Asked::Since,
    );
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 One two"]);
    talk.hear(&says("a", 7, "One two three", " three"));
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 One two three"]);
}

#[test]
fn an_end_that_was_lost_is_found_by_asking() {
    let mut talk = Talk::reading(&[user(1, "a")]);
    talk.hear(&says("a", 1, "One", "One"));
    let idle = event(
        "sessions.changed",
        json!({"sessionKey": KEY, "reason": "agent.input.settled", "session": {"key": KEY, "hasActiveRun": false}}),
    );
    assert!(talk.hear(&idle).asks && talk.0.is_busy());
    talk.answer(&[answer(2, "a", "One two")], json!({"kind": "delta"}), Asked::Since);
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 One two", "e:a"]);
    assert!(!talk.0.is_busy());
}

#[test]
fn an_error_is_said_at_once_and_once() {
    let mut talk = Talk::reading(&[user(1, "a")]);
    talk.hear(&says("a", 1, "Let me", "Let me"));
    talk.hear(&ends("a", "error"));
    talk.hear(&ends("a", "error"));
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 Let me", "e:a it broke"]);
}

#[test]
fn what_is_said_into_a_run_stands_where_it_came_before_and_after_the_end() {
    let mut talk = Talk::reading(&[user(1, "a")]);
    talk.hear(&says("a", 1, "One", "One"));
    talk.hear(&written(&answer(2, "a", "One")));
    talk.hear(&written(&user(3, "b")));
    talk.hear(&written(&user(3, "b")));
    talk.hear(&says("a", 5, "Two", "Two"));
    let streamed = ["u:a say a", "r:a:0 One", "u:b say b", "r:a:1 Two"];
    assert_eq!(talk.seen(), streamed);
    talk.hear(&ends("a", "final"));
    talk.answer(&[answer(2, "a", "One"), user(3, "b"), answer(4, "a", "Two")], json!({"kind": "delta"}), Asked::Since);
    assert_eq!(talk.seen(), ["u:a say a", "r:a:0 One", "u:b say b", "r:a:1 Two", "e:a"]);
}

#[test]
fn a_reset_empties_it_and_a_cursor_that_is_void_asks_for_the_whole() {
    let mut talk = Talk::reading(&[user(1, "a"), answer(2, "a", "One")]);
    assert!(talk.answer(&[], json!({"kind": "reset"}), Asked::Since).asks);
    assert_eq!(talk.0.cursor, None);
    let mark = json!({"role": "system", "content": "Reset", "__openclaw": {"id": "x", "seq": 1, "kind": "reset"}});
    talk.answer(&[mark], json!({}), Asked::Page);
    assert_eq!(talk.seen(), ["s:x Reset"]);
}

/// What one run tells, in its order: its pieces, what is written of it, its end.
fn told_by(run: &str, seq: u64) -> Vec<Event> {
    let texts: Vec<String> = (1..=4).map(|upto| (1..=upto).map(|word| format!("{run}{word} ")).collect()).collect();
    let pieces = texts.iter().zip(1..).map(|(text, at)| says(run, at, text, &format!("{run}{at} ")));
    let last = texts.last().unwrap();
    pieces.chain([written(&answer(seq, run, last)), ends(run, "final")]).collect()
}

proptest! {
    #[test]
    fn runs_that_go_on_at_once_keep_their_words_apart(turns in prop::collection::vec(0_usize..3, 18), doubts in prop::collection::vec(any::<bool>(), 18)) {
        let runs = ["a", "b", "c"];
        let mut talk = Talk::reading(&[user(1, "a"), user(2, "b"), user(3, "c")]);
        let mut waiting: Vec<Vec<Event>> = runs.iter().zip(4..).map(|(run, seq)| told_by(run, seq)).collect();
        for (turn, doubt) in turns.iter().zip(doubts) {
            // Whose turn it is and who has nothing more to tell lets the next one.
            let Some(of) = (0..3).map(|by| (turn + by) % 3).find(|of| !waiting[*of].is_empty()) else { break };
            let event = waiting[of].remove(0);
            talk.hear(&event);
            if doubt {
                // Nothing is written yet, for all that this answer says.
                talk.answer(&[], json!({"kind": "delta", "sessionInfo": {"hasActiveRun": true}}), Asked::Since);
            }
            let keys: Vec<String> = talk.0.rows().map(|row| row.key.to_string()).collect();
            for key in &keys {
                prop_assert_eq!(keys.iter().filter(|other| *other == key).count(), 1, "{} stands twice", key);
            }
        }
        let all = [answer(4, "a", "a1 a2 a3 a4 "), answer(5, "b", "b1 b2 b3 b4 "), answer(6, "c", "c1 c2 c3 c4 ")];
        talk.answer(&all, json!({"kind": "delta"}), Asked::Since);
        for run in runs {
            let texts: Vec<String> = talk.seen().into_iter().filter(|row| row.starts_with(&format!("r:{run}:"))).collect();
            prop_assert_eq!(texts, [format!("r:{run}:0 {run}1 {run}2 {run}3 {run}4")]);
        }
        prop_assert!(!talk.0.is_busy());
    }
}
