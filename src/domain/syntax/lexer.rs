//! Cuts code into pieces, from its first letter to its last, once.
//! Refuses to look back further than the line, and to fail: what is not closed runs to the end.

use super::grammars::{
    AT_NAMES, CAPITALS, CASELESS, DASHES, DOLLARS, GRAMMARS, Grammar, HASHES, KEYS, LIFETIMES, MARKUP, SECTIONS, SETS, SPACED,
};
use super::{kind, markup, place};

/// Cuts a text into pieces, each as its length, sixteen times, plus its kind; nothing for a language that is not known.
pub fn pieces(language: &str, text: &str) -> Option<Vec<u32>> {
    let grammar = GRAMMARS.get(place(language)?)?;
    let mut lexer = Lexer::of(text, grammar);
    lexer.read();
    Some(lexer.out)
}

/// A text that is cut.
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    grammar: &'static Grammar,
    pub(super) at: usize,
    pub(super) out: Vec<u32>,
    /// So many bytes were looked at.
    #[cfg(test)]
    pub(super) steps: usize,
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

impl<'a> Lexer<'a> {
    pub(super) fn of(text: &'a str, grammar: &'static Grammar) -> Self {
        Self {
            text,
            grammar,
            at: 0,
            out: vec![],
            #[cfg(test)]
            steps: 0,
        }
    }

    pub(super) fn read(&mut self) {
        if self.has(MARKUP) {
            return markup::read(self);
        }
        let mut is_line_start = true;
        while self.at < self.text.len() {
            let start = self.at;
            let kind = self.piece(is_line_start);
            // Whatever happens, it goes on.
            if self.at == start {
                self.at += 1;
            }
            let blank = self.byte(start);
            is_line_start = blank == b'\n' || (is_line_start && matches!(blank, b' ' | b'\t'));
            self.put(start, kind);
        }
    }

    fn has(&self, what: u16) -> bool {
        self.grammar.has & what != 0
    }

    pub(super) fn byte(&mut self, at: usize) -> u8 {
        #[cfg(test)]
        (self.steps += 1);
        self.text.as_bytes().get(at).copied().unwrap_or_default()
    }

    pub(super) fn begins(&self, with: &str) -> bool {
        self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    /// Goes on while bytes are of a kind.
    pub(super) fn skip(&mut self, is_it: impl Fn(u8) -> bool) {
        while self.at < self.text.len() && is_it(self.byte(self.at)) {
            self.at += 1;
        }
    }

    /// Goes to behind what ends it, or to the end.
    pub(super) fn until(&mut self, end: &str) {
        while self.at < self.text.len() && !self.begins(end) {
            self.byte(self.at);
            self.at += 1;
        }
        self.at = (self.at + end.len()).min(self.text.len());
    }

    /// Notes a piece up to here; one of the same kind as the last becomes part of it.
    pub(super) fn put(&mut self, start: usize, kind: u8) {
        let length = u32::try_from(self.at.saturating_sub(start)).unwrap_or(0);
        match self.out.last_mut() {
            Some(last) if *last & 15 == u32::from(kind) => *last += length << 4,
            _ => self.out.push(length << 4 | u32::from(kind)),
        }
    }

    /// Reads what begins here, and says what it is.
    fn piece(&mut self, is_line_start: bool) -> u8 {
        let (start, byte) = (self.at, self.byte(self.at));
        if let Some((begin, end)) = self.grammar.block
            && self.begins(begin)
        {
            self.at += begin.len();
            self.until(end);
            return kind::COMMENT;
        }
        let is_apart = !self.has(SPACED) || start == 0 || matches!(self.byte(start - 1), b' ' | b'\t' | b'\n');
        if is_apart && self.grammar.line.iter().any(|begin| self.begins(begin)) {
            self.skip(|byte| byte != b'\n');
            return kind::COMMENT;
        }
        if self.has(HASHES) && byte == b'#' && (is_line_start || self.has(LIFETIMES)) {
            // Of Rust the brackets, of C the line.
            if self.has(LIFETIMES) {
                self.until("]")
            } else {
                self.skip(|byte| byte != b'\n')
            }
            return kind::META;
        }
        if self.has(SECTIONS) && is_line_start && byte == b'[' {
            self.skip(|byte| byte != b'\n');
            return kind::TAG;
        }
        if let Some((begin, end)) = self.grammar.long.iter().find(|(begin, _)| self.begins(begin)) {
            self.at += begin.len();
            self.until(end);
            return kind::STRING;
        }
        if self.has(LIFETIMES)
            && byte == b'\''
            && self.byte(start + 1) != b'\\'
            && self.byte(start + 2) != b'\''
            && self.byte(start + 1) < 0x80
        {
            self.at += 1;
            self.skip(is_word);
            return kind::VARIABLE;
        }
        if self.grammar.quotes.as_bytes().contains(&byte) {
            return self.quoted(byte);
        }
        match byte {
            b'0'..=b'9' => {
                let dashes = |byte: u8| is_word(byte) || byte == b'.';
                self.skip(dashes);
                kind::NUMBER
            }
            b'$' if self.has(DOLLARS) => {
                self.at += 1;
                match self.byte(self.at) {
                    b'{' | b'(' => self.at += 1,
                    _ => self.skip(is_word),
                }
                kind::VARIABLE
            }
            b'@' if self.has(AT_NAMES) => {
                self.at += 1;
                self.skip(|byte| is_word(byte) || byte == b'-');
                kind::META
            }
            byte if is_word(byte) => self.word(is_line_start),
            b'-' if self.has(DASHES) && is_apart => {
                // An option, or a property of one's own.
                self.skip(|byte| is_word(byte) || byte == b'-');
                if self.at > start + 1 { if self.has(KEYS) { self.key() } else { kind::PROPERTY } } else { kind::PLAIN }
            }
            _ => kind::PLAIN,
        }
    }

    /// A text between quotes; it ends with its line, but for a backslash.
    fn quoted(&mut self, quote: u8) -> u8 {
        self.at += 1;
        loop {
            match self.byte(self.at) {
                b'\\' => self.at += 2,
                0 if self.at >= self.text.len() => break,
                b'\n' => return kind::STRING,
                byte if byte == quote => {
                    self.at += 1;
                    break;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.text.len());
        if self.has(KEYS) && self.key() == kind::PROPERTY { kind::PROPERTY } else { kind::STRING }
    }

    /// What a name is that may be one of a property.
    fn key(&mut self) -> u8 {
        // A few blanks; more are not worth looking at.
        let after = (self.at..self.at + 8).find(|at| !matches!(self.text.as_bytes().get(*at), Some(b' ' | b'\t'))).unwrap_or(self.at);
        if self.byte(after) == b':' && !matches!(self.byte(after + 1), b':' | b'/') { kind::PROPERTY } else { kind::PLAIN }
    }

    fn word(&mut self, is_line_start: bool) -> u8 {
        let start = self.at;
        let has_dashes = self.has(DASHES);
        self.skip(|byte| is_word(byte) || (has_dashes && byte == b'-'));
        let word = self.text.get(start..self.at).unwrap_or_default();
        let is_caseless = self.has(CASELESS);
        let is_one_of = |list: &str| {
            word.len() < 20 && list.split(' ').any(|known| if is_caseless { known.eq_ignore_ascii_case(word) } else { known == word })
        };
        // In a list of settings a name is one whatever it says.
        if self.has(KEYS) && self.key() == kind::PROPERTY {
            return kind::PROPERTY;
        }
        if self.has(SETS) && is_line_start {
            return kind::PROPERTY;
        }
        if is_one_of(self.grammar.keywords) {
            return kind::KEYWORD;
        }
        if is_one_of(self.grammar.types) {
            return kind::TYPE;
        }
        let starts_large = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
        match self.byte(self.at) {
            b'(' => kind::FUNCTION,
            b'!' if self.has(LIFETIMES) && self.byte(self.at + 1) != b'=' => kind::FUNCTION,
            _ if self.has(CAPITALS) && starts_large => kind::TYPE,
            _ => kind::PLAIN,
        }
    }
}
