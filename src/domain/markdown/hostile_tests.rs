//! Texts that mean harm: none panics, none nests deep, none says less than it should.
//! Refuses to know what harmless texts are read into.

use proptest::prelude::*;

use super::text::steps;
use super::*;

fn depth(blocks: &[Block]) -> usize {
    let of_spans = |cells: &[Vec<Span>]| cells.iter().map(|cell| span_depth(cell)).max().unwrap_or(0);
    let of = |block: &Block| match block {
        Block::Paragraph(spans) | Block::Heading { spans, .. } => span_depth(spans),
        Block::List { items, .. } => items.iter().map(|item| depth(&item.blocks)).max().unwrap_or(0),
        Block::Quote(blocks) | Block::Footnote { blocks, .. } => depth(blocks),
        Block::Table { head, rows, .. } => rows.iter().map(|row| of_spans(row)).max().unwrap_or(0).max(of_spans(head)),
        Block::Code { .. } | Block::Rule | Block::Html(_) => 0,
    };
    blocks.iter().map(|block| 1 + of(block)).max().unwrap_or(0)
}

fn span_depth(spans: &[Span]) -> usize {
    let of = |span: &Span| match span {
        Span::Strong(spans) | Span::Emphasis(spans) | Span::Strike(spans) | Span::Link { spans, .. } => span_depth(spans),
        _ => 0,
    };
    spans.iter().map(|span| 1 + of(span)).max().unwrap_or(0)
}

/// The paragraph or the like, a bare link in it, and that one's text come on top of what nests.
const LEAVES: usize = 3;

/// The texts that mean harm.
pub(super) fn corpus() -> Vec<String> {
    let nested_list: String = (0..500).map(|level| [" ".repeat(level * 2), "- a\n".into()].concat()).collect();
    let fences = "```\n".repeat(9_999);
    vec![
        "<script>alert(1)</script>".to_owned(),
        "<img src=x onerror=alert(1)> a <b onclick='x()'>".to_owned(),
        "<svg onload=alert(1)><style>*{display:none}</style></svg>".to_owned(),
        "[a](javascript:alert(1)) ![b](data:text/html,<script>) <vbscript:c>".to_owned(),
        "\u{202e}abc\u{2066}def\u{2069} [\u{202e}a](https://b.c)".to_owned(),
        ["a", &"\u{0301}\u{0489}".repeat(5_000)].concat(),
        "a b*c_d`e ".repeat(100_000),
        "x".repeat(1_000_000),
        ">".repeat(10_000),
        "> ".repeat(10_000),
        "- ".repeat(10_000),
        "1. ".repeat(10_000),
        nested_list,
        "[".repeat(10_000),
        "![".repeat(10_000),
        "[a](".repeat(10_000),
        "*a ".repeat(10_000),
        "*a".repeat(10_000),
        "**a_".repeat(10_000),
        "~~a*".repeat(10_000),
        "*".repeat(10_000),
        (1..400).map(|length| ["`".repeat(length), "a".into()].concat()).collect(),
        "`a``b".repeat(10_000),
        "|".repeat(100_000),
        ["|a".repeat(1_000), "|\n".into(), "|-".repeat(1_000), "|\n".into(), "|\n".repeat(1_000)].concat(),
        "```a\nb".to_owned(),
        fences,
        "\0\0 \0# \0".to_owned(),
        "\u{fffd}\u{fffd}\u{fffe}\u{ffff}\u{10ffff}".to_owned(),
        "a\r\n\r\n- b\r\n\r\n```\r\nc\r\n```\r\rd".to_owned(),
        "<".repeat(10_000),
        "<a ".repeat(10_000),
        "<!--".repeat(10_000),
        "&".repeat(10_000),
        "\\".repeat(10_001),
        "[a]: b\n".repeat(2_000),
        "[^a]: ".repeat(2_000),
        "[^a]".repeat(2_000),
        "http://www.".repeat(10_000),
        ["http://a", &")(".repeat(10_000)].concat(),
        "\n".repeat(100_000),
        "\t".repeat(10_000),
    ]
}

#[test]
fn the_corpus_does_no_harm_whole_or_in_pieces() {
    for text in corpus() {
        let start: String = text.chars().take(20).collect();
        let blocks = parse(&text);
        assert!(depth(&blocks) <= DEPTH + LEAVES, "{start}");
        assert!(blocks == blocks.clone() && plain(&blocks).len() < text.len() * 4 + 1_000_000, "{start}");
        let mut growing = Growing::default();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let piece = rest.len().div_ceil(3).max(text.len() / 8).min(rest.len());
            let at = (piece..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap();
            growing.grow(&rest[..at]);
            rest = &rest[at..];
        }
        growing.finish();
        assert!(growing.frozen().iter().map(|block| &**block).eq(&blocks), "{start}");
    }
}

#[test]
fn markup_and_dead_links_stay_words() {
    let words = |text: &str| plain(&parse(text));
    for text in ["<script>alert(1)</script>", "a <b onclick='x()'>", "<svg onload=alert(1)>"] {
        assert_eq!(words(text), text);
    }
    assert_eq!(parse("<script>\n*a*\n</script>"), vec![Block::Html("<script>\n*a*\n</script>".into())]);
    assert_eq!(words("![b](data:x) <vbscript:c>"), "b vbscript:c");
}

/// How many bytes are looked at to read a text.
fn work(text: &str) -> usize {
    steps::taken();
    parse(text);
    steps::taken()
}

/// So many bytes are looked at for each byte of a text, at most.
const STEPS: usize = 200;

#[test]
fn twice_the_harm_is_twice_the_work() {
    for text in corpus() {
        let start: String = text.chars().take(20).collect();
        assert!(work(&text) <= text.len() * STEPS + 10_000, "{start}: {} for {}", work(&text), text.len());
    }
    for piece in PIECES {
        let (once, twice) = (work(&piece.repeat(1_000)), work(&piece.repeat(2_000)));
        assert!(twice <= once * 5 / 2 + 10_000, "{piece:?}: {once}, then {twice}");
    }
}

/// What is repeated.
const PIECES: [&str; 40] = [
    "<script>",
    "<img src=x onerror=a>",
    "<svg>",
    "<style>*{}",
    "<!--",
    "<?",
    "<![CDATA[",
    "&amp",
    "[a](javascript:b)",
    "![a](data:b)",
    "[",
    "](",
    "![",
    "[a][",
    "[^a]",
    "*",
    "**a ",
    "*a _b ",
    "~~a",
    "`",
    "``a`",
    "> ",
    "- ",
    "1. ",
    "# ",
    "|a",
    "|-|\n",
    "\\",
    "\u{202e}",
    "a\u{0301}",
    "\u{fffd}",
    "<a@b.c>",
    "http://a.b/(",
    "www.a.",
    "a_b*c",
    "[a]: b\n",
    "[^a]: b\n",
    "    a\n",
    "```\n",
    "- [ ] a\n",
];

proptest! {
    #[test]
    fn work_grows_with_the_text_and_no_faster(piece in r"[ \t\n>*_~`|:<&!#+=\[\]()\\^0-9.a/-]{1,12}") {
        let (once, twice) = (work(&piece.repeat(100)), work(&piece.repeat(200)));
        prop_assert!(twice <= once * 5 / 2 + 2_000, "{:?}: {}, then {}", piece, once, twice);
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        prop_assert!(depth(&parse(&text)) <= DEPTH + LEAVES);
    }

    #[test]
    fn no_text_of_marks_panics(text in r"[ \t\r\n\x00>*_~`|:<&;!#+=\[\]()\\\-^0-9.axé/😀]{0,200}") {
        let blocks = parse(&text);
        prop_assert!(depth(&blocks) <= DEPTH + LEAVES);
        plain(&blocks);
    }
}
