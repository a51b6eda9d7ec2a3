//! The demo gateway by itself: it is the same world each time, what is done to it holds, and what happens is told.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use support::demo::{ALL, Demo, NOTES, Talk, list};
use support::story::tell;

async fn rows(talk: &mut Talk) -> Vec<Value> {
    talk.ask("sessions.subscribe", json!({"limit": 500})).await.unwrap()["list"]["sessions"].as_array().unwrap().clone()
}

async fn row(talk: &mut Talk, key: &str) -> Value {
    let list = talk.ask("sessions.list", json!({"limit": 500, "archived": "all"})).await.unwrap();
    list["sessions"].as_array().unwrap().iter().find(|row| row["key"] == key).cloned().unwrap_or_default()
}

#[test]
fn the_same_seed_is_the_same_world_and_another_is_another() {
    let listed = |search: &'static str| {
        let mut listed = vec![];
        tell(|| async {
            let mut talk = Demo::start(search).talk(&ALL).await;
            listed = rows(&mut talk).await;
            for row in listed.clone() {
                let history = talk.ask("chat.history", json!({"sessionKey": row["key"]})).await.unwrap();
                listed.push(history);
            }
        });
        listed
    };
    let world = listed("?seed=5&still");
    assert_eq!(world, listed("?seed=5&still"));
    assert_ne!(world, listed("?seed=6&still"));
}

#[test]
fn the_world_holds_sessions_of_all_kinds() {
    tell(|| async {
        let mut talk = Demo::start("").talk(&ALL).await;
        let all = talk.ask("sessions.list", json!({"limit": 500, "archived": "all"})).await.unwrap();
        let all = all["sessions"].as_array().unwrap();
        assert!(all.len() >= 40, "{}", all.len());
        for kind in ["main", "direct", "group", "channel", "subagent", "cron", "heartbeat", "dreaming"] {
            assert!(all.iter().any(|row| row["classification"] == kind), "{kind}");
        }
        for status in ["running", "done", "failed", "killed"] {
            assert!(all.iter().any(|row| row["status"] == status), "{status}");
        }
        assert!(all.iter().any(|row| row["status"].is_null()), "never ran");
        for mark in ["archived", "pinned", "unread"] {
            assert!(all.iter().any(|row| row[mark] == true), "{mark}");
        }
        assert!(all.iter().any(|row| row["estimatedCostUsd"].is_null() && row["status"] == "done"), "a model without a price");
        let waits = talk.ask("exec.approval.list", json!({})).await.unwrap();
        assert_eq!(waits[0]["request"]["sessionKey"], "agent:ops:dashboard:0a1b2c3d-0000-4000-8000-000000000011");
    });
}

#[test]
fn a_trial_of_size_has_as_many_sessions_as_asked_for() {
    tell(|| async {
        let mut talk = Demo::start("?sessions=2000&still").talk(&ALL).await;
        let mut keys = vec![];
        let mut offset = Some(0);
        while let Some(from) = offset {
            let page = talk.ask("sessions.list", json!({"limit": 250, "offset": from, "archived": "all"})).await.unwrap();
            keys.extend(page["sessions"].as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap().to_owned()));
            offset = page["nextOffset"].as_u64();
        }
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 2000);
    });
}

#[test]
fn a_message_is_answered_piece_by_piece_and_the_pieces_are_the_answer() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        rows(&mut talk).await;
        talk.ask("sessions.messages.subscribe", json!({"key": NOTES})).await.unwrap();
        let sent = json!({"sessionKey": NOTES, "message": "compare them in a table", "idempotencyKey": "once"});
        let run = talk.ask("chat.send", sent.clone()).await.unwrap()["runId"].clone();
        assert_eq!(talk.ask("chat.send", sent).await.unwrap()["runId"], run, "the same key is the same run");
        let last = talk.hear(|event, payload| event == "chat" && payload["state"] == "final").await;
        let pieces = talk.events.iter().filter(|(event, payload)| event == "chat" && payload["state"] == "delta");
        let pieces: String = pieces.map(|(_, payload)| payload["deltaText"].as_str().unwrap()).collect();
        assert_eq!(last["message"]["content"][0]["text"], pieces);
        let history = talk.ask("chat.history", json!({"sessionKey": NOTES, "limit": 2})).await.unwrap();
        let texts = history["messages"].as_array().unwrap();
        assert_eq!(texts[0]["content"], "compare them in a table");
        assert!(texts[1]["content"].as_array().unwrap().iter().any(|part| part["text"] == pieces.as_str()));
        talk.hear(|event, payload| event == "sessions.changed" && payload["phase"] == "end").await;
        let row = row(&mut talk, NOTES).await;
        assert_eq!((&row["status"], &row["hasActiveRun"]), (&json!("done"), &json!(false)));
    });
}

#[test]
fn stop_stops_and_keeps_what_was_said() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        rows(&mut talk).await;
        talk.ask("sessions.messages.subscribe", json!({"key": NOTES})).await.unwrap();
        talk.ask("chat.send", json!({"sessionKey": NOTES, "message": "a long report", "idempotencyKey": "i"})).await.unwrap();
        talk.hear(|event, payload| event == "chat" && payload["state"] == "delta").await;
        let answer = talk.ask("sessions.abort", json!({"key": NOTES})).await.unwrap();
        assert_eq!(answer, json!({"ok": true, "abortedRunId": "i", "status": "aborted"}));
        assert_eq!(talk.ask("sessions.abort", json!({"key": NOTES})).await.unwrap()["status"], "no-active-run");
        let row = row(&mut talk, NOTES).await;
        assert_eq!((&row["status"], &row["abortedLastRun"], &row["hasActiveRun"]), (&json!("killed"), &json!(true), &json!(false)));
        let history = talk.ask("chat.history", json!({"sessionKey": NOTES, "limit": 1})).await.unwrap();
        assert_eq!(history["messages"][0]["role"], "assistant");
        talk.events.clear();
        tokio::time::sleep(Duration::from_secs(60)).await;
        talk.ask("health", json!({})).await.unwrap();
        assert!(talk.events.iter().all(|(event, _)| event == "tick"), "nothing more is said: {:?}", talk.events);
    });
}

#[test]
fn what_is_asked_waits_for_its_answer() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        rows(&mut talk).await;
        for (decision, word) in [("deny", "denied"), ("allow-once", "active")] {
            let sent = json!({"sessionKey": NOTES, "message": "restart the index", "idempotencyKey": decision});
            talk.ask("chat.send", sent).await.unwrap();
            let asked = talk.hear(|event, payload| event == "exec.approval.requested" && payload["request"]["sessionKey"] == NOTES).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
            assert_eq!(row(&mut talk, NOTES).await["status"], "running");
            talk.ask("exec.approval.resolve", json!({"id": asked["id"], "decision": decision})).await.unwrap();
            talk.hear(|event, payload| event == "sessions.changed" && payload["phase"] == "end").await;
            let history = talk.ask("chat.history", json!({"sessionKey": NOTES, "limit": 2})).await.unwrap();
            assert!(history["messages"][0].to_string().contains(word), "{history}");
            talk.events.clear();
        }
    });
}

#[test]
fn runs_start_by_themselves_unless_the_world_stands_still() {
    for (search, starts) in [("", true), ("?still", false)] {
        tell(|| async {
            let mut talk = Demo::start(search).talk(&ALL).await;
            rows(&mut talk).await;
            tokio::time::sleep(Duration::from_secs(30)).await;
            talk.ask("health", json!({})).await.unwrap();
            let started =
                talk.events.iter().any(|(event, payload)| event == "sessions.changed" && payload["reason"] == "agent.run.started");
            assert_eq!(started, starts, "{search}");
        });
    }
}

#[test]
fn a_rate_is_kept_and_what_nobody_saw_is_not_made_up_for() {
    for rate in [1, 7, 60, 500, 5_000] {
        tell(|| async move {
            let demo = Demo::start(&format!("?still&sessions=400&rate={rate}"));
            let mut talk = demo.talk(&ALL).await;
            rows(&mut talk).await;
            talk.events.clear();
            tokio::time::sleep(Duration::from_secs(3)).await;
            talk.ask("health", json!({})).await.unwrap();
            let told: Vec<&Value> = talk.events.iter().filter(|(event, _)| event == "sessions.changed").map(|(_, told)| told).collect();
            assert_eq!(told.len(), 3 * rate);
            let touched: BTreeSet<&str> = told.iter().map(|told| told["sessionKey"].as_str().unwrap()).collect();
            assert!(touched.len() > (rate * 2).min(400) * 9 / 10, "{rate}: any session, not only some: {}", touched.len());
            let last = told.last().unwrap()["session"].clone();
            let list = talk.ask("sessions.list", json!({"limit": 10, "archived": "all"})).await.unwrap();
            let first = list["sessions"].as_array().unwrap().iter().find(|row| row["pinned"] == last["pinned"]);
            assert_eq!(first.map(|row| &row["updatedAt"]), Some(&last["updatedAt"]), "{rate}: what was touched last stands first");
            drop(talk);
            tokio::time::sleep(Duration::from_secs(3600)).await;
            let mut talk = demo.talk(&ALL).await;
            rows(&mut talk).await;
            let late = talk.events.iter().filter(|(event, _)| event == "sessions.changed").count();
            assert!(late <= rate / 4 + 1, "{rate}: {late}");
        });
    }
}

#[test]
fn a_world_can_be_left_alone_for_an_hour() {
    tell(|| async {
        let mut talk = Demo::start("").talk(&ALL).await;
        let before = rows(&mut talk).await.len();
        talk.events.clear();
        tokio::time::sleep(Duration::from_secs(3600)).await;
        let after = rows(&mut talk).await;
        let events = std::mem::take(&mut talk.events);
        let told = |name: &str| events.iter().filter(|(event, _)| event == name).map(|(_, told)| told).collect::<Vec<_>>();
        let changed = told("sessions.changed");
        assert!((1_000..10_000).contains(&changed.len()), "{}", changed.len());
        assert!(told("cron").len() < 200, "{}", told("cron").len());
        for row in after.iter().chain(changed.iter().map(|told| &told["session"])) {
            let (total, window) = (row["totalTokens"].as_u64().unwrap_or(0), row["contextTokens"].as_u64().unwrap_or(1));
            assert!(total < window, "{} {total}", row["key"]);
            assert!(row["estimatedCostUsd"].as_f64().unwrap_or(0.0) < 1.5, "{} {}", row["key"], row["estimatedCostUsd"]);
        }
        assert!(changed.iter().any(|told| told["reason"] == "compact"), "contexts are made room in");
        for status in ["done", "failed", "running"] {
            assert!(changed.iter().any(|told| told["session"]["status"] == status), "{status}");
        }
        assert!(changed.iter().any(|told| told["session"]["classification"] == "subagent"), "somebody sends a sub-agent");
        assert!(!told("exec.approval.requested").is_empty() && !told("exec.approval.resolved").is_empty(), "somebody asks, and gives up");
        assert!(after.len() < before + 12, "{before} {}", after.len());
        let mut longest = 0;
        for row in after {
            let history = talk.ask("chat.history", json!({"sessionKey": row["key"], "limit": 1_000})).await.unwrap();
            let messages = list(&history, "messages");
            let numbers: Vec<u64> = messages.iter().map(|message| message["__openclaw"]["seq"].as_u64().unwrap()).collect();
            let is_long = row["displayName"] == "A year of errands";
            assert!((is_long || numbers.len() <= 300) && numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{}", row["key"]);
            longest = longest.max(numbers.last().copied().filter(|_| !is_long).unwrap_or(0));
            let marks = messages.iter().filter(|message| message["__openclaw"]["kind"] == "compaction");
            assert!(marks.clone().all(|mark| mark["role"] == "system"));
        }
        assert!(longest > 100, "{longest}");
    });
}

#[test]
fn what_is_said_to_a_session_at_work_is_answered_before_it_ends() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        rows(&mut talk).await;
        talk.ask("sessions.messages.subscribe", json!({"key": NOTES})).await.unwrap();
        for (id, text) in [("one", "a long report"), ("two", "compare them in a table"), ("three", "write code")] {
            let sent = json!({"sessionKey": NOTES, "message": text, "idempotencyKey": id});
            assert_eq!(talk.ask("chat.send", sent).await.unwrap()["runId"], id);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        for id in ["two", "three"] {
            let taken = talk.hear(|event, told| event == "chat" && told["runId"] == id && told["state"] == "final").await;
            assert!(taken["message"].is_null(), "taken in by the run that goes on");
        }
        let last = talk.hear(|event, told| event == "chat" && told["runId"] == "one" && told["state"] == "final").await;
        let said = last["message"]["content"][0]["text"].as_str().unwrap();
        assert!(said.contains("| Model |") && said.contains("```rust"), "{said}");
        talk.hear(|event, told| event == "sessions.changed" && told["phase"] == "end").await;
        assert_eq!(row(&mut talk, NOTES).await["hasActiveRun"], false);
        let history = talk.ask("chat.history", json!({"sessionKey": NOTES, "limit": 6})).await.unwrap();
        let roles: Vec<_> = list(&history, "messages").iter().map(|message| message["role"].as_str().unwrap()).collect();
        assert_eq!(roles, ["user", "assistant", "user", "assistant", "user", "assistant"]);
    });
}

#[test]
fn what_is_said_to_a_run_that_fails_is_answered_by_another() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        rows(&mut talk).await;
        for (id, text) in [("one", "crash"), ("two", "compare them in a table"), ("three", "write code")] {
            talk.ask("chat.send", json!({"sessionKey": NOTES, "message": text, "idempotencyKey": id})).await.unwrap();
        }
        talk.hear(|event, told| event == "sessions.changed" && told["phase"] == "error").await;
        talk.hear(|event, told| event == "sessions.changed" && told["phase"] == "end").await;
        let row = row(&mut talk, NOTES).await;
        assert_eq!((&row["status"], &row["hasActiveRun"]), (&json!("done"), &json!(false)));
        let history = talk.ask("chat.history", json!({"sessionKey": NOTES, "limit": 5})).await.unwrap();
        let answers = list(&history, "messages").iter().step_by(2);
        for (message, words) in answers.zip(["server_error", "| Model |", "```rust"]) {
            assert!(message.to_string().contains(words), "{message}");
        }
    });
}

#[test]
fn a_question_waits_for_its_answer() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        rows(&mut talk).await;
        assert_eq!(talk.ask("question.list", json!({})).await.unwrap()["questions"], json!([]));
        let answers = json!({"answers": {"room": ["Bedroom"]}});
        for (params, status) in [(json!({"answers": answers}), "answered"), (json!({"cancel": true}), "cancelled")] {
            let sent = json!({"sessionKey": NOTES, "message": "Which room first?", "idempotencyKey": status});
            talk.ask("chat.send", sent).await.unwrap();
            let asked = talk.hear(|event, _| event == "question.requested").await;
            let waiting = talk.ask("question.list", json!({})).await.unwrap();
            assert_eq!((&waiting["questions"], &asked["sessionKey"]), (&json!([asked]), &json!(NOTES)));
            let mut params = params.clone();
            params["id"] = asked["id"].clone();
            let answer = talk.ask("question.resolve", params.clone()).await.unwrap();
            assert_eq!(answer["status"], status);
            assert!(talk.ask("question.resolve", params).await.is_err(), "once is enough");
            let resolved = talk.hear(|event, _| event == "question.resolved").await;
            assert_eq!((&resolved["id"], &resolved["status"], &resolved["answers"]), (&asked["id"], &json!(status), &answer["answers"]));
            talk.hear(|event, told| event == "sessions.changed" && told["phase"] == "end").await;
            let history = talk.ask("chat.history", json!({"sessionKey": NOTES, "limit": 2})).await.unwrap();
            let told = history["messages"][0].to_string();
            assert!(told.contains(if status == "answered" { "Bedroom" } else { "cancelled" }), "{told}");
            talk.events.clear();
        }
        let mut talk = Demo::start("").talk(&ALL).await;
        let waiting = talk.ask("question.list", json!({})).await.unwrap();
        assert_eq!(list(&waiting, "questions").len(), 1, "one waits from the beginning");
    });
}

#[test]
fn a_change_that_is_refused_changes_nothing() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let groups = talk.ask("sessions.groups.list", json!({})).await.unwrap();
        for method in ["sessions.patch", "sessions.create"] {
            let params = json!({"key": NOTES, "category": "Never", "label": "Never", "model": "nope/x", "thinkingLevel": "nope"});
            talk.ask(method, params).await.unwrap_err();
            assert_eq!(talk.ask("sessions.groups.list", json!({})).await.unwrap(), groups, "{method}");
        }
        assert_ne!(row(&mut talk, NOTES).await["category"], "Never");
    });
}

#[test]
fn what_is_changed_stays_changed_and_is_told() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        rows(&mut talk).await;
        let id = row(&mut talk, NOTES).await["sessionId"].clone();
        let changes = [
            (json!({"label": "New name"}), "displayName", json!("New name")),
            (json!({"label": null}), "displayName", json!("Notes on attention")),
            (json!({"pinned": true}), "pinned", json!(true)),
            (json!({"model": "openai/gpt-5"}), "model", json!("gpt-5")),
            (json!({"thinkingLevel": "low"}), "thinkingLevel", json!("low")),
            (json!({"category": "Brand new"}), "category", json!("Brand new")),
            (json!({"archived": true, "expectedSessionId": id}), "archived", json!(true)),
            (json!({"archived": false, "expectedSessionId": id}), "archived", json!(false)),
        ];
        for (mut params, field, expected) in changes {
            params["key"] = json!(NOTES);
            talk.events.clear();
            talk.ask("sessions.patch", params.clone()).await.unwrap();
            assert_eq!(row(&mut talk, NOTES).await[field], expected, "{params}");
            let told = talk.hear(|event, payload| event == "sessions.changed" && payload["reason"] == "patch").await;
            assert_eq!(told["session"][field], expected, "{params}");
        }
        let groups = talk.ask("sessions.groups.list", json!({})).await.unwrap();
        assert!(groups["groups"].as_array().unwrap().iter().any(|group| group["name"] == "Brand new"));
        talk.ask("sessions.groups.rename", json!({"name": "Brand new", "to": "Old"})).await.unwrap();
        assert_eq!(row(&mut talk, NOTES).await["category"], "Old");
        talk.ask("sessions.groups.delete", json!({"name": "Old"})).await.unwrap();
        assert_eq!(row(&mut talk, NOTES).await["category"], Value::Null);
        talk.ask("sessions.reset", json!({"key": NOTES})).await.unwrap();
        let usage = talk.ask("sessions.usage", json!({"key": NOTES, "range": "all"})).await.unwrap();
        assert_eq!(usage["totals"]["totalTokens"], 0);
        talk.ask("sessions.delete", json!({"key": NOTES})).await.unwrap();
        assert_eq!(row(&mut talk, NOTES).await, Value::Null);
        assert_eq!(talk.ask("sessions.delete", json!({"key": NOTES})).await.unwrap()["deleted"], false);
    });
}

#[test]
fn what_the_real_gateway_refuses_is_refused() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&["operator.read"]).await;
        let refused = |answer: Result<Value, Value>| answer.unwrap_err();
        let error = refused(talk.ask("sessions.patch", json!({"key": NOTES, "pinned": true})).await);
        assert_eq!((&error["code"], &error["details"]["missingScope"]), (&json!("FORBIDDEN"), &json!("operator.write")));
        assert_eq!(refused(talk.ask("no.such", json!({})).await)["message"], "unknown method: no.such");
        let mut talk = Demo::start("?still").talk(&ALL).await;
        for (method, params, words) in [
            ("sessions.delete", json!({"key": "agent:main:main"}), "Cannot delete the main session (agent:main:main)."),
            ("sessions.patch", json!({"key": NOTES, "archived": true}), "expectedSessionId required"),
            ("sessions.patch", json!({"key": NOTES, "archived": true, "expectedSessionId": "other"}), "changed before patch"),
            ("sessions.patch", json!({"key": NOTES, "label": ""}), "must not have fewer than 1"),
            ("sessions.patch", json!({"key": NOTES, "label": "Reading list"}), "label already in use"),
            ("sessions.patch", json!({"key": NOTES, "model": "nope/x"}), "Unknown provider"),
            ("sessions.create", json!({"agentId": "nobody"}), "Unknown agent id"),
            ("sessions.search", json!({"query": "a", "limit": 26}), "must be <= 25"),
            ("sessions.groups.rename", json!({"name": "Nix", "to": "Nax"}), "unknown session group: Nix"),
        ] {
            let error = refused(talk.ask(method, params.clone()).await);
            assert!(error["message"].as_str().unwrap().contains(words), "{method} {params}: {error}");
        }
    });
}

#[test]
fn said_words_are_found_whole_and_everywhere() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let search = |query: &str| json!({"query": query, "scope": {"archived": "all"}});
        let found = talk.ask("sessions.search", search("certificates DEPLOY")).await.unwrap();
        let hit = &found["results"][0];
        assert_eq!(hit["sessionKey"], "agent:ops:dashboard:0a1b2c3d-0000-4000-8000-000000000010", "{found}");
        let around = json!({"sessionKey": hit["sessionKey"], "sessionId": hit["sessionId"], "messageId": hit["messageId"], "limit": 5});
        let history = talk.ask("chat.history", around).await.unwrap();
        let messages = history["messages"].as_array().unwrap();
        assert!(messages.iter().any(|message| message["__openclaw"]["id"] == hit["messageId"]));
        assert_eq!(talk.ask("sessions.search", search("certifica")).await.unwrap()["results"], json!([]));
    });
}

#[test]
fn a_deleted_session_takes_its_run_with_it() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        rows(&mut talk).await;
        talk.ask("chat.send", json!({"sessionKey": NOTES, "message": "delegate it", "idempotencyKey": "i"})).await.unwrap();
        let child = talk.hear(|event, payload| event == "sessions.changed" && payload["session"]["spawnedBy"] == NOTES).await;
        let child = child["sessionKey"].as_str().unwrap().to_owned();
        talk.ask("sessions.delete", json!({"key": NOTES})).await.unwrap();
        let child = row(&mut talk, &child).await;
        assert_eq!((&child["status"], &child["hasActiveRun"]), (&json!("killed"), &json!(false)));
    });
}

#[test]
fn a_session_made_twice_with_one_key_is_made_once_and_says_so() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let made = json!({"label": "Once", "message": "notes", "idempotencyKey": "k"});
        let first = talk.ask("sessions.create", made.clone()).await.unwrap();
        let again = talk.ask("sessions.create", made).await.unwrap();
        for name in ["key", "sessionId", "runStarted", "runId"] {
            assert_eq!(first[name], again[name], "{name}");
        }
        let same = rows(&mut talk).await.iter().filter(|row| row["label"] == "Once").count();
        assert_eq!((same, &first["runStarted"]), (1, &json!(true)));
    });
}
