//! What somebody decided about a job beyond its schedule: what it does, and who hears of it. Read only when somebody looks.
//! Refuses to change it.

use crate::protocol::fields::reads;
use crate::protocol::raw::Raw;

/// A job's decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobConfig {
    /// What it does.
    pub payload: Payload,
    /// Who hears of it.
    pub delivery: Option<Delivery>,
    /// `now` or `next-heartbeat`.
    pub wake_mode: Option<String>,
}

reads! { JobConfig { payload: needed, delivery, wake_mode } }

/// What a job does. Which fields there are depends on the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payload {
    /// `agentTurn`, `systemEvent`, `command`, `script` or `heartbeat`.
    pub kind: String,
    /// What is said to the agent.
    pub message: Option<String>,
    /// What is told to the main session.
    pub text: Option<String>,
    /// The command and its arguments.
    pub argv: Option<Vec<String>>,
    /// The script.
    pub script: Option<String>,
    /// The model, if not the agent's own.
    pub model: Option<String>,
    /// How hard to think.
    pub thinking: Option<String>,
    /// After how many seconds it is given up; a number as it came.
    pub timeout_seconds: Option<Raw>,
}

reads! { Payload { kind: needed, message, text, argv, script, model, thinking, timeout_seconds } }

/// Who hears of what a run said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// `none`, `announce` or `webhook`.
    pub mode: String,
    /// In which channel; `last` is where somebody spoke last.
    pub channel: Option<String>,
    /// To whom there.
    pub to: Option<String>,
}

reads! { Delivery { mode: needed, channel, to } }
