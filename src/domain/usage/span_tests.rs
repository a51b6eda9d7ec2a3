//! Ranges, the time before them, and how they are cut.

use super::*;
use proptest::prelude::*;

fn at(day: &str, hour: i32) -> i32 {
    Day::read(day).unwrap().0 * 24 + hour
}

fn days(span: Span) -> (String, String) {
    (span.first_day().write(), span.last_day().write())
}

#[test]
fn ranges_end_today() {
    let now = at("2026-03-10", 14);
    for (range, from, before) in [
        (Range::Days(1), "2026-03-10", ("2026-03-09", "2026-03-09")),
        (Range::Days(7), "2026-03-04", ("2026-02-25", "2026-03-03")),
        (Range::Days(30), "2026-02-09", ("2026-01-10", "2026-02-08")),
        (Range::Month, "2026-03-01", ("2026-02-01", "2026-02-10")),
        (Range::Hours, "2026-03-09", ("2026-03-08", "2026-03-09")),
    ] {
        let span = range.span(now);
        assert_eq!(days(span), (from.into(), "2026-03-10".into()), "{range:?}");
        assert_eq!(days(range.before(span)), (before.0.into(), before.1.into()), "{range:?}");
    }
    let span = Range::Month.span(at("2026-03-31", 0));
    assert_eq!(days(Range::Month.before(span)), ("2026-02-01".into(), "2026-02-28".into()), "a shorter month ends before this one");
}

#[test]
fn a_custom_range_may_be_the_wrong_way_round_and_is_not_endless() {
    let (one, two) = (Day::of(2026, 1, 5), Day::of(2026, 2, 1));
    assert_eq!(Range::Custom(two, one).span(0), Span::days(one, two));
    assert_eq!(Range::Custom(Day(0), Day(20_000)).span(0).len(), LONGEST);
}

#[test]
fn what_a_forecast_rests_on_is_asked_for_as_well() {
    let today = Day::of(2026, 3, 20);
    let span = Range::Days(7).span(today.0 * 24);
    assert_eq!(asked(span, Range::Days(7).before(span), today), (Day::of(2026, 2, 20), today));
    let past = Range::Custom(Day::of(2026, 3, 10), Day::of(2026, 3, 11)).span(0);
    assert_eq!(asked(past, Range::Days(2).before(past), today), (Day::of(2026, 3, 8), Day::of(2026, 3, 11)));
}

#[test]
fn spans_are_said() {
    let span = |from: &str, to: &str| Span::days(Day::read(from).unwrap(), Day::read(to).unwrap());
    for (span, said) in [
        (span("2026-11-25", "2026-11-25"), "Wed 25 Nov"),
        (span("2026-10-25", "2026-11-23"), "25 Oct – 23 Nov 2026"),
        (span("2025-12-30", "2026-01-02"), "30 Dec 2025 – 2 Jan 2026"),
        (Span { from: at("2026-11-25", 9), to: at("2026-11-25", 9), is_hours: true }, "25 Nov 09:00"),
        (Span { from: at("2026-11-24", 15), to: at("2026-11-25", 14), is_hours: true }, "24 Nov 15:00 – 25 Nov 15:00"),
    ] {
        assert_eq!(words(span), said);
    }
}

#[test]
fn weeks_begin_on_monday_and_months_on_the_first() {
    let span = Span::days(Day::of(2026, 1, 28), Day::of(2026, 2, 10));
    let cut = |step: Step| step.buckets(span).into_iter().map(|bucket| mark(step, bucket)).collect::<Vec<_>>();
    assert_eq!(cut(Step::Week), ["28 Jan", "2 Feb", "9 Feb"]);
    assert_eq!(cut(Step::Month), ["Jan", "Feb"]);
    assert_eq!(cut(Step::Day).len(), 14);
}

proptest! {
    #[test]
    fn buckets_hold_every_day_once(from in -1_000..40_000_i32, length in 0..400_i32, step in 0..3_usize) {
        let span = Span { from, to: from + length, is_hours: false };
        let buckets = Step::ALL[step].buckets(span);
        let mut next = from;
        for bucket in &buckets {
            prop_assert_eq!(bucket.from, next);
            prop_assert!(bucket.to >= bucket.from);
            next = bucket.to + 1;
        }
        prop_assert_eq!(next, span.to + 1);
    }

    #[test]
    fn what_is_before_touches_and_what_is_asked_holds_both(hour in 0..900_000_i32, range in 0..5_usize) {
        let range = RANGES[range].2;
        let span = range.span(hour);
        let before = range.before(span);
        prop_assert!(before.to < span.from && before.len() <= span.len());
        let (from, to) = asked(span, before, Day(hour.div_euclid(24)));
        prop_assert!(from <= before.first_day() && to >= span.last_day());
    }
}
