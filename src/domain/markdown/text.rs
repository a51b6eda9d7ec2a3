//! Places in a text: letters, pieces and runs, none of which can be missed by asking for too much.
//! Refuses to know what they mean. Nothing here is inlined, since it is asked for everywhere and the parser must stay small.

/// The byte at a place, or zero after the end: a clean text has no zeros.
#[inline(never)]
pub(super) fn byte(text: &str, at: usize) -> u8 {
    #[cfg(all(test, not(target_arch = "wasm32")))]
    steps::count(1);
    text.as_bytes().get(at).copied().unwrap_or_default()
}

/// The text from a place on.
#[inline(never)]
pub(super) fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The text from a place to a place.
#[inline(never)]
pub(super) fn cut(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// Where the bytes of a kind end that start at a place.
#[inline(never)]
pub(super) fn skip(text: &str, mut at: usize, is_it: fn(u8) -> bool) -> usize {
    while at < text.len() && is_it(byte(text, at)) {
        at += 1;
    }
    at
}

/// How many bytes with which a text starts are this one.
#[inline(never)]
pub(super) fn run(text: &str, byte: u8) -> usize {
    let count = text.bytes().take_while(|other| *other == byte).count();
    #[cfg(all(test, not(target_arch = "wasm32")))]
    steps::count(count);
    count
}

/// How many bytes of a kind stand right before a place.
#[inline(never)]
pub(super) fn before(text: &str, at: usize, is_it: fn(u8) -> bool) -> usize {
    let mut start = at;
    while start > 0 && is_it(byte(text, start - 1)) {
        start -= 1;
    }
    at - start
}

/// Where the needle first is in the text. For short needles only: a search that knows tricks would be a tenth of the whole parser.
#[inline(never)]
pub(super) fn find(text: &str, needle: &str) -> Option<usize> {
    let found = (0..text.len()).find(|at| text.as_bytes().get(*at..).is_some_and(|rest| rest.starts_with(needle.as_bytes())));
    #[cfg(all(test, not(target_arch = "wasm32")))]
    steps::count(found.unwrap_or(text.len()));
    found
}

/// Whether any word of a list is one. The words are parted by single blanks: a table of them would be larger than their letters.
pub(super) fn any_word(list: &str, mut is_it: impl FnMut(&str) -> bool) -> bool {
    let mut start = 0;
    while start < list.len() {
        let end = skip(list, start, |byte| byte != b' ');
        if is_it(cut(list, start, end)) {
            return true;
        }
        start = end + 1;
    }
    false
}

/// Where the line ends that holds a place.
#[inline(never)]
pub(super) fn line_end(text: &str, at: usize) -> usize {
    skip(text, at, |byte| byte != b'\n')
}

/// Whether a letter is a blank, other than a newline.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0b | 0x0c)
}

/// Whether a letter is a blank that indents.
pub(super) fn is_indent(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Whether a letter is a backslash.
pub(super) fn is_slash(byte: u8) -> bool {
    byte == b'\\'
}

/// Whether nothing but blanks is left of the line from a place on.
#[inline(never)]
pub(super) fn is_blank(text: &str, at: usize) -> bool {
    matches!(byte(text, skip(text, at, is_space)), 0 | b'\n')
}

/// A text without the blanks around it.
#[inline(never)]
pub(super) fn trimmed(text: &str) -> &str {
    let end = text.len() - before(text, text.len(), is_space);
    cut(text, skip(text, 0, is_space).min(end), end)
}

/// Whether a backslash at a place escapes what stands after it.
#[inline(never)]
pub(super) fn escapes(text: &str, at: usize) -> bool {
    byte(text, at) == b'\\' && byte(text, at + 1).is_ascii_punctuation()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
/// How many bytes were looked at, for tests of how much work a text is.
pub(super) mod steps {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    /// Counts some more.
    pub fn count(more: usize) {
        STEPS.with(|steps| steps.set(steps.get() + more));
    }

    /// Returns how many there were, and begins anew.
    pub fn taken() -> usize {
        STEPS.with(Cell::take)
    }
}
