//! The collection of sessions: one call, then events; and what happens when some are lost.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use openclutch::gateway::socket::Local;
use openclutch::gateway::{Clock, Command, Moment};
use openclutch::protocol::UnixMs;
use openclutch::protocol::connect::Credential;
use openclutch::protocol::sessions::{SessionsAbort, SessionsList, SessionsSubscribe};
use openclutch::state::cached::Freshness;
use openclutch::state::collection::Live;
use openclutch::state::sessions::Sessions;
use serde_json::{Value, json};
use support::fake::{FakeGateway, settle};
use support::row;
use support::story::{Story, killed, listed, running, tell};

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
fn after_the_gateways_clock_was_put_back_its_events_and_its_list_are_still_believed() {
    tell(|| async {
        const HOUR: u64 = 3_600_000;
        let at = |row: Value, ms: u64| {
            let mut row = row;
            row["snapshotAt"] = json!(ms);
            row
        };
        let mut story = Story::with(json!([at(row("a", json!({})), 2 * HOUR), at(running("b"), 2 * HOUR)])).await;
        story.changed(at(running("a"), HOUR));
        settle().await;
        assert!(story.is_running("a"), "what is told last is true");
        story.fake.lose_event();
        story.fake.emit("tick", json!({}));
        let request = story.fake.expect::<SessionsList>().await;
        story.fake.answer(&request, json!({"sessions": [at(killed("a"), HOUR + 1), at(killed("b"), HOUR + 1)], "totalCount": 2}));
        settle().await;
        assert!(!story.is_running("a") && !story.is_running("b"));
        story.changed(at(running("a"), HOUR));
        settle().await;
        assert!(!story.is_running("a"), "and of two pictures by the same clock the older still does not win");
    });
}

#[test]
fn an_event_that_overtakes_the_snapshot_is_kept() {
    tell(|| async {
        let (mut fake, gateway, clock) = FakeGateway::start();
        let sessions = Live::start(Sessions { is_looked_at: StoredValue::new(false) }, gateway, clock);
        fake.accept().await;
        let request = fake.expect::<SessionsSubscribe>().await;
        fake.emit("sessions.changed", json!({"sessionKey": "new", "session": running("new"), "ts": 1}));
        settle().await;
        fake.answer(&request, listed(json!([row("a", json!({}))])));
        settle().await;
        assert_eq!(sessions.with_value(|rows| rows.rows.all().len()), Some(2));
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
        let sessions = Live::start(Sessions { is_looked_at: StoredValue::new(false) }, gateway.clone(), clock);
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
        assert_eq!((sessions.with(|cached| cached.trouble.clone()), sessions.with_value(|rows| rows.rows.all().len())), (None, Some(1)));
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

/// A clock of a page that nobody can see: no frame is drawn.
struct Unseen(Arc<dyn Clock>);

impl Clock for Unseen {
    fn now(&self) -> Moment {
        self.0.now()
    }

    fn wall(&self) -> UnixMs {
        self.0.wall()
    }

    fn sleep(&self, pause: Duration) -> Local<()> {
        self.0.sleep(pause)
    }

    fn frame(&self) -> Local<()> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn while_nobody_can_see_the_page_who_listens_is_woken_once_a_second_and_nobody_else() {
    tell(|| async {
        let (mut fake, gateway, clock) = FakeGateway::start();
        let sessions = Live::start(Sessions { is_looked_at: StoredValue::new(false) }, gateway, Arc::new(Unseen(clock)));
        let counted = |read: fn(Live<Sessions>)| {
            Memo::new(move |before: Option<&u32>| {
                read(sessions);
                before.map_or(0, |before| before + 1)
            })
        };
        let (heard, seen) = (counted(|sessions| sessions.listen()), counted(|sessions| sessions.with(|_| ())));
        let read = move || (heard.get_untracked(), seen.get_untracked());
        assert_eq!(read(), (0, 0));
        fake.accept().await;
        let request = fake.expect::<SessionsSubscribe>().await;
        fake.answer(&request, listed(json!([row("a", json!({}))])));
        tokio::time::sleep(Duration::from_secs(5)).await;
        let (before, _) = read();
        assert!(before > 0);
        for name in ["b", "c", "d"] {
            fake.emit("sessions.changed", json!({"sessionKey": name, "session": running(name), "ts": 1}));
        }
        settle().await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(read(), (before + 1, 0), "several changes are one beat, and no view is drawn");
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(read(), (before + 1, 0), "and without a change there is none");
    });
}
