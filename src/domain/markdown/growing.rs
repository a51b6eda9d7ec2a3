//! A text that streams in: which of its blocks can never change any more, and how little is read again for each piece.
//! Refuses to know how blocks are built and where the pieces come from.

use std::mem::take;
use std::sync::Arc;

use super::build::{Built, build};
use super::fence::Fence;
use super::text::{cut, find, from};
use super::{Block, clean, parse};

/// A text that grows by pieces. At any time the blocks are those of the whole text so far, except that link definitions and footnotes
/// reach blocks that are frozen already only when it is finished. To start anew, make a new one.
///
/// Read again for each piece is only the last block at top level (of a list: the last item; of fenced code: nothing), and the one
/// before it while the first line of the last is incomplete and could still turn out to belong to it. So a long list and long code are
/// cheap; the limit is a single very long paragraph, table, quote, HTML or indented code block, which is read from its start for each
/// piece.
#[derive(Debug, Default)]
pub struct Growing {
    text: String,
    /// The last piece ended with a carriage return, so a newline at the start of the next one has been counted.
    is_after_return: bool,
    frozen: Vec<Arc<Block>>,
    open: Vec<Block>,
    /// From where on the text is read again.
    tail: usize,
    /// How many items of the open list stand before the tail, and where the list starts.
    settled: Option<(usize, usize)>,
    fence: Option<Fence>,
    #[cfg(test)]
    parsed_bytes: usize,
}

impl Growing {
    /// Appends a piece of text.
    pub fn grow(&mut self, text: &str) {
        let piece = if self.is_after_return { text.strip_prefix('\n').unwrap_or(text) } else { text };
        if !text.is_empty() {
            self.is_after_return = text.ends_with('\r');
        }
        if piece.is_empty() {
            return;
        }
        self.text.push_str(&clean(piece));
        if self.fence.is_some() {
            #[cfg(test)]
            (self.parsed_bytes += piece.len());
            self.read_fence();
        } else {
            self.read();
        }
    }

    /// Returns the blocks that never change any more, until the text is finished.
    pub fn frozen(&self) -> &[Arc<Block>] {
        &self.frozen
    }

    /// Returns the blocks after the frozen ones, which the next piece may change.
    pub fn open(&self) -> &[Block] {
        &self.open
    }

    /// Returns the whole text so far, its line ends as newlines and NULs replaced.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Freezes what is open, since the text is complete. Reads the whole once more if there are link definitions or footnotes; blocks
    /// that stay equal stay the same. What grows after that starts a new block.
    pub fn finish(&mut self) {
        let open = take(&mut self.open);
        // Both have this in them. That code may have it as well costs one more reading and changes nothing.
        if find(&self.text, "]:").is_some() {
            let mut old = take(&mut self.frozen).into_iter();
            let same = |block| old.next().filter(|old| **old == block).unwrap_or_else(|| Arc::new(block));
            self.frozen = parse(&self.text).into_iter().map(same).collect();
        } else {
            self.frozen.extend(open.into_iter().map(Arc::new));
        }
        (self.tail, self.settled, self.fence) = (self.text.len(), None, None);
    }

    fn build(&mut self, from: usize, to: usize) -> Built {
        #[cfg(test)]
        (self.parsed_bytes += to - from);
        build(cut(&self.text, from, to))
    }

    /// Reads the tail again and freezes what the new text has closed.
    fn read(&mut self) {
        let length = self.text.len();
        let mut built = self.build(self.tail, length);
        if let Some((_, list)) = self.settled.filter(|_| !matches!(built.blocks.first(), Some(Block::List { .. }))) {
            // An item that is no list on its own. It does not happen as far as we know; then the list is read as a whole.
            (self.tail, self.settled) = (list, None);
            built = self.build(self.tail, length);
        }
        let count = built.blocks.len().min(built.starts.len());
        // A block whose first line is incomplete may still turn into more of the block before.
        let is_certain = |start: &usize| is_certain(self.rest(self.line(*start)));
        let cut = built.starts.iter().take(count).rposition(is_certain).unwrap_or(0);
        let start = built.starts.get(cut).map_or(self.tail, |start| self.line(*start));
        let item = self.line(built.item);
        let is_item = cut == 0 && count == 1 && item > self.tail && self.rest(item).bytes().any(|byte| byte == b'\n');
        let end = if is_item { item } else { start };
        let mut blocks = built.blocks;
        if (is_item || cut > 0) && find(self.rest(self.tail), "]:").is_some() {
            // An incomplete definition in what stays open must not have reached what is now closed.
            let mut closed = self.build(self.tail, end).blocks;
            if is_item {
                let items = closed.first_mut().zip(blocks.first_mut());
                if let Some((Block::List { items: closed, .. }, Block::List { items, .. })) = items {
                    let count = closed.len().min(items.len().saturating_sub(1));
                    let (_, kept) = split(take(items), count);
                    *items = take(closed);
                    items.extend(kept);
                }
            } else {
                let (_, kept) = split(blocks, cut);
                blocks = closed;
                blocks.extend(kept);
            }
        }
        self.join(&mut blocks);
        if is_item {
            if let Some(Block::List { items, .. }) = blocks.first() {
                self.settled = Some((items.len().saturating_sub(1), self.settled.map_or(self.tail, |(_, list)| list)));
                self.tail = item;
            }
        } else if cut > 0 {
            let closed = blocks.len().saturating_sub(count - cut);
            let (closed, open) = split(blocks, closed);
            self.frozen.extend(closed.into_iter().map(Arc::new));
            blocks = open;
            (self.tail, self.settled) = (start, None);
        } else {
            // Blank lines before the first block need no second look, and a fence is looked for where the tail starts.
            self.tail = start;
        }
        self.open = blocks;
        if let [Block::Code { text, .. }] = self.open.as_mut_slice()
            && let Some(fence) = Fence::open(&self.text, self.tail)
        {
            text.clear();
            self.fence = Some(fence);
            self.read_fence();
        }
    }

    /// Puts the settled items of the open list before those of the first block, a list as well. They are moved to where they are, not
    /// the other way round: they are many, the new ones few.
    fn join(&mut self, blocks: &mut [Block]) {
        let Some((settled, _)) = self.settled else { return };
        let old = take(&mut self.open).into_iter().next();
        if let (Some(Block::List { start, mut items }), Some(first)) = (old, blocks.first_mut())
            && let Block::List { items: new, .. } = first
        {
            items.truncate(settled);
            items.append(new);
            *first = Block::List { start, items };
        }
    }

    /// Appends to the open code, and freezes it when its closing fence is complete.
    fn read_fence(&mut self) {
        let (Some(fence), Some(Block::Code { text, is_closed, .. })) = (&mut self.fence, self.open.first_mut()) else { return };
        let (closes, end) = fence.read(&self.text, text);
        *is_closed = closes;
        if let Some(end) = end {
            self.fence = None;
            self.tail = end;
            self.frozen.extend(take(&mut self.open).into_iter().map(Arc::new));
            if !self.rest(end).is_empty() {
                self.read();
            }
        }
    }

    fn rest(&self, start: usize) -> &str {
        from(&self.text, start)
    }

    /// The start of the line of what stands at `start` in the tail.
    fn line(&self, start: usize) -> usize {
        let before = self.text.get(self.tail..self.tail + start).and_then(|before| before.bytes().rposition(|byte| byte == b'\n'));
        before.map_or(self.tail, |newline| self.tail + newline + 1)
    }
}

/// Splits a list in two.
fn split<T>(list: Vec<T>, at: usize) -> (Vec<T>, Vec<T>) {
    let mut list = list.into_iter();
    (list.by_ref().take(at).collect(), list.collect())
}

/// Whether a block starts here whatever comes. A line that starts with a letter, after at most a mark that opens no block, cannot become
/// part of the block before; of all others the whole line must be there, as in `2` that becomes `2. more of the list`. A line with a bar
/// splits off a paragraph only if the next one makes a table of it, up to its end.
fn is_certain(rest: &str) -> bool {
    let line = rest.trim_start_matches([' ', '\t']);
    let newlines = if line.starts_with('|') { 2 } else { 1 };
    line.trim_start_matches(['*', '_']).starts_with(char::is_alphabetic)
        || rest.bytes().filter(|byte| *byte == b'\n').nth(newlines - 1).is_some()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "growing_tests.rs"]
pub(super) mod tests;
