//! What the month will come to if the days that are left are like the last ones.
//! Refuses to speak with fewer than three whole days behind it.

use super::filter::Fit;
use super::ledger::Ledger;
use super::span::USUAL;
use crate::protocol::day::Day;

/// A forecast, in billionths of a dollar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// What the month comes to.
    pub sum: i64,
    /// How far off it may well be, to either side.
    pub band: i64,
    /// On how many whole days it rests.
    pub days: i32,
    /// What this month has cost so far.
    pub so_far: i64,
    /// What a day costs on average.
    pub each: i64,
}

/// Fewer days say nothing.
const LEAST: usize = 3;

/// Makes a forecast of today's month from what was spent by day.
pub fn forecast(ledger: &Ledger, fit: &Fit, today: Day, known_from: Day) -> Option<Forecast> {
    let month = today.month();
    let mut days = vec![0_i64; usize::try_from(today.0.checked_sub(known_from.0)? + 1).ok()?];
    for fact in ledger.days.iter().filter(|fact| fit.fits(fact)) {
        let at = usize::try_from(fact.at.saturating_sub(known_from.0)).ok().and_then(|at| days.get_mut(at));
        at.into_iter().for_each(|day| *day = day.saturating_add(fact.sum.cost));
    }
    // A gateway that began to work a week ago says nothing about the week before.
    let first = ledger.first_day()?.max(today.plus(-USUAL)).max(known_from);
    if month < known_from {
        return None;
    }
    let from = usize::try_from(first.0 - known_from.0).ok()?;
    let (now, whole) = days.split_last()?;
    let so_far = of(whole, month, known_from);
    let left = month.months_on(1).0 - today.0;
    made(whole.get(from..)?, so_far, *now, left)
}

fn of(whole: &[i64], month: Day, known_from: Day) -> i64 {
    let from = usize::try_from(month.0 - known_from.0).unwrap_or(0);
    whole.iter().skip(from).fold(0, |sum, day| sum.saturating_add(*day))
}

/// Makes a forecast of the whole days up to yesterday, what this month cost until then, what today has cost so far, and how many days
/// are left, today among them.
fn made(whole: &[i64], until: i64, now: i64, left: i32) -> Option<Forecast> {
    if whole.len() < LEAST {
        return None;
    }
    let count = whole.len() as f64;
    let mean = whole.iter().map(|day| *day as f64).sum::<f64>() / count;
    let spread = whole.iter().map(|day| (*day as f64 - mean) * (*day as f64 - mean)).sum::<f64>() / (count - 1.0);
    let today = mean.max(now as f64);
    Some(Forecast {
        sum: (until as f64 + today + mean * f64::from(left - 1)).round() as i64,
        band: (spread * f64::from(left)).sqrt().round() as i64,
        days: i32::try_from(whole.len()).unwrap_or(i32::MAX),
        so_far: until.saturating_add(now),
        each: mean.round() as i64,
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_alike_make_a_forecast_without_a_band() {
        let forecast = made(&[100; 10], 1_000, 40, 21).unwrap();
        assert_eq!(forecast, Forecast { sum: 1_000 + 21 * 100, band: 0, days: 10, so_far: 1_040, each: 100 });
        assert_eq!(made(&[100; 10], 1_000, 500, 21).unwrap().sum, 1_000 + 500 + 20 * 100, "a day that cost more already counts as it is");
    }

    #[test]
    fn the_band_grows_with_the_spread_and_with_the_days_left() {
        let band = |days: &[i64], left| made(days, 0, 0, left).unwrap().band;
        assert_eq!(band(&[0, 100, 200], 1), 100);
        assert_eq!(band(&[0, 100, 200], 4), 200);
        assert!(band(&[90, 100, 110], 4) < 200);
    }

    #[test]
    fn two_days_say_nothing() {
        assert_eq!(made(&[100, 100], 200, 0, 20), None);
    }

    proptest! {
        #[test]
        fn it_is_never_less_than_what_was_spent(days in prop::collection::vec(0..1_000_000_000_000_i64, 3..28), until in 0..1_000_000_000_000_i64, now in 0..1_000_000_000_000_i64, left in 1..31) {
            let forecast = made(&days, until, now, left).unwrap();
            prop_assert!(forecast.sum + 1_000 >= forecast.so_far && forecast.band >= 0);
        }
    }
}
