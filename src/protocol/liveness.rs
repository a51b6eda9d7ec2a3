//! The call that only tells whether the other side is there.
//! Refuses to know what silence means; that is `gateway::pulse`.

use serde::Serialize;

use super::method::{Kind, Method};
use super::scope::Scope;

/// `last-heartbeat`: a cheap read that every operator may make; it serves as the application's ping.
/// It tells the last heartbeat *of an agent*, or null, and we look at neither.
#[derive(Debug, Serialize)]
pub struct LastHeartbeat {}

impl Method for LastHeartbeat {
    const NAME: &'static str = "last-heartbeat";
    const KIND: Kind = Kind::Urgent;
    const SCOPE: Scope = Scope::Read;
    type Reply = serde::de::IgnoredAny;
}
