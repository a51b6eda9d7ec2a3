//! Blocks of Markdown as elements, each in its plain form.
//! Refuses HTML: what was written as HTML is shown as the text that it is.

use super::text::marked;
use crate::domain::markdown::{Align, Block, Item, Span};
use crate::ui::el::{El, div, el, span};
use crate::ui::paste::copy;

/// Draws a block; what is searched for is marked in it.
pub fn block(block: &Block, needle: &str) -> El {
    match block {
        Block::Paragraph(spans) => el("p").children(words(spans, needle)),
        Block::Heading { level, spans } => el("p")
            .class("heading")
            .set("role", "heading")
            .set("aria-level", &(level + 2).to_string())
            .set("data-level", &level.to_string())
            .children(words(spans, needle)),
        Block::Code { language, text, is_closed } => code(language, text, *is_closed, needle),
        Block::List { start, items } => list(*start, items, needle),
        Block::Quote(blocks) => el("blockquote").children(inner(blocks, needle)),
        Block::Table { align, head, rows } => table(align, head, rows, needle),
        Block::Rule => el("hr"),
        Block::Footnote { label, blocks } => {
            div("footnote").child(span("label").text(label)).child(div("").children(inner(blocks, needle)))
        }
        Block::Html(text) => el("pre").class("html").children(marked(text, needle)),
    }
}

fn inner(blocks: &[Block], needle: &str) -> Vec<El> {
    blocks.iter().map(|inner| block(inner, needle)).collect()
}

fn code(language: &str, text: &str, is_closed: bool, needle: &str) -> El {
    let copied = text.to_owned();
    let head = div("code-head").child(span("language").text(if language.is_empty() { "text" } else { language }));
    // What is not finished cannot be wanted yet.
    let head = if is_closed { head.child(copy(move || copied.clone())) } else { head };
    div("code").child(head).child(el("pre").set("tabindex", "0").child(el("code").children(marked(text, needle))))
}

fn list(start: Option<u64>, items: &[Item], needle: &str) -> El {
    let list = match start {
        Some(start) => el("ol").set("start", &start.to_string()),
        None => el("ul"),
    };
    list.children(items.iter().map(|of| item(of, needle)).collect::<Vec<_>>())
}

fn item(item: &Item, needle: &str) -> El {
    let content = match item.blocks.as_slice() {
        // A single paragraph needs none of its own.
        [Block::Paragraph(spans)] => words(spans, needle),
        [Block::Paragraph(spans), rest @ ..] => words(spans, needle).into_iter().chain(inner(rest, needle)).collect(),
        blocks => inner(blocks, needle),
    };
    let li = el("li");
    match item.is_done {
        None => li.children(content),
        Some(is_done) => {
            let tick = el("input")
                .set("type", "checkbox")
                .set("disabled", "")
                .set_if("checked", is_done.then_some(""))
                .set("aria-label", if is_done { "done" } else { "to do" });
            li.class("task").child(tick).children(content)
        }
    }
}

type Cells = Vec<Vec<Span>>;

fn table(align: &[Align], head: &Cells, rows: &[Cells], needle: &str) -> El {
    let row = |cells: &Cells, tag: &'static str| {
        let cell = |(at, spans): (usize, &Vec<Span>)| {
            let side = match align.get(at) {
                Some(Align::Right) => Some("right"),
                Some(Align::Center) => Some("center"),
                _ => None,
            };
            el(tag).set_if("data-align", side).children(words(spans, needle))
        };
        el("tr").children(cells.iter().enumerate().map(cell).collect::<Vec<_>>())
    };
    let body = el("tbody").children(rows.iter().map(|cells| row(cells, "td")).collect::<Vec<_>>());
    div("table")
        .set("tabindex", "0")
        .set("role", "region")
        .set("aria-label", "Table")
        .child(el("table").child(el("thead").child(row(head, "th"))).child(body))
}

fn words(spans: &[Span], needle: &str) -> Vec<El> {
    spans.iter().flat_map(|of| word(of, needle)).collect()
}

fn word(span: &Span, needle: &str) -> Vec<El> {
    let one = |tag: &str, spans: &[Span]| vec![el(tag).children(words(spans, needle))];
    match span {
        Span::Text(text) => marked(text, needle),
        Span::Code(text) => vec![el("code").children(marked(text, needle))],
        Span::Strong(spans) => one("strong", spans),
        Span::Emphasis(spans) => one("em", spans),
        Span::Strike(spans) => one("s", spans),
        Span::Link { to, spans } => vec![outward(to).children(words(spans, needle))],
        // Nothing is fetched from a stranger by itself.
        Span::Image { to, alt } => vec![outward(to).text(if alt.is_empty() { "image" } else { alt })],
        Span::Break => vec![el("br")],
        Span::Note(label) => vec![el("sup").text(label)],
    }
}

/// A link that leaves the app, in a window of its own, and tells it nothing.
fn outward(to: &str) -> El {
    el("a").set("href", to).set("target", "_blank").set("rel", "noopener noreferrer nofollow").set("title", to)
}
