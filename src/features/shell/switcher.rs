//! Which gateway this tab is connected to, and the way to the others.
//! Refuses to edit the list; Settings does.

use leptos::prelude::*;

use crate::gateway::Link;
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::state::gateways::{Gateways, Known};
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::ui::el::{El, button, div, el, link as link_to, part, span};
use crate::ui::icon::{Icon, icon};

/// Draws the button and what it opens.
pub fn switcher() -> Vec<El> {
    let profile: Profile = expect_context();
    let gateways: Stored<Gateways> = expect_context();
    let link = profile.link;
    let place: Place = expect_context();
    let name = move || {
        let url = link.with(|view| view.scene.url.clone());
        if url.is_empty() { "No gateway".into() } else { gateways.name(&url) }
    };
    let row = move |Known { url, name, .. }: Known| {
        let of = url.clone();
        let is_active = Memo::new(move |_| link.with(|view| view.scene.url == of));
        let host = url.split_once("://").map(|(_, host)| host).filter(|host| *host != name).map(|host| span("host").text(host));
        let choice = button("choice")
            .live("aria-current", move || is_active.get().then(|| "true".to_owned()))
            .child(span("name").text(&name))
            .child(span("word").say(move || if is_active.get() { "active" } else { "" }.to_owned()))
            .children(host);
        el("li").child(choice.click(move || {
            // By hand: the list is drawn anew by what follows, and a button that is gone closes nothing.
            dom::close_popovers();
            if !(link.is_ready_at(&url)) {
                gateways.switch(profile, url.clone());
            }
            place.go(&paths::now());
        }))
    };
    let rows = part(move || {
        let mut list = gateways.get().list;
        let (url, is_left) = link.with(|view| (view.scene.url.clone(), matches!(view.link, Link::Idle | Link::Closing)));
        // One that is not kept, such as the demo, is there all the same, until it is left.
        if !is_left && !url.is_empty() && list.iter().all(|known| known.url != url) {
            list.insert(0, Known { name: gateways.name(&url), url, is_read_only: false });
        }
        list.into_iter().map(row).collect::<Vec<_>>()
    });
    let disconnect = button("button")
        .flag("hidden", move || link.with(|view| matches!(view.link, Link::Idle | Link::Closing)))
        .text("Disconnect")
        .click(move || gateways.leave(profile));
    let foot = div("foot")
        .child(link_to(&paths::connect()).text("Add a gateway"))
        .child(link_to(&paths::settings()).text("Manage"))
        .child(disconnect)
        .click(dom::close_popovers);
    let switcher = button("button switcher")
        .set("popovertarget", "gateways")
        .set("title", "Switch, add or disconnect a gateway")
        .child(span("offscreen").text("Gateway: "))
        .child(span("name").say(name))
        .child(icon(Icon::Down));
    let list = div("pop")
        .set("id", "gateways")
        .set("popover", "auto")
        .set("role", "group")
        .set("aria-label", "Gateways")
        .child(el("ul").class("choices").child(rows))
        .child(foot);
    vec![switcher, list]
}
