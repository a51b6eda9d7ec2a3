//! The row as the gateway has it, word for word.
//! Refuses to leave anything out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::json;
use crate::features::sessions::desk::{Desk, Seen};
use crate::protocol::SessionKey;
use crate::protocol::sessions::SessionsDescribe;
use crate::ui::el::{El, div, effect, el};
use crate::ui::paste::copy;

/// Draws the row; asked for again whenever the session changed while somebody looks.
pub fn raw(desk: Desk, key: SessionKey, seen: Seen) -> El {
    let text = RwSignal::new(String::new());
    effect(move || {
        seen.with(|_| ());
        if desk.profile.link.is_ready() {
            let key = key.clone();
            spawn_local(async move {
                let said = match desk.profile.call(&SessionsDescribe { key }).await {
                    Ok(described) => json::pretty(described.text()),
                    Err(error) => error.in_words(),
                };
                // Nobody may be looking any more.
                let _ = text.try_set(said);
            });
        }
    });
    div("raw-part").child(copy(move || text.get_untracked())).child(
        el("pre").class("raw").set("role", "region").set("tabindex", "0").set("aria-label", "The row as JSON").say(move || text.get()),
    )
}
