//! The tasks that a person has, as this browser keeps them: an entry for each, so that a change writes one and what is spoilt spoils one.
//! Tabs follow each other, field by field.
//! Refuses to draw, and to know what a change is for.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::profile::Profile;
use super::stored::{self, KeyValue, Outside, Stored};
use crate::domain::task::Task;
use crate::domain::task::board::{Board, Change};
use crate::domain::task::columns::Columns;
use crate::domain::task::history::{Deed, History, Way};
use crate::domain::task::schema::{self, Unread};
use crate::gateway::Clock;

/// What the key of a task begins with; its id follows.
pub const TASK: &str = "openclutch.task.";
/// The key under which the columns are kept.
pub const COLUMNS: &str = "openclutch.columns";
/// What the keys begin with under which columns lie that could not be read.
const ASIDE: &str = "openclutch.columns.aside.";

/// Changes are gathered for so long before they are written down.
const PAUSE: Duration = Duration::from_millis(300);
/// What another tab writes is gathered for so long before it is read.
const GATHER: Duration = Duration::from_millis(30);
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
    /// The keys that another tab wrote, and whether they are about to be read.
    heard: StoredValue<(Vec<String>, bool)>,
    store: StoredValue<Arc<dyn KeyValue>>,
    clock: StoredValue<Arc<dyn Clock>>,
}

impl Tasks {
    /// Returns the tasks; the first time they are read.
    pub fn of(profile: &Profile) -> Self {
        profile.keep(|_, clock| Self::start(profile.store(), profile.stored(COLUMNS), clock))
    }

    /// Reads what is kept, and follows what other tabs write.
    pub fn start(store: Arc<dyn KeyValue>, columns: Stored<Columns>, clock: Arc<dyn Clock>) -> Self {
        let tasks = Self {
            board: RwSignal::default(),
            columns,
            trouble: RwSignal::default(),
            history: RwSignal::default(),
            unwritten: StoredValue::default(),
            heard: StoredValue::default(),
            store: StoredValue::new(store.clone()),
            clock: StoredValue::new(clock),
        };
        tasks.read_all();
        store.watch(Box::new(move |outside| match outside {
            Outside::Leaving => tasks.write_down(),
            Outside::Written(key) if key == COLUMNS => tasks.columns.reread(),
            Outside::Written(key) => {
                if key.starts_with(TASK) && !tasks.board.is_disposed() {
                    tasks.hear(key);
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

    /// Takes over tasks from a file, as one deed. Numbers that are taken here already become others.
    pub fn take(&self, words: impl Into<String>, tasks: Vec<Task>) {
        let ids = tasks.iter().map(|task| task.id.clone()).collect();
        let back = self.board.try_update(|board| board.take(tasks)).unwrap_or_default();
        self.history.update(|history| history.note(Deed { words: words.into(), back }));
        self.keep(ids);
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
                // That a proposal was thrown away is remembered for good: its conversation may be opened again.
                Ok(task) if *task.gone && task.gone.at < oldest && task.origin.is_empty() => drop(store.set(&key, None)),
                // Under any other key it would never be written back to where it came from.
                Ok(task) if Some(task.id.as_str()) == key.strip_prefix(TASK) => drop(board.merge(task)),
                Ok(_) => trouble.spoilt.push((key, text)),
                Err(Unread::Newer) => trouble.newer += 1,
                Err(Unread::Spoilt(_)) => trouble.spoilt.push((key, text)),
            }
        }
        // What may be written over is copied aside first, each text once.
        let columns = store.get(COLUMNS).filter(|_| stored::read::<Columns>(&*store, COLUMNS).is_none());
        let is_aside = |text: &String| store.keys(ASIDE).iter().any(|key| store.get(key).as_ref() == Some(text));
        if let Some(text) = columns.filter(|text| !is_aside(text)) {
            drop(store.set(&[ASIDE, &self.now().to_string()].concat(), Some(&text)));
        }
        trouble.spoilt.extend(store.keys(ASIDE).into_iter().filter_map(|key| store.get(&key).map(|text| (key, text))));
        self.board.set(board);
        self.trouble.set(trouble);
        self.settle_numbers();
    }

    /// Notes what another tab wrote: many writes are taken over together.
    fn hear(&self, key: String) {
        let is_under_way = self.heard.try_update_value(|(heard, is_under_way)| {
            heard.push(key);
            std::mem::replace(is_under_way, true)
        });
        if is_under_way == Some(false) {
            let (tasks, clock) = (*self, self.clock.get_value());
            spawn_local(async move {
                clock.sleep(GATHER).await;
                tasks.read_again();
            });
        }
    }

    /// Takes over what another tab wrote. What it removed was deleted long ago.
    fn read_again(&self) {
        let Some((heard, _)) = self.heard.try_update_value(std::mem::take) else { return };
        let read = |key: &String| self.store.with_value(|store| store.get(key)).and_then(|text| schema::read(&text).ok());
        let theirs: Vec<Task> = heard.iter().filter_map(read).collect();
        let mut ours = vec![];
        self.board.maybe_update(|board| {
            let mut is_new = false;
            for task in theirs {
                let (id, written) = (task.id.clone(), task.clone());
                is_new |= board.merge(task);
                // Two tabs may have written at the same moment: then theirs lacks what is ours.
                if board.any(&id).is_some_and(|merged| **merged != written) {
                    ours.push(id);
                }
            }
            is_new
        });
        self.keep(ours);
        self.settle_numbers();
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
            match store.get(&key).map(|text| (schema::read(&text), text)) {
                Some((Ok(theirs), _)) => self.board.maybe_update(|board| board.merge(theirs)),
                // What was written there meanwhile is not ours to write over; what is ours lasts as long as this tab.
                Some((Err(Unread::Newer), _)) => {
                    self.trouble.update(|trouble| trouble.newer = trouble.newer.max(1));
                    continue;
                }
                Some((Err(Unread::Spoilt(_)), text)) => {
                    self.trouble.maybe_update(|trouble| {
                        let is_new = trouble.spoilt.iter().all(|(known, _)| *known != key);
                        if is_new {
                            trouble.spoilt.push((key, text));
                        }
                        is_new
                    });
                    continue;
                }
                None => {}
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
