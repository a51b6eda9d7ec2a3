//! What is seen of runs that end, what the gateway counts, and how the two meet.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::samples::{FIRST, ledger, pieces};
use super::*;
use crate::protocol::UnixMs;
use crate::protocol::fields::{FromJson, Piece};

const DAY: i64 = 86_400_000;

fn day_of(at: i64) -> Day {
    Day(i32::try_from(at.div_euclid(DAY)).unwrap())
}

fn row(key: &str, ended: i64, dollars: f64, more: Value) -> SessionRow {
    let mut row = json!({"key": key, "status": "done", "endedAt": ended, "estimatedCostUsd": dollars, "hasActiveRun": false});
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(row).unwrap()
}

/// 25 November 2026, noon.
const TODAY: Day = Day(20_782);
const NOON: i64 = 20_782 * DAY + DAY / 2;

fn spending() -> Spending {
    Spending::begin("g", NOON, TODAY)
}

fn spent(spending: &Spending, whose: Whose, of: &str, per: Per) -> i64 {
    let budget = Budget { whose, of: of.into(), per, ..Budget::default() };
    spending.of(&budget).iter().map(|(_, spent)| spent).sum()
}

#[test]
fn a_run_that_ended_is_counted_once_however_often_it_is_told() {
    let mut spending = spending();
    let told = row("agent:main:a", NOON + 5, 0.5, json!({}));
    assert!(spending.take(&told, day_of) && !spending.take(&told, day_of));
    assert!(spending.take(&row("agent:main:a", NOON + 9, 0.25, json!({})), day_of));
    assert_eq!(spent(&spending, Whose::All, "", Per::Day), 750_000_000);
}

#[test]
fn what_goes_on_shows_the_cost_of_the_run_before_and_so_does_what_was_stopped() {
    let mut spending = spending();
    spending.take(&row("agent:main:a", NOON + 5, 0.5, json!({})), day_of);
    assert!(!spending.take(&row("agent:main:a", NOON + 6, 0.5, json!({"hasActiveRun": true, "status": "running"})), day_of));
    assert!(spending.take(&row("agent:main:a", NOON + 7, 0.5, json!({"status": "killed"})), day_of));
    assert!(!spending.take(&row("agent:main:a", NOON + 7, 0.5, json!({"status": "killed"})), day_of));
    assert_eq!((spent(&spending, Whose::All, "", Per::Day), spending.untold), (500_000_000, 1));
}

#[test]
fn a_run_whose_end_is_told_twice_ended_once() {
    let mut spending = spending();
    let stopped = |ended| row("agent:main:a", ended, 0.5, json!({"status": "killed", "startedAt": NOON}));
    assert!(spending.take(&stopped(NOON + 7), day_of) && !spending.take(&stopped(NOON + 8), day_of));
    assert!(spending.take(&row("agent:main:a", NOON + 9, 0.5, json!({"startedAt": NOON + 8})), day_of));
    assert_eq!((spent(&spending, Whose::All, "", Per::Day), spending.untold), (500_000_000, 1));
}

#[test]
fn runs_of_a_job_are_of_one_session_and_of_the_job() {
    let mut spending = spending();
    spending.take(&row("agent:ops:cron:j:run:1", NOON + 5, 0.5, json!({})), day_of);
    spending.take(&row("agent:ops:cron:j:run:2", NOON + 6, 0.5, json!({})), day_of);
    spending.take(&row("agent:main:x", NOON + 6, 2.0, json!({})), day_of);
    for (whose, of, nano) in [
        (Whose::All, "", 3_000_000_000),
        (Whose::Agent, "ops", 1_000_000_000),
        (Whose::Job, "j", 1_000_000_000),
        (Whose::Session, "agent:ops:cron:j", 1_000_000_000),
        (Whose::Session, "agent:main:x", 2_000_000_000),
        (Whose::Session, "agent:main:none", 0),
        (Whose::Job, "", 1_000_000_000),
    ] {
        assert_eq!(spent(&spending, whose, of, Per::Day), nano, "{whose:?} {of}");
    }
    let each = spending.of(&Budget { whose: Whose::Session, ..Budget::default() });
    assert_eq!(each, [("agent:ops:cron:j".to_owned(), 1_000_000_000), ("agent:main:x".into(), 2_000_000_000)]);
    assert!(is_of("agent:ops:cron:j:run:1", Whose::Job, "j") && !is_of("agent:main:x", Whose::Job, ""));
    assert!(is_of("agent:ops:cron:j:run:1", Whose::Session, "agent:ops:cron:j"));
}

#[test]
fn yesterday_is_of_the_month_and_the_month_before_is_of_none() {
    let mut spending = spending();
    spending.take(&row("a", NOON - DAY, 1.0, json!({})), day_of);
    spending.take(&row("b", NOON, 2.0, json!({})), day_of);
    assert!(!spending.take(&row("c", NOON - 40 * DAY, 4.0, json!({})), day_of));
    let both = |spending: &Spending| (spent(spending, Whose::All, "", Per::Day), spent(spending, Whose::All, "", Per::Month));
    assert_eq!(both(&spending), (2_000_000_000, 3_000_000_000));
    spending.turn(TODAY.plus(1));
    assert_eq!(both(&spending), (0, 3_000_000_000));
    spending.turn(TODAY.plus(10));
    assert_eq!(both(&spending), (0, 0));
}

#[test]
fn the_gateways_count_takes_the_place_of_what_was_seen_before_it() {
    let piece = |session, day, tokens| (session, 0, day, 0, [tokens, 0, 0, 0]);
    let mut counted = ledger(&[piece(1, TODAY.0, 1_000), piece(1, TODAY.0 - 1, 500), piece(3, TODAY.0, 10), piece(1, TODAY.0 - 60, 9_000)]);
    counted.counted_at = UnixMs(NOON + 10);
    let mut spending = spending();
    spending.take(&row("agent:ops:s1", NOON + 5, 9.0, json!({})), day_of);
    spending.count(&counted, TODAY, day_of, &|_| false);
    assert_eq!(spent(&spending, Whose::All, "", Per::Day), 3_030_000);
    assert_eq!(spent(&spending, Whose::All, "", Per::Month), 4_530_000);
    assert!(!spending.take(&row("agent:ops:s1", NOON + 9, 9.0, json!({})), day_of), "it is in the count");
    assert!(spending.take(&row("agent:ops:s1", NOON + 11, 1.0, json!({})), day_of));
    assert_eq!(spent(&spending, Whose::Session, "agent:ops:s1", Per::Day), 1_003_000_000);
    let before = spending.clone();
    spending.count(&ledger(&[]), TODAY, day_of, &|_| false);
    assert_eq!(spending, before, "an older count says nothing of what ended since");
}

#[test]
fn a_count_that_comes_late_does_not_undo_what_ended_after_it() {
    let mut counted = ledger(&[(1, 0, TODAY.0, 0, [1_000, 0, 0, 0])]);
    counted.counted_at = UnixMs(NOON + 10);
    let mut spending = spending();
    spending.take(&row("agent:main:before", NOON + 9, 5.0, json!({})), day_of);
    spending.take(&row("agent:main:after", NOON + 11, 1.0, json!({})), day_of);
    spending.take(&row("agent:main:stopped", NOON + 12, 1.0, json!({"status": "killed"})), day_of);
    spending.count(&counted, TODAY, day_of, &|_| false);
    assert_eq!((spent(&spending, Whose::All, "", Per::Day), spending.untold), (1_003_000_000, 1));
    spending.count(&counted, TODAY, day_of, &|_| false);
    assert_eq!((spent(&spending, Whose::All, "", Per::Day), spending.untold), (1_003_000_000, 1), "taken twice it is the same");
}

#[test]
fn what_was_counted_in_part_or_has_no_price_is_not_told() {
    let mut counted = ledger(&[(1, 0, TODAY.0, 0, [1_000, 0, 0, 0])]);
    counted.counted_at = UnixMs(NOON + 10);
    let across = |key| row(key, NOON + 12, 1.0, json!({"startedAt": NOON + 8}));
    let mut spending = spending();
    spending.take(&across("agent:main:a"), day_of);
    spending.count(&counted, TODAY, day_of, &|_| false);
    spending.take(&across("agent:main:b"), day_of);
    spending.take(&row("agent:main:c", NOON + 13, 1.0, json!({"estimatedCostUsd": null})), day_of);
    assert_eq!((spent(&spending, Whose::All, "", Per::Day), spending.untold), (3_000_000, 3));
}

#[test]
fn of_more_than_are_kept_apart_nothing_is_lost_and_nothing_counted_again() {
    let mut spending = spending();
    let told: Vec<_> = (0..700).map(|run| row(&format!("agent:main:r{run}"), NOON + run, 1.0, json!({}))).collect();
    assert_eq!(told.iter().filter(|row| spending.take(row, day_of)).count(), 700);
    assert_eq!(told.iter().filter(|row| spending.take(row, day_of)).count(), 0);
    assert_eq!(spent(&spending, Whose::All, "", Per::Month), 700_000_000_000);
    assert_eq!(spent(&spending, Whose::Agent, "main", Per::Day), 700_000_000_000);
}

#[test]
fn what_stops_a_few_stops_no_other() {
    let bounds = [(Whose::Agent, "ops".to_owned()), (Whose::Session, "agent:main:a".into())];
    for (key, is_bounded) in [("agent:ops:x", true), ("agent:main:a", true), ("agent:main:b", false)] {
        assert_eq!(is_of_any(key, &bounds), is_bounded, "{key}");
    }
    assert!(!is_of_any("agent:main:a", &[]));
}

#[test]
fn the_same_count_is_taken_once_and_again_for_who_is_named_since() {
    let pieces: Vec<_> = (0..4).map(|session| (session, 0, TODAY.0, 0, [1_000, 0, 0, 0])).collect();
    let mut counted = ledger(&pieces);
    counted.counted_at = UnixMs(NOON + 10);
    let mut spending = spending();
    assert!(spending.count(&counted, TODAY, day_of, &|_| false));
    for run in 0..150 {
        spending.take(&row(&format!("agent:main:r{run}"), NOON + 20 + run, 1.0, json!({})), day_of);
    }
    let before = spending.clone();
    assert!(!spending.count(&counted, TODAY, day_of, &|_| false));
    assert!(!spending.count(&counted, TODAY, day_of, &|key| key == before.spenders[0].key));
    assert_eq!(spending, before, "however many runs ended since");
    spending.spenders.remove(0);
    assert!(spending.count(&counted, TODAY, day_of, &|key| key == before.spenders[0].key));
}

#[test]
fn many_small_ones_are_one_and_nothing_is_lost() {
    let mut spenders: Vec<Spender> = (0..600).map(|at| Spender { month: at, ..Spender::default() }).collect();
    let least = nth_largest(&spenders, APART);
    assert_eq!(spenders.iter().filter(|spender| spender.month >= least).count(), APART - 1);
    spenders.truncate(10);
    assert_eq!(nth_largest(&spenders, APART), 0);
    let alike = vec![Spender { month: 7, ..Spender::default() }; 300];
    assert_eq!(nth_largest(&alike, APART), 8, "where all are alike none stands out");
}

#[test]
fn what_is_kept_is_read_again() {
    let mut spending = spending();
    spending.take(&row("agent:main:a", NOON + 5, 0.5, json!({})), day_of);
    let written = serde_json::value::to_raw_value(&spending).unwrap();
    assert_eq!(Spending::from_json(Piece::of(&written)), Ok(spending));
}

proptest! {
    #[test]
    fn sums_are_the_same_however_they_are_cut(pieces in pieces(), on in 0..60_i32) {
        let (ledger, today) = (ledger(&pieces), Day(FIRST + on));
        let mut spending = Spending::begin("g", 0, today);
        spending.count(&ledger, today, day_of, &|_| false);
        for per in [Per::Day, Per::Month] {
            let from = per.days(today).0.0;
            let whole: i64 = ledger.days.iter().filter(|fact| (from..=today.0).contains(&fact.at)).map(|fact| fact.sum.cost).sum();
            prop_assert_eq!(spent(&spending, Whose::All, "", per), whole);
            prop_assert_eq!(spent(&spending, Whose::Agent, "", per), whole);
            prop_assert_eq!(spent(&spending, Whose::Session, "", per), whole);
        }
    }

    #[test]
    fn no_order_of_pictures_counts_a_run_twice(order in prop::collection::vec((0..4_usize, 0..6_i64), 0..40)) {
        let mut spending = spending();
        for (session, run) in order {
            spending.take(&row(&format!("agent:main:{session}"), NOON + run, 1.0, json!({})), day_of);
        }
        prop_assert!(spending.spenders.iter().all(|spender| spender.day <= 6_000_000_000 && spender.day == spender.month));
    }
}
