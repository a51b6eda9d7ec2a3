//! When it is used: by hour of the day and day of the week.
//! Refuses to know colours.

use super::filter::Fit;
use super::ledger::Ledger;
use super::span::Span;
use super::sum::{Measure, Sum};
use crate::protocol::day::Day;

/// How many shades there are, the one for nothing not counted.
pub const SHADES: i64 = 5;

/// Sums by weekday, from Monday on, and hour.
pub type Heat = Vec<[Sum; 24]>;

/// Adds up.
pub fn heat(ledger: &Ledger, fit: &Fit, span: Span) -> Heat {
    let mut heat = vec![[Sum::default(); 24]; 7];
    for fact in ledger.hours.iter().filter(|fact| fit.fits(fact)) {
        let day = fact.at.div_euclid(24);
        if span.holds(if span.is_hours { fact.at } else { day }) {
            let weekday = usize::try_from(Day(day).weekday()).unwrap_or(0);
            let hour = usize::try_from(fact.at.rem_euclid(24)).unwrap_or(0);
            heat.get_mut(weekday).and_then(|hours| hours.get_mut(hour)).into_iter().for_each(|sum| sum.add(&fact.sum));
        }
    }
    heat
}

/// Returns the shade of a sum, from 0 for nothing to [`SHADES`] for the most.
pub fn shade(sum: &Sum, most: i64, measure: Measure) -> i64 {
    let value = sum.by(measure).max(0);
    if value == 0 || most <= 0 { 0 } else { i64::try_from(i128::from(value - 1) * i128::from(SHADES) / i128::from(most)).unwrap_or(0) + 1 }
}
