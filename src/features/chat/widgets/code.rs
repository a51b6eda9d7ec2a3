//! Code: every fence that is nothing else. With its language, its lines, and coloured where the language is known.
//! Refuses to know languages; a program of its own does, beside the page, and only for code that somebody looks at.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{Frame, deed, toggle};
use super::lines::{Shown, lines};
use super::{Claim, Widget, fence};
use crate::domain::markdown::Block;
use crate::domain::say;
use crate::domain::syntax;
use crate::domain::widget::lines::{Lines, Pieces};
use crate::features::chat::blocks::Ink;
use crate::features::chat::text::marked;
use crate::platform::dom;
use crate::ui::el::{El, el, span};

/// The longest text that is coloured, in bytes.
const MOST_COLOURED: usize = 2_000_000;

/// Code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    language: String,
    text: String,
    note: Option<&'static str>,
}

impl Code {
    /// Takes any fence.
    pub fn of(block: &Block) -> Option<Self> {
        match block {
            Block::Code { language, text, .. } => Some(Self { language: language.clone(), text: text.clone(), note: None }),
            _ => None,
        }
    }

    /// The same with a note about it.
    pub fn noted(mut self, note: &'static str) -> Self {
        self.note = Some(note);
        self
    }
}

/// Formulas and drawings in words, which are shown as such.
pub struct Source(Code);

impl Widget for Source {
    const NAME: &'static str = "code";

    fn parse(block: &Block) -> Claim<Self> {
        let of = |languages: &[&str]| fence(block, languages).and_then(|_| Code::of(block));
        if let Some(code) = of(&["math", "latex", "tex", "katex"]) {
            return Claim::Takes(Self(code.noted("A formula, shown as it is written.")));
        }
        of(&["mermaid", "plantuml", "dot", "graphviz"])
            .map_or(Claim::Passes, |code| Claim::Takes(Self(code.noted("A drawing, shown as it is written."))))
    }

    fn view(self, ink: &Ink) -> Frame {
        self.0.view(ink)
    }
}

impl Widget for Code {
    const NAME: &'static str = "code";

    fn parse(block: &Block) -> Claim<Self> {
        Self::of(block).map_or(Claim::Passes, Claim::Takes)
    }

    fn view(self, ink: &Ink) -> Frame {
        let Self { language, text, note } = self;
        let (text, needle): (Arc<str>, _) = (text.into(), ink.needle.clone());
        let places = Arc::new(Lines::of(&text));
        let shown = Shown::of(places.count());
        let (wraps, numbers) = (RwSignal::new(false), RwSignal::new(false));
        let pieces = RwSignal::new(None::<Arc<Pieces>>);
        let is_cut = (0..places.count()).any(|line| places.drawn(&text, line).1);
        let (of, drawn) = (text.clone(), places.clone());
        let line = move |at: usize| {
            let (range, is_cut) = drawn.drawn(&of, at);
            let words = of.get(range.clone()).unwrap_or_default();
            let line = span("line").set("data-n", &(at + 1).to_string());
            let line = match pieces.get().filter(|_| needle.is_empty()) {
                Some(pieces) => line.children(coloured(&of, &pieces.within(range))),
                None => line.children(marked(words, &needle)),
            };
            let line = if is_cut { line.child(span("cut-off").text("…")) } else { line };
            line.text("\n")
        };
        let body = lines(shown, "", line).flag("data-wrap", move || wraps.get()).flag("data-numbers", move || numbers.get());
        let body = if syntax::is_known(&language) && text.len() <= MOST_COLOURED { colour(body, &language, &text, pieces) } else { body };
        let name = ["snippet.", syntax::extension(&language)].concat();
        let saved = text.clone();
        let wrap = el("span").when(
            move || !shown.is_windowed(),
            move || toggle("Wrap", move || wraps.get(), move || wraps.update(|wraps| *wraps = !*wraps)).set("title", "Break long lines"),
        );
        let tools = vec![
            wrap,
            toggle("Lines", move || numbers.get(), move || numbers.update(|numbers| *numbers = !*numbers)).set("title", "Number the lines"),
            deed("Save", move || dom::download(&name, "text/plain", &saved)).set("title", "Save as a file"),
        ];
        let cut = is_cut.then_some("Very long lines are cut here. Copy and Save have them whole.");
        let note = [note, cut].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let label = if language.is_empty() { "text".to_owned() } else { language };
        let label = if shown.count > 1 { [&label, " · ", &say::many(shown.count, "line")].concat() } else { label };
        Frame { label, note: Some(note).filter(|note| !note.is_empty()), tools, body, is_source: true }
    }
}

fn coloured(text: &str, pieces: &[(std::ops::Range<usize>, u8)]) -> Vec<El> {
    let piece = |(range, kind): &(std::ops::Range<usize>, u8)| {
        let words = text.get(range.clone()).unwrap_or_default();
        match syntax::name(*kind) {
            "" => El::words(words),
            name => span("").set("data-t", name).text(words),
        }
    };
    pieces.iter().map(piece).collect()
}

/// Has the code coloured once it is in view.
fn colour(body: El, language: &str, text: &Arc<str>, pieces: RwSignal<Option<Arc<Pieces>>>) -> El {
    let (language, text) = (language.to_ascii_lowercase(), text.clone());
    let seen = dom::Seen::of(&body.raw(), move || {
        let (language, text) = (language.clone(), text.clone());
        spawn_local(async move {
            // Without the program it stays plain, and nobody misses anything else.
            if let Some(packed) = dom::highlight(&language, &text).await {
                let _ = pieces.try_set(Some(Arc::new(Pieces::unpack(&packed))));
            }
        });
    });
    body.keep(seen)
}
