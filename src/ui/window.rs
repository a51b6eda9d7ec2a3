//! Which rows of a long list are in view: the maths of a window over rows of one height. Pure.
//! Refuses to know what the rows are.

use std::ops::Range;

/// How many rows are drawn beyond the edges, so that a turn of the wheel shows no blank.
const BEYOND: usize = 8;
/// The window moves in steps of so many rows: not every pixel of scrolling is worth drawing.
const STEP: usize = 4;

/// What was measured of a list on screen, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How far it is scrolled; negative while a page bounces.
    pub top: i32,
    /// How much of it is in view.
    pub height: i32,
    /// How high one row is.
    pub row: i32,
}

impl Default for Measure {
    /// A guess that fills a screen until it was measured.
    fn default() -> Self {
        Self { top: 0, height: 1_000, row: 52 }
    }
}

/// Returns the rows to draw of `count`.
pub fn window(measure: Measure, count: usize) -> Range<usize> {
    let rows = |pixels: i32| usize::try_from(pixels / measure.row.max(1)).unwrap_or(0);
    let first = rows(measure.top);
    let start = first.saturating_sub(BEYOND) / STEP * STEP;
    let end = (first + rows(measure.height) + 1 + BEYOND).next_multiple_of(STEP).min(count);
    start.min(end)..end
}

/// Returns how far to scroll so that a row is in view below a head that stays, or nothing if it is.
pub fn reveal(measure: Measure, row: usize, head: i32) -> Option<i32> {
    let top = i32::try_from(row).unwrap_or(0).saturating_mul(measure.row);
    let bottom = top + measure.row;
    if top < measure.top {
        Some(top)
    } else if bottom > measure.top + measure.height - head {
        Some(bottom - measure.height + head)
    } else {
        None
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(top: i32) -> Measure {
        Measure { top, height: 520, row: 52 }
    }

    #[test]
    fn the_window_holds_what_is_in_view_and_a_little_more() {
        assert_eq!(window(at(0), 10_000), 0..20);
        assert_eq!(window(at(5_200), 10_000), 92..120);
        assert_eq!(window(at(-50), 10_000), 0..20);
        assert_eq!(window(at(0), 3), 0..3);
        assert_eq!(window(at(i32::MAX), 30), 30..30);
        assert_eq!(window(Measure { row: 0, ..at(0) }, 5), 0..5);
    }

    #[test]
    fn a_row_is_revealed_by_the_shortest_way() {
        assert_eq!(reveal(at(520), 12, 32), None);
        assert_eq!(reveal(at(520), 5, 32), Some(260));
        assert_eq!(reveal(at(520), 19, 32), Some(552));
    }

    proptest! {
        #[test]
        fn what_is_in_view_is_drawn(top in 0..600_000, count in 1_usize..10_000) {
            let range = window(at(top), count);
            prop_assert!(range.end <= count && range.len() <= 40);
            for row in top / 52..=(top + 520) / 52 {
                let row = usize::try_from(row).unwrap();
                prop_assert!(row >= count || range.contains(&row));
            }
        }
    }
}
