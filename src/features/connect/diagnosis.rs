//! What is wrong with the connection and what to do about it, under the form.
//! Refuses to find out: the link knows.

use leptos::prelude::*;

use crate::domain::say;
use crate::gateway::{Command, Link};
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::ui::paste::Paste;

/// Draws the diagnosis, or how the connection stands while there is nothing wrong.
#[component]
pub fn Diagnosis() -> impl IntoView {
    let profile: Profile = expect_context();
    let link = profile.link;
    let ticker: Ticker = expect_context();
    // A trouble stays on screen while the next try is made, so that the words do not flicker.
    let shown = Memo::new(move |_| {
        let scene = link.scene.get();
        link.link.with(|now| match now {
            Link::Connecting { .. } | Link::Authenticating => {
                link.trouble.with(|cause| cause.as_ref().map(|cause| (kind_of_trouble(cause), cause.advice(&scene))))
            }
            now => now.advice(&scene).map(|advice| (kind(now), advice)),
        })
    });
    let countdown = Memo::new(move |_| match link.link.get() {
        Link::Reconnecting { at, attempt, .. } => {
            let left = say::seconds_left(at.saturating_sub(ticker.now.get()));
            Some(format!("Trying again in {left} s, attempt {attempt}."))
        }
        Link::Connecting { attempt } if attempt > 0 => Some("Trying again now.".into()),
        Link::Pairing(_) => Some("Asking again every few seconds.".into()),
        _ => None,
    });
    let connected = move || {
        let version = link.hello.with(|hello| hello.as_ref().map(|hello| hello.server.version.clone()))?;
        link.link.with(Link::is_ready).then(|| format!("Connected to OpenClaw {version}."))
    };
    view! {
        {move || {
            shown
                .get()
                .map(|(kind, advice)| {
                    view! {
                        <div class="diagnosis" role="alert" data-halt=kind>
                            <p>
                                <strong>{advice.what}</strong>
                            </p>
                            <p>{advice.next}</p>
                            {advice.paste.map(|text| view! { <Paste text /> })}
                        </div>
                    }
                })
        }}
        <p class="countdown" aria-live="off">{countdown}</p>
        <Show when=move || link.link.with(Link::offers_retry)>
            <button type="button" class="button" on:click=move |_| profile.tell(Command::RetryNow)>
                "Retry now"
            </button>
        </Show>
        {move || {
            connected()
                .map(|words| {
                    view! {
                        <p class="connected">
                            {words} " " <button type="button" class="button" on:click=move |_| profile.tell(Command::Leave)>
                                "Disconnect"
                            </button>
                        </p>
                    }
                })
        }}
    }
}

fn kind(link: &Link) -> &'static str {
    match link {
        Link::Halted(halt) => halt.as_str(),
        Link::Reconnecting { cause, .. } => kind_of_trouble(cause),
        other => other.as_str(),
    }
}

fn kind_of_trouble(cause: &crate::gateway::Cause) -> &'static str {
    use crate::gateway::Cause;
    match cause {
        Cause::Network { .. } => "unreachable",
        Cause::RateLimited { .. } => "rate-limited",
        Cause::Starting => "starting",
        _ => "trouble",
    }
}
