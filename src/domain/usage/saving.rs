//! What the providers' caches saved: what was read from them, at the price of what goes in anew, less what it did cost.
//! Refuses to make up prices: they follow from what the gateway says was paid, and where that says nothing the tokens are left out.

use super::filter::Fit;
use super::ledger::Ledger;
use super::span::Span;
use super::sum::Sum;
use crate::protocol::usage::Nano;

/// What was saved, and what is known of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saving {
    /// Billionths of a dollar; less than nothing if writing into caches cost more than they saved.
    pub saved: i64,
    /// Tokens that were read from caches.
    pub read: u64,
    /// Of those, how many are counted in what was saved.
    pub counted: u64,
    /// How much of all that went in was read from caches, in hundredths.
    pub percent: u64,
}

/// Adds up what was saved.
pub fn saving(ledger: &Ledger, fit: &Fit, span: Span) -> Saving {
    let mut sums = vec![Sum::default(); ledger.models.len() + 1];
    for fact in ledger.facts(span.is_hours).iter().filter(|fact| span.holds(fact.at) && fit.fits(fact)) {
        let at = (fact.model as usize).min(ledger.models.len());
        sums.get_mut(at).into_iter().for_each(|sum| sum.add(&fact.sum));
    }
    let all = Sum::of(sums.iter());
    let [input, _, read, written] = all.kinds;
    let mut saving = Saving { read, percent: percent(read, input.saturating_add(read).saturating_add(written)), ..Saving::default() };
    for (model, sum) in ledger.models.iter().zip(&sums) {
        let [_, _, read, written] = sum.kinds;
        let each = |cost: Nano, tokens: u64| if tokens > 0 && cost.0 > 0 { Some(cost.0 as f64 / tokens as f64) } else { None };
        let Some(anew) = each(model.sums.input_cost, model.sums.input) else { continue };
        let again = each(model.sums.cache_read_cost, model.sums.cache_read).unwrap_or(0.0);
        let more = each(model.sums.cache_write_cost, model.sums.cache_write).map_or(0.0, |written| written - anew);
        saving.counted = saving.counted.saturating_add(read);
        saving.saved = saving.saved.saturating_add(((anew - again) * read as f64 - more * written as f64).round() as i64);
    }
    saving
}

fn percent(part: u64, whole: u64) -> u64 {
    u64::try_from(u128::from(part) * 100 / u128::from(whole.max(1))).unwrap_or(100)
}
