//! The frame around every view: top bar, banner, and the gate that shows the connect screen until there was a connection.
//! Refuses to know what the views show.

mod banner;
mod link_chip;
mod theme;

use leptos::prelude::*;
use leptos_router::components::A;

use crate::paths;
use crate::state::profile::Profile;
use banner::Banner;
use link_chip::LinkChip;
use theme::ThemeButton;

/// Draws the frame around a view.
#[component]
pub fn Shell(
    /// The view.
    children: Children,
) -> impl IntoView {
    let Profile { link, .. } = expect_context();
    let host = move || link.scene.with(|scene| scene.url.split_once("://").map_or(String::new(), |(_, host)| host.to_owned()));
    view! {
        <div class="shell">
            <a class="skip" href="#content">"Skip to content"</a>
            <header class="top">
                <A href=paths::sessions() attr:class="brand">
                    <span class="mark" aria-hidden="true"></span>
                    "OpenClutch"
                </A>
                <A href=paths::connect() attr:class="host" attr:title="Gateway: change or disconnect">
                    {move || if host().is_empty() { "No gateway".to_owned() } else { host() }}
                </A>
                <ThemeButton />
                <LinkChip />
            </header>
            <Banner />
            <main id="content" tabindex="-1">{children()}</main>
        </div>
    }
}

/// Draws the helpful page for an address that leads nowhere.
#[component]
pub fn NoSuchPage() -> impl IntoView {
    view! {
        <section class="page-note">
            <h1>"No such page"</h1>
            <p>"This address leads nowhere in OpenClutch. " <A href=paths::sessions()>"Go to Sessions"</A></p>
        </section>
    }
}
