//! Markdown as agents write it, read into our own blocks and spans, whole or while it streams in.
//! Refuses to know views, HTML strings, highlighting, and where the text comes from.

use std::borrow::Cow;

mod address;
mod bare;
mod build;
mod cursor;
mod emphasis;
mod entity;
mod fence;
mod frame;
mod growing;
mod inline;
mod label;
mod leaf;
mod lines;
mod links;
mod plain;
mod starts;
mod table;
mod tag;
mod text;

pub use growing::Growing;
pub use plain::plain;

/// How many quotes, lists, footnotes and marked spans may lie within one another. What is deeper is shown in the innermost allowed one,
/// so nothing that walks, compares or drops blocks recurses deeper than this and its leaf.
pub const DEPTH: usize = 24;

/// A part of a text that stands on lines of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Span>),
    /// A heading.
    Heading {
        /// Its level, 1 to 6.
        level: u8,
        /// What it says.
        spans: Vec<Span>,
    },
    /// Code between fences or indented.
    Code {
        /// The first word after the fence, as typed; empty if there is none.
        language: String,
        /// The code without its last newline.
        text: String,
        /// Whether the closing fence has come. Indented code is always closed.
        is_closed: bool,
    },
    /// A list.
    List {
        /// The first number; none if it is not numbered.
        start: Option<u64>,
        /// Its items.
        items: Vec<Item>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A table. Every row has as many cells as `align`.
    Table {
        /// How each column is aligned.
        align: Vec<Align>,
        /// The cells of the head.
        head: Vec<Vec<Span>>,
        /// The cells of the other rows.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// A line across.
    Rule,
    /// What a footnote says.
    Footnote {
        /// The label by which [`Span::Note`] refers to it.
        label: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// Raw HTML. It is text to be shown, never markup.
    Html(String),
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Whether the task is done; none if the item is no task.
    pub is_done: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// Plain text. A newline in it is a soft break.
    Text(String),
    /// Code within a line.
    Code(String),
    /// Strongly emphasized.
    Strong(Vec<Span>),
    /// Emphasized.
    Emphasis(Vec<Span>),
    /// Struck out.
    Strike(Vec<Span>),
    /// A link that is safe to follow: http, https or mailto.
    Link {
        /// The address, its scheme in lower case.
        to: String,
        /// What it says.
        spans: Vec<Span>,
    },
    /// An image whose address is safe to load.
    Image {
        /// The address, its scheme in lower case.
        to: String,
        /// What it shows, in words.
        alt: String,
    },
    /// A hard break.
    Break,
    /// A reference to the footnote with this label.
    Note(String),
}

/// How a column of a table is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// As the language wants it.
    None,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// Reads a whole text. Total: any text gives blocks.
pub fn parse(text: &str) -> Vec<Block> {
    build::build(&clean(text)).blocks
}

/// Makes all line ends newlines and replaces NULs, as CommonMark wants it. Nothing else here has to know of others.
fn clean(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'\r' | b'\0')) {
        return Cow::Borrowed(text);
    }
    let (mut clean, mut before) = (String::with_capacity(text.len()), ' ');
    for letter in text.chars() {
        match letter {
            '\r' => clean.push('\n'),
            '\n' if before == '\r' => {}
            '\0' => clean.push('\u{fffd}'),
            letter => clean.push(letter),
        }
        before = letter;
    }
    Cow::Owned(clean)
}

/// Appends a span; texts that meet become one.
fn push(spans: &mut Vec<Span>, span: Span) {
    match (spans.last_mut(), span) {
        (_, Span::Text(more)) if more.is_empty() => {}
        (Some(Span::Text(text)), Span::Text(more)) => text.push_str(&more),
        (_, span) => spans.push(span),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "differential_tests.rs"]
mod differential_tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod oracle;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod oracle_frame;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "hostile_tests.rs"]
mod hostile_tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "samples_tests.rs"]
mod samples_tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "parse_tests.rs"]
mod tests;
