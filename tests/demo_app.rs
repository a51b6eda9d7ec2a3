//! The app's own driver and state against the demo gateway: whatever goes wrong on the way, in the end both have the same rows.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::{StoredValue, untrack};
use openclutch::gateway::{self, Command, Gateway};
use openclutch::protocol::connect::Credential;
use openclutch::protocol::sessions::{SessionRow, SessionsListed};
use openclutch::state::cached::Freshness;
use openclutch::state::collection::Live;
use openclutch::state::sessions::Sessions;
use serde_json::json;
use support::config;
use support::demo::{ALL, Demo, NOTES, Talk};
use support::fake::Keys;
use support::fake::settle;
use support::story::tell;

/// The app without its views, connected to a world that stands still unless somebody talks.
struct App {
    demo: Demo,
    sessions: Live<Sessions>,
    _gateway: Gateway,
}

impl App {
    async fn start() -> Self {
        let demo = Demo::start("?still&sessions=300");
        let (gateway, driver) = gateway::start(Rc::new(demo.clone()), demo.clock.clone(), Rc::new(Keys::default()), config());
        tokio::task::spawn_local(driver);
        gateway.tell(Command::Connect { url: "demo:".into(), secret: Credential::None });
        let sessions = Live::start(Sessions { is_looked_at: StoredValue::new(false) }, gateway.clone(), demo.clock.clone());
        let app = Self { demo, sessions, _gateway: gateway };
        app.is_true().await;
        app
    }

    fn freshness(&self) -> Freshness {
        untrack(|| self.sessions.with(|cached| cached.freshness))
    }

    fn rows(&self) -> Vec<SessionRow> {
        let all = self.sessions.with_untracked(|rows| rows.rows.all().iter().map(Arc::as_ref).cloned().collect::<Vec<_>>());
        all.unwrap_or_default().into_iter().filter(|row| !row.archived).map(undated).collect()
    }

    fn is_running(&self, key: &str) -> bool {
        self.rows().iter().any(|row| row.key.as_str() == key && row.has_active_run)
    }

    /// Waits until the app's rows are those that the gateway lists.
    async fn is_true(&self) {
        let mut listed = vec![];
        // The longest pause between two tries to connect is half a minute.
        for _ in 0..120 {
            tokio::time::sleep(Duration::from_millis(500)).await;
            listed = rows_of(&mut self.demo.talk(&ALL).await).await;
            if self.freshness() == Freshness::Fresh && self.rows() == listed {
                return;
            }
        }
        let ours = self.rows();
        let only = |these: &[SessionRow], those: &[SessionRow]| these.iter().find(|row| !those.contains(row)).cloned();
        assert_eq!((self.freshness(), only(&ours, &listed)), (Freshness::Fresh, only(&listed, &ours)));
    }
}

/// What was told at different times is compared without the time of the picture.
fn undated(row: SessionRow) -> SessionRow {
    SessionRow { snapshot_at: None, ..row }
}

async fn rows_of(talk: &mut Talk) -> Vec<SessionRow> {
    let answer = talk.ask("sessions.list", json!({"limit": 1000, "includeDerivedTitles": true})).await.unwrap();
    let listed: SessionsListed = serde_json::from_value(answer).unwrap();
    let mut rows: Vec<_> = listed.sessions.items.into_iter().map(undated).collect();
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    assert!(rows.len() >= 250 && listed.sessions.unreadable == 0, "{}", rows.len());
    rows
}

/// Somebody talks, makes, renames, pins, puts away and deletes.
async fn much_happens(talk: &mut Talk, salt: &str) {
    let key =
        talk.ask("sessions.create", json!({"label": format!("Gone at once {salt}"), "idempotencyKey": salt})).await.unwrap()["key"].clone();
    let made = json!({"label": format!("Made meanwhile {salt}"), "message": "A table, please", "idempotencyKey": format!("{salt} too")});
    talk.ask("sessions.create", made).await.unwrap();
    talk.ask("sessions.patch", json!({"key": NOTES, "label": format!("Renamed {salt}"), "pinned": true, "category": salt})).await.unwrap();
    talk.ask("chat.send", json!({"sessionKey": NOTES, "message": "Crash", "idempotencyKey": format!("say {salt}")})).await.unwrap();
    talk.ask("sessions.delete", json!({"key": key})).await.unwrap();
}

#[test]
fn a_run_is_seen_from_its_start_to_its_end_though_the_connection_breaks_meanwhile() {
    tell(|| async {
        let app = App::start().await;
        let mut talk = app.demo.talk(&ALL).await;
        let sent = json!({"sessionKey": NOTES, "message": "a long report", "idempotencyKey": "once"});
        assert!(!app.is_running(NOTES));
        talk.ask("chat.send", sent).await.unwrap();
        settle().await;
        assert!(app.is_running(NOTES));
        app.is_true().await;

        let opened = app.demo.opened.get();
        app.demo.order("drop 1006").await;
        assert!(app.is_running(NOTES), "what is on screen stays");
        settle().await;
        assert_eq!(app.demo.opened.get(), opened + 1, "the app has come anew");
        app.is_true().await;
        assert!(app.is_running(NOTES));

        let mut talk = app.demo.talk(&ALL).await;
        talk.ask("sessions.subscribe", json!({"limit": 1})).await.unwrap();
        talk.hear(|event, payload| event == "sessions.changed" && payload["phase"] == "end").await;
        app.is_true().await;
        let row = app.rows().into_iter().find(|row| row.key.as_str() == NOTES).unwrap();
        assert_eq!((row.has_active_run, row.status), (false, Some("done".to_owned().into())));
    });
}

/// What can go wrong on the way, as it is ordered.
const FAULTS: [&str; 21] = [
    "drop 1006",
    "drop 1012",
    "drop 4000",
    "refuse 20",
    "latency 300",
    "jitter 900",
    "hole",
    "lose 1",
    "lose 3",
    "double 1",
    "double 2",
    "swap 2",
    "swap 3",
    "garbage",
    "unknown",
    "huge 1",
    "fail",
    "mute",
    "trickle 20",
    "clock 3600",
    "clock -3600",
];

#[test]
fn whatever_goes_wrong_in_the_end_the_rows_are_those_of_the_gateway() {
    for order in FAULTS {
        println!("{order}");
        tell(|| async {
            let app = App::start().await;
            much_happens(&mut app.demo.talk(&ALL).await, "before").await;
            app.demo.order(order).await;
            tokio::time::sleep(Duration::from_secs(30)).await;
            app.demo.order("clear").await;
            // If the last event was lost, the next one tells of it.
            much_happens(&mut app.demo.talk(&ALL).await, "after").await;
            app.is_true().await;
        });
    }
}

/// A day in steps of a quarter of an hour, and something else goes wrong in each.
#[test]
fn after_a_day_of_faults_the_rows_are_those_of_the_gateway() {
    tell(|| async {
        let app = App::start().await;
        for step in 0..96 {
            much_happens(&mut app.demo.talk(&ALL).await, &step.to_string()).await;
            app.demo.order(FAULTS[step % FAULTS.len()]).await;
            tokio::time::sleep(Duration::from_secs(30)).await;
            app.demo.order("clear").await;
            tokio::time::sleep(Duration::from_secs(870)).await;
            if step % 8 == 0 {
                // If the last event was lost, the next one tells of it.
                much_happens(&mut app.demo.talk(&ALL).await, &format!("{step} anew")).await;
                app.is_true().await;
            }
        }
        much_happens(&mut app.demo.talk(&ALL).await, "at last").await;
        app.is_true().await;
    });
}

#[test]
fn fifty_connections_that_are_lost_at_once_cost_a_connection_each_and_no_row() {
    tell(|| async {
        let app = App::start().await;
        let opened = app.demo.opened.get();
        for _ in 0..50 {
            app.demo.order("drop 1006").await;
            settle().await;
            // The longest pause between two tries is 36 s.
            for _ in 0..1_000 {
                if app.freshness() == Freshness::Fresh {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            assert_eq!(app.freshness(), Freshness::Fresh);
        }
        let tries = app.demo.opened.get() - opened;
        app.is_true().await;
        assert_eq!(tries, 50);
    });
}
