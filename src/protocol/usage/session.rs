//! What one session used, step by step: the questions and the parts of their answers that are read.
//! Refuses to add anything up.

use std::time::Duration;

use serde::Serialize;

use super::Nano;
use crate::protocol::fields::reads;
use crate::protocol::ids::{SessionKey, UnixMs};
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::scope::Scope;

/// `sessions.usage.timeseries`: the answers of one session's present life, one by one; of more than 200, several together.
#[derive(Clone, Debug, Serialize)]
pub struct UsageTimeseries {
    /// Which session.
    pub key: SessionKey,
}

impl Method for UsageTimeseries {
    const NAME: &'static str = "sessions.usage.timeseries";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    const TIMEOUT: Duration = Duration::from_secs(120);
    type Reply = TimeseriesTold;
}

/// The answer to [`UsageTimeseries`].
#[derive(Clone, Debug, Default)]
pub struct TimeseriesTold {
    /// The steps, oldest first.
    pub points: Lenient<Point>,
}

reads! { TimeseriesTold { points: needed } }

/// One step of a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// When.
    pub timestamp: UnixMs,
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
    /// What they cost; nothing where they have no price.
    pub cost: Nano,
}

reads! { Point { timestamp: needed, input: needed, output: needed, cache_read: needed, cache_write: needed, total_tokens: needed, cost: needed } }

/// `sessions.usage.logs`: what was said in one session's present life, each with what it used; the newest come last.
#[derive(Clone, Debug, Serialize)]
pub struct UsageLogs {
    /// Which session.
    pub key: SessionKey,
    /// How many at most; the gateway gives no more than 1,000.
    pub limit: usize,
}

impl Method for UsageLogs {
    const NAME: &'static str = "sessions.usage.logs";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    const TIMEOUT: Duration = Duration::from_secs(120);
    type Reply = LogsTold;
}

/// The answer to [`UsageLogs`].
#[derive(Clone, Debug, Default)]
pub struct LogsTold {
    /// What was said.
    pub logs: Lenient<Said>,
}

reads! { LogsTold { logs: needed } }

/// Something that was said.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// When.
    pub timestamp: UnixMs,
    /// By whom: `user`, `assistant`, a tool.
    pub role: String,
    /// The words.
    pub content: String,
    /// What it cost; nothing where it has no price.
    pub cost: Option<Nano>,
}

reads! { Said { timestamp: needed, role: needed, content, cost } }
