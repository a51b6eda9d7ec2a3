//! What a key does on tasks. Pure.
//! Refuses to do it.

use crate::domain::task::Priority;
use crate::domain::task::history::Way;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// So many cards further down, and whether they are marked on the way.
    Down(isize, bool),
    /// So many columns to the right.
    Aside(isize),
    /// Lift the card, or drop it.
    Carry,
    /// Open it.
    Open,
    /// Put back what is lifted, or close what is open.
    Leave,
    /// Give it a priority.
    Priority(Priority),
    /// Edit a field of it.
    Edit(Field),
    /// Mark it, or unmark it.
    Mark,
    /// To the search.
    Search,
    /// Delete it.
    Delete,
    /// Undo, or do again.
    History(Way),
}

/// A field that a key leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Its title.
    Title,
    /// When it is due.
    Due,
    /// Its labels.
    Labels,
}

/// Returns what a key asks for, by its name and whether Shift and Control are held.
pub fn stroke(key: &str, shift: bool, control: bool) -> Option<Stroke> {
    if control {
        return match (key, shift) {
            ("z", false) => Some(Stroke::History(Way::Back)),
            ("z" | "Z", true) | ("y", false) => Some(Stroke::History(Way::Forth)),
            _ => None,
        };
    }
    Some(match key {
        "j" | "J" | "ArrowDown" => Stroke::Down(1, shift),
        "k" | "K" | "ArrowUp" => Stroke::Down(-1, shift),
        "Home" | "g" => Stroke::Down(isize::MIN, false),
        "End" | "G" => Stroke::Down(isize::MAX, false),
        "ArrowLeft" => Stroke::Aside(-1),
        "ArrowRight" => Stroke::Aside(1),
        " " => Stroke::Carry,
        "Enter" | "o" => Stroke::Open,
        "Escape" => Stroke::Leave,
        "1" => Stroke::Priority(Priority::Urgent),
        "2" => Stroke::Priority(Priority::High),
        "3" => Stroke::Priority(Priority::Medium),
        "4" => Stroke::Priority(Priority::Low),
        "0" => Stroke::Priority(Priority::None),
        "e" => Stroke::Edit(Field::Title),
        "d" => Stroke::Edit(Field::Due),
        "l" => Stroke::Edit(Field::Labels),
        "x" => Stroke::Mark,
        "/" => Stroke::Search,
        "Delete" => Stroke::Delete,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_undoes_and_letters_do_the_rest() {
        assert_eq!(stroke("z", false, true), Some(Stroke::History(Way::Back)));
        assert_eq!(stroke("Z", true, true), Some(Stroke::History(Way::Forth)));
        assert_eq!((stroke("d", false, true), stroke("q", false, false)), (None, None));
        assert_eq!(
            (stroke("1", false, false), stroke("j", false, false)),
            (Some(Stroke::Priority(Priority::Urgent)), Some(Stroke::Down(1, false)))
        );
    }
}
