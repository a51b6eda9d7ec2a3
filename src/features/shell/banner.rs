//! The one banner for trouble with the connection, once there was one: what is, what to do, and how old the screen is.
//! Refuses to stack: there is never a second one.

use std::time::Duration;

use leptos::prelude::*;

use crate::domain::say;
use crate::gateway::{Command, Link};
use crate::paths;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::ui::el::{El, button, div, el, link as link_to, part, when};
use crate::ui::paste::paste;

/// What is younger than this is as good as new.
const WORTH_A_WORD: Duration = Duration::from_secs(3);

/// Draws the banner, or nothing while all is well. A loss that heals at once is not worth a word, so it fades in late.
pub fn banner() -> El {
    let profile: Profile = expect_context();
    let Profile { link, sessions, .. } = profile;
    let ticker: Ticker = expect_context();
    let age = move || {
        if let Some(at) = link.with(|view| view.recalled) {
            return format!("What you see is from {} ago.", say::span(at, ticker.near(at).wall));
        }
        let since = sessions.with(|cached| cached.true_until);
        let age = since.map(|since| ticker.get().now.saturating_sub(since)).filter(|age| *age >= WORTH_A_WORD);
        age.map(|age| format!("What you see is from {} ago.", say::duration(age))).unwrap_or_default()
    };
    let words = move || match link.diagnosis.get() {
        Some((_, advice)) => {
            let words = el("p").child(el("strong").text(&advice.what)).text(" ").text(&advice.next);
            [Some(words), advice.paste.map(paste)].into_iter().flatten().collect()
        }
        None => vec![el("p").text("Not connected.")],
    };
    when(
        move || link.with(|view| (view.was_ready || view.recalled.is_some()) && !view.link.is_ready()),
        move || {
            // Keeps its place while an attempt is made: a line that comes and goes moves the rows from under the pointer.
            let retry = button("button")
                .style("visibility", move || if link.with(|view| view.link.offers_retry()) { "visible" } else { "hidden" }.into())
                .text("Retry now")
                .click(move || profile.tell(Command::RetryNow));
            div("link-banner")
                .set("role", "status")
                .child(el("div").child(part(words)))
                .child(el("p").class("age").set("aria-live", "off").say(age))
                .when(
                    move || link.with(|view| matches!(view.link, Link::Halted(_) | Link::Idle)),
                    || link_to(&paths::connect()).class("button").text("Connect"),
                )
                .child(retry)
        },
    )
}
