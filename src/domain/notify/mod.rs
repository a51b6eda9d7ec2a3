//! What a person wants to be told of outside of the page, and when not. Pure.
//! Refuses to know what waits, the browser, and the time: a time of day is an argument.

pub mod claims;
pub mod watch;

use serde::Serialize;

use super::queue::Kind;
use crate::protocol::fields::reads;

/// The key under which this is kept.
pub const NOTIFY: &str = "openclutch.notify";

/// What can be switched by itself: its name, and in words.
pub const GROUPS: [(&str, &str); 4] = [
    ("requests", "Requests of agents"),
    ("devices", "Devices that ask to come in"),
    ("jobs", "Failed and late jobs"),
    ("rest", "Tasks, messages and budgets"),
];

/// Returns the name of the group that a kind of thing belongs to.
pub fn group(kind: Kind) -> &'static str {
    match kind {
        Kind::Approval | Kind::Question => "requests",
        Kind::Pairing => "devices",
        Kind::Failed | Kind::Late => "jobs",
        Kind::Blocked | Kind::Message | Kind::Budget => "rest",
    }
}

/// What a person wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wishes {
    /// Things that wait are told of.
    pub is_on: bool,
    /// The groups of which nothing is.
    pub muted: Vec<String>,
    /// When nothing is.
    pub quiet: Quiet,
}

reads! { Wishes { is_on, muted, quiet } }

impl Wishes {
    /// Whether things of a group are told of.
    pub fn tells(&self, group: &str) -> bool {
        self.muted.iter().all(|muted| muted != group)
    }

    /// Tells of things of a group, or not.
    pub fn mute(&mut self, group: &str, is_muted: bool) {
        self.muted.retain(|muted| muted != group);
        if is_muted {
            self.muted.push(group.to_owned());
        }
    }
}

/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;

/// Hours in which nothing is told, by the clocks of the browser's zone. They may reach across midnight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quiet {
    /// They are kept.
    pub is_on: bool,
    /// Their first minute of the day.
    pub from: i64,
    /// The first minute after them.
    pub to: i64,
}

reads! { Quiet { is_on, from: needed, to: needed } }

impl Default for Quiet {
    fn default() -> Self {
        Self { is_on: false, from: 22 * 60, to: 7 * 60 }
    }
}

impl Quiet {
    /// Returns how many milliseconds they still last, so many milliseconds into a day; nothing outside of them.
    pub fn left(&self, of_day: i64) -> Option<i64> {
        let day = DAY * MINUTE;
        let place = |minute: i64| minute.rem_euclid(DAY) * MINUTE;
        let (from, to, now) = (place(self.from), place(self.to), of_day.rem_euclid(day));
        let (long, gone) = ((to - from).rem_euclid(day), (now - from).rem_euclid(day));
        (self.is_on && gone < long).then_some(long - gone)
    }
}

/// Writes a minute of the day as a clock shows it: `07:00`.
pub fn clock(minute: i64) -> String {
    let minute = minute.rem_euclid(DAY);
    let two = |number: i64| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [two(minute / 60), two(minute % 60)].join(":")
}

/// Reads what [`clock`] writes; seconds behind it count for nothing.
pub fn minute(written: &str) -> Option<i64> {
    let mut parts = written.split(':');
    let mut next = |most: i64| parts.next()?.parse::<i64>().ok().filter(|number| (0..most).contains(number));
    Some(next(24)? * 60 + next(60)?)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quiet_hours_reach_across_midnight_and_end_when_they_should() {
        let quiet = |from, to| Quiet { is_on: true, from, to };
        for (hours, minute, left) in [
            (quiet(1_320, 420), 1_319, None),
            (quiet(1_320, 420), 1_320, Some(540)),
            (quiet(1_320, 420), 0, Some(420)),
            (quiet(1_320, 420), 419, Some(1)),
            (quiet(1_320, 420), 420, None),
            (quiet(540, 1_020), 600, Some(420)),
            (quiet(540, 1_020), 539, None),
            // From a time to itself is never, not always.
            (quiet(60, 60), 60, None),
            (Quiet { is_on: false, from: 0, to: 1_439 }, 5, None),
        ] {
            assert_eq!(hours.left(minute * MINUTE).map(|left| left / MINUTE), left, "{hours:?} at {minute}");
        }
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        for (written, read) in
            [("07:00", Some(420)), ("23:59", Some(1_439)), ("7:5:9", Some(425)), ("24:00", None), ("", None), ("12", None), ("-1:00", None)]
        {
            assert_eq!(minute(written), read, "{written}");
        }
        assert_eq!((clock(5), clock(-1), clock(1_440)), ("00:05".into(), "23:59".into(), "00:00".into()));
    }

    #[test]
    fn a_group_is_muted_once() {
        let mut wishes = Wishes::default();
        wishes.mute("jobs", true);
        wishes.mute("jobs", true);
        assert!(!wishes.tells("jobs") && wishes.tells("requests") && wishes.muted.len() == 1);
        wishes.mute("jobs", false);
        assert_eq!(wishes, Wishes::default());
        assert!(GROUPS.iter().any(|(name, _)| *name == group(Kind::Budget)));
    }

    proptest! {
        #[test]
        fn quiet_hours_end_where_their_rest_says(from in -9_999_i64..9_999, to in -9_999_i64..9_999, at in 0_i64..86_400_000) {
            let quiet = Quiet { is_on: true, from, to };
            if let Some(left) = quiet.left(at) {
                prop_assert!(left > 0 && left <= DAY * MINUTE);
                prop_assert_eq!(quiet.left(at + left), None);
                prop_assert!(quiet.left(at + left - 1).is_some());
            }
            prop_assert_eq!(minute(&clock(from)), Some(from.rem_euclid(DAY)));
        }
    }
}
