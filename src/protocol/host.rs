//! The gateway about itself: the machine that it runs on, whether all is well, which channels it serves.
//! Refuses to judge any of it.

use serde::Serialize;

use super::fields::reads;
use super::method::{Kind, Method};
use super::raw::Raw;
use super::scope::Scope;

/// `system.info`: the machine and the process.
#[derive(Clone, Debug, Serialize)]
pub struct SystemInfo {}

impl Method for SystemInfo {
    const NAME: &'static str = "system.info";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = SystemTold;
}

/// The answer to `system.info`. Figures that are not reported are missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SystemTold {
    /// What the machine is called.
    pub hostname: Option<String>,
    /// What it runs.
    pub os_label: Option<String>,
    /// The version of its Node.
    pub node_version: Option<String>,
    /// The process.
    pub pid: Option<u64>,
    /// How long the process runs, in milliseconds.
    pub uptime_ms: Option<u64>,
    /// How many processors there are.
    pub cpu_count: Option<u64>,
    /// How many threads wanted to run, over 1, 5 and 15 minutes.
    pub load_average: Vec<f64>,
    /// The machine's memory in bytes.
    pub memory_total_bytes: Option<u64>,
    /// What of it is free.
    pub memory_free_bytes: Option<u64>,
    /// How the process keeps up.
    pub event_loop: Option<EventLoop>,
}

reads! { SystemTold {
    hostname, os_label, node_version, pid, uptime_ms, cpu_count, load_average: get, memory_total_bytes, memory_free_bytes, event_loop: lossy
} }

/// How a process keeps up with what comes in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventLoop {
    /// It does not.
    pub degraded: bool,
    /// Ninety-nine of a hundred things waited no longer, in milliseconds.
    pub delay_p99_ms: Option<f64>,
    /// How much of the time it was busy, from 0 to 1.
    pub utilization: Option<f64>,
}

reads! { EventLoop { degraded, delay_p99_ms as "delayP99Ms", utilization } }

/// `health`: whether all is well. Needs no permission.
#[derive(Clone, Debug, Serialize)]
pub struct Health {}

impl Method for Health {
    const NAME: &'static str = "health";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = HealthTold;
}

/// The answer to `health`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HealthTold {
    /// All is well.
    pub ok: bool,
}

reads! { HealthTold { ok: needed } }

/// `channels.status`: over which channels people reach the gateway.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelsStatus {}

impl Method for ChannelsStatus {
    const NAME: &'static str = "channels.status";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = ChannelsTold;
}

/// The answer to `channels.status`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelsTold {
    /// The channels in their order.
    pub channel_order: Vec<String>,
    /// Their names for people: an object.
    pub channel_labels: Raw,
}

reads! { ChannelsTold { channel_order, channel_labels } }
