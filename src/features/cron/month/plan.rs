//! A month by days: what came of the runs of each, and of which days that is not known. Pure.
//! Refuses to know where runs come from.

use crate::domain::schedule::Zone;
use crate::domain::schedule::civil::{DAY, Date, days_in, weekday};
use crate::protocol::UnixMs;

/// How much is known of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// All that the gateway keeps.
    #[default]
    Whole,
    /// From some time on: older runs were not read.
    Part,
    /// Nothing: what ran then was not read, or is not kept.
    Nothing,
    /// It is still to come.
    Ahead,
}

/// A day in the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// In days since 1970.
    pub day: i64,
    /// It belongs to the month, not to a neighbour.
    pub is_in: bool,
    /// How many runs went well.
    pub well: usize,
    /// How many failed.
    pub failed: usize,
    /// How many were skipped, or ended nobody knows how.
    pub other: usize,
    /// How much is known.
    pub known: Known,
}

/// How a run came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Well,
    /// It failed.
    Failed,
    /// It was skipped, or nobody knows.
    Other,
}

/// What was read of the runs: how those came out that began at these times, and whether there are older ones.
pub struct Runs<'a> {
    /// The runs, in any order.
    pub runs: &'a [(UnixMs, Outcome)],
    /// All that the gateway keeps were read.
    pub is_all: bool,
    /// When the oldest that was read began, of whatever job.
    pub oldest: Option<UnixMs>,
}

/// Lays out the month in which a day lies: whole weeks, from Monday on.
pub fn month(of: i64, read: &Runs<'_>, now: UnixMs, zone: &dyn Zone) -> Vec<Day> {
    let wall = |at: UnixMs| (at.0 + zone.offset_at(at)).div_euclid(DAY);
    let date = Date::of_days(of);
    let first = Date { day: 1, ..date }.days();
    let last = first + days_in(date.year, date.month) - 1;
    let (from, to) = (first - from_monday(first), last + 6 - from_monday(last));
    let (today, oldest) = (wall(now), read.oldest.map(wall));
    let known = |day: i64| match oldest {
        _ if day > today => Known::Ahead,
        Some(oldest) if day > oldest || (day == oldest && read.is_all) => Known::Whole,
        Some(oldest) if day == oldest => Known::Part,
        _ => Known::Nothing,
    };
    let mut days: Vec<Day> =
        (from..=to).map(|day| Day { day, is_in: (first..=last).contains(&day), known: known(day), ..Day::default() }).collect();
    for (at, outcome) in read.runs {
        let place = usize::try_from(wall(*at) - from).ok();
        if let Some(day) = place.and_then(|place| days.get_mut(place)) {
            *(match outcome {
                Outcome::Well => &mut day.well,
                Outcome::Failed => &mut day.failed,
                Outcome::Other => &mut day.other,
            }) += 1;
        }
    }
    days
}

fn from_monday(day: i64) -> i64 {
    (i64::try_from(weekday(day)).unwrap_or(0) + 6) % 7
}

/// Returns the same day so many months later, or the last of that month.
pub fn turned(day: i64, months: i64) -> i64 {
    let date = Date::of_days(day);
    let month = date.year * 12 + date.month - 1 + months;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    Date { year, month, day: date.day.min(days_in(year, month)) }.days()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::domain::schedule::Utc;
    use crate::domain::schedule::civil::{HOUR, day, read_iso};
    use proptest::prelude::*;

    /// A zone whose clocks are put forward by an hour at a time.
    struct Forward(i64);
    impl Zone for Forward {
        fn offset_at(&self, at: UnixMs) -> i64 {
            if at.0 < self.0 { HOUR } else { 2 * HOUR }
        }
    }

    fn at(text: &str) -> UnixMs {
        UnixMs(read_iso(text).unwrap())
    }

    fn nothing() -> Runs<'static> {
        Runs { runs: &[], is_all: false, oldest: None }
    }

    #[test]
    fn months_begin_on_any_weekday_and_take_four_to_six_weeks() {
        for (of, first, weeks) in [
            ("2026-02-10", "2026-01-26", 5),
            ("2021-02-28", "2021-02-01", 4),
            ("2026-06-01", "2026-06-01", 5),
            ("2026-08-31", "2026-07-27", 6),
            ("2026-11-25", "2026-10-26", 6),
            ("2028-02-29", "2028-01-31", 5),
        ] {
            let days = month(at(of).0 / DAY, &nothing(), at(of), &Utc);
            assert_eq!((day(days[0].day).as_str(), days.len()), (first, weeks * 7), "{of}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_empty() {
        let runs = [
            (at("2026-11-20T10:00Z"), Outcome::Well),
            (at("2026-11-20T11:00Z"), Outcome::Failed),
            (at("2026-11-24T00:00Z"), Outcome::Other),
        ];
        let now = at("2026-11-25T12:00Z");
        let read = |is_all| Runs { runs: &runs, is_all, oldest: Some(runs[0].0) };
        let of = |days: &[Day], day: i64| *days.iter().find(|known| known.day == day).unwrap();
        let twentieth = at("2026-11-20").0 / DAY;
        let days = month(twentieth, &read(false), now, &Utc);
        let seen: Vec<Known> = [19, 20, 21, 25, 26].map(|date| of(&days, twentieth - 20 + date).known).into();
        assert_eq!(seen, [Known::Nothing, Known::Part, Known::Whole, Known::Whole, Known::Ahead]);
        let day = of(&days, twentieth);
        assert_eq!((day.well, day.failed, of(&days, twentieth + 4).other), (1, 1, 1));
        assert_eq!(of(&month(twentieth, &read(true), now, &Utc), twentieth).known, Known::Whole);
        assert!(month(twentieth, &nothing(), now, &Utc).iter().all(|day| matches!(day.known, Known::Nothing | Known::Ahead)));
    }

    #[test]
    fn a_day_of_23_hours_holds_what_its_clock_shows() {
        // Berlin, 2026-03-29: at 01:00 by UTC two becomes three.
        let zone = Forward(at("2026-03-29T01:00Z").0);
        let runs =
            ["2026-03-28T22:59Z", "2026-03-28T23:00Z", "2026-03-29T21:59Z", "2026-03-29T22:00Z"].map(|text| (at(text), Outcome::Well));
        let read = Runs { runs: &runs, is_all: true, oldest: Some(runs[0].0) };
        let days = month(at("2026-03-29").0 / DAY, &read, at("2026-03-31"), &zone);
        let wells: Vec<usize> = days.iter().filter(|day| day.well > 0).map(|day| day.well).collect();
        assert_eq!(wells, [1, 2, 1]);
    }

    #[test]
    fn a_month_on_is_the_same_day_or_the_last() {
        for (from, by, to) in [
            ("2026-01-31", 1, "2026-02-28"),
            ("2026-03-31", -1, "2026-02-28"),
            ("2026-12-05", 1, "2027-01-05"),
            ("2026-01-05", -13, "2024-12-05"),
        ] {
            assert_eq!(day(turned(at(from).0 / DAY, by)), to, "{from} {by}");
        }
    }

    proptest! {
        #[test]
        fn every_day_of_the_month_stands_once_below_its_weekday(of in -800_000_i64..800_000, now in 0_i64..4_000_000_000) {
            let days = month(of, &nothing(), UnixMs(now * 1_000), &Utc);
            prop_assert!(days.len().is_multiple_of(7) && days.is_sorted_by_key(|day| day.day));
            prop_assert!(days.iter().any(|day| day.is_in && day.day == of));
            for (place, day) in days.iter().enumerate() {
                prop_assert_eq!((weekday(day.day) + 6) % 7, place % 7);
                prop_assert_eq!(day.is_in, Date::of_days(day.day).month == Date::of_days(of).month);
            }
        }

        #[test]
        fn no_run_of_the_month_is_lost(times in prop::collection::vec(0_i64..2_592_000, 0..50)) {
            let begin = at("2026-11-01").0;
            let runs: Vec<_> = times.iter().map(|time| (UnixMs(begin + time * 1_000), Outcome::Failed)).collect();
            let read = Runs { runs: &runs, is_all: true, oldest: None };
            let days = month(begin / DAY, &read, at("2026-12-01"), &Utc);
            prop_assert_eq!(days.iter().map(|day| day.failed).sum::<usize>(), runs.len());
        }
    }
}
