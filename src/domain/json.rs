//! JSON for people to read: the same text with line breaks and indents.
//! Refuses to judge it: what is no JSON comes out as it went in, more or less.

use std::fmt::Write;

/// Lays a JSON text out, two blanks a level.
pub fn pretty(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let (mut depth, mut is_string, mut is_escaped, mut before) = (0_usize, false, false, ' ');
    for letter in text.chars() {
        if is_string {
            out.push(letter);
            is_string = is_escaped || letter != '"';
            is_escaped = !is_escaped && letter == '\\';
            before = '"';
            continue;
        }
        match letter {
            ' ' | '\n' | '\t' | '\r' => continue,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !matches!(before, '{' | '[') {
                    line(&mut out, depth);
                }
                out.push(letter);
            }
            _ => {
                if matches!(before, '{' | '[' | ',') {
                    line(&mut out, depth);
                }
                out.push(letter);
                match letter {
                    '{' | '[' => depth += 1,
                    ':' => out.push(' '),
                    '"' => is_string = true,
                    _ => {}
                }
            }
        }
        before = letter;
    }
    out
}

fn line(out: &mut String, depth: usize) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\n{:width$}", "", width = depth * 2);
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_laid_out_and_strings_are_left_alone() {
        let text = r#"{"a":[1,2,{}],"b":"x, {y} \" z","c":[]}"#;
        let laid = "{\n  \"a\": [\n    1,\n    2,\n    {}\n  ],\n  \"b\": \"x, {y} \\\" z\",\n  \"c\": []\n}";
        assert_eq!(pretty(text), laid);
    }

    proptest! {
        #[test]
        fn it_says_the_same(keys in prop::collection::vec(".{0,8}", 0..5)) {
            let value = serde_json::json!({ "list": keys, "deep": [[{}], []] });
            let laid = pretty(&value.to_string());
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&laid).unwrap(), value);
        }

        #[test]
        fn nothing_panics(text in ".{0,60}") {
            pretty(&text);
        }
    }
}
