//! The app: the browser's parts are put together here, and nowhere else.
//! Refuses to draw more than the frame, and to decide anything.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::shortcuts::{KEYS, Keymap};
use crate::features::chat::Exporting;
use crate::features::connect::{FromLink, ServedBy};
use crate::features::demo::{DemoSeat, Touring, badge};
use crate::features::palette::{Palette, find_button};
use crate::features::shell::shell;
use crate::gateway::{self, Clock, Command, Config, Gateway, Identity, Link};
use crate::keys::Keys;
use crate::place::Place;
use crate::platform::clock::BrowserClock;
use crate::platform::demo::DemoWorker;
use crate::platform::files::IndexedFiles;
use crate::platform::identity::{DeviceKeys, random_seed};
use crate::platform::socket::BrowserConnector;
use crate::platform::storage::LocalStorage;
use crate::platform::{self, page};
use crate::protocol::connect::Credential;
use crate::routes::{create, link_facts, summoned, toured, views};
use crate::state::address::DEMO_URL;
use crate::state::gateways::{self, GATEWAYS, Gateways};
use crate::state::handed::{Handed, Lead};
use crate::state::prefs::{PREFS, Prefs};
use crate::state::profile::{Profile, Stores};
use crate::state::replaying::{Door, Replays};
use crate::state::stored::{KeyValue, Stored};
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::el::{effect, host};
use crate::ui::offer::TaskOffer;
use crate::{parts, paths};

/// Draws the whole app.
#[component]
pub fn App() -> impl IntoView {
    let place = page::place();
    let store: Arc<dyn KeyValue> = Arc::new(LocalStorage::default());
    let clock: Arc<dyn Clock> = Arc::new(BrowserClock);
    let keys: Rc<dyn Identity> = Rc::new(DeviceKeys::new(store.clone(), random_seed));
    let config =
        Config { instance_id: uuid::Uuid::new_v4().to_string(), origin: place.origin.clone(), seed: uuid::Uuid::new_v4().as_u64_pair().0 };
    let chosen = platform::demo::chosen();
    let connector = BrowserConnector { demo: DemoWorker::of(chosen.as_deref().unwrap_or_default()), replay: Door::default() };
    let (gateway, driver) = gateway::start(Rc::new(connector.clone()), clock.clone(), keys.clone(), config);
    spawn_local(driver);

    let profile =
        Profile::start(gateway.clone(), clock.clone(), place.origin, Stores { store: store.clone(), files: Arc::new(IndexedFiles) });
    leave_demo_for_a_gateway(profile, connector.demo.clone());
    let (toasts, here) = (Toasts::new(clock.clone()), Place::start());
    let ticker = Ticker::start(clock, profile.link);
    watch_page(&gateway, ticker);
    fetch_ahead(profile, toasts, here, ticker);
    provide_context(demo_seat(connector.demo, place.root));
    provide_context(Touring(RwSignal::new(platform::demo::is_first(chosen.as_deref()))));
    provide_context(connector.replay);
    provide_context(Replays(parts::replay));
    gateways::take_over_single(&*store);
    let known = Stored::<Gateways>::new(store.clone(), GATEWAYS);
    // With a token of its own or a remembered secret this browser connects by itself; only ever to where a person has sent it before.
    let Gateways { last, left, .. } = known.get_untracked();
    let asked = RwSignal::new(None);
    let follow = move |origin: &Option<String>| follow_link(profile, known, asked, here, origin.as_deref());
    if chosen.is_some() {
        profile.resume(DEMO_URL.into());
    } else if follow(&place.gateway) {
        // The link says where to.
    } else if !left && (keys.token(&last).is_some() || keys.secret(&last) != Credential::None) {
        profile.resume(last);
        recall_without_a_link(profile);
    }
    let served_by = place.gateway.clone();
    page::on_window(&[page::HANDED], move || {
        follow(&served_by);
    });
    page::on_window(&[page::NEWER], move || toasts.alarm("A newer OpenClutch is here. What you write is kept.", "Reload", page::renew));
    let keys = Keys::new(Stored::<Keymap>::new(store.clone(), KEYS));
    let prefs = Stored::<Prefs>::new(store, PREFS);
    // Tabs follow each other in what is kept. To which gateway a tab is connected is its own affair.
    page::on_window(&["storage"], move || {
        prefs.reread();
        keys.map.reread();
        known.reread();
        profile.outbox.reread();
        profile.projects.reread();
    });
    provide_context(here);
    provide_context(TaskOffer(parts::task_offer));
    provide_context(Exporting(parts::export));
    provide_context(profile);
    provide_context(known);
    provide_context(prefs);
    provide_context(keys);
    provide_context(Palette::start());
    provide_context(toasts);
    provide_context(ticker);
    provide_context(ServedBy(place.gateway));
    provide_context(FromLink(asked));
    host(toured(summoned(create(shell(views(), vec![find_button(), badge()], link_facts)))))
}

/// Goes where a link leads that handed a gateway or a token over; says whether one did.
fn follow_link(profile: Profile, known: Stored<Gateways>, asked: RwSignal<Option<Handed>>, here: Place, served_by: Option<&str>) -> bool {
    let Some(handed) = Handed::read(&page::handed()) else { return false };
    match handed.lead(&known.get_untracked(), served_by) {
        Lead::Connect(handed) if handed.token.is_empty() => known.switch(profile, handed.url),
        Lead::Connect(handed) => {
            known.change(|known| known.enter(&handed.url));
            profile.connect(handed.url, Credential::Token(handed.token));
        }
        Lead::Ask(handed) => {
            asked.set(Some(handed));
            here.go(&paths::connect());
        }
    }
    true
}

/// Shows what was known last if the gateway cannot be reached at the start.
fn recall_without_a_link(profile: Profile) {
    let is_away = Memo::new(move |_| profile.link.with(|view| !view.was_ready && matches!(view.link, Link::Reconnecting { .. })));
    effect(move || {
        if is_away.get() {
            parts::recall(profile);
        }
    });
}

/// So long the first view has the road for itself.
const AHEAD: Duration = Duration::from_secs(2);

/// Loads the views that are parts of their own once there is a connection and nothing better to do.
fn fetch_ahead(profile: Profile, toasts: Toasts, here: Place, ticker: Ticker) {
    let stands = Memo::new(move |_| profile.link.with(|view| view.was_ready));
    effect(move || {
        if stands.get() {
            spawn_local(async move {
                profile.sleep(AHEAD).await;
                profile.clock().shown().await;
                page::at_leisure(1_000, move || parts::prefetch(profile, toasts, here, ticker));
            });
        }
    });
}

/// What the demo's badge and panel can do.
fn demo_seat(worker: DemoWorker, root: String) -> DemoSeat {
    let told = RwSignal::new(String::new());
    let order = move |order: &str| worker.order(order, move |lines| told.set(lines));
    DemoSeat::new(told, order, move || platform::demo::leave(&root))
}

/// Who connects to a gateway has left the demo.
fn leave_demo_for_a_gateway(profile: Profile, worker: DemoWorker) {
    let elsewhere = Memo::new(move |_| profile.link.with(|view| !matches!(view.scene.url.as_str(), "" | DEMO_URL)));
    effect(move || {
        if elsewhere.get() {
            platform::demo::forget();
            worker.stop();
        }
    });
}

/// Tells the connection, and the time on screen, what happens around the page.
fn watch_page(gateway: &Gateway, ticker: Ticker) {
    let shown = gateway.clone();
    page::on_window(&["visibilitychange", "pageshow"], move || shown.tell(Command::Visible(page::is_visible())));
    let nudged = gateway.clone();
    page::on_window(&["online", "keydown", "pointerdown"], move || nudged.tell(Command::Nudge));
    let woken = gateway.clone();
    spawn_local(async move {
        loop {
            page::woken().await;
            woken.tell(Command::Woke);
            // While nobody looks time stands still on screen; whoever comes back is told then.
            if page::is_visible() {
                ticker.catch_up();
            }
        }
    });
    gateway.tell(Command::Visible(page::is_visible()));
}
