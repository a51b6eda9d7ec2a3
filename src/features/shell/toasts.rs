//! Notices on screen, and the drawer with those of before.
//! Refuses to decide which are on screen, and for how long.

use leptos::prelude::*;

use crate::platform::dom;
use crate::state::notices::{Said, Weight};
use crate::state::profile::Profile;
use crate::state::toasts::Toasts;
use crate::ui::el::{El, button, div, effect, el, part, span};
use crate::ui::icon::{Icon, icon};
use crate::ui::keyed::keyed;

/// Draws the notices on screen. Faults and alarms are read out at once, the others when there is a pause.
pub fn toasts() -> El {
    let toasts: Toasts = expect_context();
    let Profile { link, .. } = expect_context();
    // What one gateway did or refused says nothing about another, and nothing can be taken back there.
    let mut before = String::new();
    effect(move || {
        let gateway = link.with(|view| view.scene.url.clone());
        if gateway != before {
            before = gateway;
            toasts.put_away();
        }
    });
    // What stays on screen keeps its elements, and with them the focus.
    let list = move |faults: bool| {
        let shown = move || {
            let is_here = |said: &&Said| said.weight.stay().is_none() == faults;
            toasts.with(|notices| notices.shown.iter().filter(is_here).cloned().collect::<Vec<_>>())
        };
        keyed("", shown, move |said| toast(toasts, &said))
    };
    el("section")
        .class("toasts")
        .set("aria-label", "New notices")
        // Where there is room for one, how many more there are.
        .live("data-more", move || toasts.with(|notices| notices.shown.len().checked_sub(2).map(|more| format!("+{}", more + 1))))
        .child(list(true))
        .child(list(false).set("aria-live", "polite").set("aria-relevant", "additions"))
        .on("mouseenter", move |_| toasts.hold())
        .on("focusin", move |_| toasts.hold())
        .on("mouseleave", move |_| toasts.release())
        .on("focusout", move |_| toasts.release())
}

fn toast(toasts: Toasts, said: &Said) -> El {
    let &Said { id, weight, count, .. } = said;
    let deed = match weight {
        Weight::Offer(word) | Weight::Alarm(word) => {
            Some(button("button").set("data-size", "small").text(word).click(move || toasts.take_up(id)))
        }
        Weight::Note | Weight::Hint | Weight::Fault => None,
    };
    let close = button("button plain").set("aria-label", "Close this notice").child(icon(Icon::Close));
    div("toast")
        .set("data-tone", tone(weight))
        .set("role", if weight.stay().is_none() { "alert" } else { "note" })
        .child(el("p").text(&said.text).text(" ").child(times(count)))
        .children(deed)
        .child(close.click(move || toasts.close(id)))
}

/// Draws the button and the drawer that it opens.
pub fn drawer() -> Vec<El> {
    let toasts: Toasts = expect_context();
    let row = |said: &Said| {
        el("li")
            .set("data-tone", tone(said.weight))
            .child(span("time").set("title", &dom::local_time(said.at)).text(&dom::time_of_day(said.at)))
            .child(el("p").text(&said.text).text(" ").child(times(said.count)))
    };
    let rows = part(move || toasts.with(|notices| notices.past.iter().map(row).collect::<Vec<_>>()));
    let is_empty = move || toasts.with(|notices| notices.past.is_empty());
    let clear = button("button").set("data-size", "small").flag("hidden", is_empty).text("Clear").click(move || toasts.clear());
    let bell =
        button("button plain").set("popovertarget", "notices").set("aria-label", "Notices").set("title", "Notices").child(icon(Icon::Bell));
    let drawer = div("pop")
        .set("id", "notices")
        .set("popover", "auto")
        .set("role", "group")
        .set("aria-label", "Notices")
        .child(div("head").child(el("h2").text("Notices")).child(clear))
        .child(el("p").class("hint").flag("hidden", move || !is_empty()).text("Nothing happened yet."))
        .child(el("ul").class("log").child(rows));
    vec![bell, drawer]
}

fn times(count: u32) -> El {
    span("times").text(&if count > 1 { format!("×{count}") } else { String::new() })
}

fn tone(weight: Weight) -> &'static str {
    match weight {
        Weight::Fault => "bad",
        Weight::Hint | Weight::Alarm(_) => "warn",
        Weight::Note | Weight::Offer(_) => "ok",
    }
}
