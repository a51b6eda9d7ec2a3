//! What a person chose, all of it in one place: each setting as a value, in words, and read back. Pure.
//! Refuses to know where each is kept and how it is changed.

pub mod file;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::graces::{Grace, Graces};
use super::prefs::{Prefs, SavedLook, Theme};
use super::spending::Budgets;
use crate::domain::job::late::GRACE;
use crate::domain::log::ring::{BOUNDS, bound_of};
use crate::domain::notify::{GROUPS, Quiet, Wishes, clock};
use crate::domain::queue::snooze::Snoozed;
use crate::domain::say;
use crate::domain::shortcuts::Keymap;
use crate::domain::task::columns::{Column, Columns};
use crate::domain::usage::budget::{Budget, told};
use crate::protocol::fields::{FromJson, Piece};

/// All choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Looks, saved views, tasks of agents.
    pub prefs: Prefs,
    /// What notifies.
    pub wishes: Wishes,
    /// What is put off.
    pub snoozed: Snoozed,
    /// The columns of the board.
    pub columns: Columns,
    /// How late jobs may be.
    pub graces: Graces,
    /// What may be spent.
    pub budgets: Budgets,
    /// What was made of the keys.
    pub keys: Keymap,
    /// How many lines the log keeps; 0 for as many as can be.
    pub lines: u32,
}

/// The settings that have a value here, by their names in the table of settings.
pub const KEPT: [&str; 13] = [
    "theme",
    "density",
    "notifications",
    "kinds",
    "quiet",
    "snoozed",
    "looks",
    "agent-tasks",
    "columns",
    "graces",
    "budgets",
    "lines",
    "keys",
];

/// Of lists this many entries are named in words.
const NAMED: usize = 3;
/// A list that holds more than this is none that a person made.
const MOST: usize = 500;

impl Choices {
    /// Returns the value of a setting, as it is written down; nothing for what has none.
    pub fn value(&self, id: &str) -> Option<Box<RawValue>> {
        let value: &dyn Written = match id {
            "theme" => &self.prefs.theme,
            "density" => &self.prefs.compact,
            "agent-tasks" => &self.prefs.takes_tasks,
            "looks" => &self.prefs.views,
            "notifications" => &self.wishes.is_on,
            "kinds" => &self.wishes.muted,
            "quiet" => &self.wishes.quiet,
            "snoozed" => &self.snoozed.list,
            "columns" => &self.columns.list,
            "graces" => &self.graces.jobs,
            "budgets" => &self.budgets.list,
            "lines" => &self.lines,
            "keys" => &self.keys,
            _ => return None,
        };
        value.written()
    }

    /// Whether a setting has another value there.
    pub fn differs(&self, id: &str, other: &Self) -> bool {
        let text = |of: &Self| of.value(id).map(|value| value.get().to_owned());
        text(self) != text(other)
    }

    /// Takes over the value that a setting has there.
    pub fn take(&mut self, id: &str, from: &Self) {
        if let Some(value) = from.value(id) {
            // What was written here a moment ago can be read.
            let _ = self.read(id, Piece::of(&value));
        }
    }

    /// Reads the value of a setting.
    ///
    /// # Errors
    /// Says so when it is none; the old one stays.
    pub fn read(&mut self, id: &str, json: Piece<'_>) -> Result<(), String> {
        match id {
            "theme" => self.prefs.theme = Theme::from_json(json)?,
            "density" => self.prefs.compact = bool::from_json(json)?,
            "agent-tasks" => self.prefs.takes_tasks = bool::from_json(json)?,
            "looks" => self.prefs.views = few(json, &|one: &SavedLook, other| one.search == other.search)?,
            "notifications" => self.wishes.is_on = bool::from_json(json)?,
            "kinds" => {
                let muted: Vec<String> = few(json, &|one, other| one == other)?;
                self.wishes.muted = muted.into_iter().filter(|group| GROUPS.iter().any(|(name, _)| name == group)).collect();
            }
            "quiet" => self.wishes.quiet = Quiet::from_json(json)?,
            "snoozed" => self.snoozed.list = Vec::from_json(json)?,
            "columns" => {
                let list: Vec<Column> = few(json, &|one: &Column, other| one.id == other.id)?;
                let is_named = |column: &Column| !column.id.is_empty() && !column.name.trim().is_empty();
                if list.is_empty() || !list.iter().all(is_named) {
                    return Err("no columns".into());
                }
                self.columns = Columns { list };
            }
            "graces" => self.graces.jobs = few(json, &|one: &Grace, other| one.id == other.id)?,
            "budgets" => {
                let list: Vec<Budget> = few(json, &|one: &Budget, other| one.id == other.id)?;
                if list.iter().any(|budget| budget.id < 1 || budget.id == i64::MAX || budget.limit < 1 || budget.warn < 1) {
                    return Err("no budget".into());
                }
                // Numbers are given once only.
                self.budgets.last = list.iter().map(|budget| budget.id).fold(self.budgets.last, i64::max);
                self.budgets.list = list;
            }
            "lines" => {
                let lines = u32::from_json(json)?;
                if lines != 0 && !BOUNDS.contains(&(lines as usize)) {
                    return Err("no such number of lines".into());
                }
                self.lines = lines;
            }
            "keys" => self.keys = Keymap::from_json(json)?.checked().ok_or("keys that are none")?,
            _ => return Err("no setting".into()),
        }
        Ok(())
    }

    /// Says the value of a setting.
    pub fn words(&self, id: &str) -> String {
        let (prefs, wishes) = (&self.prefs, &self.wishes);
        let on = |is_on: bool| if is_on { "On" } else { "Off" }.to_owned();
        match id {
            "theme" => Theme::ALL.into_iter().find(|(theme, _)| *theme == prefs.theme).map_or("", |(_, name)| name).to_owned(),
            "density" => if prefs.compact { "Compact" } else { "Comfortable" }.to_owned(),
            "agent-tasks" => if prefs.takes_tasks { "By themselves" } else { "When I say so" }.to_owned(),
            "looks" => named("None", prefs.views.iter().map(|look| look.name.clone()).collect()),
            "notifications" => on(wishes.is_on),
            "kinds" => {
                let told = GROUPS.iter().filter(|(name, _)| wishes.tells(name));
                listed("Nothing", told.map(|(_, words)| (*words).to_owned()).collect(), GROUPS.len())
            }
            "quiet" if wishes.quiet.is_on => ["From ", &clock(wishes.quiet.from), " to ", &clock(wishes.quiet.to)].concat(),
            "quiet" => on(false),
            "snoozed" => match self.snoozed.list.len() {
                0 => "Nothing".into(),
                count => say::many(count, "thing"),
            },
            "columns" => {
                let most = |column: &Column| match column.limit {
                    0 => column.name.clone(),
                    limit => [&*column.name, " (at most ", &limit.to_string(), ")"].concat(),
                };
                listed("None", self.columns.list.iter().map(most).collect(), MOST)
            }
            "graces" => {
                let usual = say::many(GRACE.unsigned_abs() as usize, "minute");
                match self.graces.jobs.len() {
                    0 => [&usual, " for every job"].concat(),
                    count => [&usual, ", and otherwise for ", &say::many(count, "job")].concat(),
                }
            }
            "budgets" => {
                let sum = |budget: &Budget| [&*told(budget.limit), " a ", budget.per.as_str()].concat();
                named("None", self.budgets.list.iter().map(sum).collect())
            }
            "keys" => match (self.keys.silent, self.keys.changes.len()) {
                (false, 0) => "Default keys".into(),
                (false, count) => [&say::many(count, "key"), " changed"].concat(),
                (true, 0) => "Single-character keys off".into(),
                (true, count) => [&say::many(count, "key"), " changed, single-character keys off"].concat(),
            },
            "lines" => ["The newest ", &say::count(bound_of(self.lines))].concat(),
            _ => String::new(),
        }
    }
}

/// What can be written down: behind a pointer, so that it is one body for all types.
trait Written {
    fn written(&self) -> Option<Box<RawValue>>;
}

impl<T: Serialize> Written for T {
    fn written(&self) -> Option<Box<RawValue>> {
        to_raw_value(self).ok()
    }
}

/// Reads a list that a person may have made: not too long, and nothing in it twice.
fn few<T: FromJson>(json: Piece<'_>, is_same: &dyn Fn(&T, &T) -> bool) -> Result<Vec<T>, String> {
    let list: Vec<T> = Vec::from_json(json)?;
    let is_twice = |at: usize| list[..at].iter().any(|other| is_same(other, &list[at]));
    if list.len() > MOST || (0..list.len()).any(is_twice) { Err("no list that was made here".into()) } else { Ok(list) }
}

fn named(none: &str, names: Vec<String>) -> String {
    listed(none, names, NAMED)
}

/// Says the first entries of a list, and how many there are besides.
fn listed(none: &str, names: Vec<String>, most: usize) -> String {
    let others = names.len().saturating_sub(most);
    let said = names.iter().take(most).map(String::as_str).collect::<Vec<_>>().join(", ");
    match (names.is_empty(), others) {
        (true, _) => none.to_owned(),
        (_, 0) => said,
        (_, others) => [&said, " and ", &say::count(others), " more"].concat(),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "choices_tests.rs"]
mod tests;
