//! A text to be copied, with the button that does it.
//! Refuses to know what it is for.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::el::{El, button, div, el};
use crate::platform::dom;

/// Draws the text and its button.
pub fn paste(text: String) -> El {
    let words =
        text.split(' ').enumerate().flat_map(|(at, word)| [(at > 0).then(|| El::words(" ")), Some(el("span").text(word))]).flatten();
    let code = el("code").class("paste").children(words.collect::<Vec<_>>());
    div("paste-line").child(code).child(copy(move || text.clone()))
}

/// How long the button says what became of it.
const STAYS: Duration = Duration::from_secs(2);

/// Draws a button that copies. Where the browser does not let us, it says so, and the text can be selected.
pub fn copy(text: impl Fn() -> String + 'static) -> El {
    copy_as("Copy", text)
}

/// Draws a button of another name that copies.
pub fn copy_as(name: &'static str, text: impl Fn() -> String + 'static) -> El {
    let label = RwSignal::new(name);
    button("button").set("data-size", "small").say(move || label.get().to_owned()).click(move || {
        let text = text();
        spawn_local(async move {
            let word = if dom::copy(text).await { "Copied" } else { "Select it to copy" };
            // The button may be gone.
            let _ = label.try_set(word);
            dom::pause(STAYS).await;
            let _ = label.try_set(name);
        });
    })
}
