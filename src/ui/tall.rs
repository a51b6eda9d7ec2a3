//! Which rows of a long list are in view when each has a height of its own: the maths. Pure.
//! Refuses to know what the rows are, and to measure.

use std::ops::Range;

/// How far beyond the edges rows are drawn, in CSS pixels: a turn of the wheel shows no blank.
const BEYOND: i32 = 600;

/// Where each row begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tall {
    /// Where each row ends; the next begins there.
    ends: Vec<i32>,
}

impl Tall {
    /// Puts rows of these heights one below the other.
    pub fn of(heights: impl Iterator<Item = i32>) -> Self {
        let mut end = 0_i32;
        let ends = heights.map(|height| {
            end = end.saturating_add(height.max(0));
            end
        });
        Self { ends: ends.collect() }
    }

    /// Returns how high all of them are together.
    pub fn total(&self) -> i32 {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Returns where a row begins.
    pub fn top(&self, row: usize) -> i32 {
        row.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or_else(|| self.total()))
    }

    /// Returns the row at a place; the last one below all of them.
    pub fn at(&self, place: i32) -> usize {
        self.ends.partition_point(|end| *end <= place).min(self.ends.len().saturating_sub(1))
    }

    /// Returns the rows to draw when so much is in view from a place on.
    pub fn window(&self, top: i32, height: i32) -> Range<usize> {
        if self.ends.is_empty() {
            return 0..0;
        }
        let first = self.at(top.saturating_sub(BEYOND));
        let last = self.at(top.saturating_add(height).saturating_add(BEYOND));
        first..last + 1
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_stand_one_below_the_other() {
        let tall = Tall::of([10, 0, 30, 5].into_iter());
        assert_eq!((tall.total(), tall.top(0), tall.top(2), tall.top(9)), (45, 0, 10, 45));
        assert_eq!((tall.at(-5), tall.at(0), tall.at(10), tall.at(39), tall.at(40), tall.at(500)), (0, 0, 2, 2, 3, 3));
        assert_eq!(Tall::default().window(0, 100), 0..0);
    }

    proptest! {
        #[test]
        fn what_is_in_view_is_drawn_and_little_else(heights in prop::collection::vec(1_i32..400, 1..300), top in 0..40_000, height in 1..2_000) {
            let tall = Tall::of(heights.iter().copied());
            let range = tall.window(top, height);
            prop_assert!(!range.is_empty() && range.end <= heights.len());
            for (row, own) in heights.iter().enumerate() {
                let begins = tall.top(row);
                if begins < top + height && begins + own > top {
                    prop_assert!(range.contains(&row));
                }
            }
            let drawn: i32 = heights[range].iter().sum();
            prop_assert!(drawn <= height + 2 * BEYOND + 800 || top > tall.total());
        }
    }
}
