//! What a key does on the list of jobs. Pure.
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
    /// Close the detail, or unmark all.
    Leave,
    /// Run it now.
    Run,
    /// Pause it, or resume it.
    Pause,
    /// Edit it.
    Edit,
    /// To the search box.
    Search,
    /// A new job.
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
        "Escape" => Some(Stroke::Leave),
        "r" => Some(Stroke::Run),
        "p" => Some(Stroke::Pause),
        "e" => Some(Stroke::Edit),
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
        assert_eq!(stroke("ArrowUp", true), Some(Stroke::Move { by: -1, marks: true }));
        assert_eq!((stroke("r", false), stroke("q", false)), (Some(Stroke::Run), None));
    }
}
