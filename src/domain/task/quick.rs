//! A task in one line: `Ship the docs !high #docs @website ^fri`.
//! Refuses to know the date; it is an argument. What is not understood stays in the title.

use super::Priority;
use crate::domain::query::small;
use crate::protocol::day::Day;

/// What was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quick {
    /// What is to be done.
    pub title: String,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// Labels, each once.
    pub labels: Vec<String>,
    /// The id of the project and its name.
    pub project: Option<(String, String)>,
    /// The day by which it is to be done.
    pub due: Option<Day>,
}

/// Reads a line. The projects are ids with names.
pub fn read(typed: &str, projects: &[(String, String)], today: Day) -> Quick {
    let mut quick = Quick::default();
    for word in typed.split_whitespace() {
        if !quick.take(word, projects, today) {
            if !quick.title.is_empty() {
                quick.title.push(' ');
            }
            quick.title.push_str(word);
        }
    }
    quick
}

impl Quick {
    fn take(&mut self, word: &str, projects: &[(String, String)], today: Day) -> bool {
        let mut letters = word.chars();
        let (sign, rest) = (letters.next(), letters.as_str());
        match sign {
            Some('!') => {
                let priority = priority(&small(rest));
                self.priority = priority.or(self.priority);
                priority.is_some()
            }
            Some('#') => {
                let is_label = rest.starts_with(char::is_alphabetic);
                if is_label && !self.labels.iter().any(|label| label == rest) {
                    self.labels.push(rest.to_owned());
                }
                is_label
            }
            Some('@') => {
                let plain = |text: &str| small(text).replace([' ', '-', '_'], "");
                let found = projects.iter().find(|(_, name)| !rest.is_empty() && plain(name) == plain(rest)).cloned();
                let is_known = found.is_some();
                self.project = found.or(self.project.take());
                is_known
            }
            Some('^') => {
                let due = day(rest, today);
                self.due = due.or(self.due);
                due.is_some()
            }
            _ => false,
        }
    }
}

fn priority(word: &str) -> Option<Priority> {
    let at = match word {
        "1" | "u" => 4,
        "2" | "h" => 3,
        "3" | "m" | "med" => 2,
        "4" | "l" => 1,
        _ => return Priority::named(word),
    };
    Priority::ALL.get(at).copied()
}

/// The days of the week by their first three letters, Monday first.
const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a day: today, tomorrow, a day of the week (the next one), `3d`, `2w`, or a date.
pub fn day(word: &str, today: Day) -> Option<Day> {
    let word = small(word);
    let ahead = |unit: char, days: i32| Some(word.strip_suffix(unit)?.parse::<u16>().ok().map(|many| today.plus(i32::from(many) * days)));
    let weekday = WEEK.iter().position(|name| word.len() >= 3 && name.starts_with(&word));
    if let Some(at) = weekday.and_then(|at| i32::try_from(at).ok()) {
        let apart = (at - today.weekday()).rem_euclid(7);
        return Some(today.plus(if apart == 0 { 7 } else { apart }));
    }
    match word.as_str() {
        "today" => Some(today),
        "tomorrow" | "tom" => Some(today.plus(1)),
        _ => ahead('d', 1).or_else(|| ahead('w', 7)).unwrap_or_else(|| Day::read(&word)),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn projects() -> Vec<(String, String)> {
        vec![("p1".into(), "Website".into()), ("p2".into(), "Home lab".into())]
    }

    #[test]
    fn a_line_is_taken_apart() {
        let today = Day::of(2026, 11, 25); // a Wednesday
        let quick = read("Ship the docs !high #docs @website ^fri", &projects(), today);
        assert_eq!(
            quick,
            Quick {
                title: "Ship the docs".into(),
                priority: Some(Priority::High),
                labels: vec!["docs".into()],
                project: Some(("p1".into(), "Website".into())),
                due: Some(Day::of(2026, 11, 27)),
            }
        );
    }

    #[test]
    fn what_is_not_understood_stays_in_the_title() {
        let today = Day::of(2026, 11, 25);
        for same in ["Fix #12 now!", "Mail a@b.c @nobody", "! # @ ^", "x^2 ^someday !!", "!highest", "^d ^-3d ^9999999d"] {
            let quick = read(same, &projects(), today);
            assert_eq!(quick, Quick { title: same.into(), ..Quick::default() });
        }
        assert_eq!(read(" a  #x #x #y @home-lab @homelab ", &projects(), today).labels, ["x", "y"]);
    }

    #[test]
    fn days_are_read() {
        let today = Day::of(2026, 11, 25);
        for (word, wanted) in [
            ("today", today),
            ("Tomorrow", today.plus(1)),
            ("wed", today.plus(7)),
            ("thu", today.plus(1)),
            ("tuesday", today.plus(6)),
            ("sun", today.plus(4)),
            ("3d", today.plus(3)),
            ("2w", today.plus(14)),
            ("2026-12-01", Day::of(2026, 12, 1)),
        ] {
            assert_eq!(day(word, today), Some(wanted), "{word}");
        }
        for word in ["", "d", "we", "2026-13-01", "yesterday", "fridays"] {
            assert_eq!(day(word, today), None, "{word}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics_and_no_word_is_lost(typed in "[a-z!#@^0-9 ]{0,40}") {
            let quick = read(&typed, &projects(), Day(20_000));
            for word in typed.split_whitespace().filter(|word| !word.starts_with(['!', '#', '@', '^'])) {
                prop_assert!(quick.title.split(' ').any(|other| other == word));
            }
        }

        #[test]
        fn nothing_panics(typed in ".{0,30}") {
            read(&typed, &projects(), Day(20_000));
        }
    }
}
