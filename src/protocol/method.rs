//! What makes a params struct a method: its name, its reply, and how it may be treated.
//! Refuses to know which methods there are; each family's file declares its own.

use std::time::Duration;

use serde::Serialize;

use super::CALL_TIMEOUT;
use super::fields::FromJson;
use super::scope::Scope;

/// How a method may be treated by the request queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Changes nothing: shared while in flight, asked again by itself, held back while the tab is hidden.
    Read,
    /// A read for which nobody waits, such as the next page of a list: lets the others go first, waits until the
    /// page has nothing better to do, and longer while the gateway is slow.
    Background,
    /// A read that also switches events on, or that tells what waits for a person: it is sent even while the tab is hidden.
    Subscribe,
    /// Changes something: sent once, never again by itself.
    Write,
    /// A write that a person waits for (stop, approve): overtakes the queue and its cap.
    Urgent,
}

impl Kind {
    /// Whether asking twice is the same as asking once.
    pub fn is_read(self) -> bool {
        matches!(self, Self::Read | Self::Background | Self::Subscribe)
    }

    /// Whether it may wait until somebody looks.
    pub fn waits_to_be_seen(self) -> bool {
        matches!(self, Self::Read | Self::Background)
    }
}

/// A method of the gateway. The struct is the params; call sites read `gateway.call(&SessionsAbort { key })`.
///
/// The gateway refuses params keys that it does not know, so serialise only what is needed.
pub trait Method: Serialize {
    /// The method's name on the wire.
    const NAME: &'static str;
    /// How the request queue treats it.
    const KIND: Kind;
    /// What the connection must have been granted for the gateway to accept it.
    const SCOPE: Scope;
    /// How long to wait for the answer.
    const TIMEOUT: Duration = CALL_TIMEOUT;
    /// What the gateway answers.
    type Reply: FromJson + 'static;
}
