//! Code: every fence that is nothing else. With its language, its lines, and coloured where the language is known.
//! Refuses to know languages; a program of its own does, beside the page, and only for code that somebody looks at.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{Frame, deed, switch};
use super::lines::{Shown, lines};
use super::{Claim, Widget, fence};
use crate::domain::markdown::Block;
use crate::domain::say;
use crate::domain::syntax;
use crate::domain::widget::lines::{Lines, Pieces};
use crate::platform::dom;
use crate::ui::el::{El, el, span};
use crate::ui::markdown::Ink;
use crate::ui::markdown::marked;

/// The longest text that is coloured, in bytes.
const MOST_COLOURED: usize = 2_000_000;
/// So much of a language's name is shown, in letters.
const MOST_OF_NAME: usize = 40;

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
        let pieces = Colours { pieces: Rc::default(), came: RwSignal::new(false) };
        let known = pieces.clone();
        let is_cut = (0..places.count()).any(|line| places.drawn(&text, line).1);
        let (of, drawn) = (text.clone(), places.clone());
        let line = move |at: usize| {
            let (range, is_cut) = drawn.drawn(&of, at);
            let words = of.get(range.clone()).unwrap_or_default();
            let line = span("line").set("data-n", &(at + 1).to_string());
            let line = match known.within(range).filter(|_| needle.is_empty()) {
                Some(pieces) => line.children(coloured(&of, &pieces)),
                None => line.children(marked(words, &needle)),
            };
            let line = if is_cut { line.child(span("cut-off").text("…")) } else { line };
            line.text("\n")
        };
        let body = lines(shown, "", Box::new(line)).flag("data-wrap", move || wraps.get()).flag("data-numbers", move || numbers.get());
        let body = if syntax::is_known(&language) && text.len() <= MOST_COLOURED { colour(body, &language, &text, pieces) } else { body };
        let name = ["snippet.", syntax::extension(&language)].concat();
        let saved = text.clone();
        let wrap = el("span").when(move || !shown.is_windowed(), move || switch("Wrap", wraps).set("title", "Break long lines"));
        let tools = vec![
            wrap,
            switch("Lines", numbers).set("title", "Number the lines"),
            deed("Save", move || dom::download(&name, "text/plain", &saved)).set("title", "Save as a file"),
        ];
        let cut = is_cut.then_some("Very long lines are cut here. Copy and Save have them whole.");
        // A line that turns round may do another thing than it seems to.
        let turns = text.contains(['\u{202a}', '\u{202b}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}']);
        let turned = turns.then_some("It holds hidden marks that turn the direction of writing, so what runs may not be what is seen.");
        let note = [note, cut, turned].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let label = if language.is_empty() { "text".to_owned() } else { language.chars().take(MOST_OF_NAME).collect() };
        let label = if shown.count > 1 { [&label, " · ", &say::many(shown.count, "line")].concat() } else { label };
        Frame { label, note: Some(note).filter(|note| !note.is_empty()), tools, body, is_source: true }
    }
}

/// What the pieces of the code are, once that is known.
#[derive(Clone)]
struct Colours {
    pieces: Rc<RefCell<Option<Pieces>>>,
    came: RwSignal<bool>,
}

impl Colours {
    /// Returns the pieces of a part, and tracks whether they came.
    fn within(&self, part: Range<usize>) -> Option<Vec<(Range<usize>, u8)>> {
        self.came.track();
        self.pieces.borrow().as_ref().map(|pieces| pieces.within(part))
    }
}

fn coloured(text: &str, pieces: &[(Range<usize>, u8)]) -> Vec<El> {
    let piece = |(range, kind): &(Range<usize>, u8)| {
        let words = text.get(range.clone()).unwrap_or_default();
        match syntax::name(*kind) {
            "" => El::words(words),
            name => span("").set("data-t", name).text(words),
        }
    };
    pieces.iter().map(piece).collect()
}

/// Has the code coloured once it is in view.
fn colour(body: El, language: &str, text: &Arc<str>, colours: Colours) -> El {
    let (language, text) = (language.to_ascii_lowercase(), text.clone());
    let seen = dom::Seen::of(&body.raw(), move || {
        let (language, text, colours) = (language.clone(), text.clone(), colours.clone());
        spawn_local(async move {
            // Without the program it stays plain, and nobody misses anything else.
            if let Some(packed) = dom::highlight(&language, &text).await {
                colours.pieces.replace(Some(Pieces::unpack(&packed)));
                // Nobody may be looking any more.
                let _ = colours.came.try_set(true);
            }
        });
    });
    body.keep(seen)
}
