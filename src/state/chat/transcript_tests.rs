//! Tables and properties of the transcript.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn message(value: Value) -> Message {
    serde_json::from_value(value).unwrap()
}

fn user(seq: u64, text: &str) -> Message {
    let key = format!("k{seq}:user");
    message(json!({"role": "user", "content": text, "idempotencyKey": key, "__openclaw": {"id": format!("m{seq}"), "seq": seq}}))
}

fn answer(seq: u64, run: &str, parts: Value, stop: &str) -> Message {
    message(json!({
        "role": "assistant", "content": parts, "stopReason": stop, "model": "one",
        "usage": {"input": 10, "output": 1, "cost": {"total": 0.5}}, "__openclaw": {"id": format!("m{seq}"), "seq": seq, "runId": run},
    }))
}

fn text(text: &str) -> Value {
    json!([{"type": "text", "text": text}])
}

fn call(seq: u64, run: &str, id: &str) -> Message {
    answer(
        seq,
        run,
        json!([{"type": "text", "text": "let me"}, {"type": "toolCall", "id": id, "name": "exec", "arguments": {}}]),
        "toolUse",
    )
}

fn result(seq: u64, id: &str, is_error: bool) -> Message {
    message(json!({
        "role": "toolResult", "toolCallId": id, "toolName": "exec", "isError": is_error, "content": "out",
        "__openclaw": {"id": format!("m{seq}"), "seq": seq},
    }))
}

fn keys(transcript: &Transcript) -> Vec<&str> {
    transcript.rows.iter().map(|row| &*row.key).collect()
}

#[test]
fn what_no_person_has_said_is_told_apart() {
    let of = |provenance: Value| {
        let mut transcript = Transcript::default();
        transcript
            .take(&[message(json!({"role": "user", "content": "go on", "provenance": provenance, "__openclaw": {"id": "m", "seq": 1}}))]);
        transcript.rows[0].what.clone()
    };
    let told = |by| What::Told { by, text: "go on".into() };
    assert_eq!(of(json!({"kind": "internal_system", "sourceTool": "main_session_restart_recovery"})), told(Teller::Gateway));
    assert_eq!(of(json!({"kind": "inter_session"})), told(Teller::Session));
    for provenance in [json!({"kind": "external_user"}), json!({}), json!(null)] {
        assert!(matches!(of(provenance), What::Said { .. }));
    }
}

#[test]
fn a_tool_that_a_tool_has_called_is_done_when_its_result_stands_in_the_same_message() {
    let nested = |is_error: bool| {
        message(json!({
            "role": "custom", "customType": "openclaw.nested-tool.v1", "timestamp": 1_000,
            "content": [
                {"type": "toolCall", "id": "inner", "name": "exec", "arguments": {"command": "echo hi"}, "parentToolCallId": "outer"},
                {
                    "type": "toolResult", "role": "toolResult", "toolCallId": "inner", "toolName": "exec", "isError": is_error,
                    "timestamp": 1_300, "content": [{"type": "text", "text": "hi"}],
                },
            ],
            "__openclaw": {"id": "m3", "seq": 3, "runId": "a"},
        }))
    };
    for (is_error, state) in [(false, Working::Done), (true, Working::Failed)] {
        let mut transcript = Transcript::default();
        let talk =
            [user(1, "go"), call(2, "a", "outer"), nested(is_error), result(4, "outer", false), answer(5, "a", text("done"), "stop")];
        transcript.take(&talk);
        assert_eq!(keys(&transcript), ["u:k1", "r:a:0", "t:outer", "t:inner", "r:a:1", "e:a"]);
        let What::Tool(tool) = &transcript.rows[3].what else { panic!("{:?}", transcript.rows[3]) };
        assert_eq!((tool.state, tool.output.as_str(), tool.took), (state, "hi", Some(Duration::from_millis(300))));
    }
}

/// A talk of two runs, the second with a tool.
fn talk() -> Vec<Message> {
    vec![
        user(1, "hello"),
        answer(2, "a", text("hi"), "stop"),
        user(3, "look"),
        call(4, "b", "t1"),
        result(5, "t1", false),
        answer(6, "b", text("done"), "stop"),
    ]
}

const WHOLE: [&str; 8] = ["u:k1", "r:a:0", "e:a", "u:k3", "r:b:0", "t:t1", "r:b:1", "e:b"];

#[test]
fn a_talk_becomes_rows() {
    let mut transcript = Transcript::default();
    assert_eq!(transcript.take(&talk()), 6);
    assert_eq!(keys(&transcript), WHOLE);
    let What::Tool(tool) = &transcript.find("t:t1").unwrap().what else { panic!() };
    assert_eq!((tool.state, tool.output.as_str()), (Working::Done, "out"));
    let What::End(end) = &transcript.find("e:b").unwrap().what else { panic!() };
    assert_eq!((end.used().input, end.used().cost.unwrap().total.0), (20, 1_000_000), "all answers of the run");
    assert_eq!(transcript.said_by("b"), "let me\n\ndone");
}

#[test]
fn what_is_told_twice_stands_once_and_keeps_its_measure() {
    let mut transcript = Transcript::default();
    transcript.take(&talk());
    transcript.rows[1].measured(40);
    assert_eq!(transcript.take(&talk()[1..]), 0);
    assert_eq!(keys(&transcript), WHOLE);
    assert_eq!(transcript.rows[1].height(), Some(40));
    let What::End(end) = &transcript.find("e:b").unwrap().what else { panic!() };
    assert_eq!(end.used().input, 20);
    transcript.take(&talk()[5..]);
    let What::End(end) = &transcript.find("e:b").unwrap().what else { panic!() };
    assert_eq!(end.used().input, 20, "the last answer alone does not forget the others");
}

#[test]
fn errors_stops_notes_and_marks_are_what_they_are() {
    let mut transcript = Transcript::default();
    let mut failed = answer(1, "a", text("⚠️ it broke"), "error");
    failed.usage = None;
    let mut stopped = answer(2, "b", text("half"), "stop");
    stopped.openclaw_abort = Some(crate::protocol::chat::Stopped { origin: None });
    let mut note = answer(3, "", text("by hand"), "stop");
    (note.model, note.notes.run_id) = (Some("gateway-injected".into()), None);
    let reset = message(json!({"role": "system", "content": "Reset", "__openclaw": {"id": "m4", "seq": 4, "kind": "reset"}}));
    transcript.take(&[failed, stopped, note, reset]);
    assert_eq!(keys(&transcript), ["e:a", "r:b:0", "e:b", "n:m3", "s:m4"]);
    let ends: Vec<_> = transcript.rows.iter().filter_map(|row| if let What::End(end) = &row.what { Some(end) } else { None }).collect();
    assert_eq!((ends[0].error.as_deref(), ends[1].is_stopped), (Some("⚠️ it broke"), true));
}

proptest! {
    #[test]
    fn pages_of_any_size_and_overlap_come_to_the_whole(cut in 1_usize..6, overlap in 0_usize..3, page in 1_usize..4) {
        let all = talk();
        let mut transcript = Transcript::default();
        transcript.take(&all[cut..]);
        transcript.older = Some(all.len() - cut);
        let mut end = cut;
        while end > 0 {
            let from = end.saturating_sub(page);
            let more = (from > 0).then_some(all.len() - from);
            transcript.take_older(&all[from..(end + overlap).min(all.len())], more);
            end = from;
        }
        prop_assert_eq!(keys(&transcript), WHOLE);
        let What::End(end) = &transcript.find("e:b").unwrap().what else { panic!() };
        prop_assert_eq!(end.used().input, 20);
        let What::Tool(tool) = &transcript.find("t:t1").unwrap().what else { panic!() };
        prop_assert_eq!(tool.state, Working::Done);
    }

    #[test]
    fn messages_in_any_order_with_any_doubles_stand_once_and_in_order(order in prop::collection::vec(0_usize..6, 0..12)) {
        let all = talk();
        let mut transcript = Transcript::default();
        for at in order {
            transcript.take(&all[at..=at]);
        }
        transcript.take(&all);
        prop_assert_eq!(keys(&transcript), WHOLE);
        prop_assert!(transcript.rows.is_sorted_by_key(|row| row.seq));
    }
}
