//! Days of the calendar, as the wire names them: `2026-11-25`.
//! Refuses to know what day it is, and in which zone.

use super::fields::{FromJson, Piece, by_serde, text};

/// A day, as the number of days since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

by_serde!(Day);

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.write())
    }
}

impl FromJson for Day {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let text = text(json)?;
        Self::read(&text).ok_or_else(|| [&*text, " is no day"].concat())
    }
}

/// The last day that is read, in the year 9999.
const LAST: i32 = 2_932_896;

impl Day {
    /// Reads `2026-11-25`; nothing of any other form, and no day that there was not.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let part = |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok();
        let dashes = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
        let day = Self::of(part(0, 4)?, part(5, 7)?, part(8, 10)?);
        Some(day).filter(|day| dashes && day.write() == text)
    }

    /// Returns the day of a year, a month and a day; what is too large runs over into the next.
    pub fn of(year: i32, month: i32, day: i32) -> Self {
        // Years begin in March here, so that the odd day is the last.
        let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * month + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Returns its year, month and day.
    pub fn parts(self) -> (i32, i32, i32) {
        let days = self.0.clamp(-LAST, LAST) + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
        (era * 400 + year, month, day)
    }

    /// Writes it as the wire does.
    pub fn write(self) -> String {
        let (year, month, day) = self.parts();
        let digits = |number: i32, count: usize| {
            let digits = number.unsigned_abs().to_string();
            "0".repeat(count.saturating_sub(digits.len())) + &digits
        };
        [digits(year, 4), digits(month, 2), digits(day, 2)].join("-")
    }

    /// Returns the day so many days later.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Returns which day of the week it is: 0 is Monday.
    pub fn weekday(self) -> i32 {
        self.0.saturating_add(3).rem_euclid(7)
    }

    /// Returns the first day of its month.
    pub fn month(self) -> Self {
        let (year, month, _) = self.parts();
        Self::of(year, month, 1)
    }

    /// Returns the first day of the month that is so many months later.
    pub fn months_on(self, months: i32) -> Self {
        let (year, month, _) = self.parts();
        let months = year * 12 + month - 1 + months;
        Self::of(months.div_euclid(12), months.rem_euclid(12) + 1, 1)
    }

    /// Returns the Monday of its week.
    pub fn week(self) -> Self {
        self.plus(-self.weekday())
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_read_and_written() {
        for (text, number) in [("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-25", 20_782), ("1969-12-31", -1)] {
            assert_eq!(Day::read(text), Some(Day(number)));
            assert_eq!(Day(number).write(), text);
        }
        for wrong in ["", "2026-11-31", "2025-02-29", "2026-1-1", "2026/11/25", "2026-13-01", "20261125--", "+026-11-25"] {
            assert_eq!(Day::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn weeks_and_months() {
        let day = Day::of(2026, 11, 25);
        assert_eq!((day.weekday(), day.week().write()), (2, "2026-11-23".into()));
        assert_eq!(
            (day.month().write(), day.months_on(2).write(), day.months_on(-11).write()),
            ("2026-11-01".into(), "2027-01-01".into(), "2025-12-01".into())
        );
    }

    proptest! {
        #[test]
        fn parts_make_the_day(number in -700_000..LAST) {
            let (year, month, day) = Day(number).parts();
            prop_assert_eq!(Day::of(year, month, day), Day(number));
            prop_assert!((1..=12).contains(&month) && (1..=31).contains(&day));
        }

        #[test]
        fn no_text_panics(text in ".{0,12}") {
            Day::read(&text);
        }
    }
}
