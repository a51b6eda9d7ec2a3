//! When a zone's clocks are put forward or back, and what that does to a schedule. Pure.
//! Refuses to know zones by name.

use super::civil::{DAY, MINUTE};
use super::pattern::Pattern;
use super::when::{Zone, first_instant};
use crate::protocol::UnixMs;

/// The clocks are put forward or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When.
    pub at: UnixMs,
    /// By how many milliseconds; forward is more than nothing.
    pub by: i64,
    /// What the clock shows at which the left out or doubled time begins.
    pub wall: i64,
}

impl Turn {
    /// Whether a time on the wall is one that the clock leaves out, or shows twice.
    pub fn concerns(&self, wall: i64) -> bool {
        (self.wall..self.wall + self.by.abs()).contains(&wall)
    }
}

/// Returns the next turn after a time, within so many days.
pub fn turn_after(after: UnixMs, days: i64, zone: &dyn Zone) -> Option<Turn> {
    let offset = |at: i64| zone.offset_at(UnixMs(at));
    let mut from = after.0;
    let end = after.0 + days * DAY;
    while from < end {
        let to = from + DAY;
        let (before, then) = (offset(from), offset(to));
        if before != then {
            let (mut low, mut high) = (from.div_euclid(MINUTE), to.div_euclid(MINUTE) + 1);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if offset(middle * MINUTE) == before { low = middle } else { high = middle }
            }
            let (at, by) = (high * MINUTE, then - before);
            return Some(Turn { at: UnixMs(at), by, wall: at + before.min(then) });
        }
        from = to;
    }
    None
}

/// How far ahead turns are looked for.
const AHEAD: i64 = 400;

/// Returns the next turn at which a schedule would have been due in the time that the clock leaves out or shows twice, and the time
/// on the wall that it concerns.
pub fn turn_of(pattern: &Pattern, after: UnixMs, zone: &dyn Zone) -> Option<(Turn, i64)> {
    let mut from = after;
    let end = after.0 + AHEAD * DAY;
    while let Some(turn) = turn_after(from, (end - from.0) / DAY, zone) {
        let mut wall = turn.wall;
        while turn.concerns(wall) {
            let (day, of_day) = (wall.div_euclid(DAY), wall.rem_euclid(DAY));
            let has = |set: u64, number: i64| set >> number & 1 == 1;
            let is_due = has(pattern.minutes, of_day / MINUTE % 60) && has(pattern.hours, of_day / (60 * MINUTE)) && pattern.fits(day);
            if is_due && (turn.by > 0) == first_instant(wall, zone).is_none() {
                return Some((turn, wall));
            }
            wall += MINUTE;
        }
        from = UnixMs(turn.at.0 + MINUTE);
    }
    None
}
