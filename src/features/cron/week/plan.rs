//! The week by hours: what is planned in each, what came of what was, and where many start at once. Pure.
//! Refuses to know jobs by name, and where results come from.

use crate::domain::schedule::civil::{DAY, HOUR, MINUTE, weekday};
use crate::domain::schedule::spread::CROWD;
use crate::domain::schedule::{Schedule, Zone};
use crate::domain::sorted::sort;
use crate::protocol::UnixMs;

/// How many hours a week has.
pub const HOURS: usize = 168;

/// A job that is planned.
pub struct Planned<'a> {
    /// When it is due.
    pub schedule: &'a Schedule,
    /// By whose clock.
    pub zone: &'a dyn Zone,
    /// When it is due next, by the gateway.
    pub next: UnixMs,
}

/// An hour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// The jobs that are due in it, by their places in the list, and when for the first time in this hour.
    pub due: Vec<(usize, UnixMs)>,
    /// How many of them are not due in about every hour anyway: those tell hours apart.
    pub special: usize,
    /// How many runs went well in it.
    pub well: usize,
    /// How many failed.
    pub failed: usize,
}

/// A week, from Monday on, by the clock of the one who looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// The hours, a day after the other.
    pub slots: Vec<Slot>,
    /// The first day, in days since 1970.
    pub monday: i64,
    /// The hour that it is now.
    pub now: usize,
    /// The minute of the next seven days at which most jobs start, if those are many.
    pub crowd: Option<Crowd>,
    /// How many jobs are due in about every hour.
    pub steady: usize,
}

/// Many jobs that start at the same minute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// The minute, as the clock shows it, in milliseconds.
    pub wall: i64,
    /// When one of them starts.
    pub at: UnixMs,
    /// Which, by their places in the list.
    pub jobs: Vec<usize>,
}

/// With fewer hours left in the week nothing can be said about every hour.
const FEW: usize = 4;

/// Crowds are looked for so far ahead, in milliseconds: on a Sunday little is left of the week.
const AHEAD: i64 = 7 * DAY;

/// Lays the week out. `runs` are those that are over: when they began, and whether they went well.
pub fn week(jobs: &[Planned<'_>], runs: &[(UnixMs, bool)], now: UnixMs, zone: &dyn Zone) -> Week {
    let wall = |at: UnixMs| at.0 + zone.offset_at(at);
    let today = wall(now).div_euclid(DAY);
    let monday = today - (i64::try_from(weekday(today)).unwrap_or(0) + 6) % 7;
    let place = |at: UnixMs| usize::try_from((wall(at) - monday * DAY).div_euclid(HOUR)).ok().filter(|place| *place < HOURS);
    let mut week = Week { slots: vec![Slot::default(); HOURS], monday, now: place(now).unwrap_or(0), crowd: None, steady: 0 };
    let left = HOURS - week.now;
    let mut starts: Vec<(i64, usize, UnixMs)> = vec![];
    for (job, planned) in jobs.iter().enumerate() {
        let mut places: Vec<usize> = vec![];
        let mut at = Some(planned.next.max(now));
        while let Some(due) = at.filter(|at| at.0 < now.0 + AHEAD || place(*at).is_some()) {
            starts.push((due.0.div_euclid(MINUTE), job, due));
            if let Some(place) = place(due) {
                week.slots[place].due.push((job, due));
                places.push(place);
            }
            // What runs more than once in an hour is counted once in it.
            let hour_ends = due.0 - wall(due).rem_euclid(HOUR) + HOUR;
            at = planned.schedule.next(UnixMs(hour_ends - 1), planned.zone);
        }
        if left >= FEW && places.len() * 10 >= left * 9 {
            week.steady += 1;
        } else {
            places.into_iter().for_each(|place| week.slots[place].special += 1);
        }
    }
    for (at, is_well) in runs {
        if let Some(slot) = place(*at).and_then(|place| week.slots.get_mut(place)) {
            *(if *is_well { &mut slot.well } else { &mut slot.failed }) += 1;
        }
    }
    // In the hour that comes twice two minutes have one name.
    week.crowd = crowd(&starts).map(|crowd| Crowd { wall: wall(crowd.at).div_euclid(MINUTE) * MINUTE, ..crowd });
    week
}

/// Finds the minute at which most jobs start; of equal ones the first: it comes next.
fn crowd(starts: &[(i64, usize, UnixMs)]) -> Option<Crowd> {
    let mut order: Vec<usize> = (0..starts.len()).collect();
    sort(&mut order, &|one, two| starts[one].0.cmp(&starts[two].0));
    let groups = order.chunk_by(|one, two| starts[*one].0 == starts[*two].0);
    let most = groups.fold(&[][..], |most, group| if group.len() > most.len() { group } else { most });
    let (minute, _, at) = *starts.get(*most.first()?)?;
    let jobs = most.iter().map(|start| starts[*start].1).collect();
    Some(Crowd { wall: minute * MINUTE, at, jobs }).filter(|crowd| crowd.jobs.len() >= CROWD)
}

/// Returns the minutes of an hour at which a job starts, as bits; the hour is given by when it begins.
pub fn minutes(job: &Planned<'_>, hour: UnixMs) -> u64 {
    let (mut minutes, mut after) = (0, hour.0 - 1);
    while let Some(due) = job.schedule.next(UnixMs(after), job.zone).filter(|due| due.0 < hour.0 + HOUR) {
        let minute = (due.0 - hour.0).div_euclid(MINUTE);
        minutes |= 1 << minute;
        after = hour.0 + (minute + 1) * MINUTE - 1;
    }
    minutes
}

/// Returns how dense an hour is, in steps from 0 to 4.
pub fn density(count: usize) -> usize {
    match count {
        0..=2 => count,
        3..=5 => 3,
        _ => 4,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::domain::schedule::{Pattern, Utc};
    use proptest::prelude::*;

    /// A Wednesday, 17:12 by UTC.
    const NOW: UnixMs = UnixMs(1_795_626_732_000);

    fn planned(schedule: &Schedule) -> Planned<'_> {
        Planned { schedule, zone: &Utc, next: schedule.next(NOW, &Utc).unwrap() }
    }

    #[test]
    fn jobs_stand_in_their_hours_and_results_in_theirs() {
        let daily = Schedule::Cron(Pattern::read("30 9 * * *").unwrap());
        let often = Schedule::Every { every: 600_000, anchor: Some(0) };
        let runs = [(UnixMs(NOW.0 - 3_600_000), true), (UnixMs(NOW.0 - 3_600_000), false), (UnixMs(0), true)];
        let week = week(&[planned(&daily), planned(&often)], &runs, NOW, &Utc);
        assert_eq!(week.now, 2 * 24 + 17);
        let due: Vec<usize> = (0..HOURS).filter(|hour| week.slots[*hour].due.iter().any(|(job, _)| *job == 0)).collect();
        assert_eq!(due, [3 * 24 + 9, 4 * 24 + 9, 5 * 24 + 9, 6 * 24 + 9]);
        assert_eq!(week.slots[week.now + 1].due.len(), 1, "once an hour, however often");
        assert_eq!((week.steady, week.slots[week.now + 1].special, week.slots[due[0]].special), (1, 0, 1));
        assert_eq!((week.slots[week.now - 1].well, week.slots[week.now - 1].failed), (1, 1));
        assert_eq!(week.crowd, None);
    }

    #[test]
    fn a_crowd_is_the_minute_at_which_most_start() {
        let at_nine = Schedule::Cron(Pattern::read("0 9 * * 1-5").unwrap());
        let later = Schedule::Cron(Pattern::read("5 9 * * 1-5").unwrap());
        let jobs = [planned(&at_nine), planned(&later), planned(&at_nine), planned(&at_nine)];
        let crowd = week(&jobs, &[], NOW, &Utc).crowd.unwrap();
        assert_eq!((crowd.wall % DAY, crowd.jobs), (9 * HOUR, vec![0, 2, 3]));
        let sunday = UnixMs(NOW.0 + 4 * DAY);
        let on_sunday = week(&jobs.map(|job| Planned { next: job.schedule.next(sunday, &Utc).unwrap(), ..job }), &[], sunday, &Utc);
        assert!(on_sunday.slots.iter().all(|slot| slot.due.is_empty()), "nothing is due in what is left of the week");
        assert_eq!(on_sunday.crowd.map(|crowd| (crowd.wall, crowd.jobs)), Some(((on_sunday.monday + 7) * DAY + 9 * HOUR, vec![0, 2, 3])));
        assert_eq!([0, 1, 2, 5, 6, 60].map(density), [0, 1, 2, 3, 4, 4]);
    }

    #[test]
    fn the_minutes_of_an_hour_are_all_found() {
        let hour = UnixMs(NOW.0.div_euclid(HOUR) * HOUR);
        for (expr, wanted) in
            [("*/20 * * * *", 1 | 1 << 20 | 1 << 40), ("59 * * * *", 1 << 59), ("* * * * * *", (1 << 60) - 1), ("0 3 * * *", 0)]
        {
            assert_eq!(minutes(&planned(&Schedule::Cron(Pattern::read(expr).unwrap())), hour), wanted, "{expr}");
        }
        let every = Schedule::Every { every: 25 * MINUTE, anchor: Some(hour.0 + MINUTE) };
        assert_eq!(minutes(&planned(&every), hour), 1 << 1 | 1 << 26 | 1 << 51);
    }

    proptest! {
        #[test]
        fn every_hour_has_its_place(now in 0_i64..4_000_000_000, every in 1_i64..100_000) {
            let now = UnixMs(now * 1_000);
            let schedule = Schedule::Every { every: every * 1_000, anchor: Some(0) };
            let planned = Planned { schedule: &schedule, zone: &Utc, next: schedule.next(now, &Utc).unwrap() };
            let week = week(&[planned], &[], now, &Utc);
            prop_assert_eq!(week.slots.len(), HOURS);
            prop_assert!(week.now < HOURS && week.slots[..week.now].iter().all(|slot| slot.due.is_empty()));
        }
    }
}
