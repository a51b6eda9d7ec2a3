//! The gateways: their names, where this tab is connected, and how to be rid of one.
//! Refuses to hold keys; the connection's identity does, and it is told to forget them.

use std::sync::Arc;

use leptos::prelude::*;

use crate::gateway::Command;
use crate::paths;
use crate::place::Place;
use crate::state::gateways::{Gateways, Known};
use crate::state::profile::Profile;
use crate::state::recall;
use crate::state::stored::Stored;
use crate::state::toasts::Toasts;
use crate::ui::dialog::{Ask, asking};
use crate::ui::el::{El, button, div, el, link, span};
use crate::ui::keyed::keyed;

/// Draws the list and the way to add one.
pub fn gateways() -> Vec<El> {
    let gateways: Stored<Gateways> = expect_context();
    let ask: RwSignal<Option<Ask>> = RwSignal::new(None);
    // By address: a name that is being changed keeps its field, and with it the focus.
    let urls = move || gateways.get().list.into_iter().map(|known| known.url).collect();
    let none = el("p").class("hint").flag("hidden", move || !gateways.get().list.is_empty());
    vec![
        keyed("gateways", urls, move |url| row(gateways, ask, url)).set("role", "list"),
        none.text("None yet. One that you connect to is listed here."),
        link(&paths::connect()).class("button").text("Add a gateway"),
        asking(ask),
    ]
}

fn row(gateways: Stored<Gateways>, ask: RwSignal<Option<Ask>>, url: String) -> El {
    let profile: Profile = expect_context();
    let toasts: Toasts = expect_context();
    let place: Place = expect_context();
    let of = StoredValue::new(url.clone());
    let name = move || of.with_value(|url| gateways.name(url));
    let is_active = move || of.with_value(|url| profile.link.with(|view| view.scene.url == *url));
    let deed = move |words: El| words.child(span("offscreen").say(move || format!(" {}", name())));
    let field = el("input")
        .set("type", "text")
        .set("spellcheck", "false")
        .set("autocomplete", "off")
        .value(name)
        .change(move |name| gateways.change(|gateways| of.with_value(|url| gateways.rename(url, &name))));
    let switch = button("button")
        .flag("hidden", move || is_active() && profile.link.is_ready())
        .say(move || if is_active() { "Connect" } else { "Switch" }.to_owned())
        .click(move || {
            gateways.switch(profile, of.get_value());
            place.go(&paths::sessions());
        });
    let remove = button("button").text("Remove from list").click(move || {
        let url = of.get_value();
        let Some(known) = gateways.get_untracked().list.into_iter().find(|known| known.url == url) else { return };
        gateways.change(|gateways| gateways.remove(&url));
        toasts.offer(format!("{} is off the list.", known.name), "Undo", move || {
            gateways.change(|gateways| put_back(gateways, &known));
        });
    });
    let forget = button("button").set("data-kind", "danger").text("Forget this device").click(move || {
        ask.set(Some(forgetting(gateways, profile, toasts, of.get_value())));
    });
    let is_look_only = move || of.with_value(|url| gateways.get().is_read_only(url));
    let looks = el("input").set("type", "checkbox").checked(is_look_only).on("change", move |_| {
        let (url, wanted) = (of.get_value(), !untrack(is_look_only));
        gateways.change(|gateways| gateways.look_only(&url, wanted));
        // What was asked for holds as long as the connection does.
        if untrack(is_active) && profile.link.is_ready_at(&url) {
            profile.resume(url);
        }
    });
    let title = "Asks for no other permission than to read. To take that back, the gateway's token or password is needed again, and a browser that is not on its machine has to be approved once more.";
    let looks = el("label").class("looks").set("title", title).child(looks).child(deed(el("span").text("Look only")));
    div("gateway")
        .set("role", "listitem")
        .child(el("label").class("field").child(span("offscreen").text(&format!("Name of {url}"))).child(field))
        .child(
            el("p")
                .class("address")
                .child(el("code").text(&url))
                .child(span("word").say(move || if is_active() { "active" } else { "" }.to_owned())),
        )
        .child(div("deeds").child(looks).child(deed(switch)).child(deed(remove)).child(deed(forget)))
}

fn put_back(gateways: &mut Gateways, known: &Known) {
    if gateways.list.iter().all(|other| other.url != known.url) {
        gateways.list.push(known.clone());
    }
    if gateways.last.is_empty() {
        gateways.last.clone_from(&known.url);
    }
}

/// The question before a device is forgotten: what is lost, in words.
fn forgetting(gateways: Stored<Gateways>, profile: Profile, toasts: Toasts, url: String) -> Ask {
    let name = gateways.get_untracked().name(&url);
    Ask {
        title: format!("Forget this device at {name}?"),
        text: "The key of this browser, the token that the gateway issued to it and a remembered secret are deleted here. To connect there again, this browser must be paired anew. A connection to it is closed first.".into(),
        field: None,
        word: "Forget this device",
        is_danger: true,
        deed: Arc::new(move |_| {
            // Leaving first: a link that stood would go on with a token that is no longer known here.
            if profile.link.url() == url {
                gateways.leave(profile);
            }
            recall::forget(&*profile.store(), &url);
            toasts.note(format!("This browser forgot its key and token for {name}."));
            profile.tell(Command::ForgetDevice { url: url.clone() });
        }),
    }
}
