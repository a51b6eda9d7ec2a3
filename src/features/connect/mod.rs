//! The connect screen: address, token or password, and the diagnosis of what failed.
//! Refuses to keep the secret: it goes to the connection and nowhere else.

mod diagnosis;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use crate::gateway::Command;
use crate::paths;
use crate::protocol::connect::Credential;
use crate::state::prefs::{DEFAULT_URL, LastGateway, gateway_url, token_in};
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::ui::live;
use diagnosis::Diagnosis;

/// The address of the gateway that served this page, if one did.
#[derive(Clone, Debug, Default)]
pub struct ServedBy(pub Option<String>);

/// Draws the screen.
#[component]
pub fn ConnectScreen() -> impl IntoView {
    let profile: Profile = expect_context();
    let last: Stored<LastGateway> = expect_context();
    let ServedBy(served_by) = expect_context();
    let link = profile.link;

    let first = Some(last.get_untracked().url).filter(|url| !url.is_empty()).or(served_by).unwrap_or_else(|| DEFAULT_URL.into());
    let address = RwSignal::new(first);
    let is_password = RwSignal::new(false);
    let secret = RwSignal::new(String::new());
    let is_submitted = RwSignal::new(false);

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let pasted = address.get_untracked();
        let typed = secret.get_untracked().trim().to_owned();
        let typed = if typed.is_empty() { token_in(&pasted).unwrap_or_default().to_owned() } else { typed };
        let url = gateway_url(&pasted);
        address.set(url.clone());
        last.set(LastGateway { url: url.clone(), left: false });
        profile.connect(url, credential(typed, is_password.get_untracked()));
        is_submitted.set(true);
    };
    let leave = move |_| {
        is_submitted.set(false);
        profile.tell(Command::Leave);
    };

    // Opened on purpose, the screen leads on to the list; shown in place of another view, it just gives way.
    let (navigate, location) = (use_navigate(), use_location());
    Effect::new(move || {
        if is_submitted.get() && link.is_ready() {
            is_submitted.set(false);
            secret.set(String::new());
            if location.pathname.with_untracked(|path| path.ends_with(&paths::connect())) {
                navigate(&paths::sessions(), Default::default());
            }
        }
    });

    let is_busy = move || link.with(|view| view.link.is_busy());
    let is_underway = move || link.with(|view| view.link.is_underway());
    let secret_label = move || if is_password.get() { "Password" } else { "Token" };
    let choice = move |word: &'static str, password: bool| {
        let is_chosen = live::flag(move || is_password.get() == password);
        view! {
            <label>
                <input type="radio" name="credential" prop:checked=is_chosen on:change=move |_| is_password.set(password) />
                {word}
            </label>
        }
    };
    let cancel = move || view! { <button type="button" class="button" on:click=leave>"Cancel"</button> };
    view! {
        <section class="connect">
            <h1>"Connect to a gateway"</h1>
            <form aria-label="Connect to a gateway" on:submit=submit>
                <label class="field">
                    <span>"Gateway address"</span>
                    <input type="text" inputmode="url" autocomplete="url" spellcheck="false" required bind:value=address />
                </label>
                <fieldset class="choice">
                    <legend>"Credential"</legend>
                    {choice("Token", false)}
                    {choice("Password", true)}
                </fieldset>
                <label class="field">
                    <span>{live::word(secret_label)}</span>
                    <input type="password" autocomplete="off" bind:value=secret />
                </label>
                <p class="hint">"Kept in memory, never stored: the gateway issues this browser a token of its own. Leave it empty if it already has one."</p>
                <div class="actions">
                    <button type="submit" class="button" data-kind="primary" disabled=live::flag(is_busy)>
                        {live::word(move || if is_busy() { "Connecting" } else { "Connect" })}
                    </button>
                    {live::when(is_underway, cancel)}
                </div>
            </form>
            <Diagnosis />
        </section>
    }
}

fn credential(typed: String, is_password: bool) -> Credential {
    match (typed.is_empty(), is_password) {
        (true, _) => Credential::None,
        (false, true) => Credential::Password(typed),
        (false, false) => Credential::Token(typed),
    }
}
