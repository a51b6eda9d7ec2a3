//! Times of lines: read as loggers write them, and said to the millisecond. Pure.
//! Refuses to know zones; by how much clocks are ahead is an argument.

use crate::protocol::day::Day;

const DAY: i64 = 86_400_000;

/// Reads `2026-11-20T07:15:49.474+00:00`, with or without fraction and zone, as milliseconds since 1970.
pub fn read(text: &str) -> Option<i64> {
    let day = Day::read(text.get(..10)?)?;
    let number = |from: usize| text.get(from..from + 2).filter(|two| two.bytes().all(|byte| byte.is_ascii_digit()))?.parse::<i64>().ok();
    let is = |at: usize, signs: &[u8]| text.as_bytes().get(at).is_some_and(|byte| signs.contains(byte));
    if !(is(10, b"Tt ") && is(13, b":") && is(16, b":")) {
        return None;
    }
    let (hour, minute, second) = (number(11)?, number(14)?, number(17)?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut rest = text.get(19..)?;
    let mut fraction = 0;
    if let Some(digits) = rest.strip_prefix(['.', ',']) {
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        let worth = [100, 10, 1];
        fraction = digits.bytes().take(length.min(3)).zip(worth).map(|(digit, worth)| i64::from(digit - b'0') * worth).sum();
        rest = digits.get(length..)?;
    }
    let zone = match rest.as_bytes() {
        [sign @ (b'+' | b'-'), ..] => {
            let digits: String = rest.chars().skip(1).take_while(|letter| letter.is_ascii_digit() || *letter == ':').collect();
            let digits = digits.replace(':', "");
            let hours: i64 = digits.get(..2)?.parse().ok()?;
            let minutes: i64 = digits.get(2..4).unwrap_or("0").parse().ok()?;
            (hours * 60 + minutes) * if *sign == b'-' { -60_000 } else { 60_000 }
        }
        _ => 0,
    };
    Some(i64::from(day.0) * DAY + ((hour * 60 + minute) * 60 + second) * 1_000 + fraction - zone)
}

fn digits(number: i64, count: usize) -> String {
    let digits = number.to_string();
    "0".repeat(count.saturating_sub(digits.len())) + &digits
}

/// Says the time of day to the millisecond: `07:15:49.474`. `ahead` is by how many minutes the clocks there are ahead of UTC.
pub fn of_day(at: i64, ahead: i32) -> String {
    let of_day = (at + i64::from(ahead) * 60_000).rem_euclid(DAY);
    let seconds = of_day / 1_000;
    [&digits(seconds / 3_600, 2), ":", &digits(seconds / 60 % 60, 2), ":", &digits(seconds % 60, 2), ".", &digits(of_day % 1_000, 3)]
        .concat()
}

/// Says day and time: `2026-11-20 07:15:49.474`.
pub fn in_full(at: i64, ahead: i32) -> String {
    let day = (at + i64::from(ahead) * 60_000).div_euclid(DAY);
    [&Day(i32::try_from(day).unwrap_or_default()).write(), " ", &of_day(at, ahead)].concat()
}

/// Says how much later something was: `+0.012`, `+3.5 s`, `+2 min`, `−1.0 s`.
pub fn later(by: i64) -> String {
    let (sign, by) = if by < 0 { ("−", by.saturating_neg()) } else { ("+", by) };
    let said = match by {
        0..=999 => ["0.", &digits(by, 3), " s"].concat(),
        1_000..=59_999 => [&(by / 1_000).to_string(), ".", &(by % 1_000 / 100).to_string(), " s"].concat(),
        60_000..=3_599_999 => [&(by / 60_000).to_string(), " min"].concat(),
        3_600_000..DAY => [&(by / 3_600_000).to_string(), " h"].concat(),
        _ => [&(by / DAY).to_string(), " d"].concat(),
    };
    [sign, &said].concat()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_read_as_loggers_write_them() {
        let at = 1_795_158_949_474;
        for text in [
            "2026-11-20T07:15:49.474+00:00",
            "2026-11-20T07:15:49.474Z",
            "2026-11-20 07:15:49,474",
            "2026-11-20T08:15:49.474+01:00",
            "2026-11-20T02:45:49.4749999-0430 and words",
        ] {
            assert_eq!(read(text), Some(at), "{text}");
        }
        for wrong in ["", "2026-11-20", "2026-11-20T7:15:49", "2026-11-20T24:15:49Z", "2026-11-31T07:15:49Z", "2026-11-20T07:15:49+x"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_are_said() {
        let at = 1_795_158_949_474;
        assert_eq!((of_day(at, 0), in_full(at, -600)), ("07:15:49.474".into(), "2026-11-19 21:15:49.474".into()));
        for (by, said) in
            [(12, "+0.012 s"), (3_590, "+3.5 s"), (-1_000, "−1.0 s"), (120_000, "+2 min"), (9_000_000, "+2 h"), (0, "+0.000 s")]
        {
            assert_eq!(later(by), said);
        }
    }

    proptest! {
        #[test]
        fn what_is_said_is_read(at in 0_i64..4_000_000_000_000) {
            prop_assert_eq!(read(&in_full(at, 0)), Some(at));
        }

        #[test]
        fn nothing_panics(text in ".{0,40}", at in any::<i32>()) {
            read(&text);
            later(i64::from(at));
        }
    }
}
