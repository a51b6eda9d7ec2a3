//! What a person reads in a text: the words of its blocks, without marks and addresses.
//! Refuses to know how blocks are read or shown.

use super::{Block, Span};

/// Writes the text as a person reads it: for finding and for announcements. Each paragraph, item, row and line of code is a line.
pub fn plain(blocks: &[Block]) -> String {
    let mut text = String::new();
    write(&mut text, blocks);
    text.truncate(text.trim_end().len());
    text
}

fn write(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(spans) | Block::Heading { spans, .. } => write_line(out, spans),
            Block::Code { text, .. } | Block::Html(text) => {
                out.push_str(text);
                out.push('\n');
            }
            Block::List { items, .. } => items.iter().for_each(|item| write(out, &item.blocks)),
            Block::Quote(blocks) | Block::Footnote { blocks, .. } => write(out, blocks),
            Block::Table { head, rows, .. } => {
                for row in std::iter::once(head).chain(rows) {
                    for (at, cell) in row.iter().enumerate() {
                        out.push_str(if at == 0 { "" } else { " " });
                        write_spans(out, cell);
                    }
                    out.push('\n');
                }
            }
            Block::Rule => {}
        }
    }
}

fn write_line(out: &mut String, spans: &[Span]) {
    write_spans(out, spans);
    out.push('\n');
}

/// Writes what spans say.
pub(super) fn write_spans(out: &mut String, spans: &[Span]) {
    for span in spans {
        match span {
            Span::Text(text) | Span::Code(text) | Span::Image { alt: text, .. } => out.push_str(text),
            Span::Strong(spans) | Span::Emphasis(spans) | Span::Strike(spans) | Span::Link { spans, .. } => write_spans(out, spans),
            Span::Break => out.push('\n'),
            Span::Note(label) => out.extend(["[", label, "]"]),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn the_words_are_what_remains() {
        let text = "# *Title*\n\n1. one\n   - [x] `two`\n\n> [three](https://a.b) ![four](https://c.d)[^n]\n\n---\n\n|a|b|\n|-|-|\n|c|\n\n\
            ```rust\nfn x()\n\nend\n```\n\n<b>raw</b> x  \ny\n\n[^n]: note";
        assert_eq!(plain(&parse(text)), "Title\none\ntwo\nthree four[n]\na b\nc \nfn x()\n\nend\n<b>raw</b> x\ny\nnote");
        assert_eq!(plain(&[]), "");
    }
}
