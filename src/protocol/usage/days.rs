//! What all agents together cost day by day: the light question, of which no session is told apart.
//! Refuses to add anything up.

use serde::Serialize;

use super::DaySums;
use crate::protocol::day::Day;
use crate::protocol::fields::reads;
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::scope::Scope;
use crate::protocol::sessions::CacheStatus;

/// `usage.cost` of some days.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageOfDays {
    start_date: Day,
    end_date: Day,
    mode: &'static str,
    time_zone: String,
    agent_scope: &'static str,
}

impl UsageOfDays {
    /// Asks about these days, by the clock of a zone.
    pub fn new(from: Day, to: Day, zone: &str) -> Self {
        Self { start_date: from, end_date: to, mode: "specific", time_zone: zone.into(), agent_scope: "all" }
    }
}

impl Method for UsageOfDays {
    const NAME: &'static str = "usage.cost";
    const KIND: Kind = Kind::Background;
    const SCOPE: Scope = Scope::Read;
    type Reply = DaysTold;
}

/// The answer to [`UsageOfDays`].
#[derive(Clone, Debug, Default)]
pub struct DaysTold {
    /// Day by day, those without use too.
    pub daily: Lenient<DaySums>,
    /// How far the gateway is with counting.
    pub cache_status: CacheStatus,
}

reads! { DaysTold { daily: needed, cache_status } }
