//! Days, dates and the few time zones that the world knows. Refuses to know what time it is.

/// A day in milliseconds.
pub const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// A time zone: its name, its offset from UTC in hours, and when it changes its clocks.
struct Zone {
    name: &'static str,
    hours: i64,
    summer: Summer,
}

/// When clocks are an hour ahead.
enum Summer {
    Never,
    /// From the last Sunday of March to that of October, at 1:00 UTC.
    Europe,
    /// From the second Sunday of March to the first of November, at 2:00 by the clock.
    America,
}

const ZONES: [Zone; 7] = [
    Zone { name: "Europe/Berlin", hours: 1, summer: Summer::Europe },
    Zone { name: "Europe/London", hours: 0, summer: Summer::Europe },
    Zone { name: "America/New_York", hours: -5, summer: Summer::America },
    Zone { name: "America/Los_Angeles", hours: -8, summer: Summer::America },
    Zone { name: "Asia/Tokyo", hours: 9, summer: Summer::Never },
    Zone { name: "Asia/Singapore", hours: 8, summer: Summer::Never },
    Zone { name: "UTC", hours: 0, summer: Summer::Never },
];

/// Returns how far a zone is ahead of UTC at a time, in milliseconds. An unknown zone is UTC.
pub fn offset(zone: &str, at: i64) -> i64 {
    let Some(zone) = ZONES.iter().find(|known| known.name == zone) else { return 0 };
    let (year, ..) = date_of(at);
    let base = zone.hours * HOUR;
    let is_summer = match zone.summer {
        Summer::Never => false,
        Summer::Europe => (sunday(year, 3, -1) + HOUR..sunday(year, 10, -1) + HOUR).contains(&at),
        Summer::America => (sunday(year, 3, 2) + 2 * HOUR - base..sunday(year, 11, 1) + HOUR - base).contains(&at),
    };
    base + if is_summer { HOUR } else { 0 }
}

/// Returns the time at which clocks in a zone show a local time. What no clock shows is an hour off, which is what schedulers do, too.
pub fn from_local(zone: &str, local: i64) -> i64 {
    let guess = local - offset(zone, local);
    local - offset(zone, guess)
}

/// Returns the start of the n-th Sunday of a month; of its last one for -1.
fn sunday(year: i64, month: i64, nth: i64) -> i64 {
    let of_month = if nth < 0 { start_of(year, month + 1, 1) - 7 * DAY } else { start_of(year, month, 1) + (nth - 1) * 7 * DAY };
    of_month + (7 - weekday(of_month)) % 7 * DAY
}

/// Returns the day of the week, Sunday being 0.
pub fn weekday(at: i64) -> i64 {
    (at.div_euclid(DAY) + 4).rem_euclid(7)
}

/// Returns year, month and day. By Howard Hinnant's `civil_from_days`.
pub fn date_of(at: i64) -> (i64, i64, i64) {
    let days = at.div_euclid(DAY) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1)
}

/// Returns when a day starts. Months and days beyond their end are those of the next.
pub fn start_of(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    (era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468) * DAY
}

/// Writes a day as `2026-11-20`.
pub fn date(at: i64) -> String {
    let (year, month, day) = date_of(at);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Reads a day: when it starts.
pub fn read_date(text: &str) -> Option<i64> {
    let mut parts =
        text.split('-').map(|part| if part.bytes().all(|byte| byte.is_ascii_digit()) { part.parse::<i64>().ok() } else { None });
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_whole = parts.next().is_none() && text.len() == 10;
    (is_whole && (1..=12).contains(&month) && (1..=31).contains(&day)).then(|| start_of(year, month, day))
}

/// Writes a time as `2026-11-20T07:14:20.534Z`.
pub fn iso(at: i64) -> String {
    let of_day = at.rem_euclid(DAY);
    let (hours, minutes, seconds) = (of_day / HOUR, of_day / 60_000 % 60, of_day / 1_000 % 60);
    format!("{}T{hours:02}:{minutes:02}:{seconds:02}.{:03}Z", date(at), of_day % 1_000)
}

/// Reads a time as `iso` writes it; seconds and their parts may be left out, and so may the `Z`.
pub fn read_iso(text: &str) -> Option<i64> {
    let (day, clock) = text.split_once('T')?;
    let (clock, zone) = match clock.find(['Z', '+', '-']) {
        Some(at) => clock.split_at(at),
        None => (clock, "Z"),
    };
    let ahead = match zone.split_at_checked(1)? {
        ("Z", "") => 0,
        ("+", ahead) => read_clock(ahead)?,
        ("-", behind) => -read_clock(behind)?,
        _ => return None,
    };
    Some(read_date(day)? + read_clock(clock)? - ahead)
}

/// Reads a time of day, in milliseconds. Nothing is computed with a number that no clock shows.
fn read_clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let mut part = |below: f64| {
        let part = parts.next().unwrap_or("0");
        let is_plain = part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        part.parse::<f64>().ok().filter(|number| is_plain && (0.0..below).contains(number))
    };
    let (hours, minutes, seconds) = (part(24.0)?, part(60.0)?, part(60.0)?);
    let is_whole = text.contains(':') && parts.next().is_none() && hours.fract() == 0.0 && minutes.fract() == 0.0;
    is_whole.then_some((hours as i64 * 60 + minutes as i64) * 60_000 + (seconds * 1_000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_calendars_do() {
        for (text, weekday) in [("1970-01-01", 4), ("2000-02-29", 2), ("2024-12-31", 2), ("2026-11-20", 5), ("2027-03-01", 1)] {
            let at = read_date(text).unwrap();
            assert_eq!((date(at).as_str(), super::weekday(at)), (text, weekday));
            assert_eq!(date(at + DAY - 1), text);
        }
        for text in ["", "bad", "2026-1-1", "2026-13-01", "2026-11-20-1", "+026-11-20", "99999999999999999999-01-01"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        let at = 1_795_158_860_534;
        assert_eq!(iso(at), "2026-11-20T07:14:20.534Z");
        for (text, expected) in [
            ("2026-11-20T07:14:20.534Z", Some(at)),
            ("2026-11-20T08:14:20.534+01:00", Some(at)),
            ("2026-11-20T07:14", Some(at - 20_534)),
            ("2026-11-20", None),
            ("2026-11-20T25:00Z", None),
            ("T::Z", None),
            ("2026-11-20T07:14:20+ü", None),
            ("2026-11-20T07:14:20ü", None),
            ("2026-11-20T00:14-07:00", Some(at - 20_534)),
            ("2026-11-20T07:14:20+9999:00", None),
            ("2026-11-20T07:14:20+65535:65535", None),
            ("2026-11-20T07:14:20Z05:00", None),
            ("2026-11-20T07:14:1e30Z", None),
            ("2026-11-20T07:14:infZ", None),
            ("2026-11-20T07:14:NaNZ", None),
            ("2026-11-20T07:14:60Z", None),
            ("2026-11-20T07:14:20:00Z", None),
            ("2026-11-20T7.5:14Z", None),
            ("2026-11-20T07Z", None),
            ("2026-11-20T+07:+14Z", None),
            ("9999-12-31T23:59:59.9999-23:59", Some(253_402_387_140_000)),
            ("0000-01-01T00:00+23:59", Some(-62_167_305_540_000)),
        ] {
            assert_eq!(read_iso(text), expected, "{text}");
        }
    }

    #[test]
    fn clocks_change_when_they_do() {
        for (zone, at, hours) in [
            ("Europe/Berlin", "2026-03-29T00:59:59Z", 1),
            ("Europe/Berlin", "2026-03-29T01:00:00Z", 2),
            ("Europe/Berlin", "2026-10-25T01:00:00Z", 1),
            ("America/New_York", "2026-03-08T06:59:59Z", -5),
            ("America/New_York", "2026-03-08T07:00:00Z", -4),
            ("America/New_York", "2026-11-01T05:59:59Z", -4),
            ("America/New_York", "2026-11-01T06:00:00Z", -5),
            ("Asia/Tokyo", "2026-07-01T00:00:00Z", 9),
            ("Nowhere/Else", "2026-07-01T00:00:00Z", 0),
        ] {
            let at = read_iso(at).unwrap();
            assert_eq!(offset(zone, at), hours * HOUR, "{zone} {}", iso(at));
            assert_eq!(from_local(zone, at + 12 * HOUR + offset(zone, at + 12 * HOUR)), at + 12 * HOUR);
        }
    }
}
