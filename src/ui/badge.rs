//! A word with a dot in the colour of its state: never the colour alone.
//! Refuses to know which states there are.

use leptos::prelude::*;

/// What a state's colour says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing going on.
    #[default]
    Idle,
    /// Going on.
    Run,
    /// Done.
    Ok,
    /// Waits, or is late.
    Warn,
    /// Failed.
    Bad,
}

impl Tone {
    /// Returns the tone's name for the style sheet.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Run => "run",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// Draws the badge. `hint` shows on hover.
#[component]
pub fn Badge(
    /// Its colour.
    #[prop(into)]
    tone: Signal<Tone>,
    /// Its word.
    #[prop(into)]
    word: Signal<String>,
    /// More, on hover.
    #[prop(into, optional)]
    hint: Signal<Option<String>>,
) -> impl IntoView {
    view! { <span class="badge" data-tone=move || tone.get().as_str() title=move || hint.get()>{word}</span> }
}
