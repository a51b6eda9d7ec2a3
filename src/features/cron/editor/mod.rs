//! The editor of a job: made, changed, cloned; what is wrong is said at its field before anything is sent.
//! Refuses to know how fields are checked; `draft` does.

mod draft;
mod fields;
mod preview;
mod send;
mod written;

pub use draft::Draft;
pub use preview::on_wall;

use leptos::prelude::*;

use super::desk::Desk;
use crate::protocol::Scope;
use crate::ui::el::{El, button, div, el, when};
use fields::Form;

/// Draws the editor of the draft that is open.
pub fn editor(desk: Desk) -> Vec<El> {
    let form = Form::new(desk);
    let title = move || desk.draft.with(|draft| draft.as_ref().map(Draft::title)).unwrap_or_default();
    let fault = move || form.fault("");
    let is_elsewhere = move || form.is_changed_elsewhere();
    let save =
        move || if desk.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.id.is_some())) { "Save" } else { "Create" }.to_owned();
    let elsewhere = move || {
        div("elsewhere")
            .set("role", "alert")
            .child(el("p").text("The job was changed elsewhere since you opened it. Saving is held until you choose."))
            .child(
                div("buttons")
                    .child(button("button").text("Take theirs").click(move || form.take_theirs()))
                    .child(button("button").set("data-kind", "primary").text("Keep mine").click(move || form.keep_mine())),
            )
    };
    let is_barred = move || desk.profile.link.with(|view| view.hello.as_ref().is_some_and(|hello| !hello.grants(Scope::Admin)));
    let body = el("form")
        .class("fields")
        .set("novalidate", "")
        .children(fields::fields(form))
        .child(
            el("p").class("fault").set("role", "alert").flag("hidden", move || fault().is_none()).say(move || fault().unwrap_or_default()),
        )
        .child(when(is_elsewhere, elsewhere))
        .child(
            div("buttons").child(button("button").text("Cancel").click(move || desk.leave_editor())).child(
                el("button")
                    .class("button")
                    .set("data-kind", "primary")
                    .flag("disabled", move || form.is_busy.get() || is_elsewhere() || is_barred())
                    .live("title", move || desk.obstacle(Scope::Admin))
                    .say(save),
            ),
        )
        .submit(move || form.send());
    let pane = el("aside")
        .class("detail editor")
        .set("aria-label", "Editor")
        .child(button("button shut").set("aria-label", "Close the editor").text("×").click(move || desk.leave_editor()))
        .child(el("header").child(el("h2").say(title)))
        .child(body);
    vec![div("scrim").click(move || desk.leave_editor()), pane]
}
