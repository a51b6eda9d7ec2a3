//! A word with a dot in the colour of its state: never the colour alone.
//! Refuses to know which states there are.

use super::el::{El, span};

/// What a state's colour says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing going on.
    #[default]
    Idle,
    /// Going on.
    Run,
    /// Done.
    Ok,
    /// Waits, or is late.
    Warn,
    /// Failed.
    Bad,
}

impl Tone {
    /// Returns the tone's name for the style sheet.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Run => "run",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// Draws a badge.
pub fn badge(tone: impl FnMut() -> Tone + 'static, word: impl FnMut() -> String + 'static) -> El {
    let mut tone = tone;
    span("badge").name("data-tone", move || tone().as_str()).say(word)
}
