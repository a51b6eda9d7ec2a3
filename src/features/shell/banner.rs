//! The one banner for trouble with the connection, once there was one: what is, what to do, and how old the screen is.
//! Refuses to stack: there is never a second one.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::domain::say;
use crate::gateway::{Command, Link};
use crate::paths;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::ui::live;
use crate::ui::paste::paste;

/// Draws the banner, or nothing while all is well. A loss that heals at once is not worth a word, so it fades in late.
#[component]
pub fn Banner() -> impl IntoView {
    let profile: Profile = expect_context();
    let Profile { link, sessions, .. } = profile;
    let ticker: Ticker = expect_context();
    let age = move || {
        let since = sessions.with(|cached| cached.true_until);
        let since = since.map(|since| say::duration(ticker.get().now.saturating_sub(since)));
        since.map(|age| format!("What you see is from {age} ago.")).unwrap_or_default()
    };
    let words = move || match link.diagnosis.get() {
        Some((_, advice)) => view! {
            <strong>{advice.what}</strong>
            " "
            {advice.next}
            {advice.paste.map(paste)}
        }
        .into_any(),
        None => "Not connected.".into_any(),
    };
    let retry =
        move || view! { <button type="button" class="button" on:click=move |_| profile.tell(Command::RetryNow)>"Retry now"</button> };
    let to_connect = || view! { <A href=paths::connect() attr:class="button">"Connect"</A> };
    live::when(
        move || link.with(|view| view.was_ready && !view.link.is_ready()),
        move || {
            view! {
                <div class="link-banner" role="status">
                    <div>{live::part(words)}</div>
                    <p class="age" aria-live="off">{live::text(age)}</p>
                    {live::when(move || link.with(|view| view.link.offers_retry()), retry)}
                    {live::when(move || link.with(|view| matches!(view.link, Link::Halted(_) | Link::Idle)), to_connect)}
                </div>
            }
        },
    )
}
