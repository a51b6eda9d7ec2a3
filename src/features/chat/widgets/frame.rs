//! What stands around every widget: what it is, its tools, its source, and a copy of that.
//! Refuses to know what is in it.

use leptos::prelude::*;

use crate::domain::markdown::{Block, plain};
use crate::ui::el::{El, button, div, el, span};
use crate::ui::markdown::Ink;
use crate::ui::markdown::marked;
use crate::ui::paste::copy;

/// A widget as it is drawn.
pub struct Frame {
    /// What it is, in a few words.
    pub label: String,
    /// What there is to say about it, if anything.
    pub note: Option<String>,
    /// What can be done with it.
    pub tools: Vec<El>,
    /// The widget.
    pub body: El,
    /// It is its own source, so there is none to look at.
    pub is_source: bool,
}

/// Draws a widget with all that stands around it.
pub fn framed(name: &'static str, block: &Block, frame: Frame) -> El {
    let Frame { label, note, tools, body, is_source } = frame;
    let source = source(block);
    let is_bare = RwSignal::new(false);
    let (copied, shown) = (source.clone(), source);
    let view = div(if is_source { "widget code" } else { "widget" }).set("data-widget", name).flag("data-bare", move || is_bare.get());
    let mut buttons = div("tools").child(span("own").children(tools));
    if !is_source {
        let turn = switch("Source", is_bare);
        buttons = buttons.child(turn.set("title", "What the agent wrote"));
    }
    let buttons = buttons.when(
        move || is_source || is_bare.get(),
        move || {
            let copied = copied.clone();
            copy(move || copied.clone())
        },
    );
    view.child(div("widget-head").child(span("language").text(&label)).children(noted(note)).child(buttons))
        .child(div("widget-body").flag("hidden", move || is_bare.get()).child(body))
        .when(move || is_bare.get(), move || el("pre").class("bare").set("tabindex", "0").child(el("code").text(&shown)))
}

fn noted(note: Option<String>) -> Option<El> {
    note.map(|note| span("note-line").text(&note))
}

/// Draws code that is still being written: as it will look, without what only makes sense of the whole.
pub fn open_code(language: &str, text: &str, ink: &Ink) -> El {
    let label = if language.is_empty() { "text" } else { language };
    div("widget code")
        .child(div("widget-head").child(span("language").text(label)))
        .child(div("widget-body").child(el("pre").set("tabindex", "0").child(el("code").children(marked(text, &ink.needle)))))
}

/// A small button that turns something on and off.
pub fn switch(word: &str, on: RwSignal<bool>) -> El {
    deed(word, move || on.update(|on| *on = !*on)).truth("aria-pressed", move || on.get())
}

/// A small button.
pub fn deed(word: &str, act: impl FnMut() + 'static) -> El {
    button("button").set("data-size", "small").text(word).click(act)
}

/// Returns what a block was written as, near enough: the text of a fence, and of all else its words.
fn source(block: &Block) -> String {
    match block {
        Block::Code { text, .. } => text.clone(),
        Block::Table { head, rows, .. } => super::table::of_cells(head, rows).written(),
        block => plain(std::slice::from_ref(block)),
    }
}
