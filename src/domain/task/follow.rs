//! How a task follows what it is about: when the run of its session ends, the card moves, if the person asked for it, and it is written down why.
//! Refuses to move anything that ended before it was asked for, and anything twice.

use super::board::{Board, Change};
use super::columns::{Columns, Stage};
use super::{Entry, Kind, Part, Task};

/// So many entries are kept of what a task did by itself.
const ENTRIES: usize = 50;

/// How a run came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It did what it was told.
    Done,
    /// It failed, and why if that was said.
    Failed(String),
    /// Somebody stopped it.
    Stopped,
}

/// The last run of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended<'a> {
    /// The gateway's address.
    pub gateway: &'a str,
    /// The session's key.
    pub key: &'a str,
    /// When it ended, by the gateway's clock, in milliseconds.
    pub at: i64,
    /// The same by the clock of this machine.
    pub at_here: i64,
    /// How.
    pub end: End,
}

/// Returns the keys of the sessions of a gateway that tasks follow.
pub fn followed(board: &Board, gateway: &str) -> Vec<String> {
    let mut keys: Vec<String> = vec![];
    for link in board.all().filter(|task| *task.follows).flat_map(|task| task.links.iter()) {
        if link.gateway == gateway && link.kind != Kind::Job && !keys.contains(&link.key) {
            keys.push(link.key.clone());
        }
    }
    keys
}

/// Returns what is to be done to the tasks that follow a run that ended; nothing the second time, so that every tab may say it.
pub fn after(board: &Board, columns: &Columns, run: &Ended<'_>, now: i64) -> Change {
    let is_of = |task: &Task| task.links.iter().any(|link| link.kind != Kind::Job && link.gateway == run.gateway && link.key == run.key);
    let all = board.all().filter(|task| *task.follows && is_of(task));
    all.filter_map(|task| Some((task.id.clone(), moved(board, task, columns, run, now)?))).collect()
}

fn moved(board: &Board, task: &Task, columns: &Columns, run: &Ended<'_>, now: i64) -> Option<Vec<Part>> {
    // What ended before somebody asked for it says nothing; nor does what was told already, here or in another tab.
    if run.at_here <= task.follows.at || task.log.iter().any(|entry| entry.at == run.at) {
        return None;
    }
    let stage = columns.stage(&task.column);
    let to = match &run.end {
        End::Stopped => None,
        _ if stage == Stage::Done => None,
        End::Done => columns.at(Stage::Review).or_else(|| columns.at(Stage::Done)),
        End::Failed(_) => columns.at(Stage::Blocked),
    };
    let to = to.filter(|to| columns.of(&task.column).is_none_or(|from| from.id != to.id));
    let what = match &run.end {
        End::Done => "Its run ended",
        End::Failed(_) => "Its run failed",
        End::Stopped => "Its run was stopped",
    };
    let why = match &run.end {
        End::Failed(why) if !why.is_empty() => [": ", why].concat(),
        _ => String::new(),
    };
    let went = to.map_or_else(|| ", and it stays where it is.".to_owned(), |to| [", so it went to ", &to.name, "."].concat());
    let mut log = task.log.value.clone();
    log.push(Entry { at: run.at, words: [what, &why, &went].concat() });
    log.drain(..log.len().saturating_sub(ENTRIES));
    let mut parts = vec![Part::Log(log)];
    if let Some(to) = to {
        parts.extend([Part::Column(to.id.clone()), Part::Since(now), Part::Order(board.at_end(columns, &to.id))]);
        if let (Stage::Blocked, End::Failed(why)) = (to.stage, &run.end) {
            let reason = if why.is_empty() { "its run failed" } else { why };
            parts.push(Part::Reason(reason.to_owned()));
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::super::Link;
    use super::super::columns::Column;
    use super::*;

    fn board(column: &str) -> Board {
        let mut board = Board::default();
        let link = Link { gateway: "g".into(), kind: Kind::Session, key: "s".into(), run: String::new() };
        let parts =
            vec![Part::Gone(false), Part::Title("t".into()), Part::Column(column.into()), Part::Links(vec![link]), Part::Follows(true)];
        board.apply(vec![("a".into(), parts)], 10);
        board
    }

    fn run(at: i64, end: End) -> Ended<'static> {
        Ended { gateway: "g", key: "s", at, at_here: at, end }
    }

    fn after_run(column: &str, columns: &Columns, ended: &Ended<'_>) -> Option<(String, String, String)> {
        let mut board = board(column);
        let change = after(&board, columns, ended, 99);
        let is_something = !change.is_empty();
        board.apply(change, 99);
        assert_eq!(after(&board, columns, ended, 100), vec![], "nothing is told twice");
        let task = board.get("a")?;
        let said = task.log.last().map(|entry| entry.words.clone()).unwrap_or_default();
        is_something.then(|| (task.column.value.clone(), said, task.reason.value.clone()))
    }

    #[test]
    fn a_card_goes_where_its_run_came_to_and_says_why() {
        let columns = Columns::default();
        let told = |column, end| after_run(column, &columns, &run(20, end)).unwrap();
        assert_eq!(told("doing", End::Done), ("done".into(), "Its run ended, so it went to Done.".into(), String::new()));
        let failed = told("todo", End::Failed("no such tool".into()));
        assert_eq!(failed, ("blocked".into(), "Its run failed: no such tool, so it went to Blocked.".into(), "no such tool".into()));
        assert_eq!(told("doing", End::Stopped).0, "doing");
        assert_eq!(told("done", End::Failed(String::new())).0, "done", "what is done stays done");
        let mut reviewed = Columns::default();
        reviewed.list.push(Column { id: "r".into(), name: "Review".into(), stage: Stage::Review, ..Column::default() });
        assert_eq!(after_run("doing", &reviewed, &run(20, End::Done)).unwrap().0, "r");
    }

    #[test]
    fn what_ended_before_it_was_asked_for_or_elsewhere_moves_nothing() {
        let columns = Columns::default();
        assert_eq!((followed(&board("doing"), "g"), followed(&board("doing"), "h")), (vec!["s".to_owned()], vec![]));
        assert_eq!(after_run("doing", &columns, &run(10, End::Done)), None);
        assert_eq!(after_run("doing", &columns, &Ended { gateway: "other", ..run(20, End::Done) }), None);
        let mut board = board("doing");
        board.apply(vec![("a".into(), vec![Part::Follows(false)])], 11);
        assert_eq!(after(&board, &columns, &run(20, End::Done), 99), vec![]);
    }
}
