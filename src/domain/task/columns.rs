//! The columns of the board, as a person has them: names, limits, and what it means to stand in one.
//! Refuses to know which tasks stand in them.

use crate::domain::query::small;
use crate::protocol::fields::{Fields, FromJson, Piece, reads, text};
use serde::Serialize;

/// What it means to stand in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Not begun.
    #[default]
    Todo,
    /// Under way.
    Doing,
    /// It waits for somebody to look at it.
    Review,
    /// It cannot go on.
    Blocked,
    /// Done.
    Done,
}

impl Stage {
    /// All of them, and what they are called.
    pub const ALL: [(Self, &'static str); 5] =
        [(Self::Todo, "todo"), (Self::Doing, "doing"), (Self::Review, "review"), (Self::Blocked, "blocked"), (Self::Done, "done")];
}

impl FromJson for Stage {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let word = text(json)?;
        Self::ALL.into_iter().find(|(_, name)| *name == word).map(|(stage, _)| stage).ok_or_else(|| "no stage".into())
    }
}

/// What others call the stages.
const MEANT: [(&[&str], Stage); 5] = [
    (&["todo", "to do", "open", "backlog", "ready", "triage", "scheduled"], Stage::Todo),
    (&["doing", "in progress", "running", "started", "active"], Stage::Doing),
    (&["review", "in review", "waiting"], Stage::Review),
    (&["blocked", "failed"], Stage::Blocked),
    (&["done", "completed", "closed", "finished"], Stage::Done),
];

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its id, which never changes.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// What it means to stand in it.
    pub stage: Stage,
    /// More tasks than this are too many; 0 for no limit.
    pub limit: u32,
    /// It is shown as its head only.
    pub folded: bool,
}

reads! { Column { id: needed, name: needed, stage, limit, folded } }

/// The columns in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Columns {
    /// One by one, from left to right. Never empty.
    pub list: Vec<Column>,
}

impl FromJson for Columns {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let list: Vec<Column> = Fields::of(json)?.needed("list");
        if list.is_empty() { Err("no columns".into()) } else { Ok(Self { list }) }
    }
}

impl Default for Columns {
    fn default() -> Self {
        let column = |id: &str, name: &str, stage| Column { id: id.into(), name: name.into(), stage, ..Column::default() };
        let list = vec![
            column("todo", "To do", Stage::Todo),
            column("doing", "In progress", Stage::Doing),
            column("blocked", "Blocked", Stage::Blocked),
            column("done", "Done", Stage::Done),
        ];
        Self { list }
    }
}

impl Columns {
    /// Returns the column in which a task of this column stands: a task of a column that is no more, or that nobody knows, stands in the
    /// first.
    pub fn of(&self, id: &str) -> Option<&Column> {
        self.list.iter().find(|column| column.id == id).or_else(|| self.called(id)).or_else(|| self.list.first())
    }

    /// Returns the column that somebody means by a word, as agents and other programs write it.
    pub fn called(&self, word: &str) -> Option<&Column> {
        let word = small(word).replace(['_', '-'], " ");
        let named = self.list.iter().find(|column| small(&column.name) == word);
        let stage = || MEANT.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, stage)| *stage);
        named.or_else(|| self.at(stage()?))
    }

    /// Returns the first column of a stage.
    pub fn at(&self, stage: Stage) -> Option<&Column> {
        self.list.iter().find(|column| column.stage == stage)
    }

    /// Returns the stage of a column.
    pub fn stage(&self, id: &str) -> Stage {
        self.of(id).map(|column| column.stage).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_of_a_column_that_is_no_more_stands_in_the_first() {
        let columns = Columns::default();
        assert_eq!((columns.of("gone").map(|column| column.id.as_str()), columns.stage("done")), (Some("todo"), Stage::Done));
        assert_eq!(columns.at(Stage::Review), None);
        for (word, id) in [("In progress", "doing"), ("in_progress", "doing"), ("closed", "done"), ("review", "todo"), ("", "todo")] {
            assert_eq!(columns.of(word).map(|column| column.id.as_str()), Some(id), "{word}");
        }
        let written = serde_json::value::to_raw_value(&columns).unwrap();
        assert_eq!(Columns::from_json(Piece::of(&written)), Ok(columns));
    }
}
