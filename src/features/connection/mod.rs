//! The workbench of the connection: what passes, counted and word for word; who is at the other end, and who may come in there.
//! Refuses to ask anything by the clock: what is counted is counted here, and panels are read once when somebody looks.

mod address;
mod bench;
mod counts;
mod devices;
mod frames;
mod gateway;
mod metrics;
mod odd;
mod offers;
mod panel;
mod recorder;
mod replay;
mod sift;
mod table;

use leptos::prelude::*;

use crate::gateway::Link;
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::state::profile::Profile;
use crate::ui::el::{El, button, div, el, link};
use address::Tab;
pub use replay::replay;

/// Draws the view.
pub fn connection() -> El {
    let place: Place = expect_context();
    let tab = Memo::new(move |_| place.with(|here| Tab::read(&here.search)));
    let go = move |tab: Tab| place.replace(&[paths::connection(), tab.write()].concat());
    let entry = move |of: Tab| {
        button("")
            .set("role", "tab")
            .set("aria-controls", "connection-part")
            .live("tabindex", move || Some(if tab.get() == of { "0" } else { "-1" }.to_owned()))
            .truth("aria-selected", move || tab.get() == of)
            .text(of.as_str())
            .click(move || go(of))
    };
    let tabs = div("tabs")
        .set("role", "tablist")
        .set("aria-label", "Parts of the connection")
        .keys(move |event| {
            if let Some(next) = tab.get_untracked().turned(&event.key()) {
                go(next);
                request_animation_frame(|| dom::focus(".connection [role=tab][aria-selected=true]"));
            }
        })
        .children(Tab::ALL.into_iter().map(entry).collect::<Vec<_>>());
    let part = div("part").set("id", "connection-part").set("role", "tabpanel").live("aria-label", move || Some(tab.get().as_str().into()));
    let profile: Profile = expect_context();
    // The workbench is of use without a gateway too: recordings open here.
    // Once there was a connection, the banner says what became of it.
    let is_nowhere = move || {
        let has_trouble = profile.link.diagnosis.with(Option::is_some);
        profile.link.with(|view| matches!(view.link, Link::Idle) || (has_trouble && !view.was_ready && view.recalled.is_none()))
    };
    let why = move || match profile.link.diagnosis.get() {
        Some((_, advice)) => [&advice.what, " ", &advice.next, " "].concat(),
        None => "Not connected. ".to_owned(),
    };
    let way = move || el("p").class("note-line").say(why).child(link(&paths::connect()).text("Connect to a gateway"));
    el("section").class("connection").child(el("h1").text("Connection")).when(is_nowhere, way).child(tabs).child(part.part(move || {
        match tab.get() {
            Tab::Metrics => metrics::metrics(),
            Tab::Recorder => recorder::recorder(),
            Tab::Gateway => gateway::gateway(),
            Tab::Devices => devices::devices(),
        }
    }))
}
