//! Schedules against a table that the gateway's own code made: the same runs, over every turn of the clocks.
//! Refuses to know jobs; `tests/lab/schedules.mjs` makes the table.
#![cfg(not(target_arch = "wasm32"))]

use chrono::{Offset, TimeZone};
use openclutch::domain::schedule::{Pattern, Schedule, Utc, Zone, sentence, turn_of};
use openclutch::protocol::UnixMs;
use proptest::prelude::*;

const TABLE: &str = include_str!("tables/schedules.txt");

struct Tz(chrono_tz::Tz);

impl Zone for Tz {
    fn offset_at(&self, at: UnixMs) -> i64 {
        let offset = self.0.timestamp_millis_opt(at.0).single().map(|time| time.offset().fix().local_minus_utc());
        i64::from(offset.unwrap_or_default()) * 1_000
    }
}

fn zone(name: &str) -> Tz {
    Tz(name.parse().unwrap())
}

#[test]
fn the_next_runs_are_those_of_the_gateway() {
    let mut wrong = vec![];
    let mut count = 0;
    for line in TABLE.lines().filter(|line| !line.contains(" | refused | ")) {
        let [expr, tz, from, found] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let wanted: Vec<i64> = found.split(' ').filter_map(|at| at.parse().ok()).collect();
        let schedule = Schedule::Cron(Pattern::read(expr).unwrap_or_else(|why| panic!("{expr}: {why}")));
        let ours: Vec<i64> = schedule.upcoming(UnixMs(from.parse().unwrap()), &zone(tz), wanted.len()).into_iter().map(|at| at.0).collect();
        count += 1;
        if ours != wanted {
            wrong.push(format!("{expr} | {tz} | {from}\n  gateway {wanted:?}\n  ours    {ours:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 800, "{count}");
}

#[test]
fn what_the_gateway_refuses_is_refused() {
    for line in TABLE.lines().filter(|line| line.contains(" | refused | ")) {
        let [expr, _, _, found] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
        let next = Pattern::read(expr).ok().and_then(|pattern| Schedule::Cron(pattern).next(UnixMs(1_767_225_600_000), &Utc));
        assert_eq!(next.is_some(), found != "-", "{expr}");
    }
}

#[test]
fn turns_of_the_clock_that_concern_a_schedule_are_found() {
    let at = |text: &str| UnixMs(openclutch::domain::schedule::civil::read_iso(text).unwrap());
    let from = at("2026-01-01T00:00:00Z");
    for (expr, tz, turn, wall) in [
        ("30 2 * * *", "Europe/Berlin", Some(("2026-03-29T01:00:00Z", 3_600_000)), "2026-03-29T02:30"),
        ("30 1 * * *", "America/New_York", Some(("2026-11-01T06:00:00Z", -3_600_000)), "2026-11-01T01:30"),
        ("45 1 * * *", "Australia/Lord_Howe", Some(("2026-04-04T15:00:00Z", -1_800_000)), "2026-04-05T01:45"),
        ("15 2 * * *", "Australia/Lord_Howe", Some(("2026-10-03T15:30:00Z", 1_800_000)), "2026-10-04T02:15"),
        ("30 9 * * *", "Europe/Berlin", None, ""),
        ("30 2 * * *", "UTC", None, ""),
    ] {
        let found = turn_of(&Pattern::read(expr).unwrap(), from, &zone(tz));
        let said = found.map(|(turn, _)| (turn.at, turn.by));
        assert_eq!(said, turn.map(|(when, by)| (at(when), by)), "{expr} in {tz}");
        if let Some((_, on_wall)) = found {
            assert_eq!(openclutch::domain::schedule::civil::local(on_wall), wall, "{expr} in {tz}");
        }
    }
}

#[test]
fn every_expression_of_the_table_has_a_sentence() {
    for line in TABLE.lines().filter(|line| !line.contains(" | refused | ")) {
        let expr = line.split(" | ").next().unwrap();
        let said = sentence::cron(&Pattern::read(expr).unwrap());
        assert!(said.starts_with(|letter: char| letter.is_ascii_uppercase()) && !said.contains("  "), "{expr}: {said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_run_is_never_twice_and_never_at_a_time_that_is_left_out(minute in 0_u32..60, hour in 0_u32..24, at in 1_700_000_000_000_i64..1_900_000_000_000) {
        let pattern = Pattern::read(&format!("{minute} {hour} * * *")).unwrap();
        let zone = zone("Europe/Berlin");
        let found = Schedule::Cron(pattern).upcoming(UnixMs(at), &zone, 40);
        let walls: Vec<i64> = found.iter().map(|at| at.0 + zone.offset_at(*at)).collect();
        prop_assert!(walls.is_sorted_by(|one, other| one < other));
        for wall in walls {
            prop_assert_eq!(wall % 86_400_000 / 60_000, i64::from(hour * 60 + minute));
        }
    }
}
