//! Which tasks are shown, in which order and under which heads: one definition for the board and the list.
//! Refuses to draw them, and to know the date; it is an argument.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use super::board::Board;
use super::columns::{Columns, Stage};
use super::relations::blockers;
use super::{Priority, Task};
use crate::domain::query::{Query, Term, small};
use crate::domain::sorted::sorted;
use crate::protocol::day::Day;

/// What is done is shown for so long, in milliseconds; after that only who looks for it finds it.
const SHOWN: i64 = 14 * 24 * 3_600_000;
/// The keys of the query.
const KEYS: [&str; 6] = ["status", "priority", "label", "project", "due", "is"];

/// Names in the address and what they stand for.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name { #[default] $($(#[$about])* $variant),* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns its word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

choice! {
    /// By what tasks are sorted.
    Sort {
        /// As a person put them.
        Manual = "manual",
        /// The most urgent first.
        Priority = "priority",
        /// What is due first.
        Due = "due",
        /// The newest first.
        Created = "created",
        /// By title.
        Title = "title",
        /// What has been longest in its column first.
        Age = "age",
    }
}

choice! {
    /// What the heads are.
    Group {
        /// The columns.
        Status = "status",
        /// How urgent they are.
        Priority = "priority",
        /// Their labels; a task with two stands under both.
        Label = "label",
        /// Their projects.
        Project = "project",
    }
}

/// How a person wants to see tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// What was typed into the search.
    pub query: String,
    /// By what they are sorted.
    pub sort: Sort,
    /// The other way round.
    pub is_reversed: bool,
    /// What the heads are.
    pub group: Group,
}

/// What tasks are seen against.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The columns.
    pub columns: &'a Columns,
    /// Ids and names of the projects.
    pub projects: &'a [(String, String)],
    /// Today, where the person is.
    pub today: Day,
    /// Now, in milliseconds.
    pub now: i64,
    /// Whether a task belongs to the project that is chosen.
    pub is_in: &'a dyn Fn(&Task) -> bool,
}

/// A head, and what stands under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// The id of the column, the word of the priority, the label, or the id of the project.
    pub id: String,
    /// What the head says.
    pub name: String,
    /// What it means to stand here, of a column.
    pub stage: Stage,
    /// The tasks in their order.
    pub ids: Vec<Arc<str>>,
    /// So many stand here, whatever is searched for.
    pub all: usize,
    /// More are too many; 0 for no limit.
    pub limit: u32,
    /// Only the head is shown.
    pub is_folded: bool,
}

impl Lane {
    /// More tasks stand here than a person wanted.
    pub fn is_over(&self) -> bool {
        self.limit > 0 && self.all > usize::try_from(self.limit).unwrap_or(usize::MAX)
    }
}

/// The tasks as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The heads in their order.
    pub lanes: Vec<Lane>,
    /// So many tasks are not done.
    pub open: usize,
    /// So many are there at all.
    pub all: usize,
    /// So many were done long ago, and are not shown for that.
    pub archived: usize,
}

impl Listing {
    /// Returns where a task stands: in which lane, and at which place of it.
    pub fn find(&self, id: &str) -> Option<(usize, usize)> {
        self.lanes.iter().enumerate().find_map(|(lane, of)| Some((lane, of.ids.iter().position(|other| **other == *id)?)))
    }
}

impl Listing {
    /// Returns where a task stands in one lane: that lane, and the place.
    pub fn find_in(&self, lane: &str, id: &str) -> Option<(usize, usize)> {
        let at = self.lanes.iter().position(|of| of.id == lane)?;
        Some((at, self.lanes.get(at)?.ids.iter().position(|other| **other == *id)?))
    }
}

/// Lists tasks.
pub fn listing(board: &Board, around: Around, wish: &Wish) -> Listing {
    let query = Query::read(&wish.query, &KEYS);
    let is_searched = !query.words().is_empty();
    let wants_old = query.terms.iter().any(|term| term.key == Some("is") && !term.is_negated && term.any(|value| value == "archived"));
    let mut made = Listing { lanes: heads(board, around, wish.group), ..Listing::default() };
    let mut fits: Vec<&Arc<Task>> = vec![];
    for task in board.all() {
        let is_done = around.columns.stage(&task.column) == Stage::Done;
        let is_old = is_done && around.now.saturating_sub(*task.since) > SHOWN;
        made.all += 1;
        // A limit is of the column, whatever of it is looked at.
        if !is_old {
            each(&mut made.lanes, task, around, wish.group, |lane| lane.all += 1);
        }
        if !(around.is_in)(task) {
            continue;
        }
        made.open += usize::from(!is_done);
        if !query.holds(|term| holds(board, task, around, term, is_old)) {
        } else if is_old && !wants_old && !is_searched {
            made.archived += 1;
        } else {
            fits.push(task);
        }
    }
    for task in sorted(fits, &|one, other| order(one, other, wish)) {
        let id: Arc<str> = task.id.as_str().into();
        each(&mut made.lanes, task, around, wish.group, |lane| lane.ids.push(id.clone()));
    }
    if wish.group != Group::Status {
        made.lanes.retain(|lane| !lane.ids.is_empty());
    }
    made
}

/// Which task comes first.
fn order(one: &Task, other: &Task, wish: &Wish) -> Ordering {
    let by_hand = || (one.order.as_str(), one.made_at, &one.id).cmp(&(other.order.as_str(), other.made_at, &other.id));
    let ordering = match wish.sort {
        Sort::Manual => return by_hand(),
        Sort::Priority => other.priority.value.cmp(&one.priority.value),
        // What has no date comes last.
        Sort::Due => (one.due.is_none(), one.due.value).cmp(&(other.due.is_none(), other.due.value)),
        Sort::Created => Reverse((one.made_at, one.number.value)).cmp(&Reverse((other.made_at, other.number.value))),
        Sort::Title => small(&one.title).cmp(&small(&other.title)),
        Sort::Age => one.since.value.cmp(&other.since.value),
    };
    (if wish.is_reversed { ordering.reverse() } else { ordering }).then_with(by_hand)
}

fn heads(board: &Board, around: Around, group: Group) -> Vec<Lane> {
    let lane = |id: &str, name: &str| Lane { id: id.into(), name: name.into(), ..Lane::default() };
    match group {
        Group::Status => {
            let head = |column: &super::columns::Column| Lane {
                stage: column.stage,
                limit: column.limit,
                is_folded: column.folded,
                ..lane(&column.id, &column.name)
            };
            around.columns.list.iter().map(head).collect()
        }
        Group::Priority => Priority::ALL.iter().rev().map(|priority| lane(priority.as_str(), word(*priority))).collect(),
        Group::Label => {
            let mut labels: Vec<Lane> = vec![];
            for label in board.all().flat_map(|task| task.labels.iter()) {
                if !labels.iter().any(|lane| lane.id == *label) {
                    labels.push(lane(label, label));
                }
            }
            let mut labels = sorted(labels, &|one, other| small(&one.name).cmp(&small(&other.name)));
            labels.push(lane("", "No label"));
            labels
        }
        Group::Project => around.projects.iter().map(|(id, name)| lane(id, name)).chain([lane("", "No project")]).collect(),
    }
}

/// Returns what a priority is called.
pub fn word(priority: Priority) -> &'static str {
    match priority {
        Priority::None => "No priority",
        Priority::Low => "Low",
        Priority::Medium => "Medium",
        Priority::High => "High",
        Priority::Urgent => "Urgent",
    }
}

/// Does something to each lane in which a task stands.
fn each(lanes: &mut [Lane], task: &Task, around: Around, group: Group, mut deed: impl FnMut(&mut Lane)) {
    let one: &[String] = match group {
        Group::Label if !task.labels.is_empty() => &task.labels,
        _ => &[match group {
            Group::Status => around.columns.of(&task.column).map(|column| column.id.clone()).unwrap_or_default(),
            Group::Priority => task.priority.as_str().to_owned(),
            Group::Label => String::new(),
            Group::Project => around.projects.iter().find(|(id, _)| *id == *task.project).map(|(id, _)| id.clone()).unwrap_or_default(),
        }],
    };
    lanes.iter_mut().filter(|lane| one.contains(&lane.id)).for_each(&mut deed);
}

fn holds(board: &Board, task: &Task, around: Around, term: &Term, is_old: bool) -> bool {
    let column = || around.columns.of(&task.column);
    let is_open = || column().is_none_or(|column| column.stage != Stage::Done);
    let within = |days: i32| task.due.is_some_and(|due| due >= around.today && due < around.today.plus(days));
    term.any(|value| match term.key {
        Some("status") => column().is_some_and(|column| small(&column.name).starts_with(value.as_str()) || column.id == *value),
        Some("priority") => task.priority.as_str() == value,
        Some("label") => task.labels.iter().any(|label| small(label) == *value),
        Some("project") => {
            let name = around.projects.iter().find(|(id, _)| *id == *task.project).map(|(_, name)| small(name));
            name.map_or(value == "none", |name| name.starts_with(value.as_str()))
        }
        Some("due") => match value.as_str() {
            "today" => within(1),
            "week" => within(7),
            "overdue" => is_overdue(task, around.today) && is_open(),
            "none" => task.due.is_none(),
            _ => Day::read(value) == *task.due && task.due.is_some(),
        },
        Some("is") => match value.as_str() {
            "blocked" => {
                column().is_some_and(|column| column.stage == Stage::Blocked)
                    || (is_open() && !blockers(board, around.columns, task).is_empty())
            }
            "linked" => !task.links.is_empty(),
            "archived" => is_old,
            "open" => is_open(),
            _ => false,
        },
        _ => {
            [&*task.title, &*task.about, &task.name()].iter().any(|text| small(text).contains(value.as_str()))
                || task.labels.iter().any(|label| small(label).contains(value.as_str()))
        }
    })
}

/// Whether a task should have been done by now, unless it is.
pub fn is_overdue(task: &Task, today: Day) -> bool {
    task.due.is_some_and(|due| due < today)
}

#[cfg(test)]
#[path = "listing_tests.rs"]
mod tests;
