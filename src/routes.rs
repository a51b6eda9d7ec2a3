//! Which view stands at which address.
//! Refuses to draw anything itself.

use leptos::prelude::*;
use leptos_router::components::{Redirect, Route, Routes};
use leptos_router::path;

use crate::features::connect::ConnectScreen;
use crate::features::sessions::SessionsView;
use crate::features::shell::NoSuchPage;
use crate::paths;
use crate::state::profile::Profile;

/// Draws the view of the current address. Until there was a connection every address shows the connect screen instead,
/// and goes on to its own view afterwards.
#[component]
pub fn Views() -> impl IntoView {
    let Profile { link, .. } = expect_context();
    view! {
        <Show when=move || link.was_ready.get() fallback=ConnectScreen>
            <Routes fallback=NoSuchPage>
                <Route path=path!("/") view=|| view! { <Redirect path=paths::sessions() /> } />
                <Route path=path!("/sessions") view=SessionsView />
                <Route path=path!("/connect") view=ConnectScreen />
            </Routes>
        </Show>
    }
}
