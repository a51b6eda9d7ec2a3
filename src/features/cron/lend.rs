//! Lends what is known of jobs to the one queue of what waits: which failed or are late, and which are due next.
//! Refuses to know who looks at it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::job::facts::facts;
use crate::gateway::CallError;
use crate::protocol::SessionKey;
use crate::state::board::Board;
use crate::state::graces::{GRACES, Graces};
use crate::state::lent::{Lender, Lent};
use crate::state::profile::Profile;
use crate::state::queue::{Gathering, Known, due};
use crate::state::stored::Stored;
use crate::state::ticker::Ticker;
use crate::ui::el::effect;
use crate::zones;

/// So many jobs that are due are lent.
const DUE: usize = 20;

/// Lends from now on, unless that was begun before.
pub fn lend(profile: Profile, ticker: Ticker) {
    profile.keep(|_, _| {
        let (board, lent): (_, Lent) = (Board::of(&profile), Lent::of(&profile));
        let graces: Stored<Graces> = profile.stored(GRACES);
        let known = Memo::new(move |before: Option<&Vec<Known>>| {
            board.jobs.listen();
            knowing(board, before.map_or(&[], Vec::as_slice))
        });
        // Jobs become late by themselves.
        effect(move || {
            board.jobs.listen();
            let now = lent.there(&profile, ticker);
            let mut all = Gathering { items: vec![], now, title: &|key: &SessionKey| key.to_string() };
            let unread = |error: &CallError| error.unread("jobs");
            let (has_come, trouble) = board.jobs.with(|cached| (cached.value.is_some(), cached.trouble.as_ref().map(unread)));
            known.with(|known| all.jobs(known, &graces.get()));
            lent.lend(Lender::Jobs, all.items);
            let next = has_come.then(|| {
                let mut due = known.with(|known| due(known, now));
                due.truncate(DUE);
                due
            });
            lent.due.maybe_update(|due| {
                let is_new = *due != next;
                *due = next;
                is_new
            });
            lent.trouble.maybe_update(|known| {
                let is_new = *known != trouble;
                *known = trouble;
                is_new
            });
        });
        Lends
    });
}

/// The mark that it was begun.
#[derive(Clone, Copy)]
struct Lends;

/// Knows all jobs, as far as possible from what was known before: reading a schedule takes its time.
fn knowing(board: Board, before: &[Known]) -> Vec<Known> {
    let own = zones::own();
    let known = |whole: Arc<_>| {
        let same = before.iter().find(|known| Arc::ptr_eq(&known.whole, &whole)).map(|known| known.facts.clone());
        Known { facts: same.unwrap_or_else(|| Arc::new(facts(&whole.job, &|name| zones::zone(name), &own))), whole }
    };
    board.all().into_iter().map(known).collect()
}
