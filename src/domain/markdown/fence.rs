//! A fenced code block while it streams in: appends lines to its text until the closing fence comes, and looks at every byte once.
//! Refuses to know other blocks; nested fences are none of its business.

use super::text::{cut, from, line_end};

/// An open fence and where in the source it has been read to.
#[derive(Debug)]
pub(super) struct Fence {
    mark: u8,
    length: usize,
    indent: usize,
    /// Up to where the source has been read.
    at: usize,
    /// Where the present line starts in the source.
    line: usize,
    /// How much of the code there was before the present line.
    kept: usize,
    /// Whether there was a line before: then a newline is owed to the next one.
    has_line: bool,
    state: State,
}

/// What the present line may still be.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// Only this many blanks, too few to tell.
    Blank(usize),
    /// So many marks after at most three blanks.
    Marks(usize),
    /// Blanks after enough marks.
    Trail,
    /// Code for sure.
    Code,
}

impl Fence {
    /// Reads the fence that opens at `start` in `source`, if its line is complete and it is one.
    pub(super) fn open(source: &str, start: usize) -> Option<Self> {
        let rest = source.get(start..)?;
        let line = Some(cut(rest, 0, line_end(rest, 0))).filter(|line| line.len() < rest.len())?;
        let fence = line.trim_start_matches(' ');
        let mark = fence.bytes().next().filter(|mark| matches!(mark, b'`' | b'~'))?;
        let (indent, length) = (line.len() - fence.len(), fence.bytes().take_while(|byte| *byte == mark).count());
        let at = start + line.len() + 1;
        let is_fence = length >= 3 && indent < 4;
        is_fence.then_some(Self { mark, length, indent, at, line: at, kept: 0, has_line: false, state: State::Blank(0) })
    }

    /// Reads on in the source. Returns whether what has been read ends with a closing fence, and where its line ends if it is complete.
    pub(super) fn read(&mut self, source: &str, code: &mut String) -> (bool, Option<usize>) {
        while let Some(rest) = source.get(self.at..).filter(|rest| !rest.is_empty()) {
            let part = cut(rest, 0, line_end(rest, 0));
            let is_complete = part.len() < rest.len();
            let was = self.state;
            for byte in part.bytes() {
                self.state = self.next(byte);
                if self.state == State::Code {
                    break;
                }
            }
            let end = self.at + part.len();
            self.show(source, was, end, code);
            self.at = end + usize::from(is_complete);
            if is_complete {
                if self.closes() {
                    return (true, Some(self.at));
                }
                if self.has_line && code.len() == self.kept {
                    code.push('\n');
                }
                (self.line, self.kept, self.has_line, self.state) = (self.at, code.len(), true, State::Blank(0));
            }
        }
        (self.closes(), None)
    }

    fn next(&self, byte: u8) -> State {
        match (self.state, byte) {
            (State::Blank(blanks), b' ') if blanks < 3 => State::Blank(blanks + 1),
            (State::Blank(_), byte) if byte == self.mark => State::Marks(1),
            (State::Marks(marks), byte) if byte == self.mark => State::Marks(marks + 1),
            (State::Marks(marks), b' ') if marks >= self.length => State::Trail,
            (State::Trail, b' ') => State::Trail,
            _ => State::Code,
        }
    }

    fn closes(&self) -> bool {
        self.is_hidden(self.state) && !matches!(self.state, State::Blank(_))
    }

    /// Whether a line in this state is not shown as code: it closes, or is blank so far.
    fn is_hidden(&self, state: State) -> bool {
        match state {
            State::Blank(_) | State::Trail => true,
            State::Marks(marks) => marks >= self.length,
            State::Code => false,
        }
    }

    /// Brings the code up to what the present line is now, of which the part before `self.at` has been shown unless it was hidden.
    fn show(&mut self, source: &str, was: State, end: usize, code: &mut String) {
        if self.is_hidden(self.state) {
            code.truncate(self.kept);
            // A complete line of blanks is code after all; an incomplete one is not shown, as the parser does it.
            let is_blank = matches!(self.state, State::Blank(_));
            if !(is_blank && source.as_bytes().get(end) == Some(&b'\n')) {
                return;
            }
        }
        let line = cut(source, self.line, end);
        let new = if self.is_hidden(was) { self.stripped(line, code) } else { cut(source, self.at, end) };
        code.push_str(new);
    }

    /// Begins a line of code: the newline owed to the line before, and the line without the indent that the fence has as well.
    fn stripped<'a>(&self, line: &'a str, code: &mut String) -> &'a str {
        let blanks = line.bytes().take(self.indent).take_while(|byte| *byte == b' ').count();
        let rest = from(line, blanks);
        let tab = rest.strip_prefix('\t').filter(|_| blanks < self.indent);
        if self.has_line && !line.is_empty() && (tab.is_some() || !rest.is_empty()) {
            code.push('\n');
        }
        if tab.is_some() {
            // A tab reaches to column four; what the indent does not take of it remains as blanks.
            (self.indent..4).for_each(|_| code.push(' '));
        }
        tab.unwrap_or(rest)
    }
}
