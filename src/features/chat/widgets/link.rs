//! An address that stands alone on a line: a card that says where it leads. Nothing is fetched for it.
//! Refuses links with words of their own; those are read in their sentence.

use super::frame::Frame;
use super::{Claim, Widget};
use crate::domain::markdown::{Block, Span};
use crate::ui::el::{div, el, span};
use crate::ui::markdown::{Ink, outward};

/// An address.
#[derive(Debug, PartialEq, Eq)]
pub struct LinkCard {
    to: String,
    host: String,
    path: String,
}

impl Widget for LinkCard {
    const NAME: &'static str = "link";

    fn parse(block: &Block) -> Claim<Self> {
        let Block::Paragraph(spans) = block else { return Claim::Passes };
        let [Span::Link { to, spans }] = spans.as_slice() else { return Claim::Passes };
        let is_bare = matches!(spans.as_slice(), [Span::Text(said)] if to.ends_with(said.trim_end_matches('/')) || to.trim_end_matches('/').ends_with(said));
        let Some(rest) = to.strip_prefix("https://").or_else(|| to.strip_prefix("http://")).filter(|_| is_bare) else {
            return Claim::Passes;
        };
        // Browsers read a backslash as a slash.
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        // What stands before an @ only pretends to be the host.
        let host = host.rsplit('@').next().unwrap_or(host);
        Claim::Takes(Self { to: to.clone(), host: host.into(), path: path.into() })
    }

    fn view(self, _: &Ink) -> Frame {
        let Self { to, host, path } = self;
        let path = if path == "/" { String::new() } else { path };
        let lock = if to.starts_with("http://") { Some("not encrypted".to_owned()) } else { None };
        let link = outward(&to).class("link-card").child(el("strong").text(&host)).child(span("quiet").text(&path));
        Frame { label: "Link".into(), note: lock, tools: vec![], body: div("").child(link), is_source: false }
    }
}
