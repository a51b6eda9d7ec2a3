//! A piece of JSON, and how it falls apart. It is checked once, as a whole; its parts are then cut without checking them again, however deep
//! they lie. To check every level anew was the largest single cost of a long answer.
//! Refuses to know what the parts mean.

use std::sync::Arc;

use serde_json::value::RawValue;

/// A text that is known to be one value of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a>(&'a str);

impl<'a> Piece<'a> {
    /// No value.
    pub const NULL: Self = Self("null");

    /// Checks a text.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(text: &'a str) -> Result<Self, String> {
        serde_json::from_str(text).map(Self::of).map_err(|error| error.to_string())
    }

    /// Returns what was checked already.
    pub fn of(raw: &'a RawValue) -> Self {
        Self(raw.get())
    }

    /// Returns its text, without blanks around it.
    pub fn get(self) -> &'a str {
        self.0
    }

    /// Returns a copy that stands for itself.
    pub fn owned(self) -> Whole {
        Whole(self.0.into())
    }

    /// Cuts an object into its names and values, or a list into its items, whose names are empty.
    pub(super) fn parts(self) -> Parts<'a> {
        Parts { text: self.0, at: 1, is_object: self.0.starts_with('{') }
    }

    /// Cuts on from a place that [`Parts::place`] gave.
    pub(super) fn parts_from(self, place: usize) -> Parts<'a> {
        Parts { at: place.max(1), ..self.parts() }
    }

    /// Whether it is an object.
    pub(super) fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// Whether it is a list.
    pub(super) fn is_list(self) -> bool {
        self.0.starts_with('[')
    }
}

/// A piece of JSON that stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole(Arc<str>);

impl Whole {
    /// Returns it as a piece.
    pub fn piece(&self) -> Piece<'_> {
        Piece(&self.0)
    }
}

/// What is left of an object or a list.
pub(super) struct Parts<'a> {
    text: &'a str,
    at: usize,
    is_object: bool,
}

impl<'a> Iterator for Parts<'a> {
    type Item = (Piece<'a>, Piece<'a>);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        let name = if self.is_object { self.cut()? } else { Piece::NULL };
        Some((name, self.cut()?))
    }
}

impl<'a> Parts<'a> {
    /// Where the next value is cut.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Cuts off the next value. Total: of a text that is no JSON after all, whatever stands where it would be.
    fn cut(&mut self) -> Option<Piece<'a>> {
        let bytes = self.text.as_bytes();
        let from = self.at + bytes.get(self.at..)?.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':'))?;
        self.at = end(bytes, from);
        self.text.get(from..self.at).filter(|text| !text.is_empty()).map(Piece)
    }
}

/// Where the value that begins at a place ends; the place itself if none begins there.
fn end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let length = match rest.first() {
        Some(b'"') => after_text(rest, 1),
        Some(b'{' | b'[') => after_list(rest),
        _ => rest.iter().position(|byte| matches!(byte, b',' | b']' | b'}' | b':' | b' ' | b'\n' | b'\r' | b'\t')).unwrap_or(rest.len()),
    };
    from + length
}

/// Where a text ends, of which the first quote was seen.
fn after_text(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    loop {
        // Long texts are most of what passes: eight letters at a time, until there is something to look at among them.
        while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let letters = u64::from_le_bytes(*eight);
            if holds(letters, b'"') || holds(letters, b'\\') {
                break;
            }
            at += 8;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(mark) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) else { return bytes.len() };
        if rest.get(mark) == Some(&b'"') {
            return at + mark + 1;
        }
        // What is behind a backslash is neither.
        at += mark + 2;
        if at >= bytes.len() {
            return bytes.len();
        }
    }
}

/// Whether one of eight bytes is this one.
const fn holds(eight: u64, byte: u8) -> bool {
    const ONES: u64 = u64::MAX / 255;
    // Where it stands, there is nothing left; and of the lowest such place a borrow sets the highest bit.
    let left = eight ^ (ONES * byte as u64);
    left.wrapping_sub(ONES) & !left & (ONES << 7) != 0
}

/// Where a list or an object ends that begins here.
fn after_list(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => at = after_text(bytes, at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    at
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-1e9f64..1e9).prop_map(Value::from),
            "[a\"\\\\{}\\[\\],: ü\n]{0,24}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::btree_map("[a\"\\\\{}\\[\\],: ]{0,4}", inner, 0..6).prop_map(Value::from_iter),
            ]
        })
    }

    /// Puts a value together again from its parts alone.
    fn again(piece: Piece<'_>) -> Value {
        if piece.is_object() {
            piece.parts().map(|(name, value)| (serde_json::from_str::<String>(name.get()).unwrap(), again(value))).collect()
        } else if piece.is_list() {
            piece.parts().map(|(_, value)| again(value)).collect()
        } else {
            serde_json::from_str(piece.get()).unwrap()
        }
    }

    proptest! {
        #[test]
        fn what_falls_apart_is_whole_again(value in any_value()) {
            for text in [serde_json::to_string(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap()] {
                // Read as serde reads it: the last digit of a float may differ from what was written.
                prop_assert_eq!(again(Piece::read(&text).unwrap()), serde_json::from_str::<Value>(&text).unwrap());
            }
        }

        #[test]
        fn what_is_no_json_falls_apart_too(text in "[a\"\\\\{}\\[\\],: 1ü]{0,30}") {
            prop_assert!(Piece(&text).parts().take(100).count() < 100);
        }
    }

    #[test]
    fn only_json_is_read() {
        assert_eq!(Piece::read(" [1 , 2] ").map(Piece::get), Ok("[1 , 2]"));
        for text in ["", "[", "1 2", "{\"a\"}", "nul"] {
            assert!(Piece::read(text).is_err(), "{text}");
        }
    }
}
