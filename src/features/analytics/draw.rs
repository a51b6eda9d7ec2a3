//! What several panels draw alike: a panel, a switch, a bar, a mark's colour.
//! Refuses to know figures.

use crate::ui::el::{El, button, div, el, span};

/// A panel with its title, and what stands beside it.
pub fn panel(name: &str, title: &str, beside: Vec<El>) -> El {
    let head = div("panel-head").child(el("h2").text(title)).children(beside);
    el("section").class("panel").set("data-panel", name).set("aria-label", title).child(head)
}

/// A button that is pressed or not.
pub fn switch(words: &str, is_on: impl FnMut() -> bool + 'static, turn: impl Fn() + 'static) -> El {
    let is_on: Box<dyn FnMut() -> bool> = Box::new(is_on);
    pressed(button("chip-button").text(words), is_on).click(turn)
}

fn pressed(button: El, is_on: Box<dyn FnMut() -> bool>) -> El {
    button.truth("aria-pressed", is_on)
}

/// Words in the background.
pub fn quiet(words: &str) -> El {
    span("quiet").text(words)
}

/// A bar of so many thousandths of its room.
pub fn bar(thousandths: i64) -> El {
    let tenths = thousandths.clamp(0, 1_000);
    let width = [(tenths / 10).to_string(), ".".into(), (tenths % 10).to_string(), "%".into()].concat();
    span("track").set("aria-hidden", "true").child(span("filled").style("width", move || width.clone()))
}

/// How many thousandths a part is of the whole; of what is not nothing at least a few, so that it is seen.
pub fn thousandths(part: i64, whole: i64) -> i64 {
    if part <= 0 || whole <= 0 {
        return 0;
    }
    i64::try_from(i128::from(part) * 1_000 / i128::from(whole)).unwrap_or(1_000).clamp(6, 1_000)
}

/// The colour of a series, one of eight; the others together have none of their own.
pub fn colour(at: Option<usize>) -> &'static str {
    const COLOURS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
    at.and_then(|at| COLOURS.get(at)).copied().unwrap_or("other")
}
