//! The connect screen: address, token or password, and the diagnosis of what failed.
//! Refuses to keep the secret: it goes to the connection and nowhere else.

mod diagnosis;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::gateway::Command;
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::protocol::connect::Credential;
use crate::state::address::{DEFAULT_URL, DEMO_URL, gateway_url, is_made_up, token_in};
use crate::state::gateways::Gateways;
use crate::state::handed::Handed;
use crate::state::profile::Profile;
use crate::state::replaying::{Door, Replays};
use crate::state::stored::Stored;
use crate::ui::el::{El, button, div, effect, el};
use diagnosis::diagnosis;

/// The address of the gateway that served this page, if one did.
#[derive(Clone, Debug, Default)]
pub struct ServedBy(pub Option<String>);

/// What a link handed over that named a gateway which nobody here knows, until somebody decides.
#[derive(Clone, Copy)]
pub struct FromLink(pub RwSignal<Option<Handed>>);

/// What it means to look only.
const LOOKS: &str = "Nothing can be changed there from this browser, and every button says so. To take that back later, the gateway's token or password is needed again, and a browser that is not on its machine has to be approved once more.";

/// What is said of a gateway that a link named.
const OF_A_LINK: &str =
    "A link filled this in. Connect only if you know that gateway: whoever runs it sees all that you do there. Nothing was sent yet.";

/// Draws the screen.
pub fn connect() -> El {
    let profile: Profile = expect_context();
    let gateways: Stored<Gateways> = expect_context();
    let ServedBy(served_by) = expect_context();
    let link = profile.link;

    let FromLink(asked) = expect_context();
    let handed = asked.get_untracked().unwrap_or_default();
    // Where a link leads; where this tab is connected; in a new tab where the last one was.
    let first = [handed.url, link.url(), gateways.get_untracked().last, served_by.unwrap_or_default()]
        .into_iter()
        .find(|url| !url.is_empty() && !is_made_up(url));
    let first = first.unwrap_or_else(|| DEFAULT_URL.into());
    let address = RwSignal::new(first);
    let is_password = RwSignal::new(false);
    let secret = RwSignal::new(handed.token);
    let is_remembered = RwSignal::new(false);
    let is_submitted = RwSignal::new(false);
    // As it was chosen for that gateway, until somebody chooses anew.
    let chosen = RwSignal::new(None::<bool>);
    let is_look_only = move || chosen.get().unwrap_or_else(|| gateways.get().is_read_only(&gateway_url(&address.get())));

    let submit = move || {
        let pasted = address.get_untracked();
        let typed = secret.get_untracked().trim().to_owned();
        let typed = if typed.is_empty() { token_in(&pasted).unwrap_or_default().to_owned() } else { typed };
        let url = gateway_url(&pasted);
        address.set(url.clone());
        let looks = untrack(is_look_only);
        gateways.change(|gateways| {
            gateways.enter(&url);
            gateways.look_only(&url, looks);
        });
        chosen.set(None);
        // Nothing typed changes nothing about what is remembered.
        if !typed.is_empty() {
            profile.tell(Command::Remember { url: url.clone(), wanted: is_remembered.get_untracked() });
        }
        profile.connect(url, credential(typed, is_password.get_untracked()));
        asked.set(None);
        is_submitted.set(true);
    };
    let leave = move || {
        is_submitted.set(false);
        profile.tell(Command::Leave);
    };

    // Opened on purpose, the screen leads on to the list; shown in place of another view, it just gives way.
    let place: Place = expect_context();
    effect(move || {
        if is_submitted.get() && link.is_ready() {
            is_submitted.set(false);
            secret.set(String::new());
            if untrack(|| place.with(|here| here.path == paths::connect())) {
                place.go(&paths::now());
            }
        }
    });

    let is_busy = move || link.with(|view| view.link.is_busy());
    let is_underway = move || link.with(|view| view.link.is_underway());
    let secret_label = move || if is_password.get() { "Password" } else { "Token" };
    let hint = move || {
        if is_remembered.get() {
            "Stored in this browser in plain text, for whoever uses it, and used when the gateway's own token for this browser is void."
        } else {
            "Kept in memory, never stored: the gateway issues this browser a token of its own."
        }
    };
    let choice = move |word: &str, password: bool| {
        let radio = el("input").set("type", "radio").set("name", "credential").checked(move || is_password.get() == password);
        el("label").child(radio.on("change", move |_| is_password.set(password))).text(word)
    };
    let input = |kind: &str| el("input").set("type", kind).set("spellcheck", "false");
    let field = |label: El, input: El| el("label").class("field").child(label).child(input);
    let remember = input("checkbox").checked(move || is_remembered.get()).on("change", move |_| is_remembered.update(|is| *is = !*is));
    let look = input("checkbox").checked(is_look_only).on("change", move |_| chosen.set(Some(!untrack(is_look_only))));
    let connect = el("button")
        .class("button")
        .set("data-kind", "primary")
        .flag("disabled", is_busy)
        .say(move || if is_busy() { "Connecting" } else { "Connect" }.to_owned());
    let form = el("form")
        .set("aria-label", "Connect to a gateway")
        .child(field(
            el("span").text("Gateway address"),
            input("text").set("inputmode", "url").set("autocomplete", "url").set("required", "").bind(address),
        ))
        .child(
            el("fieldset")
                .class("options")
                .child(el("legend").text("Credential"))
                .child(choice("Token", false))
                .child(choice("Password", true)),
        )
        .child(field(el("span").say(move || secret_label().to_owned()), input("password").set("autocomplete", "off").bind(secret)))
        .child(el("p").class("hint").text("Leave it empty if the gateway has issued this browser a token before."))
        .child(el("label").class("check").child(remember).text("Remember on this device"))
        .child(el("p").class("hint").say(move || hint().to_owned()))
        .child(el("label").class("check").child(look).text("Look only: ask for no other permission than to read"))
        .child(el("p").class("hint").flag("hidden", move || !is_look_only()).text(LOOKS))
        .child(div("actions").child(connect).when(is_underway, move || button("button").text("Cancel").click(leave)))
        .submit(submit);
    // Another page, which begins with nothing of this one.
    let demo = || {
        let look_around = el("a").set("href", &dom::href(&paths::demo())).set("target", "_self").text("Look around with demo data");
        el("p").class("offer").text("No gateway at hand? ").child(look_around)
    };
    // Where the demo itself does not answer it is no way out.
    let is_elsewhere = move || link.with(|view| view.scene.url != DEMO_URL);
    // A link may come while the form is there.
    effect(move || {
        if let Some(handed) = asked.get() {
            address.set(if handed.url.is_empty() { untrack(|| address.get()) } else { handed.url });
            secret.set(handed.token);
        }
    });
    let of_a_link = move || asked.with(Option::is_some);
    let warned = || el("p").class("note").set("role", "status").text(OF_A_LINK);
    el("section")
        .class("connect")
        .child(el("h1").text("Connect to a gateway"))
        .child(div("of-a-link").when(of_a_link, warned))
        .child(form)
        .children(diagnosis())
        .when(is_elsewhere, demo)
        .children(recording())
}

/// Draws the way to open a recording.
fn recording() -> Option<El> {
    let (profile, place): (Profile, Place) = (expect_context(), expect_context());
    let (replays, door): (Replays, Door) = (use_context()?, use_context()?);
    let fault = RwSignal::new("");
    let read = move |files: Vec<dom::Picked>| {
        let (Some(file), door) = (files.into_iter().next(), door.clone()) else { return };
        spawn_local(async move {
            let opened = match file.text().await {
                Some(text) => replays.open(text, profile, door).await,
                None => Err("The browser could not read this file."),
            };
            if opened.is_ok() && untrack(|| place.with(|here| here.path == paths::connect())) {
                place.go(&paths::now());
            }
            // The form may be gone meanwhile.
            let _ = fault.try_set(opened.err().unwrap_or_default());
        });
    };
    let input = el("input").set("type", "file").set("accept", ".json,application/json").picks("change", read);
    let field = el("label").class("file").text("Or open a recording that was saved: ").child(input);
    Some(div("offer").child(field).child(el("p").class("fault").set("role", "alert").say(move || fault.get().to_owned())))
}

fn credential(typed: String, is_password: bool) -> Credential {
    match (typed.is_empty(), is_password) {
        (true, _) => Credential::None,
        (false, true) => Credential::Password(typed),
        (false, false) => Credential::Token(typed),
    }
}
