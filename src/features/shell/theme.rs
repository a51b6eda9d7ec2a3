//! The button that goes round system, dark and light.
//! Refuses to know what the themes look like.

use leptos::prelude::*;

use crate::platform::dom;
use crate::state::prefs::Prefs;
use crate::state::stored::Stored;
use crate::ui::live;

/// Draws the button and keeps the document in the chosen theme.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let prefs: Stored<Prefs> = expect_context();
    Effect::new(move || dom::set_theme(prefs.get().theme.forced()));
    let name = move || prefs.get().theme.as_str();
    let label = move || Some(format!("Theme: {}", name()));
    let next = move |_| prefs.set(Prefs { theme: prefs.get_untracked().theme.next() });
    view! {
        <button
            type="button"
            class="button theme"
            data-theme-name=live::name(name)
            aria-label=live::attr(label)
            title=live::attr(label)
            on:click=next
        >
            <span aria-hidden="true"></span>
        </button>
    }
}
