//! How the gateway's clock and ours differ: ages of what it has dated count by its own.
//! Refuses to find out; the link hears what the gateway's clock shows.

use crate::protocol::UnixMs;

/// How the gateway's clock and ours differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skew {
    /// By so much the gateway's is ahead, in milliseconds.
    pub ahead: i64,
    /// When the link was lost by our clock, while it is: nothing is known of what has passed there since.
    pub stands: Option<UnixMs>,
}

impl Skew {
    /// Returns what the gateway's clock shows when ours shows this.
    pub fn there(self, wall: UnixMs) -> UnixMs {
        UnixMs(self.stands.unwrap_or(wall).0.saturating_add(self.ahead))
    }

    /// Returns what our clock shows when the gateway's shows this.
    pub fn here(self, theirs: UnixMs) -> UnixMs {
        UnixMs(theirs.0.saturating_sub(self.ahead))
    }
}
