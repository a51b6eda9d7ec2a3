//! The columns of the board, as a person has them: names, limits, and what it means to stand in one.
//! Refuses to know which tasks stand in them.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::protocol::fields::{FromJson, reads, text};

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
    fn from_json(json: &RawValue) -> Result<Self, String> {
        let word = text(json)?;
        Self::ALL.into_iter().find(|(_, name)| *name == word).map(|(stage, _)| stage).ok_or_else(|| "no stage".into())
    }
}

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

reads! { Columns { list } }

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
    /// Returns the column in which a task of this column stands: a task of a column that is no more stands in the first.
    pub fn of(&self, id: &str) -> Option<&Column> {
        self.list.iter().find(|column| column.id == id).or_else(|| self.list.first())
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
        let written = serde_json::value::to_raw_value(&columns).unwrap();
        assert_eq!(Columns::from_json(&written), Ok(columns));
    }
}
