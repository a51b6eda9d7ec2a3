//! Changes that are shown before the gateway has made them, and what happens when it does not.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use openclutch::gateway::{CallError, Written};
use openclutch::protocol::SessionKey;
use openclutch::protocol::sessions::{Change, SessionsCompact, SessionsDelete, SessionsPatch};
use openclutch::state::edits::Edit;
use serde_json::{Value, json};
use support::fake::settle;
use support::row;
use support::story::{Story, tell};

type Outcome = Rc<RefCell<Option<Result<(), CallError>>>>;

fn key() -> SessionKey {
    "a".into()
}

/// Changes session "a" as a person would; the answer comes through the returned cell.
fn change(story: &Story, change: Change) -> Outcome {
    let (edits, outcome) = (story.edits, Outcome::default());
    let told = outcome.clone();
    tokio::task::spawn_local(async move {
        let method = SessionsPatch { key: key(), session_id: Some("life".into()), change: change.clone() };
        *told.borrow_mut() = Some(edits.make(&key(), Edit::Change(change), Written::of(&method)).await.map(|_| ()));
    });
    outcome
}

fn patched(more: Value) -> Value {
    let mut row = row("a", json!({"snapshotAt": 2_000}));
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"sessionKey": "a", "reason": "patch", "session": row, "ts": 1})
}

fn label(story: &Story) -> Option<String> {
    story.shown("a").and_then(|row| row.display_name.clone())
}

#[test]
fn a_change_is_shown_at_once_and_then_as_the_gateway_made_it() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({"displayName": "Old"}))])).await;
        let outcome = change(&story, Change::Label(Some("new ".into())));
        let request = story.fake.expect::<SessionsPatch>().await;
        assert_eq!(label(&story).as_deref(), Some("new "));
        assert_eq!(story.row("a").display_name.as_deref(), Some("Old"), "the rows themselves are the gateway's");
        story.fake.answer(&request, json!({"ok": true}));
        settle().await;
        assert_eq!(label(&story).as_deref(), Some("new "), "no flicker between the answer and its event");
        story.fake.emit("sessions.changed", patched(json!({"displayName": "new"})));
        settle().await;
        assert_eq!((label(&story).as_deref(), outcome.borrow().clone()), (Some("new"), Some(Ok(()))));
    });
}

#[test]
fn an_event_that_overtakes_the_answer_counts() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({}))])).await;
        change(&story, Change::Pinned(true));
        let request = story.fake.expect::<SessionsPatch>().await;
        story.fake.emit("sessions.changed", patched(json!({"pinned": true})));
        settle().await;
        story.fake.answer(&request, json!({"ok": true}));
        settle().await;
        story.fake.emit(
            "sessions.changed",
            json!({"sessionKey": "a", "reason": "patch", "session": row("a", json!({"pinned": false, "snapshotAt": 3_000})), "ts": 1}),
        );
        settle().await;
        assert!(!story.shown("a").unwrap().pinned, "nothing is laid over any more");
    });
}

#[test]
fn a_refused_change_is_taken_back_and_says_why() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({"category": "Old"}))])).await;
        let outcome = change(&story, Change::Category(Some("New".into())));
        let request = story.fake.expect::<SessionsPatch>().await;
        assert_eq!(story.shown("a").unwrap().category.as_deref(), Some("New"));
        story.fake.refuse(&request, json!({"code": "INVALID_REQUEST", "message": "no"}));
        settle().await;
        assert_eq!(story.shown("a").unwrap().category.as_deref(), Some("Old"));
        assert!(matches!(&*outcome.borrow(), Some(Err(CallError::Refused { .. }))));
    });
}

#[test]
fn a_link_that_is_lost_takes_the_change_back_and_is_not_asked_again() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({}))])).await;
        let outcome = change(&story, Change::Archived(true));
        let request = story.fake.expect::<SessionsPatch>().await;
        assert_eq!(request["params"]["expectedSessionId"], "life");
        assert!(story.shown("a").unwrap().archived);
        story.fake.drop_link();
        settle().await;
        assert!(!story.shown("a").unwrap().archived);
        assert!(matches!(&*outcome.borrow(), Some(Err(CallError::LinkLost { .. }))));
        story.connect(json!([row("a", json!({}))])).await;
        assert!(story.fake.arrived().is_empty());
    });
}

#[test]
fn a_change_that_no_event_shows_is_not_laid_over_for_ever() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({"model": "one"}))])).await;
        change(&story, Change::Model(Some("p/two".into())));
        let request = story.fake.expect::<SessionsPatch>().await;
        story.fake.answer(&request, json!({"ok": true}));
        settle().await;
        assert_eq!(story.shown("a").unwrap().model.as_deref(), Some("two"));
        tokio::time::sleep(Duration::from_secs(4)).await;
        assert_eq!(story.shown("a").unwrap().model.as_deref(), Some("one"));
    });
}

#[test]
fn a_deleted_session_is_gone_at_once_and_back_if_it_is_not() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({}))])).await;
        let edits = story.edits;
        tokio::task::spawn_local(
            async move { edits.make(&key(), Edit::Gone, Written::of(&SessionsDelete { key: key() })).await.map(|_| ()) },
        );
        let request = story.fake.expect::<SessionsDelete>().await;
        assert_eq!(story.shown("a"), None);
        story.fake.refuse(&request, json!({"code": "INVALID_REQUEST", "message": "Cannot delete the main session (a)."}));
        settle().await;
        assert!(story.shown("a").is_some());
    });
}

#[test]
fn what_takes_long_says_so_until_it_is_done() {
    tell(|| async {
        let mut story = Story::with(json!([row("a", json!({}))])).await;
        let edits = story.edits;
        tokio::task::spawn_local(async move {
            edits.make(&key(), Edit::Busy("compacting"), Written::of(&SessionsCompact { key: key() })).await.map(|_| ())
        });
        let request = story.fake.expect::<SessionsCompact>().await;
        for _ in 0..60 {
            story.fake.emit("tick", json!({}));
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        assert_eq!(story.edits.busy(&key()), Some("compacting"), "a summary takes a model's time");
        story.fake.answer(&request, json!({"ok": true, "compacted": true}));
        settle().await;
        assert_eq!(story.edits.busy(&key()), None);
    });
}
