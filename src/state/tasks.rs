//! The tasks that a person has, as this browser keeps them: an entry for each, so that a change writes one and what is spoilt spoils one.
//! Tabs follow each other, field by field.
//! Refuses to draw, and to know what a change is for.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::profile::Profile;
use super::stored::{self, KeyValue, Outside, Stored};
use crate::domain::task::board::{Board, Change};
use crate::domain::task::columns::Columns;
use crate::domain::task::history::{Deed, History, Way};
use crate::domain::task::schema::{self, Unread};
use crate::domain::task::{Link, Part, Task, proposed};
use crate::domain::widget::task::Task as Proposal;
use crate::gateway::Clock;

/// What the key of a task begins with; its id follows.
pub const TASK: &str = "openclutch.task.";
/// The key under which the columns are kept.
pub const COLUMNS: &str = "openclutch.columns";
/// Where columns lie that could not be read.
const ASIDE: &str = "openclutch.columns.aside";

/// Changes are gathered for so long before they are written down.
const PAUSE: Duration = Duration::from_millis(300);
/// A task that was deleted is remembered for so long, in milliseconds: until then no tab and no file can bring it back by what is older.
const REMEMBERED: i64 = 30 * 24 * 3_600_000;

/// What is wrong with what is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    /// The browser has no room for the latest changes; they last as long as this tab.
    pub is_full: bool,
    /// The entries that could not be read, by key. They are left as they are.
    pub spoilt: Vec<(String, String)>,
    /// So many were written by a newer dashboard. They are left as they are.
    pub newer: usize,
}

/// The tasks. Made when somebody first needs them.
#[derive(Clone, Copy)]
pub struct Tasks {
    /// All of them.
    pub board: RwSignal<Board>,
    /// The columns.
    pub columns: Stored<Columns>,
    /// What is wrong with what is kept.
    pub trouble: RwSignal<Trouble>,
    history: RwSignal<History>,
    /// The ids of those that are not written down yet, and whether that is under way.
    unwritten: StoredValue<(Vec<String>, bool)>,
    store: StoredValue<Arc<dyn KeyValue>>,
    clock: StoredValue<Arc<dyn Clock>>,
}

impl Tasks {
    /// Returns the tasks; the first time they are read.
    pub fn of(profile: &Profile) -> Self {
        let store = profile.store();
        profile.keep(|_, clock| Self::start(store, clock))
    }

    /// Reads what is kept, and follows what other tabs write.
    pub fn start(store: Arc<dyn KeyValue>, clock: Arc<dyn Clock>) -> Self {
        let tasks = Self {
            board: RwSignal::default(),
            columns: Stored::new(store.clone(), COLUMNS),
            trouble: RwSignal::default(),
            history: RwSignal::default(),
            unwritten: StoredValue::default(),
            store: StoredValue::new(store.clone()),
            clock: StoredValue::new(clock),
        };
        tasks.read_all();
        store.watch(Box::new(move |outside| match outside {
            Outside::Leaving => tasks.write_down(),
            Outside::Written(key) if key == COLUMNS => tasks.columns.reread(),
            Outside::Written(key) => {
                if key.starts_with(TASK) && !tasks.board.is_disposed() {
                    tasks.read_again(&key);
                }
            }
        }));
        tasks
    }

    /// Changes tasks. The words say what was done, for whoever undoes it: "Moved OC-12".
    pub fn change(&self, words: impl Into<String>, change: Change) {
        let ids: Vec<String> = change.iter().map(|(id, _)| id.clone()).collect();
        let now = self.now();
        let back = self.board.try_update(|board| board.apply(change, now));
        if let Some(back) = back.filter(|back| !back.is_empty()) {
            self.history.update(|history| history.note(Deed { words: words.into(), back }));
            self.keep(ids);
        }
    }

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

    /// Makes a task of a proposal, or brings back the one that was made of it; returns its name. It is linked to what it is about.
    pub fn take_up(&self, id: String, proposal: &Proposal, about: Link, origin: &str) -> String {
        let known = self.board.with_untracked(|board| board.made_of(origin).cloned());
        if let Some(task) = known {
            if *task.gone {
                self.change(["Brought back ", &task.name()].concat(), vec![(task.id.clone(), vec![Part::Gone(false)])]);
            }
            return task.name();
        }
        let (column, parts) = proposed::parts(proposal, &self.columns.get_untracked(), about, origin);
        self.make(id, &column, parts)
    }

    /// Changes tasks by themselves, because of something else that happened: that is not for a person to undo.
    pub fn follow(&self, change: Change) {
        let ids = change.iter().map(|(id, _)| id.clone()).collect();
        let now = self.now();
        self.board.update(|board| drop(board.apply(change, now)));
        self.keep(ids);
    }

    /// Undoes the latest change of this tab, or does it again; returns what it was.
    pub fn step(&self, way: Way) -> Option<String> {
        let now = self.now();
        let mut stepped = None;
        self.history.update(|history| self.board.update(|board| stepped = history.step(way, board, now)));
        let (words, ids) = stepped?;
        self.keep(ids);
        Some(words)
    }

    /// Returns what the next step would take back, or do again, and tracks it.
    pub fn next_step(&self, way: Way) -> Option<String> {
        self.history.with(|history| history.next(way).map(|deed| deed.words.clone()))
    }

    /// Takes over tasks from a file, as one change. Numbers that are taken here already become others.
    pub fn take(&self, words: impl Into<String>, change: Change) {
        self.change(words, change);
        self.settle_numbers();
    }

    /// Throws away the entries that could not be read, because a person said so.
    pub fn discard_spoilt(&self) {
        let spoilt = self.trouble.try_update(|trouble| std::mem::take(&mut trouble.spoilt)).unwrap_or_default();
        for (key, _) in spoilt {
            let _ = self.store.with_value(|store| store.set(&key, None));
        }
    }

    /// Returns what the clock on the wall shows, in milliseconds.
    pub fn now(&self) -> i64 {
        self.clock.with_value(|clock| clock.wall().0)
    }

    fn read_all(&self) {
        let store = self.store.get_value();
        let oldest = self.now() - REMEMBERED;
        let (mut board, mut trouble) = (Board::default(), Trouble::default());
        let mut keys = store.keys(TASK);
        keys.sort_unstable();
        for key in keys {
            let Some(text) = store.get(&key) else { continue };
            match schema::read(&text) {
                Ok(task) if *task.gone && task.gone.at < oldest => drop(store.set(&key, None)),
                // Under any other key it would never be written back to where it came from.
                Ok(task) if Some(task.id.as_str()) == key.strip_prefix(TASK) => drop(board.merge(task)),
                Ok(_) => trouble.spoilt.push((key, text)),
                Err(Unread::Newer) => trouble.newer += 1,
                Err(Unread::Spoilt(_)) => trouble.spoilt.push((key, text)),
            }
        }
        // What is to be written over is put aside first.
        let columns = store.get(COLUMNS).filter(|_| stored::read::<Columns>(&*store, COLUMNS).is_none());
        if let Some(text) = columns {
            drop(store.set(ASIDE, Some(&text)));
            drop(store.set(COLUMNS, None));
        }
        trouble.spoilt.extend(store.get(ASIDE).map(|text| (ASIDE.to_owned(), text)));
        self.board.set(board);
        self.trouble.set(trouble);
        self.settle_numbers();
    }

    /// Takes over what another tab wrote. What it removed was deleted long ago.
    fn read_again(&self, key: &str) {
        let Some(Ok(task)) = self.store.with_value(|store| store.get(key)).map(|text| schema::read(&text)) else { return };
        let (id, theirs) = (task.id.clone(), task.clone());
        if self.board.try_maybe_update(|board| (board.merge(task), ())).is_some() {
            // Two tabs may have written at the same moment: then theirs lacks what is ours.
            if self.board.with_untracked(|board| board.any(&id).is_some_and(|ours| **ours != theirs)) {
                self.keep(vec![id]);
            }
            self.settle_numbers();
        }
    }

    fn settle_numbers(&self) {
        let now = self.now();
        let mut ids = vec![];
        self.board.maybe_update(|board| {
            ids = board.renumber(now);
            !ids.is_empty()
        });
        self.keep(ids);
    }

    /// Has tasks written down, a little later.
    fn keep(&self, ids: Vec<String>) {
        if ids.is_empty() {
            return;
        }
        let is_under_way = self.unwritten.try_update_value(|(unwritten, is_under_way)| {
            let new: Vec<String> = ids.into_iter().filter(|id| !unwritten.contains(id)).collect();
            unwritten.extend(new);
            std::mem::replace(is_under_way, true)
        });
        if is_under_way == Some(false) {
            let (tasks, clock) = (*self, self.clock.get_value());
            spawn_local(async move {
                clock.sleep(PAUSE).await;
                tasks.write_down();
            });
        }
    }

    /// Writes down what is not yet. What another tab wrote meanwhile is taken over first.
    fn write_down(&self) {
        let Some((unwritten, _)) = self.unwritten.try_update_value(std::mem::take) else { return };
        if unwritten.is_empty() {
            return;
        }
        let store = self.store.get_value();
        let mut left = vec![];
        for id in unwritten {
            let key = [TASK, &id].concat();
            if let Some(Ok(theirs)) = store.get(&key).map(|text| schema::read(&text)) {
                self.board.maybe_update(|board| board.merge(theirs));
            }
            let text = self.board.with_untracked(|board| board.any(&id).map(|task| schema::write(task)));
            if text.is_some_and(|text| store.set(&key, Some(&text)).is_err()) {
                left.push(id);
            }
        }
        let is_full = !left.is_empty();
        // They are tried again with the next change.
        self.unwritten.update_value(|(unwritten, _)| unwritten.extend(left));
        self.trouble.maybe_update(|trouble| std::mem::replace(&mut trouble.is_full, is_full) != is_full);
    }
}
