//! Whether a job is late: it is due and did not start, or the gateway passed its time over. Pure.
//! Refuses to know the time: it is an argument.

use super::facts::Facts;
use crate::domain::schedule::civil::{MINUTE, SECOND};
use crate::protocol::UnixMs;
use crate::protocol::cron::Job;

/// What goes without saying: a start is a little later than its time. In milliseconds.
pub const AT_ONCE: i64 = 15 * SECOND;
/// How late a job may be before it is called late, unless somebody chose otherwise, in minutes.
pub const GRACE: i64 = 5;

/// How late a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// When it should have started.
    pub since: UnixMs,
    /// It is due still; otherwise its time was passed over.
    pub is_due: bool,
    /// More than its grace has passed since.
    pub is_beyond_grace: bool,
}

impl Late {
    /// Says what it was supposed to do.
    pub fn what(self) -> &'static str {
        if self.is_due { "was due" } else { "should have run" }
    }
}

/// Returns how late a job is that runs by itself and does not run now, if it is; its grace in minutes.
pub fn late(job: &Job, facts: &Facts, grace: i64, now: UnixMs) -> Option<Late> {
    let next = job.state.next_run_at_ms;
    let grace = grace * MINUTE;
    let overdue = next.filter(|next| next.0 < now.0 - AT_ONCE);
    let passed_over = facts.owed.filter(|owed| next.is_some_and(|next| owed.0 < next.0 - SECOND) && owed.0 < now.0);
    let since = overdue.or(passed_over.filter(|owed| owed.0 + grace < now.0))?;
    Some(Late { since, is_due: overdue.is_some(), is_beyond_grace: since.0 + grace < now.0 })
}
