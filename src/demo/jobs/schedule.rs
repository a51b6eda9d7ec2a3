//! When jobs are due. Refuses to know jobs.

use serde_json::Value;

use crate::demo::world::calendar::{self, DAY};

/// When something is due.
#[derive(Clone, Debug, PartialEq)]
pub enum Schedule {
    /// Once.
    At(i64),
    /// Again and again, counted from an anchor.
    Every { every: i64, anchor: i64 },
    /// By the clock of a zone.
    Cron { minutes: Vec<i64>, hours: Vec<i64>, days: Days, zone: String },
    /// When something else happens.
    Never,
}

/// The days of a cron expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Days {
    of_month: Vec<i64>,
    months: Vec<i64>,
    of_week: Vec<i64>,
    /// Days of the month and of the week are both named: either will do.
    is_either: bool,
}

/// Beyond this, no day is looked for.
const FARTHEST: i64 = 366 * 5;

impl Schedule {
    /// Reads it from the wire. `now` is the anchor of what has none. The error is the gateway's.
    pub fn read(schedule: &Value, now: i64) -> Result<Self, String> {
        let text = |name: &str| schedule[name].as_str().unwrap_or_default();
        match text("kind") {
            "at" => calendar::read_iso(text("at")).map(Self::At).ok_or_else(|| "invalid schedule.at".into()),
            "every" => match schedule["everyMs"].as_i64() {
                Some(every) if every > 0 => Ok(Self::Every { every, anchor: schedule["anchorMs"].as_i64().unwrap_or(now) }),
                _ => Err("at /schedule/everyMs: must be >= 1".into()),
            },
            "cron" => Self::cron(text("expr"), text("tz")),
            "on-exit" | "stream" => Ok(Self::Never),
            _ => Err("at /schedule: must match a schema in anyOf".into()),
        }
    }

    fn cron(expr: &str, zone: &str) -> Result<Self, String> {
        let parts = expr.split_whitespace().collect::<Vec<_>>();
        // Seconds and years are not told apart from the rest here: a demo is on time by the minute.
        let parts = match parts.len() {
            5 => &parts[..],
            6 | 7 => &parts[1..6],
            _ => {
                return Err(format!(
                    "CronPattern: invalid configuration format ('{expr}'), exactly five, six, or seven space separated parts are required."
                ));
            }
        };
        let read = |at: usize, from: i64, to: i64| {
            numbers(parts[at], from, to).ok_or_else(|| format!("CronPattern: Invalid value for part {at}: {}", parts[at]))
        };
        let mut of_week: Vec<i64> = read(4, 0, 7)?.into_iter().map(|day| day % 7).collect();
        of_week.dedup();
        let days = Days { of_month: read(2, 1, 31)?, months: read(3, 1, 12)?, of_week, is_either: parts[2] != "*" && parts[4] != "*" };
        Ok(Self::Cron { minutes: read(0, 0, 59)?, hours: read(1, 0, 23)?, days, zone: zone.into() })
    }

    /// Returns when it is due next after a time.
    pub fn next(&self, after: i64) -> Option<i64> {
        match self {
            Self::At(at) => (*at > after).then_some(*at),
            Self::Every { every, anchor } => {
                let turns = after.checked_sub(*anchor)?.div_euclid(*every).checked_add(1)?;
                anchor.checked_add(turns.max(0).checked_mul(*every)?)
            }
            Self::Cron { zone, .. } => {
                let today = (after + calendar::offset(zone, after)).div_euclid(DAY);
                (today - 1..today + FARTHEST).find_map(|day| self.on(day).into_iter().find(|at| *at > after))
            }
            Self::Never => None,
        }
    }

    /// Returns the times that it was due within a span, old to new, the newest of them if there are too many.
    pub fn between(&self, from: i64, to: i64, most: usize) -> Vec<i64> {
        let mut found: Vec<i64> = match self {
            Self::Cron { .. } => {
                let days = (from.div_euclid(DAY) - 1)..=(to.div_euclid(DAY) + 1);
                let mut times = vec![];
                // From the end, so that a job of every minute does not count through years.
                for day in days.rev() {
                    times.extend(self.on(day).into_iter().rev().filter(|at| (from..to).contains(at)));
                    if times.len() >= most {
                        break;
                    }
                }
                times
            }
            Self::Every { every, .. } => {
                let last = self.next(to.saturating_sub(1).saturating_sub(*every)).filter(|last| *last < to);
                std::iter::successors(last, |at| at.checked_sub(*every)).take_while(|at| *at >= from).take(most).collect()
            }
            Self::At(at) => Some(*at).filter(|at| (from..to).contains(at)).into_iter().collect(),
            Self::Never => vec![],
        };
        found.truncate(most);
        found.reverse();
        found
    }

    /// Returns the times of a day, which is counted by the clock of the zone.
    fn on(&self, day: i64) -> Vec<i64> {
        let Self::Cron { minutes, hours, days, zone } = self else { return vec![] };
        let start = day * DAY;
        let (_, month, of_month) = calendar::date_of(start);
        let (is_month_day, is_week_day) = (days.of_month.contains(&of_month), days.of_week.contains(&calendar::weekday(start)));
        let is_day = if days.is_either { is_month_day || is_week_day } else { is_month_day && is_week_day };
        if !is_day || !days.months.contains(&month) {
            return vec![];
        }
        let times = hours.iter().flat_map(|hour| minutes.iter().map(move |minute| (hour * 60 + minute) * 60_000));
        let mut times: Vec<i64> = times.map(|of_day| calendar::from_local(zone, start + of_day)).collect();
        // Where clocks go ahead, two of them may be the same.
        times.sort_unstable();
        times.dedup();
        times
    }
}

/// Reads one part of a cron expression: `*`, `5`, `1-5`, `*/15`, `1-30/2`, and lists of them.
fn numbers(part: &str, from: i64, to: i64) -> Option<Vec<i64>> {
    let mut found = vec![];
    for piece in part.split(',') {
        let (span, step) = piece.split_once('/').unwrap_or((piece, "1"));
        let step = step.parse::<usize>().ok().filter(|step| *step > 0)?;
        let (low, high) = match span.split_once('-') {
            _ if span == "*" => (from, to),
            Some((low, high)) => (number(low)?, number(high)?),
            None if piece.contains('/') => (number(span)?, to),
            None => (number(span)?, number(span)?),
        };
        if low < from || high > to || low > high {
            return None;
        }
        found.extend((low..=high).step_by(step));
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// Reads a number, or the name of a day or a month.
fn number(text: &str) -> Option<i64> {
    const NAMES: [(&str, i64); 19] = [
        ("sun", 0),
        ("mon", 1),
        ("tue", 2),
        ("wed", 3),
        ("thu", 4),
        ("fri", 5),
        ("sat", 6),
        ("jan", 1),
        ("feb", 2),
        ("mar", 3),
        ("apr", 4),
        ("may", 5),
        ("jun", 6),
        ("jul", 7),
        ("aug", 8),
        ("sep", 9),
        ("oct", 10),
        ("nov", 11),
        ("dec", 12),
    ];
    let named = NAMES.iter().find(|(name, _)| text.eq_ignore_ascii_case(name)).map(|(_, number)| *number);
    named.or_else(|| text.parse::<u8>().ok().map(i64::from))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(text: &str) -> i64 {
        calendar::read_iso(text).unwrap()
    }

    #[test]
    fn what_is_due_next_is_what_the_clock_says() {
        let after = at("2026-11-20T07:14:20Z");
        for (schedule, next) in [
            (json!({"kind": "cron", "expr": "0 9 * * 1-5", "tz": "Europe/Berlin"}), Some("2026-11-20T08:00:00.000Z")),
            (json!({"kind": "cron", "expr": "30 8 * * *", "tz": "UTC"}), Some("2026-11-20T08:30:00.000Z")),
            (json!({"kind": "cron", "expr": "5 4 * * *"}), Some("2026-11-21T04:05:00.000Z")),
            (json!({"kind": "cron", "expr": "*/15 8-9 * * *"}), Some("2026-11-20T08:00:00.000Z")),
            (json!({"kind": "cron", "expr": "0 0 1 * *"}), Some("2026-12-01T00:00:00.000Z")),
            (json!({"kind": "cron", "expr": "0 0 29 2 *"}), Some("2028-02-29T00:00:00.000Z")),
            (json!({"kind": "cron", "expr": "0 0 31 2 *"}), None),
            (json!({"kind": "cron", "expr": "0 6 1 * MON"}), Some("2026-11-23T06:00:00.000Z")),
            (json!({"kind": "cron", "expr": "0 7 * * 7"}), Some("2026-11-22T07:00:00.000Z")),
            (json!({"kind": "cron", "expr": "30 0 7 * * *"}), Some("2026-11-21T07:00:00.000Z")),
            (json!({"kind": "every", "everyMs": 60_000, "anchorMs": 0}), Some("2026-11-20T07:15:00.000Z")),
            (json!({"kind": "every", "everyMs": 60_000, "anchorMs": at("2026-11-20T09:00Z")}), Some("2026-11-20T09:00:00.000Z")),
            (json!({"kind": "at", "at": "2026-11-20T07:14:20.534Z"}), Some("2026-11-20T07:14:20.534Z")),
            (json!({"kind": "at", "at": "2020-11-20T07:14:20.534Z"}), None),
        ] {
            let found = Schedule::read(&schedule, after).unwrap().next(after).map(calendar::iso);
            assert_eq!(found.as_deref(), next, "{schedule}");
        }
    }

    #[test]
    fn what_was_due_is_what_would_have_come_next() {
        let (from, to) = (at("2026-03-01T00:00Z"), at("2026-04-15T00:00Z"));
        for schedule in [
            json!({"kind": "cron", "expr": "0 9,17 * * 1-5", "tz": "America/New_York"}),
            json!({"kind": "cron", "expr": "*/10 * * * *", "tz": "Europe/Berlin"}),
            json!({"kind": "every", "everyMs": 5_000_000, "anchorMs": 77}),
        ] {
            let schedule = Schedule::read(&schedule, to).unwrap();
            let found = schedule.between(from, to, 10_000);
            assert!(found.len() > 50 && found.windows(2).all(|pair| schedule.next(pair[0]) == Some(pair[1])), "{schedule:?}");
            assert_eq!(schedule.between(from, to, 20), found[found.len() - 20..]);
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for (expr, words) in [
            ("not a cron", "CronPattern: invalid configuration format ('not a cron'), exactly five"),
            ("", "exactly five"),
            ("61 * * * *", "Invalid value"),
            ("*/0 * * * *", "Invalid value"),
            ("5-1 * * * *", "Invalid value"),
            ("ü * * * *", "Invalid value"),
        ] {
            let error = Schedule::read(&json!({"kind": "cron", "expr": expr}), 0).unwrap_err();
            assert!(error.contains(words), "{expr}: {error}");
        }
        for schedule in
            [json!(null), json!({"kind": "every"}), json!({"kind": "every", "everyMs": -1}), json!({"kind": "at", "at": "soon"})]
        {
            assert!(Schedule::read(&schedule, 0).is_err(), "{schedule}");
        }
        let far = json!({"kind": "every", "everyMs": i64::MAX, "anchorMs": i64::MIN});
        Schedule::read(&far, 0).unwrap().next(i64::MAX);
    }
}
