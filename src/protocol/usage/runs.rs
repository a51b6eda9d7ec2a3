//! What each session of one agent cost within some days: the same question as for all usage, of whose answer little is read.
//! Refuses to add anything up.

use std::time::Duration;

use serde::Serialize;

use crate::protocol::Usd;
use crate::protocol::fields::reads;
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::scope::Scope;
use crate::protocol::sessions::CacheStatus;

/// `sessions.usage` of the sessions of one agent within some days.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageOfAgent {
    /// The first day.
    pub start_date: String,
    /// The last day.
    pub end_date: String,
    mode: &'static str,
    /// By the clock of which zone days begin.
    pub time_zone: String,
    /// Whose sessions.
    pub agent_id: String,
    limit: usize,
}

impl UsageOfAgent {
    /// Asks about these days, as the wire names them, by the clock of a zone.
    pub fn new(agent: &str, start_date: String, end_date: String, zone: &str) -> Self {
        // Of the rest there would be sums only.
        Self { start_date, end_date, mode: "specific", time_zone: zone.into(), agent_id: agent.into(), limit: 1_000_000 }
    }
}

impl Method for UsageOfAgent {
    const NAME: &'static str = "sessions.usage";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    /// Minutes were seen on large installations.
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Reply = CostsTold;
}

/// The answer to [`UsageOfAgent`].
#[derive(Clone, Debug, Default)]
pub struct CostsTold {
    /// Session by session, those that are over too.
    pub sessions: Lenient<CostOf>,
    /// How far the gateway is with counting.
    pub cache_status: CacheStatus,
}

reads! { CostsTold { sessions: needed, cache_status: needed } }

/// What one life of a session cost.
#[derive(Clone, Debug, Default)]
pub struct CostOf {
    /// The id of that life.
    pub session_id: Option<String>,
    /// What it used; nothing while the gateway has not counted it.
    pub usage: Option<CostSum>,
}

reads! { CostOf { session_id, usage } }

/// The sum of what was used.
#[derive(Clone, Copy, Debug, Default)]
pub struct CostSum {
    /// What it cost, as far as it has a price.
    pub total_cost: Usd,
    /// How many answers had no price.
    pub missing_cost_entries: u64,
}

reads! { CostSum { total_cost: needed, missing_cost_entries: needed } }
