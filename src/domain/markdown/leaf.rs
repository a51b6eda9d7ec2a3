//! Blocks that hold no blocks: paragraphs, headings, code, HTML, and definitions, which leave nothing.
//! Refuses to know which containers are open, and what running text means.

use super::Align;
use super::cursor::Line;
use super::entity::unescaped;
use super::lines::{Blocks, Leaf, Part};
use super::links::definition;
use super::starts::{interrupts, rule, underline};
use super::table;
use super::text::{before, byte, cut, find, from, is_indent, is_slash, is_space, run, skip, trimmed};

/// The lines of a paragraph, and what ended it.
struct Paragraph {
    /// What it says, its lines without the marks of what they lie in.
    words: String,
    /// Where each line after the first starts, in the words and in the text.
    starts: Vec<(usize, usize)>,
    /// Where the line after it starts, and where that is after the marks of what it lies in.
    next: (usize, usize),
    /// The level of the heading, if that line underlines one.
    level: usize,
}

impl<'a> Blocks<'a> {
    fn put(&mut self, leaf: Leaf, at: usize) {
        self.parts.push(Part::Leaf(leaf, at));
    }

    /// Reads a heading of a level.
    pub(super) fn heading(&mut self, at: usize, level: usize) -> usize {
        let (line, next) = self.line(at);
        let words = trimmed(from(line, level));
        let bare = words.len() - before(words, words.len(), |byte| byte == b'#');
        let is_closed = bare == 0 || before(words, bare, is_indent) > 0;
        let words = trimmed(if is_closed { cut(words, 0, bare) } else { words });
        self.put(Leaf::Words(level, None, words.to_owned()), at);
        next
    }

    /// Reads indented code, of which the first indent has been read.
    pub(super) fn indented(&mut self, mut line: Line<'a>) -> usize {
        let (at, mut text, mut length) = (line.at, String::new(), 0);
        let next = loop {
            let next = self.code_line(&mut text, line.at, line.owed);
            if !line.is_blank() {
                length = text.len();
            }
            let (mut start, is_same) = self.enter(next);
            if !is_same || !(start.blanks(4) == 4 || start.is_over()) || start.at == self.text.len() {
                break next;
            }
            line = start;
        };
        text.truncate(length);
        self.put(Leaf::Code(String::new(), without_newline(text), true), at);
        next
    }

    /// Reads code between fences.
    pub(super) fn fenced(&mut self, at: usize, indent: usize, mark: u8, length: usize) -> usize {
        let (first, mut next) = self.line(at);
        let info = unescaped(from(first, length));
        let language = info.split_whitespace().next().unwrap_or_default().to_owned();
        let (mut text, mut is_closed) = (String::new(), false);
        loop {
            let (mut line, is_same) = self.enter(next);
            if !is_same {
                break;
            }
            line.blanks(indent);
            let mut fence = line;
            if fence.blanks(4 - indent) < 4 - indent {
                let rest = fence.rest();
                let marks = run(rest, mark);
                let end = skip(rest, marks, |byte| byte == b' ');
                is_closed = marks >= length && matches!(byte(rest, end), 0 | b'\n');
                if rest.is_empty() || is_closed {
                    next = self.line(fence.at).1;
                    break;
                }
            }
            next = self.code_line(&mut text, line.at, line.owed);
        }
        self.put(Leaf::Code(language, without_newline(text), is_closed), at);
        next
    }

    /// Reads HTML up to a line with this end in it, or to a blank line.
    pub(super) fn html(&mut self, start: usize, blanks: usize, end: &str) -> usize {
        let (mut at, mut blanks, mut text) = (start, blanks, String::new());
        let next = loop {
            let next = self.code_line(&mut text, at, blanks);
            let (line, is_same) = self.enter(next);
            let is_last = if end.is_empty() { line.is_blank() } else { find(self.line(at).0, end).is_some() };
            if !is_same || is_last || line.at == self.text.len() {
                break next;
            }
            (at, blanks) = (line.at, line.owed);
        };
        self.put(Leaf::Html(without_newline(text)), start);
        next
    }

    /// Appends the rest of a line and the blanks owed to it. Returns where the next line starts.
    fn code_line(&self, text: &mut String, at: usize, blanks: usize) -> usize {
        let next = self.line(at).1;
        (0..blanks).for_each(|_| text.push(' '));
        text.push_str(cut(self.text, at, next));
        next
    }

    /// Reads what starts with a bracket: definitions of links, and the paragraph after them.
    pub(super) fn defined(&mut self, at: usize) -> usize {
        let lines = self.lines(at);
        let mut read = 0;
        loop {
            let start = skip(&lines.words, read, is_indent);
            let Some((length, label, address)) = definition(from(&lines.words, start)) else { break };
            self.links.define(&label, address);
            read = (start + length + 1).min(lines.words.len());
        }
        if read == 0 {
            return self.paragraph(at, None);
        }
        if let Some((_, start)) = lines.starts.iter().find(|(start, _)| *start == read) {
            let (mut line, _) = self.enter(*start);
            line.all_blanks();
            return if line.is_blank() { *start } else { self.paragraph(line.at, None) };
        }
        // What would underline a heading is a paragraph of its own, if there is nothing to underline.
        let (line, start) = lines.next;
        if lines.level > 0 && rule(self.rest(start)).is_err() { self.paragraph(start, None) } else { line }
    }

    /// Reads a paragraph, or what it turns out to be: a heading or a table.
    pub(super) fn paragraph(&mut self, at: usize, task: Option<bool>) -> usize {
        let (line, _) = self.line(at);
        let is_escaped = before(line, line.len(), is_slash) % 2 == 1;
        if let Some((columns, next)) = self.table_head(at).filter(|_| !is_escaped) {
            return self.table(at, columns, next);
        }
        let Paragraph { mut words, next, level, .. } = self.lines(at);
        words.truncate(words.len() - before(&words, words.len(), is_space));
        self.put(Leaf::Words(level, task, words), at);
        if level > 0 { self.line(next.0).1 } else { next.0 }
    }

    /// Reads the lines of a paragraph, the first of which is already known to be one.
    fn lines(&self, at: usize) -> Paragraph {
        let (first, mut next) = self.line(at);
        let (mut words, mut starts) = (first.to_owned(), Vec::new());
        loop {
            let (mut line, is_same) = self.enter(next);
            let start = line.at;
            if line.blanks(4) < 4 {
                let rest = self.rest(line.at);
                let level = if is_same { underline(rest) } else { 0 };
                if level > 0 || interrupts(rest, !is_same) || byte(rest, 0) == b'|' && self.table_head(line.at).is_some() {
                    return Paragraph { words, starts, next: (next, line.at), level };
                }
            }
            line.all_blanks();
            if line.is_over() {
                return Paragraph { words, starts, next: (next, line.at), level: 0 };
            }
            words.push('\n');
            starts.push((words.len(), next));
            let (more, after) = self.line(start);
            words.push_str(more);
            next = after;
        }
    }

    /// The columns of the table whose head is the line at `at`, and where its second line ends.
    fn table_head(&self, at: usize) -> Option<(Vec<Align>, usize)> {
        let (head, next) = self.line(at);
        let count = table::count(head);
        if count == 0 {
            return None;
        }
        let (line, is_same) = self.enter(next);
        let (rest, after) = self.line(line.at);
        let columns = table::columns(rest);
        (is_same && columns.len() == count).then_some((columns, after))
    }

    fn table(&mut self, at: usize, columns: Vec<Align>, next: usize) -> usize {
        let mut next = next;
        let mut rows = vec![table::cells(self.line(at).0, columns.len())];
        let mut missing = table::MISSING;
        loop {
            let (mut line, is_same) = self.enter(next);
            line.all_blanks();
            let (row, after) = self.line(line.at);
            if !is_same || interrupts(self.rest(line.at), true) {
                break;
            }
            let cells = table::cells(row, columns.len());
            let empty = columns.len() - cells.len().min(columns.len());
            if cells.is_empty() || empty > missing {
                break;
            }
            missing -= empty;
            rows.push(cells);
            next = after;
        }
        rows.iter_mut().for_each(|row| row.resize(columns.len(), String::new()));
        self.put(Leaf::Table(columns, rows), at);
        next
    }
}

fn without_newline(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
    }
    text
}
