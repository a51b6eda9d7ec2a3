//! What a key does on the list. Pure.
//! Refuses to do it.

use crate::ui::stride::stride;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// To another row, so many further down; to the very first or last with the extremes. `marks` marks on the way.
    Move {
        /// How many rows.
        by: isize,
        /// Marks on the way.
        marks: bool,
    },
    /// Open the detail.
    Open,
    /// Mark the row, or unmark it.
    Mark,
    /// Show sub-agents, or hide them.
    Unfold(bool),
    /// Close the detail, or unmark all.
    Leave,
    /// Put away.
    Archive,
    /// Give a title.
    Rename,
    /// Keep on top, or no longer.
    Pin,
    /// To the search box.
    Search,
    /// A new session.
    Create,
}

/// Returns what a key asks for, by its name and whether Shift is held.
pub fn stroke(key: &str, shift: bool) -> Option<Stroke> {
    if let Some((by, marks)) = stride(key, shift) {
        return Some(Stroke::Move { by, marks });
    }
    match key {
        "Enter" | "o" => Some(Stroke::Open),
        "x" | "X" | " " => Some(Stroke::Mark),
        "ArrowRight" => Some(Stroke::Unfold(true)),
        "ArrowLeft" => Some(Stroke::Unfold(false)),
        "Escape" => Some(Stroke::Leave),
        "e" => Some(Stroke::Archive),
        "r" => Some(Stroke::Rename),
        "p" => Some(Stroke::Pin),
        "/" => Some(Stroke::Search),
        "n" => Some(Stroke::Create),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_and_shift_marks() {
        assert_eq!(stroke("j", false), Some(Stroke::Move { by: 1, marks: false }));
        assert_eq!(stroke("J", true), Some(Stroke::Move { by: 1, marks: true }));
        assert_eq!(stroke("ArrowUp", true), Some(Stroke::Move { by: -1, marks: true }));
        assert_eq!((stroke("x", false), stroke("q", false)), (Some(Stroke::Mark), None));
    }
}
