//! All tasks, and the one way in which they change: values are written, and what was there before comes back, so every change can be undone
//! by its like.
//! Refuses to keep them, and to know who changes them.

use std::sync::Arc;

use super::columns::Columns;
use super::{Part, Task, order};
use crate::domain::sorted::sorted;

/// What is written into which tasks. A task that is not there is made; to make one, write `Part::Gone(false)` among the rest.
pub type Change = Vec<(String, Vec<Part>)>;

/// All tasks, those too that were deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// By their ids.
    tasks: Vec<Arc<Task>>,
}

impl Board {
    /// Returns a task, unless it was deleted.
    pub fn get(&self, id: &str) -> Option<&Arc<Task>> {
        self.any(id).filter(|task| !*task.gone)
    }

    /// Returns a task, deleted or not.
    pub fn any(&self, id: &str) -> Option<&Arc<Task>> {
        self.find(id).ok().and_then(|at| self.tasks.get(at))
    }

    /// Returns the task of a number.
    pub fn numbered(&self, number: u32) -> Option<&Arc<Task>> {
        self.all().find(|task| *task.number == number)
    }

    /// Returns all that were not deleted, in no order that means anything.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Task>> {
        self.tasks.iter().filter(|task| !*task.gone)
    }

    /// Returns the number for the next task.
    pub fn next_number(&self) -> u32 {
        self.tasks.iter().map(|task| *task.number).max().unwrap_or_default().saturating_add(1)
    }

    /// Returns the task that was made of a proposal, deleted or not.
    pub fn made_of(&self, origin: &str) -> Option<&Arc<Task>> {
        self.tasks.iter().find(|task| *task.origin == origin && !origin.is_empty())
    }

    /// Returns the text of a place behind all cards of a column.
    pub fn at_end(&self, columns: &Columns, column: &str) -> String {
        let there = self.all().filter(|task| columns.of(&task.column).is_some_and(|of| of.id == column));
        let last = there.map(|task| task.order.value.as_str()).max().unwrap_or_default();
        order::between(last, "").unwrap_or_default()
    }

    /// Writes values, at a time by the clock on the wall; returns the change that undoes it.
    pub fn apply(&mut self, change: Change, now: i64) -> Change {
        let mut before: Change = change
            .into_iter()
            .map(|(id, parts)| {
                let task = self.entry(&id, now);
                let mut before: Vec<Part> = parts.into_iter().map(|part| task.put(part, now)).collect();
                before.reverse();
                (id, before)
            })
            .collect();
        before.reverse();
        before
    }

    /// Takes over a task as another tab or a file has it, field by field what was written later. Whether anything changed.
    pub fn merge(&mut self, other: Task) -> bool {
        match self.find(&other.id) {
            Ok(at) => {
                let Some(known) = self.tasks.get_mut(at) else { return false };
                let mut merged = Task::clone(known);
                merged.merge(other);
                let is_new = merged != **known;
                if is_new {
                    *known = Arc::new(merged);
                }
                is_new
            }
            Err(at) => {
                self.tasks.insert(at, Arc::new(other));
                true
            }
        }
    }

    /// Takes over tasks as a file has them, with the times that stand there; returns the change that undoes it.
    pub fn take(&mut self, tasks: Vec<Task>) -> Change {
        let mut back = vec![];
        for task in tasks {
            let (id, before) = (task.id.clone(), self.any(&task.id).cloned());
            self.merge(task);
            back.push(match (before, self.any(&id)) {
                (Some(before), Some(after)) => (id, before.unlike(after)),
                _ => (id, vec![Part::Gone(true)]),
            });
        }
        back
    }

    /// Gives each of several tasks that go by one number, as two tabs may give it, a number of its own: the first made keeps it. Returns
    /// those that changed.
    pub fn renumber(&mut self, now: i64) -> Vec<String> {
        let age = |task: &Task| (task.made_at, task.id.clone());
        let by_number =
            |one: &Arc<Task>, other: &Arc<Task>| one.number.value.cmp(&other.number.value).then_with(|| age(one).cmp(&age(other)));
        let all = sorted(self.all().cloned().collect(), &by_number);
        let doubles = all.windows(2).filter(|pair| matches!(pair, [one, other] if one.number.value == other.number.value));
        let doubles: Vec<Arc<Task>> = doubles.filter_map(|pair| pair.last().cloned()).collect();
        let ids: Vec<String> = sorted(doubles, &|one, other| age(one).cmp(&age(other))).iter().map(|task| task.id.clone()).collect();
        for id in &ids {
            let number = self.next_number();
            self.entry(id, now).put(Part::Number(number), now);
        }
        ids
    }

    fn entry(&mut self, id: &str, now: i64) -> &mut Task {
        let at = self.find(id).unwrap_or_else(|at| {
            self.tasks.insert(at, Arc::new(Task::begin(id, now)));
            at
        });
        Arc::make_mut(&mut self.tasks[at])
    }

    fn find(&self, id: &str) -> Result<usize, usize> {
        self.tasks.binary_search_by(|task| task.id.as_str().cmp(id))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::protocol::fields::{FromJson, Piece};
    use proptest::prelude::*;

    fn made(id: &str, title: &str) -> (String, Vec<Part>) {
        (id.into(), vec![Part::Gone(false), Part::Title(title.into())])
    }

    #[test]
    fn what_was_made_can_be_unmade_and_made_again() {
        let mut board = Board::default();
        let unmake = board.apply(vec![made("a", "Ship")], 10);
        assert_eq!(board.get("a").unwrap().title.value, "Ship");
        let make = board.apply(unmake, 20);
        assert!(board.get("a").is_none() && board.any("a").is_some());
        board.apply(make, 30);
        assert_eq!(board.get("a").unwrap().title.value, "Ship");
    }

    #[test]
    fn what_was_deleted_later_stays_deleted_and_what_was_written_later_wins() {
        let (mut here, mut there) = (Board::default(), Board::default());
        here.apply(vec![made("a", "Ship")], 10);
        there.merge(Task::clone(here.any("a").unwrap()));
        here.apply(vec![("a".into(), vec![Part::Title("Ship it".into())])], 20);
        there.apply(vec![("a".into(), vec![Part::Gone(true), Part::About("why".into())])], 30);
        assert!(here.merge(Task::clone(there.any("a").unwrap())));
        let task = here.any("a").unwrap();
        assert_eq!((task.title.as_str(), task.about.as_str(), *task.gone), ("Ship it", "why", true));
    }

    #[test]
    fn numbers_given_twice_are_settled_alike_everywhere() {
        let mut board = Board::default();
        for (id, at) in [("b", 5), ("a", 9), ("c", 7)] {
            board.apply(vec![(id.into(), vec![Part::Gone(false), Part::Number(1)])], at);
        }
        assert_eq!(board.renumber(20), ["c", "a"]);
        let numbers: Vec<(&str, u32)> = board.all().map(|task| (task.id.as_str(), *task.number)).collect();
        assert_eq!(numbers, [("a", 3), ("b", 1), ("c", 2)]);
        assert!(board.renumber(30).is_empty());
    }

    fn any_part() -> impl Strategy<Value = Part> {
        prop_oneof![
            any::<bool>().prop_map(Part::Gone),
            "[ab]{0,2}".prop_map(Part::Title),
            "[ab]{0,2}".prop_map(Part::Column),
            proptest::collection::vec("[ab]", 0..2).prop_map(Part::Labels),
            (0u32..3).prop_map(Part::Number),
        ]
    }

    fn any_changes() -> impl Strategy<Value = Vec<(String, Part, i64)>> {
        proptest::collection::vec(("[xy]", any_part(), 0i64..4), 0..12)
    }

    fn played(changes: Vec<(String, Part, i64)>) -> Board {
        let mut board = Board::default();
        for (id, part, at) in changes {
            board.apply(vec![(id, vec![part])], at);
        }
        board
    }

    fn merged(one: &Board, other: &Board) -> Board {
        let mut board = one.clone();
        for task in &other.tasks {
            board.merge(Task::clone(task));
        }
        board
    }

    proptest! {
        #[test]
        fn merging_commutes_and_comes_to_rest(one in any_changes(), two in any_changes(), three in any_changes()) {
            let (one, two, three) = (played(one), played(two), played(three));
            prop_assert_eq!(merged(&one, &two), merged(&two, &one));
            prop_assert_eq!(merged(&merged(&one, &two), &three), merged(&one, &merged(&two, &three)));
            prop_assert_eq!(merged(&one, &one), one);
        }

        #[test]
        fn every_change_is_undone_by_what_it_gives_back(before in any_changes(), parts in proptest::collection::vec(("[xyz]", proptest::collection::vec(any_part(), 0..4)), 0..4)) {
            let mut board = played(before);
            let values = |board: &Board| board.all().map(|task| (task.id.clone(), task.title.value.clone(), task.column.value.clone(), task.labels.value.clone(), task.number.value)).collect::<Vec<_>>();
            let was = values(&board);
            let undo = board.apply(parts, 10);
            board.apply(undo, 10);
            prop_assert_eq!(values(&board), was);
        }

        #[test]
        fn what_is_written_is_read(changes in any_changes()) {
            for task in &played(changes).tasks {
                let written = serde_json::value::to_raw_value(&**task).unwrap();
                prop_assert_eq!(&Task::from_json(Piece::of(&written)), &Ok(Task::clone(task)));
            }
        }
    }
}
