//! Collections and stops over a fake gateway, with real signals and no browser.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::sync::Arc;
use std::time::Duration;

use any_spawner::Executor;
use leptos::prelude::*;
use openclutch::gateway::{Clock, Command, Gateway};
use openclutch::protocol::SessionKey;
use openclutch::protocol::connect::Credential;
use openclutch::protocol::sessions::{SessionRow, SessionsAbort, SessionsList, SessionsSubscribe};
use openclutch::state::cached::Freshness;
use openclutch::state::collection::Live;
use openclutch::state::sessions::Sessions;
use openclutch::state::stops::{Stop, Stops};
use serde_json::{Value, json};
use support::fake::{FakeGateway, settle};
use support::row;

struct Story {
    fake: FakeGateway,
    gateway: Gateway,
    sessions: Live<Sessions>,
    stops: Stops,
}

impl Story {
    /// A client that is connected and has listed these rows.
    async fn with(rows: Value) -> Self {
        let (fake, gateway, clock) = FakeGateway::start();
        let clock: Arc<dyn Clock> = clock;
        let sessions = Live::start(Sessions { limit: 100 }, gateway.clone(), clock.clone());
        let stops = Stops::new(gateway.clone(), clock);
        let mut story = Self { fake, gateway, sessions, stops };
        story.connect(rows).await;
        story
    }

    async fn connect(&mut self, rows: Value) {
        self.fake.accept().await;
        let request = self.fake.expect::<SessionsSubscribe>().await;
        self.fake.answer(&request, listed(rows));
        settle().await;
    }

    fn keys(&self) -> Vec<String> {
        let mut keys = self.sessions.with_value(|rows| rows.rows.keys().map(ToString::to_string).collect::<Vec<_>>()).unwrap_or_default();
        keys.sort();
        keys
    }

    fn is_running(&self, key: &str) -> bool {
        self.sessions.with_value(|rows| rows.rows[&SessionKey::from(key)].has_active_run).unwrap()
    }

    fn freshness(&self) -> Freshness {
        self.sessions.with(|cached| cached.freshness)
    }

    fn row(&self, key: &str) -> Arc<SessionRow> {
        self.sessions.with_value(|rows| rows.rows[&SessionKey::from(key)].clone()).unwrap()
    }

    fn stop(&self) -> Option<Stop> {
        let row = self.sessions.with_value(|rows| rows.rows.get(&SessionKey::from("a")).cloned()).flatten()?;
        self.stops.of(&row)
    }

    fn changed(&mut self, row: Value) {
        let key = row["key"].clone();
        self.fake.emit("sessions.changed", json!({"sessionKey": key, "session": row, "ts": 1}));
    }
}

fn listed(rows: Value) -> Value {
    let total = rows.as_array().unwrap().len();
    json!({"subscribed": true, "list": {"sessions": rows, "totalCount": total}})
}

fn running(key: &str) -> Value {
    row(key, json!({"hasActiveRun": true, "status": "running", "snapshotAt": 2_000}))
}

fn killed(key: &str) -> Value {
    row(key, json!({"status": "killed", "snapshotAt": 3_000}))
}

/// Runs a story in paused time, on the one executor of this process.
fn tell<F: Future<Output = ()>>(story: impl FnOnce() -> F) {
    let _ = Executor::init_tokio();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let owner = Owner::new();
    owner.set();
    tokio::task::LocalSet::new().block_on(&runtime, story());
}

#[test]
fn one_call_subscribes_and_lists() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({})), row("b", json!({}))])).await;
        assert_eq!((story.keys(), story.freshness()), (vec!["a".into(), "b".into()], Freshness::Fresh));
        assert!(story.fake.arrived().is_empty());
    });
}

#[test]
fn rows_follow_events_without_another_call() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({}))])).await;
        story.changed(running("a"));
        story.changed(running("b"));
        settle().await;
        assert!(story.is_running("a") && story.is_running("b"));
        story.fake.emit("sessions.changed", json!({"sessionKey": "b", "reason": "delete", "ts": 1}));
        story.fake.emit("sessions.changed", json!({"reason": "delete", "ts": 1}));
        settle().await;
        assert_eq!(story.keys(), ["a"]);
        assert!(story.fake.arrived().is_empty());
    });
}

#[test]
fn the_older_of_two_pictures_never_wins() {
    tell(|| async {
        let mut story = Story::with(json!([killed("a")])).await;
        story.changed(running("a"));
        settle().await;
        assert!(!story.is_running("a"));
    });
}

#[test]
fn an_event_that_overtakes_the_snapshot_is_kept() {
    tell(|| async {
        let (mut fake, gateway, clock) = FakeGateway::start();
        let sessions = Live::start(Sessions { limit: 100 }, gateway, clock);
        fake.accept().await;
        let request = fake.expect::<SessionsSubscribe>().await;
        fake.emit("sessions.changed", json!({"sessionKey": "new", "session": running("new"), "ts": 1}));
        settle().await;
        fake.answer(&request, listed(json!([row("a", json!({}))])));
        settle().await;
        assert_eq!(sessions.with_value(|rows| rows.rows.len()), Some(2));
        assert!(fake.arrived().is_empty(), "and nothing is asked again for it");
    });
}

#[test]
fn a_lost_event_is_repaired_by_one_refetch_on_the_same_connection() {
    tell(|| async {
        let mut story = Story::with(json!([running("a")])).await;
        story.fake.emit("tick", json!({}));
        story.fake.lose_event();
        story.fake.lose_event();
        story.fake.emit("tick", json!({}));
        story.fake.emit("tick", json!({}));
        let request = story.fake.expect::<SessionsList>().await;
        assert!(story.is_running("a"), "what is on screen stays meanwhile");
        story.fake.answer(&request, json!({"sessions": [killed("a")], "totalCount": 1}));
        settle().await;
        assert!(!story.is_running("a"));
        assert_eq!((story.fake.arrived().len(), story.fake.connections), (0, 1));
    });
}

#[test]
fn an_event_that_only_says_reload_reloads_once_however_often_it_comes() {
    tell(|| async {
        let mut story = Story::with(json!([])).await;
        for _ in 0..5 {
            story.fake.emit("sessions.changed", json!({"reason": "cron-bindings-loaded", "ts": 1}));
        }
        let request = story.fake.expect::<SessionsList>().await;
        story.fake.answer(&request, json!({"sessions": [], "totalCount": 0}));
        settle().await;
        assert!(story.fake.arrived().len() <= 1);
    });
}

#[test]
fn a_lost_link_keeps_the_rows_and_a_new_one_replaces_them() {
    tell(|| async {
        let mut story = Story::with(json!([running("a"), row("b", json!({}))])).await;
        story.fake.shut(true);
        story.fake.drop_link();
        settle().await;
        assert_eq!((story.keys().len(), story.freshness()), (2, Freshness::Stale));
        story.fake.shut(false);
        story.connect(json!([killed("a"), row("c", json!({}))])).await;
        assert_eq!((story.keys(), story.freshness()), (vec!["a".into(), "c".into()], Freshness::Fresh));
    });
}

#[test]
fn a_list_that_is_never_answered_says_so_and_heals() {
    tell(|| async {
        let (mut fake, gateway, clock) = FakeGateway::start();
        let sessions = Live::start(Sessions { limit: 100 }, gateway.clone(), clock);
        fake.accept().await;
        fake.expect::<SessionsSubscribe>().await;
        for _ in 0..32 {
            fake.emit("tick", json!({}));
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        assert!(sessions.with(|cached| cached.trouble.is_some()));
        let again = fake.expect::<SessionsSubscribe>().await;
        fake.answer(&again, listed(json!([row("a", json!({}))])));
        settle().await;
        assert_eq!((sessions.with(|cached| cached.trouble.clone()), sessions.with_value(|rows| rows.rows.len())), (None, Some(1)));
        assert_eq!(fake.connections, 1);
    });
}

#[test]
fn one_unreadable_row_costs_only_itself() {
    tell(|| async {
        let story = Story::with(json!([row("a", json!({})), {"nonsense": true}, 7])).await;
        assert_eq!(story.keys(), ["a"]);
        assert_eq!(story.sessions.with_value(|rows| rows.unreadable), Some(2));
    });
}

#[test]
fn a_hidden_tab_asks_for_nothing_until_it_is_shown() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({}))])).await;
        story.gateway.tell(Command::Visible(false));
        story.fake.emit("sessions.changed", json!({"reason": "cron-bindings-loaded", "ts": 1}));
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(story.fake.arrived().is_empty());
        story.gateway.tell(Command::Visible(true));
        settle().await;
        assert_eq!(story.fake.arrived().len(), 1);
    });
}

#[test]
fn another_gateway_begins_with_an_empty_list() {
    tell(|| async {
        let mut story = Story::with(json!([running("a")])).await;
        story.stops.stop(&story.row("a"), || {});
        story.fake.expect::<SessionsAbort>().await;
        story.gateway.tell(Command::Connect { url: "ws://other".into(), secret: Credential::None });
        settle().await;
        assert_eq!((story.sessions.with_value(|_| ()), story.stop()), (None, None));
        story.connect(json!([row("b", json!({}))])).await;
        assert_eq!(story.keys(), ["b"]);
    });
}

#[test]
fn a_stop_is_marked_at_once_and_confirmed_by_the_event() {
    tell(|| async {
        let mut story = Story::with(json!([running("a")])).await;
        story.stops.stop(&story.row("a"), || panic!("there was something to stop"));
        assert_eq!(story.stop(), Some(Stop::Stopping));
        let request = story.fake.expect::<SessionsAbort>().await;
        story.fake.answer(&request, json!({"ok": true, "abortedRunId": "r", "status": "aborted"}));
        settle().await;
        assert_eq!(story.stop(), Some(Stop::Stopping), "an answer is not yet the end of the run");
        story.changed(killed("a"));
        settle().await;
        assert_eq!((story.stop(), story.is_running("a")), (None, false));
    });
}

#[test]
fn the_event_may_overtake_the_answer() {
    tell(|| async {
        let mut story = Story::with(json!([running("a")])).await;
        story.stops.stop(&story.row("a"), || {});
        let request = story.fake.expect::<SessionsAbort>().await;
        story.changed(killed("a"));
        story.fake.answer(&request, json!({"ok": true, "abortedRunId": "r", "status": "aborted"}));
        settle().await;
        assert_eq!(story.stop(), None);
    });
}

#[test]
fn a_stop_without_effect_is_unconfirmed_after_ten_seconds_and_confirmed_later_all_the_same() {
    tell(|| async {
        let mut story = Story::with(json!([running("a")])).await;
        story.stops.stop(&story.row("a"), || {});
        let request = story.fake.expect::<SessionsAbort>().await;
        story.fake.answer(&request, json!({"ok": true, "abortedRunId": "r", "status": "aborted"}));
        tokio::time::sleep(Duration::from_secs(11)).await;
        assert_eq!(story.stop(), Some(Stop::Unconfirmed));
        story.changed(killed("a"));
        settle().await;
        assert_eq!(story.stop(), None);
    });
}

#[test]
fn pitfall_26_a_stop_that_found_nothing_reads_the_list_again() {
    tell(|| async {
        let mut story = Story::with(json!([running("a")])).await;
        let sessions = story.sessions;
        story.stops.stop(&story.row("a"), move || sessions.ask(Sessions { limit: 100 }));
        let request = story.fake.expect::<SessionsAbort>().await;
        story.fake.answer(&request, json!({"ok": true, "abortedRunId": null, "status": "no-active-run"}));
        let request = story.fake.expect::<SessionsList>().await;
        story.fake.answer(&request, json!({"sessions": [killed("a")], "totalCount": 1}));
        settle().await;
        assert_eq!((story.stop(), story.is_running("a")), (None, false));
    });
}

#[test]
fn pitfall_22_a_stop_during_a_drain_says_so_and_the_next_run_is_not_called_refused() {
    tell(|| async {
        let mut story = Story::with(json!([running("a")])).await;
        story.stops.stop(&story.row("a"), || {});
        let request = story.fake.expect::<SessionsAbort>().await;
        story.fake.refuse(&request, json!({"code": "UNAVAILABLE", "message": "draining", "retryable": true, "retryAfterMs": 1000}));
        settle().await;
        assert!(matches!(story.stop(), Some(Stop::Refused(why)) if why.contains("right now")));
        story.changed(killed("a"));
        story.changed(row("a", json!({"hasActiveRun": true, "status": "running", "snapshotAt": 4_000})));
        settle().await;
        assert_eq!((story.is_running("a"), story.stop()), (true, None));
    });
}

#[test]
fn a_stop_says_nothing_about_a_later_run() {
    tell(|| async {
        let run = |id: &str, at: i64| row("a", json!({"hasActiveRun": true, "activeRunIds": [id], "snapshotAt": at}));
        let mut story = Story::with(json!([run("r-1", 1_000)])).await;
        story.stops.stop(&story.row("a"), || {});
        story.fake.expect::<SessionsAbort>().await;
        assert_eq!(story.stop(), Some(Stop::Stopping));
        story.changed(run("r-2", 2_000));
        settle().await;
        assert_eq!(story.stop(), None);
    });
}

#[test]
fn reloads_come_at_most_once_a_second() {
    tell(|| async {
        let mut story = Story::with(json!([])).await;
        let mut asked = 0;
        for _ in 0..100 {
            story.fake.emit("sessions.changed", json!({"reason": "cron-bindings-loaded", "ts": 1}));
            settle().await;
            for request in story.fake.arrived() {
                asked += 1;
                story.fake.answer(&request, json!({"sessions": [], "totalCount": 0}));
            }
        }
        assert!((4..=6).contains(&asked), "{asked} lists in 5 s");
    });
}

#[test]
fn the_total_counts_new_sessions_and_not_old_ones_that_stir() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({}))])).await;
        let total = |story: &Story| story.sessions.with_value(|rows| rows.total).flatten();
        story.changed(row("a", json!({"snapshotAt": 2_000})));
        story.fake.emit("sessions.changed", json!({"sessionKey": "b", "reason": "create", "session": row("b", json!({})), "ts": 1}));
        settle().await;
        assert_eq!(total(&story), Some(2));
    });
}

#[test]
fn a_refused_stop_says_so_and_the_row_is_as_it_was() {
    tell(|| async {
        let mut story = Story::with(json!([running("a")])).await;
        story.stops.stop(&story.row("a"), || {});
        let request = story.fake.expect::<SessionsAbort>().await;
        story.fake.refuse(&request, json!({"code": "FORBIDDEN", "message": "missing scope"}));
        settle().await;
        assert!(matches!(story.stop(), Some(Stop::Refused(_))) && story.is_running("a"));
    });
}

#[test]
fn a_stop_in_doubt_is_settled_by_the_list_after_the_reconnect() {
    tell(|| async {
        let mut story = Story::with(json!([running("a")])).await;
        story.stops.stop(&story.row("a"), || {});
        story.fake.expect::<SessionsAbort>().await;
        story.fake.shut(true);
        story.fake.drop_link();
        settle().await;
        assert_eq!(story.stop(), Some(Stop::Unconfirmed));
        story.fake.shut(false);
        story.connect(json!([running("a")])).await;
        assert_eq!((story.stop(), story.is_running("a")), (None, true));
        assert!(story.fake.arrived().is_empty(), "a stop is never sent again by itself");
    });
}
