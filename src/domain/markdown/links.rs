//! Where links lead to: addresses and titles in brackets after their words, and in definitions.
//! Refuses to know which words are linked.

use super::entity::unescaped;
use super::label::label;
use super::text::{byte, cut, escapes, is_blank, is_space, line_end, skip};

/// How many brackets may nest in an address that is not in angle brackets.
const NESTED: usize = 33;

/// Reads the address and title that follow linked words. Returns how long all that is, and the address.
pub(super) fn target(text: &str) -> Option<(usize, String)> {
    if byte(text, 0) != b'(' {
        return None;
    }
    let start = blanks(text, 1);
    let end = address(text, start)?;
    let mut at = blanks(text, end);
    if let Some(end) = title(text, at) {
        at = blanks(text, end);
    }
    (byte(text, at) == b')').then(|| (at + 1, bare(text, start, end)))
}

/// Reads a definition. Returns where its line ends, its label and its address.
pub(super) fn definition(text: &str) -> Option<(usize, String, String)> {
    let (label, length) = label(text.strip_prefix('[')?, true)?;
    if byte(text, length + 1) != b':' {
        return None;
    }
    let start = blanks(text, length + 2);
    let end = address(text, start).filter(|end| *end > start)?;
    let gap = blanks(text, end);
    let title = title(text, gap).filter(|title| gap > end && is_blank(text, *title));
    let last = title.or_else(|| is_blank(text, end).then_some(end))?;
    Some((line_end(text, last), label, bare(text, start, end)))
}

/// The address that stands between these places, without its brackets.
fn bare(text: &str, start: usize, end: usize) -> String {
    let brackets = usize::from(byte(text, start) == b'<' && end > start);
    unescaped(cut(text, start + brackets, end - brackets))
}

/// Where the blanks end that start here, among them at most one newline.
fn blanks(text: &str, at: usize) -> usize {
    let at = skip(text, at, is_space);
    if byte(text, at) == b'\n' { skip(text, at + 1, is_space) } else { at }
}

/// Where the address ends that starts here.
fn address(text: &str, start: usize) -> Option<usize> {
    let is_bracketed = byte(text, start) == b'<';
    let (mut at, mut nested) = (start + usize::from(is_bracketed), 0);
    loop {
        match byte(text, at) {
            _ if escapes(text, at) => at += 1,
            b'>' if is_bracketed => return Some(at + 1),
            0 | b'\n' | b'<' if is_bracketed => return None,
            _ if is_bracketed => {}
            0..=b' ' => break,
            b'(' if nested == NESTED => return None,
            b'(' => nested += 1,
            b')' if nested == 0 => break,
            b')' => nested -= 1,
            _ => {}
        }
        at += 1;
    }
    (nested == 0).then_some(at)
}

/// Where the title ends that starts here.
fn title(text: &str, start: usize) -> Option<usize> {
    let open = byte(text, start);
    let close = match open {
        b'(' => b')',
        b'"' | b'\'' => open,
        _ => return None,
    };
    let mut at = start + 1;
    while byte(text, at) != close {
        if byte(text, at) == 0 || byte(text, at) == open {
            return None;
        }
        at += 1 + usize::from(escapes(text, at));
    }
    Some(at + 1)
}
