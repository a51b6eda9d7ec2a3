//! The last runs of all jobs, read page by page as far back as somebody looks.
//! Refuses to read on by itself for ever: further back a person asks for.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::features::cron::deeds::in_words;
use crate::features::cron::desk::Desk;
use crate::protocol::cron::{CronRuns, CronRunsListed, RunEntry};
use crate::ui::el::effect;

/// How many runs the gateway gives at once, at most.
const PAGE: usize = 200;
/// So long the newest rest until they are read once more.
const REST: Duration = Duration::from_secs(1);
/// How many pages are read in one go.
const PAGES: usize = 5;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// The runs, new to old.
    pub runs: Vec<Arc<RunEntry>>,
    /// How many the gateway has.
    total: usize,
    /// How far back they were read, counted from the newest.
    reached: usize,
    /// A page is under way.
    pub is_reading: bool,
    /// A run has ended: the newest are about to be read once more.
    is_due: bool,
    /// Why no more came.
    pub trouble: Option<String>,
}

impl Read {
    /// Whether all that the gateway keeps is there.
    pub fn is_all(&self) -> bool {
        self.reached >= self.total && self.trouble.is_none() && !self.is_reading
    }

    /// Puts a page in its place: each run once, new to old.
    fn take(&mut self, from: usize, listed: CronRunsListed) {
        let came = listed.entries.items.len() + listed.entries.unreadable;
        let (known, newest) = (listed.entries.items.last().map(RunEntry::at), self.runs.first().map(|run| run.at()));
        // More came at the top than a page holds: between it and what was read before would be a hole.
        if from == 0 && known > newest && newest.is_some() {
            (self.runs, self.reached) = (vec![], 0);
        }
        let before = self.runs.len();
        for run in listed.entries.items.into_iter().map(Arc::new) {
            self.put(run);
        }
        // What is new at the top moved the others down.
        let moved = if from == 0 { self.runs.len() - before } else { 0 };
        self.reached = (self.reached + moved).max(from + came);
        self.total = listed.total.unwrap_or(self.reached);
    }

    fn put(&mut self, run: Arc<RunEntry>) {
        let at = self.runs.partition_point(|known| known.at() > run.at());
        let is_known = self.runs[at..].iter().take_while(|known| known.at() == run.at()).any(|known| known.job_id == run.job_id);
        if !is_known {
            self.runs.insert(at, run);
        }
    }
}

/// Keeps the runs for as long as the present owner lives, the newest read anew whenever one has ended.
pub fn read(desk: Desk) -> RwSignal<Read> {
    let read = RwSignal::new(Read::default());
    let ended = Memo::new(move |_| (desk.board.jobs.with_value(|rows| rows.ends_seen).unwrap_or_default(), desk.profile.link.is_ready()));
    effect(move || {
        if ended.get().1 {
            let is_first = read.with_untracked(|read| read.runs.is_empty() && !read.is_reading);
            if is_first { ask(desk, read, 0, PAGES) } else { renew(desk, read) }
        }
    });
    read
}

/// Reads the newest once more, when nothing else is being read: with many jobs a run ends at any time, and one page a second is enough.
fn renew(desk: Desk, read: RwSignal<Read>) {
    if read.try_update_untracked(|read| std::mem::replace(&mut read.is_due, true)) != Some(false) {
        return;
    }
    spawn_local(async move {
        loop {
            desk.profile.sleep(REST).await;
            if read.try_with_untracked(|read| read.is_reading) != Some(true) {
                break;
            }
        }
        let _ = read.try_update_untracked(|read| read.is_due = false);
        ask(desk, read, 0, 1);
    });
}

/// Reads further back.
pub fn read_on(desk: Desk, read: RwSignal<Read>) {
    // A few came since at the top and moved the others down: those are read again, and stand once.
    ask(desk, read, read.with_untracked(|read| read.reached), PAGES);
}

fn ask(desk: Desk, read: RwSignal<Read>, from: usize, pages: usize) {
    let asked = read.try_update(|read| {
        let is_free = !read.is_reading;
        (read.is_reading, read.trouble) = (true, if is_free { None } else { read.trouble.take() });
        is_free
    });
    if asked != Some(true) {
        return;
    }
    spawn_local(async move {
        for page in 0..pages {
            let answer = desk.profile.call(&CronRuns::of_all(PAGE, from + page * PAGE)).await;
            // The view may be gone by now.
            let goes_on = read.try_update(|read| match answer {
                Ok(listed) => {
                    read.take(from + page * PAGE, listed);
                    read.reached < read.total
                }
                Err(error) => {
                    read.trouble = Some(in_words(&error));
                    false
                }
            });
            if goes_on != Some(true) {
                break;
            }
        }
        let _ = read.try_update(|read| read.is_reading = false);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(times: &[i64], total: usize) -> CronRunsListed {
        let entries: Vec<_> = times.iter().map(|at| json!({"jobId": "a", "runAtMs": at})).collect();
        serde_json::from_value(json!({"entries": entries, "total": total})).unwrap()
    }

    #[test]
    fn pages_are_put_together_and_what_comes_at_the_top_moves_them() {
        let mut read = Read::default();
        read.take(0, page(&[9, 8], 4));
        assert!(!read.is_all());
        read.take(2, page(&[8, 7, 6], 5));
        let times = |read: &Read| read.runs.iter().map(|run| run.at().0).collect::<Vec<_>>();
        assert_eq!((times(&read), read.is_all()), (vec![9, 8, 7, 6], true));
        read.take(0, page(&[10, 9], 6));
        assert_eq!((times(&read), read.is_all()), (vec![10, 9, 8, 7, 6], true));
        read.is_reading = true;
        assert!(!read.is_all());
        read.is_reading = false;
        read.take(0, page(&[20, 19], 16));
        assert_eq!((times(&read), read.is_all()), (vec![20, 19], false), "between these and the others is a hole");
    }
}
