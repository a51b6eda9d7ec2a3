//! What is drawn over time: sums by bucket, the largest models apart and the rest together, and the time before for comparison.
//! Refuses to know pixels.

use super::filter::Fit;
use super::ledger::Ledger;
use super::span::{Span, Step};
use super::sum::{Measure, Sum};
use crate::domain::sorted::sorted;

/// More colours than these cannot be told apart.
pub const MOST: usize = 8;

/// One model over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Which model; nothing for all others together.
    pub model: Option<u32>,
    /// Bucket by bucket.
    pub sums: Vec<Sum>,
    /// All of it.
    pub all: Sum,
}

/// Everything over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stack {
    /// The buckets.
    pub buckets: Vec<Span>,
    /// The models, largest first; others last.
    pub layers: Vec<Layer>,
    /// All models, bucket by bucket.
    pub sums: Vec<Sum>,
    /// The time before, as far into it as the buckets are into this.
    pub before: Vec<Sum>,
}

/// Adds up by bucket and model.
pub fn stack(ledger: &Ledger, fit: &Fit, span: Span, before: Span, step: Step, measure: Measure) -> Stack {
    let buckets = step.buckets(span);
    let place = |at: i32| buckets.partition_point(|bucket| bucket.to < at);
    let nothing = || vec![Sum::default(); buckets.len()];
    let (mut sums, mut ghost) = (nothing(), nothing());
    let mut models: Vec<Layer> = vec![];
    for fact in ledger.facts(span.is_hours).iter().filter(|fact| fit.fits(fact)) {
        if before.holds(fact.at) {
            if let Some(sum) = ghost.get_mut(place(fact.at - before.from + span.from)) {
                sum.add(&fact.sum);
            }
        } else if span.holds(fact.at) {
            let at = place(fact.at);
            let layer = models.iter().position(|layer| layer.model == Some(fact.model)).unwrap_or_else(|| {
                models.push(Layer { model: Some(fact.model), sums: nothing(), all: Sum::default() });
                models.len() - 1
            });
            if let Some(layer) = models.get_mut(layer) {
                layer.all.add(&fact.sum);
                layer.sums.get_mut(at).into_iter().for_each(|sum| sum.add(&fact.sum));
            }
            sums.get_mut(at).into_iter().for_each(|sum| sum.add(&fact.sum));
        }
    }
    // What only says of which kind tokens were is no model's.
    models.retain(|layer| layer.all.tokens > 0 || layer.all.cost != 0);
    let size = |layer: &Layer| (layer.all.by(measure), layer.all.tokens);
    let mut models = sorted(models, &|one, other| size(other).cmp(&size(one)));
    let others = models.split_off(models.len().min(MOST));
    if !others.is_empty() {
        let mut other = Layer { model: None, sums: nothing(), all: Sum::default() };
        for layer in &others {
            other.all.add(&layer.all);
            other.sums.iter_mut().zip(&layer.sums).for_each(|(sum, more)| sum.add(more));
        }
        models.push(other);
    }
    Stack { buckets, layers: models, sums, before: ghost }
}
