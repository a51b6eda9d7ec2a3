//! What was done to the board in this tab, to be undone and done again.
//! Refuses to know what others did: undoing writes the old values now, as any change does.

use super::board::{Board, Change};

/// So much can be undone.
const DEPTH: usize = 100;

/// A deed: what it was, in words such as "Moved OC-12", and the change that undoes it, or does it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// What it was.
    pub words: String,
    /// What takes it back.
    pub back: Change,
}

/// What was done and what was undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    past: Vec<Deed>,
    future: Vec<Deed>,
}

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Undo.
    Back,
    /// Do again.
    Forth,
}

impl History {
    /// Notes a deed; what was undone before it can no longer be done again.
    pub fn note(&mut self, deed: Deed) {
        self.future.clear();
        self.past.push(deed);
        if self.past.len() > DEPTH {
            self.past.remove(0);
        }
    }

    /// Returns what the next step would take back, or do again.
    pub fn next(&self, way: Way) -> Option<&Deed> {
        match way {
            Way::Back => self.past.last(),
            Way::Forth => self.future.last(),
        }
    }

    /// Goes a step; returns what it was, and which tasks it changed.
    pub fn step(&mut self, way: Way, board: &mut Board, now: i64) -> Option<(String, Vec<String>)> {
        let (from, to) = match way {
            Way::Back => (&mut self.past, &mut self.future),
            Way::Forth => (&mut self.future, &mut self.past),
        };
        let Deed { words, back } = from.pop()?;
        let ids = back.iter().map(|(id, _)| id.clone()).collect();
        to.push(Deed { words: words.clone(), back: board.apply(back, now) });
        Some((words, ids))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::super::Part;
    use super::*;
    use proptest::prelude::*;

    fn titles(board: &Board) -> Vec<(String, String)> {
        board.all().map(|task| (task.id.clone(), task.title.value.clone())).collect()
    }

    proptest! {
        #[test]
        fn all_the_way_back_and_forth_leads_to_where_one_was(changes in proptest::collection::vec(("[xy]", any::<bool>(), "[ab]{0,2}"), 1..20)) {
            let (mut board, mut history, mut states) = (Board::default(), History::default(), vec![vec![]]);
            for (at, (id, gone, title)) in changes.iter().enumerate() {
                let back = board.apply(vec![(id.clone(), vec![Part::Gone(*gone), Part::Title(title.clone())])], i64::try_from(at).unwrap());
                history.note(Deed { words: String::new(), back });
                states.push(titles(&board));
            }
            for state in states.iter().rev().skip(1) {
                prop_assert!(history.step(Way::Back, &mut board, 100).is_some());
                prop_assert_eq!(&titles(&board), state);
            }
            prop_assert_eq!(history.step(Way::Back, &mut board, 100), None);
            for state in states.iter().skip(1) {
                prop_assert!(history.step(Way::Forth, &mut board, 200).is_some());
                prop_assert_eq!(&titles(&board), state);
            }
        }
    }

    #[test]
    fn what_was_undone_is_given_up_for_another_deed_and_the_past_is_bounded() {
        let mut history = History::default();
        for at in 0..200 {
            history.note(Deed { words: at.to_string(), back: vec![] });
        }
        assert_eq!((history.past.len(), history.next(Way::Back).unwrap().words.as_str()), (DEPTH, "199"));
        history.step(Way::Back, &mut Board::default(), 0);
        assert_eq!(history.next(Way::Forth).unwrap().words, "199");
        history.note(Deed { words: "new".into(), back: vec![] });
        assert_eq!(history.next(Way::Forth), None);
    }
}
