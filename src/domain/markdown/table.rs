//! The lines of tables: columns, and cells cut at the bars that are not escaped.
//! Refuses to know which lines are near, and what the cells say.

use super::Align;
use super::text::{byte, cut, is_blank, is_space, run, skip, trimmed};

/// How many cells rows may leave out: a wide table of short rows would be far larger than its text.
pub(super) const MISSING: usize = 1 << 18;

/// Where the next bar is that is not escaped, or the line ends.
fn bar(line: &str, mut at: usize) -> usize {
    loop {
        at = skip(line, at, |byte| byte != b'|');
        if at == 0 || byte(line, at - 1) != b'\\' || at == line.len() {
            return at;
        }
        at += 1;
    }
}

/// How many cells a head has, or zero if it has no bar.
pub(super) fn count(head: &str) -> usize {
    let first = skip(head, 0, is_space);
    let (mut at, mut count) = (bar(head, 0), 0);
    while at < head.len() {
        // A bar at either end parts nothing.
        count += usize::from(at > first);
        if is_blank(head, at + 1) {
            return count;
        }
        at = bar(head, at + 1);
        count += usize::from(at == head.len());
    }
    count
}

/// The columns that the second line of a table tells: none if it is no such line.
pub(super) fn columns(line: &str) -> Vec<Align> {
    let indent = run(line, b' ');
    let (mut columns, mut align, mut has_begun, mut has_line) = (Vec::new(), Align::None, false, false);
    let mut has_bar = byte(line, indent) == b'|';
    for at in indent + usize::from(has_bar)..line.len() {
        match byte(line, at) {
            b' ' => continue,
            b':' => {
                align = match (has_begun, align) {
                    (false, Align::None) => Align::Left,
                    (true, Align::Left) => Align::Center,
                    (true, Align::None) => Align::Right,
                    _ => align,
                };
            }
            b'-' => has_line = true,
            b'|' if has_line => {
                has_bar = true;
                columns.push(align);
                (align, has_begun, has_line) = (Align::None, false, false);
                continue;
            }
            _ => return Vec::new(),
        }
        has_begun = true;
    }
    has_line |= !columns.is_empty();
    if has_begun {
        columns.push(align);
    }
    if !has_bar || !has_line || indent > 3 {
        columns.clear();
    }
    columns
}

/// The cells of a row, as many as there are but not more than this. Escaped bars become bars, as if that was done before all else.
pub(super) fn cells(row: &str, most: usize) -> Vec<String> {
    let (mut cells, mut at) = (Vec::new(), usize::from(byte(row, 0) == b'|'));
    while cells.len() < most && !is_blank(row, at) {
        let end = bar(row, at);
        let mut cell = String::new();
        for letter in trimmed(cut(row, at, end)).chars() {
            if letter == '|' {
                cell.pop();
            }
            cell.push(letter);
        }
        cells.push(cell);
        at = end + 1;
    }
    cells
}
