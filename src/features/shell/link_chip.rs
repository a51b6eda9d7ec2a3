//! The chip that always says how the connection stands, in words.
//! Refuses to advise; the banner and the connect screen do.

use leptos::prelude::*;

use crate::domain::say;
use crate::gateway::Link;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::ui::badge::Tone;
use crate::ui::live;

/// Draws the chip. What is read aloud leaves the countdown out, which would speak every second.
#[component]
pub fn LinkChip() -> impl IntoView {
    let Profile { link, .. } = expect_context();
    let ticker: Ticker = expect_context();
    let countdown = live::text(move || {
        link.with(|view| match &view.link {
            Link::Reconnecting { at, attempt, .. } => {
                format!(" in {}, attempt {attempt}", say::left(at.saturating_sub(ticker.get().now)))
            }
            Link::Ready => {
                view.latency.map_or(String::new(), |took| format!(" {} ms", took.as_secs() * 1000 + u64::from(took.subsec_millis())))
            }
            _ => String::new(),
        })
    });
    let hint = live::attr(move || {
        link.with(|view| view.version().map(|version| format!("OpenClaw {version}, protocol {}", crate::protocol::PROTOCOL)))
    });
    view! {
        <div
            class="chip"
            data-link=live::name(move || link.with(|view| view.link.as_str()))
            data-tone=live::name(move || link.with(|view| tone(&view.link).as_str()))
            title=hint
        >
            <span role="status">{live::word(move || link.with(|view| word(&view.link)))}</span>
            <span class="countdown">{countdown}</span>
        </div>
    }
}

fn word(link: &Link) -> &'static str {
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
