//! Lends the tasks that cannot go on to the one queue of what waits.
//! Refuses to know who looks at it.

use leptos::prelude::*;

use crate::protocol::{SessionKey, UnixMs};
use crate::state::lent::{Lender, Lent};
use crate::state::profile::Profile;
use crate::state::queue::Gathering;
use crate::state::tasks::Tasks;
use crate::ui::el::effect;

/// Lends from now on, unless that was begun before.
pub fn lend(profile: Profile) {
    profile.keep(|_, _| {
        let (tasks, lent): (_, Lent) = (Tasks::of(&profile), Lent::of(&profile));
        effect(move || {
            let mut all = Gathering { items: vec![], now: UnixMs(0), title: &|key: &SessionKey| key.to_string() };
            tasks.board.with(|board| all.tasks(board.all(), &tasks.columns.get()));
            lent.lend(Lender::Tasks, all.items);
        });
        Lends
    });
}

/// The mark that it was begun.
#[derive(Clone, Copy)]
struct Lends;
