//! The beginning of a line: blanks, tabs and the marks of lists and quotes, read column by column.
//! Refuses to know which blocks are open.

use super::starts::rule;
use super::text::{byte, from, is_blank, is_indent, skip};

/// A place in the beginning of a line.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    text: &'a str,
    /// Where it is in the text.
    pub at: usize,
    /// The last place known to be at a tab stop.
    stop: usize,
    /// How many blanks of the tab before `at` have not been read.
    pub owed: usize,
    /// No rule starts before this place, which keeps a line of many marks linear.
    ruled: usize,
}

/// The mark of an item: the letter that tells lists apart, its number, and how far what belongs to the item is indented.
pub(super) struct Marker {
    /// `-`, `+`, `*`, `.` or `)`.
    pub letter: u8,
    /// The number, if it has one.
    pub number: Option<u64>,
    /// The columns up to the words.
    pub indent: usize,
}

impl<'a> Line<'a> {
    /// The line that starts at `at`.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, stop: at, owed: 0, ruled: 0 }
    }

    /// What comes next.
    pub(super) fn peek(&self) -> u8 {
        byte(self.text, self.at)
    }

    /// Whether nothing but blanks is left of the line.
    pub(super) fn is_blank(&self) -> bool {
        is_blank(self.text, self.at)
    }

    /// What is left of the text.
    pub(super) fn rest(&self) -> &'a str {
        from(self.text, self.at)
    }

    /// Whether the line is over.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.peek(), 0 | b'\n')
    }

    /// Reads at most this many columns of blanks and returns how many.
    pub(super) fn blanks(&mut self, most: usize) -> usize {
        let mut read = self.owed.min(most);
        self.owed -= read;
        while read < most {
            match self.peek() {
                b' ' => {
                    self.at += 1;
                    read += 1;
                }
                b'\t' => {
                    let width = 4 - (self.at - self.stop) % 4;
                    self.at += 1;
                    self.stop = self.at;
                    let taken = width.min(most - read);
                    self.owed = width - taken;
                    read += taken;
                }
                _ => break,
            }
        }
        read
    }

    /// Reads all blanks.
    pub(super) fn all_blanks(&mut self) {
        self.owed = 0;
        self.at = skip(self.text, self.at, is_indent);
    }

    /// Reads the mark of a quote.
    pub(super) fn quote(&mut self) -> bool {
        let is_quote = self.peek() == b'>';
        if is_quote {
            self.at += 1;
            self.blanks(1);
        }
        is_quote
    }

    /// Reads the mark of an item after so many columns. Reads nothing if there is none.
    pub(super) fn marker(&mut self, indent: usize) -> Option<Marker> {
        let save = *self;
        let found = self.marker_here(indent);
        if found.is_none() {
            let ruled = self.ruled;
            *self = Self { ruled, ..save };
        }
        found
    }

    fn marker_here(&mut self, indent: usize) -> Option<Marker> {
        let from = self.at;
        let (letter, number) = match self.peek() {
            letter @ (b'-' | b'+' | b'*') => {
                if self.at >= self.ruled {
                    self.ruled = self.at + rule(self.rest()).err()?;
                }
                (letter, None)
            }
            b'0'..=b'9' => {
                let mut number = 0;
                while self.peek().is_ascii_digit() && self.at < from + 10 {
                    number = number * 10 + u64::from(self.peek() - b'0');
                    self.at += 1;
                }
                if self.at == from + 10 || !matches!(self.peek(), b'.' | b')') {
                    return None;
                }
                (self.peek(), Some(number))
            }
            _ => return None,
        };
        self.at += 1;
        let mut indent = indent + self.at - from + 1;
        if self.blanks(1) == 0 && !self.is_over() {
            return None;
        }
        if !self.is_blank() {
            let save = *self;
            match self.blanks(4) {
                4 => *self = save,
                more => indent += more,
            }
        }
        Some(Marker { letter, number, indent })
    }

    /// Reads the box of a task and returns whether it is ticked. Reads nothing if there is none.
    pub(super) fn task(&mut self) -> Option<bool> {
        let save = *self;
        self.blanks(3);
        if let [b'[', mark @ (b'\t' | 0x0b | 0x0c | b' ' | b'x' | b'X'), b']', b'\t'..=b'\r' | b' ', ..] = self.rest().as_bytes() {
            self.at += 3;
            return Some(matches!(mark, b'x' | b'X'));
        }
        *self = save;
        None
    }
}
