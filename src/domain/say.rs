//! Ages, durations and counts in the words of the house.
//! Refuses to know the time: it is an argument.

use std::time::Duration;

use crate::protocol::UnixMs;

/// Says how long ago something was: `now`, `3 min`, `2 h`, `yesterday`, `5 d`.
pub fn age(at: UnixMs, now: UnixMs) -> String {
    ago(Duration::from_millis(u64::try_from(now.0.saturating_sub(at.0)).unwrap_or(0)))
}

/// Says an age that is already known.
fn ago(age: Duration) -> String {
    match age.as_secs() {
        0..=44 => "now".into(),
        secs @ 45..=3_569 => format!("{} min", (secs + 30) / 60),
        secs @ 3_570..=86_399 => format!("{} h", ((secs + 1_800) / 3_600).min(23)),
        86_400..=172_799 => "yesterday".into(),
        secs => format!("{} d", secs / 86_400),
    }
}

/// Says a duration: `8s`, `2m 14s`, `1h 05m`.
pub fn duration(duration: Duration) -> String {
    match duration.as_secs() {
        secs @ 0..=59 => format!("{secs}s"),
        secs @ 60..=3_599 => format!("{}m {:02}s", secs / 60, secs % 60),
        secs => format!("{}h {:02}m", secs / 3_600, secs % 3_600 / 60),
    }
}

/// Says how long there is left, counting the second that has begun.
pub fn left(left: Duration) -> String {
    duration(Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0)))
}

/// Says a count with thousands apart: `1,000`.
pub fn count(count: usize) -> String {
    let digits = count.to_string();
    let mut said = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages() {
        let min = 60_000;
        for (ms, said) in [
            (-5 * min, "now"),
            (0, "now"),
            (44_000, "now"),
            (45_000, "1 min"),
            (3 * min, "3 min"),
            (59 * min, "59 min"),
            (60 * min, "1 h"),
            (23 * 60 * min + 59 * min, "23 h"),
            (24 * 60 * min, "yesterday"),
            (48 * 60 * min, "2 d"),
        ] {
            assert_eq!(age(UnixMs(0), UnixMs(ms)), said, "{ms} ms");
        }
    }

    #[test]
    fn durations() {
        for (secs, said) in [(0, "0s"), (59, "59s"), (60, "1m 00s"), (134, "2m 14s"), (3_600, "1h 00m"), (3_900, "1h 05m")] {
            assert_eq!(duration(Duration::from_secs(secs)), said);
        }
    }

    #[test]
    fn counts() {
        for (number, said) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), said);
        }
    }
}
