//! What is looked at, as it stands in the address: range, measure, steps, zone, breakdown, filters, the session that is open. Pure.
//! Refuses to know any figures.

use crate::domain::usage::filter::{Dim, Filter};
use crate::domain::usage::span::{RANGES, Range, Step};
use crate::domain::usage::sum::Measure;
use crate::paths::{add_pair, pairs};
use crate::protocol::day::Day;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Which time.
    pub range: Range,
    /// What is measured.
    pub measure: Measure,
    /// How long the buckets of the chart are.
    pub step: Step,
    /// Days begin by UTC, not by this browser's zone.
    pub is_utc: bool,
    /// By what it is broken down.
    pub by: Dim,
    /// What is left.
    pub filters: Vec<Filter>,
    /// The chart is shown as a table.
    pub is_table: bool,
    /// The session whose steps are open.
    pub open: Option<String>,
    /// The session that stands beside it for comparison.
    pub beside: Option<String>,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            range: Range::default(),
            measure: Measure::default(),
            step: Step::Day,
            is_utc: false,
            by: Dim::default(),
            filters: vec![],
            is_table: false,
            open: None,
            beside: None,
        }
    }
}

impl Look {
    /// Reads the part of an address behind the question mark. Total: what is unknown is left out.
    pub fn read(search: &str) -> Self {
        let mut look = Self::default();
        let (mut from, mut to) = (None, None);
        for (name, value) in pairs(search) {
            match name {
                "range" => {
                    look.range = RANGES.iter().find(|(name, _, _)| *name == value).map_or(look.range, |(_, _, range)| *range);
                }
                "from" => from = Day::read(&value),
                "to" => to = Day::read(&value),
                "unit" if value == "tokens" => look.measure = Measure::Tokens,
                "per" => look.step = Step::ALL.into_iter().find(|step| step.as_str() == value).unwrap_or(look.step),
                "zone" => look.is_utc = value == "utc",
                "by" => look.by = Dim::ALL.into_iter().find(|dim| dim.as_str() == value).unwrap_or_default(),
                "as" => look.is_table = value == "table",
                "steps" if !value.is_empty() => look.open = Some(value),
                "beside" if !value.is_empty() => look.beside = Some(value),
                _ => {
                    if let Some(dim) = Dim::ALL.into_iter().find(|dim| dim.as_str() == name) {
                        look.filter(dim, value, true);
                    }
                }
            }
        }
        // Nothing stands beside nothing, nor beside itself.
        look.beside = look.beside.take().filter(|beside| look.open.as_ref().is_some_and(|open| open != beside));
        if let (Some(from), Some(to)) = (from, to) {
            look.range = Range::Custom(from.min(to), from.max(to));
        }
        look
    }

    /// Writes the part of an address behind the path, with its question mark; empty where there is nothing to say.
    pub fn write(&self) -> String {
        let mut written = String::new();
        let mut add = |name: &str, value: &str, is_there: bool| add_pair(&mut written, name, value, is_there);
        if let Range::Custom(from, to) = self.range {
            add("from", &from.write(), true);
            add("to", &to.write(), true);
        } else if let Some((name, _, _)) = RANGES.iter().find(|(_, _, range)| *range == self.range) {
            add("range", name, self.range != Range::default());
        }
        add("unit", "tokens", self.measure == Measure::Tokens);
        add("per", self.step.as_str(), self.step != Step::Day);
        add("zone", "utc", self.is_utc);
        add("by", self.by.as_str(), self.by != Dim::default());
        add("as", "table", self.is_table);
        for (dim, value) in &self.filters {
            add(dim.as_str(), value, true);
        }
        add("steps", self.open.as_deref().unwrap_or_default(), self.open.is_some());
        add("beside", self.beside.as_deref().unwrap_or_default(), self.beside.is_some());
        written
    }

    /// Whether a filter is set.
    pub fn has(&self, dim: Dim, value: &str) -> bool {
        self.filters.iter().any(|(of, is)| *of == dim && is == value)
    }

    /// Sets a filter, or takes it away.
    pub fn filter(&mut self, dim: Dim, value: String, is_set: bool) {
        self.filters.retain(|(of, is)| *of != dim || *is != value);
        if is_set {
            self.filters.push((dim, value));
        }
    }

    /// Goes back along the way to where so many filters were set, and no session was open.
    pub fn back_to(&mut self, filters: usize) {
        self.filters.truncate(filters);
        (self.open, self.beside) = (None, None);
    }

    /// Returns how long the buckets are: hours where hours are looked at.
    pub fn step(&self) -> Step {
        if self.range == Range::Hours { Step::Hour } else { self.step }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_empty_look_leaves_the_address_alone() {
        assert_eq!(Look::default().write(), "");
        assert_eq!(Look::read("?nonsense&range=9y&per=hour&by=x&from=2026-01-01&steps="), Look::default());
    }

    #[test]
    fn all_of_a_look_survives_the_address() {
        let look = Look {
            range: Range::Custom(Day::of(2026, 1, 2), Day::of(2026, 2, 1)),
            measure: Measure::Tokens,
            step: Step::Week,
            is_utc: true,
            by: Dim::Tool,
            filters: vec![(Dim::Model, "a/b c&d".into()), (Dim::Channel, String::new()), (Dim::Model, "e".into())],
            is_table: true,
            open: Some("agent:main:x/y".into()),
            beside: Some("agent:main:z".into()),
        };
        assert_eq!(Look::read(&look.write()), look);
        assert!(look.write().is_ascii() && !look.write().contains(' '), "{}", look.write());
        for (_, _, range) in RANGES {
            assert_eq!(Look::read(&Look { range, ..Look::default() }.write()).range, range);
        }
    }

    #[test]
    fn a_filter_is_set_once() {
        let mut look = Look::default();
        look.filter(Dim::Agent, "a".into(), true);
        look.filter(Dim::Agent, "a".into(), true);
        assert_eq!(look.filters.len(), 1);
        look.filter(Dim::Agent, "a".into(), false);
        assert!(!look.has(Dim::Agent, "a"));
    }

    #[test]
    fn the_way_back_ends_where_it_is_told_to() {
        let mut look = Look::read("?model=a&agent=b&session=c&steps=c&beside=d");
        look.back_to(2);
        assert_eq!(look, Look::read("?model=a&agent=b"));
        look.back_to(0);
        assert_eq!(look, Look::default());
    }

    #[test]
    fn nothing_stands_beside_nothing_or_itself() {
        for search in ["?beside=a", "?steps=a&beside=a", "?steps=&beside=b"] {
            assert_eq!(Look::read(search).beside, None, "{search}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(values in prop::collection::hash_set(".{0,20}", 0..4), dim in 0..7_usize) {
            let filters = values.into_iter().map(|value| (Dim::ALL[dim], value)).collect();
            let look = Look { filters, ..Look::default() };
            prop_assert_eq!(Look::read(&look.write()), look);
        }

        #[test]
        fn nothing_in_an_address_panics(search in ".{0,60}") {
            Look::read(&search);
        }
    }
}
