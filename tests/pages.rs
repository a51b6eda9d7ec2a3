//! Long lists: the first page at once, the others behind it, whatever happens between two of them.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::Duration;

use leptos::prelude::StoredValue;
use openclutch::protocol::host::SystemInfo;
use openclutch::protocol::sessions::{SessionsList, SessionsSubscribe};
use openclutch::state::collection::Live;
use openclutch::state::sessions::{BRISK_PAGE, FIRST, PAGE, Sessions};
use serde_json::{Value, json};
use support::fake::{FakeGateway, settle};
use support::row;
use support::story::{Story, tell};

/// Rows by number, newest first, as a gateway lists them.
fn rows(numbers: impl Iterator<Item = usize>) -> Vec<Value> {
    numbers.map(|number| row(&number.to_string(), json!({}))).collect()
}

fn page(numbers: impl Iterator<Item = usize>, total: usize) -> Value {
    json!({"sessions": rows(numbers), "totalCount": total})
}

/// How long a page takes on a slow road.
const SLOW: Duration = Duration::from_millis(600);

/// A client that has the first page of so many rows, and the request for the second.
async fn first_page(total: usize) -> (Story, Value) {
    first_page_after(Duration::ZERO, total).await
}

/// A client that is about to connect, whose list somebody looks at or not.
fn begun(is_looked_at: bool) -> Story {
    let (fake, gateway, clock) = FakeGateway::start();
    let sessions = Live::start(Sessions { is_looked_at: StoredValue::new(is_looked_at) }, gateway.clone(), clock.clone());
    let stops = openclutch::state::stops::Stops::new(gateway.clone(), clock.clone());
    let edits = openclutch::state::edits::Edits::new(gateway.clone(), clock);
    Story { fake, gateway, sessions, stops, edits }
}

/// The same over a road on which the first page took so long.
async fn first_page_after(pause: Duration, total: usize) -> (Story, Value) {
    let mut story = begun(false);
    story.fake.accept().await;
    let request = story.fake.expect::<SessionsSubscribe>().await;
    assert_eq!(request["params"]["limit"], FIRST);
    tokio::time::sleep(pause).await;
    story.fake.answer(&request, json!({"subscribed": true, "list": page(0..FIRST, total)}));
    let second = story.fake.expect::<SessionsList>().await;
    (story, second)
}

fn complete(story: &Story) -> Option<bool> {
    story.sessions.with_value(|rows| rows.is_complete())
}

#[test]
fn the_first_page_is_shown_while_the_others_come() {
    tell(|| async {
        let (mut story, second) = first_page_after(SLOW, 430).await;
        assert_eq!((story.keys().len(), complete(&story)), (FIRST, Some(false)));
        let offset = second["params"]["offset"].as_u64().unwrap() as usize;
        assert!(offset < FIRST && second["params"]["limit"] == PAGE, "pages overlap: {second}");
        story.fake.answer(&second, page(offset..offset + PAGE, 430));
        let third = story.fake.expect::<SessionsList>().await;
        let offset = third["params"]["offset"].as_u64().unwrap() as usize;
        story.fake.answer(&third, page(offset..430, 430));
        settle().await;
        assert_eq!((story.keys().len(), complete(&story)), (430, Some(true)));
        assert!(story.fake.arrived().is_empty(), "then nothing more is asked");
    });
}

#[test]
fn a_quick_road_brings_the_rest_at_once_and_a_slow_one_never_a_large_frame() {
    tell(|| async {
        let (mut story, second) = first_page(2_000).await;
        let offset = second["params"]["offset"].as_u64().unwrap() as usize;
        assert_eq!(second["params"]["limit"], BRISK_PAGE);
        tokio::time::sleep(SLOW).await;
        story.fake.answer(&second, page(offset..offset + BRISK_PAGE, 2_000));
        let third = story.fake.expect::<SessionsList>().await;
        assert_eq!(third["params"]["limit"], PAGE, "the road became slow");
    });
}

#[test]
fn the_rest_lets_other_reads_go_first_unless_somebody_looks_at_the_list() {
    for is_looked_at in [false, true] {
        tell(|| async move {
            let mut story = begun(is_looked_at);
            story.fake.accept().await;
            let listed = story.fake.expect::<SessionsSubscribe>().await;
            let gateway = story.gateway.clone();
            tokio::task::spawn_local(async move { gateway.call(&SystemInfo {}).await });
            story.fake.expect::<SystemInfo>().await;
            story.fake.answer(&listed, json!({"subscribed": true, "list": page(0..FIRST, 430)}));
            settle().await;
            let is_asked = story.fake.arrived().iter().any(|request| request["method"] == "sessions.list");
            assert_eq!(is_asked, is_looked_at);
        });
    }
}

#[test]
fn what_happens_between_two_pages_is_neither_lost_nor_doubled() {
    tell(|| async {
        let (mut story, second) = first_page(200).await;
        // One is made, one of the first page goes, one that has not come yet stirs: all others move by one.
        let made = json!({"sessionKey": "new", "reason": "create", "session": row("new", json!({"snapshotAt": 2_000})), "ts": 1});
        story.fake.emit("sessions.changed", made);
        story.fake.emit("sessions.changed", json!({"sessionKey": "5", "reason": "delete", "ts": 1}));
        story.fake.emit(
            "sessions.changed",
            json!({"sessionKey": "150", "session": row("150", json!({"label": "stirred", "snapshotAt": 2_000})), "ts": 1}),
        );
        settle().await;
        let offset = second["params"]["offset"].as_u64().unwrap() as usize;
        // The answer was made before the deletion was heard of.
        story.fake.answer(&second, page((5..6).chain(offset..200), 200));
        settle().await;
        let keys = story.keys();
        assert_eq!((keys.len(), keys.contains(&"new".into()), keys.contains(&"5".into())), (200, true, false));
        assert_eq!(story.row("150").label.as_deref(), Some("stirred"));
    });
}

#[test]
fn what_is_deleted_while_another_round_is_asked_for_stays_deleted() {
    tell(|| async {
        let (mut story, second) = first_page(150).await;
        // Ten of the first page moved into the second, so ten others are missing and all is asked for once more.
        story.fake.answer(&second, page(80..140, 150));
        let again = story.fake.expect::<SessionsList>().await;
        assert_eq!(again["params"]["offset"].as_u64().unwrap_or_default(), 0, "{again}");
        story.fake.emit("sessions.changed", json!({"sessionKey": "5", "reason": "delete", "ts": 1}));
        settle().await;
        // The answer was made before the deletion.
        story.fake.answer(&again, page(0..100, 150));
        settle().await;
        assert!(!story.keys().contains(&"5".into()));
    });
}

#[test]
fn a_row_that_is_in_no_page_any_more_goes_at_the_end_of_the_round() {
    tell(|| async {
        let (mut story, second) = first_page(150).await;
        story.fake.answer(&second, page(90..150, 150));
        settle().await;
        story.fake.drop_link();
        story.fake.accept().await;
        let again = story.fake.expect::<SessionsSubscribe>().await;
        story.fake.answer(&again, json!({"subscribed": true, "list": page(1..101, 149)}));
        let second = story.fake.expect::<SessionsList>().await;
        assert_eq!(story.keys().len(), 150, "until all pages have come the old rows stay");
        story.fake.answer(&second, page(91..150, 149));
        settle().await;
        let keys = story.keys();
        assert_eq!((keys.len(), keys.contains(&"0".into())), (149, false));
    });
}

#[test]
fn a_lost_link_ends_the_pages_of_its_connection() {
    tell(|| async {
        let (mut story, _) = first_page(430).await;
        story.fake.drop_link();
        story.fake.accept().await;
        let again = story.fake.expect::<SessionsSubscribe>().await;
        story.fake.answer(&again, json!({"subscribed": true, "list": page(0..50, 50)}));
        settle().await;
        assert_eq!((story.keys().len(), complete(&story)), (50, Some(true)));
        assert!(story.fake.arrived().is_empty());
    });
}

#[test]
fn a_run_of_a_job_is_shown_while_it_runs_and_is_in_no_count() {
    tell(|| async {
        let mut story = Story::with(json!([row("agent:main:cron:job", json!({}))])).await;
        let run = "agent:main:cron:job:run:1";
        let total = |story: &Story| story.sessions.with_value(|rows| rows.total).flatten();
        let running = row(run, json!({"hasActiveRun": true, "status": "running", "snapshotAt": 2_000}));
        story.fake.emit("sessions.changed", json!({"sessionKey": run, "reason": "create", "session": running, "ts": 1}));
        settle().await;
        assert_eq!((story.keys().len(), total(&story)), (2, Some(1)));
        story.fake.emit(
            "sessions.changed",
            json!({"sessionKey": run, "session": row(run, json!({"status": "done", "snapshotAt": 3_000})), "ts": 1}),
        );
        settle().await;
        assert_eq!(story.keys(), ["agent:main:cron:job"]);
    });
}
