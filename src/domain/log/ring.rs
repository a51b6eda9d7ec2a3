//! The lines that are kept: the newest, up to a bound, each under a number of its own that never changes. Pure.
//! Refuses to read lines.

use std::collections::VecDeque;
use std::sync::Arc;

use super::line::{Line, Mark};

/// How many lines may be kept: at least, at most, and in between by steps of a person's choice.
pub const BOUNDS: [usize; 4] = [1_000, 5_000, 20_000, 50_000];

/// Returns how many lines are kept when this was chosen.
pub fn bound_of(chosen: u32) -> usize {
    let chosen = usize::try_from(chosen).unwrap_or(0);
    BOUNDS.into_iter().find(|bound| *bound == chosen).unwrap_or(BOUNDS[BOUNDS.len() - 1])
}

/// The newest lines in their order.
#[derive(Debug)]
pub struct Ring {
    lines: VecDeque<Arc<Line>>,
    /// The number of the first that is kept.
    first: u64,
    bound: usize,
    /// So many left because newer ones came.
    pub dropped: u64,
}

impl Ring {
    /// Makes an empty one for so many lines.
    pub fn new(bound: usize) -> Self {
        Self { lines: VecDeque::new(), first: 0, bound: bound.max(1), dropped: 0 }
    }

    /// Adds a line; the oldest leaves when there are too many.
    pub fn push(&mut self, line: Line) {
        self.lines.push_back(Arc::new(line));
        self.cut();
    }

    /// Keeps so many from now on.
    pub fn keep(&mut self, bound: usize) {
        self.bound = bound.max(1);
        self.cut();
    }

    fn cut(&mut self) {
        while self.lines.len() > self.bound {
            let gone = self.lines.pop_front();
            self.first += 1;
            self.dropped += u64::from(gone.is_some_and(|line| line.mark.is_none()));
        }
    }

    /// Drops all lines, and leaves a mark that says how many.
    pub fn clear(&mut self) {
        // What was cleared before counts on; other marks are no lines.
        let count = self.lines.iter().map(|line| match line.mark {
            None => 1,
            Some(Mark::Cleared(count)) => count,
            Some(_) => 0,
        });
        let (count, at) = (count.sum(), self.lines.back().map_or(0, |line| line.at));
        self.first = self.end();
        self.lines.clear();
        self.dropped = 0;
        if count > 0 {
            self.push(Line::mark(Mark::Cleared(count), at));
        }
    }

    /// Drops everything, as if nothing had ever come.
    pub fn forget(&mut self) {
        self.first = self.end();
        self.lines = VecDeque::new();
        self.dropped = 0;
    }

    /// Returns a line by its number.
    pub fn get(&self, serial: u64) -> Option<&Arc<Line>> {
        self.lines.get(usize::try_from(serial.checked_sub(self.first)?).ok()?)
    }

    /// Returns the number of the first line that is kept.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Returns the number that the next line will have.
    pub fn end(&self) -> u64 {
        self.first + self.lines.len() as u64
    }

    /// Returns how many are kept.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether a line is kept, and not only what is said between lines.
    pub fn has_lines(&self) -> bool {
        self.lines.iter().rev().any(|line| line.mark.is_none())
    }

    /// Returns the newest line.
    pub fn last(&self) -> Option<&Arc<Line>> {
        self.lines.back()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_newest_stay_in_order_under_their_numbers(count in 0_usize..60, bound in 1_usize..20, later in 1_usize..20) {
            let mut ring = Ring::new(bound);
            for at in 0..count {
                ring.push(Line::read(at.to_string(), 0, None));
            }
            prop_assert_eq!((ring.len(), ring.end()), (count.min(bound), count as u64));
            prop_assert_eq!(ring.dropped, count.saturating_sub(bound) as u64);
            ring.keep(later);
            for serial in 0..ring.end() {
                let expected = (serial >= ring.first()).then(|| serial.to_string());
                prop_assert_eq!(ring.get(serial).map(|line| line.text.to_string()), expected);
            }
            prop_assert_eq!(ring.get(ring.end()), None);
            prop_assert_eq!(ring.len(), count.min(bound).min(later));
        }
    }

    #[test]
    fn clearing_leaves_a_mark_and_numbers_go_on() {
        let mut ring = Ring::new(10);
        ring.clear();
        assert!(ring.is_empty());
        ring.push(Line::read("a".into(), 5, None));
        ring.clear();
        assert_eq!(ring.last().and_then(|line| line.mark.clone()), Some(Mark::Cleared(1)));
        ring.push(Line::read("b".into(), 6, None));
        ring.clear();
        ring.clear();
        assert_eq!(ring.last().and_then(|line| line.mark.clone()), Some(Mark::Cleared(2)), "a mark is no line");
        assert_eq!((ring.first(), ring.end(), ring.last().map(|line| line.at)), (4, 5, Some(6)));
    }
}
