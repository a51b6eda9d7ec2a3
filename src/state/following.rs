//! Tasks that follow the sessions they are about: when a run ends, the cards move that were asked to.
//! Refuses to decide where to; `domain::task::follow` does. Asks the gateway nothing: the list of sessions says how runs end.

use leptos::prelude::*;

use super::profile::Profile;
use super::tasks::Tasks;
use crate::domain::task::follow::{End, Ended, after, followed};
use crate::protocol::sessions::{RunStatus, SessionRow};
use crate::protocol::{SessionKey, UnixMs};

/// Begins to follow, for as long as the profile lives. Once.
pub fn begin(profile: Profile) {
    profile.keep(|_, _| {
        let tasks = Tasks::of(&profile);
        let url = Memo::new(move |_| profile.link.with(|view| view.scene.url.clone()));
        let keys = Memo::new(move |_| url.with(|url| tasks.board.with(|board| followed(board, url))));
        Effect::new(move || {
            let (url, keys, columns) = (url.get(), keys.get(), tasks.columns.get());
            // As long as no task follows anything, what sessions do wakes nobody here.
            if keys.is_empty() {
                return;
            }
            let ends = profile.sessions.with_value(|rows| {
                let row = |key: &String| rows.rows.get(&SessionKey::from(key.as_str())).and_then(|row| ended(row));
                keys.iter().filter_map(|key| row(key).map(|(at, end)| (key.clone(), at, end))).collect::<Vec<_>>()
            });
            let now = tasks.now();
            // The gateway's clock may be ahead of ours, or behind.
            let ahead = untrack(|| profile.link.with(|view| view.gateway_time(UnixMs(now)))).0.saturating_sub(now);
            for (key, at, end) in ends.unwrap_or_default() {
                let run = Ended { gateway: &url, key: &key, at, at_here: at.saturating_sub(ahead), end };
                let change = tasks.board.with_untracked(|board| after(board, &columns, &run, now));
                if !change.is_empty() {
                    tasks.follow(change);
                }
            }
        });
        Following
    });
}

#[derive(Clone, Copy)]
struct Following;

/// Returns how the last run of a session ended, if none is at work.
fn ended(row: &SessionRow) -> Option<(i64, End)> {
    let at = row.ended_at.filter(|_| !row.has_active_run)?.0;
    let end = match row.status.as_ref()? {
        RunStatus::Done => End::Done,
        RunStatus::Failed => End::Failed(row.last_run_error.clone().unwrap_or_default()),
        RunStatus::Timeout => End::Failed("it took too long".into()),
        RunStatus::Killed => End::Stopped,
        _ => return None,
    };
    Some((at, end))
}
