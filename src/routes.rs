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

/// Draws the view of the current address.
#[component]
pub fn Views() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NoSuchPage>
            <Route path=path!("/") view=|| view! { <Redirect path=paths::sessions() /> } />
            <Route path=path!("/sessions") view=|| connected(SessionsView) />
            <Route path=path!("/connect") view=ConnectScreen />
        </FlatRoutes>
    }
}

/// Shows the connect screen in place of a view until there was a connection; the address stays, so a deep link goes on afterwards.
/// A page that connects by itself shows its view at once: a form that flashes by helps nobody.
fn connected<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> impl IntoView {
    let Profile { link, .. } = expect_context();
    live::if_else(move || link.with(|state| state.was_ready || state.is_resuming), move || view().into_any(), ConnectScreen)
}
