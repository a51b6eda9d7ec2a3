//! Lines of one height: all of a few; of many the first, and when somebody wants them all, a box that draws those in view.
//! Refuses to know what stands in a line.

use leptos::prelude::*;

use super::frame::deed;
use crate::domain::say;
use crate::platform::dom;
use crate::ui::el::{El, div, el};
use crate::ui::window::{Measure, window};

/// So many lines are drawn at first.
const FIRST: usize = 400;
/// How high a line is, in CSS pixels, as the style sheet has it.
const LINE: i32 = 18;
/// How high the box is that draws those in view, likewise.
const BOX: i32 = 480;

/// What is shown of the lines.
#[derive(Clone, Copy)]
pub struct Shown {
    /// How many there are.
    pub count: usize,
    /// All are wanted.
    pub all: RwSignal<bool>,
}

impl Shown {
    /// Begins with the first lines.
    pub fn of(count: usize) -> Self {
        Self { count, all: RwSignal::new(false) }
    }

    /// Whether only those in view are drawn.
    pub fn is_windowed(self) -> bool {
        self.count > FIRST && self.all.get()
    }
}

/// Draws the lines. `line` is called again when what it reads changes.
pub fn lines(shown: Shown, class: &str, line: Box<dyn Fn(usize) -> El>) -> El {
    let Shown { count, all } = shown;
    let range = RwSignal::new((0, count.min(FIRST)));
    let space = |lines: usize| {
        let height = i32::try_from(lines).unwrap_or(i32::MAX / 64).saturating_mul(LINE);
        el("span").class("space").style("height", move || format!("{height}px"))
    };
    let drawn = move || {
        let (from, to) = range.get();
        let before = (from > 0).then(|| space(from));
        let after = (to < count && all.get_untracked()).then(|| space(count - to));
        before.into_iter().chain((from..to).map(&line)).chain(after).collect::<Vec<_>>()
    };
    let pre = el("pre").class(class).set("tabindex", "0").flag("data-windowed", move || shown.is_windowed());
    let list = pre.raw();
    let follow = move |top: i32, height: i32| {
        let seen = window(Measure { top, height, row: LINE }, count);
        if range.get_untracked() != (seen.start, seen.end) {
            range.set((seen.start, seen.end));
        }
    };
    let pre = pre.child(el("code").part(drawn)).on("scroll", move |_| {
        if count > FIRST && all.get_untracked() {
            let (top, height, _) = dom::measure(&list, ".line");
            follow(top, height);
        }
    });
    let more = move || {
        let words = ["Show all ", &say::many(count, "line")].concat();
        let show = move || {
            all.set(true);
            // The box is made by the style sheet a moment later.
            follow(0, BOX);
        };
        div("more").child(deed(&words, show))
    };
    div("lines").child(pre).when(move || count > FIRST && !all.get(), more)
}
