//! Stopping a run: marked at once, confirmed by the gateway, and honest when nobody can say.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::Duration;

use openclutch::protocol::sessions::{SessionsAbort, SessionsList};
use openclutch::state::stops::Stop;
use serde_json::json;
use support::fake::settle;
use support::row;
use support::story::{Story, killed, running, tell};

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
        story.stops.stop(&story.row("a"), move || sessions.ask_again());
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
