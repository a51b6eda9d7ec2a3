//! Reading on in a file that grows: where the next question begins, what is to be said about the answer, and how long to wait. Pure.
//! Refuses to ask.

use std::time::Duration;

use super::line::Mark;
use crate::protocol::logs::{Lines, LogsTailed};

/// The shortest pause between two questions.
const SHORTEST: Duration = Duration::from_secs(2);
/// The longest, while nothing is written.
const LONGEST: Duration = Duration::from_secs(15);

/// Where the file was read to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// The file; empty before the first answer.
    pub file: String,
    /// Where the next question begins.
    pub cursor: Option<u64>,
    /// How long to wait before it.
    pub pause: Duration,
}

/// What an answer brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// What is to be said before the lines.
    pub marks: Vec<Mark>,
    /// The lines.
    pub lines: Lines,
}

impl Tail {
    /// Takes an answer.
    pub fn take(&mut self, answer: LogsTailed) -> Brought {
        let LogsTailed { file, cursor, size, lines, truncated, reset, skipped_bytes } = answer;
        let before = self.cursor;
        let is_other = !self.file.is_empty() && self.file != file;
        self.file.clone_from(&file);
        if is_other && before.is_some() {
            // The place was one in the file before: what it left out of this one is asked for anew.
            self.cursor = None;
            self.pause = SHORTEST;
            return Brought { marks: vec![Mark::Rotated(file)], lines: Lines::default() };
        }
        self.cursor = Some(cursor);
        self.pause = if lines.is_empty() { (self.pause.max(SHORTEST) * 3 / 2).min(LONGEST) } else { SHORTEST };
        let mark = match before {
            Some(before) if reset && size < before => Some(Mark::Shrunk),
            Some(_) if reset || truncated => Some(Mark::Skipped(skipped_bytes)),
            None if truncated => Some(Mark::Begins),
            _ => None,
        };
        Brought { marks: mark.into_iter().collect(), lines }
    }

    /// Waits longer after a question without an answer.
    pub fn failed(&mut self) {
        self.pause = (self.pause.max(SHORTEST) * 2).min(LONGEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str]) -> Lines {
        Lines::of(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
    }

    fn answer(file: &str, cursor: u64, lines: &[&str]) -> LogsTailed {
        let lines = of(lines);
        LogsTailed { file: file.into(), cursor, size: cursor, lines, ..Default::default() }
    }

    #[test]
    fn it_reads_on_and_waits_longer_while_nothing_comes() {
        let mut tail = Tail::default();
        assert_eq!(tail.take(LogsTailed { truncated: true, ..answer("a", 10, &["x"]) }).marks, [Mark::Begins]);
        assert_eq!((tail.cursor, tail.pause), (Some(10), Duration::from_secs(2)));
        let mut pauses = vec![];
        for _ in 0..8 {
            assert!(tail.take(answer("a", 10, &[])).lines.is_empty());
            pauses.push(tail.pause);
        }
        assert!(pauses.is_sorted() && pauses[0] == Duration::from_secs(3) && pauses[7] == LONGEST);
        assert_eq!(tail.take(answer("a", 12, &["y"])), Brought { marks: vec![], lines: of(&["y"]) });
        assert_eq!((tail.cursor, tail.pause), (Some(12), SHORTEST));
    }

    #[test]
    fn what_is_missing_is_said() {
        let mut tail = Tail::default();
        tail.take(answer("a", 1_000, &["x"]));
        let behind = LogsTailed { reset: true, truncated: true, skipped_bytes: Some(77), ..answer("a", 9_000, &["y"]) };
        assert_eq!(tail.take(behind).marks, [Mark::Skipped(Some(77))]);
        assert_eq!(tail.take(LogsTailed { truncated: true, ..answer("a", 9_100, &["z"]) }).marks, [Mark::Skipped(None)]);
        assert_eq!(tail.take(LogsTailed { reset: true, ..answer("a", 5, &["z"]) }).marks, [Mark::Shrunk]);
    }

    #[test]
    fn another_file_is_read_from_its_own_places() {
        let mut tail = Tail::default();
        tail.take(answer("monday", 1_000, &["x"]));
        let brought = tail.take(answer("tuesday", 2_000, &["not whole"]));
        assert_eq!(brought, Brought { marks: vec![Mark::Rotated("tuesday".into())], lines: Lines::default() });
        assert_eq!(tail.cursor, None);
        assert_eq!(tail.take(answer("tuesday", 2_000, &["a", "b"])).lines.count(), 2);
        tail.failed();
        assert_eq!(tail.pause, Duration::from_secs(4));
    }
}
