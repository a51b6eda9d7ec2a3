//! How tasks are looked at, as it stands in the address. Pure.
//! Refuses to know tasks.

use crate::domain::task::Task;
use crate::domain::task::listing::{Group, Sort, Wish};
use crate::paths::{add_pair, pairs};

/// What is looked at, and as what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// The person's own tasks, in columns.
    #[default]
    Board,
    /// The same, in rows.
    List,
    /// The gateway's own board.
    Workboard,
    /// The gateway's ledger of what works in the background.
    Runs,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Board, Self::List, Self::Workboard, Self::Runs];

    /// Returns its word in the address, and on its button.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Board => ("", "Board"),
            Self::List => ("list", "List"),
            Self::Workboard => ("workboard", "Workboard"),
            Self::Runs => ("runs", "Background runs"),
        }
    }

    /// Whether the person's own tasks are looked at, not what the gateway keeps.
    pub fn is_own(self) -> bool {
        matches!(self, Self::Board | Self::List)
    }
}

/// How tasks are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What is looked at, and as what.
    pub shape: Shape,
    /// What is shown, and in which order.
    pub wish: Wish,
}

impl Look {
    /// Reads it. What it does not know, it passes over.
    pub fn read(search: &str) -> Self {
        let mut look = Self::default();
        for (name, value) in pairs(search) {
            let wish = &mut look.wish;
            match name {
                "as" => look.shape = Shape::ALL.iter().find(|shape| shape.words().0 == value).copied().unwrap_or_default(),
                "q" => wish.query = value,
                "sort" => {
                    let word = value.strip_prefix('-');
                    let sort = Sort::ALL.iter().find(|sort| sort.as_str() == word.unwrap_or(&value));
                    (wish.sort, wish.is_reversed) = (sort.copied().unwrap_or_default(), word.is_some());
                }
                "by" => wish.group = Group::ALL.iter().find(|group| group.as_str() == value).copied().unwrap_or_default(),
                _ => {}
            }
        }
        look
    }

    /// Writes it, the question mark included; nothing where all is as usual.
    pub fn write(&self) -> String {
        let (mut written, wish) = (String::new(), &self.wish);
        add_pair(&mut written, "as", self.shape.words().0, self.shape != Shape::Board);
        add_pair(&mut written, "q", &wish.query, !wish.query.is_empty());
        let sign = if wish.is_reversed { "-" } else { "" };
        add_pair(&mut written, "sort", &[sign, wish.sort.as_str()].concat(), wish.sort != Sort::Manual);
        add_pair(&mut written, "by", wish.group.as_str(), wish.group != Group::Status);
        written
    }
}

/// Returns the number of the task that an address names.
pub fn opened_at(path: &str) -> Option<u32> {
    let (_, name) = path.rsplit_once("/tasks/")?;
    name.strip_prefix(Task::PREFIX)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let wish = Wish { query: "a b".into(), sort: Sort::Due, is_reversed: true, group: Group::Label };
        for look in [Look::default(), Look { shape: Shape::List, wish }, Look { shape: Shape::Runs, ..Look::default() }] {
            assert_eq!(Look::read(&look.write()), look);
        }
        assert_eq!(Look::read("?sort=x&by=y&as=z&other"), Look::default());
        assert_eq!((opened_at("/tasks/OC-12"), opened_at("/tasks/x"), opened_at("/tasks")), (Some(12), None, None));
    }
}
