//! How it is said that a level of a budget was reached, and what can be done about it.
//! Refuses to decide that it was; `watch` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::address::Look;
use super::names;
use super::watch::Watch;
use crate::domain::say;
use crate::domain::usage::budget::{Budget, Level, Whose, told};
use crate::domain::usage::filter::Dim;
use crate::domain::usage::spending::is_of_any;
use crate::paths;
use crate::protocol::sessions::{SessionRow, SessionsAbort};
use crate::protocol::{Method, SessionKey};
use crate::state::sessions::SessionRows;
use crate::state::spending::Crossing;

impl Watch {
    pub(super) fn crossing(&self, budget: &Budget, of: &str, level: Level, spent: i64) -> Crossing {
        let who = names::whose(&self.profile, budget.whose, of);
        let (spent, limit, when) = (told(spent), told(budget.limit), budget.per.now());
        let words = match level {
            Level::Spent => ["Over budget: ", &who, " cost ", &spent, " ", when, ", and may cost ", &limit, "."].concat(),
            _ => [&who, " cost ", &spent, " of ", &limit, " ", when, "."].concat(),
        };
        let mut look = Look::default();
        let dim = match budget.whose {
            Whose::All => None,
            Whose::Agent => Some(Dim::Agent),
            Whose::Job => Some(Dim::Job),
            Whose::Session => Some(Dim::Session),
        };
        dim.into_iter().for_each(|dim| look.filter(dim, of.to_owned(), true));
        let at = self.profile.wall().0;
        Crossing { at, gateway: budget.gateway.clone(), is_spent: level == Level::Spent, words, search: look.write() }
    }

    /// Says that budgets of these were reached, with the way to stop what is at work, or to look at it.
    pub(super) fn alarm(&self, bounds: Vec<(Whose, String)>, words: &str, search: &str) {
        let (profile, place) = (self.profile, self.place);
        let at_work = self.at_work(&bounds);
        let running = at_work.len();
        let may_stop = untrack(|| profile.link.with(|view| view.allows::<SessionsAbort>()));
        if running > 0 && may_stop {
            let verb = if running == 1 { " is at work; Stop ends its run." } else { " are at work; Stop ends their runs." };
            let words = [words, " ", &say::many(running, "session"), verb].concat();
            return self.toasts.alarm(words, "Stop", move || {
                // Whoever took up work since was not spoken of.
                let row = |key: &SessionKey| profile.sessions.with_untracked(|rows| rows.rows.get(key).cloned()).flatten();
                for row in at_work.iter().filter_map(row).filter(|row| row.has_active_run) {
                    profile.stops.stop(&row, move || profile.sessions.ask_again());
                }
            });
        }
        let why = if running > 0 {
            [" ", &say::many(running, "session"), " at work cannot be stopped from here: that needs ", SessionsAbort::SCOPE.as_str(), "."]
                .concat()
        } else {
            String::new()
        };
        let to = paths::analytics() + search;
        self.toasts.alarm([words, &why].concat(), "Look", move || place.go(&to));
    }

    /// Returns the keys of the sessions that are at work and bounded by a budget.
    fn at_work(&self, bounds: &[(Whose, String)]) -> Vec<SessionKey> {
        let is_it = |row: &&Arc<SessionRow>| row.has_active_run && is_of_any(row.key.as_str(), bounds);
        let found = |rows: &SessionRows| rows.rows.all().iter().filter(is_it).map(|row| row.key.clone()).collect();
        self.profile.sessions.with_untracked(found).unwrap_or_default()
    }
}
