//! How the log is looked at, as it stands in the address: query, levels, time, columns, repeats. Pure.
//! Refuses to know lines.

use crate::domain::log::book::View;
use crate::domain::log::level::Levels;
use crate::domain::log::repeat::Repeats;
use crate::paths::{add_pair, pairs};

/// What the column of times says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// The time of day.
    #[default]
    Clock,
    /// How long ago it was.
    Age,
    /// How much later than the line before.
    Delta,
}

impl Times {
    /// All of them, with what they are called.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Clock, "Time of day"), (Self::Age, "Age"), (Self::Delta, "Since the line before")];

    /// Returns the name in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Age => "age",
            Self::Delta => "delta",
        }
    }
}

/// How the log is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What is searched for.
    pub query: String,
    /// What is left to be shown of that.
    pub view: View,
    /// What the column of times says.
    pub times: Times,
    /// Times are those of UTC, not of this browser's zone.
    pub is_utc: bool,
    /// Fields that have a column of their own, by their names.
    pub columns: Vec<String>,
}

/// The last millisecond of the year 9999.
const LAST: i64 = 253_402_300_799_999;
/// At most so many fields have a column of their own.
const COLUMNS: usize = 4;

impl Look {
    /// Reads the part of an address behind the question mark. Total: what is unknown is left out.
    pub fn read(search: &str) -> Self {
        let mut look = Self::default();
        let (mut from, mut to) = (None, None);
        for (name, value) in pairs(search) {
            match name {
                "q" => look.query = value,
                "hide" => look.view.hidden = Levels::read(&value),
                "from" => from = value.parse().ok(),
                "to" => to = value.parse().ok(),
                "repeats" => look.view.repeats = Repeats::ALL.into_iter().find(|by| by.as_str() == value).unwrap_or_default(),
                "time" => look.times = Times::ALL.into_iter().find(|(by, _)| by.as_str() == value).unwrap_or_default().0,
                "zone" => look.is_utc = value == "utc",
                "column" => look.column(&value, true),
                _ => {}
            }
        }
        // An address may say anything; what is no time of a log is none to count up to.
        let within = |at: i64| at.clamp(0, LAST);
        look.view.span = from.zip(to).map(|(from, to): (i64, i64)| (within(from.min(to)), within(from.max(to))));
        look
    }

    /// Writes the part of an address behind the path, with its question mark; empty where there is nothing to say.
    pub fn write(&self) -> String {
        let mut written = String::new();
        let mut add = |name: &str, value: &str, is_there: bool| add_pair(&mut written, name, value, is_there);
        add("q", &self.query, !self.query.trim().is_empty());
        add("hide", &self.view.hidden.write(), !self.view.hidden.is_empty());
        if let Some((from, to)) = self.view.span {
            add("from", &from.to_string(), true);
            add("to", &to.to_string(), true);
        }
        add("repeats", self.view.repeats.as_str(), self.view.repeats != Repeats::default());
        add("time", self.times.as_str(), self.times != Times::default());
        add("zone", "utc", self.is_utc);
        for column in &self.columns {
            add("column", column, true);
        }
        written
    }

    /// Gives a field a column of its own, or takes it away.
    pub fn column(&mut self, field: &str, is_there: bool) {
        self.columns.retain(|column| column != field);
        if is_there && !field.is_empty() {
            self.columns.push(field.to_owned());
            self.columns.truncate(COLUMNS);
        }
    }

    /// Adds a term to the query, unless it stands there; without its opposite.
    pub fn add(&mut self, term: &str) {
        let opposite = term.strip_prefix('-').map_or_else(|| ["-", term].concat(), str::to_owned);
        let rest = [" ", &self.query, " "].concat().replacen(&[" ", &opposite, " "].concat(), " ", 1);
        let has = rest.contains(&[" ", term, " "].concat());
        let rest = rest.trim();
        self.query = if has { rest.to_owned() } else { [rest, if rest.is_empty() { "" } else { " " }, term].concat() };
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::domain::log::histogram::histogram;
    use crate::domain::log::level::Level;
    use proptest::prelude::*;

    #[test]
    fn an_empty_look_leaves_the_address_alone() {
        assert_eq!(Look::default().write(), "");
        assert_eq!(Look::read("?nonsense&hide=loud&from=5&repeats=x&time=y&zone=z"), Look::default());
    }

    #[test]
    fn a_term_is_added_once_and_without_its_opposite() {
        let mut look = Look::read("?q=level:info%20-subsystem:ws");
        look.add("subsystem:ws");
        assert_eq!(look.query, "level:info subsystem:ws");
        look.add("level:info");
        look.add("-subsystem:ws");
        assert_eq!(look.query, "level:info -subsystem:ws");
        let mut look = Look::default();
        look.add(".a:\"b c\"");
        assert_eq!(look.query, ".a:\"b c\"");
    }

    #[test]
    fn no_address_has_the_chart_count_for_ever() {
        let look = Look::read(&format!("?from={}&to={}", i64::MIN, i64::MAX));
        assert_eq!(look.view.span, Some((0, LAST)));
        let (from, to) = look.view.span.unwrap();
        assert!(histogram(std::iter::empty(), from, to, 0).bars.len() <= 2);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            query in "[^ ].{0,20}", hidden in 0_usize..8, span in prop::option::of((0..=LAST, 0..=LAST)), by in 0_usize..3, is_utc: bool,
            columns in prop::collection::hash_set("[a-zA-Z._]{1,9}", 0..4),
        ) {
            let look = Look {
                query,
                view: View {
                    hidden: Levels::of(|level: Level| level.place() < hidden),
                    span: span.map(|(from, to)| (from.min(to), from.max(to))),
                    repeats: Repeats::ALL[by],
                },
                times: Times::ALL[by].0,
                is_utc,
                columns: columns.into_iter().collect(),
            };
            prop_assume!(!look.query.trim().is_empty());
            prop_assert_eq!(Look::read(&look.write()), look);
        }

        #[test]
        fn nothing_in_an_address_panics(search in ".{0,60}") {
            Look::read(&search);
        }
    }
}
