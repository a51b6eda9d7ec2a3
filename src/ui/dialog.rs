//! Questions and forms in the browser's own modal dialog, which keeps the focus in and closes by Escape.
//! Refuses to know what follows from an answer.

use std::sync::Arc;

use leptos::prelude::*;

use super::el::{El, button, div, effect, el, when};
use crate::platform::dom;

/// A question.
#[derive(Clone)]
pub struct Ask {
    /// What is about to happen.
    pub title: String,
    /// What follows from it.
    pub text: String,
    /// A text to be given, if one is: its label, and what stands there at first.
    pub field: Option<(&'static str, String)>,
    /// The word on the button that does it.
    pub word: &'static str,
    /// It cannot be taken back.
    pub is_danger: bool,
    /// What to do, with the text that was given.
    pub deed: Arc<dyn Fn(String) + Send + Sync>,
}

/// Draws the dialog of a question; it is open while there is one.
pub fn asking(ask: RwSignal<Option<Ask>>) -> El {
    let form = move || ask.get().map(|asked| question(asked, ask));
    let title = move || ask.with(|ask| ask.as_ref().map(|ask| ask.title.clone()));
    modal(title, move || ask.with(Option::is_some), move || ask.set(None), form)
}

fn question(asked: Ask, ask: RwSignal<Option<Ask>>) -> El {
    let Ask { title, text, field, word, is_danger, deed } = asked;
    let (label, first) = field.clone().unwrap_or_default();
    let given = RwSignal::new(first);
    let input = || {
        let input = el("input").set("type", "text").set("maxlength", "512").set("autofocus", "").bind(given);
        // What stands there is there to be replaced.
        let node = input.raw();
        let input = input.on("focus", move |_| dom::select(&node));
        el("label").class("field").child(el("span").text(label)).child(input)
    };
    el("form")
        .child(el("h2").text(&title))
        .child(el("p").text(&text))
        .children(field.map(|_| input()))
        .child(
            div("buttons")
                .child(button("button").text("Cancel").click(move || ask.set(None)))
                .child(el("button").class("button").set("data-kind", if is_danger { "danger" } else { "primary" }).text(word)),
        )
        .submit(move || {
            ask.set(None);
            deed(given.get_untracked());
        })
}

/// Draws a dialog that is open while a condition holds. `leave` is called when a person closes it.
pub fn modal(
    label: impl FnMut() -> Option<String> + 'static,
    is_open: impl Fn() -> bool + Send + Sync + 'static,
    leave: impl Fn() + 'static,
    content: impl Fn() -> Option<El> + 'static,
) -> El {
    let is_open = super::el::memo(is_open);
    let dialog = el("dialog").live("aria-label", label).child(when(move || is_open.get(), content));
    let (node, closed) = (dialog.raw(), dialog.raw());
    // The event comes late: the next question may be open by then.
    let dialog = dialog.on("close", move |_| {
        if !closed.has_attribute("open") {
            leave();
        }
    });
    // Later than the content, so that the focus finds its field.
    effect(move || dom::set_open(&node, is_open.get()));
    dialog
}
