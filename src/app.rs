//! The app: the browser's parts are put together here, and nowhere else.
//! Refuses to draw more than the frame, and to decide anything.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Router;

use crate::features::connect::ServedBy;
use crate::features::shell::Shell;
use crate::gateway::{self, Clock, Command, Config, Gateway, Identity};
use crate::platform::clock::BrowserClock;
use crate::platform::identity::{DeviceKeys, random_seed};
use crate::platform::page;
use crate::platform::socket::BrowserConnector;
use crate::platform::storage::LocalStorage;
use crate::routes::Views;
use crate::state::prefs::{GATEWAY, LastGateway, PREFS, Prefs};
use crate::state::profile::Profile;
use crate::state::stored::{KeyValue, Stored};
use crate::state::ticker::Ticker;

/// Draws the whole app.
#[component]
pub fn App() -> impl IntoView {
    let place = page::place();
    let store: Arc<dyn KeyValue> = Arc::new(LocalStorage::default());
    let clock: Arc<dyn Clock> = Arc::new(BrowserClock);
    let keys: Rc<dyn Identity> = Rc::new(DeviceKeys::new(store.clone(), random_seed));
    let config =
        Config { instance_id: uuid::Uuid::new_v4().to_string(), origin: place.origin.clone(), seed: uuid::Uuid::new_v4().as_u64_pair().0 };
    let (gateway, driver) = gateway::start(Rc::new(BrowserConnector), clock.clone(), keys.clone(), config);
    spawn_local(driver);
    watch_page(&gateway);

    let profile = Profile::start(gateway, clock.clone(), place.origin);
    let last = Stored::<LastGateway>::new(store.clone(), GATEWAY);
    // With a token of its own this browser connects by itself; only ever to where a person has sent it before.
    let LastGateway { url, left } = last.get_untracked();
    if !left && keys.token(&url).is_some() {
        profile.resume(url);
    }
    provide_context(profile);
    provide_context(last);
    provide_context(Stored::<Prefs>::new(store, PREFS));
    provide_context(Ticker::start(clock));
    provide_context(ServedBy(place.gateway));
    view! {
        <Router base=place.root>
            <Shell>
                <Views />
            </Shell>
        </Router>
    }
}

/// Tells the connection what happens around the page.
fn watch_page(gateway: &Gateway) {
    let shown = gateway.clone();
    page::on_window(&["visibilitychange", "pageshow"], move || shown.tell(Command::Visible(page::is_visible())));
    let nudged = gateway.clone();
    page::on_window(&["online", "keydown", "pointerdown"], move || nudged.tell(Command::Nudge));
    let woken = gateway.clone();
    spawn_local(async move {
        loop {
            page::woken().await;
            woken.tell(Command::Woke);
        }
    });
    gateway.tell(Command::Visible(page::is_visible()));
}
