//! The chip that always says how the connection stands, in words; pressed, it opens what is known of it.
//! Refuses to advise; the banner and the connect screen do.

use leptos::prelude::*;

use crate::domain::say;
use crate::gateway::Link;
use crate::state::latency::Latency;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::ui::badge::Tone;
use crate::ui::el::{El, button, div, el, span};

/// Draws the chip. What is read aloud leaves the countdown out, which would speak every second.
pub fn link_chip(facts_of_it: fn() -> El) -> Vec<El> {
    let Profile { link, .. } = expect_context();
    let ticker: Ticker = expect_context();
    let countdown = move || {
        link.with(|view| match &view.link {
            Link::Reconnecting { at, .. } => format!(" in {}", say::left(at.saturating_sub(ticker.get().now))),
            Link::Ready => link.latency.with(Latency::figures).map_or(String::new(), |figures| format!(" {} ms", figures.median)),
            _ => String::new(),
        })
    };
    let attempt = move || {
        link.with(|view| match view.link {
            Link::Reconnecting { attempt, .. } => format!(", attempt {attempt}"),
            _ => String::new(),
        })
    };
    let word = move || link.with(|view| word(&view.link)).to_owned();
    let chip = button("chip")
        .set("popovertarget", "link")
        .set("title", "About this connection")
        .name("data-link", move || link.with(|view| view.link.as_str()))
        .name("data-tone", move || link.with(|view| tone(&view.link).as_str()))
        .child(el("span").say(word))
        .child(span("countdown").say(countdown))
        .child(span("countdown attempt").say(attempt));
    let facts =
        div("pop").set("id", "link").set("popover", "auto").set("tabindex", "0").set("role", "group").set("aria-label", "Connection");
    let (is_open, node) = (RwSignal::new(false), facts.raw());
    let is_shown = move || node.matches(":popover-open").unwrap_or_default();
    // What is drawn before it opens is seen at once, and what had the focus is still there when it closes. Closed, nothing in it ages.
    let facts = facts
        .on("beforetoggle", {
            let is_shown = is_shown.clone();
            move |_| is_open.maybe_update(|is_open| !is_shown() && !std::mem::replace(is_open, true))
        })
        .on("toggle", move |_| is_open.set(is_shown()))
        .when(move || is_open.get(), facts_of_it);
    vec![span("offscreen").set("role", "status").say(word), chip, facts]
}

pub(super) fn word(link: &Link) -> &'static str {
    match link {
        Link::Idle => "Not connected",
        Link::Connecting { .. } => "Connecting",
        Link::Authenticating => "Signing in",
        Link::Pairing(_) => "Waiting for approval",
        Link::Ready => "Connected",
        Link::Reconnecting { .. } => "Reconnecting",
        Link::Closing => "Disconnecting",
        Link::Halted(_) => "Needs attention",
    }
}

fn tone(link: &Link) -> Tone {
    match link {
        Link::Ready => Tone::Ok,
        Link::Idle | Link::Closing => Tone::Idle,
        Link::Connecting { .. } | Link::Authenticating => Tone::Run,
        Link::Pairing(_) | Link::Reconnecting { .. } => Tone::Warn,
        Link::Halted(_) => Tone::Bad,
    }
}
