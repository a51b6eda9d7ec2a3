//! Which tasks must be done before which: who is blocked, by whom, and that nobody waits in a ring.
//! Refuses to know how relations are drawn.

use std::sync::Arc;

use super::Task;
use super::board::Board;
use super::columns::{Columns, Stage};

/// Returns the tasks that must be done before a task and are not.
pub fn blockers(board: &Board, columns: &Columns, task: &Task) -> Vec<Arc<Task>> {
    let open = |id: &String| board.get(id).filter(|other| columns.stage(&other.column) != Stage::Done).cloned();
    task.blocked_by.iter().filter_map(open).collect()
}

/// Returns the tasks that wait for a task.
pub fn blocked(board: &Board, id: &str) -> Vec<Arc<Task>> {
    board.all().filter(|task| task.blocked_by.iter().any(|other| other == id)).cloned().collect()
}

/// Says why a task cannot wait for another, if so: it would wait for itself in the end.
pub fn refusal(board: &Board, task: &str, other: &str) -> Option<String> {
    let mut way = way(board, other, task)?.into_iter().map(|task| task.name());
    let mut words = way.next()?;
    let mut is_first = true;
    for name in way {
        words += if is_first { " waits for " } else { ", which waits for " };
        words += &name;
        is_first = false;
    }
    Some(if is_first { [&words, " cannot wait for itself."].concat() } else { words + ": they would wait for each other." })
}

/// Returns the tasks over which one waits for another, both included, if it does.
fn way(board: &Board, from: &str, to: &str) -> Option<Vec<Arc<Task>>> {
    let mut seen: Vec<&str> = vec![from];
    // Each with the place of whoever waits for it.
    let mut known: Vec<(&Arc<Task>, usize)> = vec![(board.get(from)?, 0)];
    let mut at = 0;
    while let Some((task, _)) = known.get(at).copied() {
        if task.id == to {
            let mut way = vec![task.clone()];
            let mut back = at;
            while back > 0 {
                let (_, before) = *known.get(back)?;
                way.push(known.get(before)?.0.clone());
                back = before;
            }
            way.reverse();
            return Some(way);
        }
        for id in task.blocked_by.iter() {
            if let Some(next) = board.get(id).filter(|next| !seen.contains(&next.id.as_str())) {
                seen.push(&next.id);
                known.push((next, at));
            }
        }
        at += 1;
    }
    None
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::super::Part;
    use super::*;
    use proptest::prelude::*;

    fn board(relations: &[(&str, &[&str])]) -> Board {
        let mut board = Board::default();
        for (at, (id, blocked_by)) in (1..).zip(relations) {
            let by = blocked_by.iter().map(|id| (*id).to_owned()).collect();
            board.apply(vec![((*id).into(), vec![Part::Gone(false), Part::Number(at), Part::BlockedBy(by)])], 1);
        }
        board
    }

    #[test]
    fn a_ring_is_refused_with_the_way_in_words() {
        let board = board(&[("a", &[]), ("b", &["a"]), ("c", &["b", "gone"])]);
        assert_eq!(
            refusal(&board, "a", "c").as_deref(),
            Some("OC-3 waits for OC-2, which waits for OC-1: they would wait for each other.")
        );
        assert_eq!(refusal(&board, "a", "a").as_deref(), Some("OC-1 cannot wait for itself."));
        assert_eq!((refusal(&board, "c", "a"), refusal(&board, "a", "gone")), (None, None));
        assert_eq!(blocked(&board, "a").len(), 1);
    }

    #[test]
    fn who_is_done_blocks_nobody() {
        let mut board = board(&[("a", &[]), ("b", &["a", "gone"])]);
        let waits = |board: &Board| blockers(board, &Columns::default(), board.get("b").unwrap()).len();
        assert_eq!(waits(&board), 1);
        board.apply(vec![("a".into(), vec![Part::Column("done".into())])], 2);
        assert_eq!(waits(&board), 0);
    }

    proptest! {
        #[test]
        fn whoever_asks_never_makes_a_ring(wishes in prop::collection::vec((0..6usize, 0..6usize), 0..40)) {
            let ids = ["a", "b", "c", "d", "e", "f"];
            let mut board = board(&ids.map(|id| (id, &[] as &[&str])));
            for (task, other) in wishes {
                let (task, other) = (ids[task], ids[other]);
                if refusal(&board, task, other).is_none() {
                    let mut by = board.get(task).unwrap().blocked_by.value.clone();
                    by.push(other.to_owned());
                    board.apply(vec![(task.into(), vec![Part::BlockedBy(by)])], 2);
                }
            }
            for id in ids {
                for other in board.get(id).unwrap().blocked_by.iter() {
                    prop_assert!(way(&board, other, id).is_none());
                }
            }
        }
    }
}
