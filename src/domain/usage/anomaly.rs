//! Days that cost far more than those before them, and which session made them so.
//! Refuses to flag pennies.

use super::filter::Fit;
use super::ledger::Ledger;
use super::span::Span;
use crate::domain::sorted::sorted;

/// A day that stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anomaly {
    /// The day.
    pub day: i32,
    /// What it cost, in billionths of a dollar.
    pub cost: i64,
    /// What a usual day costs: the median of those before it.
    pub usual: i64,
    /// The session that cost most on it.
    pub spender: u32,
    /// What that cost.
    pub of_spender: i64,
}

/// So many days before one say what is usual.
const BEFORE: i32 = 14;
/// With fewer days that cost anything nothing is usual.
const LEAST: usize = 5;
/// What costs less is no matter, however unusual: a dollar.
const FLOOR: i64 = 1_000_000_000;
/// So many times the usual day.
const TIMES: i64 = 3;

/// Finds the days of a span that stand out, latest first.
pub fn anomalies(ledger: &Ledger, fit: &Fit, span: Span) -> Vec<Anomaly> {
    let (from, to) = (span.first_day().0.saturating_sub(BEFORE), span.last_day().0);
    let mut days = vec![0_i64; usize::try_from(to.saturating_sub(from)).unwrap_or(0) + 1];
    let facts = || ledger.days.iter().filter(|fact| fit.fits(fact));
    for fact in facts() {
        let day = usize::try_from(fact.at.saturating_sub(from)).ok().and_then(|at| days.get_mut(at));
        day.into_iter().for_each(|day| *day = day.saturating_add(fact.sum.cost));
    }
    let found = standing_out(&days).into_iter().rev();
    let found = found.map(|(at, cost, usual)| {
        let day = from + i32::try_from(at).unwrap_or(0);
        let mut of: Vec<(u32, i64)> = vec![];
        for fact in facts().filter(|fact| fact.at == day) {
            match of.iter_mut().find(|(spender, _)| *spender == fact.spender) {
                Some((_, cost)) => *cost = cost.saturating_add(fact.sum.cost),
                None => of.push((fact.spender, fact.sum.cost)),
            }
        }
        let (spender, of_spender) = of.into_iter().max_by_key(|(_, cost)| *cost).unwrap_or_default();
        Anomaly { day, cost, usual, spender, of_spender }
    });
    found.filter(|anomaly| anomaly.day >= span.first_day().0).collect()
}

/// Finds what is more than three times the median of the days before it: where, how much, and the median.
fn standing_out(days: &[i64]) -> Vec<(usize, i64, i64)> {
    let mut found = vec![];
    for (at, cost) in days.iter().enumerate() {
        let from = at.saturating_sub(usize::try_from(BEFORE).unwrap_or(0));
        let before: Vec<i64> = days.get(from..at).unwrap_or_default().iter().copied().filter(|cost| *cost > 0).collect();
        let before = sorted(before, &i64::cmp);
        let usual = before.get(before.len() / 2).copied().unwrap_or(0);
        if before.len() >= LEAST && *cost >= FLOOR && *cost > usual.saturating_mul(TIMES) {
            found.push((at, *cost, usual));
        }
    }
    found
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    const DOLLAR: i64 = 1_000_000_000;

    #[test]
    fn three_times_the_usual_day_stands_out_and_pennies_do_not() {
        let mut days = vec![DOLLAR; 10];
        assert_eq!(standing_out(&days), []);
        days.push(3 * DOLLAR);
        assert_eq!(standing_out(&days), [], "not more than three times");
        days.push(4 * DOLLAR);
        assert_eq!(standing_out(&days), [(11, 4 * DOLLAR, DOLLAR)]);
        let pennies = [1_000, 1_000, 1_000, 1_000, 1_000, 900_000_000];
        assert_eq!(standing_out(&pennies), []);
    }

    #[test]
    fn what_is_usual_needs_days_and_idle_ones_do_not_count() {
        assert_eq!(standing_out(&[DOLLAR, DOLLAR, DOLLAR, DOLLAR, 9 * DOLLAR]), []);
        let idle = [DOLLAR, 0, DOLLAR, 0, DOLLAR, 0, DOLLAR, 0, DOLLAR, 0, 4 * DOLLAR];
        assert_eq!(standing_out(&idle).len(), 1);
    }
}
