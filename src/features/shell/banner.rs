//! The one banner for trouble with the connection, once there was one: what is, what to do, and how old the screen is.
//! Refuses to stack: there is never a second one.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::domain::say;
use crate::gateway::{Command, Link};
use crate::paths;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::ui::paste::Paste;

/// Draws the banner, or nothing while all is well. A loss that heals at once is not worth a word, so it fades in late.
#[component]
pub fn Banner() -> impl IntoView {
    let profile: Profile = expect_context();
    let Profile { link, sessions, .. } = profile;
    let ticker: Ticker = expect_context();
    let advice = Memo::new(move |_| {
        let scene = link.scene.get();
        link.link.with(|now| match now {
            Link::Connecting { .. } | Link::Authenticating => link.trouble.with(|cause| cause.as_ref().map(|cause| cause.advice(&scene))),
            now => now.advice(&scene),
        })
    });
    let is_shown = Memo::new(move |_| link.was_ready.get() && !link.link.with(Link::is_ready));
    let is_in_need = move || link.link.with(|link| matches!(link, Link::Halted(_) | Link::Idle));
    let age = Memo::new(move |_| {
        let since = sessions.with(|cached| cached.true_until)?;
        Some(format!("What you see is from {} ago.", say::duration(ticker.now.get().saturating_sub(since))))
    });
    let words = move || {
        let advice = advice.get()?;
        Some(view! {
            <strong>{advice.what}</strong>
            " "
            {advice.next}
            {advice.paste.map(|text| view! { <Paste text /> })}
        })
    };
    let retry = move |_| profile.tell(Command::RetryNow);
    view! {
        <Show when=move || is_shown.get()>
            <div class="link-banner" role="status">
                <p>
                    {move || advice.with(Option::is_none).then_some("Not connected.")} {words}
                </p>
                <p class="age" aria-live="off">
                    {age}
                </p>
                <Show when=move || link.link.with(Link::offers_retry)>
                    <button type="button" class="button" on:click=retry>
                        "Retry now"
                    </button>
                </Show>
                <Show when=is_in_need>
                    <A href=paths::connect() attr:class="button">
                        "Connect"
                    </A>
                </Show>
            </div>
        </Show>
    }
}
