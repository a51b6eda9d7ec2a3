//! The frame around every view: top bar, banner, and the page for addresses that lead nowhere.
//! Refuses to know what the views show.

mod banner;
mod link_chip;
mod theme;

use leptos::prelude::*;
use leptos_router::components::A;

use crate::paths;
use crate::state::profile::Profile;
use crate::ui::live;
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
    let host = live::text(move || {
        let host = link.with(|view| view.scene.url.split_once("://").map(|(_, host)| host.to_owned()));
        host.unwrap_or_else(|| "No gateway".into())
    });
    view! {
        <div class="shell">
            <a class="skip" href="#content" rel="external">"Skip to content"</a>
            <header class="top">
                <A href=paths::sessions() attr:class="brand">
                    <span class="mark" aria-hidden="true"></span>
                    <span class="word">"OpenClutch"</span>
                </A>
                <A href=paths::connect() attr:class="host" attr:title="Gateway: change or disconnect">
                    {host}
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
