//! Watches what is spent against the budgets, by what the gateway tells anyway: runs that end, and its count when that is read.
//! Refuses to ask for anything, and to speak while nobody looks.

use std::sync::Arc;

use futures::future::{Fuse, FusedFuture, FutureExt};
use futures::{StreamExt, select_biased};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::say;
use crate::domain::usage::budget::{Budget, Whose};
use crate::domain::usage::spending::Spending;
use crate::gateway::socket::Local;
use crate::gateway::{Clock, Gateway, Notice};
use crate::place::Place;
use crate::platform::dom;
use crate::protocol::day::Day;
use crate::protocol::sessions::SessionRow;
use crate::protocol::{Event, Family, UnixMs};
use crate::state::address::{DEMO_URL, is_made_up};
use crate::state::profile::Profile;
use crate::state::spending::{BUDGETS, Budgets, Crossing, NOTICED, Noticed};
use crate::state::stored::Stored;
use crate::state::toasts::Toasts;
use crate::ui::el::effect;

/// Begins to watch, unless that was done before.
pub fn watch(profile: Profile, toasts: Toasts, place: Place) {
    Watch::of(profile, toasts, place);
}

/// What watches.
#[derive(Clone, Copy)]
pub struct Watch {
    /// The address of the present gateway.
    pub url: Memo<String>,
    /// The budgets of the present gateway.
    pub list: Memo<Vec<Budget>>,
    /// The budgets.
    pub budgets: Stored<Budgets>,
    /// What was noticed.
    pub noticed: Stored<Noticed>,
    /// What is spent at the present gateway.
    pub spending: RwSignal<Spending>,
    /// The browser did not keep the last change.
    pub is_unkept: RwSignal<bool>,
    pub(super) profile: Profile,
    pub(super) toasts: Toasts,
    pub(super) place: Place,
}

/// Which day a point in time is on, by the clock of this browser's zone.
fn day_of(at: i64) -> Day {
    let minutes = at.div_euclid(60_000) + i64::from(dom::own_offset(UnixMs(at)));
    Day(i32::try_from(minutes.div_euclid(1_440)).unwrap_or(0))
}

/// When a day begins, by the clock of this browser's zone.
fn start_of(day: Day) -> i64 {
    let utc = i64::from(day.0) * 86_400_000;
    let ahead = |at: i64| i64::from(dom::own_offset(UnixMs(at))) * 60_000;
    // Where the clocks are turned that day the first guess may lie on the other side.
    utc - ahead(utc - ahead(utc))
}

impl Watch {
    /// Returns what watches a gateway's budgets; the first time it begins.
    pub fn of(profile: Profile, toasts: Toasts, place: Place) -> Self {
        profile.keep(|gateway, clock| {
            let budgets: Stored<Budgets> = profile.stored(BUDGETS);
            // What is known of the link changes with every tick, and neither of these does.
            let url = Memo::new(move |_| profile.link.with(|view| view.scene.url.clone()));
            let list = Memo::new(move |_| url.with(|url| budgets.get().list.into_iter().filter(|budget| budget.gateway == *url).collect()));
            let watch = Self {
                url,
                list,
                budgets,
                noticed: profile.stored(NOTICED),
                spending: RwSignal::default(),
                is_unkept: RwSignal::new(false),
                profile,
                toasts,
                place,
            };
            watch.follow_what_is_read();
            super::lend::lend(watch);
            spawn_local(watch.follow(gateway, clock));
            watch
        })
    }

    /// Returns the budgets of the present gateway, and tracks them.
    pub fn here(&self) -> Vec<Budget> {
        self.list.get()
    }

    /// Returns what the gateway's clock shows, in milliseconds; does not track it.
    pub fn now(&self) -> i64 {
        let wall = self.profile.wall();
        untrack(|| self.profile.link.with(|view| view.gateway_time(wall))).0
    }

    /// Returns today, and does not track it.
    pub fn today(&self) -> Day {
        day_of(self.now())
    }

    /// Returns when the present time of a budget began and when it ends, in milliseconds.
    pub fn time_of(&self, budget: &Budget) -> (i64, i64) {
        let (from, to) = budget.per.days(self.today());
        (start_of(from), start_of(to))
    }

    /// Changes the budgets, and says so if the browser cannot keep them.
    pub fn change(&self, change: impl FnOnce(&mut Budgets)) {
        // Another tab may have changed others.
        self.budgets.reread();
        let mut budgets = self.budgets.get_untracked();
        change(&mut budgets);
        self.is_unkept.set(self.budgets.keep(budgets).is_err());
    }

    /// Puts a budget in its place. One that is another now may be said again.
    pub fn put(&self, budget: Budget) {
        self.noticed.reread();
        self.noticed.change(|noticed| noticed.marks.unsay(budget.id));
        self.change(|budgets| budgets.put(budget));
    }

    /// Forgets the crossings at the present gateway.
    pub fn clear(&self) {
        let url = self.profile.link.url();
        self.noticed.change(|noticed| noticed.crossings.retain(|crossing| crossing.gateway != url));
    }

    /// Takes what is read anyway: the list of sessions once it is whole, and the gateway's count.
    fn follow_what_is_read(self) {
        let (profile, url) = (self.profile, self.url);
        let is_listed = Memo::new(move |_| profile.link.is_ready() && profile.sessions.with_value(|rows| rows.is_complete()) == Some(true));
        let ledger = Memo::new(move |_| {
            // By another zone's clock days are others.
            let of_own = |zone: &str| zone == dom::own_zone();
            profile.usages.with(|standing| {
                let (ledger, asked) = url.with(|url| standing.of(url)).filter(|(_, asked)| of_own(&asked.zone))?;
                Some((asked.from, asked.to, ledger.counted_at))
            })
        });
        effect(move || {
            let url = url.get();
            untrack(|| self.begin(&url));
        });
        effect(move || {
            let (url, counted) = (url.get(), ledger.get());
            let has_rows = is_listed.get();
            if self.here().is_empty() {
                return;
            }
            untrack(|| {
                let today = self.today();
                let covers = counted.is_some_and(|(from, to, _)| from <= today.month() && to == today);
                let ledger = self.profile.usages.with(|standing| standing.ledger.clone()).filter(|_| covers);
                let named: Vec<String> = self.here().into_iter().map(|budget| budget.of).collect();
                self.spending.maybe_update(|spending| {
                    let ledger = ledger.filter(|_| spending.gateway == url);
                    ledger.is_some_and(|ledger| spending.count(&ledger, today, day_of, &|key| named.iter().any(|of| of == key)))
                });
                if has_rows {
                    self.profile.sessions.with_value(|rows| {
                        for row in rows.rows.all() {
                            self.take(row);
                        }
                    });
                }
                // There is no frame while the page is hidden, so nothing is said until somebody looks again.
                request_animation_frame(move || self.judge());
            });
        });
    }

    /// Takes up what is known of a gateway.
    fn begin(self, url: &str) {
        self.noticed.reread();
        // The demo's world begins anew with each page.
        let kept = self.noticed.get_untracked().spendings.into_iter().find(|kept| kept.gateway == url && !is_made_up(url));
        if url == DEMO_URL {
            let others: Vec<Budget> = self.budgets.get_untracked().list.into_iter().filter(|budget| budget.gateway != url).collect();
            let today = self.today();
            self.noticed.change(|noticed| noticed.marks.forget(&others, today));
        }
        self.spending.set(kept.unwrap_or_else(|| Spending::begin(url, self.now(), self.today())));
    }

    async fn follow(self, gateway: Gateway, clock: Arc<dyn Clock>) {
        let mut notices = gateway.notices(&[Family::Sessions]);
        let mut frame: Fuse<Local<()>> = Fuse::terminated();
        loop {
            let has_changed = select_biased! {
                notice = notices.next() => match notice {
                    Some(Notice::Event(event)) => match &*event {
                        Event::SessionsChanged(changed) => changed.session.as_ref().is_some_and(|row| self.take(row)),
                        Event::SessionMessage(message) => message.session.as_ref().is_some_and(|row| self.take(row)),
                        _ => false,
                    },
                    Some(_) => false,
                    None => return,
                },
                () = &mut frame => {
                    self.judge();
                    false
                }
            };
            if has_changed && frame.is_terminated() {
                frame = clock.frame().fuse();
            }
        }
    }

    fn take(&self, row: &SessionRow) -> bool {
        if untrack(|| self.here()).is_empty() {
            return false;
        }
        let today = self.today();
        let taken = self.spending.try_maybe_update(|spending| {
            let (has_turned, is_taken) = (spending.turn(today), spending.take(row, day_of));
            (has_turned || is_taken, is_taken)
        });
        taken == Some(true)
    }

    /// Says which levels were reached, each once.
    fn judge(&self) {
        let today = self.today();
        self.budgets.reread();
        let budgets = untrack(|| self.here());
        if budgets.is_empty() {
            return;
        }
        self.spending.maybe_update(|spending| spending.turn(today));
        // Another tab may have said it.
        self.noticed.reread();
        let mut noticed = self.noticed.get_untracked();
        noticed.marks.forget(&self.budgets.get_untracked().list, today);
        let mut reached = vec![];
        self.spending.with_untracked(|spending| {
            for budget in &budgets {
                for (of, spent) in spending.of(budget) {
                    if let Some(level) = noticed.marks.judge(budget, &of, today, spent) {
                        reached.push((budget, of, level, spent));
                    }
                }
            }
            if !is_made_up(&spending.gateway) {
                noticed.keep(spending.clone());
            }
        });
        let said: Vec<Crossing> = reached.iter().map(|(budget, of, level, spent)| self.crossing(budget, of, *level, *spent)).collect();
        for crossing in &said {
            noticed.note(crossing.clone());
        }
        if noticed != self.noticed.get_untracked() {
            self.noticed.set(noticed);
        }
        let bounds: Vec<(Whose, String)> = reached.into_iter().map(|(budget, of, ..)| (budget.whose, of)).collect();
        match said.as_slice() {
            [] => {}
            [crossing] => self.alarm(bounds, &crossing.words, &crossing.search),
            [crossing, ..] => {
                let words = [&say::many(said.len(), "limit"), " of budgets were reached at once. One of them: ", &crossing.words].concat();
                self.alarm(bounds, &words, "");
            }
        }
    }
}
