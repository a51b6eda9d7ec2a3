//! What is done to tasks. Every deed is one change, which one step undoes.
//! Refuses to know which key or button asked for it.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use crate::domain::query::small;
use crate::domain::task::history::Way;
use crate::domain::task::listing::{Sort, word};
use crate::domain::task::order;
use crate::domain::task::{Part, Priority, Step, Task};

impl Desk {
    /// Writes values of one task. The words go before its name: "Renamed" for "Renamed OC-12".
    pub fn write(self, task: &Task, words: &str, parts: Vec<Part>) {
        self.tasks.change([words, " ", &task.name()].concat(), vec![(task.id.clone(), parts)]);
    }

    /// Moves a task to a column, before the card that stands at a place among those that are shown there without it.
    pub fn move_to(self, id: &str, column: &str, at: usize) {
        let Some(task) = self.now(id) else { return };
        let shown: Vec<Arc<str>> = self.listing_without(column, id);
        let (others, name, is_new) = self.tasks.board.with_untracked(|board| {
            let columns = self.tasks.columns.get_untracked();
            let stands = |task: &Task, column: &str| columns.of(&task.column).is_some_and(|of| of.id == column);
            let there = board.all().filter(|task| task.id != id && stands(task, column)).cloned().collect();
            let there: Vec<Arc<Task>> = crate::domain::sorted::sorted(there, &|one, other| {
                (one.order.as_str(), one.made_at, &one.id).cmp(&(other.order.as_str(), other.made_at, &other.id))
            });
            let others: Vec<(String, String)> = there.iter().map(|task| (task.id.clone(), task.order.value.clone())).collect();
            let name = columns.of(column).map(|column| column.name.clone()).unwrap_or_default();
            (others, name, !stands(&task, column))
        });
        // What is not shown keeps its place between those that are.
        let place = |id: Option<&Arc<str>>| others.iter().position(|(other, _)| id.is_some_and(|id| **id == **other));
        let before = at.checked_sub(1).and_then(|at| shown.get(at));
        let at = place(shown.get(at)).or_else(|| place(before).map(|at| at + 1)).unwrap_or(others.len());
        let is_by_hand = self.look.with_untracked(|look| look.wish.sort == Sort::Manual);
        if !is_new && !is_by_hand {
            return;
        }
        let mut change: Vec<(String, Vec<Part>)> =
            order::place(&others, id, at).into_iter().map(|(id, order)| (id, vec![Part::Order(order)])).collect();
        if is_new {
            let parts = vec![Part::Column(column.to_owned()), Part::Since(self.tasks.now())];
            change.push((id.to_owned(), parts));
        }
        let to = if is_new { [" to ", &name].concat() } else { String::new() };
        self.tasks.change(["Moved ", &task.name(), &to].concat(), change);
    }

    /// Returns the cards of a column as they are shown, without one.
    pub fn listing_without(self, column: &str, id: &str) -> Vec<Arc<str>> {
        self.listing.with_untracked(|listing| {
            let lane = listing.lanes.iter().find(|lane| lane.id == column);
            lane.map(|lane| lane.ids.iter().filter(|other| ***other != *id).cloned().collect()).unwrap_or_default()
        })
    }

    /// Gives a task a priority.
    pub fn prioritise(self, task: &Task, priority: Priority) {
        if *task.priority != priority {
            self.write(task, "Priority of", vec![Part::Priority(priority)]);
            self.tell([&task.name(), ": ", word(priority)].concat());
        }
    }

    /// Writes the steps of a task.
    pub fn write_steps(self, task: &Task, change: impl FnOnce(&mut Vec<Step>)) {
        let mut steps = task.steps.value.clone();
        change(&mut steps);
        self.write(task, "Checklist of", vec![Part::Steps(steps)]);
    }

    /// Finds the task that somebody means: by its name, else the first with these words in its title.
    pub fn find(self, words: &str) -> Option<Arc<Task>> {
        let wanted = small(words.trim());
        self.tasks.board.with_untracked(|board| {
            let is = |task: &&Arc<Task>| small(&task.name()) == wanted;
            let has = |task: &&Arc<Task>| !wanted.is_empty() && small(&task.title).contains(&wanted);
            board.all().find(is).or_else(|| board.all().find(has)).cloned()
        })
    }

    /// Makes another task like one.
    pub fn duplicate(self, task: &Task) {
        let copy = vec![
            Part::Title(task.title.value.clone()),
            Part::About(task.about.value.clone()),
            Part::Priority(*task.priority),
            Part::Labels(task.labels.value.clone()),
            Part::Project(task.project.value.clone()),
            Part::Due(*task.due),
            Part::Steps(task.steps.iter().map(|step| Step { done: false, ..step.clone() }).collect()),
        ];
        let name = self.tasks.make(uuid::Uuid::new_v4().to_string(), &task.column, copy);
        self.open(&name);
    }

    /// Deletes a task, and offers to take that back.
    pub fn delete(self, task: &Task) {
        let is_open = untrack(|| self.opened_task()).is_some_and(|open| open.id == task.id);
        if is_open {
            self.close();
        }
        let words = ["Deleted ", &task.name()].concat();
        self.tasks.change(words.clone(), vec![(task.id.clone(), vec![Part::Gone(true)])]);
        let (id, desk) = (task.id.clone(), self);
        self.toasts.offer(words, "Undo", move || {
            desk.tasks.change("Brought a task back", vec![(id.clone(), vec![Part::Gone(false)])]);
        });
    }

    /// Undoes, or does again, and says what.
    pub fn step_history(self, way: Way) {
        let (done, none) = match way {
            Way::Back => ("Undone: ", "There is nothing to undo."),
            Way::Forth => ("Done again: ", "There is nothing to do again."),
        };
        match self.tasks.step(way) {
            Some(words) => self.toasts.note([done, &words].concat()),
            None => self.toasts.hint(none),
        }
    }
}
