//! How the list is looked at, as it stands in the address: query, order, filters, which part of the detail. Pure.
//! Refuses to know rows.

use crate::paths::{add_pair, pairs};

/// By what the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Pinned, running, then newest: what an operator wants to see.
    #[default]
    Active,
    /// By title.
    Title,
    /// By how full the context is.
    Context,
    /// By what the last run cost.
    Cost,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Active, Self::Title, Self::Context, Self::Cost];

    /// Returns the name in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Title => "title",
            Self::Context => "context",
            Self::Cost => "cost",
        }
    }
}

/// A part of the detail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The facts.
    #[default]
    Overview,
    /// What its tools do.
    Tools,
    /// The row as the gateway has it.
    Raw,
}

impl Tab {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Overview, Self::Tools, Self::Raw];

    /// Returns the name in the address and on screen, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Tools => "tools",
            Self::Raw => "raw",
        }
    }
}

/// How the list is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What is searched for.
    pub query: String,
    /// By what it is sorted.
    pub sort: Sort,
    /// The other way round.
    pub is_reversed: bool,
    /// Sessions that are mere noise are shown too.
    pub with_noise: bool,
    /// Sessions that were put away are shown instead.
    pub archived: bool,
    /// What is searched for in messages; the hits take the list's place.
    pub said: String,
    /// Which part of the detail is open.
    pub tab: Tab,
    /// A message to show in the detail: the session's life and the message's id.
    pub message: Option<(String, String)>,
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
                "noise" => look.with_noise = true,
                "archived" => look.archived = true,
                "said" => look.said = value,
                "tab" => look.tab = Tab::ALL.into_iter().find(|tab| tab.as_str() == value).unwrap_or_default(),
                "message" => look.message = value.split_once('/').map(|(life, id)| (life.into(), id.into())),
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
        add("noise", "1", self.with_noise);
        add("archived", "1", self.archived);
        add("said", &self.said, !self.said.trim().is_empty());
        add("tab", self.tab.as_str(), self.tab != Tab::default());
        let message = self.message.as_ref().map(|(life, id)| format!("{life}/{id}")).unwrap_or_default();
        add("message", &message, !message.is_empty());
        written
    }

    /// The same look at the list, without what belongs to one session.
    pub fn of_list(&self) -> Self {
        Self { tab: Tab::default(), message: None, ..self.clone() }
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
        assert_eq!(Look::read(""), Look::default());
        assert_eq!(Look::read("?nonsense&sort=sideways&tab=x"), Look::default());
    }

    #[test]
    fn all_of_a_look_survives_the_address() {
        let look = Look {
            query: r#"status:running "a b" 100% ü"#.into(),
            sort: Sort::Cost,
            is_reversed: true,
            with_noise: true,
            archived: true,
            said: "wombat & co".into(),
            tab: Tab::Raw,
            message: Some(("life".into(), "id/2".into())),
        };
        assert_eq!(Look::read(&look.write()), look);
        assert!(look.write().is_ascii() && !look.write().contains(' '), "{}", look.write());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(query in ".{0,30}") {
            prop_assume!(!query.trim().is_empty());
            let look = Look { query, ..Look::default() };
            prop_assert_eq!(Look::read(&look.write()), look);
        }

        #[test]
        fn nothing_in_an_address_panics(search in ".{0,60}") {
            Look::read(&search);
        }
    }
}
