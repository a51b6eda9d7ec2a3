//! The keys that do something, by where they do it. Pure.
//! Refuses to know what a key does; the views do. A new key is a line in `SHORTCUTS`.

mod keymap;

use super::query::small;

pub use keymap::{KEYS, Keymap, Taken, is_character};

/// Where a key means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// On every page.
    Everywhere,
    /// In every view with a list.
    Lists,
    /// Where the queue is.
    Now,
    /// The list of sessions.
    Sessions,
    /// A conversation.
    Chat,
    /// The jobs.
    Cron,
    /// The tasks.
    Tasks,
    /// The log.
    Logs,
}

impl Context {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 8] = [Self::Everywhere, Self::Lists, Self::Now, Self::Sessions, Self::Chat, Self::Cron, Self::Tasks, Self::Logs];

    /// Returns the context's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Lists => "Lists",
            Self::Now => "Now",
            Self::Sessions => "Sessions",
            Self::Chat => "Chat",
            Self::Cron => "Cron",
            Self::Tasks => "Tasks",
            Self::Logs => "Logs",
        }
    }

    /// Whether keys of lists mean something here.
    fn has_list(self) -> bool {
        matches!(self, Self::Now | Self::Sessions | Self::Cron | Self::Tasks | Self::Logs)
    }

    /// Whether a key could mean both this and that at once.
    fn meets(self, other: Self) -> bool {
        self == other
            || self == Self::Everywhere
            || other == Self::Everywhere
            || (self == Self::Lists && other.has_list())
            || (other == Self::Lists && self.has_list())
    }
}

/// What kind of key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It leads elsewhere in the view.
    Way,
    /// It does something, which can be asked for by its name too.
    Deed,
    /// It is what it is everywhere in the browser, and stays so.
    Fixed,
}

/// A key, and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// Where it means something.
    pub context: Context,
    /// The chord, as long as nobody changed it: see [`chord`].
    pub key: &'static str,
    /// What it does.
    pub says: &'static str,
    /// What kind of key it is.
    pub kind: Kind,
}

const fn of(context: Context, key: &'static str, says: &'static str, kind: Kind) -> Shortcut {
    Shortcut { context, key, says, kind }
}

/// All keys.
pub const SHORTCUTS: &[Shortcut] = &[
    of(Context::Everywhere, "Mod+k", "Find anything", Kind::Way),
    of(Context::Everywhere, "?", "Show the keys", Kind::Way),
    of(Context::Everywhere, "c", "New task", Kind::Way),
    of(Context::Everywhere, "Escape", "Close what is open", Kind::Fixed),
    of(Context::Lists, "j", "Next row", Kind::Way),
    of(Context::Lists, "k", "Row before", Kind::Way),
    of(Context::Lists, "J", "Next row, and mark", Kind::Way),
    of(Context::Lists, "K", "Row before, and mark", Kind::Way),
    of(Context::Lists, "g", "First row", Kind::Way),
    of(Context::Lists, "G", "Last row", Kind::Way),
    of(Context::Lists, "o", "Open", Kind::Way),
    of(Context::Lists, "/", "Search", Kind::Way),
    of(Context::Lists, "Enter", "Open", Kind::Fixed),
    of(Context::Now, "a", "Allow once, or approve", Kind::Deed),
    of(Context::Now, "A", "Allow always", Kind::Deed),
    of(Context::Now, "d", "Deny", Kind::Deed),
    of(Context::Now, "s", "Put off", Kind::Deed),
    of(Context::Now, "r", "Run the job again", Kind::Deed),
    of(Context::Sessions, "n", "New session", Kind::Deed),
    of(Context::Sessions, "r", "Rename the session", Kind::Deed),
    of(Context::Sessions, "p", "Pin or unpin the session", Kind::Deed),
    of(Context::Sessions, "e", "Archive or restore the session", Kind::Deed),
    of(Context::Sessions, "x", "Mark the session", Kind::Deed),
    of(Context::Sessions, "ArrowRight", "Show what a session spawned", Kind::Fixed),
    of(Context::Sessions, "ArrowLeft", "Hide what a session spawned", Kind::Fixed),
    of(Context::Chat, "Mod+f", "Find in the conversation", Kind::Deed),
    of(Context::Chat, "Enter", "Send, or queue while a run goes on", Kind::Fixed),
    of(Context::Chat, "Shift+Enter", "New line", Kind::Fixed),
    of(Context::Chat, "ArrowUp", "Change the last message, in an empty field", Kind::Fixed),
    of(Context::Chat, "Escape", "Stop the run", Kind::Fixed),
    of(Context::Cron, "n", "New job", Kind::Deed),
    of(Context::Cron, "r", "Run the job", Kind::Deed),
    of(Context::Cron, "p", "Pause or resume the job", Kind::Deed),
    of(Context::Cron, "e", "Edit the job", Kind::Deed),
    of(Context::Cron, "x", "Mark the job", Kind::Deed),
    of(Context::Tasks, "e", "Edit the title", Kind::Deed),
    of(Context::Tasks, "d", "Set the due date", Kind::Deed),
    of(Context::Tasks, "l", "Set the labels", Kind::Deed),
    of(Context::Tasks, "1", "Priority urgent", Kind::Deed),
    of(Context::Tasks, "2", "Priority high", Kind::Deed),
    of(Context::Tasks, "3", "Priority medium", Kind::Deed),
    of(Context::Tasks, "4", "Priority low", Kind::Deed),
    of(Context::Tasks, "0", "No priority", Kind::Deed),
    of(Context::Tasks, "x", "Mark the task", Kind::Deed),
    of(Context::Tasks, "Mod+z", "Undo", Kind::Deed),
    of(Context::Tasks, "Mod+Shift+z", "Redo", Kind::Deed),
    of(Context::Tasks, " ", "Lift the task, and drop it", Kind::Fixed),
    of(Context::Tasks, "Delete", "Delete the task", Kind::Fixed),
    of(Context::Logs, "e", "Next error", Kind::Deed),
    of(Context::Logs, "E", "Error before", Kind::Deed),
    of(Context::Logs, "w", "Next warning", Kind::Deed),
    of(Context::Logs, "W", "Warning before", Kind::Deed),
    of(Context::Logs, "n", "Next hit", Kind::Deed),
    of(Context::Logs, "N", "Hit before", Kind::Deed),
    of(Context::Logs, "u", "Next bookmark", Kind::Deed),
    of(Context::Logs, "U", "Bookmark before", Kind::Deed),
    of(Context::Logs, "m", "Bookmark the line", Kind::Deed),
    of(Context::Logs, " ", "Pause and go on", Kind::Fixed),
];

/// A key as it is pressed, with what is held beside it. A Mac's command counts as control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struck {
    /// The key's name as the browser gives it: a character, or a word of several.
    pub key: String,
    /// Shift is held.
    pub shift: bool,
    /// Control or command is held.
    pub control: bool,
}

impl Struck {
    /// Makes one of what the browser says. Whether a letter is large is for shift alone to say, not for Caps Lock: large and small ones mean
    /// different things.
    pub fn pressed(key: &str, shift: bool, control: bool) -> Self {
        let is_one = key.chars().nth(1).is_none();
        let key = match (is_one, shift) {
            (true, true) => key.to_ascii_uppercase(),
            (true, false) => small(key),
            _ => key.to_owned(),
        };
        Self { key, shift, control }
    }

    /// Writes it as a chord: `a`, `A`, `Shift+Enter`, `Mod+k`. Shift is in a character already, unless control is held.
    pub fn chord(&self) -> String {
        let is_character = self.key.chars().nth(1).is_none();
        let shift = self.shift && (self.control || !is_character);
        let key = if self.control && is_character { small(&self.key) } else { self.key.clone() };
        [if self.control { "Mod+" } else { "" }, if shift { "Shift+" } else { "" }, &key].concat()
    }

    /// Reads a chord.
    pub fn of(chord: &str) -> Self {
        let (control, rest) = chord.strip_prefix("Mod+").map_or((false, chord), |rest| (true, rest));
        let (shift, key) = rest.strip_prefix("Shift+").map_or((false, rest), |key| (true, key));
        Self { shift: shift || is_large(key), key: key.to_owned(), control }
    }
}

/// Writes a chord as keys are labelled, on a Mac or elsewhere.
pub fn shown(chord: &str, is_mac: bool) -> String {
    let Struck { key, .. } = Struck::of(chord);
    let name = match &*key {
        " " => "Space",
        "ArrowUp" => "↑",
        "ArrowDown" => "↓",
        "ArrowLeft" => "←",
        "ArrowRight" => "→",
        "Escape" => "Esc",
        other => other,
    };
    let is_shifted = chord.contains("Shift+") || is_large(&key);
    let name = if name.len() == 1 { name.to_ascii_uppercase() } else { name.to_owned() };
    let held = if is_mac { "⌘ " } else { "Ctrl " };
    [if chord.starts_with("Mod+") { held } else { "" }, if is_shifted { "Shift " } else { "" }, &name].concat()
}

/// Whether it is a letter that shift makes.
fn is_large(key: &str) -> bool {
    key.chars().nth(1).is_none() && small(key) != key
}

#[cfg(test)]
mod shortcuts_tests;
