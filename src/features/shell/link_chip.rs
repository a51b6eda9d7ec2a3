//! The chip that always says how the connection stands, in words.
//! Refuses to advise; the banner and the connect screen do.

use leptos::prelude::*;

use crate::domain::say;
use crate::gateway::Link;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::ui::badge::Tone;

/// Draws the chip. What is read aloud leaves the countdown out, which would speak every second.
#[component]
pub fn LinkChip() -> impl IntoView {
    let Profile { link, .. } = expect_context();
    let ticker: Ticker = expect_context();
    let countdown = Memo::new(move |_| match link.link.get() {
        Link::Reconnecting { at, attempt, .. } => {
            let left = say::seconds_left(at.saturating_sub(ticker.now.get()));
            if left > 0 { format!(" in {left} s, attempt {attempt}") } else { format!(", attempt {attempt}") }
        }
        Link::Ready => link.latency.get().map_or(String::new(), |took| format!(" {} ms", took.as_millis())),
        _ => String::new(),
    });
    let hint = move || {
        let version = link.hello.with(|hello| hello.as_ref().map(|hello| hello.server.version.clone()));
        version
            .filter(|_| link.link.with(Link::is_ready))
            .map(|version| format!("OpenClaw {version}, protocol {}", crate::protocol::PROTOCOL))
    };
    view! {
        <div class="chip" data-link=move || link.link.with(Link::as_str) data-tone=move || link.link.with(tone).as_str() title=hint>
            <span role="status">{move || link.link.with(word)}</span>
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
        Link::Halted(_) => "Connection refused",
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
