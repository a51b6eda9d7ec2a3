//! What is said on the wire: frames, methods, events and payloads of gateway protocol 4, as types.
//! Refuses to know how bytes travel, what time it is, and how anything looks.

pub mod agent;
pub mod approvals;
pub mod background;
pub mod catalog;
pub mod chat;
pub mod connect;
pub mod cron;
pub mod day;
pub mod devices;
pub mod event;
pub mod fault;
pub mod fields;
pub mod frame;
pub mod hello;
pub mod host;
pub mod ids;
pub mod lenient;
pub mod liveness;
pub mod logs;
pub mod method;
pub mod piece;
pub mod raw;
pub mod scope;
pub mod sessions;
pub mod suggestions;
pub mod usage;
mod words;
pub mod workboard;

pub use connect::Challenge;
pub use event::{Event, Family};
pub use fault::Fault;
pub use hello::Hello;
pub use ids::{RequestId, RunId, SessionKey, UnixMs, Usd};
pub use method::{Kind, Method};
pub use scope::Scope;

use std::time::Duration;

/// The one protocol version that we speak; the gateway's answer must name it too.
pub const PROTOCOL: u32 = 4;
/// How long a call may take unless its method says otherwise.
pub const CALL_TIMEOUT: Duration = Duration::from_secs(30);
/// How long the gateway waits for a handshake before it closes with 1000 (measured: 15.0 s). We give up at the same moment.
pub const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(15);
/// How many requests may be unanswered at once; urgent ones do not count. The gateway refuses beyond about 300.
pub const MAX_IN_FLIGHT: usize = 16;
/// The pause between two `tick` events when hello does not name one.
pub const TICK_INTERVAL: Duration = Duration::from_secs(30);
