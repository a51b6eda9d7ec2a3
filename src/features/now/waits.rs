//! The queue of everything that waits for a person, kept from when its part is here: for the view, and for the count in the frame.
//! Refuses to draw, and to ask by the clock.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::queue::snooze::{SNOOZED, Snoozed};
use crate::domain::queue::{Item, Kind, ordered};
use crate::domain::session;
use crate::protocol::SessionKey;
use crate::protocol::approvals::{ExecApprovalList, QuestionList};
use crate::protocol::cron::CronList;
use crate::protocol::devices::DevicePairList;
use crate::state::collection::Live;
use crate::state::lent::{Lender, Lent};
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
    /// What somebody wants to see, who came by a notification.
    pub wanted: RwSignal<Option<Arc<str>>>,
    pairings: Live<Pairings>,
    /// The time.
    pub ticker: Ticker,
    profile: Profile,
}

impl Waits {
    /// Returns the queue of a gateway; the first time it begins.
    pub fn of(profile: Profile, ticker: Ticker) -> Self {
        profile.keep(|_, _| {
            let (lent, pairings) = (Lent::of(&profile), Pairings::of(&profile));
            let snoozed: Stored<Snoozed> = profile.stored(SNOOZED);
            let all = gathered(profile, ticker, lent, pairings);
            let items = Memo::new(move |_| {
                let (now, snoozed) = (lent.wall(&profile, ticker), snoozed.get());
                all.with(|all| all.iter().filter(|item| !snoozed.holds(&item.id, now.0)).cloned().collect::<Vec<_>>())
            });
            let asleep = Memo::new(move |_| all.with(Vec::len) - items.with(Vec::len));
            let waits = Self { items, asleep, snoozed, lent, wanted: RwSignal::default(), pairings, profile, ticker };
            let counted = Memo::new(move |_| (items.with(Vec::len), waits.known().len() == Kind::ALL.len()));
            effect(move || profile.waits.set(Some(counted.get())));
            waits
        })
    }

    /// Returns of which kinds it is known what waits, and tracks that. What this connection may not see will not come.
    pub fn known(&self) -> Vec<Kind> {
        let has_lent = |lender: Lender| self.lent.items.with(|lent| lent.iter().any(|(by, _)| *by == lender));
        let may = self.profile.link.with(|view| {
            let asked = view.allows::<ExecApprovalList>() || view.allows::<QuestionList>();
            view.hello.as_ref().map(|_| (asked, view.allows::<DevicePairList>(), view.allows::<CronList>()))
        });
        let (may_ask, may_pair, may_read) = may.unwrap_or((true, true, true));
        let knows = |kind: &Kind| match kind {
            Kind::Approval | Kind::Question => !may_ask || self.profile.requests.with(|cached| cached.value.is_some()),
            Kind::Pairing => !may_pair || self.pairings.with(|cached| cached.value.is_some()),
            Kind::Failed | Kind::Late => !may_read || self.lent.due.with(Option::is_some),
            Kind::Blocked => has_lent(Lender::Tasks),
            Kind::Budget => has_lent(Lender::Budgets),
            Kind::Message => true,
        };
        Kind::ALL.into_iter().filter(knows).collect()
    }

    /// Puts something off.
    pub fn snooze(&self, item: &Item) {
        let (now, there) = (self.profile.wall(), untrack(|| self.ticker.there()));
        self.snoozed.change(|snoozed| snoozed.put_off(item, item.until.map(|until| until - there.0), now.0));
    }
}

/// Gathers all that waits, in order: anew from time to time, and once a second while there is something that runs out by itself; only a change
/// wakes anybody. It goes on while nobody can see the page, since notifications, the title and the icon tell of it too.
fn gathered(profile: Profile, ticker: Ticker, lent: Lent, pairings: Live<Pairings>) -> Memo<Vec<Item>> {
    let title = move |key: &SessionKey| {
        let called = profile.sessions.with_untracked(|rows| rows.rows.get(key).map(|row| session::title(row))).flatten();
        called.unwrap_or_else(|| key.to_string())
    };
    Memo::new(move |_| {
        profile.requests.listen();
        pairings.listen();
        let (now, url) = (lent.there(&profile, ticker), profile.link.with(|view| view.scene.url.clone()));
        let mut all = Gathering { items: vec![], now, title: &title };
        profile.requests.with_value(|requests| all.asked(requests.all()));
        pairings.with_value(|devices| all.devices(devices));
        all.messages(&profile.outbox.in_doubt(&url));
        lent.items.with(|lent| lent.iter().for_each(|(_, items)| all.items.extend_from_slice(items)));
        if all.items.iter().any(|item| item.until.is_some()) {
            ticker.get();
        }
        ordered(all.items)
    })
}
