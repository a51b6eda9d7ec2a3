//! JSON as a flat list of its values, each knowing where its text stands and where the next one beside it is.
//! Refuses recursion: ten thousand brackets are read like ten, and drawn only as far as somebody opens them.

use std::ops::Range;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Named values.
    Object,
    /// Values in order.
    Array,
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its name as written, quotes included; empty where it has none.
    pub key: Range<usize>,
    /// Its text as written.
    pub value: Range<usize>,
    /// In which value it stands; itself at the top.
    pub parent: usize,
    /// The place behind all that stands in it.
    pub next: usize,
    /// How many values stand in it directly.
    pub count: usize,
}

/// A text of JSON and its values, the outermost first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    text: String,
    nodes: Vec<Node>,
}

/// So many values are read at most.
const MOST_NODES: usize = 200_000;

impl Tree {
    /// Reads a text.
    ///
    /// # Errors
    /// Returns the place of what is no JSON, in bytes.
    pub fn read(text: &str) -> Result<Self, usize> {
        let nodes = Reader { text: text.as_bytes(), at: 0, nodes: vec![] }.read()?;
        Ok(Self { text: text.into(), nodes })
    }

    /// Returns a value; there is always one at the top, 0.
    pub fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }

    /// Returns the text of all of it, as written.
    pub fn whole(&self) -> &str {
        &self.text
    }

    /// Returns the text of a place.
    pub fn text(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Returns the places of what stands in a value directly.
    pub fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.node(at).map_or(0, |node| node.next);
        let mut child = at + 1;
        std::iter::from_fn(move || {
            let here = child;
            child = self.node(here).filter(|_| here < end)?.next;
            Some(here)
        })
    }

    /// Returns what an object holds under a name.
    pub fn get(&self, at: usize, name: &str) -> Option<usize> {
        let is_it = |child: &usize| self.node(*child).is_some_and(|node| decoded(self.text(&node.key)) == name);
        self.node(at).filter(|node| node.kind == Kind::Object)?;
        self.children(at).filter(is_it).last()
    }

    /// Says a value as a person reads it: texts without quotes, nothing for `null`, the rest as written.
    pub fn say(&self, at: usize) -> String {
        let Some(node) = self.node(at) else { return String::new() };
        match (node.kind, self.text(&node.value)) {
            (Kind::Text, text) => decoded(text),
            (Kind::Word, "null") => String::new(),
            (_, text) => text.into(),
        }
    }

    /// Returns the way to a value: `$.jobs[2].name`.
    pub fn path(&self, at: usize) -> String {
        let mut steps = vec![];
        let mut here = at;
        while let Some(node) = self.node(here).filter(|_| here > 0) {
            steps.push(if node.key.is_empty() {
                let place = self.children(node.parent).position(|child| child == here).unwrap_or(0);
                ["[", &place.to_string(), "]"].concat()
            } else {
                let name = decoded(self.text(&node.key));
                let is_plain = name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
                    && name.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_');
                if is_plain { [".", &name].concat() } else { ["[", self.text(&node.key), "]"].concat() }
            });
            here = node.parent;
        }
        steps.push("$".into());
        steps.reverse();
        steps.concat()
    }
}

/// Returns what a text between quotes says.
pub fn decoded(quoted: &str) -> String {
    serde_json::from_str(quoted).unwrap_or_else(|_| quoted.trim_matches('"').into())
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
}

impl Reader<'_> {
    fn read(mut self) -> Result<Vec<Node>, usize> {
        // The objects and arrays that are open, outermost first.
        let mut open: Vec<usize> = vec![];
        loop {
            let mut key = 0..0;
            if let Some(node) = open.last().and_then(|at| self.nodes.get(*at)).map(|node| (node.kind, node.count)) {
                let close = if node.0 == Kind::Object { b'}' } else { b']' };
                if self.peek() == close {
                    self.at += 1;
                    let (end, next) = (self.at, self.nodes.len());
                    if let Some(node) = open.pop().and_then(|at| self.nodes.get_mut(at)) {
                        (node.value.end, node.next) = (end, next);
                    }
                    if open.is_empty() {
                        break;
                    }
                    continue;
                }
                if node.1 > 0 {
                    self.expect(b',')?;
                }
                if node.0 == Kind::Object {
                    key = self.quoted()?;
                    self.expect(b':')?;
                }
            }
            let parent = open.last().copied().unwrap_or(0);
            let at = self.nodes.len();
            if at >= MOST_NODES {
                return Err(self.at);
            }
            let (kind, value) = self.value()?;
            self.nodes.push(Node { kind, key, value, parent, next: at + 1, count: 0 });
            if !open.is_empty()
                && let Some(parent) = self.nodes.get_mut(parent)
            {
                parent.count += 1;
            }
            if matches!(kind, Kind::Object | Kind::Array) {
                open.push(at);
            } else if open.is_empty() {
                break;
            }
        }
        if self.peek() == 0 && self.at >= self.text.len() { Ok(self.nodes) } else { Err(self.at) }
    }

    /// The next byte that is no blank; zero at the end.
    fn peek(&mut self) -> u8 {
        while self.text.get(self.at).is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        self.text.get(self.at).copied().unwrap_or_default()
    }

    fn expect(&mut self, byte: u8) -> Result<(), usize> {
        if self.peek() == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(self.at)
        }
    }

    fn quoted(&mut self) -> Result<Range<usize>, usize> {
        self.expect(b'"')?;
        let start = self.at - 1;
        loop {
            match self.text.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => self.at += 2,
                Some(0x20..) => self.at += 1,
                _ => return Err(self.at),
            }
        }
        self.at += 1;
        Ok(start..self.at)
    }

    /// Reads a value, of objects and arrays only the bracket.
    fn value(&mut self) -> Result<(Kind, Range<usize>), usize> {
        let byte = self.peek();
        let start = self.at;
        let kind = match byte {
            b'"' => return self.quoted().map(|range| (Kind::Text, range)),
            b'{' | b'[' => {
                self.at += 1;
                return Ok((if byte == b'{' { Kind::Object } else { Kind::Array }, start..self.at));
            }
            b'-' | b'0'..=b'9' => Kind::Number,
            _ => Kind::Word,
        };
        while self.text.get(self.at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')) {
            self.at += 1;
        }
        let word = self.text.get(start..self.at).unwrap_or_default();
        let is_one = if kind == Kind::Number { is_number(word) } else { matches!(word, b"true" | b"false" | b"null") };
        if is_one { Ok((kind, start..self.at)) } else { Err(start) }
    }
}

/// Whether a word is a number as JSON writes them.
fn is_number(word: &[u8]) -> bool {
    let digits = |from: usize| word.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(word.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && word.get(at) == Some(&b'0')) {
        return false;
    }
    at += whole;
    if word.get(at) == Some(&b'.') {
        let behind = digits(at + 1);
        if behind == 0 {
            return false;
        }
        at += 1 + behind;
    }
    if matches!(word.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(word.get(at + 1), Some(b'-' | b'+')));
        let behind = digits(at);
        if behind == 0 {
            return false;
        }
        at += behind;
    }
    at == word.len()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "tree_tests.rs"]
mod tests;
