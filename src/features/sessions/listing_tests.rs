//! Tables and properties for the listing.
//! Refuses to know how it is drawn.

use super::*;
use crate::protocol::Usd;
use proptest::prelude::*;
use serde_json::{Value, json};

fn rows(rows: &[Value]) -> Vec<Arc<SessionRow>> {
    let mut rows: Vec<Arc<SessionRow>> = rows.iter().map(|row| Arc::new(serde_json::from_value(row.clone()).unwrap())).collect();
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    rows
}

fn made(rows: &[Arc<SessionRow>], look: &Look, open: &[&str], held: Option<&Listing>) -> Listing {
    let open: Vec<SessionKey> = open.iter().map(|key| SessionKey::from(*key)).collect();
    let waits = |key: &SessionKey| key.as_str() == "waiting";
    let opened = SessionKey::from("opened");
    listing(rows, &Asks { look, open: &open, opened: Some(&opened), waits: &waits, now: UnixMs(1_000), called: &|_, _| false }, held)
}

fn keys(listing: &Listing) -> Vec<String> {
    listing.lines.iter().map(|line| format!("{}{}", ">".repeat(line.depth.into()), line.key)).collect()
}

fn sorted(by: Sort) -> Look {
    Look { sort: by, ..Look::default() }
}

#[test]
fn pinned_then_waiting_then_running_then_newest() {
    let rows = rows(&[
        json!({"key": "old", "updatedAt": 1}),
        json!({"key": "new", "updatedAt": 9}),
        json!({"key": "running", "updatedAt": 2, "hasActiveRun": true}),
        json!({"key": "waiting", "updatedAt": 1, "hasActiveRun": true}),
        json!({"key": "pinned", "pinned": true}),
    ]);
    let listing = made(&rows, &Look::default(), &[], None);
    assert_eq!(keys(&listing), ["pinned", "waiting", "running", "new", "old"]);
    assert_eq!(listing.counts, Counts { running: 1, waiting: 1, failed: 0, all: 5 });
    assert_eq!(listing.counts.summary(), "1 running, 1 waits for you");
    let reversed = made(&rows, &Look { is_reversed: true, ..Look::default() }, &[], None);
    assert_eq!(keys(&reversed), ["pinned", "old", "new", "running", "waiting"]);
}

#[test]
fn other_orders_put_the_unknown_last() {
    let rows = rows(&[
        json!({"key": "a", "label": "beta", "totalTokens": 10, "contextTokens": 100, "estimatedCostUsd": 2.0}),
        json!({"key": "b", "label": "Alpha", "totalTokens": 90, "contextTokens": 100, "estimatedCostUsd": 0.5}),
        json!({"key": "c", "label": "gamma"}),
    ]);
    for (by, order) in [(Sort::Title, ["b", "a", "c"]), (Sort::Context, ["b", "a", "c"]), (Sort::Cost, ["a", "b", "c"])] {
        assert_eq!(keys(&made(&rows, &sorted(by), &[], None)), order, "{by:?}");
    }
}

#[test]
fn a_held_order_keeps_its_rows_in_place_and_counts_new_ones() {
    let before = rows(&[json!({"key": "a", "updatedAt": 9}), json!({"key": "gone", "updatedAt": 8}), json!({"key": "b", "updatedAt": 1})]);
    let held = made(&before, &Look::default(), &[], None);
    let after = rows(&[
        json!({"key": "a", "updatedAt": 9}),
        json!({"key": "b", "updatedAt": 99, "hasActiveRun": true}),
        json!({"key": "new", "pinned": true}),
        json!({"key": "child", "spawnedBy": "b"}),
    ]);
    let now = made(&after, &Look::default(), &["b"], Some(&held));
    assert_eq!((keys(&now), now.fresh), (vec!["a".into(), "b".into(), ">child".into()], 1));
    let released = made(&after, &Look::default(), &[], None);
    assert_eq!((keys(&released), released.fresh), (vec!["new".into(), "b".into(), "a".into()], 0));
    let made_just_now = rows(&[json!({"key": "a"}), json!({"key": "opened"})]);
    assert_eq!(made(&made_just_now, &Look::default(), &[], Some(&held)).fresh, 0, "what is opened is not held back");
    let gone = made(&rows(&[json!({"key": "b"})]), &Look::default(), &[], Some(&held));
    assert_eq!((keys(&gone), gone.fresh), (vec!["b".into()], 0));
    let back = made(&before, &Look::default(), &[], Some(&gone));
    assert_eq!((keys(&back), back.fresh), (keys(&held), 0), "what comes back stands where it stood");
    let first = made(&after, &Look::default(), &[], Some(&made(&[], &Look::default(), &[], None)));
    assert_eq!((first.lines.len(), first.fresh), (3, 0), "an empty order is not held");
    let another = made(&after, &sorted(Sort::Title), &[], Some(&held));
    assert_eq!(another.fresh, 0, "an order of another look is not held");
}

#[test]
fn a_row_that_fits_no_longer_stays_under_the_pointer() {
    let look = Look { query: "status:running".into(), ..Look::default() };
    let held = made(&rows(&[json!({"key": "a", "hasActiveRun": true})]), &look, &[], None);
    let ended = rows(&[json!({"key": "a", "status": "done"})]);
    assert_eq!(keys(&made(&ended, &look, &[], Some(&held))), ["a"]);
    assert_eq!(keys(&made(&ended, &look, &[], None)), [""; 0]);
}

#[test]
fn sub_agents_stand_under_whoever_sent_them_and_are_summed_up() {
    let rows = rows(&[
        json!({"key": "main", "updatedAt": 5}),
        json!({"key": "made-by-dashboard", "parentSessionKey": "main", "updatedAt": 1}),
        json!({"key": "sub", "spawnedBy": "main", "hasActiveRun": true, "estimatedCostUsd": 0.5}),
        json!({"key": "subsub", "spawnedBy": "sub", "status": "failed", "estimatedCostUsd": 0.25}),
        json!({"key": "orphan", "spawnedBy": "nobody"}),
    ]);
    let shut = made(&rows, &Look::default(), &[], None);
    assert_eq!(keys(&shut), ["main", "made-by-dashboard", "orphan"]);
    let brood = Brood { count: 2, running: 1, failed: 1, cost: Usd(750_000), is_open: false };
    assert_eq!(shut.lines[0].brood, Some(brood));
    assert_eq!(brood.words(), "2 sub-agents, 1 running, 1 failed, $0.75");
    let open = made(&rows, &Look::default(), &["main", "sub"], None);
    assert_eq!(keys(&open), ["main", ">sub", ">>subsub", "made-by-dashboard", "orphan"]);
    let searched = made(&rows, &Look { query: "sub".into(), ..Look::default() }, &[], None);
    assert_eq!(keys(&searched), ["sub", "subsub"], "what is searched for stands by itself");
}

#[test]
fn noise_is_hidden_with_a_count_unless_it_is_at_work() {
    let rows = rows(&[
        json!({"key": "a"}),
        json!({"key": "d1", "isBackground": true, "classification": "dreaming"}),
        json!({"key": "d2", "isBackground": true, "classification": "dreaming"}),
        json!({"key": "c", "isBackground": true, "classification": "cron"}),
        json!({"key": "c-now", "isBackground": true, "classification": "cron", "hasActiveRun": true}),
    ]);
    let listing = made(&rows, &Look::default(), &[], None);
    assert_eq!((keys(&listing), listing.hidden), (vec!["c-now".into(), "a".into()], vec![("cron", 1), ("dreaming", 2)]));
    let all = made(&rows, &Look { with_noise: true, ..Look::default() }, &[], None);
    assert_eq!((all.lines.len(), all.hidden.len()), (5, 0));
}

#[test]
fn a_sub_agent_of_hidden_noise_stands_by_itself() {
    let rows = rows(&[
        json!({"key": "job", "isBackground": true, "classification": "cron"}),
        json!({"key": "sub", "spawnedBy": "job", "isBackground": true, "classification": "subagent", "hasActiveRun": true}),
    ]);
    assert_eq!(keys(&made(&rows, &Look::default(), &[], None)), ["sub"]);
    assert_eq!(keys(&made(&rows, &Look { with_noise: true, ..Look::default() }, &["job"], None)), ["job", ">sub"]);
}

#[test]
fn sub_agents_stay_in_place_too_while_the_order_is_held() {
    let before =
        [json!({"key": "p"}), json!({"key": "a", "spawnedBy": "p", "updatedAt": 2}), json!({"key": "b", "spawnedBy": "p", "updatedAt": 1})];
    let held = made(&rows(&before), &Look::default(), &["p"], None);
    let after = [
        json!({"key": "p"}),
        json!({"key": "a", "spawnedBy": "p", "updatedAt": 2}),
        json!({"key": "b", "spawnedBy": "p", "hasActiveRun": true}),
    ];
    assert_eq!(keys(&made(&rows(&after), &Look::default(), &["p"], Some(&held))), ["p", ">a", ">b"]);
    assert_eq!(keys(&made(&rows(&after), &Look::default(), &["p"], None)), ["p", ">b", ">a"]);
}

#[test]
fn what_was_put_away_stands_apart() {
    let rows = rows(&[json!({"key": "a"}), json!({"key": "away", "archived": true})]);
    assert_eq!(keys(&made(&rows, &Look::default(), &[], None)), ["a"]);
    assert_eq!(keys(&made(&rows, &Look { archived: true, ..Look::default() }, &[], None)), ["away"]);
}

proptest! {
    #[test]
    fn every_session_stands_exactly_once_however_they_name_each_other(parents in prop::collection::vec(prop::option::of(0_usize..12), 1..12)) {
        let rows: Vec<Value> = parents.iter().enumerate().map(|(at, parent)| match parent {
            Some(parent) => json!({"key": at.to_string(), "spawnedBy": parent.to_string()}),
            None => json!({"key": at.to_string()}),
        }).collect();
        let rows = super::tests::rows(&rows);
        let open: Vec<String> = (0..12).map(|at| at.to_string()).collect();
        let open: Vec<&str> = open.iter().map(String::as_str).collect();
        let mut shown: Vec<SessionKey> = made(&rows, &Look::default(), &open, None).lines.into_iter().map(|line| line.key).collect();
        shown.sort();
        let mut all: Vec<SessionKey> = rows.iter().map(|row| row.key.clone()).collect();
        all.sort();
        prop_assert_eq!(shown, all);
    }
}
