//! The button that goes round system, dark and light.
//! Refuses to know what the themes look like.

use leptos::prelude::*;

use crate::platform::dom;
use crate::state::prefs::Prefs;
use crate::state::stored::Stored;

/// Draws the button and keeps the document in the chosen theme.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let prefs: Stored<Prefs> = expect_context();
    Effect::new(move || dom::set_theme(prefs.get().theme.forced()));
    let label = move || format!("Theme: {}", prefs.get().theme.as_str());
    let next = move |_| {
        let prefs_now = prefs.get();
        prefs.set(Prefs { theme: prefs_now.theme.next() });
    };
    view! {
        <button type="button" class="button theme" data-theme-name=move || prefs.get().theme.as_str() aria-label=label title=label on:click=next>
            <span aria-hidden="true"></span>
        </button>
    }
}
