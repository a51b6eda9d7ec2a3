//! What there is to know of a task besides its title: Markdown, drawn as it is meant, and written as it stands.
//! Refuses to keep it.

use std::sync::Arc;

use leptos::prelude::*;

use super::fields::{field, lines};
use crate::domain::markdown::parse;
use crate::domain::task::Task;
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, if_else};
use crate::ui::markdown::{Ink, block};

/// Draws it. Nothing yet is a field to write in.
pub fn about(seen: Memo<Option<Arc<Task>>>, write: impl Fn(String) + Copy + 'static) -> El {
    let text = Memo::new(move |_| seen.with(|task| task.as_ref().map(|task| task.about.value.clone())).unwrap_or_default());
    let is_writing = RwSignal::new(text.with_untracked(|text| text.trim().is_empty()));
    let left = move || {
        // The detail may be gone by then.
        let is_empty = text.try_with_untracked(|text| text.trim().is_empty()).unwrap_or(true);
        let _ = is_writing.try_set(is_empty);
    };
    let writes = move || field("Description, in Markdown", lines("about-field", "4", text, write).on("blur", move |_| left()));
    let drawn = move || {
        let blocks = text.with(|text| parse(text)).iter().map(|of| block(of, &Ink::plain())).collect::<Vec<_>>();
        div("words").children(blocks)
    };
    let edit = move || {
        is_writing.set(true);
        request_animation_frame(|| dom::focus(".tasks .about-field"));
    };
    let reads = move || {
        let head = div("about-head")
            .child(el("h3").text("Description"))
            .child(button("button").set("data-size", "small").set("aria-label", "Edit the description").text("Edit").click(edit));
        div("talk").child(head).part(drawn)
    };
    // What another tab writes is shown, unless somebody writes here.
    if_else(move || is_writing.get() || text.with(|text| text.trim().is_empty()), writes, reads)
}
