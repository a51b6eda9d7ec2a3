//! The builder over pulldown-cmark that ours replaced, kept to compare with: it makes blocks of that parser's events.
//! Refuses to be part of the product, and to know what becomes of each thing when it closes.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::mem::replace;
use std::ops::Range;

use super::oracle_frame::{Frame, Open};
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
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let top = Frame::new(Open::Root);
    let mut builder = Builder { text, top, under: Vec::new(), depth: 0, over: 0, links: 0, built: Built::default() };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        builder.take(event, range);
    }
    while let Some(parent) = builder.under.pop() {
        builder.close(parent, text.len());
    }
    builder.top.flush();
    Built { blocks: builder.top.blocks, ..builder.built }
}

struct Builder<'a> {
    text: &'a str,
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

/// Whether a tag holds blocks, and whether it marks running text. Both kinds nest.
fn kind(tag: TagEnd) -> (bool, bool) {
    let holds_blocks = matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition);
    let is_mark = matches!(tag, TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image);
    (holds_blocks, is_mark)
}

impl Builder<'_> {
    fn take(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range.end),
            Event::Rule => {
                self.top.flush();
                self.mark(range.start);
                self.top.blocks.push(Block::Rule);
            }
            event => {
                self.mark(range.start);
                self.say(event, range.end);
            }
        }
    }

    /// Notes where a block at top level starts.
    fn mark(&mut self, start: usize) {
        if self.under.is_empty() && self.top.spans.is_empty() {
            self.built.starts.push(start);
        }
    }

    fn say(&mut self, event: Event, at: usize) {
        if let Open::Code { end, .. } = &mut self.top.open {
            *end = at;
        }
        let span = match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => return self.top.text(&text),
            Event::SoftBreak => return self.top.text("\n"),
            Event::TaskListMarker(is_done) => return self.task(is_done),
            Event::HardBreak => Span::Break,
            Event::FootnoteReference(label) => Span::Note(label.into_string()),
            Event::Code(text) => Span::Code(text.into_string()),
            _ => return,
        };
        push(&mut self.top.spans, span);
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

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        let end = tag.to_end();
        let (holds_blocks, is_mark) = kind(end);
        if !is_mark {
            self.top.flush();
        }
        self.mark(range.start);
        let adds = usize::from((holds_blocks || is_mark) && end != TagEnd::Item);
        if (holds_blocks || is_mark) && (self.over > 0 || self.depth + adds > DEPTH) {
            self.over += 1;
            return;
        }
        self.depth += adds;
        self.links += usize::from(matches!(end, TagEnd::Link | TagEnd::Image));
        if end == TagEnd::Item && self.under.len() == 1 {
            self.built.item = range.start;
        }
        let open = Open::new(tag, self.text, range);
        self.under.push(replace(&mut self.top, Frame::new(open)));
    }

    fn end(&mut self, tag: TagEnd, at: usize) {
        let (holds_blocks, is_mark) = kind(tag);
        if (holds_blocks || is_mark) && self.over > 0 {
            self.over -= 1;
            if holds_blocks {
                self.top.flush();
            }
            return;
        }
        self.depth -= usize::from((holds_blocks || is_mark) && tag != TagEnd::Item);
        if let Some(parent) = self.under.pop() {
            self.close(parent, at);
        }
        self.links -= usize::from(matches!(tag, TagEnd::Link | TagEnd::Image));
    }

    /// Puts what is on top into what lies under it.
    fn close(&mut self, parent: Frame, at: usize) {
        let mut done = replace(&mut self.top, parent);
        if self.links == 0 {
            done.link();
        }
        self.top.put(done, self.text, at);
    }
}
