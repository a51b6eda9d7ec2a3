//! Running text cut into tokens: code, breaks, links and marks, from left to right.
//! Refuses to know blocks, and how deep marks may nest.

use super::address::alive;
use super::emphasis::{Run, resolve, run};
use super::entity::entity;
use super::label::{Names, label};
use super::links::target;
use super::tag::{autolink, html};
use super::text::{before, byte, cut, escapes, from, is_indent, is_slash, is_space, run as count, skip};

/// What running text consists of.
pub(super) enum Token<'a> {
    /// Plain text.
    Text(&'a str),
    /// A letter that was written as something else.
    Letter(char),
    /// Code.
    Code(String),
    /// A hard break.
    Break,
    /// A reference to a footnote.
    Note(String),
    /// A run of marks: its letter, how many close something that way, how many are letters after all, and how many open something.
    Marks(u8, Vec<u8>, usize, Vec<u8>),
    /// A link opens, with its address if that is alive.
    Link(Option<String>),
    /// An image opens, with its address if that is alive.
    Image(Option<String>),
    /// The innermost link or image closes.
    Close,
}

/// What has been defined in a text.
pub(super) struct Known {
    /// The links.
    pub links: Names,
    /// The footnotes.
    pub notes: Names,
    /// How many bytes of addresses may be repeated: many links to a long one must not make far more of a text than there is.
    pub left: usize,
}

/// An opening bracket that has no closing one yet.
struct Bracket {
    /// Its token, and where it stands.
    token: usize,
    at: usize,
    /// How many runs of marks stand before it.
    runs: usize,
    is_image: bool,
    /// Whether it lies in a link by now, and so cannot be one.
    is_dead: bool,
}

struct Inline<'a, 'b> {
    text: &'a str,
    at: usize,
    /// Up to where there are tokens.
    said: usize,
    tokens: Vec<Token<'a>>,
    brackets: Vec<Bracket>,
    /// How many of the brackets are known to be dead or images.
    dead: usize,
    runs: Vec<Run>,
    /// Where code can open, the last place first.
    ticks: Vec<(usize, usize, usize)>,
    /// Which ends of HTML have been looked for in vain.
    missing: u8,
    known: &'b mut Known,
}

/// Cuts a text into tokens. Links and images are balanced, and so are marks within each of them.
pub(super) fn tokens<'a>(text: &'a str, known: &mut Known) -> Vec<Token<'a>> {
    let (tokens, brackets, runs) = (Vec::new(), Vec::new(), Vec::new());
    let mut inline = Inline { text, at: 0, said: 0, tokens, brackets, dead: 0, runs, ticks: ticks(text), missing: 0, known };
    while inline.at < text.len() {
        inline.take(byte(text, inline.at));
    }
    inline.say(text.len());
    resolve(&mut inline.tokens, &mut inline.runs, 0);
    inline.tokens
}

/// The runs of backticks that can open code, the last first: where the first tick of each is, how many there are, and where the code ends.
fn ticks(text: &str) -> Vec<(usize, usize, usize)> {
    let mut ticks = Vec::new();
    // Where the next run of each length starts, seen from the end.
    let mut next: Vec<usize> = Vec::new();
    let mut end = text.len();
    loop {
        end -= before(text, end, |byte| byte != b'`');
        let length = before(text, end, |byte| byte == b'`');
        if length == 0 {
            return ticks;
        }
        let start = end - length;
        let open = length - before(text, start, is_slash) % 2;
        let close = next.get(open).copied().unwrap_or(0);
        if close > 0 && open > 0 {
            ticks.push((end - open, open, close));
        }
        if next.len() <= length {
            next.resize(length + 1, 0);
        }
        if let Some(slot) = next.get_mut(length) {
            *slot = start;
        }
        end = start;
    }
}

impl<'a> Inline<'a, '_> {
    fn rest(&self, at: usize) -> &'a str {
        from(self.text, at)
    }

    /// Makes a token of the text up to this place.
    fn say(&mut self, end: usize) {
        if end > self.said {
            self.tokens.push(Token::Text(cut(self.text, self.said, end)));
        }
    }

    /// Puts a token in place of so many bytes.
    fn put(&mut self, token: Token<'a>, length: usize) {
        self.say(self.at);
        self.tokens.push(token);
        self.at += length;
        self.said = self.at;
    }

    fn take(&mut self, mark: u8) {
        let rest = self.rest(self.at);
        let byte_after = byte(rest, 1);
        match mark {
            b'\n' => self.line(),
            b'\\' if escapes(rest, 0) => {
                self.say(self.at);
                self.said = self.at + 1;
                // An escaped backtick is not part of the run after it.
                self.at += 2;
                if byte_after == b'`' {
                    self.code();
                }
            }
            b'`' => self.code(),
            b'*' | b'_' | b'~' => {
                let mut run = run(self.text, self.at, mark);
                let length = run.count;
                if run.opens || run.closes {
                    self.say(self.at);
                    run.token = self.tokens.len();
                    self.runs.push(run);
                    self.said = self.at;
                    self.put(Token::Marks(mark, Vec::new(), length, Vec::new()), length);
                } else {
                    self.at += length;
                }
            }
            b'<' => {
                if let Some((length, is_mail)) = autolink(rest) {
                    let address = cut(rest, 1, length - 1);
                    let to = if is_mail { alive(&("mailto:".to_owned() + address)) } else { alive(address) };
                    self.put(Token::Link(to), length);
                    self.tokens.push(Token::Text(address));
                    self.tokens.push(Token::Close);
                } else {
                    self.at += html(rest, &mut self.missing).unwrap_or(1);
                }
            }
            b'!' if byte_after == b'[' => self.open(true, 2),
            b'[' => self.open(false, 1),
            b']' => self.close(),
            b'&' => match entity(rest) {
                Some((letter, length)) => self.put(Token::Letter(letter), length),
                None => self.at += 1,
            },
            _ => self.at += 1,
        }
    }

    /// Ends a line: blanks around the newline go, and two of them or a backslash make it a hard break.
    fn line(&mut self) {
        let slashes = before(self.text, self.at, is_slash) % 2;
        let blanks = before(self.text, self.at, is_space);
        self.say(self.at - slashes - blanks);
        let newline = self.at;
        self.at = skip(self.text, newline + 1, is_indent);
        self.said = self.at;
        let is_hard = slashes == 1 || blanks > 1;
        self.tokens.push(if is_hard { Token::Break } else { Token::Text("\n") });
    }

    /// Reads the run of backticks at this place, and the code that it opens.
    fn code(&mut self) {
        while self.ticks.last().is_some_and(|(start, ..)| *start < self.at) {
            self.ticks.pop();
        }
        let found = self.ticks.last().copied().filter(|(start, ..)| *start == self.at);
        let Some((start, length, end)) = found else { return self.at += count(self.rest(self.at), b'`') };
        let code = cut(self.text, start + length, end);
        let code: String = code.chars().map(|letter| if letter == '\n' { ' ' } else { letter }).collect();
        let inner = code.strip_prefix(' ').and_then(|code| code.strip_suffix(' ')).filter(|inner| inner.bytes().any(|byte| byte != b' '));
        let code = inner.map(str::to_owned).unwrap_or(code);
        self.put(Token::Code(code), end + length - start);
    }

    fn open(&mut self, is_image: bool, length: usize) {
        self.say(self.at);
        self.said = self.at;
        let (token, at, runs) = (self.tokens.len(), self.at + length, self.runs.len());
        self.brackets.push(Bracket { token, at, runs, is_image, is_dead: false });
        self.at = at;
        self.say(at);
        self.said = at;
    }

    fn close(&mut self) {
        let (at, bracket) = (self.at, self.brackets.pop());
        self.dead = self.dead.min(self.brackets.len());
        let Some(bracket) = bracket.filter(|bracket| !bracket.is_dead) else { return self.at += 1 };
        let after = self.rest(at + 1);
        if let Some((length, address)) = target(after) {
            return self.link(bracket, &address, at + 1 + length);
        }
        let (name, end) = match after.strip_prefix('[') {
            Some(rest) if rest.starts_with(']') => (None, at + 3),
            Some(rest) if !is_note(rest) => match label(rest, true) {
                Some((name, length)) => (Some(name), at + 2 + length),
                None => (None, at + 1),
            },
            _ => (None, at + 1),
        };
        let own = self.rest(bracket.at);
        let is_whole = |(name, length): (String, usize)| Some(name).filter(|_| bracket.at + length == at + 1);
        if name.is_none() && is_note(own) {
            let note = own.strip_prefix('^').and_then(|own| label(own, false)).map(|(name, length)| (name, length + 1)).and_then(is_whole);
            if let Some(note) = note.filter(|note| self.known.notes.get(note).is_some()) {
                return self.note(bracket, note);
            }
            return self.at += 1;
        }
        let name = name.or_else(|| label(own, true).and_then(is_whole));
        let address = name.and_then(|name| self.known.links.get(&name)).filter(|_| self.known.left > 0).map(str::to_owned);
        match address {
            Some(address) => {
                self.known.left = self.known.left.saturating_sub(address.len());
                self.link(bracket, &address, end);
            }
            None => self.at += 1,
        }
    }

    fn link(&mut self, bracket: Bracket, address: &str, end: usize) {
        self.put(Token::Close, 1);
        (self.at, self.said) = (end, end);
        resolve(&mut self.tokens, &mut self.runs, bracket.runs);
        let to = alive(address);
        if let Some(token) = self.tokens.get_mut(bracket.token) {
            *token = if bracket.is_image { Token::Image(to) } else { Token::Link(to) };
        }
        if !bracket.is_image {
            self.brackets.iter_mut().skip(self.dead).for_each(|bracket| bracket.is_dead = !bracket.is_image);
            self.dead = self.brackets.len();
        }
    }

    /// Puts a reference to a footnote in place of all since its bracket. What lies around it is no link then.
    fn note(&mut self, bracket: Bracket, note: String) {
        self.tokens.truncate(bracket.token);
        self.runs.truncate(bracket.runs);
        self.said = self.at;
        if bracket.is_image {
            self.tokens.push(Token::Letter('!'));
        }
        self.put(Token::Note(note), 1);
        self.brackets.clear();
        self.dead = 0;
    }
}

/// Whether what stands in brackets refers to a footnote.
fn is_note(inner: &str) -> bool {
    inner.starts_with('^') && !inner.starts_with("^]") && label(from(inner, 1), false).is_some()
}
