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
/// How high a line is, in CSS pixels, until it was measured.
const LINE: i32 = 18;

/// What is shown of the lines.
#[derive(Clone, Copy)]
pub struct Shown {
    /// How many there are.
    pub count: usize,
    /// All are wanted.
    pub all: RwSignal<bool>,
    measure: RwSignal<Measure>,
}

impl Shown {
    /// Begins with the first lines.
    pub fn of(count: usize) -> Self {
        let measure = Measure { top: 0, height: 600, row: LINE };
        Self { count, all: RwSignal::new(false), measure: RwSignal::new(measure) }
    }

    /// Whether only those in view are drawn.
    pub fn is_windowed(self) -> bool {
        self.count > FIRST && self.all.get()
    }
}

/// Draws the lines. `line` is called again when what it reads changes.
pub fn lines(shown: Shown, class: &str, line: impl Fn(usize) -> El + 'static) -> El {
    let Shown { count, all, measure } = shown;
    let range = Memo::new(move |_| {
        if count <= FIRST {
            return (0, count);
        }
        let range = if all.get() { window(measure.get(), count) } else { 0..FIRST };
        (range.start, range.end)
    });
    let space = move |lines: usize| {
        move || format!("{}px", i32::try_from(lines).unwrap_or(i32::MAX / 64).saturating_mul(measure.get_untracked().row))
    };
    let drawn = move || {
        let (from, to) = range.get();
        let before = (from > 0).then(|| el("span").class("space").style("height", space(from)));
        let after = (to < count && all.get_untracked()).then(|| el("span").class("space").style("height", space(count - to)));
        before.into_iter().chain((from..to).map(&line)).chain(after).collect::<Vec<_>>()
    };
    let pre = el("pre").class(class).set("tabindex", "0").flag("data-windowed", move || shown.is_windowed());
    let list = pre.raw();
    let pre = pre.child(el("code").part(drawn)).on("scroll", move |_| {
        if shown.is_windowed() {
            let (top, height, row) = dom::measure(&list, ".line");
            let row = row.filter(|row| *row > 0).unwrap_or(LINE);
            measure.set(Measure { top, height, row });
        }
    });
    let more = move || {
        let words = ["Show all ", &say::many(count, "line")].concat();
        div("more").child(deed(&words, move || all.set(true)))
    };
    div("lines").child(pre).when(move || count > FIRST && !all.get(), more)
}
