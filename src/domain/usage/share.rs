//! What belongs together, added up: by model, provider, agent, channel, job and session; and how often tools were called.
//! Refuses to know how it is drawn.

use super::filter::{Dim, Fit};
use super::ledger::{Ledger, Spender};
use super::span::Span;
use super::sum::{Measure, Sum};
use crate::domain::sorted::sorted;

/// One part of a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// What it is called in a filter; empty where nothing is named.
    pub value: String,
    /// What it is called on screen, if otherwise.
    pub title: Option<String>,
    /// How much it is.
    pub sum: Sum,
    /// How often, where calls are counted.
    pub calls: u64,
}

/// Adds up by one thing, largest first.
pub fn shares(ledger: &Ledger, fit: &Fit, span: Span, dim: Dim, measure: Measure) -> Vec<Share> {
    if dim == Dim::Tool {
        return tools(ledger, fit, span);
    }
    let of_models = dim.is_of_models();
    let count = if of_models { ledger.models.len() } else { ledger.spenders.len() };
    // The last is for what is of several models.
    let mut sums = vec![Sum::default(); count + 1];
    for fact in ledger.facts(span.is_hours).iter().filter(|fact| span.holds(fact.at) && fit.fits(fact)) {
        let at = if of_models { fact.model as usize } else { fact.spender as usize };
        if let Some(sum) = sums.get_mut(at.min(count)) {
            sum.add(&fact.sum);
        }
    }
    let mut shares: Vec<Share> = vec![];
    for (at, sum) in sums.iter().enumerate().filter(|(_, sum)| sum.tokens > 0 || sum.cost != 0) {
        let (value, title) = match (ledger.models.get(at), ledger.spenders.get(at)) {
            _ if of_models && at == count => (String::new(), Some("several models".to_owned())),
            (Some(model), _) if dim == Dim::Model => (model.name.clone(), None),
            (Some(model), _) if dim == Dim::Provider => (model.provider.clone(), None),
            (_, Some(spender)) => match named(spender, dim) {
                Some(named) => named,
                None => continue,
            },
            _ => continue,
        };
        match shares.iter_mut().find(|share| dim != Dim::Session && share.value == value) {
            Some(share) => share.sum.add(sum),
            None => shares.push(Share { value, title, sum: *sum, calls: 0 }),
        }
    }
    let size = |share: &Share| (share.sum.by(measure), share.sum.tokens);
    sorted(shares, &|one, other| size(other).cmp(&size(one)))
}

fn named(spender: &Spender, dim: Dim) -> Option<(String, Option<String>)> {
    match dim {
        Dim::Agent => Some((spender.agent.clone(), None)),
        Dim::Channel if spender.channel.is_empty() => Some((String::new(), Some("no channel".into()))),
        Dim::Channel => Some((spender.channel.clone(), None)),
        Dim::Job => {
            let label = spender.label.as_ref().map(|label| label.strip_prefix("Automation: ").unwrap_or(label).to_owned());
            spender.job.clone().map(|job| (job, label))
        }
        Dim::Session => Some((spender.key.to_string(), spender.label.clone())),
        Dim::Model | Dim::Provider | Dim::Tool => None,
    }
}

/// Counts the calls of tools, in the sessions that are looked at. The gateway does not say when in a session they were called.
fn tools(ledger: &Ledger, fit: &Fit, span: Span) -> Vec<Share> {
    let mut is_in = vec![false; ledger.spenders.len()];
    for fact in ledger.facts(span.is_hours).iter().filter(|fact| span.holds(fact.at) && fit.fits(fact)) {
        is_in.get_mut(fact.spender as usize).into_iter().for_each(|is_in| *is_in = true);
    }
    let mut shares: Vec<Share> = vec![];
    let spenders = ledger.spenders.iter().zip(is_in).filter(|(_, is_in)| *is_in);
    for (name, count) in spenders.flat_map(|(spender, _)| &spender.tools) {
        match shares.iter_mut().find(|share| share.value == *name) {
            Some(share) => share.calls = share.calls.saturating_add(*count),
            None => shares.push(Share { value: name.clone(), title: None, sum: Sum::default(), calls: *count }),
        }
    }
    sorted(shares, &|one, other| other.calls.cmp(&one.calls))
}

/// Returns all that is looked at in a span.
pub fn all(ledger: &Ledger, fit: &Fit, span: Span) -> Sum {
    Sum::of(ledger.facts(span.is_hours).iter().filter(|fact| span.holds(fact.at) && fit.fits(fact)).map(|fact| &fact.sum))
}
