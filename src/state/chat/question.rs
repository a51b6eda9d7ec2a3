//! A question about a conversation that is under way, and what was told of meanwhile: its answer may have been read before that. Pure.
//! Refuses to ask, and to judge the answer.

use crate::protocol::RunId;
use crate::protocol::chat::Message;

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The newest page.
    Page,
    /// What came since the cursor.
    Since,
    /// An older page.
    Older,
}

/// A question that is under way.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The number of the newest message that was known.
    pub last: u64,
    /// The runs that were known to go on: of those that began later the answer may know nothing.
    pub runs: Vec<RunId>,
    /// The messages that were told of since, oldest first.
    pub told: Vec<Message>,
}
