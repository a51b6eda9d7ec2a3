//! Lends the levels of budgets that were reached to the one queue of what waits, and what may be spent on a day.
//! Refuses to know who looks at it.

use leptos::prelude::*;

use super::watch::Watch;
use crate::domain::usage::budget::{Budget, Per, Whose};
use crate::protocol::SessionKey;
use crate::state::lent::{Lender, Lent};
use crate::state::queue::Gathering;
use crate::ui::el::effect;

/// Lends from now on. The words are this browser's own, as what waits for a person is.
pub fn lend(watch: Watch) {
    let lent = Lent::of(&watch.profile);
    effect(move || {
        let (url, wall) = (watch.url.get(), watch.profile.wall());
        let mut all = Gathering { items: vec![], now: wall, title: &|key: &SessionKey| key.to_string() };
        all.crossings(&watch.noticed.get().crossings, &url, wall);
        lent.lend(Lender::Budgets, all.items);
        let of_day = |budget: &&Budget| budget.whose == Whose::All && budget.per == Per::Day;
        let limit = watch.here().iter().find(of_day).map(|budget| budget.limit);
        lent.budget.maybe_update(|budget| {
            let is_new = *budget != limit;
            *budget = limit;
            is_new
        });
    });
}
