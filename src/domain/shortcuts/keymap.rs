//! What a person made of the keys: other keys, or none. Pure.
//! Refuses to know which keys there are; the table does.

use serde::Serialize;

use super::{Context, Kind, SHORTCUTS, Shortcut, Struck};
use crate::protocol::fields::reads;

/// A key that was given to something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The name of the context.
    pub context: String,
    /// The chord that meant it.
    pub key: String,
    /// The chord that means it now; nothing, if none does.
    pub to: String,
}

reads! { Change { context: needed, key: needed, to } }

/// What a person made of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Keymap {
    /// Keys that are one character do nothing.
    pub silent: bool,
    /// What was changed.
    pub changes: Vec<Change>,
}

reads! { Keymap { silent, changes } }

/// The key under which it is kept.
pub const KEYS: &str = "openclutch.keys";

/// Why a chord cannot be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It does something else where this would be heard too.
    By(&'static str),
    /// The browser and its reader need it.
    Reserved,
}

impl Taken {
    /// Says so, with the chord as keys are labelled.
    pub fn words(self, chord: &str) -> String {
        match self {
            Self::By(says) => [chord, " does that already: ", says, ". Press another, or change that one first."].concat(),
            Self::Reserved => [chord, " belongs to the browser. Press another."].concat(),
        }
    }
}

impl Keymap {
    /// Returns the chord that means it now; empty if none does.
    pub fn now(&self, shortcut: &Shortcut) -> String {
        let change = self.changes.iter().find(|change| change.is_of(shortcut));
        match change {
            _ if shortcut.kind == Kind::Fixed => shortcut.key.to_owned(),
            Some(change) => change.to.clone(),
            None => shortcut.key.to_owned(),
        }
    }

    /// Whether it does anything at all.
    pub fn is_on(&self, shortcut: &Shortcut) -> bool {
        let now = self.now(shortcut);
        !(now.is_empty() || self.silent && is_character(&now))
    }

    /// Whether it was changed.
    pub fn is_changed(&self, shortcut: &Shortcut) -> bool {
        self.now(shortcut) != shortcut.key
    }

    /// Returns the key that a pressed one stands for in a context, by which the views know it; nothing if it stands for none.
    pub fn meant(&self, context: Context, struck: &Struck) -> Option<Struck> {
        let chord = struck.chord();
        if self.silent && is_character(&chord) {
            return None;
        }
        let here = |shortcut: &&Shortcut| {
            let is_here = shortcut.context == context || (shortcut.context == Context::Lists && context.has_list());
            is_here && shortcut.kind != Kind::Fixed
        };
        if let Some(meant) = SHORTCUTS.iter().filter(here).find(|shortcut| self.is_changed(shortcut) && self.now(shortcut) == chord) {
            return Some(Struck::of(meant.key));
        }
        let is_given_away = SHORTCUTS.iter().filter(here).any(|shortcut| shortcut.key == chord && self.is_changed(shortcut));
        (!is_given_away).then(|| struck.clone())
    }

    /// Returns it as far as it could have been made here; nothing, if something in it could not.
    pub fn checked(self) -> Option<Self> {
        let could = |change: &Change| {
            let shortcut = SHORTCUTS.iter().find(|shortcut| change.is_of(shortcut) && shortcut.kind != Kind::Fixed);
            shortcut.is_some_and(|shortcut| self.clone().give(shortcut, &change.to).is_ok())
        };
        self.changes.iter().all(could).then_some(self)
    }

    /// Gives it another chord, or none.
    ///
    /// # Errors
    /// See [`Taken`].
    pub fn give(&mut self, shortcut: &Shortcut, to: &str) -> Result<(), Taken> {
        let others = SHORTCUTS.iter().filter(|other| *other != shortcut && other.context.meets(shortcut.context));
        if !to.is_empty() {
            if is_reserved(to) {
                return Err(Taken::Reserved);
            }
            for other in others {
                if self.now(other) == to {
                    return Err(Taken::By(other.says));
                }
            }
        }
        self.changes.retain(|change| !change.is_of(shortcut));
        if to != shortcut.key {
            let (context, key) = (shortcut.context.as_str().to_owned(), shortcut.key.to_owned());
            self.changes.push(Change { context, key, to: to.to_owned() });
        }
        Ok(())
    }
}

impl Change {
    fn is_of(&self, shortcut: &Shortcut) -> bool {
        self.context == shortcut.context.as_str() && self.key == shortcut.key
    }
}

/// What moves the focus, the page or the tab, and must go on doing so.
const RESERVED: [&str; 34] = [
    "Tab",
    "Shift+Tab",
    "Enter",
    " ",
    "Escape",
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Backspace",
    "Mod+a",
    "Mod+c",
    "Mod+d",
    "Mod+h",
    "Mod+j",
    "Mod+l",
    "Mod+n",
    "Mod+o",
    "Mod+p",
    "Mod+q",
    "Mod+r",
    "Mod+s",
    "Mod+t",
    "Mod+u",
    "Mod+v",
    "Mod+w",
    "Mod+x",
    "Mod++",
    "Mod+-",
    "Mod+0",
];

/// Whether a chord is for the browser alone. A key that has no letter and is held with nothing, F5 say, is the browser's or the system's.
fn is_reserved(chord: &str) -> bool {
    let is_function =
        chord.strip_prefix('F').is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()));
    is_function || RESERVED.contains(&chord)
}

/// Whether it is a single character, which could be typed too.
pub fn is_character(chord: &str) -> bool {
    chord != " " && chord.chars().nth(1).is_none()
}
