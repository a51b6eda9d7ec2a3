//! Changes to files, with what goes and what comes.
//! Refuses to make them.

use super::frame::Frame;
use super::lines::{Shown, lines};
use super::{Claim, Widget, fence};
use crate::domain::markdown::Block;
use crate::domain::say;
use crate::domain::widget::diff::{Diff, Mark, is_diff, read};
use crate::ui::el::span;
use crate::ui::markdown::Ink;
use crate::ui::markdown::marked;
use crate::ui::paste::copy;

/// Changes.
#[derive(Debug, PartialEq, Eq)]
pub struct Changes {
    diff: Diff,
    text: String,
}

impl Widget for Changes {
    const NAME: &'static str = "diff";

    fn parse(block: &Block) -> Claim<Self> {
        let unnamed = || fence(block, &["", "text"]).filter(|text| is_diff(text));
        fence(block, &["diff", "patch", "udiff"])
            .or_else(unnamed)
            .map_or(Claim::Passes, |text| Claim::Takes(Self { diff: read(text), text: text.into() }))
    }

    fn view(self, ink: &Ink) -> Frame {
        let Self { diff: Diff { lines: all, added, removed }, text } = self;
        let needle = ink.needle.clone();
        let shown = Shown::of(all.len());
        let label = ["diff · ", &say::count(added), " added, ", &say::count(removed), " removed"].concat();
        let line = move |at: usize| {
            let Some(line) = all.get(at) else { return span("line") };
            // The sign is a letter, so that it is heard, copied and seen without colours.
            let (mark, sign) = match line.mark {
                Mark::In => ("in", "+"),
                Mark::Out => ("out", "-"),
                Mark::Same => ("same", " "),
                Mark::Place => ("place", ""),
            };
            let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
            span("line")
                .set("data-mark", mark)
                .set("data-old", &number(line.old))
                .set("data-new", &number(line.new))
                .text(sign)
                .children(marked(&line.text, &needle))
                .text("\n")
        };
        let tools = vec![copy(move || text.clone())];
        Frame { label, note: None, tools, body: lines(shown, "diff", Box::new(line)), is_source: false }
    }
}
