//! What can be done to all that is marked: one change, which one step undoes.
//! Refuses to mark; `handling` and the cards do.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use super::fields::choose;
use crate::domain::say;
use crate::domain::task::listing::word;
use crate::domain::task::order;
use crate::domain::task::quick::day;
use crate::domain::task::{Part, Priority, Task};
use crate::ui::el::{El, button, div, effect, el, part, when};

/// Draws the bar; it is there while anything is marked.
pub fn bar(desk: Desk) -> El {
    when(
        move || desk.marked.with(|marked| !marked.is_empty()),
        move || {
            // What was deleted meanwhile is marked no longer.
            effect(move || {
                let is_there = |id: &Arc<str>| desk.tasks.board.with(|board| board.get(id).is_some());
                desk.marked.maybe_update(|marked| {
                    let before = marked.len();
                    marked.retain(is_there);
                    marked.len() < before
                });
            });
            let column = move |to: String| {
                let (now, columns) = (desk.tasks.now(), desk.tasks.columns.get_untracked());
                // One behind the other, in the order in which they were marked.
                let last = RefCell::new(desk.tasks.board.with_untracked(|board| board.at_end(&columns, &to)));
                desk.write_marked("Moved", &|task| {
                    if columns.of(&task.column).is_some_and(|column| column.id == to) {
                        return vec![];
                    }
                    let next = order::between(&last.borrow(), "").unwrap_or_default();
                    let order = last.replace(next);
                    vec![Part::Column(to.clone()), Part::Since(now), Part::Order(order)]
                });
            };
            let columns = move || {
                let columns = desk.tasks.columns.get().list.into_iter().map(|column| (column.id, column.name));
                picker("Status", columns.collect(), column)
            };
            let priorities = Priority::ALL.iter().map(|priority| (priority.as_str().to_owned(), word(*priority).to_owned()));
            let priority = move |to: String| {
                let to = Priority::named(&to).unwrap_or_default();
                desk.write_marked("Priority of", &|_| vec![Part::Priority(to)]);
            };
            let label = move |typed: &str| {
                let label = typed.trim().trim_start_matches('#').to_owned();
                if label.is_empty() || label.contains(' ') {
                    return false;
                }
                desk.write_marked("Labels of", &|task| {
                    let mut labels = task.labels.value.clone();
                    if !labels.contains(&label) {
                        labels.push(label.clone());
                    }
                    vec![Part::Labels(labels)]
                });
                true
            };
            let due = move |typed: &str| {
                let due = day(typed.trim(), desk.today.get_untracked());
                if due.is_some() {
                    desk.write_marked("Due day of", &|_| vec![Part::Due(due)]);
                }
                due.is_some()
            };
            div("bulk")
                .set("role", "toolbar")
                .set("aria-label", "What is marked")
                .child(el("strong").set("role", "status").say(move || [&say::count(desk.marked.with(Vec::len)), " marked"].concat()))
                .child(part(columns))
                .child(picker("Priority", priorities.collect(), priority))
                .child(typing("Add a label", label))
                .child(typing("Due: fri, 3d, a date", due))
                .child(button("button").set("data-kind", "danger").text("Delete").click(move || desk.delete_marked()))
                .child(button("button").text("Unmark all").click(move || desk.marked.set(vec![])))
        },
    )
}

/// Chooses a value for all.
fn picker(label: &str, options: Vec<(String, String)>, write: impl Fn(String) + 'static) -> El {
    let options = [vec![(String::new(), label.to_owned())], options].concat();
    let chosen = RwSignal::new(String::new());
    let choice = move |to: String| {
        if !to.is_empty() {
            write(to);
        }
        chosen.set(String::new());
    };
    choose(options, move || chosen.get(), choice).set("aria-label", label)
}

/// Takes a word for all when Enter is pressed; it stays if it was not understood.
fn typing(label: &str, write: impl Fn(&str) -> bool + 'static) -> El {
    let typed = RwSignal::new(String::new());
    let field = el("input").set("type", "text").set("placeholder", label).set("aria-label", label).bind(typed);
    el("form").child(field).submit(move || {
        if write(&typed.get_untracked()) {
            typed.set(String::new());
        }
    })
}

impl Desk {
    /// Marks a task, or unmarks it.
    pub fn mark(self, id: &str) {
        self.marked.update(|marked| match marked.iter().position(|other| **other == *id) {
            Some(at) => drop(marked.remove(at)),
            None => marked.push(id.into()),
        });
    }

    /// Writes values into all that are marked.
    pub fn write_marked(self, words: &str, parts: &dyn Fn(&Task) -> Vec<Part>) {
        let tasks = self.marked.get_untracked().into_iter().filter_map(|id| self.now(&id));
        let change: Vec<_> = tasks.map(|task| (task.id.clone(), parts(&task))).filter(|(_, parts)| !parts.is_empty()).collect();
        if change.is_empty() {
            return;
        }
        self.tasks.change([words, " ", &say::many(change.len(), "task")].concat(), change);
    }

    fn delete_marked(self) {
        let ids = self.marked.get_untracked();
        self.write_marked("Deleted", &|_| vec![Part::Gone(true)]);
        self.marked.set(vec![]);
        let words = ["Deleted ", &say::many(ids.len(), "task")].concat();
        self.toasts.offer(words, "Undo", move || {
            let back = ids.iter().map(|id| (id.to_string(), vec![Part::Gone(false)])).collect();
            self.tasks.change(["Brought back ", &say::many(ids.len(), "task")].concat(), back);
        });
    }
}
