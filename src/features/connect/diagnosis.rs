//! What is wrong with the connection and what to do about it, under the form.
//! Refuses to find out: the link knows.

use leptos::prelude::*;

use crate::domain::say;
use crate::gateway::{Command, Link};
use crate::state::prefs::LastGateway;
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::state::ticker::Ticker;
use crate::ui::live;
use crate::ui::paste::paste;

/// Draws the diagnosis, or how the connection stands while there is nothing wrong.
#[component]
pub fn Diagnosis() -> impl IntoView {
    let profile: Profile = expect_context();
    let link = profile.link;
    let ticker: Ticker = expect_context();
    let last: Stored<LastGateway> = expect_context();
    let countdown = live::text(move || {
        link.with(|view| match &view.link {
            Link::Reconnecting { at, attempt, .. } => {
                format!("Trying again in {}, attempt {attempt}.", say::left(at.saturating_sub(ticker.get().now)))
            }
            Link::Connecting { attempt } if *attempt > 0 => "Trying again now.".into(),
            Link::Pairing(_) => "Asking again every few seconds.".into(),
            _ => String::new(),
        })
    });
    let diagnosis = move || {
        link.diagnosis.get().map(|(kind, advice)| {
            view! {
                <div class="diagnosis" role="alert" data-halt=kind>
                    <p><strong>{advice.what}</strong></p>
                    <p>{advice.next}</p>
                    {advice.paste.map(paste)}
                </div>
            }
        })
    };
    let version = move || link.with(|view| view.version().unwrap_or_default().to_owned());
    let disconnect = move |_| {
        // A wish that outlives a reload: nothing connects by itself again until somebody does.
        last.set(LastGateway { left: true, ..last.get_untracked() });
        profile.tell(Command::Leave);
    };
    let connected = move || {
        view! {
            <p class="connected">
                {format!("Connected to OpenClaw {}. ", version())}
                <button type="button" class="button" on:click=disconnect>"Disconnect"</button>
            </p>
        }
    };
    let retry =
        move || view! { <button type="button" class="button" on:click=move |_| profile.tell(Command::RetryNow)>"Retry now"</button> };
    view! {
        {live::part(diagnosis)}
        <p class="countdown" aria-live="off">{countdown}</p>
        {live::when(move || link.with(|view| view.link.offers_retry()), retry)}
        {live::when(move || link.is_ready(), connected)}
    }
}
