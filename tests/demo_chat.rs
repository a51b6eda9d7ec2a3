//! Conversations with the demo gateway: by the wire, and as the app's own state keeps them.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use openclutch::gateway;
use openclutch::protocol::approvals::{ExecApprovalResolve, QuestionResolve};
use openclutch::protocol::chat::ChatInject;
use openclutch::protocol::connect::Credential;
use openclutch::protocol::sessions::SessionsAbort;
use openclutch::state::chat::chats::Talk as Conversation;
use openclutch::state::chat::outbox::{Item, State};
use openclutch::state::chat::row::{What, Working};
use openclutch::state::profile::{Profile, Stores};
use openclutch::state::stored::Memory;
use serde_json::{Value, json};
use support::config;
use support::demo::{ALL, Demo, NOTES, Talk, list};
use support::fake::Keys;
use support::room::MemoryFiles;
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
        say(&mut talk, "crash", "two").await;
        ends(&mut talk, "two").await;
        assert_eq!(
            history(&mut talk, json!({"sessionKey": NOTES, "cursor": after})).await["kind"],
            "reset",
            "a failure is not told by cursor"
        );
        assert!(history(&mut talk, json!({"sessionKey": NOTES})).await["deltaCursor"].is_null());
        say(&mut talk, "notes, please", "three").await;
        ends(&mut talk, "three").await;
        let after = cursor(&history(&mut talk, json!({"sessionKey": NOTES})).await);
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

/// The app without its views, in a conversation of a world that stands still unless somebody talks.
struct App {
    demo: Demo,
    profile: Profile,
    talk: Conversation,
}

impl App {
    async fn at(key: &str) -> Self {
        let demo = Demo::start("?still");
        let (gateway, driver) = gateway::start(Rc::new(demo.clone()), demo.clock.clone(), Rc::new(Keys::default()), config());
        tokio::task::spawn_local(driver);
        let kept = Stores { store: Arc::new(Memory::default()), files: Arc::new(MemoryFiles::default()) };
        let profile = Profile::start(gateway, demo.clock.clone(), String::new(), kept);
        profile.connect("demo:".into(), Credential::None);
        let talk = profile.chats.open(key.into());
        let app = Self { demo, profile, talk };
        app.until(|app| app.talk.conversation.with_untracked(|talk| talk.is_read) && app.profile.link.is_ready_at("demo:")).await;
        app
    }

    /// Waits until something is so.
    async fn until(&self, is_so: impl Fn(&Self) -> bool) {
        for _ in 0..2_000 {
            if is_so(self) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it never was so: {:#?}", self.rows());
    }

    fn rows(&self) -> Vec<What> {
        self.talk.conversation.with_untracked(|talk| talk.rows().map(|row| row.what.clone()).collect())
    }

    /// Says something, as the composer does.
    fn say(&self, id: &str, text: &str) {
        let item = Item {
            id: id.into(),
            gateway: "demo:".into(),
            session: NOTES.into(),
            text: text.into(),
            files: vec![],
            state: State::Waiting,
            is_steer: false,
            tried: 0,
            boot: String::new(),
        };
        self.profile.outbox.push(item).unwrap();
    }

    /// Waits until a run was heard of and is over.
    async fn is_answered(&self, run: &str) {
        let end = format!("e:{run}");
        self.until(|app| app.talk.conversation.with_untracked(|talk| talk.has_read(&end) && !talk.is_busy() && !talk.is_settling())).await;
    }

    fn last_text(&self) -> String {
        let text = |what: &What| if let What::Text { text, .. } = what { Some(text.clone()) } else { None };
        self.rows().iter().rev().find_map(text).unwrap_or_default()
    }

    /// The rows as they are when everything is read anew.
    async fn as_read(&self) -> Vec<What> {
        let fresh = {
            let kept = Stores { store: Arc::new(Memory::default()), files: Arc::new(MemoryFiles::default()) };
            let (gateway, driver) = gateway::start(Rc::new(self.demo.clone()), self.demo.clock.clone(), Rc::new(Keys::default()), config());
            tokio::task::spawn_local(driver);
            let profile = Profile::start(gateway, self.demo.clock.clone(), String::new(), kept);
            profile.connect("demo:".into(), Credential::None);
            Self { demo: self.demo.clone(), profile, talk: profile.chats.open(NOTES.into()) }
        };
        fresh.until(|app| app.talk.conversation.with_untracked(|talk| talk.is_read)).await;
        fresh.rows()
    }
}

/// What a row shows that does not depend on who watched: titles and times of tools are told only to those who did.
fn plain(rows: Vec<What>) -> Vec<String> {
    let show = |what: What| match what {
        What::Tool(tool) => format!("{} {:?} {}", tool.name, tool.state, tool.output.trim_end()),
        What::End(end) => format!("end {:?} {}", end.error, end.is_stopped),
        other => format!("{other:?}"),
    };
    rows.into_iter().map(show).collect()
}

#[test]
fn what_the_app_streams_is_what_it_reads_afterwards() {
    for said in
        ["compare them in a table", "think about it", "check the servers", "make a chart of the load", "delegate it", "crash", "fix it"]
    {
        println!("{said}");
        tell(|| async {
            let app = App::at(NOTES).await;
            app.say("once", said);
            app.is_answered("once").await;
            assert_eq!(plain(app.rows()), plain(app.as_read().await));
            assert_eq!(app.profile.outbox.of("demo:", &NOTES.into()), []);
        });
    }
}

#[test]
fn what_is_cut_off_in_the_middle_of_an_answer_is_whole_in_the_end() {
    for after in [300_u64, 700, 1_500, 4_000] {
        tell(|| async {
            let app = App::at(NOTES).await;
            app.say("once", "a long report");
            tokio::time::sleep(Duration::from_millis(after)).await;
            for order in ["lose 3", "drop 1006"] {
                app.demo.order(order).await;
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            app.demo.order("clear").await;
            app.is_answered("once").await;
            assert!(app.last_text().starts_with("## What was asked") && app.last_text().contains("## What to do next"));
            assert_eq!(plain(app.rows()), plain(app.as_read().await));
        });
    }
}

#[test]
fn tools_are_seen_at_work_and_when_they_are_done() {
    tell(|| async {
        let app = App::at(NOTES).await;
        app.say("once", "check the servers");
        let tools = |app: &App| -> Vec<(String, Working)> {
            let tool = |what: &What| if let What::Tool(tool) = what { Some((tool.output.clone(), tool.state)) } else { None };
            app.rows().iter().filter_map(tool).collect()
        };
        let before = tools(&app).len();
        app.until(|app| tools(app).get(before).is_some_and(|(output, state)| output.contains("Filesystem") && *state == Working::Running))
            .await;
        app.is_answered("once").await;
        let states: Vec<Working> = tools(&app)[before..].iter().map(|(_, state)| *state).collect();
        assert_eq!(states, [Working::Done, Working::Failed, Working::Done]);
    });
}

#[test]
fn a_stop_ends_the_run_and_keeps_what_was_said() {
    tell(|| async {
        let app = App::at(NOTES).await;
        app.say("once", "a long report");
        app.until(|app| app.last_text().starts_with("## What was asked")).await;
        app.profile.call(&SessionsAbort { key: NOTES.into() }).await.unwrap();
        app.is_answered("once").await;
        let rows = app.rows();
        assert!(matches!(rows.last(), Some(What::End(end)) if end.is_stopped), "{:?}", rows.last());
        assert!(app.last_text().starts_with("## What was asked"));
    });
}

#[test]
fn the_next_message_waits_for_the_end_and_a_steering_one_does_not() {
    tell(|| async {
        let app = App::at(NOTES).await;
        app.say("one", "a long report");
        app.say("two", "notes, please");
        app.until(|app| app.last_text().starts_with("## What was asked")).await;
        assert_eq!(app.profile.outbox.of("demo:", &NOTES.into()).len(), 1);
        app.profile.outbox.edit("two", |item| item.is_steer = true);
        app.is_answered("one").await;
        assert!(app.last_text().starts_with("Done."));
        assert_eq!(app.profile.outbox.of("demo:", &NOTES.into()), []);
        let said = app.rows().iter().filter(|what| matches!(what, What::Said { text, .. } if text == "notes, please")).count();
        assert_eq!(said, 1);
        assert_eq!(plain(app.rows()), plain(app.as_read().await));
    });
}

#[test]
fn a_command_is_allowed_and_a_question_answered_where_they_wait() {
    tell(|| async {
        let app = App::at(NOTES).await;
        let waits = |app: &App| app.profile.requests.with_untracked(|waiting| waiting.all_of(&NOTES.into())).unwrap_or_default();
        app.say("one", "restart the index");
        app.until(|app| !waits(app).is_empty()).await;
        let asked = waits(&app).remove(0);
        assert_eq!(asked.request.command.as_deref(), Some("sudo systemctl restart search-index"));
        let decision = asked.request.allowed_decisions[0].clone();
        app.profile.call(&ExecApprovalResolve { id: asked.id, decision }).await.unwrap();
        app.is_answered("one").await;
        assert!(waits(&app).is_empty() && app.last_text().starts_with("The index is back"));

        app.say("two", "which room first?");
        app.until(|app| !waits(app).is_empty()).await;
        let asked = waits(&app).remove(0);
        assert_eq!((asked.questions.items[0].options.len(), asked.questions.items[0].is_other), (2, true));
        app.profile.call(&QuestionResolve { id: asked.id, answers: None, cancel: true }).await.unwrap();
        app.is_answered("two").await;
        assert!(waits(&app).is_empty());
    });
}

#[test]
fn a_note_is_told_apart_from_an_answer() {
    tell(|| async {
        let app = App::at(NOTES).await;
        app.profile.call(&ChatInject { session_key: NOTES.into(), message: "by hand".into() }).await.unwrap();
        app.until(|app| matches!(app.rows().last(), Some(What::Note(text)) if text == "by hand")).await;
        assert!(!app.talk.conversation.with_untracked(|talk| talk.is_busy()));
    });
}

#[test]
fn two_thousand_messages_are_there_in_the_end_and_eighty_at_once() {
    tell(|| async {
        let app = App::at(LONG).await;
        let said = |app: &App| app.rows().iter().filter(|what| matches!(what, What::Said { .. } | What::Text { .. })).count();
        assert_eq!(said(&app), 80);
        while app.talk.conversation.with_untracked(|talk| talk.older().is_some()) {
            let before = said(&app);
            app.talk.read_older();
            app.until(|app| said(app) > before).await;
        }
        assert_eq!(said(&app), 2_000);
    });
}
