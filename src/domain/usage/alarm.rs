//! What was said of budgets already, so that nothing is said twice: each level once for each budget and its time. Pure.
//! Refuses to know how it is said.

use serde::Serialize;

use super::budget::{Budget, Level};
use crate::protocol::day::Day;
use crate::protocol::fields::reads;

/// What was said of a budget and of one whom it bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Mark {
    budget: i64,
    /// Which agent, job or session; empty for all.
    of: String,
    /// The first day of the time.
    from: i64,
    /// The level.
    level: i64,
}

reads! { Mark { budget: needed, of: needed, from: needed, level: needed } }

/// All that was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Marks {
    marks: Vec<Mark>,
}

reads! { Marks { marks } }

/// So many are remembered. Where no more are, of what is bounded one by one no more is said: better than to say it all again and again.
const MOST: usize = 1_000;

impl Marks {
    /// Takes what is spent, and returns a level that is reached now and was not said before. A level is said again only after what is
    /// spent fell by a tenth below it, since a new count may be a little less than what was seen.
    pub fn judge(&mut self, budget: &Budget, of: &str, today: Day, spent: i64) -> Option<Level> {
        let from = i64::from(budget.per.days(today).0.0);
        let now = budget.level(spent);
        let is_full = self.marks.len() >= MOST;
        let found = self.marks.iter_mut().find(|mark| mark.budget == budget.id && mark.of == of && mark.from == from);
        let before = found.as_ref().map_or(0, |mark| mark.level);
        if now.number() > before {
            match found {
                Some(mark) => mark.level = now.number(),
                None if is_full && budget.of != of => return None,
                None => self.marks.push(Mark { budget: budget.id, of: of.to_owned(), from, level: now.number() }),
            }
            return Some(now);
        }
        let said = if before == 2 { Level::Spent } else { Level::Warn };
        let is_far_below = i128::from(spent) * 10 < i128::from(budget.from(said)) * 9;
        if let Some(mark) = found.filter(|_| now.number() < before && is_far_below) {
            mark.level = now.number();
        }
        None
    }

    /// Forgets what was said of a budget, since it is another one now.
    pub fn unsay(&mut self, budget: i64) {
        self.marks.retain(|mark| mark.budget != budget);
    }

    /// Forgets what was said of times that are over and of budgets that are gone.
    pub fn forget(&mut self, budgets: &[Budget], today: Day) {
        self.marks
            .retain(|mark| budgets.iter().any(|budget| budget.id == mark.budget && i64::from(budget.per.days(today).0.0) == mark.from));
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::domain::usage::budget::Per;
    use crate::protocol::fields::{FromJson, Piece};
    use proptest::prelude::*;

    fn budget() -> Budget {
        Budget { id: 1, warn: 80, limit: 100, ..Budget::default() }
    }

    fn said(marks: &mut Marks, spent: &[i64]) -> Vec<Option<Level>> {
        spent.iter().map(|spent| marks.judge(&budget(), "", Day(5), *spent)).collect()
    }

    #[test]
    fn each_level_is_said_once() {
        let mut marks = Marks::default();
        let heard = said(&mut marks, &[10, 79, 80, 85, 99, 100, 130, 130]);
        assert_eq!(heard, [None, None, Some(Level::Warn), None, None, Some(Level::Spent), None, None]);
    }

    #[test]
    fn what_jumps_over_the_warning_is_said_once() {
        assert_eq!(said(&mut Marks::default(), &[10, 150, 150]), [None, Some(Level::Spent), None]);
    }

    #[test]
    fn what_wavers_about_a_level_is_not_said_again_and_what_fell_far_is() {
        let mut marks = Marks::default();
        assert_eq!(said(&mut marks, &[100, 95, 101, 91, 100]), [Some(Level::Spent), None, None, None, None]);
        assert_eq!(said(&mut marks, &[85, 100]), [None, Some(Level::Spent)]);
        assert_eq!(said(&mut marks, &[0, 80, 75, 80, 60, 80]), [None, Some(Level::Warn), None, None, None, Some(Level::Warn)]);
    }

    #[test]
    fn another_day_another_one_and_another_budget_are_said_by_themselves() {
        let mut marks = Marks::default();
        let mut judge = |id, of: &str, day, per| marks.judge(&Budget { id, per, ..budget() }, of, Day(day), 100);
        assert_eq!(judge(1, "", 5, Per::Day), Some(Level::Spent));
        assert_eq!(judge(1, "", 5, Per::Day), None);
        assert_eq!(judge(1, "", 6, Per::Day), Some(Level::Spent));
        assert_eq!(judge(1, "a", 6, Per::Day), Some(Level::Spent));
        assert_eq!(judge(2, "", 6, Per::Month), Some(Level::Spent));
        assert_eq!(judge(2, "", 7, Per::Month), None, "the month is the same");
    }

    #[test]
    fn what_is_over_is_forgotten_and_the_rest_survives_a_reload() {
        let mut marks = Marks::default();
        said(&mut marks, &[100]);
        let written = serde_json::value::to_raw_value(&marks).unwrap();
        let mut read = Marks::from_json(Piece::of(&written)).unwrap();
        assert_eq!(read, marks);
        read.forget(&[budget()], Day(5));
        assert_eq!(read, marks);
        read.forget(&[budget()], Day(6));
        assert_eq!(read, Marks::default());
        marks.forget(&[], Day(5));
        assert_eq!(marks, Marks::default());
    }

    #[test]
    fn a_budget_that_was_raised_a_little_is_said_again() {
        let mut marks = Marks::default();
        said(&mut marks, &[100]);
        marks.unsay(7);
        assert_eq!(said(&mut marks, &[100]), [None]);
        marks.unsay(1);
        let raised = Budget { limit: 105, warn: 103, ..budget() };
        let heard = [100, 104, 105].map(|spent| marks.judge(&raised, "", Day(5), spent));
        assert_eq!(heard, [None, Some(Level::Warn), Some(Level::Spent)]);
    }

    #[test]
    fn however_many_reach_a_budget_nothing_is_said_twice_and_a_budget_of_one_is_heard() {
        let mut marks = Marks::default();
        let mut round = || (0..1_500).filter(|at| marks.judge(&budget(), &format!("s{at}"), Day(5), 100).is_some()).count();
        assert_eq!((round(), round()), (MOST, 0));
        let of_one = Budget { id: 2, of: "s".into(), ..budget() };
        let heard = [100, 100].map(|spent| marks.judge(&of_one, "s", Day(5), spent));
        assert_eq!(heard, [Some(Level::Spent), None]);
    }

    proptest! {
        #[test]
        fn spending_that_only_grows_is_said_at_most_twice(mut spent in prop::collection::vec(0..200_i64, 0..50)) {
            spent.sort_unstable();
            let heard = said(&mut Marks::default(), &spent);
            prop_assert!(heard.iter().flatten().count() <= 2);
            prop_assert_eq!(heard.iter().flatten().max().copied().unwrap_or_default(), budget().level(spent.last().copied().unwrap_or(0)));
        }
    }
}
