//! What a key does on the queue. Pure.
//! Refuses to do it.

use crate::ui::stride::stride;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// To another row, so many further down; to the very first or last with the extremes.
    Move(isize),
    /// Say yes, this once.
    Allow,
    /// Say yes for good.
    AllowAlways,
    /// Say no.
    Deny,
    /// Go where one sees more.
    Open,
    /// Put it off.
    Snooze,
    /// Start the job.
    Run,
}

/// Returns what a key asks for.
pub fn stroke(key: &str) -> Option<Stroke> {
    Some(match key {
        "a" => Stroke::Allow,
        "A" => Stroke::AllowAlways,
        "d" => Stroke::Deny,
        "s" => Stroke::Snooze,
        "r" => Stroke::Run,
        "Enter" | "o" => Stroke::Open,
        _ => return stride(key, false).map(|(by, _)| Stroke::Move(by)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_letters_mean_different_things() {
        for (key, wanted) in [
            ("a", Some(Stroke::Allow)),
            ("A", Some(Stroke::AllowAlways)),
            ("d", Some(Stroke::Deny)),
            ("D", None),
            ("j", Some(Stroke::Move(1))),
            ("ArrowUp", Some(Stroke::Move(-1))),
            ("Enter", Some(Stroke::Open)),
            ("x", None),
        ] {
            assert_eq!(stroke(key), wanted, "{key}");
        }
    }
}
