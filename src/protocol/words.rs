//! Words in JSON, also those that were cut in the middle of a letter. Pure.
//! Refuses to read anything but words.

use std::borrow::Cow;

use super::piece::Piece;

/// What stands in the place of half a letter.
const HALF: &str = "\\ufffd";

/// Reads a text. Where it was cut in the middle of a letter, as the gateway cuts at so many UTF-16 units, only that letter is lost.
///
/// # Errors
/// Says so when it is none.
pub fn text(json: Piece<'_>) -> Result<Cow<'_, str>, String> {
    let words = json.get();
    match words.strip_prefix('"').and_then(|words| words.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Ok(Cow::Borrowed(plain)),
        Some(_) => match serde_json::from_str(words) {
            Ok(read) => Ok(Cow::Owned(read)),
            Err(_) => serde_json::from_str(&mended(words)).map(Cow::Owned).map_err(|error| error.to_string()),
        },
        None => Err("no text".into()),
    }
}

/// Puts a mark in the place of each half of a pair of surrogates that has lost the other.
fn mended(words: &str) -> String {
    let mut mended = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let pair = escape.get(..12).filter(|pair| is_half(pair, 0xd800) && is_half(&pair[6..], 0xdc00));
        let single = escape.get(..6).filter(|unit| is_half(unit, 0xd800) || is_half(unit, 0xdc00));
        let taken = pair.map_or(if single.is_some() { 6 } else { 2 }, str::len);
        // A backslash stands before one letter of ASCII at least.
        let (taken, after) = escape.split_at_checked(taken).unwrap_or((escape, ""));
        mended.push_str(if pair.is_none() && single.is_some() { HALF } else { taken });
        rest = after;
    }
    mended + rest
}

/// Whether an escape says a surrogate of the 1,024 from `first` on.
fn is_half(escape: &str, first: u32) -> bool {
    let unit = escape.strip_prefix("\\u").and_then(|rest| rest.get(..4)).and_then(|unit| u32::from_str_radix(unit, 16).ok());
    unit.is_some_and(|unit| (first..first + 0x400).contains(&unit))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(json: &str) -> Result<String, String> {
        text(Piece::read(json).unwrap()).map(Cow::into_owned)
    }

    #[test]
    fn of_a_letter_that_was_cut_only_the_letter_is_lost() {
        for (json, words) in [
            (r#""plain""#, "plain"),
            (r#""a\n\"b\\""#, "a\n\"b\\"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""cut \ud83d...(truncated)...""#, "cut \u{fffd}...(truncated)..."),
            (r#""\ude00 begins""#, "\u{fffd} begins"),
            (r#""\ud83d\ud83d\ude00\ude00""#, "\u{fffd}😀\u{fffd}"),
            (r#""\\ud83d stays \uD83D""#, "\\ud83d stays \u{fffd}"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
        ] {
            assert_eq!(read(json).as_deref(), Ok(words), "{json}");
        }
        for json in ["7", "null", "[\"a\"]", "{}"] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_lost(units in prop::collection::vec(prop_oneof![0xd7f0_u16..0xe010, 0x20_u16..0x80], 0..40)) {
            let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            prop_assert_eq!(read(&format!("\"{escaped}\"")), Ok(String::from_utf16_lossy(&units)));
        }
    }
}
