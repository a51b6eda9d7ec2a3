//! Tasks as a file: all of them as JSON, which can be read back whole, or as Markdown, which people read; and what reading one in would do.
//! Refuses to write into the board.

use serde::Serialize;
use serde_json::value::RawValue;

use super::board::Board;
use super::columns::{Columns, Stage};
use super::quick;
use super::schema::{self, Unread};
use super::{Part, Priority, Step, Task};
use crate::domain::sorted::sorted;
use crate::protocol::day::Day;
use crate::protocol::fields::{Fields, items};

#[derive(Serialize)]
struct File {
    openclutch: &'static str,
    tasks: Vec<Box<RawValue>>,
}

/// Writes all tasks as JSON, each as it is kept.
pub fn json(board: &Board) -> String {
    let written = |task: &Task| RawValue::from_string(schema::write(task)).ok();
    let tasks = ordered(board).iter().filter_map(|task| written(task)).collect();
    serde_json::to_string(&File { openclutch: "tasks", tasks }).unwrap_or_default()
}

/// Writes all tasks as Markdown: a heading for each column, a line for each task with its marks, below it what else there is.
pub fn markdown(board: &Board, columns: &Columns, projects: &[(String, String)]) -> String {
    let mut text = String::from("# Tasks\n");
    for column in &columns.list {
        let here = |task: &&Task| columns.of(&task.column).is_some_and(|of| of.id == column.id);
        let tasks = ordered(board);
        text += &["\n## ", &column.name, "\n\n"].concat();
        for task in tasks.into_iter().filter(here) {
            line(&mut text, task, column.stage == Stage::Done, projects);
        }
    }
    text
}

fn line(text: &mut String, task: &Task, is_done: bool, projects: &[(String, String)]) {
    *text += if is_done { "- [x] " } else { "- [ ] " };
    *text += &task.title;
    if *task.priority != Priority::None {
        *text += &[" !", task.priority.as_str()].concat();
    }
    for label in task.labels.iter() {
        *text += &[" #", label].concat();
    }
    if let Some((_, name)) = projects.iter().find(|(id, _)| *id == *task.project) {
        *text += &[" @", &name.split_whitespace().collect::<Vec<_>>().join("-")].concat();
    }
    if let Some(due) = *task.due {
        *text += &[" ^", &due.write()].concat();
    }
    *text += "\n";
    for step in task.steps.iter() {
        *text += if step.done { "  - [x] " } else { "  - [ ] " };
        *text += &[&step.text, "\n"].concat();
    }
    for words in task.about.lines() {
        *text += &["  > ", words, "\n"].concat();
    }
}

fn ordered(board: &Board) -> Vec<&Task> {
    let all: Vec<&Task> = board.all().map(|task| &**task).collect();
    sorted(all, &|one, other| (one.order.as_str(), one.made_at, &one.id).cmp(&(other.order.as_str(), other.made_at, &other.id)))
}

/// What reading a file in would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Tasks that are not here yet.
    pub added: Vec<Task>,
    /// Tasks of which the file has something later.
    pub updated: Vec<Task>,
    /// Tasks that are here as they are there, or later; by what they are called.
    pub skipped: Vec<String>,
    /// What could not be read, and why.
    pub unread: Vec<String>,
}

impl Import {
    /// Returns all that is to be taken over.
    pub fn tasks(self) -> Vec<Task> {
        self.added.into_iter().chain(self.updated).collect()
    }
}

/// Reads a file, whichever of the two it is. `id` makes an id for a task that has none; `now` is when it is read in, in milliseconds, `today` the
/// day that is.
pub fn read(
    text: &str,
    board: &Board,
    columns: &Columns,
    projects: &[(String, String)],
    (now, today): (i64, Day),
    id: &mut dyn FnMut() -> String,
) -> Import {
    let mut import = Import::default();
    let trimmed = text.trim_start_matches('\u{feff}').trim_start();
    if trimmed.starts_with(['{', '[']) {
        read_json(trimmed, board, now, id, &mut import);
    } else {
        for task in read_markdown(trimmed, columns, projects, now, today, id) {
            // A line has no id: a task of this title in this column is the same.
            let is_same =
                |known: &Task| known.title.value == task.title.value && columns.stage(&known.column) == columns.stage(&task.column);
            if board.all().any(|known| is_same(known)) || import.added.iter().any(is_same) {
                import.skipped.push(task.title.value.clone());
            } else {
                import.added.push(task);
            }
        }
    }
    number(board, &mut import, now);
    import
}

fn read_json(text: &str, board: &Board, now: i64, id: &mut dyn FnMut() -> String, import: &mut Import) {
    let whole = crate::protocol::fields::Piece::read(text);
    let list = whole.and_then(|whole| {
        let inner = Fields::of(whole).ok().and_then(|fields| fields.raw("tasks"));
        items(inner.unwrap_or(whole))
    });
    let list = match list {
        Ok(list) => list,
        Err(why) => return import.unread.push(["The file is no list of tasks: ", &why].concat()),
    };
    for (at, piece) in list.into_iter().enumerate() {
        let named = |why: &str| ["Task ", &(at + 1).to_string(), ": ", why].concat();
        match schema::read(piece.get()) {
            Ok(mut task) => {
                if task.id.is_empty() {
                    task.id = id();
                    task.made_at = if task.made_at == 0 { now } else { task.made_at };
                }
                sort_in(task, board, import);
            }
            Err(Unread::Newer) => import.unread.push(named("a newer dashboard wrote it")),
            Err(Unread::Spoilt(why)) => import.unread.push(named(&why)),
        }
    }
}

fn sort_in(task: Task, board: &Board, import: &mut Import) {
    let Some(known) = board.any(&task.id) else {
        if *task.gone {
            return;
        }
        return import.added.push(task);
    };
    let mut merged = Task::clone(known);
    merged.merge(task.clone());
    if merged == **known {
        import.skipped.push(known.name());
    } else {
        import.updated.push(task);
    }
}

fn read_markdown(
    text: &str,
    columns: &Columns,
    projects: &[(String, String)],
    now: i64,
    today: Day,
    id: &mut dyn FnMut() -> String,
) -> Vec<Task> {
    let mut tasks: Vec<Task> = vec![];
    let mut column = None;
    for line in text.lines() {
        let inner = line.trim_start();
        let is_indented = line.len() > inner.len();
        let ticked = ["- [x] ", "- [X] ", "* [x] "].iter().find_map(|mark| inner.strip_prefix(mark)).map(|rest| (rest, true));
        let open = ["- [ ] ", "* [ ] "].iter().find_map(|mark| inner.strip_prefix(mark)).map(|rest| (rest, false));
        if let Some(name) = line.strip_prefix("## ") {
            column = columns.called(name.trim()).map(|column| column.id.clone());
        } else if let Some((words, done)) = ticked.or(open) {
            match tasks.last_mut().filter(|_| is_indented) {
                Some(task) => {
                    let mut steps = task.steps.value.clone();
                    steps.push(Step { text: words.trim().to_owned(), done });
                    task.put(Part::Steps(steps), now);
                }
                None => {
                    let stands = if done { columns.at(Stage::Done).map(|column| column.id.clone()) } else { column.clone() };
                    let read = quick::read(words, projects, today);
                    let mut task = Task::begin(&id(), now);
                    for part in [
                        Part::Gone(false),
                        Part::Title(read.title),
                        Part::Column(stands.or_else(|| columns.list.first().map(|column| column.id.clone())).unwrap_or_default()),
                        Part::Since(now),
                        Part::Priority(read.priority.unwrap_or_default()),
                        Part::Labels(read.labels),
                        Part::Project(read.project.map(|(id, _)| id).unwrap_or_default()),
                        Part::Due(read.due),
                    ] {
                        task.put(part, now);
                    }
                    tasks.push(task);
                }
            }
        } else if let (Some(words), Some(task)) = (inner.strip_prefix('>'), tasks.last_mut()) {
            let about =
                [task.about.as_str(), if task.about.is_empty() { "" } else { "\n" }, words.strip_prefix(' ').unwrap_or(words)].concat();
            task.put(Part::About(about), now);
        }
    }
    tasks.retain(|task| !task.title.trim().is_empty());
    tasks
}

/// Gives numbers to those that have none, after those that are here.
fn number(board: &Board, import: &mut Import, now: i64) {
    let mut next = board.next_number().max(import.added.iter().map(|task| *task.number).max().unwrap_or_default().saturating_add(1));
    for task in import.added.iter_mut().filter(|task| *task.number == 0) {
        task.put(Part::Number(next), now);
        next = next.saturating_add(1);
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
