//! Ages, durations and counts in the words of the house.
//! Refuses to know the time: it is an argument.

use std::time::Duration;

use crate::protocol::{UnixMs, Usd};

/// Says how long ago something was: `now`, `3 min`, `2 h`, `yesterday`, `5 d`.
pub fn age(at: UnixMs, now: UnixMs) -> String {
    let age = Duration::from_millis(u64::try_from(now.0.saturating_sub(at.0)).unwrap_or(0));
    match age.as_secs() {
        0..=44 => "now".into(),
        secs @ 45..=3_569 => format!("{} min", (secs + 30) / 60),
        secs @ 3_570..=86_399 => format!("{} h", ((secs + 1_800) / 3_600).min(23)),
        86_400..=172_799 => "yesterday".into(),
        secs => format!("{} d", secs / 86_400),
    }
}

/// Says the same within a sentence: `just now`, `3 min ago`, `yesterday`.
pub fn ago(at: UnixMs, now: UnixMs) -> String {
    let age = age(at, now);
    match age.as_str() {
        "now" => "just now".into(),
        "yesterday" => age,
        _ => age + " ago",
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

/// Says how long something short took: `0.2s`, from ten seconds on like [`duration`].
pub fn brief(took: Duration) -> String {
    match took.as_millis() {
        ms @ 0..=9_949 => format!("{}.{}s", (ms + 50) / 1_000, (ms + 50) % 1_000 / 100),
        ms => duration(Duration::from_secs(u64::try_from((ms + 500) / 1_000).unwrap_or(u64::MAX))),
    }
}

/// Says how long it is from one time to a later one.
pub fn span(from: UnixMs, to: UnixMs) -> String {
    duration(Duration::from_millis(u64::try_from(to.0.saturating_sub(from.0)).unwrap_or(0)))
}

/// Says how long it is until a time: `in 12 min`, `in 3 h`, `in 5 d`; or how long it is over: `12 min late`; between them it is `due now`.
pub fn until(at: UnixMs, now: UnixMs) -> String {
    let secs = (at.0 - now.0) / 1_000;
    let words = match secs.abs() {
        secs @ 0..=90 => format!("{secs} s"),
        secs @ 91..=5_399 => format!("{} min", (secs + 30) / 60),
        secs @ 5_400..=172_799 => format!("{} h", (secs + 1_800) / 3_600),
        secs => format!("{} d", (secs + 43_200) / 86_400),
    };
    match secs {
        0 => "due now".to_owned(),
        ..0 => words + " late",
        _ => ["in ", &words].concat(),
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

/// Says a number of tokens shortly: `812`, `48k`, `1.92M`.
pub fn tokens(tokens: u64) -> String {
    match tokens {
        0..=999 => tokens.to_string(),
        1_000..=999_499 => format!("{}k", (tokens + 500) / 1_000),
        _ => format!("{}.{:02}M", (tokens + 5_000) / 1_000_000, (tokens + 5_000) % 1_000_000 / 10_000),
    }
}

/// Says a sum of money: `$1.84`; what is small but not nothing is `<$0.01`, never `$0.00`.
pub fn money(sum: Usd) -> String {
    match sum.0 {
        1..=9_999 => "<$0.01".into(),
        sum => {
            let cents = (sum.max(0) + 5_000) / 10_000;
            format!("${}.{:02}", count(usize::try_from(cents / 100).unwrap_or(0)), cents % 100)
        }
    }
}

/// Says a sum of money to the last digit that the gateway gave: `$0.016269`.
pub fn money_exactly(sum: Usd) -> String {
    let sum = sum.0.max(0);
    format!("${}.{:06}", sum / 1_000_000, sum % 1_000_000)
}

/// Says a number of bytes: `812 B`, `14 kB`, `3.2 MB`, `16.8 GB`.
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..=999 => format!("{bytes} B"),
        1_000..=999_499 => format!("{} kB", (bytes + 500) / 1_000),
        1_000_000..=999_949_999 => format!("{}.{} MB", (bytes + 50_000) / 1_000_000, (bytes + 50_000) % 1_000_000 / 100_000),
        _ => format!("{}.{} GB", (bytes + 50_000_000) / 1_000_000_000, (bytes + 50_000_000) % 1_000_000_000 / 100_000_000),
    }
}

/// Begins a sentence's words in small, to go on with them.
pub fn lower(words: &str) -> String {
    let rest = words.get(1..).unwrap_or_default();
    words.get(..1).map_or_else(|| words.to_owned(), |first| first.to_ascii_lowercase() + rest)
}

/// Says one or many: `1 session`, `3 sessions`.
pub fn many(number: usize, one: &str) -> String {
    format!("{} {one}{}", count(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (size, said) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1 kB"),
            (14_400, "14 kB"),
            (999_499, "999 kB"),
            (3_240_000, "3.2 MB"),
            (16_777_216_000, "16.8 GB"),
        ] {
            assert_eq!(bytes(size), said);
        }
    }

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
        for (ms, said) in [(0, "just now"), (3 * min, "3 min ago"), (24 * 60 * min, "yesterday"), (48 * 60 * min, "2 d ago")] {
            assert_eq!(ago(UnixMs(0), UnixMs(ms)), said, "{ms} ms");
        }
    }

    #[test]
    fn durations() {
        for (secs, said) in [(0, "0s"), (59, "59s"), (60, "1m 00s"), (134, "2m 14s"), (3_600, "1h 00m"), (3_900, "1h 05m")] {
            assert_eq!(duration(Duration::from_secs(secs)), said);
        }
    }

    #[test]
    fn token_counts() {
        for (number, said) in [
            (0, "0"),
            (812, "812"),
            (1_000, "1k"),
            (48_499, "48k"),
            (999_499, "999k"),
            (999_500, "1.00M"),
            (1_924_000, "1.92M"),
            (12_345_678, "12.35M"),
        ] {
            assert_eq!(tokens(number), said);
        }
    }

    #[test]
    fn sums_of_money() {
        for (sum, said) in [
            (0, "$0.00"),
            (1, "<$0.01"),
            (9_999, "<$0.01"),
            (10_000, "$0.01"),
            (1_844_999, "$1.84"),
            (1_845_000, "$1.85"),
            (1_234_000_000, "$1,234.00"),
        ] {
            assert_eq!(money(Usd(sum)), said);
        }
        assert_eq!(money_exactly(Usd(16_269)), "$0.016269");
    }

    #[test]
    fn one_and_many() {
        assert_eq!((many(1, "session"), many(1_025, "session")), ("1 session".into(), "1,025 sessions".into()));
    }

    #[test]
    fn brief_durations() {
        for (ms, said) in
            [(0, "0.0s"), (149, "0.1s"), (150, "0.2s"), (9_949, "9.9s"), (9_950, "10s"), (59_500, "1m 00s"), (61_000, "1m 01s")]
        {
            assert_eq!(brief(Duration::from_millis(ms)), said);
        }
    }

    #[test]
    fn counts() {
        for (number, said) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), said);
        }
    }
}
