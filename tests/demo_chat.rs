//! Conversations with the demo gateway: by the wire, and as the app's own state keeps them.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::Duration;

use serde_json::{Value, json};
use support::demo::{ALL, Demo, NOTES, Talk, list};
use support::story::tell;

const LONG: &str = "agent:main:dashboard:0a1b2c3d-0000-4000-8000-000000000021";
const PLANT: &str = "agent:main:dashboard:0a1b2c3d-0000-4000-8000-000000000022";
const RECORD: &str = "agent:research:dashboard:0a1b2c3d-0000-4000-8000-000000000023";
const SPEECH: &str = "agent:main:dashboard:0a1b2c3d-0000-4000-8000-000000000007";

async fn history(talk: &mut Talk, params: Value) -> Value {
    talk.ask("chat.history", params).await.unwrap()
}

async fn say(talk: &mut Talk, text: &str, once: &str) -> Value {
    talk.ask("chat.send", json!({"sessionKey": NOTES, "message": text, "idempotencyKey": once})).await.unwrap()
}

/// Comes in, and listens to a session in which nothing goes on.
async fn listening(demo: &Demo) -> Talk {
    let mut talk = demo.talk(&ALL).await;
    talk.ask("sessions.subscribe", json!({"limit": 1})).await.unwrap();
    talk.ask("sessions.messages.subscribe", json!({"key": NOTES})).await.unwrap();
    talk
}

async fn ends(talk: &mut Talk, run: &str) -> Value {
    let is_end = |told: &Value| ["final", "aborted", "error"].iter().any(|state| told["state"] == *state);
    talk.hear(|event, told| event == "chat" && told["runId"] == run && is_end(told)).await
}

#[test]
fn two_thousand_messages_are_read_page_by_page_back_to_the_first() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let (mut offset, mut seen) = (0, vec![]);
        loop {
            let page = history(&mut talk, json!({"sessionKey": LONG, "limit": 300, "offset": offset})).await;
            assert_eq!(page["totalMessages"], 2_000);
            let mut numbers: Vec<u64> =
                list(&page, "messages").iter().map(|message| message["__openclaw"]["seq"].as_u64().unwrap()).collect();
            numbers.extend(seen);
            seen = numbers;
            assert_eq!(page["hasMore"] == true, page["nextOffset"].is_u64());
            let Some(next) = page["nextOffset"].as_u64() else { break };
            offset = next;
        }
        assert!(seen.iter().copied().eq(1..=2_000));
        let newest = history(&mut talk, json!({"sessionKey": LONG, "limit": 1})).await;
        assert!(newest["deltaCursor"].is_string() && newest["offset"].is_null());
    });
}

#[test]
fn a_cursor_leads_to_what_came_since_and_to_nothing_once_the_conversation_began_anew() {
    tell(|| async {
        let demo = Demo::start("?still");
        let mut talk = listening(&demo).await;
        let cursor = |answer: &Value| answer["deltaCursor"].as_str().unwrap().to_owned();
        let before = cursor(&history(&mut talk, json!({"sessionKey": NOTES})).await);
        let nothing = history(&mut talk, json!({"sessionKey": NOTES, "cursor": before})).await;
        assert_eq!((&nothing["kind"], list(&nothing, "messages").len()), (&json!("delta"), 0));
        say(&mut talk, "check the servers", "one").await;
        ends(&mut talk, "one").await;
        let since = history(&mut talk, json!({"sessionKey": NOTES, "cursor": before})).await;
        let roles: Vec<&str> = list(&since, "messages").iter().map(|told| told["message"]["role"].as_str().unwrap()).collect();
        assert_eq!((roles.first(), roles.last()), (Some(&"user"), Some(&"assistant")));
        assert!(
            roles.contains(&"toolResult") && since["messages"][0]["sessionKey"] == NOTES && since["sessionInfo"]["hasActiveRun"] == false
        );
        let after = cursor(&since);
        for (method, anew) in [("sessions.compact", false), ("sessions.reset", true)] {
            let cursor = if anew { cursor(&history(&mut talk, json!({"sessionKey": NOTES})).await) } else { after.clone() };
            talk.ask(method, json!({"key": NOTES})).await.unwrap();
            assert_eq!(history(&mut talk, json!({"sessionKey": NOTES, "cursor": cursor})).await, json!({"kind": "reset"}), "{method}");
        }
        let page = history(&mut talk, json!({"sessionKey": NOTES})).await;
        assert_eq!((&page["messages"][0]["__openclaw"]["kind"], &page["messages"][0]["__openclaw"]["seq"]), (&json!("reset"), &json!(1)));
        assert_eq!(history(&mut talk, json!({"sessionKey": NOTES, "cursor": "foreign"})).await["kind"], "reset");
        assert!(talk.ask("chat.history", json!({"sessionKey": NOTES, "cursor": after, "offset": 3})).await.is_err());
    });
}

#[test]
fn what_is_said_to_a_session_at_work_waits_until_it_is_taken_in() {
    tell(|| async {
        let demo = Demo::start("?still");
        let mut talk = listening(&demo).await;
        assert!(say(&mut talk, "a long report", "one").await["messageSeq"].is_u64());
        tokio::time::sleep(Duration::from_secs(1)).await;
        let flying = history(&mut talk, json!({"sessionKey": NOTES})).await["inFlightRun"].clone();
        assert!(flying["runId"] == "one" && flying["text"].as_str().unwrap().starts_with("## What"), "{flying}");
        assert!(say(&mut talk, "write code", "two").await["messageSeq"].is_null());
        let waits = history(&mut talk, json!({"sessionKey": NOTES})).await;
        assert_eq!((&waits["pendingInputs"]["items"][0]["runId"], &waits["pendingInputs"]["total"]), (&json!("two"), &json!(1)));
        assert_eq!(waits["inFlightRun"]["runId"], "two", "the newest is named, though another speaks");
        assert_eq!(say(&mut talk, "write code", "two").await["status"], "in_flight");
        ends(&mut talk, "two").await;
        ends(&mut talk, "one").await;
        assert_eq!(history(&mut talk, json!({"sessionKey": NOTES})).await["pendingInputs"], json!({"items": [], "total": 0}));
        assert_eq!(say(&mut talk, "write code", "two").await["status"], "ok");
        let other = json!({"sessionKey": NOTES, "message": "other words", "idempotencyKey": "two"});
        assert_eq!(talk.ask("chat.send", other).await.unwrap_err()["details"]["reason"], "chat-request-conflict");
    });
}

#[test]
fn stopping_one_run_lets_what_waits_be_answered_and_stopping_all_does_not() {
    tell(|| async {
        let demo = Demo::start("?still");
        let mut talk = listening(&demo).await;
        for (run, stop, stopped) in [("a", json!("a"), json!(["a"])), ("b", Value::Null, json!(["b too", "b"]))] {
            say(&mut talk, "a long report", run).await;
            tokio::time::sleep(Duration::from_secs(1)).await;
            say(&mut talk, "notes, please", &format!("{run} too")).await;
            let mut params = json!({"sessionKey": NOTES});
            if stop.is_string() {
                params["runId"] = stop;
            }
            assert_eq!(talk.ask("chat.abort", params).await.unwrap(), json!({"ok": true, "aborted": true, "runIds": stopped}));
            ends(&mut talk, &format!("{run} too")).await;
            tokio::time::sleep(Duration::from_secs(20)).await;
        }
        assert_eq!(
            talk.ask("chat.abort", json!({"sessionKey": NOTES, "runId": "nobody"})).await.unwrap(),
            json!({"ok": true, "aborted": false, "runIds": []})
        );
        let page = history(&mut talk, json!({"sessionKey": NOTES, "limit": 6})).await;
        let said: Vec<&str> =
            list(&page, "messages").iter().map(|message| message["idempotencyKey"].as_str().unwrap_or("an answer")).collect();
        assert_eq!(said, ["a:user", "a:assistant", "a too:user", "an answer", "b:user", "b:assistant"]);
        assert_eq!(page["messages"][5]["openclawAbort"], json!({"aborted": true, "origin": "rpc", "runId": "b"}));
        assert_eq!(page["pendingInputs"]["items"][0]["state"], "cancelled");
    });
}

#[test]
fn a_note_is_written_and_starts_nothing() {
    tell(|| async {
        let demo = Demo::start("?still");
        let mut talk = listening(&demo).await;
        let id = talk.ask("chat.inject", json!({"sessionKey": NOTES, "message": "a note"})).await.unwrap()["messageId"].clone();
        let told = talk.hear(|event, _| event == "session.message").await;
        assert_eq!((&told["message"]["model"], &told["messageId"]), (&json!("gateway-injected"), &id));
        assert!(told["message"]["__openclaw"]["runId"].is_null() && told["session"]["hasActiveRun"] == false);
        assert!(talk.ask("chat.inject", json!({"sessionKey": "agent:main:nobody", "message": "a note"})).await.is_err());
        let mut guest = demo.talk(&["operator.read", "operator.write"]).await;
        assert_eq!(guest.ask("chat.inject", json!({"sessionKey": NOTES, "message": "a note"})).await.unwrap_err()["code"], "FORBIDDEN");
    });
}

#[test]
fn what_is_too_long_is_cut_and_to_be_had_in_full() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let page = history(&mut talk, json!({"sessionKey": RECORD, "maxChars": 100_000})).await;
        let cut = list(&page, "messages").iter().find(|message| message["__openclaw"]["truncated"] == true).unwrap();
        assert!(cut.to_string().contains("...(truncated)..."));
        let whole = json!({"sessionKey": RECORD, "messageId": cut["__openclaw"]["id"], "maxChars": 2_000_000});
        let whole = talk.ask("chat.message.get", whole).await.unwrap();
        assert!(whole["message"].to_string().contains("That was all of it."), "{}", whole["ok"]);
        assert!(list(&page, "messages").iter().any(|message| message["model"] == "gateway-injected"), "there is a note");
        let unknown = talk.ask("chat.message.get", json!({"sessionKey": RECORD, "messageId": "none", "maxChars": 5})).await.unwrap();
        assert_eq!(unknown, json!({"ok": false, "unavailableReason": "not_found"}));
    });
}

#[test]
fn what_is_attached_is_noted_on_the_message() {
    tell(|| async {
        let demo = Demo::start("?still");
        let mut talk = listening(&demo).await;
        let file = json!({"type": "image", "mimeType": "image/png", "fileName": "dot.png", "content": "AAAAAAAAAA=="});
        let sent = json!({"sessionKey": NOTES, "message": "", "idempotencyKey": "one", "attachments": [file]});
        talk.ask("chat.send", sent).await.unwrap();
        let told = talk.hear(|event, _| event == "session.message").await;
        let media = &told["message"]["__openclaw"]["media"][0];
        assert_eq!((&media["fileName"], &media["contentType"], &media["sizeBytes"]), (&json!("dot.png"), &json!("image/png"), &json!(7)));
        let page = history(&mut talk, json!({"sessionKey": PLANT})).await;
        assert_eq!(page["messages"][0]["__openclaw"]["media"][0]["fileName"], "plant.jpg");
        let nothing = json!({"sessionKey": NOTES, "message": " ", "idempotencyKey": "two"});
        assert_eq!(talk.ask("chat.send", nothing).await.unwrap_err()["message"], "message or attachment required");
        assert!(list(&talk.ask("commands.list", json!({})).await.unwrap(), "commands").len() > 5);
        assert_eq!(history(&mut talk, json!({"sessionKey": SPEECH})).await["totalMessages"], 1, "what was before the reset is not read");
    });
}
