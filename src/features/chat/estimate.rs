//! How high a row will be, roughly, before it was ever drawn: good enough that the bar at the side tells the truth. Pure.
//! Refuses to measure.

use crate::state::chat::row::{Row, What};

/// The width of a letter and the height of a line, in CSS pixels.
const LETTER: i32 = 7;
const LINE: i32 = 21;
/// The widest that words run.
const COLUMN: i32 = 760;
/// So many lines of a fence are drawn at once.
const MOST_OF_FENCE: usize = 400;

/// Returns about how high a row is, at a width of the list.
pub fn estimate(row: &Row, width: i32) -> i32 {
    let column = width.clamp(LETTER * 10, COLUMN);
    match &row.what {
        What::Said { text, .. } => lines(text, column * 3 / 4) * LINE + 40,
        What::Text { text, .. } | What::Note(text) => lines(text, column) * LINE + 16,
        What::Told { .. } | What::Thought { .. } | What::Tool(_) | What::Mark(_) | What::Doing(_) => 32,
        What::End(end) => end.error.as_ref().map_or(28, |error| 48 + lines(error, column) * LINE),
    }
}

fn lines(text: &str, column: i32) -> i32 {
    let letters = usize::try_from(column / LETTER).unwrap_or(1).max(1);
    // Of a long fence only so much is drawn.
    let (mut is_fenced, mut within) = (false, 0_usize);
    let high = |line: &str| {
        if line.starts_with("```") {
            (is_fenced, within) = (!is_fenced, 0);
        }
        within += usize::from(is_fenced);
        if within > MOST_OF_FENCE { 0 } else { line.len().div_ceil(letters).max(1) }
    };
    let lines: usize = text.split('\n').map(high).sum();
    i32::try_from(lines).unwrap_or(i32::MAX / LINE / 2).min(i32::MAX / LINE / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_high_and_none_overflows() {
        let text = |text: &str| Row::live("k".into(), None, What::Text { text: text.into(), is_open: false, is_cut: false });
        assert_eq!(estimate(&text("one line"), 800), LINE + 16);
        assert_eq!(estimate(&text("a\nb\n\nc"), 800), 4 * LINE + 16);
        assert!(estimate(&text(&"word ".repeat(400)), 800) > 15 * LINE);
        assert!(estimate(&text(&"\n".repeat(1_000_000)), 0) > 0);
        let fenced = ["```\n", &"a\n".repeat(10_000), "```\nb"].concat();
        assert_eq!(estimate(&text(&fenced), 800), 402 * LINE + 16);
    }
}
