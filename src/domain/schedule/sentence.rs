//! A schedule as a sentence: `Weekdays at 09:00`, `Every 15 minutes`, `On the first Monday of the month at 04:00`. Pure.
//! Refuses to name the zone.

use super::civil::{DAY, HOUR, MINUTE, SECOND, clock};
use super::named::{MONTHS, WEEKDAYS};
use super::pattern::{ALL, LAST, Pattern};

/// Says a pause between runs: `15 minutes`, `1 day and 6 hours`.
pub fn pause(ms: i64) -> String {
    let mut parts: Vec<String> = vec![];
    let mut rest = ms.max(0);
    for (unit, name) in [(DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second"), (1, "millisecond")] {
        let number = rest / unit;
        rest %= unit;
        if number > 0 {
            parts.push(format!("{number} {name}{}", if number == 1 { "" } else { "s" }));
        }
    }
    if parts.is_empty() { "no time".into() } else { listed(&parts) }
}

/// Says that something happens again and again.
pub fn every(ms: i64) -> String {
    let units = [(DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second")];
    match units.into_iter().find(|(unit, _)| *unit == ms) {
        Some((_, name)) => format!("Every {name}"),
        None => format!("Every {}", pause(ms)),
    }
}

/// Says a cron expression.
pub fn cron(pattern: &Pattern) -> String {
    let (times, is_often) = times(pattern);
    let days = days(pattern);
    let mut said = match (days.as_str(), is_often) {
        ("", true) => times,
        ("", false) => format!("every day {times}"),
        (days, true) => format!("{times} {days}"),
        (days, false) => format!("{days} {times}"),
    };
    if pattern.months.count_ones() < 12 {
        let months: Vec<String> = numbers(pattern.months).map(|month| MONTHS[(month as usize + 11) % 12].to_owned()).collect();
        said += &format!(" in {}", listed(&months));
    }
    if !pattern.years.is_empty() {
        let years: Vec<String> = pattern.years.iter().take(4).map(u16::to_string).collect();
        said += &if pattern.years.len() > 4 { format!(" in years such as {}", listed(&years)) } else { format!(" in {}", listed(&years)) };
    }
    let mut letters = said.chars();
    letters.next().map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Says the times of day, and whether they are a pause rather than a time.
fn times(pattern: &Pattern) -> (String, bool) {
    let Pattern { seconds, minutes, hours, .. } = *pattern;
    let (is_any_hour, is_any_minute) = (hours.count_ones() == 24, minutes.count_ones() == 60);
    if seconds != 1 {
        let at = match (seconds.count_ones(), step(seconds, 60)) {
            (60, _) => "every second".to_owned(),
            (_, Some(step)) => format!("every {step} seconds"),
            _ => format!("at second {}", list(seconds)),
        };
        if is_any_hour && is_any_minute {
            return (at, true);
        }
        if seconds.count_ones() > 1 || minutes.count_ones() * hours.count_ones() > 4 {
            let (rest, _) = times(&Pattern { seconds: 1, ..pattern.clone() });
            return (format!("{at} {rest}"), true);
        }
    }
    if minutes.count_ones() * hours.count_ones() <= 4 {
        let second = numbers(seconds).next().unwrap_or(0) * SECOND;
        let at: Vec<String> =
            numbers(hours).flat_map(|hour| numbers(minutes).map(move |minute| clock(hour * HOUR + minute * MINUTE + second))).collect();
        return (format!("at {}", listed(&at)), false);
    }
    let within = || match step(hours, 24) {
        _ if is_any_hour => String::new(),
        Some(step) => format!(" in every {} hour", ordinal(step)),
        None => format!(" {}", spans(hours)),
    };
    match (minutes.count_ones(), step(minutes, 60)) {
        (60, _) => (format!("every minute{}", within()), true),
        (1, _) => {
            let minute = numbers(minutes).next().unwrap_or(0);
            let past = if minute == 0 { String::new() } else { format!(" at minute {minute}") };
            match step(hours, 24) {
                _ if is_any_hour => (format!("every hour{past}"), true),
                Some(step) => (format!("every {step} hours{past}"), true),
                None if hours.count_ones() <= 6 && !is_run(hours) => {
                    let at: Vec<String> = numbers(hours).map(|hour| clock(hour * HOUR + minute * MINUTE)).collect();
                    (format!("at {}", listed(&at)), false)
                }
                None => (format!("every hour{past} {}", spans(hours)), true),
            }
        }
        (_, Some(step)) if 60 % step == 0 => (format!("every {step} minutes{}", within()), true),
        (_, Some(step)) => (format!("every {step} minutes from each full hour on{}", within()), true),
        _ => (
            format!(
                "at minute {} of {}",
                list(minutes),
                if is_any_hour { "every hour".into() } else { format!("the hours {}", list(hours)) }
            ),
            true,
        ),
    }
}

/// Says the days; nothing for every day.
fn days(pattern: &Pattern) -> String {
    let of_month = of_month(pattern);
    let of_week = if pattern.is_any_weekday { String::new() } else { of_week(&pattern.week) };
    match (of_month.as_str(), of_week.as_str()) {
        (days, "") => days.to_owned(),
        ("", days) if pattern.is_any_day || pattern.is_both => days.to_owned(),
        // All days are named without a star, and so every day fits.
        ("", _) => String::new(),
        (month, week) if pattern.is_both => format!("{month}, if that is {}", week.trim_start_matches("on ")),
        (month, week) => format!("{month} and {week}"),
    }
}

fn of_month(pattern: &Pattern) -> String {
    let mut parts: Vec<String> = vec![];
    if pattern.days.count_ones() == 31 {
        return String::new();
    }
    if pattern.days != 0 {
        parts.push(match step(pattern.days >> 1, 31) {
            Some(step) if pattern.days.count_ones() > 3 => format!("on every {} day of the month", ordinal(step)),
            _ => format!("on day {} of the month", list(pattern.days)),
        });
    }
    if pattern.nearest != 0 {
        parts.push(format!("on the weekday nearest to day {}", list(pattern.nearest)));
    }
    if pattern.is_last_day {
        parts.push("on the last day of the month".into());
    }
    if pattern.is_last_weekday {
        parts.push("on the last weekday of the month".into());
    }
    listed(&parts)
}

fn of_week(week: &[u8; 7]) -> String {
    let whole: Vec<usize> = [1, 2, 3, 4, 5, 6, 0].into_iter().filter(|day| week[*day] == ALL).collect();
    let mut parts: Vec<String> = match whole.as_slice() {
        [] => vec![],
        [1, 2, 3, 4, 5] => vec!["on weekdays".into()],
        [6, 0] => vec!["at weekends".into()],
        [1, 2, 3, 4, 5, 6, 0] => return String::new(),
        days => {
            let names: Vec<String> = days.iter().map(|day| format!("{}s", WEEKDAYS[*day])).collect();
            vec![format!("on {}", listed(&names))]
        }
    };
    for day in (0..7).filter(|day| week[*day] != 0 && week[*day] != ALL) {
        let which: Vec<String> = (0..5)
            .filter(|nth| week[day] >> nth & 1 == 1)
            .map(|nth| ["first", "second", "third", "fourth", "fifth"][nth].to_owned())
            .chain((week[day] & LAST != 0).then(|| "last".to_owned()))
            .collect();
        parts.push(format!("on the {} {} of the month", listed(&which), WEEKDAYS[day]));
    }
    listed(&parts)
}

/// Returns the step of a set that begins at 0 and goes on to the end in equal steps of more than one.
fn step(set: u64, places: i64) -> Option<i64> {
    let mut found = numbers(set);
    let (first, second) = (found.next()?, found.next()?);
    let step = second - first;
    let wanted = (0..places).step_by(usize::try_from(step).ok()?).fold(0_u64, |set, number| set | 1 << number);
    (first == 0 && step > 1 && set == wanted).then_some(step)
}

fn is_run(set: u64) -> bool {
    let shifted = set >> set.trailing_zeros().min(63);
    shifted & shifted.wrapping_add(1) == 0
}

/// Says which hours, as spans on the clock.
fn spans(hours: u64) -> String {
    let mut parts: Vec<String> = vec![];
    let mut begun: Option<i64> = None;
    for hour in 0..=24 {
        let is_in = hour < 24 && hours >> hour & 1 == 1;
        match (is_in, begun) {
            (true, None) => begun = Some(hour),
            (false, Some(from)) => {
                parts.push(format!("from {} to {}", clock(from * HOUR), clock(hour * HOUR - MINUTE)));
                begun = None;
            }
            _ => {}
        }
    }
    listed(&parts)
}

fn numbers(set: u64) -> impl Iterator<Item = i64> {
    (0..64).filter(move |number| set >> number & 1 == 1)
}

fn list(set: u64) -> String {
    listed(&numbers(set).map(|number| number.to_string()).collect::<Vec<_>>())
}

/// Says a list: `a`, `a and b`, `a, b and c`.
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn ordinal(number: i64) -> String {
    match number {
        2 => "second".into(),
        3 => "third".into(),
        number => format!("{number}th"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_in_words() {
        for (expr, said) in [
            ("0 9 * * 1-5", "On weekdays at 09:00"),
            ("0 2 * * *", "Every day at 02:00"),
            ("30 3 * * 1", "On Mondays at 03:30"),
            ("0 */4 * * *", "Every 4 hours"),
            ("15 */6 * * *", "Every day at 00:15, 06:15, 12:15 and 18:15"),
            ("*/15 * * * *", "Every 15 minutes"),
            ("*/7 * * * *", "Every 7 minutes from each full hour on"),
            ("* * * * *", "Every minute"),
            ("0 * * * *", "Every hour"),
            ("5 * * * *", "Every hour at minute 5"),
            ("*/20 22-23,0-5 * * *", "Every 20 minutes from 00:00 to 05:59 and from 22:00 to 23:59"),
            ("0 6 1 * *", "On day 1 of the month at 06:00"),
            ("0 6 L * *", "On the last day of the month at 06:00"),
            ("0 6 LW * *", "On the last weekday of the month at 06:00"),
            ("0 6 15W * *", "On the weekday nearest to day 15 at 06:00"),
            ("0 4 * * 1#1", "On the first Monday of the month at 04:00"),
            ("0 4 * * 5L", "On the last Friday of the month at 04:00"),
            ("0 4 13 * 5", "On day 13 of the month and on Fridays at 04:00"),
            ("0 4 13 * +5", "On day 13 of the month, if that is Fridays at 04:00"),
            ("0 9 ? * 1", "Every day at 09:00"),
            ("0 0 1 1,7 *", "On day 1 of the month at 00:00 in January and July"),
            ("0 8,12 * * 6,0", "At weekends at 08:00 and 12:00"),
            ("30 0 9 * * *", "Every day at 09:00:30"),
            ("*/10 * * * * *", "Every 10 seconds"),
            ("0 0 9 * * * 2030", "Every day at 09:00 in 2030"),
            ("0 9-17 * * 1-5", "Every hour from 09:00 to 17:59 on weekdays"),
        ] {
            assert_eq!(cron(&Pattern::read(expr).unwrap()), said, "{expr}");
        }
    }

    #[test]
    fn pauses_in_words() {
        for (ms, said) in [
            (3_600_000, "Every hour"),
            (900_000, "Every 15 minutes"),
            (604_800_000, "Every 7 days"),
            (108_000_000, "Every 1 day and 6 hours"),
            (1, "Every 1 millisecond"),
        ] {
            assert_eq!(every(ms), said);
        }
    }
}
