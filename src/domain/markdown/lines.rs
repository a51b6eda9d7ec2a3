//! The blocks of a text, line by line: which quotes, lists and footnotes are open, and which block a line goes into.
//! Refuses to know running text: what it says is read when all definitions are known.

use super::Align;
use super::cursor::Line;
use super::label::Names;
use super::starts::{fence, heading, note, rule};
use super::tag::{closing, is_alone, is_known};
use super::text::{byte, cut, from, line_end};

/// What happens in a text, in order.
pub(super) enum Part {
    /// Something opens that holds blocks, at this place.
    Open(Holder, usize),
    /// The innermost of these closes.
    Close,
    /// A block that holds no blocks, at this place.
    Leaf(Leaf, usize),
    /// The item is a task, and whether it is done.
    Task(bool),
}

/// What holds blocks.
pub(super) enum Holder {
    /// A quotation.
    Quote,
    /// A list and its first number.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// A footnote and its label.
    Footnote(String),
}

/// What holds no blocks. Texts are without the marks of what they lie in.
pub(super) enum Leaf {
    /// A heading of a level or, if that is zero, a paragraph; whether it starts with the box of a task; and what it says.
    Words(usize, Option<bool>, String),
    /// Code: its language, its text, and whether it is closed.
    Code(String, String, bool),
    /// Raw HTML.
    Html(String),
    /// A table: its columns and its rows, the head first.
    Table(Vec<Align>, Vec<Vec<String>>),
    /// A line across.
    Rule,
}

/// What is open and may go on in the next line.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Quote,
    /// A list with this letter in the marks of its items.
    List(u8),
    /// An item whose words are indented by this many columns.
    Item(usize),
    Footnote,
}

/// How far an item has come that began with an empty line.
#[derive(Clone, Copy, PartialEq)]
enum Empty {
    No,
    Begun,
    /// A blank line has followed: then nothing else may.
    Blank,
}

/// The blocks of a text.
pub(super) struct Blocks<'a> {
    /// The text.
    pub text: &'a str,
    /// What has been found so far.
    pub parts: Vec<Part>,
    /// The definitions of links.
    pub links: Names,
    /// The labels of footnotes.
    pub notes: Names,
    /// What is open, and how many of it there are up to the innermost quote.
    open: Vec<(Kind, usize)>,
    empty: Empty,
}

/// Finds the blocks of a clean text.
pub(super) fn blocks(text: &str) -> Blocks<'_> {
    let (links, notes) = (Names::default(), Names::default());
    let mut blocks = Blocks { text, parts: Vec::new(), links, notes, open: Vec::new(), empty: Empty::No };
    let mut at = 0;
    while at < text.len() {
        at = blocks.block(at);
    }
    while !blocks.open.is_empty() {
        blocks.pop();
    }
    blocks.links.sort();
    blocks.notes.sort();
    blocks
}

impl<'a> Blocks<'a> {
    /// What is left of the text from this place on.
    pub(super) fn rest(&self, at: usize) -> &'a str {
        from(self.text, at)
    }

    /// What is left of the line from this place on, without its newline, and where the next line starts.
    pub(super) fn line(&self, at: usize) -> (&'a str, usize) {
        let end = line_end(self.text, at);
        (cut(self.text, at, end), (end + 1).min(self.text.len()))
    }

    /// Reads the beginning of the line that starts at `at`, as far as it continues what is open. Returns whether it continues all.
    pub(super) fn enter(&self, at: usize) -> (Line<'a>, bool) {
        let (line, count) = self.scan(at);
        (line, count == self.open.len())
    }

    fn scan(&self, at: usize) -> (Line<'a>, usize) {
        let mut line = Line::new(self.text, at);
        for (count, (kind, _)) in self.open.iter().enumerate() {
            let quotes = self.open.last().map_or(0, |(_, quotes)| *quotes);
            if count >= quotes && line.owed == 0 && line.is_over() {
                // Whatever else is open goes on over blank lines. Not looking at it keeps many such lines linear.
                return (line, self.open.len());
            }
            let save = line;
            let goes_on = match *kind {
                Kind::List(_) => true,
                Kind::Quote => {
                    line.blanks(3);
                    line.quote()
                }
                Kind::Item(indent) => line.blanks(indent) == indent || line.is_over(),
                Kind::Footnote => line.blanks(4) == 4 || line.is_over(),
            };
            if !goes_on {
                return (save, count);
            }
        }
        (line, self.open.len())
    }

    /// Reads the block that starts at `at`, at least a line. Returns where the line after it starts.
    fn block(&mut self, start: usize) -> usize {
        let (mut line, count) = self.scan(start);
        while self.open.len() > count {
            self.pop();
        }
        loop {
            let save = line;
            let indent = line.blanks(4);
            let at = line.at;
            if indent == 4 {
                line = save;
                break;
            }
            if let Some((label, length)) = note(self.rest(at)) {
                self.finish_list();
                if matches!(self.open.last(), Some((Kind::Footnote, _))) {
                    self.pop();
                }
                self.notes.define(&label, String::new());
                self.push(Kind::Footnote, Holder::Footnote(label), at);
                line = Line::new(self.text, at + length);
            } else if let Some(marker) = line.marker(indent) {
                self.continue_list(marker.letter, marker.number, at);
                self.push(Kind::Item(marker.indent), Holder::Item, at);
                if line.is_blank() {
                    self.empty = Empty::Begun;
                    return self.line(line.at).1;
                }
                if let Some(is_done) = line.task() {
                    if line.is_blank() {
                        self.parts.push(Part::Task(is_done));
                        self.empty = Empty::Begun;
                        return self.line(line.at).1;
                    }
                    line.all_blanks();
                    self.finish_list();
                    return self.paragraph(line.at, Some(is_done));
                }
            } else if line.quote() {
                self.finish_list();
                self.push(Kind::Quote, Holder::Quote, at);
            } else {
                line = save;
                break;
            }
        }
        self.leaf(line)
    }

    /// Reads the block that starts here and holds no others.
    fn leaf(&mut self, mut line: Line<'a>) -> usize {
        if line.is_blank() {
            if let Some((Kind::Item(indent), _)) = self.open.last_mut()
                && self.empty != Empty::No
            {
                // An item may begin with one blank line but go on only as an item without words, so nothing is indented by it.
                *indent = 0;
                self.empty = Empty::Blank;
            }
            return self.line(line.at).1;
        }
        let owed = line.owed;
        let indent = line.blanks(4);
        self.finish_list();
        if indent == 4 {
            return self.indented(line);
        }
        let (at, rest) = (line.at, line.rest());
        if let Some(tag) = rest.strip_prefix('<') {
            let end = closing(tag);
            if !end.is_empty() || is_known(tag) || is_alone(rest) {
                return self.html(at, owed.max(indent), end);
            }
        }
        if rule(rest).is_ok() {
            self.parts.push(Part::Leaf(Leaf::Rule, at));
            return self.line(at).1;
        }
        if let Some(level) = heading(rest) {
            return self.heading(at, level);
        }
        if let Some((mark, length)) = fence(rest) {
            return self.fenced(at, indent, mark, length);
        }
        if byte(rest, 0) == b'[' {
            return self.defined(at);
        }
        self.paragraph(at, None)
    }

    fn push(&mut self, kind: Kind, holder: Holder, at: usize) {
        let quotes = self.open.last().map_or(0, |(_, quotes)| *quotes);
        self.open.push((kind, if kind == Kind::Quote { self.open.len() + 1 } else { quotes }));
        self.parts.push(Part::Open(holder, at));
    }

    fn pop(&mut self) {
        if let Some((Kind::List(_), _)) = self.open.pop() {
            self.empty = Empty::No;
        }
        self.parts.push(Part::Close);
    }

    /// Closes the list that is innermost, since something comes that is none of its items.
    pub(super) fn finish_list(&mut self) {
        self.finish_empty();
        if matches!(self.open.last(), Some((Kind::List(_), _))) {
            self.pop();
        }
    }

    /// Closes an item that has no words and must not get any.
    fn finish_empty(&mut self) {
        if self.empty == Empty::Blank && matches!(self.open.last(), Some((Kind::Item(_), _))) {
            self.pop();
        }
        self.empty = Empty::No;
    }

    fn continue_list(&mut self, letter: u8, number: Option<u64>, at: usize) {
        self.finish_empty();
        match self.open.last() {
            Some((Kind::List(other), _)) if *other == letter => return,
            _ => self.finish_list(),
        }
        self.push(Kind::List(letter), Holder::List(number), at);
    }
}
