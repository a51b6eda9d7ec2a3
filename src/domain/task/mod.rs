//! Tasks: what is to be done, and everything about it that is true without a screen, a clock and a store.
//! Refuses to know where tasks are kept and how they are drawn.

pub mod board;
pub mod columns;
pub mod exchange;
pub mod follow;
pub mod history;
pub mod listing;
pub mod order;
pub mod proposed;
pub mod quick;
pub mod relations;
pub mod schema;

use crate::domain::dated::record;
use crate::protocol::day::Day;
use crate::protocol::fields::{FromJson, Piece, reads, text};
use serde::Serialize;

record! {
    /// A task.
    Task, Part {
        /// The number by which people name it: 12 for OC-12.
        number: u32 = Number,
        /// What is to be done.
        title: String = Title,
        /// More about it, in Markdown.
        about: String = About,
        /// The id of the column in which it stands.
        column: String = Column,
        /// Where it stands in its column, by hand: see `order`.
        order: String = Order,
        /// When it came into its column, in milliseconds.
        since: i64 = Since,
        /// How urgent it is.
        priority: Priority = Priority,
        /// Labels, in the order in which they were given.
        labels: Vec<String> = Labels,
        /// The id of its project; empty for none.
        project: String = Project,
        /// The day by which it is to be done.
        due: Option<Day> = Due,
        /// Its steps.
        steps: Vec<Step> = Steps,
        /// The ids of the tasks that must be done before.
        blocked_by: Vec<String> = BlockedBy,
        /// Why it is blocked, in words.
        reason: String = Reason,
        /// What of a gateway it is about.
        links: Vec<Link> = Links,
        /// It moves by itself when what it is linked to ends.
        follows: bool = Follows,
        /// Where it was proposed, so that one proposal becomes one task; empty if a person wrote it.
        origin: String = Origin,
        /// What was done to it by itself, and why, the oldest first.
        log: Vec<Entry> = Log,
    }
}

impl Task {
    /// The letters before a task's number.
    pub const PREFIX: &str = "OC-";

    /// Returns by what people name it: OC-12.
    pub fn name(&self) -> String {
        [Self::PREFIX, &self.number.to_string()].concat()
    }
}

/// How urgent a task is, the least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// Nobody said.
    #[default]
    None,
    /// Some day.
    Low,
    /// As it comes.
    Medium,
    /// Soon.
    High,
    /// Now.
    Urgent,
}

impl Priority {
    /// All of them, the least first.
    pub const ALL: [Self; 5] = [Self::None, Self::Low, Self::Medium, Self::High, Self::Urgent];

    /// Returns its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// Returns what has this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.as_str() == word)
    }
}

impl FromJson for Priority {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        Self::named(&text(json)?).ok_or_else(|| "no priority".into())
    }
}

/// A step of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Step {
    /// What is to be done.
    pub text: String,
    /// It is done.
    pub done: bool,
}

reads! { Step { text: needed, done } }

/// Of which kind that is which a task is linked to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A session, by its key.
    #[default]
    Session,
    /// A run of a session: the session's key and the run's id.
    Run,
    /// A scheduled job, by its id.
    Job,
}

impl Kind {
    const ALL: [(Self, &'static str); 3] = [(Self::Session, "session"), (Self::Run, "run"), (Self::Job, "job")];

    /// Returns its word.
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
}

impl FromJson for Kind {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let word = text(json)?;
        Self::ALL.into_iter().find(|(_, name)| *name == word).map(|(kind, _)| kind).ok_or_else(|| "no kind of link".into())
    }
}

/// What of a gateway a task is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Link {
    /// The address of the gateway: other gateways have sessions of the same keys.
    pub gateway: String,
    /// What it is.
    pub kind: Kind,
    /// The key of the session, or the id of the job.
    pub key: String,
    /// The id of the run, for one of those.
    pub run: String,
}

reads! { Link { gateway: needed, kind: needed, key: needed, run } }

/// Something that was done to a task by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Entry {
    /// When, in milliseconds.
    pub at: i64,
    /// What, and why.
    pub words: String,
}

reads! { Entry { at: needed, words: needed } }
