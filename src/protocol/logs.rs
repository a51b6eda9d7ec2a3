//! Reading the gateway's log file: its end, and on from where the last answer ended.
//! Refuses to know what stands in a line.

use serde::Serialize;

use super::fields::{FromJson, Piece, Whole, reads, text};
use super::method::{Kind, Method};
use super::scope::Scope;

/// `logs.tail`: what was written since a place in the file, or its end. More than it may answer is left out from the front.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogsTail {
    /// Where the last answer ended, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u64>,
    /// At most so many lines.
    pub limit: u32,
    /// At most so many bytes.
    pub max_bytes: u32,
}

impl LogsTail {
    /// Asks for as much as the gateway ever answers.
    pub fn new(cursor: Option<u64>) -> Self {
        Self { cursor, limit: 5_000, max_bytes: 1_000_000 }
    }
}

impl Method for LogsTail {
    const NAME: &'static str = "logs.tail";
    const KIND: Kind = Kind::Background;
    const SCOPE: Scope = Scope::Read;
    type Reply = LogsTailed;
}

/// The answer to [`LogsTail`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogsTailed {
    /// The file that was read.
    pub file: String,
    /// Where this answer ends: behind the last whole line.
    pub cursor: u64,
    /// How long the file is.
    pub size: u64,
    /// The lines.
    pub lines: Lines,
    /// Lines before these were left out.
    pub truncated: bool,
    /// It was not read on from the cursor.
    pub reset: bool,
    /// How much was left out behind the cursor, where the gateway says so.
    pub skipped_bytes: Option<u64>,
}

reads! { LogsTailed { file: needed, cursor: needed, size, lines: needed, truncated, reset, skipped_bytes } }

/// Lines as they came, read one by one when somebody has the time: a full answer is a megabyte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    json: Option<Whole>,
    at: usize,
}

impl FromJson for Lines {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let lines = Self { json: Some(json.owned()), at: 0 };
        if json.get().starts_with('[') { Ok(lines) } else { Err("no list".into()) }
    }
}

impl Lines {
    /// Whether none is left.
    pub fn is_empty(&self) -> bool {
        self.json.as_ref().is_none_or(|json| json.piece().parts_from(self.at).next().is_none())
    }

    /// Makes them of texts.
    pub fn of(lines: &[String]) -> Self {
        let json = serde_json::to_string(lines).unwrap_or_default();
        Self { json: Piece::read(&json).ok().map(Piece::owned), at: 0 }
    }
}

impl Iterator for Lines {
    type Item = String;

    /// Reads the next. What is no text is a line too: as it was written.
    fn next(&mut self) -> Option<String> {
        let json = self.json.as_ref()?;
        let mut parts = json.piece().parts_from(self.at);
        let next = parts.next().map(|(_, line)| text(line).map_or_else(|_| line.get().to_owned(), |line| line.into_owned()));
        self.at = parts.place();
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_one_by_one() {
        let texts = ["a", "", "b \"c\" ]", "ü\n"].map(str::to_owned);
        let mut lines = Lines::of(&texts);
        assert!(!lines.is_empty() && Lines::of(&[]).is_empty() && Lines::default().is_empty());
        assert_eq!(lines.by_ref().collect::<Vec<_>>(), texts);
        assert!(lines.is_empty() && lines.next().is_none());
        let answer: LogsTailed = serde_json::from_str(r#"{"file": "a", "cursor": 1, "size": 1, "lines": ["x", 5, {"y": 1}]}"#).unwrap();
        assert_eq!(answer.lines.collect::<Vec<_>>(), ["x", "5", "{\"y\": 1}"]);
        assert!(serde_json::from_str::<LogsTailed>(r#"{"file": "a", "cursor": 1, "lines": 5}"#).is_err());
    }
}
