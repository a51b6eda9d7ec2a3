//! Cron expressions as the gateway takes them: five parts, six with seconds, seven with years, names, `L`, `W`, `#`, nicknames. Pure.
//! Refuses to know the time. Written by ourselves: the crate that does this is 27 kB of program with its calendar.

use super::civil::{days_in, weekday};
use super::digits::{DAY_OF_WEEK, Mark, Part, YEAR};
use super::named;

/// A cron expression, read: sets of numbers as bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// Seconds.
    pub seconds: u64,
    /// Minutes.
    pub minutes: u64,
    /// Hours.
    pub hours: u64,
    /// Days of the month.
    pub days: u64,
    /// Days of the month whose nearest weekday is meant.
    pub nearest: u64,
    /// The last day of the month.
    pub is_last_day: bool,
    /// The last weekday of the month.
    pub is_last_weekday: bool,
    /// Months.
    pub months: u64,
    /// For each day of the week which of the month: bits 0 to 4 for the first to the fifth, bit 5 for the last; 63 for all.
    pub week: [u8; 7],
    /// The days of the month are a star.
    pub is_any_day: bool,
    /// The days of the week are a star.
    pub is_any_weekday: bool,
    /// Days of month and week must both hold; otherwise, if both are named, either will do.
    pub is_both: bool,
    /// Years; none for any.
    pub years: Vec<u16>,
}

/// All days of a weekday, not the nth only.
pub const ALL: u8 = 63;
/// The last one of the month.
pub const LAST: u8 = 32;

const PARTS: [Part; 7] = [
    Part { name: "seconds", least: 0, most: 59, letters: "" },
    Part { name: "minutes", least: 0, most: 59, letters: "" },
    Part { name: "hours", least: 0, most: 23, letters: "" },
    Part { name: "day", least: 1, most: 31, letters: "WwLl" },
    Part { name: "month", least: 1, most: 12, letters: "" },
    Part { name: DAY_OF_WEEK, least: 0, most: 7, letters: "#Ll" },
    Part { name: YEAR, least: 1, most: 9_999, letters: "" },
];

impl Pattern {
    /// Reads an expression.
    ///
    /// # Errors
    /// Says what is wrong with it, in one sentence.
    pub fn read(expr: &str) -> Result<Self, String> {
        read(expr).map_err(|why| why + ".")
    }

    /// Whether a day fits.
    pub fn has_day(&self, year: i64, month: i64, day: i64, of_week: usize) -> bool {
        let has = |set: u64, number: i64| set >> number & 1 == 1;
        if !has(self.months, month) || !(self.years.is_empty() || self.years.iter().any(|known| i64::from(*known) == year)) {
            return false;
        }
        let last = days_in(year, month);
        let first_of_week = (of_week as i64 - (day - 1)).rem_euclid(7);
        let weekday_of = |day: i64| (first_of_week + day - 1).rem_euclid(7);
        let is_named = has(self.days, day)
            || (1..=31).any(|wanted| has(self.nearest, wanted) && nearest(wanted, last, weekday_of(wanted)) == Some(day))
            || (self.is_last_weekday && day == last_weekday(last, weekday_of(last)))
            || (self.is_last_day && day == last);
        if self.is_any_weekday {
            return is_named;
        }
        let which = self.week[of_week % 7];
        let nth = (day - 1) / 7;
        let is_of_week = which == ALL || has(u64::from(which & 31), nth) || (which & LAST != 0 && day + 7 > last);
        if self.is_both || self.is_any_day { is_named && is_of_week } else { is_named || is_of_week }
    }

    /// Whether a day since 1970 fits.
    pub fn fits(&self, days: i64) -> bool {
        let date = super::civil::Date::of_days(days);
        self.has_day(date.year, date.month, date.day, weekday(days))
    }

    /// Returns how many days of the next month the gateway passes over after one that it has looked through to its last day: it looks
    /// for the 31st in February, too, takes that for the 3rd of March, and goes on from there.
    pub fn passed_over(&self, last: i64, of_week: usize) -> i64 {
        let is_named = |day: i64| self.days >> day & 1 == 1;
        let is_of_week = |day: i64| {
            let which = self.week[(of_week + usize::try_from(day - last).unwrap_or(0)) % 7];
            which == ALL || which >> ((day - 1) / 7) & 1 == 1 || which & LAST != 0
        };
        let fits = |day: &i64| match (self.is_any_weekday, self.is_both || self.is_any_day) {
            (true, _) => is_named(*day),
            (_, true) => is_named(*day) && is_of_week(*day),
            _ => is_named(*day) || is_of_week(*day),
        };
        (last + 1..=31).find(fits).map_or(0, |day| day - last - 1)
    }
}

/// Returns the weekday nearest to a day within its month.
fn nearest(day: i64, last: i64, of_week: i64) -> Option<i64> {
    if day > last {
        return None;
    }
    Some(match of_week {
        0 if day == last => day - 2,
        0 => day + 1,
        6 if day == 1 => day + 2,
        6 => day - 1,
        _ => day,
    })
}

fn last_weekday(last: i64, of_week: i64) -> i64 {
    match of_week {
        0 => last - 2,
        6 => last - 1,
        _ => last,
    }
}

fn read(expr: &str) -> Result<Pattern, String> {
    let expr = named::nickname(expr.trim())?;
    let mut parts: Vec<String> = expr.split_whitespace().map(str::to_owned).collect();
    match parts.len() {
        5 => parts.insert(0, "0".into()),
        6 | 7 => {}
        count => return Err(format!("an expression has five parts, six with seconds or seven with years, not {count}")),
    }
    if parts.len() == 6 {
        parts.push("*".into());
    }
    let mut pattern = Pattern::default();
    if parts[3].eq_ignore_ascii_case("LW") {
        pattern.is_last_weekday = true;
        parts[3].clear();
    } else if parts[3].contains(['L', 'l']) {
        pattern.is_last_day = true;
        parts[3] = parts[3].replace(['L', 'l'], "");
    }
    // A question mark is no star here, although it means one: so the gateway counts it.
    pattern.is_any_day = parts[3] == "*";
    let is_any_year = parts[6] == "*";
    parts[4] = named::months(&parts[4]);
    parts[5] = named::weekdays(&parts[5]);
    if let Some(rest) = parts[5].strip_prefix('+') {
        if rest.is_empty() {
            return Err("a day of the week must stand behind +".into());
        }
        pattern.is_both = true;
        parts[5] = rest.to_owned();
    }
    pattern.is_any_weekday = parts[5] == "*";
    for (at, part) in PARTS.iter().enumerate() {
        let text = parts[at].replace('?', "*");
        let is_said_otherwise = at == 3 && (pattern.is_last_day || pattern.is_last_weekday);
        if text.is_empty() && is_said_otherwise || at == 6 && is_any_year {
            continue;
        }
        // `15,L` leaves a comma behind.
        let text = if is_said_otherwise { text.trim_matches(',') } else { &text };
        part.read(text, &mut |number, mark| pattern.take(at, number, mark))?;
    }
    pattern.years.sort_unstable();
    pattern.years.dedup();
    Ok(pattern)
}

impl Pattern {
    fn take(&mut self, part: usize, number: i64, mark: Mark) {
        let bit = 1_u64 << (number & 63);
        match part {
            0 => self.seconds |= bit,
            1 => self.minutes |= bit,
            2 => self.hours |= bit,
            3 if mark == Mark::Nearest => self.nearest |= bit,
            3 => self.days |= bit,
            4 => self.months |= bit,
            5 => {
                let which = match mark {
                    Mark::Nth(nth) => 1 << (nth - 1),
                    Mark::Last => LAST,
                    _ => ALL,
                };
                self.week[usize::try_from(number % 7).unwrap_or(0)] |= which;
            }
            _ => self.years.extend(u16::try_from(number)),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_wrong_is_said_at_its_part() {
        for (expr, why) in [
            ("* * * *", "an expression has five parts, six with seconds or seven with years, not 4."),
            ("61 * * * *", "61 is not from 0 to 59 in the minutes part."),
            ("x * * * *", "“x” cannot stand in the minutes part."),
            ("5/10 * * * *", "a step wants * or a range before it in the minutes part, as in */10."),
            ("*/0 * * * *", "the step of the minutes part must be from 1 to 60."),
            ("* 10-5 * * *", "10 to 5 goes backwards in the hours part."),
            ("0 0 1-5W * *", "W stands behind a single day."),
            ("0 0 * * 1#6", "# wants a number from 1 to 5 behind it."),
            ("0 0 * * +", "a day of the week must stand behind +."),
            ("@reboot", "@reboot is nothing that a gateway hears of."),
            ("@often", "@often is no nickname: there are @yearly, @monthly, @weekly, @daily and @hourly."),
        ] {
            assert_eq!(Pattern::read(expr), Err(why.into()), "{expr}");
        }
    }

    #[test]
    fn the_same_in_other_words() {
        for (one, other) in [
            ("@daily", "0 0 * * *"),
            ("0 9 * * mon-FRI", "0 9 * * 1-5"),
            ("0 9 * jan,Dec *", "0 9 * 1,12 *"),
            ("0 9 * * sat-sun", "0 9 * * 6-7"),
            ("0 9 * * 0", "0 9 * * 7"),
            ("*/20 * * * *", "0,20,40 * * * *"),
            ("0 0 9 * * *", "0 9 * * *"),
        ] {
            assert_eq!(Pattern::read(one), Pattern::read(other), "{one}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(expr in "[0-9*/,\\-#LWa-z@? +]{0,24}", days in -1_000_i64..1_000_000) {
            if let Ok(pattern) = Pattern::read(&expr) {
                pattern.fits(days);
            }
        }
    }
}
