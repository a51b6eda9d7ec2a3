//! Questions about sessions beyond the list: one as it is, what it used in all, and where a word was said.
//! Refuses to know how answers are shown.

use std::time::Duration;

use serde::Serialize;

use super::SessionRow;
use crate::protocol::fields::reads;
use crate::protocol::ids::{SessionKey, UnixMs, Usd};
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::raw::Raw;
use crate::protocol::scope::Scope;

/// `sessions.describe`: the whole row as the gateway has it. For an unknown key the session is null, and the answer is ok.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsDescribe {
    /// Which session.
    pub key: SessionKey,
}

impl Method for SessionsDescribe {
    const NAME: &'static str = "sessions.describe";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = SessionsDescribed;
}

/// The answer to `sessions.describe`, kept word for word.
#[derive(Clone, Debug)]
pub struct SessionsDescribed {
    session: Raw,
}

reads! { SessionsDescribed { session: needed } }

impl SessionsDescribed {
    /// Returns the row word for word; `null` when there is no such session.
    pub fn text(&self) -> &str {
        self.session.get()
    }

    /// Reads the row, if there is one and it can be read. It does not tell whether anything runs.
    pub fn row(&self) -> Option<SessionRow> {
        self.session.read()
    }
}

/// `sessions.usage` of one session, all of its time. Not among the methods that hello names, and there all the same.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsUsage {
    /// Which session.
    pub key: SessionKey,
    /// From when on: `all`, or the last 30 days would be counted.
    pub range: &'static str,
}

impl Method for SessionsUsage {
    const NAME: &'static str = "sessions.usage";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    /// The heaviest family of the gateway: minutes were seen on large installations.
    const TIMEOUT: Duration = Duration::from_secs(120);
    type Reply = SessionsUsed;
}

/// The answer to `sessions.usage`.
#[derive(Clone, Debug)]
pub struct SessionsUsed {
    /// The sums.
    pub totals: SessionTotals,
    /// Whether the sums are already those of now.
    pub cache_status: CacheStatus,
}

reads! { SessionsUsed { totals: needed, cache_status } }

/// How far the gateway is with counting. Where there was nothing to count, as on a new gateway, it says nothing of that.
#[derive(Clone, Debug)]
pub struct CacheStatus {
    /// `fresh`, else it is still counting and the sums are too small or zero.
    pub status: String,
}

reads! { CacheStatus { status: needed } }

impl Default for CacheStatus {
    fn default() -> Self {
        Self { status: "fresh".into() }
    }
}

/// What a session used in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionTotals {
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
    /// What they cost, as far as their models have a price.
    pub total_cost: Usd,
    /// How many answers had no price.
    pub missing_cost_entries: u64,
}

reads! { SessionTotals {
    input: needed, output: needed, cache_read: needed, cache_write: needed, total_tokens: needed, total_cost: needed,
    missing_cost_entries: needed,
} }

/// `sessions.search`: where words were said, over all agents and sessions. Whole words only, all of them, at most 25 hits.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsSearch {
    /// The words.
    pub query: String,
    /// How many hits at most.
    pub limit: usize,
    /// Where: without a scope only the default agent would be searched.
    pub scope: SearchScope,
}

impl SessionsSearch {
    /// Searches everywhere, in what was put away too.
    pub fn everywhere(query: String) -> Self {
        Self { query, limit: 25, scope: SearchScope { archived: "all" } }
    }
}

/// Where to search.
#[derive(Clone, Debug, Serialize)]
pub struct SearchScope {
    archived: &'static str,
}

impl Method for SessionsSearch {
    const NAME: &'static str = "sessions.search";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = SessionsSearched;
}

/// The answer to `sessions.search`.
#[derive(Clone, Debug, Default)]
pub struct SessionsSearched {
    /// The hits, best first.
    pub results: Lenient<SearchHit>,
}

reads! { SessionsSearched { results: needed } }

/// One place where the words were said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// In which session.
    pub session_key: SessionKey,
    /// In which of its lives.
    pub session_id: String,
    /// In which message.
    pub message_id: String,
    /// Who said it: `user` or `assistant`.
    pub role: String,
    /// When.
    pub timestamp: UnixMs,
    /// The words around it.
    pub snippet: String,
}

reads! { SearchHit { session_key: needed, session_id: needed, message_id: needed, role: needed, timestamp: needed, snippet: needed } }
