//! Which widget claims what: the first that fits, code as the floor of fences, source where it fails.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::markdown::parse;

/// A language, what may stand in a fence of it, and what claims that.
const FENCES: &[(&str, &str, &str)] = &[
    ("rust", "fn main() {}", "code"),
    ("", "plain", "code"),
    ("nonsense", "a,b\n1,2", "code"),
    ("diff", "+a", "diff"),
    ("", "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y", "diff"),
    ("csv", "a,b\n1,2", "table"),
    ("TSV", "a\tb\n1\t2", "table"),
    ("json", r#"[{"a": 1}]"#, "table"),
    ("json", r#"{"a": 1}"#, "json"),
    ("json", "[1, 2]", "json"),
    ("json", "5", "code"),
    ("task", r#"{"title": "x"}"#, "task"),
    ("chart", r#"{"values": [1, 2]}"#, "chart"),
    ("mermaid", "graph TD", "code"),
    ("math", "x^2", "code"),
];

fn languages() -> BTreeSet<&'static str> {
    FENCES.iter().map(|(language, ..)| *language).collect()
}

/// The name of what claims the only block of a text, or why it failed.
fn claims(text: &str) -> &'static str {
    let blocks = parse(text);
    let block = blocks.first().unwrap();
    fn one<W: Widget>(block: &Block) -> Option<&'static str> {
        match W::parse(block) {
            Claim::Passes => None,
            Claim::Fails(why) => Some(why),
            Claim::Takes(_) => Some(W::NAME),
        }
    }
    let order = [
        one::<task::TaskCard>,
        one::<chart::Charted>,
        one::<diff::Changes>,
        one::<table::Grid>,
        one::<tree::JsonTree>,
        one::<link::LinkCard>,
        one::<code::Source>,
        one::<code::Code>,
    ];
    order.iter().find_map(|one| one(block)).unwrap_or("plain")
}

fn fenced(language: &str, text: &str) -> String {
    format!("```{language}\n{text}\n```")
}

#[test]
fn the_first_that_fits_claims_a_block() {
    for &(language, text, name) in FENCES {
        assert_eq!(claims(&fenced(language, text)), name, "{language}: {text}");
    }
    assert_eq!(claims("| a | b |\n|---|---|\n| 1 | 2 |"), "table");
    assert_eq!(claims("https://example.org/a?b"), "link");
    for text in ["words", "see https://example.org", "[words](https://example.org)", "# Head", "| a |\n|---|", "> x", "<b>"] {
        assert_eq!(claims(text), "plain", "{text}");
    }
}

#[test]
fn what_fails_says_why_and_what_is_not_closed_is_code() {
    assert_eq!(claims(&fenced("csv", "a,\"b")), "A quotation mark in it is not closed.");
    assert_eq!(claims(&fenced("json", "{,}")), "This is not valid JSON, so it is shown as text.");
    assert_eq!(claims(&fenced("task", "{}")), "This task has no title, so it is shown as text.");
    assert_eq!(claims(&fenced("chart", "{}")), "It has no values.");
    for language in languages() {
        assert_eq!(claims(&format!("```{language}\n{{\"title\": \"x\"}}")), "code", "{language}");
    }
    let long = ["[", &"1,".repeat(MOST / 2), "1]"].concat();
    assert_eq!(claims(&fenced("json", &long)), "code", "what is too long is not taken apart");
}

#[test]
fn what_means_harm_is_claimed_or_passed_and_never_panics() {
    let pieces =
        ["[", "{\"a\":", "\"", ",", "\n", "\t", "|", "@@ -1", "+", "\u{202e}", "a\u{0301}", "9", "-", "\\u", "\u{fffd}", "<script>"];
    for piece in pieces {
        for language in languages() {
            for count in [1, 7, 20_000] {
                claims(&fenced(language, &piece.repeat(count)));
            }
        }
    }
    claims(&fenced("json", &["[", &"[1],".repeat(100_000), "0]"].concat()));
    claims(&fenced("csv", &"x".repeat(1_000_000)));
    claims(&fenced("chart", &["{\"values\": [", &"1e308,".repeat(4_000), "1]}"].concat()));
}

proptest! {
    #[test]
    fn no_fence_panics(text in r#"(?s)[-\[\]{}:,"0-9a-z|+@\t\n é\\]{0,200}"#) {
        for language in languages() {
            claims(&fenced(language, &text));
        }
    }
}
