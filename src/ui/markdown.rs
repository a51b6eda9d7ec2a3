//! Blocks of Markdown as elements: those that somebody claims as they are drawn there, all others in their plain form.
//! Refuses HTML: what was written as HTML is shown as the text that it is.

use std::sync::Arc;

use leptos::prelude::*;

use super::el::{El, button, div, el, if_else, span};
use crate::domain::markdown::{Align, Block, Item, Span};
use crate::domain::query::small;

/// How blocks are drawn.
#[derive(Clone)]
pub struct Ink {
    /// What is searched for is marked.
    pub needle: Arc<str>,
    /// They will not change any more, so widgets may have them.
    pub is_settled: bool,
    /// The session in which they were said; empty if it was none.
    pub session: Arc<str>,
    /// Draws a block that will not change any more in another form, where there is one.
    pub claim: fn(&Block, &Ink) -> Option<El>,
    /// Draws code that nobody claimed: its language, and its text.
    pub code: fn(&str, &str, &Ink) -> El,
}

impl Ink {
    /// Draws every block in its plain form.
    pub fn plain() -> Self {
        let code = |_: &str, text: &str, _: &Self| el("pre").set("tabindex", "0").child(el("code").text(text));
        Self { needle: "".into(), is_settled: true, session: "".into(), claim: |_, _| None, code }
    }
}

/// Draws a block.
pub fn block(block: &Block, ink: &Ink) -> El {
    if ink.is_settled
        && let Some(widget) = (ink.claim)(block, ink)
    {
        return widget;
    }
    match block {
        Block::Paragraph(spans) => el("p").children(words(spans, ink)),
        Block::Heading { level, spans } => el("p")
            .class("heading")
            .set("role", "heading")
            .set("aria-level", &(level + 2).to_string())
            .set("data-level", &level.to_string())
            .children(words(spans, ink)),
        Block::Code { language, text, .. } => (ink.code)(language, text, ink),
        Block::List { start, items } => list(*start, items, ink),
        Block::Quote(blocks) => el("blockquote").children(inner(blocks, ink)),
        Block::Table { align, head, rows } => table(align, head, rows, ink),
        Block::Rule => el("hr"),
        Block::Footnote { label, blocks } => div("footnote").child(span("label").text(label)).child(div("").children(inner(blocks, ink))),
        Block::Html(text) => el("pre").class("html").children(marked(text, &ink.needle)),
    }
}

fn inner(blocks: &[Block], ink: &Ink) -> Vec<El> {
    blocks.iter().map(|inner| block(inner, ink)).collect()
}

fn list(start: Option<u64>, items: &[Item], ink: &Ink) -> El {
    let list = match start {
        Some(start) => el("ol").set("start", &start.to_string()),
        None => el("ul"),
    };
    list.children(items.iter().map(|of| item(of, ink)).collect::<Vec<_>>())
}

fn item(item: &Item, ink: &Ink) -> El {
    let content = match item.blocks.as_slice() {
        // A single paragraph needs none of its own.
        [Block::Paragraph(spans)] => words(spans, ink),
        [Block::Paragraph(spans), rest @ ..] => words(spans, ink).into_iter().chain(inner(rest, ink)).collect(),
        blocks => inner(blocks, ink),
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

fn table(align: &[Align], head: &Cells, rows: &[Cells], ink: &Ink) -> El {
    let row = |cells: &Cells, tag: &'static str| {
        let cell = |(at, spans): (usize, &Vec<Span>)| {
            let side = match align.get(at) {
                Some(Align::Right) => Some("right"),
                Some(Align::Center) => Some("center"),
                _ => None,
            };
            el(tag).set_if("data-align", side).children(words(spans, ink))
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

/// Draws running text.
pub fn words(spans: &[Span], ink: &Ink) -> Vec<El> {
    spans.iter().flat_map(|of| word(of, ink)).collect()
}

fn word(span: &Span, ink: &Ink) -> Vec<El> {
    let one = |tag: &str, spans: &[Span]| vec![el(tag).children(words(spans, ink))];
    match span {
        Span::Text(text) => marked(text, &ink.needle),
        Span::Code(text) => vec![el("code").children(marked(text, &ink.needle))],
        Span::Strong(spans) => one("strong", spans),
        Span::Emphasis(spans) => one("em", spans),
        Span::Strike(spans) => one("s", spans),
        Span::Link { to, spans } => vec![outward(to).children(words(spans, ink))],
        Span::Image { to, alt } => vec![image(to, alt)],
        Span::Break => vec![el("br")],
        Span::Note(label) => vec![el("sup").text(label)],
    }
}

/// An image: nothing is fetched from a stranger by itself, only when somebody asks for it, and then without saying from where.
fn image(to: &str, alt: &str) -> El {
    let rest = to.split("://").nth(1).unwrap_or(to);
    // Browsers read a backslash as a slash.
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest);
    let host = host.rsplit('@').next().unwrap_or(host);
    let (is_wanted, is_broken) = (RwSignal::new(false), RwSignal::new(false));
    let alt = if alt.is_empty() { "image" } else { alt };
    let (address, words, label) = (to.to_owned(), alt.to_owned(), ["Show the image from ", host].concat());
    let shown = move || {
        el("img")
            .set("referrerpolicy", "no-referrer")
            .set("alt", &words)
            .set("src", &address)
            .flag("hidden", move || is_broken.get())
            .on("error", move |_| is_broken.set(true))
    };
    let asks = move || button("button").set("data-size", "small").text(&label).click(move || is_wanted.set(true));
    span("image")
        .child(outward(to).text(alt))
        .text(" ")
        .child(if_else(move || is_wanted.get(), shown, asks))
        .when(move || is_broken.get(), || span("quiet").set("role", "status").text("The image could not be loaded."))
}

/// A link that leaves the app, in a window of its own, and tells it nothing.
pub fn outward(to: &str) -> El {
    el("a").set("href", to).set("target", "_blank").set("rel", "noopener noreferrer nofollow").set("title", to)
}

/// Makes a text in which what is searched for is marked.
pub fn marked(text: &str, needle: &str) -> Vec<El> {
    if needle.is_empty() {
        return vec![piece(text)];
    }
    let folded = small(text);
    // Where making letters small changes their length nothing is marked; it is found all the same.
    if folded.len() != text.len() {
        return vec![piece(text)];
    }
    let mut pieces = vec![];
    let mut from = 0;
    for (at, hit) in folded.match_indices(needle) {
        pieces.extend(text.get(from..at).filter(|text| !text.is_empty()).map(piece));
        pieces.extend(text.get(at..at + hit.len()).map(|hit| el("mark").text(hit)));
        from = at + hit.len();
    }
    pieces.extend(text.get(from..).filter(|text| !text.is_empty()).map(piece));
    pieces
}

fn piece(text: &str) -> El {
    El::words(text)
}
