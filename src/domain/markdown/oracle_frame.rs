//! What is open while the builder that ours replaced builds blocks, and what it becomes when it closes.
//! Refuses to be part of the product, and to know the order of events and how deep they nest.

use pulldown_cmark::{Alignment, CodeBlockKind, LinkType, Tag};
use std::mem::take;
use std::ops::Range;

use super::address::alive;
use super::bare::linked;
use super::plain::write_spans;
use super::{Align, Block, Item, Span, push};

/// What is open.
pub(super) enum Open {
    /// The text itself.
    Root,
    /// A paragraph, or what this module knows no other name for.
    Paragraph,
    /// A heading of a level.
    Heading(u8),
    /// A quotation.
    Quote,
    /// A list and its items so far.
    List { start: Option<u64>, items: Vec<Item> },
    /// An item and whether it is a done task.
    Item(Option<bool>),
    /// A footnote and its label.
    Footnote(String),
    /// A table and its rows so far, the head first.
    Table { align: Vec<Align>, rows: Vec<Vec<Vec<Span>>> },
    /// A row of a table and its cells so far.
    Row(Vec<Vec<Span>>),
    /// A cell of a table.
    Cell,
    /// Code, the mark its fence is made of, and where its text ends so far.
    Code { language: String, mark: Option<char>, end: usize },
    /// Raw HTML.
    Html,
    /// Strong text.
    Strong,
    /// Emphasized text.
    Emphasis,
    /// Struck text.
    Strike,
    /// A link and its address, if that is alive.
    Link(Option<String>),
    /// An image and its address, if that is alive.
    Image(Option<String>),
}

impl Open {
    /// Makes what a tag opens that stands in `text` at `range`.
    pub(super) fn new(tag: Tag, text: &str, range: Range<usize>) -> Self {
        match tag {
            Tag::Heading { level, .. } => Self::Heading(level as u8),
            Tag::BlockQuote(_) => Self::Quote,
            Tag::List(start) => Self::List { start, items: Vec::new() },
            Tag::Item => Self::Item(None),
            Tag::FootnoteDefinition(label) => Self::Footnote(label.into_string()),
            Tag::Table(align) => Self::Table { align: align.into_iter().map(aligned).collect(), rows: Vec::new() },
            Tag::TableHead | Tag::TableRow => Self::Row(Vec::new()),
            Tag::TableCell => Self::Cell,
            Tag::CodeBlock(CodeBlockKind::Indented) => Self::Code { language: String::new(), mark: None, end: 0 },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let fence = text.get(range.clone()).unwrap_or_default();
                let language = info.split_whitespace().next().unwrap_or_default().to_owned();
                let end = fence.find('\n').map_or(range.end, |length| range.start + length);
                Self::Code { language, mark: fence.chars().next(), end }
            }
            Tag::HtmlBlock => Self::Html,
            Tag::Strong => Self::Strong,
            Tag::Emphasis => Self::Emphasis,
            Tag::Strikethrough => Self::Strike,
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => Self::Link(alive(&["mailto:", &dest_url].concat())),
            Tag::Link { dest_url, .. } => Self::Link(alive(&dest_url)),
            Tag::Image { dest_url, .. } => Self::Image(alive(&dest_url)),
            _ => Self::Paragraph,
        }
    }
}

fn aligned(align: Alignment) -> Align {
    match align {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// Something open and what it holds so far. Spans in what holds blocks are a paragraph that nobody opened, as in tight lists.
pub(super) struct Frame {
    /// What it is.
    pub open: Open,
    /// The blocks in it.
    pub blocks: Vec<Block>,
    /// The spans in it.
    pub spans: Vec<Span>,
}

impl Frame {
    /// Opens something empty.
    pub(super) fn new(open: Open) -> Self {
        Self { open, blocks: Vec::new(), spans: Vec::new() }
    }

    /// Adds text, without a copy where some is already.
    pub(super) fn text(&mut self, text: &str) {
        match self.spans.last_mut() {
            Some(Span::Text(said)) => said.push_str(text),
            _ => push(&mut self.spans, Span::Text(text.to_owned())),
        }
    }

    /// Links the bare addresses, except in code and HTML.
    pub(super) fn link(&mut self) {
        if !matches!(self.open, Open::Code { .. } | Open::Html) {
            self.spans = linked(take(&mut self.spans));
        }
    }

    /// Makes a paragraph of spans that stand among blocks.
    pub(super) fn flush(&mut self) {
        let holds_blocks = matches!(self.open, Open::Root | Open::Quote | Open::Item(_) | Open::Footnote(_));
        if holds_blocks && !self.spans.is_empty() {
            self.link();
            self.blocks.push(Block::Paragraph(take(&mut self.spans)));
        }
    }

    /// Puts into this what has been closed in it, at `at` in `text`.
    pub(super) fn put(&mut self, mut done: Frame, text: &str, at: usize) {
        done.flush();
        let Frame { open, blocks, spans } = done;
        let block = match open {
            Open::Root => return,
            Open::Paragraph => Block::Paragraph(spans),
            Open::Heading(level) => Block::Heading { level, spans },
            Open::Quote => Block::Quote(blocks),
            Open::List { start, items } => Block::List { start, items },
            Open::Footnote(label) => Block::Footnote { label, blocks },
            Open::Table { align, mut rows } => {
                let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
                Block::Table { align, head, rows }
            }
            Open::Code { language, mark, end } => {
                // The parser does not say whether a fence was closed. If so, it stands between the end of the text and that of the block.
                let is_closed = mark.is_none_or(|mark| text.get(end..at).is_some_and(|rest| rest.contains(mark)));
                Block::Code { language, text: line(spans), is_closed }
            }
            Open::Html => Block::Html(line(spans)),
            Open::Item(is_done) => {
                if let Open::List { items, .. } = &mut self.open {
                    items.push(Item { is_done, blocks });
                }
                return;
            }
            Open::Row(cells) => {
                if let Open::Table { rows, .. } = &mut self.open {
                    rows.push(cells);
                }
                return;
            }
            Open::Cell => {
                if let Open::Row(cells) = &mut self.open {
                    cells.push(spans);
                }
                return;
            }
            open => return self.put_mark(open, spans),
        };
        self.blocks.push(block);
    }

    fn put_mark(&mut self, open: Open, spans: Vec<Span>) {
        let span = match open {
            Open::Strong => Span::Strong(spans),
            Open::Emphasis => Span::Emphasis(spans),
            Open::Strike => Span::Strike(spans),
            Open::Link(Some(to)) => Span::Link { to, spans },
            Open::Image(to) => {
                let mut alt = String::new();
                write_spans(&mut alt, &spans);
                match to {
                    Some(to) => Span::Image { to, alt },
                    None => Span::Text(alt),
                }
            }
            _ => return spans.into_iter().for_each(|span| push(&mut self.spans, span)),
        };
        push(&mut self.spans, span);
    }
}

/// The text of a frame that holds nothing else, without its last newline.
fn line(spans: Vec<Span>) -> String {
    let Some(Span::Text(mut text)) = spans.into_iter().next() else { return String::new() };
    if text.ends_with('\n') {
        text.pop();
    }
    text
}
