//! The lines of a text, and which pieces of a line are what: the maths of code on screen.
//! Refuses to know languages; what the pieces are is told.

use std::ops::Range;

/// How much of one line is drawn, in bytes. A browser lays a longer one out for seconds.
pub const MOST_OF_LINE: usize = 4_000;

/// Where the lines of a text stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
    end: usize,
}

impl Lines {
    /// Finds the lines.
    pub fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
        Self { starts, end: text.len() }
    }

    /// Returns how many there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Returns where a line stands, without its newline.
    pub fn range(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.end);
        let next = self.starts.get(line + 1).map_or(self.end, |next| next - 1);
        start..next.max(start)
    }

    /// Returns what is drawn of a line, and whether that is less than all.
    pub fn drawn(&self, text: &str, line: usize) -> (Range<usize>, bool) {
        let Range { start, end } = self.range(line);
        if end - start <= MOST_OF_LINE {
            return (start..end, false);
        }
        let cut = (start..=start + MOST_OF_LINE).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
        (start..cut, true)
    }
}

/// What the pieces of a text are: each as its length, sixteen times, plus its kind. Made for quick passing between programs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Where each piece ends, and what it is.
    ends: Vec<(usize, u8)>,
}

impl Pieces {
    /// Unpacks pieces.
    pub fn unpack(packed: &[u32]) -> Self {
        let mut end = 0;
        let ends = packed.iter().map(|piece| {
            end += (piece >> 4) as usize;
            (end, (piece & 15) as u8)
        });
        Self { ends: ends.collect() }
    }

    /// Returns the pieces of a part of the text. What nobody told about is plain.
    pub fn within(&self, part: Range<usize>) -> Vec<(Range<usize>, u8)> {
        let mut from = part.start;
        let first = self.ends.partition_point(|(end, _)| *end <= from);
        let mut pieces = vec![];
        for (end, kind) in self.ends.iter().skip(first) {
            if from >= part.end {
                break;
            }
            let end = (*end).min(part.end);
            if end == from {
                continue;
            }
            pieces.push((from..end, *kind));
            from = end;
        }
        if from < part.end {
            pieces.push((from..part.end, 0));
        }
        pieces
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_and_their_pieces() {
        let text = "let a;\n\nb";
        let lines = Lines::of(text);
        assert_eq!((lines.count(), lines.range(0), lines.range(1), lines.range(2)), (3, 0..6, 7..7, 8..9));
        let pieces = Pieces::unpack(&[3 << 4 | 1, 2 << 4, 1 << 4 | 2]);
        assert_eq!(pieces.within(lines.range(0)), [(0..3, 1), (3..5, 0), (5..6, 2)]);
        assert_eq!(pieces.within(lines.range(2)), [(8..9, 0)], "what was not told of is plain");
        assert_eq!(Lines::of("").count(), 1);
    }

    #[test]
    fn a_vast_line_is_drawn_in_part() {
        let text = "ä".repeat(5_000);
        let (drawn, is_cut) = Lines::of(&text).drawn(&text, 0);
        assert!(is_cut && drawn.end <= MOST_OF_LINE && text.is_char_boundary(drawn.end));
    }

    proptest! {
        #[test]
        fn pieces_cover_every_part(packed in prop::collection::vec((0_u32..9, 0_u32..10), 0..20), start in 0_usize..40, length in 0_usize..40) {
            let packed: Vec<u32> = packed.into_iter().map(|(length, kind)| length << 4 | kind).collect();
            let mut at = start;
            for (range, _) in Pieces::unpack(&packed).within(start..start + length) {
                prop_assert!(range.start == at && range.end > at);
                at = range.end;
            }
            prop_assert_eq!(at, start + length);
        }

        #[test]
        fn lines_cover_the_text(text in "[a\n]{0,30}") {
            let lines = Lines::of(&text);
            let all: Vec<&str> = (0..lines.count()).map(|line| &text[lines.range(line)]).collect();
            prop_assert_eq!(all.join("\n"), text);
        }
    }
}
