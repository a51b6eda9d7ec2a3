//! What views that are fetched later know, lent to the one queue of what waits: so that it needs nothing of how they know it.
//! Refuses to gather; each lender does that for itself.

use leptos::prelude::*;

use super::profile::Profile;
use super::queue::Due;
use super::ticker::Ticker;
use crate::domain::queue::Item;
use crate::protocol::UnixMs;

/// Who lends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lender {
    /// Who knows jobs.
    Jobs,
    /// Who knows tasks.
    Tasks,
    /// Who watches budgets.
    Budgets,
}

/// What is lent.
#[derive(Clone, Copy)]
pub struct Lent {
    /// What waits, by who says so.
    pub items: RwSignal<Vec<(Lender, Vec<Item>)>>,
    /// The jobs that are due next, once somebody said so.
    pub due: RwSignal<Option<Vec<Due>>>,
    /// Why jobs could not be read, in words.
    pub trouble: RwSignal<Option<String>>,
    /// What may be spent on a day, in billionths of a dollar.
    pub budget: RwSignal<Option<i64>>,
    /// Moves the time on while the ticker stands still, since nobody can see the page.
    pub pulse: RwSignal<()>,
}

impl Lent {
    /// Returns what is lent about a gateway.
    pub fn of(profile: &Profile) -> Self {
        profile.keep(|_, _| Self {
            items: RwSignal::default(),
            due: RwSignal::default(),
            trouble: RwSignal::default(),
            budget: RwSignal::default(),
            pulse: RwSignal::default(),
        })
    }

    /// Returns what the clock on the wall shows, and tracks it calmly: with the ticker, and with the pulse.
    pub fn wall(&self, profile: &Profile, ticker: Ticker) -> UnixMs {
        ticker.calm();
        self.pulse.track();
        profile.wall()
    }

    /// Returns what the gateway's clock shows, and tracks it likewise.
    pub fn there(&self, profile: &Profile, ticker: Ticker) -> UnixMs {
        let wall = self.wall(profile, ticker);
        profile.link.with(|view| view.gateway_time(wall))
    }

    /// Lends what waits, in the place of what was lent before. Nobody is woken when it is the same.
    pub fn lend(&self, of: Lender, items: Vec<Item>) {
        self.items.maybe_update(|all| match all.iter_mut().find(|(by, _)| *by == of) {
            Some((_, before)) if *before == items => false,
            Some((_, before)) => {
                *before = items;
                true
            }
            None => {
                all.push((of, items));
                true
            }
        });
    }
}
