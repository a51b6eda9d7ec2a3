//! Projects: what belongs together, by hand or by rules, and everything about it that is true without a screen, a clock and a store.
//! Refuses to know where projects are kept and how they are drawn.

pub mod all;
pub mod thing;

use serde::Serialize;

use crate::domain::dated::record;
use crate::protocol::fields::{FromJson, reads, text};

/// The choice of what belongs to no project, and the tag of what a person has taken out of all.
pub const NONE: &str = "none";

/// The choice, in a list of projects, to leave a thing to the rules.
pub const BY_RULES: &str = "-";

record! {
    /// A project.
    Project, Part {
        /// What it is called.
        name: String = Name,
        /// By which colour it is told apart.
        colour: Colour = Colour,
        /// What it is about.
        about: String = About,
        /// What belongs to it by itself: whatever one of these fits.
        rules: Vec<Rule> = Rules,
    }
}

/// Declares the words of an enum as they are kept.
macro_rules! words {
    ($of:ident { $($word:ident = $said:literal),* $(,)? }) => {
        impl $of {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$word),*];

            /// Returns the word by which it is kept.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$word => $said,)* }
            }

            /// Reads the word by which it is kept.
            pub fn read(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|of| of.as_str() == word)
            }
        }

        impl FromJson for $of {
            fn from_json(json: $crate::protocol::fields::Piece<'_>) -> Result<Self, String> {
                let word = text(json)?;
                Self::read(&word).ok_or_else(|| [&word, " is unknown"].concat())
            }
        }
    };
}

/// One of the colours that there are; each is a token of the style sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // a colour is its name
pub enum Colour {
    #[default]
    Blue,
    Orange,
    Green,
    Pink,
    Yellow,
    Violet,
    Cyan,
    Grey,
}

words! { Colour {
    Blue = "blue", Orange = "orange", Green = "green", Pink = "pink", Yellow = "yellow", Violet = "violet", Cyan = "cyan", Grey = "grey",
} }

/// What a rule looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// Whose agent it is.
    #[default]
    Agent,
    /// How its key begins.
    Key,
    /// What the name of its job contains.
    Job,
    /// A label, or the gateway's group.
    Label,
}

words! { What { Agent = "agent", Key = "key", Job = "job", Label = "label" } }

impl What {
    /// Says what it does with its text.
    pub fn words(self) -> &'static str {
        match self {
            Self::Agent => "agent is",
            Self::Key => "session key begins with",
            Self::Job => "job name contains",
            Self::Label => "label or group is",
        }
    }
}

/// A rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Rule {
    /// What it looks at.
    pub what: What,
    /// What must be there; with nothing here it fits nothing.
    pub text: String,
}

reads! { Rule { what, text } }

/// What a person has said about one thing of one gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The gateway's address: other gateways have sessions of the same keys.
    pub gateway: String,
    /// Which thing: see `thing::Thing::name`.
    pub thing: String,
    /// The id of its project, [`NONE`] for none, empty for what its rules say.
    pub project: crate::domain::dated::Dated<String>,
}

reads! { Tag { gateway: needed, thing: needed, project } }
