//! An answer taken apart comes to the same again, however it is cut.

use proptest::prelude::*;

use super::*;
use crate::domain::usage::filter::{Dim, Fit};
use crate::domain::usage::heat::heat;
use crate::domain::usage::samples::{FIRST, MODELS, Piece, ledger, pieces, told};
use crate::domain::usage::saving::saving;
use crate::domain::usage::share::{all, shares};
use crate::domain::usage::span::Step;
use crate::domain::usage::stack::{MOST, stack};
use crate::domain::usage::sum::Measure;

const WHOLE: Span = Span { from: FIRST, to: FIRST + 59, is_hours: false };

#[test]
fn a_real_answer_is_read() {
    let frame: serde_json::Value = serde_json::from_str(include_str!("../../../tests/frames/sessions-usage.json")).unwrap();
    let told: UsageTold = serde_json::from_value(frame["payload"].clone()).unwrap();
    let ledger = Ledger::of(&told, &|_| 60);
    assert_eq!((ledger.spenders.len(), ledger.models.len(), ledger.unreadable, ledger.is_cold), (1, 1, 0, false));
    assert_eq!(ledger.name(0), "fake/fake-1");
    let [day] = ledger.days.as_slice() else { panic!("{:?}", ledger.days) };
    assert_eq!(
        (Day(day.at).write(), day.sum.tokens, day.sum.cost, day.sum.kinds),
        ("2026-11-20".into(), 57_638, 86_459_000, [56_982, 156, 500, 0])
    );
    assert_eq!(ledger.hours[0].at, day.at * 24 + 8, "quarter 28 is seven o'clock by UTC");
}

#[test]
fn what_the_gateway_has_not_counted_is_said() {
    let mut told = told(&[(0, 0, FIRST, 0, [1, 0, 0, 0])]);
    told.cache_status.status = "refreshing".into();
    told.sessions.items[0].usage = None;
    let ledger = Ledger::of(&told, &|_| 0);
    assert_eq!((ledger.is_cold, ledger.uncounted, ledger.check(WHOLE).holds), (true, 1, false));
}

#[test]
fn what_no_model_is_named_for_is_kept() {
    let mut told = told(&[(0, 0, FIRST, 0, [100, 0, 0, 0])]);
    told.sessions.items[0].usage.as_mut().unwrap().daily_model_usage.items.clear();
    let ledger = Ledger::of(&told, &|_| 0);
    assert!(ledger.check(WHOLE).holds);
    assert_eq!(ledger.name(ledger.days[0].model), "unknown/unknown");
}

#[test]
fn unpriced_tokens_are_told_from_free_ones() {
    let free = MODELS.len() - 1;
    let pieces: Vec<Piece> =
        vec![(1, free, FIRST, 0, [100, 0, 0, 0]), (1, 0, FIRST, 0, [10, 0, 0, 0]), (2, free, FIRST + 1, 0, [7, 0, 0, 0])];
    let ledger = ledger(&pieces);
    let sum = all(&ledger, &Fit::of(&ledger, &[]), WHOLE);
    assert_eq!((sum.tokens, sum.unpriced, sum.partly), (117, 107, 0));
    let models = shares(&ledger, &Fit::of(&ledger, &[]), WHOLE, Dim::Model, Measure::Money);
    assert_eq!(
        models.iter().map(|share| (share.value.as_str(), share.sum.say(Measure::Money))).collect::<Vec<_>>(),
        [("a/one", "<$0.01".to_owned()), ("home/free", "unpriced".to_owned()),]
    );
}

#[test]
fn filters_of_one_kind_add_and_of_several_kinds_narrow() {
    let pieces: Vec<Piece> = (0..6).map(|at| (at, at, FIRST, 0, [1 << at, 0, 0, 0])).collect();
    let ledger = ledger(&pieces);
    let tokens = |filters: &[(Dim, &str)]| {
        let filters: Vec<_> = filters.iter().map(|(dim, value)| (*dim, (*value).to_owned())).collect();
        all(&ledger, &Fit::of(&ledger, &filters), WHOLE).tokens
    };
    assert_eq!(tokens(&[]), 0b11_1111);
    assert_eq!(tokens(&[(Dim::Model, "a/one"), (Dim::Model, "b/two")]), 0b1001);
    assert_eq!(tokens(&[(Dim::Provider, "a"), (Dim::Agent, "ops")]), 0b10);
    assert_eq!(tokens(&[(Dim::Channel, "")]), 0b10_1010);
    assert_eq!(tokens(&[(Dim::Job, "job-3")]), 0b1000);
    assert_eq!(tokens(&[(Dim::Session, "agent:main:s4")]), 0b1_0000);
    assert_eq!(tokens(&[(Dim::Tool, "exec")]), 0b11_1111);
    assert_eq!(tokens(&[(Dim::Tool, "none")]), 0);
}

#[test]
fn a_cache_saves_what_its_reads_would_have_cost() {
    let ledger = ledger(&[(0, 0, FIRST, 0, [1_000, 0, 9_000, 0])]);
    let saving = saving(&ledger, &Fit::of(&ledger, &[]), WHOLE);
    assert_eq!((saving.saved, saving.read, saving.counted, saving.percent), (9_000 * 2_700, 9_000, 9_000, 90));
}

proptest! {
    #[test]
    fn sums_are_the_same_however_they_are_cut(pieces in pieces(), step in 0..3_usize, from in 0..60_i32, length in 0..60_i32) {
        let ledger = ledger(&pieces);
        let fit = Fit::of(&ledger, &[]);
        prop_assert!(ledger.check(WHOLE).holds);
        let span = Span { from: FIRST + from, to: (FIRST + from + length).min(FIRST + 59), is_hours: false };
        let check = ledger.check(span);
        prop_assert!(check.holds, "{:?}", check);
        let whole = all(&ledger, &fit, span);
        prop_assert!(whole.has_kinds());
        let before = Span { from: span.from - span.len(), to: span.from - 1, is_hours: false };
        let stacked = stack(&ledger, &fit, span, before, Step::ALL[step], Measure::Money);
        prop_assert_eq!(Sum::of(stacked.sums.iter()), whole);
        let layers = Sum::of(stacked.layers.iter().map(|layer| &layer.all));
        prop_assert_eq!((layers.tokens, layers.cost, layers.unpriced), (whole.tokens, whole.cost, whole.unpriced));
        prop_assert!(stacked.layers.len() <= MOST + 1);
        prop_assert_eq!(Sum::of(stacked.before.iter()), all(&ledger, &fit, before));
        for dim in [Dim::Model, Dim::Provider, Dim::Agent, Dim::Channel, Dim::Session] {
            let parts = shares(&ledger, &fit, span, dim, Measure::Tokens);
            let sum = Sum::of(parts.iter().map(|share| &share.sum));
            prop_assert_eq!((sum.tokens, sum.cost, sum.unpriced), (whole.tokens, whole.cost, whole.unpriced), "{:?}", dim);
            prop_assert!(parts.windows(2).all(|pair| pair[0].sum.tokens >= pair[1].sum.tokens));
            // Each part is what is left when it is filtered for.
            for part in &parts {
                let fit = Fit::of(&ledger, &[(dim, part.value.clone())]);
                let only = all(&ledger, &fit, span);
                prop_assert_eq!((only.tokens, only.cost), (part.sum.tokens, part.sum.cost));
            }
        }
        let warm = heat(&ledger, &fit, span);
        prop_assert_eq!(Sum::of(warm.iter().flatten()).tokens, whole.tokens);
    }

    #[test]
    fn hours_come_to_the_same_in_any_zone(pieces in pieces(), minutes in -720..840_i32) {
        let ledger = Ledger::of(&told(&pieces), &|_| minutes);
        let hours = Span { from: (FIRST - 2) * 24, to: (FIRST + 62) * 24, is_hours: true };
        let sum = all(&ledger, &Fit::of(&ledger, &[]), hours);
        prop_assert_eq!((sum.tokens, sum.cost), (ledger.told.total_tokens, ledger.told.total_cost.0));
        prop_assert!(ledger.check(hours).holds && sum.has_kinds());
    }

    #[test]
    fn no_figures_panic(tokens in any::<u64>(), cost in any::<i64>(), day in any::<i32>(), quarter in any::<u32>()) {
        let mut told = told(&[(0, 0, FIRST, 0, [1, 0, 0, 0]), (0, 1, FIRST, 0, [1, 0, 0, 0]), (1, 10, FIRST, 0, [1, 0, 0, 0])]);
        for session in &mut told.sessions.items {
            let spent = session.usage.as_mut().unwrap();
            for used in &mut spent.daily_model_usage.items {
                (used.tokens, used.cost.0) = (tokens, cost);
            }
            for model in &mut spent.model_usage.items {
                (model.totals.cache_read, model.totals.input_cost.0) = (tokens, cost);
            }
            for used in &mut spent.utc_quarter_hour_token_usage.items {
                (used.total_tokens, used.quarter_index, used.date) = (tokens, quarter, Day(day));
            }
        }
        let ledger = Ledger::of(&told, &|_| 840);
        let fit = Fit::of(&ledger, &[]);
        ledger.check(WHOLE);
        saving(&ledger, &fit, WHOLE);
        heat(&ledger, &fit, WHOLE);
        stack(&ledger, &fit, WHOLE, WHOLE, Step::Week, Measure::Money);
    }
}
