//! Doing something to many jobs: one after the other, no faster than the gateway takes it, with how far it is.
//! Refuses to know what is done.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::deeds::{in_words, title};
use super::desk::Desk;
use super::pace;
use crate::domain::say;
use crate::gateway::CallError;
use crate::gateway::socket::Local;
use crate::protocol::cron::Whole;
use crate::state::board::Progress;

/// Why a change to many jobs cannot begin.
pub const UNDER_WAY: &str = "Another change to many jobs is under way.";
/// How long at most between two looks at whether it was called off.
const LOOKS: Duration = Duration::from_millis(500);

impl Desk {
    /// Does something to one job after the other; `what` says it as "Pausing" and "paused", `back` takes it back.
    pub fn each(
        self,
        jobs: Vec<Arc<Whole>>,
        what: (&'static str, &'static str),
        method: &'static str,
        back: Option<Arc<dyn Fn() + Send + Sync>>,
        deed: impl Fn(Self, Arc<Whole>) -> Local<Result<(), CallError>> + 'static,
    ) {
        if jobs.is_empty() {
            return self.toasts.hint(format!("No job had to be {}.", what.1));
        }
        if self.board.progress.with_untracked(Option::is_some) {
            return self.toasts.hint(UNDER_WAY);
        }
        self.each_of(jobs, what, method, back, Box::new(deed));
    }

    fn each_of(
        self,
        jobs: Vec<Arc<Whole>>,
        what: (&'static str, &'static str),
        method: &'static str,
        back: Option<Arc<dyn Fn() + Send + Sync>>,
        deed: Deed,
    ) {
        let progress = self.board.progress;
        let of = jobs.len();
        progress.set(Some(Progress { word: what.0, of, ..Progress::default() }));
        spawn_local(async move {
            let (mut done, mut failed) = (0, None);
            for whole in jobs {
                let mut answer = self.take_turn(method, &whole, &deed).await;
                // Somebody else may have used up the minute.
                while let Some(pause) = answer.as_ref().and_then(|answer| answer.as_ref().err()).and_then(CallError::retry_after) {
                    self.wait(pause).await;
                    answer = self.take_turn(method, &whole, &deed).await;
                }
                match answer {
                    None => break,
                    Some(Ok(())) => done += 1,
                    Some(Err(error)) => failed = failed.or(Some((whole, error))),
                }
                progress.update(|progress| {
                    if let Some(progress) = progress {
                        progress.done += 1;
                    }
                });
            }
            progress.set(None);
            let left = if done < of { format!(", {} not", say::count(of - done)) } else { String::new() };
            let words = format!("{} {}{left}.", say::many(done, "job"), what.1);
            let has_failed = failed.is_some();
            if let Some((whole, error)) = failed {
                self.toasts.fault(format!("{words} {}: {}", title(&whole), in_words(&error)));
            }
            match back.filter(|_| done > 0) {
                Some(back) => self.toasts.offer(words, "Undo", move || back()),
                None if !has_failed => self.toasts.note(words),
                None => {}
            }
        });
    }

    /// Waits until a write may go out, and does it; nothing if it was called off meanwhile.
    async fn take_turn(self, method: &'static str, whole: &Arc<Whole>, deed: &Deed) -> Option<Result<(), CallError>> {
        loop {
            let now = self.profile.wall().0;
            match self.board.sent.with_value(|sent| pace::wait(sent, method, now)) {
                0 => break,
                ms => self.wait(Duration::from_millis(u64::try_from(ms).unwrap_or(0))).await,
            }
            if self.is_called_off() {
                return None;
            }
        }
        if self.is_called_off() {
            return None;
        }
        let now = self.profile.wall().0;
        self.board.sent.update_value(|sent| pace::note(sent, method, now));
        Some(deed(self, whole.clone()).await)
    }

    async fn wait(self, pause: Duration) {
        let until = self.profile.wall().0.saturating_add(i64::try_from(pause.as_millis()).unwrap_or(0));
        self.say_waits(Some(until));
        while self.profile.wall().0 < until && !self.is_called_off() {
            self.profile.sleep(LOOKS.min(pause)).await;
        }
        self.say_waits(None);
    }

    fn say_waits(self, until: Option<i64>) {
        self.board.progress.update(|progress| {
            if let Some(progress) = progress {
                progress.waits_until = until;
            }
        });
    }

    fn is_called_off(self) -> bool {
        self.board.progress.with_untracked(|progress| progress.as_ref().is_none_or(|progress| progress.is_called_off))
    }
}

/// Does something to one job.
type Deed = Box<dyn Fn(Desk, Arc<Whole>) -> Local<Result<(), CallError>>>;
