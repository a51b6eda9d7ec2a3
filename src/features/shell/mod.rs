//! The frame around every view: rail, top bar, banner, notices, and the page for addresses that lead nowhere.
//! Refuses to know what the views show.

mod banner;
mod link_chip;
pub mod link_facts;
mod nav;
mod projects;
mod switcher;
mod toasts;

use leptos::prelude::*;

use crate::domain::favicon::Look;
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::state::prefs::Prefs;
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::ui::el::{El, div, effect, el, link};

/// Draws the frame around a view, with more for its top bar, and keeps the document in step with looks and address. `facts` draws what is
/// known of the link.
pub fn shell(view: El, more: Vec<El>, facts: fn() -> El) -> El {
    let prefs: Stored<Prefs> = expect_context();
    let place: Place = expect_context();
    effect(move || {
        let Prefs { theme, compact, .. } = prefs.get();
        dom::mark("data-theme", theme.forced());
        dom::mark("data-density", compact.then_some("compact"));
    });
    let profile: Profile = expect_context();
    let title = Memo::new(move |_| place.with(|here| nav::title(&here.path, nav::waiting(profile), profile.running())));
    effect(move || title.with(|title| dom::set_title(title)));
    // A page that is about to connect by itself is not yet without a connection.
    let is_off = move || profile.link.with(|view| !view.link.is_ready() && (view.was_ready || !view.is_resuming));
    let icon = Memo::new(move |_| Look::of(is_off(), nav::waiting(profile), profile.running()));
    effect(move || dom::set_icon(&icon.get().drawing()));
    projects::say_troubles();
    let top = el("header")
        .class("top")
        .children(projects::selector())
        .children(switcher::switcher())
        .children(more)
        .children(toasts::drawer())
        .children(link_chip::link_chip(facts));
    div("shell")
        .child(el("a").class("skip").set("href", "#content").set("rel", "external").text("Skip to content"))
        .children(nav::rail())
        .child(top)
        .child(banner::banner())
        .child(el("main").set("id", "content").set("tabindex", "-1").child(view))
        .child(toasts::toasts())
}

/// Draws the helpful page for an address that leads nowhere.
pub fn no_such_page() -> El {
    el("section")
        .class("page-note")
        .child(el("h1").text("No such page"))
        .child(el("p").text("This address leads nowhere in OpenClutch. ").child(link(&paths::sessions()).text("Go to Sessions")))
}
