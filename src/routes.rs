//! Which view stands at which address.
//! Refuses to draw anything itself.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route};
use leptos_router::path;

use crate::features::connect::ConnectScreen;
use crate::features::sessions::SessionsView;
use crate::features::shell::NoSuchPage;
use crate::paths;
use crate::state::profile::Profile;
use crate::ui::live;

/// Draws the view of the current address. Until there was a connection every address shows the connect screen instead,
/// and goes on to its own view afterwards.
#[component]
pub fn Views() -> impl IntoView {
    let Profile { link, .. } = expect_context();
    let views = || {
        view! {
            <FlatRoutes fallback=NoSuchPage>
                <Route path=path!("/") view=|| view! { <Redirect path=paths::sessions() /> } />
                <Route path=path!("/sessions") view=SessionsView />
                <Route path=path!("/connect") view=ConnectScreen />
            </FlatRoutes>
        }
    };
    live::if_else(move || link.with(|view| view.was_ready), views, ConnectScreen)
}
