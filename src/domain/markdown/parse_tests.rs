//! What texts are read into, block by block and span by span.
//! Refuses to know streaming, addresses and hostile texts: they have tests of their own.

use super::*;

fn text(text: &str) -> Span {
    Span::Text(text.into())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn code(language: &str, text: &str, is_closed: bool) -> Block {
    Block::Code { language: language.into(), text: text.into(), is_closed }
}

fn item(is_done: Option<bool>, blocks: Vec<Block>) -> Item {
    Item { is_done, blocks }
}

#[test]
fn running_text_is_read_into_spans() {
    let table = [
        (
            "a *b* **c** ~~d~~ `e`",
            vec![
                text("a "),
                Span::Emphasis(vec![text("b")]),
                text(" "),
                Span::Strong(vec![text("c")]),
                text(" "),
                Span::Strike(vec![text("d")]),
                text(" "),
                Span::Code("e".into()),
            ],
        ),
        ("a\r\nb  \nc\\\nd", vec![text("a\nb"), Span::Break, text("c"), Span::Break, text("d")]),
        ("a &amp; \\* <b>c</b> $d$ \0", vec![text("a & * <b>c</b> $d$ \u{fffd}")]),
        (
            "[a *b*](https://c.d 'e')",
            vec![Span::Link { to: "https://c.d".into(), spans: vec![text("a "), Span::Emphasis(vec![text("b")])] }],
        ),
        ("![a *b*](https://c.d)", vec![Span::Image { to: "https://c.d".into(), alt: "a b".into() }]),
        (
            "<https://a.b> <c@d.e>",
            vec![
                Span::Link { to: "https://a.b".into(), spans: vec![text("https://a.b")] },
                text(" "),
                Span::Link { to: "mailto:c@d.e".into(), spans: vec![text("c@d.e")] },
            ],
        ),
        ("[^1] [!NOTE] [a]", vec![text("[^1] [!NOTE] [a]")]),
    ];
    for (source, spans) in table {
        assert_eq!(parse(source), vec![Block::Paragraph(spans)], "{source}");
    }
}

#[test]
fn blocks_are_read_as_commonmark_and_github_have_them() {
    let table = [
        ("", vec![]),
        (
            "## a\nb\n===\n***",
            vec![Block::Heading { level: 2, spans: vec![text("a")] }, Block::Heading { level: 1, spans: vec![text("b")] }, Block::Rule],
        ),
        ("> a\nb\n\n<div>\nc\n</div>\n", vec![Block::Quote(vec![paragraph("a\nb")]), Block::Html("<div>\nc\n</div>".into())]),
        (
            "- a\n- [x] b\n\n  c\n- [ ] d\n  3) e",
            vec![Block::List {
                start: None,
                items: vec![
                    item(None, vec![paragraph("a")]),
                    item(Some(true), vec![paragraph("b"), paragraph("c")]),
                    item(Some(false), vec![paragraph("d\n3) e")]),
                ],
            }],
        ),
        (
            "7. a\n   - b\n",
            vec![Block::List {
                start: Some(7),
                items: vec![item(None, vec![paragraph("a"), Block::List { start: None, items: vec![item(None, vec![paragraph("b")])] }])],
            }],
        ),
        (
            "|a|b|\n|:-|-:|\n|`c\\|d`|\n",
            vec![Block::Table {
                align: vec![Align::Left, Align::Right],
                head: vec![vec![text("a")], vec![text("b")]],
                rows: vec![vec![vec![Span::Code("c|d".into())], vec![]]],
            }],
        ),
        (
            "a[^n]\n\n[^n]: b\n\n    c",
            vec![
                Block::Paragraph(vec![text("a"), Span::Note("n".into())]),
                Block::Footnote { label: "n".into(), blocks: vec![paragraph("b"), paragraph("c")] },
            ],
        ),
    ];
    for (source, blocks) in table {
        assert_eq!(parse(source), blocks, "{source}");
    }
}

#[test]
fn a_fence_is_closed_only_by_its_like() {
    let table = [
        ("```Rust ignore\na\n\n```", code("Rust", "a\n", true)),
        ("```\na", code("", "a", false)),
        ("```", code("", "", false)),
        ("```\n", code("", "", false)),
        ("```\n```", code("", "", true)),
        ("```\n``", code("", "``", false)),
        ("````\n```\n~~~~\n", code("", "```\n~~~~", false)),
        ("~~~ a`b\nc\n~~~~  \n", code("a`b", "c", true)),
        ("    a\n\n    b\n", code("", "a\n\nb", true)),
    ];
    for (source, block) in table {
        assert_eq!(parse(source), vec![block], "{source:?}");
    }
    for (source, block) in [
        ("> ```\n> > ```\n", code("", "> ```", false)),
        ("> ```\n> a\n> ```\n", code("", "a", true)),
        ("> ```\n> a\n\n", code("", "a", false)),
    ] {
        assert_eq!(parse(source), vec![Block::Quote(vec![block])], "{source:?}");
    }
}

#[test]
fn what_nests_too_deep_is_shown_in_the_innermost_allowed_block() {
    let source = [">".repeat(40), "- # a\n".into(), ">".repeat(40), "  *b*".into()].concat();
    let mut blocks = parse(&source);
    for _ in 0..DEPTH {
        let [Block::Quote(inner)] = blocks.as_slice() else { panic!("{blocks:?}") };
        blocks = inner.clone();
    }
    assert_eq!(blocks, vec![Block::Heading { level: 1, spans: vec![text("a")] }, paragraph("b")]);
    let source = [">".repeat(DEPTH), "- [x] a\n".into(), ">".repeat(DEPTH), "- b".into()].concat();
    let mut blocks = parse(&source);
    for _ in 0..DEPTH {
        let [Block::Quote(inner)] = blocks.as_slice() else { panic!("{blocks:?}") };
        blocks = inner.clone();
    }
    assert_eq!(blocks, vec![paragraph("[x] a"), paragraph("b")]);
}
