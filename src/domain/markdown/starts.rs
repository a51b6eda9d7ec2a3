//! What a line starts: rules, headings, fences, underlines, and whatever ends the paragraph before it.
//! Refuses to know containers and what follows.

use super::label::label;
use super::tag::{closing, is_known};
use super::text::{byte, cut, find, from, is_blank, is_space, line_end, run, skip};

/// Whether the line is a rule. If not, tells how far it looked like one: before that place no rule of the same mark can start.
pub(super) fn rule(text: &str) -> Result<(), usize> {
    let mark = byte(text, 0);
    let (mut count, mut at) = (0, 0);
    if !matches!(mark, b'*' | b'-' | b'_') {
        return Err(0);
    }
    loop {
        match byte(text, at) {
            0 | b'\n' if count > 2 => return Ok(()),
            b' ' | b'\t' => {}
            byte if byte == mark => count += 1,
            _ => return Err(at),
        }
        at += 1;
    }
}

/// The level of the heading that starts here.
pub(super) fn heading(text: &str) -> Option<usize> {
    let level = run(text, b'#');
    ((1..=6).contains(&level) && matches!(byte(text, level), 0 | b'\t'..=b'\r' | b' ')).then_some(level)
}

/// The level of the heading whose underline this is, or zero.
pub(super) fn underline(text: &str) -> usize {
    let mark = byte(text, 0);
    match mark {
        b'=' | b'-' if is_blank(text, run(text, mark)) => 1 + usize::from(mark == b'-'),
        _ => 0,
    }
}

/// The mark and the length of the fence that opens here.
pub(super) fn fence(text: &str) -> Option<(u8, usize)> {
    let mark = byte(text, 0);
    let length = run(text, mark);
    let is_fence = length > 2 && (mark == b'~' || mark == b'`' && find(cut(text, length, line_end(text, length)), "`").is_none());
    is_fence.then_some((mark, length))
}

/// Whether a line with this in it ends the paragraph before it, or the table: anything but a table and an underline. Some items only
/// do so if the paragraph would not be in the same container.
pub(super) fn interrupts(text: &str, any_item: bool) -> bool {
    let digits = skip(text, 0, |byte| byte.is_ascii_digit());
    let mut is_first = true;
    let mut end = 1;
    match byte(text, 0) {
        0 | b'\n' | b'>' => return true,
        b'#' => return heading(text).is_some(),
        b'`' | b'~' => return fence(text).is_some(),
        b'<' => return !closing(from(text, 1)).is_empty() || is_known(from(text, 1)),
        b'[' => return note(text).is_some(),
        b'_' => return rule(text).is_ok(),
        b'-' | b'*' if rule(text).is_ok() => return true,
        b'-' | b'*' | b'+' => {}
        _ if (1..10).contains(&digits) && matches!(byte(text, digits), b'.' | b')') => {
            let zeros = run(text, b'0');
            is_first = cut(text, zeros, digits) == "1";
            end = digits + 1;
        }
        _ => return false,
    }
    matches!(byte(text, end), 0 | b' ' | b'\t' | b'\n') && (any_item || is_first && !is_blank(text, end))
}

/// The label of the footnote that is defined here, and where what it says starts.
pub(super) fn note(text: &str) -> Option<(String, usize)> {
    let (name, length) = label(text.strip_prefix("[^")?, false)?;
    (byte(text, length + 2) == b':').then(|| (name, skip(text, length + 3, is_space)))
}
