//! What a key does on the log. Pure.
//! Refuses to do it.

use crate::ui::stride::stride;

/// What a line must be to be gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// At least an error.
    Error,
    /// A warning.
    Warning,
    /// In it stand words that are searched for.
    Hit,
    /// A person has marked it.
    Bookmark,
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// To another line, so many further down; to the very first or last with the extremes.
    Move(isize),
    /// To the next line of a kind, or to the one before.
    Find {
        /// Which kind.
        goal: Goal,
        /// Upwards.
        is_back: bool,
    },
    /// Open the line.
    Open,
    /// Close it, or let it go.
    Leave,
    /// To the search box.
    Search,
    /// Take nothing new, or go on.
    Pause,
    /// Mark the line, or unmark it.
    Bookmark,
}

/// Returns what a key asks for.
pub fn stroke(key: &str) -> Option<Stroke> {
    if let Some((by, _)) = stride(key, false) {
        return Some(Stroke::Move(by));
    }
    let find = |goal, is_back| Some(Stroke::Find { goal, is_back });
    match key {
        "e" => find(Goal::Error, false),
        "E" => find(Goal::Error, true),
        "w" => find(Goal::Warning, false),
        "W" => find(Goal::Warning, true),
        "n" => find(Goal::Hit, false),
        "N" => find(Goal::Hit, true),
        "u" => find(Goal::Bookmark, false),
        "U" => find(Goal::Bookmark, true),
        "m" => Some(Stroke::Bookmark),
        "Enter" | "o" => Some(Stroke::Open),
        "Escape" => Some(Stroke::Leave),
        "/" => Some(Stroke::Search),
        " " => Some(Stroke::Pause),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_lead_down_and_large_ones_up() {
        for (key, goal) in [("e", Goal::Error), ("w", Goal::Warning), ("n", Goal::Hit), ("u", Goal::Bookmark)] {
            assert_eq!(stroke(key), Some(Stroke::Find { goal, is_back: false }));
            assert_eq!(stroke(&key.to_uppercase()), Some(Stroke::Find { goal, is_back: true }));
        }
        assert_eq!((stroke("j"), stroke("G"), stroke("q")), (Some(Stroke::Move(1)), Some(Stroke::Move(isize::MAX)), None));
    }
}
