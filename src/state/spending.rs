//! Budgets and what was noticed about them, as this browser keeps them. What is noticed here is this browser's own word, never the gateway's:
//! whoever lists it beside what the gateway says must say so.
//! Refuses to watch and to judge; `features::analytics` does.

use serde::Serialize;

use crate::domain::usage::alarm::Marks;
use crate::domain::usage::budget::Budget;
use crate::domain::usage::spending::Spending;
use crate::protocol::fields::reads;

/// The key under which budgets are kept.
pub const BUDGETS: &str = "openclutch.budgets";
/// The key under which it is kept what was noticed about them.
pub const NOTICED: &str = "openclutch.budgets.noticed";

/// The budgets that a person set, for all gateways.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Budgets {
    /// The last id that was given.
    pub last: i64,
    /// One by one.
    pub list: Vec<Budget>,
}

reads! { Budgets { last, list } }

impl Budgets {
    /// Puts a budget in the place of the one with its id, or at the end with an id of its own.
    pub fn put(&mut self, budget: Budget) {
        match self.list.iter_mut().find(|known| known.id == budget.id) {
            Some(known) => *known = budget,
            None => {
                self.last += 1;
                self.list.push(Budget { id: self.last, ..budget });
            }
        }
    }
}

/// A level of a budget that was reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Crossing {
    /// When it was noticed, by the clock of this machine.
    pub at: i64,
    /// The address of the gateway.
    pub gateway: String,
    /// All of it is spent.
    pub is_spent: bool,
    /// What was said.
    pub words: String,
    /// Where in Analytics one sees more: the part of the address behind the path.
    pub search: String,
}

reads! { Crossing { at: needed, gateway: needed, is_spent, words: needed, search } }

/// So many crossings are kept.
const CROSSINGS: usize = 50;
/// What was spent is kept of so many gateways.
const GATEWAYS: usize = 4;

/// What was noticed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Noticed {
    /// What was said already.
    pub marks: Marks,
    /// The levels that were reached, the newest first.
    pub crossings: Vec<Crossing>,
    /// What was spent, gateway by gateway.
    pub spendings: Vec<Spending>,
}

reads! { Noticed { marks, crossings, spendings } }

impl Noticed {
    /// Keeps a crossing.
    pub fn note(&mut self, crossing: Crossing) {
        self.crossings.insert(0, crossing);
        self.crossings.truncate(CROSSINGS);
    }

    /// Keeps what was spent at a gateway.
    pub fn keep(&mut self, spending: Spending) {
        self.spendings.retain(|known| known.gateway != spending.gateway);
        self.spendings.insert(0, spending);
        self.spendings.truncate(GATEWAYS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::fields::{FromJson, Piece};

    #[test]
    fn a_budget_is_put_in_its_place() {
        let mut budgets = Budgets::default();
        budgets.put(Budget { limit: 5, ..Budget::default() });
        budgets.put(Budget { limit: 6, ..Budget::default() });
        budgets.put(Budget { id: 1, limit: 7, ..Budget::default() });
        assert_eq!(budgets.list.iter().map(|budget| (budget.id, budget.limit)).collect::<Vec<_>>(), [(1, 7), (2, 6)]);
    }

    #[test]
    fn what_is_noticed_is_bounded_and_survives_a_reload() {
        let mut noticed = Noticed::default();
        for at in 0..80 {
            noticed.note(Crossing { at, words: "w".into(), ..Crossing::default() });
            noticed.keep(Spending { gateway: format!("g{}", at % 7), since: at, ..Spending::default() });
        }
        assert_eq!((noticed.crossings.len(), noticed.crossings[0].at), (CROSSINGS, 79));
        assert_eq!((noticed.spendings.len(), noticed.spendings[0].since), (GATEWAYS, 79));
        let written = serde_json::value::to_raw_value(&noticed).unwrap();
        assert_eq!(Noticed::from_json(Piece::of(&written)), Ok(noticed));
    }
}
