//! Days, months and years without a zone, and times as ISO 8601 writes them. Pure.
//! Refuses to know offsets.

use std::fmt::Write;

/// A second, a minute, an hour and a day in milliseconds.
pub const SECOND: i64 = 1_000;
/// A minute.
pub const MINUTE: i64 = 60 * SECOND;
/// An hour.
pub const HOUR: i64 = 60 * MINUTE;
/// A day.
pub const DAY: i64 = 24 * HOUR;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: i64,
    /// The month, 1 to 12.
    pub month: i64,
    /// The day of the month, from 1 on.
    pub day: i64,
}

impl Date {
    /// Returns the day that is so many days after the first of 1970.
    pub fn of_days(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self { year, month, day: of_year - (153 * shifted + 2) / 5 + 1 }
    }

    /// Returns how many days it is after the first of 1970.
    pub fn days(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let shifted = if self.month > 2 { self.month - 3 } else { self.month + 9 };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let of_year = (153 * shifted + 2) / 5 + self.day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
    }
}

/// Returns the day of the week of a day since 1970: 0 is Sunday.
pub fn weekday(days: i64) -> usize {
    usize::try_from((days + 4).rem_euclid(7)).unwrap_or(0)
}

/// Returns how many days a month has.
pub fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Writes a time of day: `09:05`, with seconds only if there are some.
pub fn clock(of_day: i64) -> String {
    let seconds = of_day.rem_euclid(DAY) / SECOND;
    let mut said = String::new();
    two(&mut said, seconds / 3_600);
    said.push(':');
    two(&mut said, seconds / 60 % 60);
    if seconds % 60 != 0 {
        said.push(':');
        two(&mut said, seconds % 60);
    }
    said
}

/// Writes a day: `2026-03-29`.
pub fn day(days: i64) -> String {
    let Date { year, month, day } = Date::of_days(days);
    let mut said = String::new();
    // Writing to a string cannot fail.
    let _ = write!(said, "{year}-");
    two(&mut said, month);
    said.push('-');
    two(&mut said, day);
    said
}

fn two(into: &mut String, number: i64) {
    if number < 10 {
        into.push('0');
    }
    *into += &number.to_string();
}

/// Writes a time without a zone as fields of the browser take it: `2026-03-29T02:30`.
pub fn local(wall: i64) -> String {
    let days = wall.div_euclid(DAY);
    [day(days), clock(wall - days * DAY)].join("T")
}

/// Reads what ISO 8601 writes, as far as the gateway takes it: with an offset or without one, when it is UTC.
/// Or milliseconds since 1970.
pub fn read_iso(text: &str) -> Option<i64> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|ms| *ms > 0);
    }
    let (wall, rest) = read_local(text)?;
    let rest = rest.trim_start_matches(|letter: char| letter == '.' || letter.is_ascii_digit());
    let offset = match rest {
        "" | "Z" | "z" => 0,
        rest => {
            let sign = if rest.starts_with('-') { -1 } else { 1 };
            let digits: String = rest.get(1..)?.chars().filter(|letter| *letter != ':').collect();
            let is_offset = rest.starts_with(['+', '-']) && digits.len() == 4;
            let number: i64 = if is_offset { digits.parse().ok()? } else { return None };
            sign * (number / 100 * HOUR + number % 100 * MINUTE)
        }
    };
    Some(wall - offset)
}

/// Reads a time without a zone, and returns what stands behind it.
pub fn read_local(text: &str) -> Option<(i64, &str)> {
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
    };
    let is = |at: usize, letters: &[u8]| text.as_bytes().get(at).is_some_and(|letter| letters.contains(letter));
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let is_day = is(4, b"-") && is(7, b"-") && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !is_day {
        return None;
    }
    let midnight = Date { year, month, day }.days() * DAY;
    if text.len() == 10 {
        return Some((midnight, ""));
    }
    let (hour, minute) = (number(11, 13)?, number(14, 16)?);
    let (second, end) = if is(16, b":") { (number(17, 19)?, 19) } else { (0, 16) };
    if !is(10, b"Tt ") || !is(13, b":") || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some((midnight + hour * HOUR + minute * MINUTE + second * SECOND, text.get(end..)?))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_read_as_the_gateway_reads_them() {
        for (text, wanted) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("1970-01-02", Some(DAY)),
            ("1970-01-01T01:00:00.250+01:00", Some(0)),
            ("1970-01-01T01:00+0100", Some(0)),
            ("2026-11-25T17:12:12.973Z", Some(1_795_626_732_000)),
            ("1795626732000", Some(1_795_626_732_000)),
            ("2024-02-29T00:00", Some(1_709_164_800_000)),
            ("2023-02-29T00:00", None),
            ("2026-13-01", None),
            ("2026-01-01T25:00", None),
            ("2026-01-01T10:00+1", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(read_iso(text), wanted, "{text}");
        }
    }

    #[test]
    fn days_of_the_week() {
        assert_eq!((weekday(0), weekday(-1), weekday(3)), (4, 3, 0));
    }

    proptest! {
        #[test]
        fn days_there_and_back(days in -800_000_i64..3_000_000) {
            let date = Date::of_days(days);
            prop_assert_eq!(date.days(), days);
            prop_assert!((1..=days_in(date.year, date.month)).contains(&date.day));
        }

        #[test]
        fn what_is_written_is_read(wall in 0_i64..4_000_000_000) {
            let wall = wall * SECOND;
            let written = local(wall);
            prop_assert_eq!(read_local(&written), Some((wall, "")));
        }

        #[test]
        fn nothing_panics(text in ".{0,30}") {
            read_iso(&text);
        }
    }
}
