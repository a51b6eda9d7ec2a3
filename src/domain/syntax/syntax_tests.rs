//! What pieces of code are, that they cover the text, and that none costs more than its length.

use proptest::prelude::*;

use super::grammars::GRAMMARS;
use super::lexer::Lexer;
use super::*;

/// The pieces of a text that are not plain, each with its kind.
fn seen<'a>(language: &str, text: &'a str) -> Vec<(&'a str, &'static str)> {
    let mut at = 0;
    let cut = |piece: u32| {
        let start = at;
        at += (piece >> 4) as usize;
        (&text[start..at], name((piece & 15) as u8))
    };
    pieces(language, text).unwrap().into_iter().map(cut).filter(|(_, name)| !name.is_empty()).collect()
}

#[test]
fn words_texts_numbers_and_comments_are_told_apart() {
    assert_eq!(seen("rust", "let a = \"x\\\"y\"; // no\n"), [("let", "keyword"), ("\"x\\\"y\"", "string"), ("// no", "comment")]);
    assert_eq!(
        seen("rs", "#[test] fn f<'a>(x: &'a Vec<u8>) { g!('x', 1.5e3) }"),
        [
            ("#[test]", "meta"),
            ("fn", "keyword"),
            ("'a", "variable"),
            ("'a", "variable"),
            ("Vec", "type"),
            ("u8", "type"),
            ("g", "function"),
            ("'x'", "string"),
            ("1.5e3", "number"),
        ]
    );
    assert_eq!(
        seen("python", "@d\ndef f():\n  \"\"\"two\n lines\"\"\"\n  return None # x"),
        [
            ("@d", "meta"),
            ("def", "keyword"),
            ("f", "function"),
            ("\"\"\"two\n lines\"\"\"", "string"),
            ("return", "keyword"),
            ("None", "type"),
            ("# x", "comment"),
        ]
    );
    assert_eq!(
        seen("JavaScript", "const f = `a ${b}`; /* c */ new Map()"),
        [("const", "keyword"), ("`a ${b}`", "string"), ("/* c */", "comment"), ("new", "keyword"), ("Map", "type"),]
    );
    assert_eq!(seen("json", r#"{"a": [1, "b", true]}"#), [("\"a\"", "property"), ("1", "number"), ("\"b\"", "string"), ("true", "type")]);
    assert_eq!(
        seen("yaml", "a-b: yes # c\nurl: http://x#y"),
        [("a-b", "property"), ("yes", "type"), ("# c", "comment"), ("url", "property")]
    );
    assert_eq!(seen("toml", "[a]\nb = 1"), [("[a]", "tag"), ("b", "property"), ("1", "number")]);
    assert_eq!(seen("sh", "echo $HOME --all # c"), [("echo", "type"), ("$HOME", "variable"), ("--all", "property"), ("# c", "comment")]);
    assert_eq!(
        seen("sql", "SELECT count(*) FROM t -- c"),
        [("SELECT", "keyword"), ("count", "type"), ("FROM", "keyword"), ("-- c", "comment")]
    );
    assert_eq!(
        seen("html", "<a href=\"x\">b &amp;</a><!-- c -->"),
        [
            ("<a", "tag"),
            ("href", "property"),
            ("\"x\"", "string"),
            (">", "tag"),
            ("&amp", "variable"),
            ("</a>", "tag"),
            ("<!-- c -->", "comment"),
        ]
    );
    assert_eq!(
        seen("c", "#include <x.h>\nint main(void)"),
        [("#include <x.h>", "meta"), ("int", "type"), ("main", "function"), ("void", "type")]
    );
}

#[test]
fn languages_are_known_by_several_names_and_others_are_none() {
    assert_eq!((extension("TypeScript"), extension("unknown"), extension("bash")), ("ts", "txt", "sh"));
    assert!(is_known("C++") && !is_known("text") && !is_known(""));
    assert_eq!(pieces("klingon", "a"), None);
    assert_eq!(LANGUAGES.len(), GRAMMARS.len());
    let mut names: Vec<&str> = LANGUAGES.iter().flat_map(|names| names.split(' ')).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "no name is that of two");
}

/// How many bytes are looked at, at most, for each byte of a text.
const STEPS: usize = 12;

fn steps(grammar: usize, text: &str) -> usize {
    let mut lexer = Lexer::of(text, &GRAMMARS[grammar]);
    lexer.read();
    assert_eq!(lexer.out.iter().map(|piece| (piece >> 4) as usize).sum::<usize>(), text.len());
    lexer.steps
}

#[test]
fn what_means_harm_costs_its_length_and_no_more() {
    for text in [
        "\"", "'", "/*", "<", "<a ", "<!--", "#", "`", "\"\"\"", "\\", "$", "@", "--", "a", "1", "\"\\", "a:", "[[", "'a", "\n", "ä",
        "\u{202e}",
    ] {
        let text = text.repeat(5_000);
        for (grammar, names) in LANGUAGES.iter().enumerate() {
            let steps = steps(grammar, &text);
            assert!(steps <= text.len() * STEPS + 100, "{names}: {steps} for {}", &text[..6]);
        }
    }
}

proptest! {
    #[test]
    fn every_text_is_covered_in_linear_work(text in r#"(?s)[-a-zA-Z0-9"'`/*<>!#$@:=\[\]{}() \n\\éß]{0,120}"#, grammar in 0_usize..30) {
        let steps = steps(grammar, &text);
        prop_assert!(steps <= text.len() * STEPS + 100);
    }
}
