//! How tasks are made: by a person, and of what an agent proposes.
//! Refuses to keep them; `tasks` does.

use leptos::prelude::*;

use super::tasks::Tasks;
use crate::domain::task::{Link, Part, Task, proposed};
use crate::domain::widget::task::Task as Proposal;

impl Tasks {
    /// Makes a task at the end of a column, with these values besides its number and its place; returns its name.
    pub fn make(&self, id: String, column: &str, mut parts: Vec<Part>) -> String {
        let columns = self.columns.get_untracked();
        let column = columns.of(column).map(|column| column.id.clone()).unwrap_or_default();
        let (number, order) = self.board.with_untracked(|board| (board.next_number(), board.at_end(&columns, &column)));
        let name = [Task::PREFIX, &number.to_string()].concat();
        parts.extend([Part::Gone(false), Part::Number(number), Part::Column(column), Part::Order(order), Part::Since(self.now())]);
        self.change(["Made ", &name].concat(), vec![(id, parts)]);
        name
    }

    /// Makes a task of a proposal, or brings back the one that was made of it; returns its name. It is linked to what it is about,
    /// and belongs to a project, if one is named by its id.
    pub fn take_up(&self, id: String, proposal: &Proposal, about: Link, origin: &str, project: String) -> String {
        let known = self.board.with_untracked(|board| board.made_of(origin).cloned());
        if let Some(task) = known {
            if *task.gone {
                self.change(["Brought back ", &task.name()].concat(), vec![(task.id.clone(), vec![Part::Gone(false)])]);
            }
            return task.name();
        }
        let (column, mut parts) = proposed::parts(proposal, &self.columns.get_untracked(), about, origin);
        parts.push(Part::Project(project));
        self.make(id, &column, parts)
    }
}
