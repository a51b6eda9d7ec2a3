//! Stories of single runs.

use proptest::prelude::*;
use serde_json::{Value, json};

use std::time::Duration;

use super::*;

fn run() -> LiveRun {
    LiveRun::new("r".into(), (0, 0))
}

fn news(seq: u64, stream: &str, data: Value) -> AgentStep {
    serde_json::from_value(json!({"sessionKey": "s", "runId": "r", "stream": stream, "seq": seq, "data": data})).unwrap()
}

fn says(seq: u64, item: &str, text: &str, delta: &str) -> AgentStep {
    news(seq, "assistant", json!({"text": text, "delta": delta, "itemId": item}))
}

fn seen(run: &LiveRun) -> Vec<(String, String)> {
    run.rows().map(|row| (row.key.to_string(), row.text().to_owned())).collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn text_reasoning_and_tools_stand_in_their_order() {
    let mut run = run();
    assert_eq!(seen(&run), pairs(&[("w:r", "Preparing")]));
    assert!(run.take(&news(1, "thinking", json!({"text": "Hm", "delta": "Hm"}))));
    assert!(run.take(&news(2, "thinking", json!({"text": "Hm, so", "delta": ", so"}))));
    assert!(run.take(&says(3, "a", "Let", "Let")) && run.take(&says(5, "a", "Let me", " me")));
    assert!(run.take(&news(
        6,
        "item",
        json!({"kind": "tool", "toolCallId": "t", "name": "exec", "title": "Exec", "phase": "start", "startedAt": 1000})
    )));
    assert!(run.take(&news(7, "tool", json!({"toolCallId": "t", "phase": "start", "args": {"command": "ls"}}))));
    assert!(run.take(&news(8, "tool", json!({"toolCallId": "t", "phase": "update", "partialResult": {"content": [{"text": "one\n"}]}}))));
    assert_eq!(seen(&run), pairs(&[("h:r:0", "Hm, so"), ("r:r:0", "Let me"), ("t:t", "one\n")]));
    assert!(run.take(&news(
        9,
        "tool",
        json!({"toolCallId": "t", "phase": "result", "isError": false, "result": {"content": [{"text": "one\ntwo"}]}})
    )));
    assert!(run.take(&news(
        10,
        "item",
        json!({"kind": "tool", "toolCallId": "t", "phase": "end", "status": "completed", "endedAt": 2500})
    )));
    assert!(run.take(&says(11, "b", "Done", "Done")));
    assert_eq!(seen(&run), pairs(&[("h:r:0", "Hm, so"), ("r:r:0", "Let me"), ("t:t", "one\ntwo"), ("r:r:1", "Done")]));
    let tool = run.rows().nth(2).unwrap();
    let What::Tool(tool) = &tool.what else { panic!() };
    assert_eq!((tool.state, tool.took), (Working::Done, Some(Duration::from_millis(1500))));
}

#[test]
fn a_late_double_changes_nothing_and_neither_does_news_after_the_end() {
    let mut run = run();
    run.take(&says(3, "a", "One", "One"));
    assert!(!run.take(&says(3, "a", "One", "One")) && !run.take(&says(2, "a", "O", "O")));
    run.end(Ended { error: Some("broke".into()) });
    run.end(Ended::default());
    assert!(!run.take(&says(9, "a", "One two", " two")));
    assert_eq!((seen(&run), run.ended), (pairs(&[("r:r:0", "One")]), Some(Ended { error: Some("broke".into()) })));
}

#[test]
fn a_replacement_takes_the_place_of_what_was_said() {
    let mut run = run();
    run.take(&says(1, "a", "This will", "This will"));
    assert!(run.take(&news(2, "assistant", json!({"text": "", "delta": "", "replace": true, "itemId": "a"}))));
    assert_eq!(run.rows().filter(|row| row.key.starts_with("r:")).count(), 0, "what was taken back is not shown");
    run.take(&says(3, "b", "That", "That"));
    let texts: Vec<_> = seen(&run).into_iter().filter(|(key, _)| key.starts_with("r:")).collect();
    assert_eq!(texts.last().unwrap().1, "That");
}

#[test]
fn who_comes_late_counts_on_and_takes_the_text_whole() {
    let mut run = LiveRun::new("r".into(), (1, 0));
    run.correct("first\n\nsecond piece, so", &["first"]);
    assert_eq!(seen(&run), pairs(&[("r:r:1", "second piece, so")]));
    assert!(run.take(&says(40, "b", "second piece, so far", " far")));
    assert_eq!(seen(&run), pairs(&[("r:r:1", "second piece, so far")]));
}

#[test]
fn what_is_said_meanwhile_stands_where_it_came() {
    let mut run = run();
    run.take(&says(1, "a", "One", "One"));
    run.heard(Arc::new(Row::live("u:k".into(), None, What::Said { text: "and?".into(), media: vec![] })));
    run.take(&says(2, "b", "Two", "Two"));
    assert_eq!(seen(&run), pairs(&[("r:r:0", "One"), ("u:k", "and?"), ("r:r:1", "Two")]));
}

proptest! {
    /// News may be lost, doubled and merged; where something was lost the run is doubted, as a jump in the outer numbers makes sure.
    #[test]
    fn no_word_is_lost_or_doubled(words in prop::collection::vec("[a-c ]{1,3}", 1..20), fate in prop::collection::vec(0_u8..4, 20)) {
        let mut run = run();
        let (mut whole, mut unsent) = (String::new(), String::new());
        let count = words.len();
        for (at, word) in words.iter().enumerate() {
            whole += word;
            unsent += word;
            let step = says(at as u64 + 1, "a", &whole, &unsent);
            match fate[at] {
                // The gateway merges: this piece comes with the next.
                0 if at + 1 < count => continue,
                1 if at + 1 < count => run.doubt(),
                2 => {
                    run.take(&step);
                    run.take(&step);
                }
                _ => {
                    run.take(&step);
                }
            }
            unsent.clear();
        }
        prop_assert_eq!(seen(&run).pop().unwrap().1, whole);
    }
}
