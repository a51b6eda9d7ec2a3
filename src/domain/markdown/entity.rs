//! Letters that are written as something else: escaped by a backslash, numbered, or named as in HTML.
//! Refuses to know where they stand. Of the names it knows those that people write.

use super::text::{any_word, byte, cut, escapes, from, skip};

/// The names, each with the letter that it means.
const NAMES: &str = "amp& lt< gt> quot\" apos' nbsp\u{a0} ensp\u{2002} emsp\u{2003} colon: Tab\t NewLine\n copy© reg® trade™ hellip… \
    ndash– mdash— lsquo‘ rsquo’ ldquo“ rdquo” laquo« raquo» bull• middot· times× divide÷ deg° plusmn± le≤ ge≥ ne≠ larr← rarr→ uarr↑ darr↓ \
    harr↔ euro€ pound£ cent¢ yen¥ sect§ para¶ microµ";

/// The letter that the entity means with which a text starts, and how long that is.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    let is_number = byte(text, 1) == b'#';
    let is_hex = is_number && byte(text, 2) | 32 == b'x';
    let start = 1 + usize::from(is_number) + usize::from(is_hex);
    let end = skip(text, start, |byte| byte.is_ascii_alphanumeric());
    let name = cut(text, start, end);
    if byte(text, 0) != b'&' || byte(text, end) != b';' || name.is_empty() {
        return None;
    }
    let letter = if is_number {
        let (radix, most) = if is_hex { (16, 6) } else { (10, 7) };
        let mut code = 0;
        for digit in name.chars() {
            code = code * radix + digit.to_digit(radix)?;
            if name.len() > most {
                return None;
            }
        }
        char::from_u32(code).filter(|letter| *letter != '\0').unwrap_or('\u{fffd}')
    } else {
        let mut letter = None;
        any_word(NAMES, |word| {
            let mut rest = word.strip_prefix(name).unwrap_or_default().chars();
            letter = rest.next().filter(|_| rest.next().is_none());
            letter.is_some()
        });
        letter?
    };
    Some((letter, end + 1))
}

/// A text with its escapes and entities resolved.
pub(super) fn unescaped(text: &str) -> String {
    let (mut plain, mut at) = (String::new(), 0);
    while at < text.len() {
        if let Some((letter, length)) = entity(from(text, at)) {
            plain.push(letter);
            at += length;
            continue;
        }
        let start = at + usize::from(escapes(text, at));
        at = skip(text, start + 1, |byte| !matches!(byte, b'\\' | b'&'));
        plain.push_str(cut(text, start, at));
    }
    plain
}
