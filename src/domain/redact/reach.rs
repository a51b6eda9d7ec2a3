//! How far a secret goes that stands behind its name: to the end of its quotes, of its brackets, of its word, or of its line.
//! Refuses to know names.

use std::ops::Range;

use super::names::{Named, is_count};

/// What may stand between the name of a secret and the secret.
const SCHEMES: [&str; 6] = ["bearer", "basic", "token", "bot", "digest", "apikey"];
/// What is no secret, whatever it stands behind.
const WORDS: [&str; 6] = ["true", "false", "null", "none", "nil", "undefined"];
/// Brackets that are further apart do not belong together.
const FURTHEST: usize = 4_000;

/// How a secret is looked for.
#[derive(Clone, Copy)]
pub struct Way {
    /// What the name says.
    pub named: Named,
    /// The quote in which name and secret stand together.
    pub within: Option<char>,
    /// It is told from other code only by its quotes.
    pub is_quoted: bool,
}

/// Returns how long a code of a terminal is that a text begins with, as it is or as it is written in JSON; zero if there is none.
pub fn code(text: &str) -> usize {
    let begin = ["\u{1b}[", "\\u001b[", "\\u001B[", "\\x1b["].into_iter().find(|begin| text.starts_with(begin));
    let Some(begin) = begin else { return 0 };
    let rest = text.get(begin.len()..).unwrap_or_default().as_bytes();
    let digits = rest.iter().take(24).take_while(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b'?' | b':')).count();
    if rest.get(digits).is_some_and(u8::is_ascii_alphabetic) { begin.len() + digits + 1 } else { 0 }
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '`')
}

fn begins_word(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
}

/// How much stands before a value: blanks, codes of the terminal, what makes letters bold.
fn lead(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let more = if rest.starts_with([' ', '\t', '*']) { 1 } else { code(rest) };
        if more == 0 {
            return at;
        }
        at += more;
    }
}

/// Returns where in a text that follows the assignment the secret stands.
pub fn secret(text: &str, way: Way) -> Option<Range<usize>> {
    let mut from = lead(text);
    let mut value = text.get(from..)?;
    // A block of YAML, and a value on the next line.
    let block = value.trim_start_matches(['|', '>']).trim_start_matches(['-', '+']);
    if value.is_empty() || block.starts_with(['\n', '\r']) {
        return if way.is_quoted { None } else { next_line(text, from + value.len() - block.len(), way.named) };
    }
    if let Some((open, end)) = quoted(value) {
        let inside = value.get(open..end).unwrap_or_default();
        let is_plain = inside.is_empty() || (way.named == Named::Many && is_count(inside)) || WORDS.contains(&inside);
        let behind = value.get(end..).unwrap_or_default().trim_start_matches(['\\', '"', '\'']);
        if way.named == Named::Line && behind.starts_with(';') {
            return Some(from + open..from + line(value, way.within));
        }
        return (!is_plain).then_some(from + open..from + end);
    }
    if way.is_quoted {
        return None;
    }
    if way.named == Named::Many {
        let inside = value.strip_prefix('[')?.trim_start();
        return quoted(inside).filter(|(open, end)| !inside.get(*open..*end).is_some_and(is_count)).map(|_| from..from + brackets(value));
    }
    let word = value.get(..value.find(char::is_whitespace).unwrap_or(value.len())).unwrap_or_default();
    if SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme)) {
        from += word.len();
        from += lead(text.get(from..)?);
        value = text.get(from..)?;
        if value.starts_with(['\n', '\r']) {
            return next_line(text, from, Named::Line);
        }
    }
    let end = match way.named {
        Named::Line => line(value, way.within),
        _ if value.starts_with(['[', '{', '(']) => {
            let end = brackets(value);
            end + bare(value.get(end..)?)
        }
        _ => quoted(value).map_or_else(|| bare(value), |(_, end)| end),
    };
    let found = value.get(..end)?;
    let is_small = |text: &str| text.len() < 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = WORDS.contains(&found) || (way.named == Named::Maybe && (found.starts_with(['/', '~', '.']) || is_small(found)));
    (end > 0 && !is_plain).then_some(from..from + end)
}

/// The one word of the next line, or all of it where it has a name of its own.
fn next_line(text: &str, at: usize, named: Named) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let begin = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?.trim_start_matches([' ', '\t', '>']);
    let line = begin.lines().next()?.trim_end();
    let first = line.split([' ', '\t']).next()?;
    let is_it = first.len() == line.len() || named == Named::Line || first == "-" || first.ends_with(':') || first.starts_with(is_quote);
    let from = text.len() - begin.len();
    (is_it && !line.is_empty()).then_some(from..from + line.len())
}

/// Where what stands in quotes begins and ends. In a text that is quoted itself quotes are written with backslashes, and those within with more.
/// Of a line that ends before them, all of it.
fn quoted(text: &str) -> Option<(usize, usize)> {
    let open = text.find(|letter| letter != '\\')?;
    let quote = text.get(open..)?.chars().next().filter(|letter| is_quote(*letter))?;
    let mut slashes = 0;
    for (at, byte) in text.bytes().enumerate().skip(open + 1) {
        match byte {
            b'\n' | b'\r' => return Some((open + 1, at)),
            b'\\' => {
                slashes += 1;
                continue;
            }
            _ if char::from(byte) == quote && slashes % (2 * (open + 1)) == open => return Some((open + 1, at - open)),
            _ => {}
        }
        slashes = 0;
    }
    Some((open + 1, text.len()))
}

/// Where the brackets close that a text begins with; the end of the line, if they do not.
fn brackets(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(FURTHEST) {
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.find('\n').unwrap_or(text.len())
}

/// Where the line ends, or the quote in which it stands.
fn line(text: &str, within: Option<char>) -> usize {
    let end = text.find(|letter| matches!(letter, '\n' | '\r') || Some(letter) == within).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end().trim_end_matches('\\').len()
}

/// Where a word ends that stands without quotes. What could belong to it does.
pub fn bare(text: &str) -> usize {
    let mut end = text.len();
    let mut skip = 0;
    for (at, letter) in text.char_indices() {
        let behind = text.get(at + letter.len_utf8()..).unwrap_or_default();
        let is_end = match letter {
            _ if at < skip => false,
            _ if is_quote(letter) => !begins_word(behind),
            '&' => begins_assignment(behind.strip_prefix("amp;").unwrap_or(behind)),
            ';' => behind.is_empty() || behind.starts_with(char::is_whitespace) || begins_assignment(behind),
            ',' => behind.starts_with(|letter: char| letter.is_whitespace() || is_quote(letter) || letter == '\\'),
            '\u{1b}' => {
                skip = at + code(text.get(at..).unwrap_or_default());
                !begins_word(text.get(skip..).unwrap_or_default())
            }
            _ => letter.is_whitespace(),
        };
        if is_end {
            end = at;
            break;
        }
    }
    text.get(..end).unwrap_or_default().trim_end_matches([')', ']', '}', ',', ';', '\\']).len()
}

fn begins_assignment(text: &str) -> bool {
    let name = text.bytes().take(48).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')).count();
    name > 0 && text.as_bytes().get(name) == Some(&b'=')
}
