//! What a conversation is drawn from: rows, each with a key that stays the same from the first letter that streams in to the
//! transcript that is read back a year later. Pure.
//! Refuses to know how a row looks, and keeps one thing for whoever draws it: how high it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use crate::protocol::chat::{Cost, Media, Message, Usage};
use crate::protocol::raw::Raw;
use crate::protocol::{RunId, UnixMs, Usd};

/// One row.
#[derive(Debug)]
pub struct Row {
    /// Its key within the conversation.
    pub key: Arc<str>,
    /// The number of its message within the session; 0 while it streams.
    pub seq: u64,
    /// The id of its message, once it has one.
    pub message: Option<Arc<str>>,
    /// When.
    pub at: Option<UnixMs>,
    /// What stands in it.
    pub what: What,
    /// How high it was when it was last drawn, in CSS pixels, and one more; less than 0 for a guess, 0 if nobody guessed yet.
    height: AtomicI32,
}

/// What stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// What a person said.
    Said {
        /// The words.
        text: String,
        /// What was attached.
        media: Vec<Media>,
    },
    /// What the agent was told in the place of a person.
    Told {
        /// By whom.
        by: Teller,
        /// The words.
        text: String,
    },
    /// A piece of an agent's answer.
    Text {
        /// The words, as Markdown.
        text: String,
        /// More of it is on its way.
        is_open: bool,
        /// The gateway has cut it; the whole can be asked for.
        is_cut: bool,
    },
    /// A piece of reasoning.
    Thought {
        /// The words.
        text: String,
        /// More of it is on its way.
        is_open: bool,
    },
    /// The work of a tool.
    Tool(Box<Tool>),
    /// A note that was written into the conversation without a run.
    Note(String),
    /// A mark of the gateway's: the conversation was reset, or put into a summary.
    Mark(String),
    /// How a run ended, and what it used.
    End(End),
    /// What a run is about to do, as long as nothing else is to be seen of it.
    Doing(String),
}

/// Who tells an agent something in the place of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Teller {
    /// The gateway itself, as after a restart in the middle of a run.
    Gateway,
    /// An agent in another session.
    Session,
}

/// The work of a tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tool {
    /// The id of the call.
    pub call: String,
    /// The tool's name.
    pub name: String,
    /// What it does, in a few words, where the gateway said so.
    pub title: Option<String>,
    /// With what it was called.
    pub args: Option<Raw>,
    /// What it said so far, or in the end.
    pub output: String,
    /// How it stands.
    pub state: Working,
    /// When it began.
    pub started: Option<UnixMs>,
    /// How long it took.
    pub took: Option<Duration>,
}

/// How a tool stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Working {
    /// It works.
    #[default]
    Running,
    /// It is done.
    Done,
    /// It failed.
    Failed,
    /// Nobody knows what came of it: its run ended before.
    Cut,
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// Which run.
    pub run: Option<RunId>,
    /// Stopped by somebody.
    pub is_stopped: bool,
    /// It failed, and why.
    pub error: Option<String>,
    /// What each of its answers used, by the numbers of their messages.
    pub answers: Vec<(u64, Usage)>,
    /// The model of its last answer.
    pub model: Option<String>,
}

impl End {
    /// Returns what it used, all its answers together; without a cost if any of them has no price.
    pub fn used(&self) -> Usage {
        let mut sum = Usage { cost: Some(Cost::default()), ..Usage::default() };
        for (_, used) in &self.answers {
            sum.input += used.input;
            sum.output += used.output;
            sum.cache_read += used.cache_read;
            sum.cache_write += used.cache_write;
            let cost = used.cost.as_ref().map_or(0, |cost| cost.total.0);
            // The gateway writes zeros where it knows no price.
            let is_priced = cost > 0 || used.input + used.output == 0;
            sum.cost = sum.cost.filter(|_| is_priced).map(|so_far| Cost { total: Usd(so_far.total.0 + cost) });
        }
        sum
    }
}

impl Row {
    /// Makes a row of a message.
    pub fn new(key: String, of: &Message, what: What) -> Self {
        let message = of.notes.id.as_deref().map(Arc::from);
        Self { key: key.into(), seq: of.notes.seq.unwrap_or(0), message, at: of.timestamp, what, height: AtomicI32::new(0) }
    }

    /// Makes a row of what streams in.
    pub fn live(key: String, at: Option<UnixMs>, what: What) -> Self {
        Self { key: key.into(), seq: 0, message: None, at, what, height: AtomicI32::new(0) }
    }

    /// Returns the same row under another key.
    pub fn renamed(&self, key: String) -> Self {
        let height = AtomicI32::new(self.height.load(Ordering::Relaxed));
        Self { key: key.into(), seq: self.seq, message: self.message.clone(), at: self.at, what: self.what.clone(), height }
    }

    /// Returns the same row with something else in it.
    pub fn with(&self, what: What) -> Self {
        let height = AtomicI32::new(self.height.load(Ordering::Relaxed).max(0));
        Self { what, height, ..self.renamed(self.key.to_string()) }
    }

    /// Returns how high it was when it was last drawn.
    pub fn height(&self) -> Option<i32> {
        self.height.load(Ordering::Relaxed).checked_sub(1).filter(|height| *height >= 0)
    }

    /// Returns how high it was when it was last drawn, or else about how high it will be; that is guessed once.
    pub fn height_or(&self, guess: impl FnOnce() -> i32) -> i32 {
        let known = self.height.load(Ordering::Relaxed);
        if known != 0 {
            return known.unsigned_abs().cast_signed().saturating_sub(1);
        }
        let guessed = guess().max(0);
        self.height.store(-guessed.saturating_add(1), Ordering::Relaxed);
        guessed
    }

    /// Notes how high it is.
    pub fn measured(&self, height: i32) {
        self.height.store(height.max(0).saturating_add(1), Ordering::Relaxed);
    }

    /// Forgets how high it was: the list has another width.
    pub fn forget_height(&self) {
        self.height.store(0, Ordering::Relaxed);
    }

    /// Whether it shows the same as another.
    pub fn is_like(&self, other: &Self) -> bool {
        self.key == other.key && self.seq == other.seq && self.message == other.message && self.what == other.what
    }

    /// Returns its text as a person reads it, for finding and copying.
    pub fn text(&self) -> &str {
        match &self.what {
            What::Said { text, .. } | What::Told { text, .. } | What::Text { text, .. } | What::Thought { text, .. } => text,
            What::Note(text) | What::Mark(text) | What::Doing(text) => text,
            What::Tool(tool) => &tool.output,
            What::End(end) => end.error.as_deref().unwrap_or_default(),
        }
    }
}

/// The key of what a person said under an idempotency key.
pub fn said_key(idempotency: &str) -> String {
    format!("u:{idempotency}")
}

/// The key of a tool's work.
pub fn tool_key(call: &str) -> String {
    format!("t:{call}")
}

/// The key of the so-manieth piece of text of a run.
pub fn text_key(run: &str, number: usize) -> String {
    format!("r:{run}:{number}")
}

/// The key of the so-manieth piece of reasoning of a run.
pub fn thought_key(run: &str, number: usize) -> String {
    format!("h:{run}:{number}")
}

/// The key of a run's end.
pub fn end_key(run: &str) -> String {
    format!("e:{run}")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn text(text: &str) -> What {
        What::Text { text: text.into(), is_open: true, is_cut: false }
    }

    #[test]
    fn a_height_is_guessed_once_and_gives_way_to_what_was_measured() {
        let row = Row::live("k".into(), None, text("a"));
        assert_eq!((row.height(), row.height_or(|| 40), row.height_or(|| 7)), (None, 40, 40));
        assert_eq!(row.with(text("a much longer text")).height_or(|| 80), 80, "another text is guessed anew");
        row.measured(52);
        assert_eq!((row.height(), row.height_or(|| 7)), (Some(52), 52));
        assert_eq!(row.with(text("a b")).height_or(|| 80), 52, "what is drawn grows from where it was");
        row.forget_height();
        assert_eq!((row.height(), row.height_or(|| 0), row.height_or(|| 7)), (None, 0, 0));
    }
}
