//! That streaming makes no difference and stays cheap, for texts of anything that agents write.
//! Refuses to know what the texts are read into.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn shown(growing: &Growing) -> Vec<Block> {
    growing.frozen().iter().map(|block| (**block).clone()).chain(growing.open().iter().cloned()).collect()
}

/// Pieces of Markdown, to be put together in any order. None can make up a definition, which needs `]:`.
pub(in super::super) fn piece() -> impl Strategy<Value = String> {
    let marks = [
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "  ",
        "    ",
        "\t",
        "- ",
        "-",
        "* ",
        "*",
        "**",
        "+ ",
        "1. ",
        "2. ",
        "2",
        "12",
        ")",
        ".",
        "# ",
        "#",
        "> ",
        ">",
        "```",
        "``",
        "`",
        "~~~",
        "~",
        "````",
        "```rust\n",
        "\n```\n",
        "\n   ```",
        "\n  ~~~\n",
        "---",
        "-",
        "===",
        "=",
        "|",
        "| a | b |\n",
        "|-|-|\n",
        "| - |",
        "<div>",
        "</div>",
        "<a>",
        "<!--",
        "-->",
        "<pre>",
        "</pre>",
        "<",
        ">",
        "[",
        "]",
        "(",
        "](https://a.b)",
        "!",
        "https://a.b/c",
        "www.x.y",
        "_",
        "\\",
        "&amp;",
        "a",
        "word",
        "some words ",
        "é",
        "漢字",
        "😀",
        "\0",
        "- [x] ",
        "- [ ] a\n",
        "\n- a",
        "\n  - b",
        "\n1. c",
        "\n> d",
        "\n\n  e",
        "\n    f",
        "\n\t",
        "\n* * *",
        "\n***",
        "\n_ _",
        "x\n",
        "\u{a0}",
        "\u{b}",
        "\u{c}",
    ];
    proptest::sample::select(marks.to_vec()).prop_map(str::to_owned)
}

/// Cuts a text into pieces of the given lengths, over and over.
fn pieces<'a>(text: &'a str, lengths: &[usize]) -> Vec<&'a str> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    for length in lengths.iter().cycle() {
        let at = rest.char_indices().nth(*length).map_or(rest.len(), |(at, _)| at);
        pieces.push(&rest[..at]);
        rest = &rest[at..];
        if rest.is_empty() {
            break;
        }
    }
    pieces
}

proptest! {
    #[test]
    fn at_every_cut_the_blocks_are_those_of_the_text_so_far(parts in vec(piece(), 0..40), lengths in vec(1usize..9, 1..6)) {
        let text = parts.concat();
        let (mut growing, mut whole, mut before): (_, _, Vec<Arc<Block>>) = (Growing::default(), String::new(), Vec::new());
        for piece in pieces(&text, &lengths) {
            growing.grow(piece);
            whole.push_str(piece);
            prop_assert_eq!(shown(&growing), parse(&whole), "{:?}", whole);
            prop_assert!(before.len() <= growing.frozen().len());
            prop_assert!(before.iter().zip(growing.frozen()).all(|(old, new)| Arc::ptr_eq(old, new)));
            before = growing.frozen().to_vec();
        }
        growing.finish();
        prop_assert!(growing.open().is_empty());
        prop_assert_eq!(shown(&growing), parse(&text));
        prop_assert_eq!(growing.text(), &*clean(&text));
    }

    #[test]
    fn finished_the_blocks_are_those_of_the_text_even_with_definitions(
        parts in vec(prop_oneof![3 => piece(), 1 => Just("[a]".to_owned()), 1 => Just("[^a]".to_owned()),
            1 => Just("\n\n[a]: https://x.y".to_owned()), 1 => Just("\n\n[^a]: note".to_owned()), 1 => Just("]:".to_owned())], 0..40),
        lengths in vec(1usize..9, 1..6),
    ) {
        let text = parts.concat();
        let mut growing = Growing::default();
        pieces(&text, &lengths).into_iter().for_each(|piece| growing.grow(piece));
        growing.finish();
        prop_assert_eq!(shown(&growing), parse(&text));
    }
}

/// How many bytes are read for one byte of a text that streams in.
fn cost(text: &str, length: usize) -> usize {
    let mut growing = Growing::default();
    pieces(text, &[length]).into_iter().for_each(|piece| growing.grow(piece));
    let cost = growing.parsed_bytes / text.len();
    growing.finish();
    assert!(shown(&growing) == parse(text));
    cost
}

#[test]
fn a_long_text_is_read_in_linear_time() {
    let paragraph = "Some words of an agent, **strong** ones and `code`, with a [link](https://a.b).\n\n";
    assert!(cost(&paragraph.repeat(100), 20) < 20);
    assert!(cost(&paragraph.repeat(4_000), 20) < 20);
    let mixed = "# Title\n\nWords.\n\n- one\n- two\n\n```rust\nfn x() {}\n```\n\n| a |\n|---|\n| b |\n\n> said\n\n---\n\n`x[1]: y`\n\n";
    assert!(cost(&mixed.repeat(1_000), 20) < 20);
}

#[test]
fn long_code_is_read_once() {
    assert_eq!(cost(&["```\n", &"let line = 1; // of code\n".repeat(40_000)].concat(), 20), 1);
    assert_eq!(cost(&["words\n\n~~~~ x\n", &"``` ~~~\n\n    \n".repeat(10_000), "~~~~\nwords"].concat(), 20), 1);
    assert_eq!(cost(&["\n\n \n  ~~~\n", &"  let line = 1; // of code\n".repeat(40_000)].concat(), 20), 1);
    assert_eq!(cost(&["```\n", &"a".repeat(500_000)].concat(), 20), 1);
    assert_eq!(cost(&["```\n```", &" ".repeat(500_000), "`x"].concat(), 20), 1);
}

#[test]
fn a_long_list_is_read_item_by_item() {
    assert!(cost(&"- an item with some words in it and a [link](https://a.b)\n".repeat(5_000), 20) < 20);
    assert!(cost(&"1. item\n\n   more of it\n   - [x] nested\n\n".repeat(2_000), 20) < 20);
    assert!(cost(&"* `x[1]: y`\n".repeat(2_000), 20) < 20);
}

#[test]
fn a_definition_that_turns_out_to_be_none_leaves_no_link() {
    for (first, second) in [("a [b]\n\nc\n\n[b]: https://d", " e"), ("- a [b]\n- c\n\n  [b]: https://d", " e"), ("1. a\n\n2", ". b")] {
        let mut growing = Growing::default();
        growing.grow(first);
        growing.grow(second);
        assert_eq!(shown(&growing), parse(&[first, second].concat()));
    }
}

#[test]
fn blocks_that_a_late_definition_leaves_alone_stay_the_same() {
    let mut growing = Growing::default();
    growing.grow("a\n\n[b]\n\nc\n\n[b]: https://d\n");
    let before = growing.frozen().to_vec();
    growing.finish();
    assert!(Arc::ptr_eq(&before[0], &growing.frozen()[0]));
    assert_eq!(shown(&growing), parse(growing.text()));
}

#[test]
fn a_line_that_is_not_complete_closes_nothing() {
    let texts = [
        "1. a\n\n2. b",
        "|a|\n|-|\n-x",
        "a\n#b",
        "* a\n\n* * * b",
        "a\n```b`",
        "a\n| b |\n|-|-",
        "- a\n| b |\n\t|-|-",
        "a\n|-|-->\\\n-  |-|",
        "```\n    \n  \n``\n``` \n",
    ];
    for text in texts {
        let mut growing = Growing::default();
        for (at, letter) in text.char_indices() {
            growing.grow(letter.encode_utf8(&mut [0; 4]));
            assert_eq!(shown(&growing), parse(&text[..at + letter.len_utf8()]), "{text}");
        }
    }
}
