//! What is wrong with the connection and what to do about it, under the form.
//! Refuses to find out: the link knows.

use leptos::prelude::*;

use crate::domain::say;
use crate::gateway::{Command, Link};
use crate::state::gateways::Gateways;
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::state::ticker::Ticker;
use crate::ui::el::{El, button, div, el, part, when};
use crate::ui::paste::paste;

/// Draws the diagnosis, or how the connection stands while there is nothing wrong.
pub fn diagnosis() -> Vec<El> {
    let profile: Profile = expect_context();
    let link = profile.link;
    let ticker: Ticker = expect_context();
    let gateways: Stored<Gateways> = expect_context();
    let countdown = move || {
        link.with(|view| match &view.link {
            Link::Reconnecting { at, attempt, .. } => {
                format!("Trying again in {}, attempt {attempt}.", say::left(at.saturating_sub(ticker.get().now)))
            }
            Link::Connecting { attempt } if *attempt > 0 => "Trying again now.".into(),
            Link::Pairing(_) => "Asking again every few seconds.".into(),
            _ => String::new(),
        })
    };
    let diagnosis = part(move || {
        link.diagnosis.get().map(|(kind, advice)| {
            div("diagnosis")
                .set("role", "alert")
                .set("data-halt", kind)
                .child(el("p").child(el("strong").text(&advice.what)))
                .child(el("p").text(&advice.next))
                .children(advice.paste.map(paste))
        })
    });
    let connected = move || {
        let version = link.with(|view| view.version().unwrap_or_default().to_owned());
        el("p")
            .class("connected")
            .text(&format!("Connected to OpenClaw {version}. "))
            .child(button("button").text("Disconnect").click(move || gateways.leave(profile)))
    };
    let retry = move || button("button").text("Retry now").click(move || profile.tell(Command::RetryNow));
    vec![
        diagnosis,
        el("p").class("countdown").set("aria-live", "off").say(countdown),
        when(move || link.with(|view| view.link.offers_retry()), retry),
        when(move || link.is_ready(), connected),
    ]
}
