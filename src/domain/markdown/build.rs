//! The one builder that makes blocks of what was found in a text, with a stack of its own in place of recursion.
//! Refuses to know streaming, and how a text is cut into parts and tokens.

use std::mem::replace;

use super::frame::{Frame, Open};
use super::inline::{Known, Token, tokens};
use super::lines::{Blocks, Holder, Leaf, Part, blocks};
use super::{Block, DEPTH, Span, push};

/// What a text was built into.
#[derive(Default)]
pub(super) struct Built {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// Where each of the blocks starts, in bytes.
    pub starts: Vec<usize>,
    /// Where the last item of the last list at top level starts.
    pub item: usize,
}

/// Builds the blocks of a clean text.
pub(super) fn build(text: &str) -> Built {
    let Blocks { parts, links, notes, .. } = blocks(text);
    let known = Known { links, notes, left: text.len().max(100_000) };
    let top = Frame::new(Open::Root);
    let mut builder = Builder { known, top, under: Vec::new(), depth: 0, over: 0, links: 0, built: Built::default() };
    for part in parts {
        match part {
            Part::Open(holder, at) => builder.open(holder, at),
            Part::Close => builder.close(true),
            Part::Leaf(leaf, at) => builder.leaf(leaf, at),
            Part::Task(is_done) => builder.task(is_done),
        }
    }
    builder.top.flush();
    Built { blocks: builder.top.blocks, ..builder.built }
}

struct Builder {
    known: Known,
    top: Frame,
    under: Vec<Frame>,
    /// How many nesting things are open, at most [`DEPTH`]. An item is one with its list.
    depth: usize,
    /// How many are open beyond that and have no frame. They are always the innermost ones.
    over: usize,
    /// How many links and images are open: within them no bare address is linked.
    links: usize,
    built: Built,
}

impl Builder {
    /// Notes where a block at top level starts.
    fn mark(&mut self, start: usize) {
        if self.under.is_empty() {
            self.built.starts.push(start);
        }
    }

    fn open(&mut self, holder: Holder, start: usize) {
        self.top.flush();
        self.mark(start);
        if matches!(holder, Holder::Item) && self.under.len() == 1 {
            self.built.item = start;
        }
        self.nest(match holder {
            Holder::Quote => Open::Quote,
            Holder::List(start) => Open::List { start, items: Vec::new() },
            Holder::Item => Open::Item(None),
            Holder::Footnote(label) => Open::Footnote(label),
        });
    }

    fn nest(&mut self, open: Open) {
        let adds = usize::from(!matches!(open, Open::Item(_)));
        if self.over > 0 || self.depth + adds > DEPTH {
            self.over += 1;
            return;
        }
        self.depth += adds;
        self.links += usize::from(open.is_link());
        self.under.push(replace(&mut self.top, Frame::new(open)));
    }

    /// Closes the innermost thing and puts it into what lies under it.
    fn close(&mut self, holds_blocks: bool) {
        if self.over > 0 {
            self.over -= 1;
            if holds_blocks {
                self.top.flush();
            }
            return;
        }
        let Some(parent) = self.under.pop() else { return };
        let mut done = replace(&mut self.top, parent);
        if self.links == 0 {
            done.link();
        }
        self.depth -= usize::from(!matches!(done.open, Open::Item(_)));
        self.links -= usize::from(done.open.is_link());
        self.top.put(done);
    }

    fn leaf(&mut self, leaf: Leaf, start: usize) {
        self.top.flush();
        self.mark(start);
        let block = match leaf {
            Leaf::Words(level, task, words) => {
                let spans = self.spans(&words, task);
                if level == 0 { Block::Paragraph(spans) } else { Block::Heading { level: level as u8, spans } }
            }
            Leaf::Code(language, text, is_closed) => Block::Code { language, text, is_closed },
            Leaf::Html(text) => Block::Html(text),
            Leaf::Table(align, rows) => {
                let mut rows = rows.into_iter().map(|cells| cells.iter().map(|cell| self.spans(cell, None)).collect());
                Block::Table { align, head: rows.next().unwrap_or_default(), rows: rows.collect() }
            }
            Leaf::Rule => Block::Rule,
        };
        self.top.blocks.push(block);
    }

    fn task(&mut self, is_done: bool) {
        let mut frames = std::iter::once(&mut self.top).chain(self.under.iter_mut().rev());
        let item = frames.find_map(|frame| match &mut frame.open {
            Open::Item(task) => Some(task),
            _ => None,
        });
        match item {
            Some(task) if self.over == 0 => *task = Some(is_done),
            _ => self.top.text(if is_done { "[x] " } else { "[ ] " }),
        }
    }

    /// Reads running text, after the box of a task if there is one.
    fn spans(&mut self, words: &str, task: Option<bool>) -> Vec<Span> {
        self.under.push(replace(&mut self.top, Frame::new(Open::Words)));
        if let Some(is_done) = task {
            self.task(is_done);
        }
        for token in tokens(words, &mut self.known) {
            self.take(token);
        }
        let mut done = match self.under.pop() {
            Some(under) => replace(&mut self.top, under),
            None => return Vec::new(),
        };
        done.link();
        done.spans
    }

    fn take(&mut self, token: Token) {
        match token {
            Token::Text(text) => self.top.text(text),
            Token::Letter(letter) => self.top.text(letter.encode_utf8(&mut [0; 4])),
            Token::Code(code) => push(&mut self.top.spans, Span::Code(code)),
            Token::Break => push(&mut self.top.spans, Span::Break),
            Token::Note(label) => push(&mut self.top.spans, Span::Note(label)),
            Token::Link(to) => self.nest(Open::Link(to)),
            Token::Image(to) => self.nest(Open::Image(to)),
            Token::Close => self.close(false),
            Token::Marks(mark, closers, left, openers) => {
                closers.iter().for_each(|_| self.close(false));
                let mark = [mark];
                let mark = str::from_utf8(&mark).unwrap_or_default();
                (0..left).for_each(|_| self.top.text(mark));
                for count in openers.iter().rev() {
                    self.nest(match (mark, count) {
                        ("~", _) => Open::Strike,
                        (_, 1) => Open::Emphasis,
                        _ => Open::Strong,
                    });
                }
            }
        }
    }
}
