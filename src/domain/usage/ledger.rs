//! An answer about usage as a list of single facts: which session used how much of which model when.
//! Refuses to leave anything out: what the gateway does not tell apart stands under a name that says so.

use std::sync::Arc;

use super::span::Span;
use super::sum::Sum;
use crate::protocol::UnixMs;
use crate::protocol::day::Day;
use crate::protocol::usage::{DaySums, ModelSums, Spender as Told, Spent, Sums, UsageTold};

/// Several models together, where the gateway does not tell them apart.
pub const SEVERAL: u32 = u32::MAX;

/// A model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Who provides it.
    pub provider: String,
    /// Provider and id, as one name.
    pub name: String,
    /// What was used of it in the whole answer.
    pub sums: Sums,
}

/// Who used something: a session, or what is left of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spender {
    /// Its key.
    pub key: Arc<str>,
    /// What it was called.
    pub label: Option<String>,
    /// Whose it is.
    pub agent: String,
    /// Through which channel people write; empty if through none that is known.
    pub channel: String,
    /// The scheduled job whose runs it holds.
    pub job: Option<String>,
    /// Which tools it called, and how often.
    pub tools: Vec<(String, u64)>,
}

/// What one session used of one model at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// When: a day, or an hour, since 1970 by the clock of the zone.
    pub at: i32,
    /// Which of the spenders.
    pub spender: u32,
    /// Which of the models, or [`SEVERAL`].
    pub model: u32,
    /// How much.
    pub sum: Sum,
}

/// An answer, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Who used something.
    pub spenders: Vec<Spender>,
    /// The models that were used.
    pub models: Vec<Model>,
    /// What was used by days.
    pub days: Vec<Fact>,
    /// The same by hours.
    pub hours: Vec<Fact>,
    /// What the gateway says all of it comes to.
    pub told: Sums,
    /// What the gateway says of each day.
    pub told_daily: Vec<DaySums>,
    /// When the gateway counted it.
    pub counted_at: UnixMs,
    /// The gateway is still counting, so all of it may be too small.
    pub is_cold: bool,
    /// Sessions that the gateway has not counted yet.
    pub uncounted: usize,
    /// Rows that could not be read.
    pub unreadable: usize,
}

/// Whether what was used of a model by one session has a price.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Price {
    Has,
    HasNot,
    Partly,
}

impl Price {
    fn of(model: &ModelSums) -> Self {
        match model.totals.missing_cost_entries {
            0 => Self::Has,
            missing if missing >= model.count || model.totals.total_cost.0 == 0 => Self::HasNot,
            _ => Self::Partly,
        }
    }

    fn mark(self, tokens: u64, cost: i64) -> Sum {
        let (unpriced, partly) = match self {
            Self::Has => (0, 0),
            Self::HasNot => (tokens, 0),
            // A day without any cost has none that could be a part.
            Self::Partly if cost == 0 => (tokens, 0),
            Self::Partly => (0, tokens),
        };
        Sum { tokens, cost, unpriced, partly, kinds: [0; 4] }
    }
}

impl Ledger {
    /// Takes an answer apart. `offset` says by how many minutes the clock of the zone is ahead of UTC at a time.
    pub fn of(told: &UsageTold, offset: &dyn Fn(UnixMs) -> i32) -> Self {
        let mut ledger = Self {
            told: told.totals,
            told_daily: told.aggregates.cost_daily.items.clone(),
            counted_at: told.updated_at,
            is_cold: told.cache_status.status != "fresh",
            unreadable: told.sessions.unreadable + told.aggregates.cost_daily.unreadable,
            ..Self::default()
        };
        for session in &told.sessions.items {
            match &session.usage {
                Some(spent) => ledger.take(session, spent, offset),
                None => ledger.uncounted += 1,
            }
        }
        ledger
    }

    fn take(&mut self, session: &Told, spent: &Spent, offset: &dyn Fn(UnixMs) -> i32) {
        let at = u32::try_from(self.spenders.len()).unwrap_or(SEVERAL);
        let models: Vec<(u32, Price)> = spent.model_usage.items.iter().map(|model| (self.count(model), Price::of(model))).collect();
        let price = |of: u32| models.iter().find(|(model, _)| *model == of).map_or(Price::Has, |(_, price)| *price);
        let first = self.days.len();
        for used in &spent.daily_model_usage.items {
            let model = self.model(used.provider.as_deref(), used.model.as_deref());
            self.days.push(Fact { at: used.date.0, spender: at, model, sum: price(model).mark(used.tokens, used.cost.0) });
        }
        for day in &spent.daily_breakdown.items {
            self.close(first, day, at);
        }
        for quarter in &spent.utc_quarter_hour_token_usage.items {
            let minutes = i64::from(quarter.date.0) * 1_440 + i64::from(quarter.quarter_index) * 15;
            let local = minutes + i64::from(offset(UnixMs(minutes * 60_000)));
            let hour = i32::try_from(local.div_euclid(60)).unwrap_or(0);
            // Which model it was is known where the session used but one that day.
            let model = only(self.days.iter().skip(first).filter(|fact| fact.at == hour.div_euclid(24)).map(|fact| fact.model));
            let mut sum = price(model).mark(quarter.total_tokens, quarter.total_cost.0);
            sum.kinds = [quarter.input, quarter.output, quarter.cache_read, quarter.cache_write];
            self.hours.push(Fact { at: hour, spender: at, model, sum });
        }
        self.unreadable += spent.daily_model_usage.unreadable + spent.daily_breakdown.unreadable;
        let key = session.key.as_str();
        let job = key.split_once(":cron:").and_then(|(_, rest)| rest.split(':').next()).filter(|job| !job.is_empty());
        let tools = spent.tool_usage.iter().flat_map(|tools| &tools.tools.items);
        self.spenders.push(Spender {
            key: key.into(),
            label: session.label.clone().filter(|label| !label.trim().is_empty()),
            agent: session.agent_id.clone().unwrap_or_else(|| "unknown".into()),
            channel: session.channel.clone().unwrap_or_default(),
            job: job.map(str::to_owned),
            tools: tools.map(|tool| (tool.name.clone(), tool.count)).collect(),
        });
    }

    /// Sets the sums of a session's day beside those of its models: says which kinds of tokens they were, and keeps what no model is
    /// named for.
    fn close(&mut self, first: usize, day: &DaySums, spender: u32) {
        let sums = &day.sums;
        let mut rest = Sum { tokens: sums.total_tokens, cost: sums.total_cost.0, ..Sum::default() };
        let mut of_models = vec![];
        for (at, fact) in self.days.iter().enumerate().skip(first).filter(|(_, fact)| fact.at == day.date.0) {
            rest.tokens = rest.tokens.saturating_sub(fact.sum.tokens);
            rest.cost = rest.cost.saturating_sub(fact.sum.cost);
            of_models.push(at);
        }
        let kinds = [sums.input, sums.output, sums.cache_read, sums.cache_write];
        // Billionths are lost by rounding each.
        let is_whole = rest.tokens == 0 && rest.cost.unsigned_abs() <= of_models.len() as u64 + 1;
        match (of_models.as_slice(), is_whole) {
            ([one], true) => {
                if let Some(fact) = self.days.get_mut(*one) {
                    fact.sum.kinds = kinds;
                }
            }
            ([], _) | (_, false) => {
                let model = self.model(None, None);
                let unpriced = if sums.missing_cost_entries > 0 && rest.cost == 0 { rest.tokens } else { 0 };
                self.days.push(Fact { at: day.date.0, spender, model, sum: Sum { kinds, unpriced, ..rest } });
            }
            _ => self.days.push(Fact { at: day.date.0, spender, model: SEVERAL, sum: Sum { kinds, ..Sum::default() } }),
        }
    }

    fn count(&mut self, used: &ModelSums) -> u32 {
        let at = self.model(used.provider.as_deref(), used.model.as_deref());
        if let Some(model) = self.models.get_mut(at as usize) {
            let (sums, more) = (&mut model.sums, &used.totals);
            sums.input = sums.input.saturating_add(more.input);
            sums.cache_read = sums.cache_read.saturating_add(more.cache_read);
            sums.cache_write = sums.cache_write.saturating_add(more.cache_write);
            sums.input_cost.0 = sums.input_cost.0.saturating_add(more.input_cost.0);
            sums.cache_read_cost.0 = sums.cache_read_cost.0.saturating_add(more.cache_read_cost.0);
            sums.cache_write_cost.0 = sums.cache_write_cost.0.saturating_add(more.cache_write_cost.0);
        }
        at
    }

    /// Returns the place of a model, which it is given now if it has none.
    fn model(&mut self, provider: Option<&str>, id: Option<&str>) -> u32 {
        let (provider, id) = (provider.unwrap_or("unknown"), id.unwrap_or("unknown"));
        let is_it = |model: &Model| model.name.strip_prefix(provider).and_then(|rest| rest.strip_prefix('/')) == Some(id);
        let place = self.models.iter().position(is_it).unwrap_or_else(|| {
            self.models.push(Model { provider: provider.into(), name: [provider, "/", id].concat(), sums: Sums::default() });
            self.models.len() - 1
        });
        u32::try_from(place).unwrap_or(SEVERAL)
    }

    /// Returns what was used by days, or by hours.
    pub fn facts(&self, is_hours: bool) -> &[Fact] {
        if is_hours { &self.hours } else { &self.days }
    }

    /// Returns the name of a model.
    pub fn name(&self, model: u32) -> &str {
        self.models.get(model as usize).map_or("several models", |model| &model.name)
    }

    /// Adds up the parts and what the gateway says they come to, in a span: of days day by day, else of the whole answer.
    pub fn check(&self, span: Span) -> Check {
        let is_in = |at: i32| span.is_hours || span.holds(at);
        let parts = Sum::of(self.facts(span.is_hours).iter().filter(|fact| is_in(fact.at)).map(|fact| &fact.sum));
        let told = if span.is_hours {
            Sum { tokens: self.told.total_tokens, cost: self.told.total_cost.0, ..Sum::default() }
        } else {
            let mut all = Sum::default();
            for day in self.told_daily.iter().filter(|day| is_in(day.date.0)) {
                all.add(&Sum { tokens: day.sums.total_tokens, cost: day.sums.total_cost.0, ..Sum::default() });
            }
            all
        };
        // Half a billionth may be lost with every part.
        let slack = self.facts(span.is_hours).len() as u64 + 1_000;
        Check { holds: parts.tokens == told.tokens && parts.cost.abs_diff(told.cost) <= slack, parts, told }
    }

    /// Whether it holds these days.
    pub fn first_day(&self) -> Option<Day> {
        self.told_daily.iter().filter(|day| day.sums.total_tokens > 0).map(|day| day.date).min()
    }
}

/// Whether parts come to what the gateway says they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// They do.
    pub holds: bool,
    /// What they come to.
    pub parts: Sum,
    /// What the gateway says.
    pub told: Sum,
}

/// Returns the one model among these, or [`SEVERAL`].
fn only(mut models: impl Iterator<Item = u32>) -> u32 {
    let first = models.next().unwrap_or(SEVERAL);
    if models.all(|model| model == first) { first } else { SEVERAL }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "ledger_tests.rs"]
mod tests;
