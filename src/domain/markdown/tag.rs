//! HTML as far as it must be told from text: tags, comments and the like, within a line or as the start of a block.
//! Refuses to know what the tags mean: all HTML is text to be shown.

use super::address::strip;
use super::text::{any_word, byte, cut, find, from, is_blank, is_space, skip};

/// The tags that start a block wherever they stand.
const BLOCKS: &str = "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt \
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem \
    nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr track ul";

/// The tags whose content goes on until they close.
const RAW: [(&str, &str); 4] = [("pre", "</pre>"), ("style", "</style>"), ("script", "</script>"), ("textarea", "</textarea>")];

/// What ends the block that starts with `<` and this; empty if nothing does but a blank line.
pub(super) fn closing(tag: &str) -> &'static str {
    for (name, end) in RAW {
        if strip(tag, name).is_some_and(|rest| matches!(byte(rest, 0), 0 | b'\t'..=b'\r' | b' ' | b'>')) {
            return end;
        }
    }
    special(tag).1
}

/// How long the beginning of a comment or the like is, and what ends it.
fn special(tag: &str) -> (usize, &'static str) {
    match tag.as_bytes() {
        [b'!', b'-', b'-', ..] => (1, "-->"),
        [b'?', ..] => (1, "?>"),
        [b'!', letter, ..] if letter.is_ascii_alphabetic() => (2, ">"),
        _ if tag.starts_with("![CDATA[") => (8, "]]>"),
        _ => (0, ""),
    }
}

/// Whether `<` and this is a tag that starts a block even within a paragraph.
pub(super) fn is_known(tag: &str) -> bool {
    let start = usize::from(byte(tag, 0) == b'/');
    let end = skip(tag, start, |byte| byte.is_ascii_alphanumeric());
    let name = cut(tag, start, end);
    let ends = matches!(byte(tag, end), 0 | b' ' | b'\t' | b'\n' | b'>') || from(tag, end).starts_with("/>");
    ends && name.len() < 11 && any_word(BLOCKS, |known| known.eq_ignore_ascii_case(name))
}

/// Whether a line that starts with a tag has nothing but that tag.
pub(super) fn is_alone(text: &str) -> bool {
    tag(text).is_some_and(|length| is_blank(text, length) && find(cut(text, 0, length), "\n").is_none())
}

/// How long the tag is with which this starts.
fn tag(text: &str) -> Option<usize> {
    let is_closing = byte(text, 1) == b'/';
    let start = 1 + usize::from(is_closing);
    let mut at = skip(text, start, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !byte(text, start).is_ascii_alphabetic() {
        return None;
    }
    loop {
        let next = skip(text, at, is_gap);
        match byte(text, next) {
            b'/' if !is_closing && byte(text, next + 1) == b'>' => at = next + 2,
            b'>' => at = next + 1,
            _ if is_closing || next == at => return None,
            _ => {
                at = attribute(text, next)?;
                continue;
            }
        }
        return Some(at);
    }
}

/// Where the attribute ends that starts at `at`.
fn attribute(text: &str, at: usize) -> Option<usize> {
    let end = skip(text, at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'-'));
    if end == at || matches!(byte(text, at), b'0'..=b'9' | b'.' | b'-') {
        return None;
    }
    let equals = skip(text, end, is_gap);
    if byte(text, equals) != b'=' {
        return Some(end);
    }
    let at = skip(text, equals + 1, is_gap);
    let quote: fn(u8) -> bool = match byte(text, at) {
        b'"' => |byte| byte != b'"',
        b'\'' => |byte| byte != b'\'',
        _ => {
            let end = skip(text, at, |byte| !matches!(byte, b'\'' | b'"' | b' ' | b'=' | b'>' | b'<' | b'`' | b'\n'));
            return (end > at).then_some(end);
        }
    };
    let end = skip(text, at + 1, quote);
    (end < text.len()).then_some(end + 1)
}

fn is_gap(byte: u8) -> bool {
    is_space(byte) || byte == b'\n'
}

/// How long the HTML is with which a text starts, a `<`. What has been looked for in vain is remembered, one bit for each end, and not
/// looked for again further on.
pub(super) fn html(text: &str, missing: &mut u8) -> Option<usize> {
    let (skipped, end) = special(from(text, 1));
    if skipped == 0 {
        return tag(text);
    }
    let bit = 1 << (byte(end, 0) % 8);
    if *missing & bit > 0 {
        return None;
    }
    let found = find(from(text, skipped + 1), end);
    *missing |= if found.is_none() { bit } else { 0 };
    Some(skipped + 1 + found? + end.len())
}

/// How long the address in angle brackets is with which a text starts, and whether it is one of mail.
pub(super) fn autolink(text: &str) -> Option<(usize, bool)> {
    let colon = skip(text, 1, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+'));
    if byte(text, 1).is_ascii_alphabetic() && (3..34).contains(&colon) && byte(text, colon) == b':' {
        let end = skip(text, 1, |byte| byte > b' ' && !matches!(byte, b'<' | b'>'));
        if byte(text, end) == b'>' {
            return Some((end + 1, false));
        }
    }
    let mut at = skip(text, 1, |byte| byte.is_ascii_graphic() && !b"\"(),:;<>@[\\]".contains(&byte));
    if at == 1 || byte(text, at) != b'@' {
        return None;
    }
    loop {
        let start = at + 1;
        at = skip(text, start, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if at == start || at > start + 63 || byte(text, start) == b'-' || byte(text, at - 1) == b'-' {
            return None;
        }
        match byte(text, at) {
            b'.' => {}
            b'>' => return Some((at + 1, true)),
            _ => return None,
        }
    }
}
