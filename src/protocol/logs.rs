//! Reading the gateway's log file: its end, and on from where the last answer ended.
//! Refuses to know what stands in a line.

use serde::Serialize;

use super::fields::reads;
use super::method::{Kind, Method};
use super::scope::Scope;

/// `logs.tail`: what was written since a place in the file, or its end. More than it may answer is left out from the front.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogsTail {
    /// Where the last answer ended, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u64>,
    /// At most so many lines.
    pub limit: u32,
    /// At most so many bytes.
    pub max_bytes: u32,
}

impl LogsTail {
    /// Asks for as much as the gateway ever answers.
    pub fn new(cursor: Option<u64>) -> Self {
        Self { cursor, limit: 5_000, max_bytes: 1_000_000 }
    }
}

impl Method for LogsTail {
    const NAME: &'static str = "logs.tail";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = LogsTailed;
}

/// The answer to [`LogsTail`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogsTailed {
    /// The file that was read.
    pub file: String,
    /// Where this answer ends: behind the last whole line.
    pub cursor: u64,
    /// How long the file is.
    pub size: u64,
    /// The lines.
    pub lines: Vec<String>,
    /// Lines before these were left out.
    pub truncated: bool,
    /// It was not read on from the cursor.
    pub reset: bool,
    /// How much was left out behind the cursor, where the gateway says so.
    pub skipped_bytes: Option<u64>,
}

reads! { LogsTailed { file: needed, cursor: needed, size, lines: needed, truncated, reset, skipped_bytes } }
