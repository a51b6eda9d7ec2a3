//! How a task is written down, and how every earlier form of it is read.
//! Refuses to know where it is written.

use serde::Serialize;

use super::{Part, Priority, Step, Task};
use crate::protocol::day::Day;
use crate::protocol::fields::{Fields, FromJson, Piece, reads};

/// The version that is written.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Envelope<'a> {
    v: u32,
    value: &'a Task,
}

/// Why what is written down could not be read. It is to be left as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It was written by a newer dashboard.
    #[error("it was written by a newer dashboard")]
    Newer,
    /// It is no task.
    #[error("it is no task: {0}")]
    Spoilt(String),
}

/// Writes a task down.
pub fn write(task: &Task) -> String {
    serde_json::to_string(&Envelope { v: VERSION, value: task }).unwrap_or_default()
}

/// Reads what was written down, in whichever version. What carries no version is a plain object, as a person or another program writes it.
///
/// # Errors
/// See [`Unread`].
pub fn read(text: &str) -> Result<Task, Unread> {
    let mut envelope = Fields::read(text).map_err(Unread::Spoilt)?;
    let version: u32 = envelope.get("v");
    match (version, envelope.raw("value")) {
        (VERSION, Some(value)) => Task::from_json(value).map_err(Unread::Spoilt),
        (0, Some(value)) => plain(value.get()),
        (0, None) => plain(text),
        (VERSION, None) => Err(Unread::Spoilt("it is empty".into())),
        _ => Err(Unread::Newer),
    }
}

/// A task of the first form: plain fields, and one time for all of them.
struct Plain {
    id: String,
    title: String,
    description: String,
    status: String,
    priority: Option<Priority>,
    labels: Vec<String>,
    due: Option<Day>,
    checklist: Vec<Step>,
    created_at: i64,
    updated_at: i64,
}

reads! {
    Plain { id, title: needed, description, status, priority: lossy, labels, due: lossy, checklist, created_at, updated_at }
}

fn plain(text: &str) -> Result<Task, Unread> {
    let json = Piece::read(text).map_err(Unread::Spoilt)?;
    let Plain { id, title, description, status, priority, labels, due, checklist, created_at, updated_at } =
        Plain::from_json(json).map_err(Unread::Spoilt)?;
    if title.trim().is_empty() {
        return Err(Unread::Spoilt("it has no title".into()));
    }
    let at = updated_at.max(created_at);
    let mut task = Task::begin(&id, created_at);
    let parts = [
        Part::Gone(false),
        Part::Title(title),
        Part::About(description),
        Part::Column(status),
        Part::Since(at),
        Part::Priority(priority.unwrap_or_default()),
        Part::Labels(labels),
        Part::Due(due),
        Part::Steps(checklist),
    ];
    for part in parts {
        task.put(part, at);
    }
    Ok(task)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::protocol::fields::FromJson;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_is_read() {
        let mut task = Task::begin("a", 5);
        task.put(Part::Gone(false), 6);
        task.put(Part::Due(Some(Day(20_000))), 7);
        task.put(Part::Steps(vec![Step { text: "Pack".into(), done: true }]), 8);
        assert_eq!(read(&write(&task)), Ok(task));
    }

    #[test]
    fn the_plain_form_is_read_with_one_time_for_all() {
        let text = r#"{"id": "a", "title": "Ship", "status": "doing", "priority": "high", "due": "2026-12-01", "checklist": [{"text": "x"}], "createdAt": 5, "updatedAt": 9}"#;
        let task = read(text).unwrap();
        assert_eq!(
            (task.id.as_str(), task.title.as_str(), task.column.as_str(), task.made_at, task.title.at),
            ("a", "Ship", "doing", 5, 9)
        );
        assert_eq!((*task.priority, task.steps.len(), *task.due), (Priority::High, 1, Day::read("2026-12-01")));
        assert_eq!(read(&format!(r#"{{"v": 0, "value": {text}}}"#)), Ok(task));
    }

    #[test]
    fn newer_and_spoilt_are_told_apart() {
        assert_eq!(read(r#"{"v": 2, "value": {}}"#), Err(Unread::Newer));
        for text in ["", "x", "[]", "{}", r#"{"v": 1}"#, r#"{"v": 1, "value": {"title": []}}"#, r#"{"title": " "}"#, r#"{"title": 5}"#] {
            assert!(matches!(read(text), Err(Unread::Spoilt(_))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_kept_panics(text in ".{0,60}", at in 0usize..200) {
            let _ = read(&text);
            let whole = write(&Task::begin("a", 5));
            let _ = read(&whole.chars().take(at).collect::<String>());
        }
    }

    #[test]
    fn fields_that_are_missing_are_as_if_never_written() {
        let task = Task::from_json(Piece::read(r#"{"id": "a", "title": ["x", 3]}"#).unwrap()).unwrap();
        assert_eq!((task.title.at, task.column.at, *task.gone), (3, 0, false));
    }
}
