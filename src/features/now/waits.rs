//! The queue of everything that waits for a person, kept from when its part is here: for the view, and for the count in the frame.
//! Refuses to draw, and to ask by the clock.

use leptos::prelude::*;

use crate::domain::queue::snooze::{SNOOZED, Snoozed};
use crate::domain::queue::{Item, ordered};
use crate::domain::session;
use crate::protocol::{SessionKey, UnixMs};
use crate::state::collection::Live;
use crate::state::lent::Lent;
use crate::state::pairings::Pairings;
use crate::state::profile::Profile;
use crate::state::queue::Gathering;
use crate::state::stored::Stored;
use crate::state::ticker::Ticker;
use crate::ui::el::effect;

/// What waits.
#[derive(Clone, Copy)]
pub struct Waits {
    /// In order, without what is put off.
    pub items: Memo<Vec<Item>>,
    /// How many are put off.
    pub asleep: Memo<usize>,
    /// What is put off.
    pub snoozed: Stored<Snoozed>,
    /// What others know.
    pub lent: Lent,
    profile: Profile,
    ticker: Ticker,
}

impl Waits {
    /// Returns the queue of a gateway; the first time it begins.
    pub fn of(profile: Profile, ticker: Ticker) -> Self {
        profile.keep(|_, _| {
            let (lent, pairings) = (Lent::of(&profile), Pairings::of(&profile));
            let snoozed: Stored<Snoozed> = profile.stored(SNOOZED);
            let all = gathered(profile, ticker, lent, pairings);
            let items = Memo::new(move |_| {
                let (now, snoozed) = (ticker.get().wall, snoozed.get());
                all.with(|all| all.iter().filter(|item| !snoozed.holds(&item.id, now.0)).cloned().collect::<Vec<_>>())
            });
            let asleep = Memo::new(move |_| all.with(Vec::len) - items.with(Vec::len));
            effect(move || profile.waits.set(Some(items.with(Vec::len))));
            Self { items, asleep, snoozed, lent, profile, ticker }
        })
    }

    /// Returns what the gateway's clock shows, about once a second, and tracks it.
    pub fn gateway_time(&self) -> UnixMs {
        let wall = self.ticker.get().wall;
        self.profile.link.with(|view| view.gateway_time(wall))
    }

    /// Puts something off.
    pub fn snooze(&self, item: &Item) {
        let (now, there) = (self.profile.wall(), untrack(|| self.gateway_time()));
        self.snoozed.change(|snoozed| snoozed.put_off(item, item.until.map(|until| until - there.0), now.0));
    }
}

/// Gathers all that waits, in order. Once a second, since requests run out by themselves; only a change wakes anybody.
fn gathered(profile: Profile, ticker: Ticker, lent: Lent, pairings: Live<Pairings>) -> Memo<Vec<Item>> {
    let title = move |key: &SessionKey| {
        let called = profile.sessions.with_untracked(|rows| rows.rows.get(key).map(|row| session::title(row))).flatten();
        called.unwrap_or_else(|| key.to_string())
    };
    Memo::new(move |_| {
        let wall = ticker.get().wall;
        let (now, url) = profile.link.with(|view| (view.gateway_time(wall), view.scene.url.clone()));
        let mut all = Gathering { items: vec![], now, title: &title };
        profile.requests.with_value(|requests| all.asked(requests.all()));
        pairings.with_value(|devices| all.devices(devices));
        all.messages(&profile.outbox.in_doubt(&url));
        lent.items.with(|lent| lent.iter().for_each(|(_, items)| all.items.extend_from_slice(items)));
        ordered(all.items)
    })
}
