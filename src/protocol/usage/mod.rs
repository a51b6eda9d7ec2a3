//! What was used, by session, day and model: the questions and the parts of their answers that are read.
//! Refuses to add anything up.

mod days;
mod runs;
mod session;

use std::time::Duration;

use crate::protocol::Usd;
use crate::protocol::day::Day;
use crate::protocol::fields::{Fields, FromJson, Piece, by_serde, reads};
use crate::protocol::ids::{SessionKey, UnixMs};
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::scope::Scope;
use crate::protocol::sessions::CacheStatus;
use serde::Serialize;

pub use days::{DaysTold, UsageOfDays};
pub use runs::{CostOf, CostSum, CostsTold, UsageOfAgent};
pub use session::{LogsTold, Point, Said, TimeseriesTold, UsageLogs, UsageTimeseries};

/// Money in billionths of a dollar: fine enough for one token, so that sums of many small parts stay right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nano(pub i64);

by_serde!(Nano);

impl FromJson for Nano {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        f64::from_json(json).map(|dollars| Self((dollars * 1e9).round() as i64))
    }
}

impl Nano {
    /// Returns it in millionths, as money is said. What is not nothing does not become nothing.
    pub fn usd(self) -> Usd {
        Usd(match self.0 {
            1..=499 => 1,
            nano => nano.saturating_add(500).div_euclid(1_000),
        })
    }
}

/// `sessions.usage` of all sessions of all agents within some days. The heaviest method of the gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageOfAll {
    /// The first day.
    pub start_date: String,
    /// The last day.
    pub end_date: String,
    mode: &'static str,
    /// By the clock of which zone days begin.
    pub time_zone: String,
    agent_scope: &'static str,
    limit: usize,
}

impl UsageOfAll {
    /// Asks about these days, by the clock of a zone.
    pub fn new(from: Day, to: Day, zone: &str) -> Self {
        Self {
            start_date: from.write(),
            end_date: to.write(),
            mode: "specific",
            time_zone: zone.into(),
            agent_scope: "all",
            // Of the rest there would be sums only, and parts that do not add up.
            limit: 1_000_000,
        }
    }
}

impl Method for UsageOfAll {
    const NAME: &'static str = "sessions.usage";
    const KIND: Kind = Kind::Background;
    const SCOPE: Scope = Scope::Read;
    /// Minutes were seen on large installations.
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Reply = UsageTold;
}

/// The answer to [`UsageOfAll`].
#[derive(Clone, Debug, Default)]
pub struct UsageTold {
    /// When it was counted.
    pub updated_at: UnixMs,
    /// Session by session.
    pub sessions: Lenient<Spender>,
    /// All of it.
    pub totals: Sums,
    /// All of it in other ways.
    pub aggregates: Aggregates,
    /// How far the gateway is with counting.
    pub cache_status: CacheStatus,
}

reads! { UsageTold { updated_at: needed, sessions: needed, totals: needed, aggregates: needed, cache_status } }

/// What the gateway has added up itself.
#[derive(Clone, Debug, Default)]
pub struct Aggregates {
    /// Day by day.
    pub cost_daily: Lenient<DaySums>,
}

reads! { Aggregates { cost_daily: needed } }

/// What was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Tokens that went in, those from a cache apart.
    pub input: u64,
    /// Tokens that came out.
    pub output: u64,
    /// Tokens that were read from the provider's cache.
    pub cache_read: u64,
    /// Tokens that were written into it.
    pub cache_write: u64,
    /// All of these.
    pub total_tokens: u64,
    /// What they cost, as far as they have a price.
    pub total_cost: Nano,
    /// Of that, what went in.
    pub input_cost: Nano,
    /// Of that, what was read from the cache.
    pub cache_read_cost: Nano,
    /// Of that, what was written into it.
    pub cache_write_cost: Nano,
    /// How many answers had no price.
    pub missing_cost_entries: u64,
}

reads! { Sums {
    input: needed, output: needed, cache_read: needed, cache_write: needed, total_tokens: needed, total_cost: needed, input_cost: needed,
    cache_read_cost: needed, cache_write_cost: needed, missing_cost_entries: needed,
} }

/// What was used on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaySums {
    /// The day.
    pub date: Day,
    /// What was used.
    pub sums: Sums,
}

impl FromJson for DaySums {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let mut fields = Fields::of(json)?;
        let read = Self { date: fields.needed("date"), sums: Sums::of_fields(&mut fields) };
        fields.finish(read)
    }
}

/// A session, or what is left of one.
#[derive(Clone, Debug, Default)]
pub struct Spender {
    /// Its key.
    pub key: SessionKey,
    /// What it was called.
    pub label: Option<String>,
    /// Whose it is.
    pub agent_id: Option<String>,
    /// Through which channel people write.
    pub channel: Option<String>,
    /// What it used; nothing while the gateway has not counted it.
    pub usage: Option<Spent>,
}

reads! { Spender { key: needed, label, agent_id, channel, usage } }

/// What a session used.
#[derive(Clone, Debug, Default)]
pub struct Spent {
    /// Day by day.
    pub daily_breakdown: Lenient<DaySums>,
    /// By model.
    pub model_usage: Lenient<ModelSums>,
    /// By day and model.
    pub daily_model_usage: Lenient<ModelDay>,
    /// Which tools it called.
    pub tool_usage: Option<Tools>,
    /// By quarters of an hour.
    pub utc_quarter_hour_token_usage: Lenient<Quarter>,
}

reads! { Spent { daily_breakdown, model_usage, daily_model_usage, tool_usage, utc_quarter_hour_token_usage } }

/// What was used of a model.
#[derive(Clone, Debug, Default)]
pub struct ModelSums {
    /// Who provides it.
    pub provider: Option<String>,
    /// Its id.
    pub model: Option<String>,
    /// How many answers it gave.
    pub count: u64,
    /// What was used.
    pub totals: Sums,
}

reads! { ModelSums { provider, model, count: needed, totals: needed } }

/// What was used of a model on a day.
#[derive(Clone, Debug, Default)]
pub struct ModelDay {
    /// The day.
    pub date: Day,
    /// Who provides it.
    pub provider: Option<String>,
    /// Its id.
    pub model: Option<String>,
    /// Tokens.
    pub tokens: u64,
    /// What they cost, as far as they have a price.
    pub cost: Nano,
}

reads! { ModelDay { date: needed, provider, model, tokens: needed, cost: needed } }

/// The tools that were called.
#[derive(Clone, Debug, Default)]
pub struct Tools {
    /// One by one.
    pub tools: Lenient<Tool>,
}

reads! { Tools { tools } }

/// A tool that was called.
#[derive(Clone, Debug, Default)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// How often.
    pub count: u64,
}

reads! { Tool { name: needed, count: needed } }

/// What was used in a quarter of an hour.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quarter {
    /// The day, by UTC.
    pub date: Day,
    /// Which quarter of it, from 0.
    pub quarter_index: u32,
    /// Tokens that went in, those from a cache apart.
    pub input: u64,
    /// Tokens that came out.
    pub output: u64,
    /// Tokens that were read from the provider's cache.
    pub cache_read: u64,
    /// Tokens that were written into it.
    pub cache_write: u64,
    /// All of these.
    pub total_tokens: u64,
    /// What they cost, as far as they have a price.
    pub total_cost: Nano,
}

reads! { Quarter {
    date: needed, quarter_index: needed, input: needed, output: needed, cache_read: needed, cache_write: needed, total_tokens: needed,
    total_cost: needed,
} }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::fields::{FromJson, Piece};

    #[test]
    fn a_gateway_without_any_use_says_nothing_of_its_counting() {
        // As a new gateway answered.
        let told = r#"{"updatedAt": 1795764505682, "startDate": "2026-11-20", "endDate": "2026-11-27", "sessions": [],
            "totals": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0, "totalTokens": 0, "totalCost": 0, "inputCost": 0,
                "outputCost": 0, "cacheReadCost": 0, "cacheWriteCost": 0, "missingCostEntries": 0},
            "aggregates": {"sessionCount": 0,
                "messages": {"total": 0, "user": 0, "assistant": 0, "toolCalls": 0, "toolResults": 0, "errors": 0},
                "tools": {"totalCalls": 0, "uniqueTools": 0, "tools": []}, "byModel": [], "byProvider": [], "byAgent": [],
                "byChannel": [], "byCreator": [], "costDaily": [], "dailyLatency": [], "modelDaily": [], "daily": []},
            "creatorOptions": []}"#;
        let told = UsageTold::from_json(Piece::read(told).unwrap()).unwrap();
        assert_eq!((told.sessions.items.len(), told.cache_status.status.as_str()), (0, "fresh"));
    }
}
