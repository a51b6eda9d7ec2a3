//! The demo gateway's usage, log and devices: they are the same each time, they add up, what is done to them holds, and no question breaks them.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use support::demo::{ALL, BACKUP, Demo, list, methods};
use support::story::tell;

#[test]
fn the_same_seed_is_the_same_world_and_another_is_another() {
    const ASKED: [(&str, &str); 7] = [
        ("cron.list", r#"{"includeDisabled": true}"#),
        ("cron.runs", r#"{"scope": "all", "limit": 200, "offset": 100}"#),
        ("usage.cost", r#"{"days": 365, "agentScope": "all"}"#),
        ("sessions.usage", r#"{"range": "1y", "agentScope": "all"}"#),
        ("logs.tail", r#"{"limit": 300}"#),
        ("device.pair.list", "{}"),
        ("tasks.list", "{}"),
    ];
    let world = |search: &'static str| {
        let mut world = vec![];
        tell(|| async {
            let mut talk = Demo::start(search).talk(&ALL).await;
            for (method, params) in ASKED {
                world.push(talk.ask(method, serde_json::from_str(params).unwrap()).await.unwrap());
            }
        });
        world
    };
    let five = world("?seed=5&still");
    assert_eq!(five, world("?seed=5&still"));
    for ((method, _), (five, six)) in ASKED.iter().zip(five.iter().zip(world("?seed=6&still").iter())) {
        assert_ne!(five, six, "{method}");
    }
}

#[test]
fn what_the_real_gateway_refuses_is_refused() {
    tell(|| async {
        let demo = Demo::start("?still");
        let mut talk = demo.talk(&["operator.read"]).await;
        for (method, scope) in [
            ("cron.add", "operator.admin"),
            ("cron.update", "operator.admin"),
            ("cron.run", "operator.admin"),
            ("cron.remove", "operator.admin"),
            ("wake", "operator.write"),
            ("tasks.cancel", "operator.write"),
            ("device.pair.list", "operator.pairing"),
            ("device.pair.approve", "operator.pairing"),
            ("device.token.rotate", "operator.pairing"),
            ("exec.approvals.get", "operator.admin"),
        ] {
            assert_eq!(talk.ask(method, json!({})).await.unwrap_err()["details"]["missingScope"], scope, "{method}");
        }
        for method in ["cron.list", "cron.status", "usage.cost", "sessions.usage", "logs.tail", "system-presence", "status", "tasks.list"] {
            assert!(talk.ask(method, json!({})).await.is_ok(), "{method}");
        }
        let mut talk = demo.talk(&ALL).await;
        let turn = json!({"kind": "agentTurn", "message": "x"});
        let job = |schedule: Value, target: &str| json!({"name": "Bad", "schedule": schedule, "sessionTarget": target, "wakeMode": "now", "payload": turn});
        let cron = json!({"kind": "cron", "expr": "not a cron"});
        for (method, params, words) in [
            ("cron.add", job(cron, "isolated"), "invalid cron.add params: CronPattern: invalid configuration format ('not a cron')"),
            ("cron.add", job(json!({"kind": "every", "everyMs": 60_000}), "main"), "main cron jobs require payload.kind=\"systemEvent\""),
            ("cron.update", json!({"id": "nope", "patch": {"enabled": true}}), "Automation not found: nope."),
            (
                "cron.update",
                json!({"id": BACKUP, "patch": {"bogus": 1}}),
                "invalid cron.update params: at /patch: unexpected property 'bogus'",
            ),
            ("cron.update", json!({"id": BACKUP, "patch": {"payload": null}}), "must have required property 'payload'"),
            ("cron.runs", json!({"id": "nope"}), "Automation not found: nope."),
            ("logs.tail", json!({"limit": 10_000}), "invalid logs.tail params: at /limit: must be <= 5000"),
            ("sessions.usage", json!({"startDate": "bad"}), "invalid sessions.usage params: at /startDate: must match pattern"),
            ("sessions.usage.timeseries", json!({"key": "agent:main:none"}), "No transcript found for session: agent:main:none"),
            ("tasks.get", json!({"taskId": "nope"}), "task not found: nope"),
            ("device.pair.approve", json!({"requestId": "nope"}), "unknown requestId"),
            ("device.pair.remove", json!({"deviceId": "nope"}), "unknown deviceId"),
        ] {
            let error = talk.ask(method, params.clone()).await.unwrap_err();
            assert!(error["message"].as_str().unwrap().contains(words), "{method} {params}: {error}");
        }
    });
}

/// What can be asked for by name, over all methods.
const PARAMS: &str = "agentId agentScope answers archived cancel category cursor days decision deviceId enabled endDate expectedSessionId id idempotencyKey includeDisabled jobId key label \
    limit maxBytes message messageId mode model name offset patch pinned query range requestId role schedule sessionKey startDate status taskId to";

#[test]
fn nothing_that_is_asked_breaks_anything() {
    tell(|| async {
        let demo = Demo::start("");
        let mut talk = demo.talk(&ALL).await;
        let turn = json!({"kind": "agentTurn", "message": ""});
        let at = |at: &str| json!({"name": "x", "schedule": {"kind": "at", "at": at}, "sessionTarget": "isolated", "wakeMode": "now", "payload": turn});
        let mut odd = vec![
            json!(null),
            json!([]),
            json!("x"),
            json!({"id": 7, "key": {}, "limit": -1, "offset": 1e300, "cursor": "x", "days": 1e18}),
            json!({"id": BACKUP, "jobId": [], "patch": 3}),
            json!({"id": BACKUP, "patch": {"schedule": [], "payload": 1, "name": {}}}),
            json!({"id": BACKUP, "patch": {"schedule": {"kind": "every", "everyMs": i64::MAX, "anchorMs": i64::MIN}}}),
            json!({"startDate": "9999-12-31", "endDate": "0000-01-01", "timeZone": 3, "limit": u64::MAX, "offset": u64::MAX}),
            json!({"startDate": "0000-01-01", "mode": "specific", "timeZone": "Mars", "scope": "all", "sortDir": "asc", "limit": 0}),
            json!({"name": "", "schedule": {"kind": "cron", "expr": "* * * * *", "tz": 5}, "sessionTarget": 1, "wakeMode": 1, "payload": {"kind": "command"}}),
            json!({"taskId": "", "requestId": 1, "deviceId": "ü", "role": null, "cursor": u64::MAX, "maxBytes": 1}),
            json!({"sessionKey": "agent:home:main", "key": "agent:home:main", "message": "ü", "idempotencyKey": "ü", "messageId": "ü", "limit": u64::MAX, "offset": u64::MAX}),
            at("2026-11-20T08:29:31+9999:00"),
            at("2026-11-20T08:29:1e30Z"),
            at("2026-11-20T08:29:infZ"),
            at("9999-12-31T23:59:59.999-23:59"),
            at("0000-01-01T00:00+23:59"),
        ];
        for value in
            [json!(null), json!(""), json!("ü"), json!(true), json!(-1), json!(u64::MAX), json!(1e300), json!([[]]), json!({"a": {}})]
        {
            odd.push(PARAMS.split_whitespace().map(|name| (name.to_owned(), value.clone())).collect());
        }
        let methods = methods(&demo).await;
        assert!(methods.len() > 45, "{methods:?}");
        let twice: Vec<_> = methods.iter().enumerate().filter(|(at, name)| methods[..*at].contains(name)).collect();
        assert!(twice.is_empty(), "answered in two places, of which one is never reached: {twice:?}");
        for method in &methods {
            for params in &odd {
                let _ = talk.ask(method, params.clone()).await;
                tokio::time::sleep(Duration::from_secs(1)).await;
                talk.events.clear();
            }
        }
        for frame in [
            "",
            "x",
            "null",
            "[]",
            "7",
            "{",
            "{}",
            "\u{0}",
            r#"{"type": "req"}"#,
            r#"{"type": "req", "id": 7, "method": "health"}"#,
            r#"{"type": "req", "id": "", "method": ""}"#,
            r#"{"type": "req", "id": "odd", "method": "connect", "params": []}"#,
            r#"{"type": "req", "id": "odd", "method": {}}"#,
            r#"{"type": "res", "id": "odd", "ok": true}"#,
            r#"{"type": "event", "event": "tick", "seq": -1}"#,
            &"[".repeat(100_000),
            &format!(r#"{{"type": "req", "id": "odd", "method": "{}"}}"#, "ü".repeat(100_000)),
        ] {
            talk.send_raw(frame);
        }
        talk.ask("health", json!({})).await.unwrap();
    });
}

#[test]
fn a_year_of_usage_adds_up_whichever_way() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let year = talk.ask("sessions.usage", json!({"range": "1y", "agentScope": "all", "limit": 100_000})).await.unwrap();
        let costs = talk.ask("usage.cost", json!({"days": 365, "agentScope": "all"})).await.unwrap();
        assert_eq!((costs["days"].as_u64(), list(&costs, "daily").len()), (Some(365), 365));
        assert_eq!(costs["totals"], year["totals"]);
        let of = &year["aggregates"];
        let totals =
            |rows: &[Value], name: &str| -> Vec<Value> { rows.iter().map(|row| row.pointer(name).unwrap_or(row).clone()).collect() };
        let parts = [
            ("days", costs["daily"].as_array().unwrap().clone()),
            ("models", totals(list(of, "byModel"), "/totals")),
            ("providers", totals(list(of, "byProvider"), "/totals")),
            ("agents", totals(list(of, "byAgent"), "/totals")),
            ("makers", totals(list(of, "byCreator"), "/totals")),
            ("days of use", list(of, "costDaily").to_vec()),
            ("sessions", totals(list(&year, "sessions"), "/usage")),
        ];
        for (what, rows) in parts {
            for name in ["input", "output", "cacheRead", "cacheWrite", "totalTokens", "missingCostEntries"] {
                let sum: u64 = rows.iter().map(|row| row[name].as_u64().unwrap()).sum();
                assert_eq!(year["totals"][name], sum, "{what}: {name}");
            }
            let sum: f64 = rows.iter().map(|row| row["totalCost"].as_f64().unwrap()).sum();
            assert!((sum - year["totals"]["totalCost"].as_f64().unwrap()).abs() < 1e-3, "{what}: {sum}");
        }
        let models = list(of, "byModel");
        assert_eq!(models.len(), 5);
        for model in models {
            let unpriced = if model["model"] == "qwen3-coder" { model["count"].clone() } else { json!(0) };
            assert_eq!(model["totals"]["missingCostEntries"], unpriced, "{model}");
            assert!((model["totals"]["totalCost"].as_f64() == Some(0.0)) == (model["model"] == "qwen3-coder"), "{model}");
        }
        assert_eq!(list(of, "byAgent").len(), 4);
        assert!(list(of, "daily").len() > 300, "{}", list(of, "daily").len());
        assert!(year["totals"]["totalCost"].as_f64() > Some(50.0), "{}", year["totals"]);
        assert_eq!(year["sessions"].as_array().unwrap().len(), of["sessionCount"]);
        let one = talk.ask("usage.cost", json!({"days": 365})).await.unwrap();
        let main = list(of, "byAgent").iter().find(|row| row["agentId"] == "main").unwrap();
        assert_eq!(one["totals"], main["totals"], "without a word, only the default agent counts");
    });
}

#[test]
fn what_a_session_used_is_what_its_answers_used() {
    tell(|| async {
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let year = talk.ask("sessions.usage", json!({"range": "1y", "agentScope": "all", "limit": 100_000})).await.unwrap();
        let mut compared = 0;
        for row in list(&year, "sessions").iter().filter(|row| row["createdActor"].is_object()) {
            let alone = talk.ask("sessions.usage", json!({"key": row["key"], "range": "all"})).await.unwrap();
            for name in ["totalTokens", "missingCostEntries"] {
                assert_eq!(row["usage"][name], alone["totals"][name], "{}", row["key"]);
            }
            let points = talk.ask("sessions.usage.timeseries", json!({"key": row["key"]})).await.unwrap();
            let last = list(&points, "points").last().map_or(0, |point| point["cumulativeTokens"].as_u64().unwrap());
            assert_eq!(row["usage"]["totalTokens"], last, "{}", row["key"]);
            compared += 1;
        }
        assert!(compared > 25, "{compared}");
    });
}

#[test]
fn the_log_grows_and_is_read_without_a_gap() {
    tell(|| async {
        let mut talk = Demo::start("").talk(&ALL).await;
        let first = talk.ask("logs.tail", json!({"limit": 1_000})).await.unwrap();
        let mut lines = list(&first, "lines").to_vec();
        let mut cursor = first["cursor"].clone();
        for pause in [1, 2, 700, 5_000, 60_000] {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            let next = talk.ask("logs.tail", json!({"cursor": cursor, "limit": 1_000})).await.unwrap();
            assert_eq!((&next["truncated"], &next["reset"], &next["cursor"]), (&json!(false), &json!(false), &next["size"]));
            let bytes: usize = list(&next, "lines").iter().map(|line| line.as_str().unwrap().len() + 1).sum();
            assert_eq!(next["cursor"].as_u64().unwrap() - cursor.as_u64().unwrap(), bytes as u64, "no line is left out, none comes twice");
            lines.extend(list(&next, "lines").to_vec());
            cursor = next["cursor"].clone();
        }
        let parsed: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line.as_str().unwrap()).unwrap()).collect();
        let words = |of: &dyn Fn(&Value) -> Option<&str>| parsed.iter().filter_map(of).map(str::to_owned).collect::<BTreeSet<_>>();
        let levels = words(&|line| line["_meta"]["logLevelName"].as_str());
        assert_eq!(levels.into_iter().collect::<Vec<_>>(), ["DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "WARN"]);
        assert!(words(&|line| line["0"].as_str()).len() >= 6);
        assert!(parsed.windows(2).all(|pair| pair[0]["time"].as_str() <= pair[1]["time"].as_str()));
        let again = talk.ask("logs.tail", json!({"limit": lines.len(), "maxBytes": 1_000_000})).await.unwrap();
        assert_eq!(list(&again, "lines"), lines, "whoever comes later reads the same");
        let lost = talk.ask("logs.tail", json!({"cursor": 999_999_999_999_u64, "limit": 2})).await.unwrap();
        assert_eq!((&lost["reset"], &lost["truncated"], list(&lost, "lines").len()), (&json!(true), &json!(true), 2));
        drop(talk);
        let mut talk = Demo::start("?still").talk(&ALL).await;
        let first = talk.ask("logs.tail", json!({})).await.unwrap();
        tokio::time::sleep(Duration::from_secs(3 * 86_400)).await;
        let later = talk.ask("logs.tail", json!({"cursor": first["cursor"]})).await.unwrap();
        assert_ne!(later["file"], first["file"], "there is a file for each day");
    });
}

#[test]
fn devices_come_in_and_go_and_everybody_hears_of_it() {
    tell(|| async {
        let demo = Demo::start("?still");
        let mut talk = demo.talk(&ALL).await;
        let devices = talk.ask("device.pair.list", json!({})).await.unwrap();
        let (wanted, unwanted) = (&devices["pending"][0], &devices["pending"][1]);
        talk.ask("device.pair.approve", json!({"requestId": wanted["requestId"]})).await.unwrap();
        talk.ask("device.pair.reject", json!({"requestId": unwanted["requestId"]})).await.unwrap();
        for (request, decision) in [(wanted, "approved"), (unwanted, "rejected")] {
            let told = talk.hear(|event, told| event == "device.pair.resolved" && told["requestId"] == request["requestId"]).await;
            assert_eq!(told["decision"], decision);
        }
        let after = talk.ask("device.pair.list", json!({})).await.unwrap();
        assert_eq!(after["pending"], json!([]));
        assert_eq!(list(&after, "paired").len(), list(&devices, "paired").len() + 1);
        let id = &wanted["deviceId"];
        let rotated = talk.ask("device.token.rotate", json!({"deviceId": id, "role": "operator"})).await.unwrap();
        assert!(rotated["token"].is_null(), "only the device itself learns it");
        talk.ask("device.token.revoke", json!({"deviceId": id, "role": "operator"})).await.unwrap();
        assert!(talk.ask("device.token.rotate", json!({"deviceId": id, "role": "operator"})).await.is_err());
        talk.ask("device.pair.remove", json!({"deviceId": id})).await.unwrap();
        assert!(list(&talk.ask("device.pair.list", json!({})).await.unwrap(), "paired").iter().all(|device| device["deviceId"] != *id));
        let here = talk.ask("system-presence", json!({})).await.unwrap().as_array().unwrap().len();
        let other = demo.talk(&["operator.read"]).await;
        let is_grown =
            |by: usize| move |event: &str, told: &Value| event == "presence" && told["presence"].as_array().unwrap().len() == here + by;
        talk.events.clear();
        drop(other);
        let mut third = demo.talk(&["operator.read"]).await;
        third.ask("health", json!({})).await.unwrap();
        talk.hear(is_grown(1)).await;
        assert_eq!(third.ask("system-presence", json!({})).await.unwrap().as_array().unwrap().len(), here + 1);
    });
}
