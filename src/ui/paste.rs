//! A text to copy as it stands, with a button for it.
//! Refuses to know what it is for.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::live;
use crate::platform::dom;

/// Draws the text and its button. Where the browser does not let us copy, the button says so and the text can be selected.
pub fn paste(text: String) -> impl IntoView {
    let label = RwSignal::new("Copy".to_owned());
    let copied = text.clone();
    let copy = move |_| {
        let text = copied.clone();
        spawn_local(async move { label.set(if dom::copy(text).await { "Copied" } else { "Select it to copy" }.into()) });
    };
    view! {
        <div class="paste-line">
            <code class="paste">{text}</code>
            <button type="button" class="button" data-size="small" on:click=copy>
                {live::text(move || label.get())}
            </button>
        </div>
    }
}
