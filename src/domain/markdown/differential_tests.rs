//! That the parser reads what the one before it read, which is a development dependency for that alone, and where it differs.
//! Refuses to know what texts are read into, and hostile texts that only cost time.

use proptest::collection::vec;
use proptest::prelude::*;

use super::growing::tests::piece;
use super::hostile_tests::corpus;
use super::samples_tests::SAMPLES;
use super::*;

fn old(text: &str) -> Vec<Block> {
    oracle::build(&clean(text)).blocks
}

fn words(words: &str) -> Span {
    Span::Text(words.into())
}

fn item(spans: Vec<Span>) -> Vec<Block> {
    vec![Block::List { start: None, items: vec![Item { is_done: None, blocks: vec![Block::Paragraph(spans)] }] }]
}

/// What stands between samples.
const GAPS: &[&str] = &["", "\n", "\n\n", "\n  ", "\n> ", "\n    ", " "];

/// Where the parsers differ on purpose: the text, why, and what ours reads.
fn differences() -> Vec<(&'static str, &'static str, Vec<Block>)> {
    let heading = |says: &str| vec![Block::Heading { level: 1, spans: vec![words(says)] }];
    let paragraph = |spans: Vec<Span>| vec![Block::Paragraph(spans)];
    let link = |says: &str| Span::Link { to: "https://x.y".into(), spans: vec![words(says)] };
    vec![
        ("&alpha;", "of the named entities, ours knows those that people write", paragraph(vec![words("&alpha;")])),
        ("[ẞ]\n\n[SS]: https://x.y", "ours folds the case of single Latin, Greek and Cyrillic letters only", paragraph(vec![words("[ẞ]")])),
        ("a*᠀b*", "ours knows punctuation of rare scripts by block only", paragraph(vec![words("a"), Span::Emphasis(vec![words("᠀b")])])),
        ("# a\t", "ours drops all blanks at the end of a heading, as the standard has it", heading("a")),
        ("# a\t#", "and takes tabs before the closing marks for blanks", heading("a")),
        ("- [](x)", "an item that says nothing has an empty paragraph, tight or not", item(vec![])),
        (
            "- a `b\n `",
            "code whose last line is blank up to the mark keeps those blanks",
            item(vec![words("a "), Span::Code("b  ".into())]),
        ),
        (
            "> a <!--\n> -->",
            "ours strips the marks of a quote from comments within a line, as from all else",
            vec![Block::Quote(paragraph(vec![words("a <!--\n-->")]))],
        ),
        ("[a]\\[b]\n\n[a]: https://x.y\n[b]: https://y.x", "an escaped bracket starts no label", paragraph(vec![link("a"), words("[b]")])),
        (
            "a <![CDATA[*b]c*]]>",
            "CDATA within a line ends at its end, not at its first bracket",
            paragraph(vec![words("a <![CDATA[*b]c*]]>")]),
        ),
        ("*a\\\n\u{b}", "a hard break before a line of nothing but a form feed stays", paragraph(vec![words("*a"), Span::Break])),
    ]
}

/// Evens out the differences that have no mark of their own in the text.
fn evened(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        match block {
            Block::Paragraph(spans) => even_code(spans),
            Block::Heading { spans, .. } => {
                if let Some(Span::Text(text)) = spans.last_mut() {
                    text.truncate(text.trim_end_matches(['\t', ' ']).len());
                }
                spans.retain(|span| *span != words(""));
            }
            Block::List { items, .. } => {
                for item in items {
                    item.blocks.retain(|block| *block != Block::Paragraph(Vec::new()));
                    item.blocks = evened(std::mem::take(&mut item.blocks));
                }
            }
            Block::Quote(inner) | Block::Footnote { blocks: inner, .. } => *inner = evened(std::mem::take(inner)),
            _ => {}
        }
    }
    blocks
}

fn even_code(spans: &mut [Span]) {
    for span in spans {
        match span {
            Span::Code(code) => code.truncate(code.trim_end_matches(' ').len()),
            Span::Strong(spans) | Span::Emphasis(spans) | Span::Strike(spans) | Span::Link { spans, .. } => even_code(spans),
            Span::Image { alt, .. } => alt.clear(),
            _ => {}
        }
    }
}

/// Whether a text has something that is read differently on purpose and has a mark of its own.
fn is_marked(text: &str) -> bool {
    let heading_ends_oddly = |line: &str| line.contains('#') && line.contains('\t');
    text.contains(['\u{b}', '\u{c}']) || ["<!", "<?", "]\\["].iter().any(|mark| text.contains(mark)) || text.lines().any(heading_ends_oddly)
}

/// Whether both parsers read the same, and see the blocks and the last item start in the same lines, which is what streaming asks for.
fn same(text: &str) -> bool {
    let text = clean(text);
    let (ours, old) = (build::build(&text), oracle::build(&text));
    let lines = |starts: &[usize]| -> Vec<usize> { starts.iter().map(|start| text[..*start].matches('\n').count()).collect() };
    let same_lines = lines(&ours.starts) == lines(&old.starts) && lines(&[ours.item]) == lines(&[old.item]);
    same_lines && (ours.blocks == old.blocks || evened(ours.blocks) == evened(old.blocks))
}

#[test]
fn the_samples_are_read_as_before() {
    assert!(SAMPLES.len() > 300);
    for sample in SAMPLES {
        assert_eq!(parse(sample), old(sample), "{sample:?}");
        assert!(same(sample), "{sample:?}");
        let quoted: String = sample.lines().map(|line| ["> ", line, "\n"].concat()).collect();
        let listed: String = sample.lines().map(|line| ["  ", line, "\n"].concat()).collect();
        let listed = ["-", listed.get(1..).unwrap_or_default()].concat();
        for text in [quoted, listed, ["word\n", sample].concat(), [sample, "\nword"].concat(), ["|a|\n|-|\n", sample].concat()] {
            assert!(is_marked(&text) || same(&text), "{text:?}\n{:?}\n{:?}", parse(&text), old(&text));
        }
    }
}

#[test]
fn every_two_samples_are_read_as_before() {
    for first in SAMPLES {
        for second in SAMPLES {
            let text = [first, "\n", second].concat();
            assert!(is_marked(&text) || same(&text), "{text:?}\n{:?}\n{:?}", parse(&text), old(&text));
        }
    }
}

#[test]
fn the_corpus_is_read_as_before() {
    for text in corpus() {
        assert!(parse(&text) == old(&text), "{:?}", text.chars().take(20).collect::<String>());
    }
}

#[test]
fn the_differences_are_those_that_are_known() {
    for (text, reason, ours) in differences() {
        assert_eq!(parse(text), ours, "{reason}");
        assert_ne!(old(text), ours, "{reason}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20_000) })]

    #[test]
    fn what_agents_write_is_read_as_before(parts in vec(piece(), 0..30)) {
        let text = parts.concat();
        prop_assert!(is_marked(&text) || same(&text), "{:?}\n{:?}\n{:?}", text, parse(&text), old(&text));
    }

    #[test]
    fn samples_in_any_order_are_read_as_before(
        parts in vec((proptest::sample::select(SAMPLES), proptest::sample::select(GAPS)), 0..8)
    ) {
        let text: String = parts.iter().flat_map(|(sample, gap)| [*sample, *gap]).collect();
        prop_assert!(is_marked(&text) || same(&text), "{:?}\n{:?}\n{:?}", text, parse(&text), old(&text));
    }
}

#[test]
fn every_letter_stands_beside_marks_as_before() {
    // The blocks that agents write in; of rare scripts ours knows less.
    let common = ['\u{80}'..='\u{2c1}', '\u{2e0}'..='\u{2e4}', '\u{300}'..='\u{374}', '\u{2010}'..='\u{2071}', '\u{2190}'..='\u{2426}'];
    let wide =
        ['\u{2460}'..='\u{24b5}', '\u{2500}'..='\u{2b73}', '\u{3000}'..='\u{309a}', '\u{3400}'..='\u{4dbf}', '\u{4e00}'..='\u{9fff}'];
    let emoji =
        ['\u{ac00}'..='\u{d7a3}', '\u{fe00}'..='\u{fe0f}', '\u{ff01}'..='\u{ff5e}', '\u{1f300}'..='\u{1f64f}', '\u{1f900}'..='\u{1f9ff}'];
    for letter in common.into_iter().chain(wide).chain(emoji).flatten() {
        let text = ["a*", letter.encode_utf8(&mut [0; 4]), "b* **c", letter.encode_utf8(&mut [0; 4]), "**d"].concat();
        assert_eq!(parse(&text), old(&text), "{:x}", letter as u32);
    }
}

#[test]
fn the_names_that_are_known_mean_what_they_meant() {
    let names = "amp lt gt quot apos nbsp ensp emsp colon Tab NewLine copy reg trade hellip ndash mdash lsquo rsquo ldquo rdquo laquo \
        raquo bull middot times divide deg plusmn le ge ne larr rarr uarr darr harr euro pound cent yen sect para micro am l e hell";
    for name in names.split_whitespace() {
        let text = ["x&", name, ";x"].concat();
        assert_eq!(parse(&text), old(&text));
    }
}
