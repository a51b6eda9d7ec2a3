//! When a schedule is due next. As the gateway does it: a time of day that the clock leaves out does not happen, one that it shows
//! twice happens the first time. Pure.
//! Refuses to know where a zone's offsets come from.

use super::civil::{DAY, Date, HOUR, MINUTE, SECOND, days_in, weekday};
use super::pattern::Pattern;
use crate::protocol::UnixMs;

/// A zone: by how much its clocks are ahead of UTC.
pub trait Zone {
    /// Returns by how many milliseconds, at a point in time.
    fn offset_at(&self, at: UnixMs) -> i64;
}

/// No offset, ever.
#[derive(Clone, Copy, Debug)]
pub struct Utc;

impl Zone for Utc {
    fn offset_at(&self, _: UnixMs) -> i64 {
        0
    }
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Once.
    At(UnixMs),
    /// Again and again, counted from an anchor.
    Every {
        /// The pause in milliseconds.
        every: i64,
        /// From when on it is counted; from now if it is not known.
        anchor: Option<i64>,
    },
    /// By the clock of a zone.
    Cron(Pattern),
    /// When something else happens.
    Event,
}

/// How many years ahead a date is looked for: the 29th of February on one day of the week comes every 40 years at the latest.
const AHEAD: i64 = 45;

impl Schedule {
    /// Returns when it is due next after a time.
    pub fn next(&self, after: UnixMs, zone: &dyn Zone) -> Option<UnixMs> {
        match self {
            Self::At(at) => (*at > after).then_some(*at),
            Self::Every { every, anchor } => next_turn(*every, anchor.unwrap_or(after.0), after.0).map(UnixMs),
            Self::Cron(pattern) => next_of(pattern, after.0, zone).map(UnixMs),
            Self::Event => None,
        }
    }

    /// Returns the next times after one, as many as that.
    pub fn upcoming(&self, after: UnixMs, zone: &dyn Zone, count: usize) -> Vec<UnixMs> {
        let mut found = vec![];
        let mut last = after;
        while let Some(next) = self.next(last, zone).filter(|_| found.len() < count) {
            found.push(next);
            last = next;
        }
        found
    }
}

fn next_turn(every: i64, anchor: i64, after: i64) -> Option<i64> {
    if every < 1 {
        return None;
    }
    if after < anchor {
        return Some(anchor);
    }
    let turns = after.checked_sub(anchor)?.div_euclid(every).checked_add(1)?;
    anchor.checked_add(turns.checked_mul(every)?)
}

fn next_of(pattern: &Pattern, after: i64, zone: &dyn Zone) -> Option<i64> {
    // The clock on the wall, with the second that comes next.
    let wall = (after + zone.offset_at(UnixMs(after))).div_euclid(SECOND) * SECOND + SECOND;
    let first = wall.div_euclid(DAY);
    let begins = Date::of_days(first);
    let end = pattern.years.last().map_or(begins.year + AHEAD, |last| i64::from(*last)).max(begins.year);
    let mut day = first;
    loop {
        let date = Date::of_days(day);
        if date.year > end {
            return None;
        }
        if pattern.months >> date.month & 1 == 0 {
            day = Date { year: date.year, month: date.month, day: 1 }.days() + days_in(date.year, date.month);
            continue;
        }
        if pattern.fits(day) {
            let from = if day == first { wall - day * DAY } else { 0 };
            if let Some(found) = first_on(pattern, day, from, after, zone) {
                return Some(found);
            }
        } else if date.day == days_in(date.year, date.month) {
            day += pattern.passed_over(date.day, weekday(day));
        }
        day += 1;
    }
}

/// Returns the first time on a day, from a time of day on, that comes after a point in time.
fn first_on(pattern: &Pattern, day: i64, from: i64, after: i64, zone: &dyn Zone) -> Option<i64> {
    let of = |set: u64, most: i64| (0..most).filter(move |number| set >> number & 1 == 1);
    of(pattern.hours, 24)
        .filter(|hour| (hour + 1) * HOUR > from)
        .flat_map(|hour| of(pattern.minutes, 60).map(move |minute| hour * HOUR + minute * MINUTE))
        .filter(|minute| minute + MINUTE > from)
        .flat_map(|minute| of(pattern.seconds, 60).map(move |second| minute + second * SECOND))
        .filter(|of_day| *of_day >= from)
        .find_map(|of_day| first_instant(day * DAY + of_day, zone).filter(|at| *at > after))
}

/// Returns the first point in time at which the clock on the wall shows this; none if it leaves it out.
pub fn first_instant(wall: i64, zone: &dyn Zone) -> Option<i64> {
    let near = [wall - DAY, wall, wall + DAY].map(|near| wall - zone.offset_at(UnixMs(near)));
    near.into_iter().filter(|at| at + zone.offset_at(UnixMs(*at)) == wall).min()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_so_often_counts_from_the_anchor() {
        let every = |every, anchor| Schedule::Every { every, anchor: Some(anchor) };
        assert_eq!(every(10, 3).next(UnixMs(13), &Utc), Some(UnixMs(23)));
        assert_eq!(every(10, 3).next(UnixMs(12), &Utc), Some(UnixMs(13)));
        assert_eq!(every(10, 30).next(UnixMs(12), &Utc), Some(UnixMs(30)));
        assert_eq!(every(0, 30).next(UnixMs(12), &Utc), None);
        assert_eq!(every(i64::MAX, 1).next(UnixMs(i64::MAX), &Utc), None);
        assert_eq!(Schedule::At(UnixMs(5)).next(UnixMs(5), &Utc), None);
    }

    #[test]
    fn what_never_comes_is_not_found() {
        let never = Schedule::Cron(Pattern::read("0 0 31 2 *").unwrap());
        assert_eq!(never.next(UnixMs(0), &Utc), None);
        let past = Schedule::Cron(Pattern::read("0 0 0 1 1 * 1999").unwrap());
        assert_eq!(past.next(UnixMs(1_795_000_000_000), &Utc), None);
    }

    proptest! {
        #[test]
        fn the_next_time_fits_and_none_before_it_does(minute in 0_i64..60, hour in 0_i64..24, day in 1_i64..29, after in 0_i64..4_000_000_000) {
            let pattern = Pattern::read(&format!("{minute} {hour} {day} * *")).unwrap();
            let after = UnixMs(after * 1_000);
            let next = Schedule::Cron(pattern.clone()).next(after, &Utc).unwrap();
            prop_assert!(next > after && next.0 - after.0 <= 31 * DAY);
            prop_assert_eq!(next.0 % DAY, hour * HOUR + minute * MINUTE);
            prop_assert_eq!(Date::of_days(next.0 / DAY).day, day);
        }

        #[test]
        fn times_only_grow(step in 1_i64..59, after in 0_i64..4_000_000_000) {
            let schedule = Schedule::Cron(Pattern::read(&format!("*/{step} * * * 1-5")).unwrap());
            let found = schedule.upcoming(UnixMs(after), &Utc, 8);
            prop_assert!(found.len() == 8 && found.is_sorted_by(|one, other| one < other));
        }
    }
}
