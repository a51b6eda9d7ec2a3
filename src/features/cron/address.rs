//! How jobs are looked at, as it stands in the address: query, list, week or month, order, part of the detail, run. Pure.
//! Refuses to know jobs.

use crate::domain::schedule::civil::{DAY, day, read_local};
use crate::paths::{add_pair, pairs};

/// By what the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What is due next.
    #[default]
    Next,
    /// By name.
    Name,
    /// What needs somebody first.
    State,
    /// By what the last run took.
    Last,
}

impl Sort {
    const ALL: [Self; 4] = [Self::Next, Self::Name, Self::State, Self::Last];

    /// Returns the name in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Name => "name",
            Self::State => "state",
            Self::Last => "last",
        }
    }
}

/// As what jobs are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// One below the other.
    #[default]
    List,
    /// The plan of the week by hours.
    Week,
    /// The results of a month by days.
    Month,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::List, Self::Week, Self::Month];

    /// Returns the name in the address, and the word on screen.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::List => ("list", "List"),
            Self::Week => ("week", "Week"),
            Self::Month => ("month", "Month"),
        }
    }
}

/// A part of the detail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The runs.
    #[default]
    Runs,
    /// The facts.
    Overview,
    /// The job as the gateway has it.
    Raw,
}

impl Tab {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Runs, Self::Overview, Self::Raw];

    /// Returns the name in the address and on screen, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Overview => "overview",
            Self::Raw => "raw",
        }
    }
}

/// Which runs are shown, by how they came out, as the gateway and people say it.
pub const OUTCOMES: [(&str, &str); 4] = [("", "All"), ("ok", "Ok"), ("error", "Failed"), ("skipped", "Skipped")];

/// How jobs are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What is searched for.
    pub query: String,
    /// By what the list is sorted.
    pub sort: Sort,
    /// The other way round.
    pub is_reversed: bool,
    /// What the gateway made for itself is shown too.
    pub with_system: bool,
    /// As what they are looked at.
    pub view: View,
    /// The day that is looked at in the month, in days since 1970; today if none.
    pub day: Option<i64>,
    /// Which part of the detail is open.
    pub tab: Tab,
    /// Only runs that came out so: a place in [`OUTCOMES`].
    pub outcome: usize,
    /// Which page of the runs, from 0 on.
    pub page: usize,
    /// The run that is shown in full, by when it began.
    pub run: Option<i64>,
}

impl Look {
    /// Reads the part of an address behind the question mark. Total: what is unknown is left out.
    pub fn read(search: &str) -> Self {
        let mut look = Self::default();
        for (name, value) in pairs(search) {
            match name {
                "q" => look.query = value,
                "sort" => look.sort = Sort::ALL.into_iter().find(|sort| sort.as_str() == value).unwrap_or_default(),
                "reverse" => look.is_reversed = true,
                "system" => look.with_system = true,
                "view" => look.view = View::ALL.into_iter().find(|view| view.words().0 == value).unwrap_or_default(),
                "day" => look.day = read_local(&value).map(|(wall, _)| wall.div_euclid(DAY)),
                "tab" => look.tab = Tab::ALL.into_iter().find(|tab| tab.as_str() == value).unwrap_or_default(),
                "outcome" => look.outcome = OUTCOMES.iter().position(|(of, _)| *of == value).unwrap_or_default(),
                "page" => look.page = value.parse::<usize>().unwrap_or_default().saturating_sub(1),
                "run" => look.run = value.parse().ok(),
                _ => {}
            }
        }
        look
    }

    /// Writes the part of an address behind the path, with its question mark; empty where there is nothing to say.
    pub fn write(&self) -> String {
        let mut written = String::new();
        let mut add = |name: &str, value: &str, is_there: bool| add_pair(&mut written, name, value, is_there);
        add("q", &self.query, !self.query.trim().is_empty());
        add("sort", self.sort.as_str(), self.sort != Sort::default());
        add("reverse", "1", self.is_reversed);
        add("system", "1", self.with_system);
        add("view", self.view.words().0, self.view != View::default());
        add("day", &self.day.map(day).unwrap_or_default(), self.day.is_some());
        add("tab", self.tab.as_str(), self.tab != Tab::default());
        add("outcome", OUTCOMES.get(self.outcome).map_or("", |(of, _)| of), self.outcome != 0);
        add("page", &(self.page.saturating_add(1)).to_string(), self.page != 0);
        add("run", &self.run.unwrap_or_default().to_string(), self.run.is_some());
        written
    }

    /// The same look at the list, without what belongs to one job.
    pub fn of_list(&self) -> Self {
        Self { tab: self.tab, outcome: 0, page: 0, run: None, ..self.clone() }
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
        assert_eq!(Look::read("?sort=sideways&tab=x&outcome=y&page=z&run=w&view=v&day=2026-02-30"), Look::default());
    }

    #[test]
    fn all_of_a_look_survives_the_address() {
        let look = Look {
            query: "state:late backup".into(),
            sort: Sort::State,
            is_reversed: true,
            with_system: true,
            view: View::Month,
            day: Some(20_782),
            tab: Tab::Raw,
            outcome: 2,
            page: 3,
            run: Some(1_795_158_840_653),
        };
        assert_eq!(Look::read(&look.write()), look);
    }

    proptest! {
        #[test]
        fn nothing_in_an_address_panics(search in "(\\?)?(page|run|q|outcome|day|view)=.{0,30}") {
            Look::read(&search).write();
        }
    }
}
