//! What each session of one agent cost within some days: the same question as for all usage, of whose answer little is read.
//! Refuses to add anything up.

use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::protocol::Usd;
use crate::protocol::cron::Json;
use crate::protocol::fields::reads;
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::raw::Raw;
use crate::protocol::scope::Scope;
use crate::protocol::sessions::CacheStatus;

/// `sessions.usage` of the sessions of one agent within some days.
#[derive(Clone, Debug)]
pub struct UsageOfAgent(Raw);

impl UsageOfAgent {
    /// Asks about these days, as the wire names them, by the clock of a zone.
    pub fn new(agent: &str, from: &str, to: &str, zone: &str) -> Self {
        let json = Json::default().text("startDate", from).text("endDate", to).text("mode", "specific").text("timeZone", zone);
        // Of what is beyond the limit there would be sums only.
        Self(json.text("agentId", agent).raw("limit", "1000000").finish())
    }
}

impl Serialize for UsageOfAgent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
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

reads! { CostsTold { sessions: needed, cache_status } }

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
