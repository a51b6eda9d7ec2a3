//! A message that was found, among its neighbours.
//! Refuses to be the conversation: it is a window of a few messages, as plain text.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::features::sessions::desk::Desk;
use crate::platform::dom;
use crate::protocol::SessionKey;
use crate::protocol::chat::{ChatHistory, Message};
use crate::ui::el::{El, div, effect, el, span};

/// How many messages are shown.
const WINDOW: usize = 12;
/// Where longer texts are cut.
const LETTERS: usize = 4_000;

/// Draws the message of a session's life by its id.
pub fn message(desk: Desk, key: SessionKey, life: String, id: String) -> El {
    let found: RwSignal<Option<Result<Vec<Message>, String>>> = RwSignal::new(None);
    let asked = ChatHistory::around(&key, life, id.clone(), WINDOW, LETTERS);
    effect(move || {
        if desk.profile.link.is_ready() {
            let asked = asked.clone();
            spawn_local(async move {
                let answer = desk.profile.call(&asked).await;
                // Nobody may be looking any more.
                let _ = found.try_set(Some(
                    answer.map(|answer| answer.messages.items.into_iter().map(|told| told.0).collect()).map_err(|error| error.in_words()),
                ));
            });
        }
    });
    let quiet = |text: &str| el("p").class("quiet").set("role", "status").text(text);
    div("found").child(el("h3").text("Found message")).part(move || {
        found.with(|found| match found {
            None => quiet("Reading the message"),
            Some(Err(why)) => el("p").class("fault").set("role", "alert").text(why),
            Some(Ok(messages)) if messages.is_empty() => {
                quiet("The message is no longer part of the conversation: it was reset or compacted since.")
            }
            Some(Ok(messages)) => {
                el("ol").class("messages").children(messages.iter().map(|message| said(message, &id)).collect::<Vec<_>>())
            }
        })
    })
}

fn said(message: &Message, id: &str) -> El {
    let is_it = message.notes.id.as_deref() == Some(id);
    let when = message.timestamp.map(dom::local_time).unwrap_or_default();
    el("li")
        .set_if("data-found", is_it.then_some(""))
        .set_if("aria-current", is_it.then_some("true"))
        .child(span("quiet").text(&format!("{} · {when}", message.role)))
        .child(el("p").text(&message.text()))
}
