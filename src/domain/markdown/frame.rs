//! What is open while blocks are built, and what it becomes when it closes.
//! Refuses to know in which order things open and close, and how deep they nest.

use std::mem::take;

use super::bare::linked;
use super::plain::write_spans;
use super::{Block, Item, Span, push};

/// What is open.
pub(super) enum Open {
    /// The text itself.
    Root,
    /// Running text of a block.
    Words,
    /// A quotation.
    Quote,
    /// A list and its items so far.
    List { start: Option<u64>, items: Vec<Item> },
    /// An item and whether it is a done task.
    Item(Option<bool>),
    /// A footnote and its label.
    Footnote(String),
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
    /// Whether no bare address in this is linked.
    pub(super) fn is_link(&self) -> bool {
        matches!(self, Self::Link(_) | Self::Image(_))
    }
}

/// Something open and what it holds so far. Spans in what holds blocks are a paragraph that nobody opened.
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

    /// Links the bare addresses.
    pub(super) fn link(&mut self) {
        self.spans = linked(take(&mut self.spans));
    }

    /// Makes a paragraph of spans that stand among blocks.
    pub(super) fn flush(&mut self) {
        if !self.spans.is_empty() {
            self.link();
            self.blocks.push(Block::Paragraph(take(&mut self.spans)));
        }
    }

    /// Puts into this what has been closed in it.
    pub(super) fn put(&mut self, mut done: Frame) {
        if matches!(done.open, Open::Quote | Open::Item(_) | Open::Footnote(_)) {
            done.flush();
        }
        let Frame { open, blocks, spans } = done;
        let span = match open {
            Open::Root | Open::Words => return,
            Open::Quote => return self.blocks.push(Block::Quote(blocks)),
            Open::List { start, items } => return self.blocks.push(Block::List { start, items }),
            Open::Footnote(label) => return self.blocks.push(Block::Footnote { label, blocks }),
            Open::Item(is_done) => {
                if let Open::List { items, .. } = &mut self.open {
                    items.push(Item { is_done, blocks });
                }
                return;
            }
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
            Open::Link(None) => return spans.into_iter().for_each(|span| push(&mut self.spans, span)),
        };
        push(&mut self.spans, span);
    }
}
