//! What can be done to jobs: each deed by the gateway's own method, shown at once, taken back when refused, and told about.
//! Refuses to draw buttons.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::shown::took;
use crate::domain::say;
use crate::gateway::{CallError, Written};
use crate::protocol::cron::{CronAdd, CronRemove, CronRun, CronUpdate, Json, RunMode, Whole, again};
use crate::protocol::{Method, UnixMs};
use crate::state::board::JobEdit;

/// How long a deletion can be taken back: as long as the offer to do so stands.
const TAKES_BACK: Duration = Duration::from_secs(10);
/// How long a change stays laid over its job after the gateway agreed: its event is drawn in the next frame.
const SETTLES: Duration = Duration::from_millis(200);
/// How often it is looked whether a run that was started is over.
const LOOKS: Duration = Duration::from_millis(400);

impl Desk {
    /// Starts a job, and follows it to its end.
    pub fn run(self, id: &str, mode: RunMode) {
        let Some(known) = self.now(id) else { return };
        spawn_local(async move {
            if let Err(error) = self.start(known.whole.clone(), mode, true).await {
                self.toasts.fault(format!("{} was not started. {}", title(&known.whole), in_words(&error)));
            }
        });
    }

    /// Starts a job; with `tells` its end is told, too.
    pub async fn start(self, whole: Arc<Whole>, mode: RunMode, tells: bool) -> Result<(), CallError> {
        let id = whole.job.id.clone();
        let number = self.board.lay(&id, JobEdit::Starting);
        let began = self.profile.wall();
        let answer = self.profile.call(&CronRun { id: id.clone(), mode }).await;
        let name = title(&whole);
        if let Ok(answered) = &answer {
            if let Some(run) = answered.run_id.clone() {
                spawn_local(self.follow(whole, run, began, number, tells));
                return Ok(());
            }
            match answered.reason.as_deref() {
                Some("already-running") => self.toasts.hint(format!("{name} runs already.")),
                Some("not-due") => self.toasts.hint(format!("{name} is not due, and was left alone.")),
                why => self.toasts.hint(format!("{name} was left alone: {}.", why.unwrap_or("the gateway did not say why"))),
            }
        }
        self.board.lift(number);
        answer.map(|_| ())
    }

    /// Waits for a run to begin, and to end, and says how.
    async fn follow(self, whole: Arc<Whole>, run: String, began: UnixMs, number: u64, tells: bool) {
        let (id, name) = (&whole.job.id, title(&whole));
        let mut is_laid = true;
        loop {
            self.profile.sleep(LOOKS).await;
            let seen = self.board.jobs.with_untracked(|rows| {
                let ended = rows.ended(&run).map(|entry| (entry.status.clone(), entry.duration_ms, entry.error.clone()));
                let job = rows.get(id).map(|whole| (whole.job.state.running_at_ms.is_some(), whole.clone()));
                (ended, job)
            });
            let (ended, job) = seen.unwrap_or_default();
            let is_running = job.as_ref().is_some_and(|(is_running, _)| *is_running);
            // Its end may have been missed while the link was down.
            let by_state = job.as_ref().filter(|(is_running, _)| !is_running).and_then(|(_, whole)| {
                let state = &whole.job.state;
                let is_after = state.last_run_at_ms.is_some_and(|at| Some(at) > before(&self, began));
                is_after.then(|| (state.last_run_status.clone(), state.last_duration_ms, state.last_error.clone()))
            });
            let waited = self.profile.wall().0 - began.0;
            if is_laid && (is_running || ended.is_some() || waited > 10_000) {
                self.board.lift(number);
                is_laid = false;
            }
            if let Some((status, duration, error)) = ended.or(by_state.filter(|_| waited > 5_000)) {
                if tells {
                    self.tell_end(&name, status.as_deref(), duration, error.as_deref());
                }
                return;
            }
            if job.is_none() && waited > 2_000 {
                return;
            }
        }
    }

    fn tell_end(self, name: &str, status: Option<&str>, duration: Option<i64>, error: Option<&str>) {
        let took = took(duration);
        match status {
            Some("ok") => self.toasts.note(format!("{name} ran well in {took}.")),
            Some("skipped") => self.toasts.hint(format!("{name} was skipped.")),
            _ => {
                let why = error.map(|why| format!(": {}", why.trim_end_matches('.'))).unwrap_or_default();
                self.toasts.fault(format!("{name} failed after {took}{why}."));
            }
        }
    }

    /// Pauses jobs, or lets them run by themselves again.
    pub fn enable(self, ids: &[Arc<str>], is_on: bool) {
        let jobs: Vec<Arc<Whole>> = self.wholes(ids).into_iter().filter(|whole| whole.job.enabled != is_on).collect();
        if let [whole] = jobs.as_slice() {
            let whole = whole.clone();
            spawn_local(async move {
                if let Err(error) = self.switch(whole.clone(), is_on).await {
                    let word = if is_on { "resumed" } else { "paused" };
                    self.toasts.fault(format!("{} was not {word}. {}", title(&whole), in_words(&error)));
                }
            });
        } else {
            let what = if is_on { ("Resuming", "resumed") } else { ("Pausing", "paused") };
            self.each(jobs, what, CronUpdate::NAME, None, move |desk, whole| Box::pin(desk.switch(whole, is_on)));
        }
    }

    async fn switch(self, whole: Arc<Whole>, is_on: bool) -> Result<(), CallError> {
        let number = self.board.lay(&whole.job.id, JobEdit::Enabled(is_on));
        let patch = Json::default().flag("enabled", is_on).finish();
        let order = CronUpdate { id: whole.job.id.clone(), patch, expected_config_revision: None };
        let answer = self.profile.order(Written::of(&order)).await;
        if answer.is_ok() {
            self.profile.sleep(SETTLES).await;
        }
        self.board.lift(number);
        answer.map(|_| ())
    }

    /// Starts all of several jobs.
    pub fn run_all(self, ids: &[Arc<str>]) {
        let jobs = self.wholes(ids).into_iter().filter(|whole| whole.job.state.running_at_ms.is_none()).collect();
        self.each(jobs, ("Starting", "started"), CronRun::NAME, None, |desk, whole| Box::pin(desk.start(whole, RunMode::Force, false)));
    }

    /// Deletes a job, with a way back: the gateway is told only when the offer is gone, since what it deletes loses its past.
    pub fn delete(self, id: &str) {
        let Some(known) = self.now(id) else { return };
        let whole = known.whole;
        if self.opened.with_untracked(|opened| opened.as_deref() == Some(id)) {
            self.close();
        }
        let number = self.board.lay(id, JobEdit::Gone);
        let kept = Arc::new(std::sync::atomic::AtomicU8::new(WAITS));
        let (back, name) = (kept.clone(), title(&whole));
        let again = whole.clone();
        self.toasts.offer(format!("Deleting {name} in 10 seconds."), "Undo", move || {
            match back.swap(TAKEN_BACK, std::sync::atomic::Ordering::Relaxed) {
                WAITS => self.board.lift(number),
                DONE => self.make_again(again.clone()),
                _ => {}
            }
        });
        spawn_local(async move {
            self.profile.sleep(TAKES_BACK).await;
            let waits = kept.compare_exchange(WAITS, DONE, std::sync::atomic::Ordering::Relaxed, std::sync::atomic::Ordering::Relaxed);
            if waits.is_err() {
                return;
            }
            let answer = self.profile.order(Written::of(&CronRemove { id: whole.job.id.clone() })).await;
            match answer {
                Ok(_) => self.profile.sleep(SETTLES).await,
                Err(error) => {
                    kept.store(TAKEN_BACK, std::sync::atomic::Ordering::Relaxed);
                    self.toasts.fault(format!("{name} was not deleted. {}", in_words(&error)));
                }
            }
            self.board.lift(number);
        });
    }

    /// Makes a job that is gone again, with all that was decided about it.
    fn make_again(self, whole: Arc<Whole>) {
        spawn_local(async move {
            match self.profile.order(Written::of(&CronAdd(again(&whole.text, None, !whole.job.enabled)))).await {
                Ok(_) => self.toasts.note(format!("{} is back. Its past runs went with the deletion.", title(&whole))),
                Err(error) => self.toasts.fault(format!("{} was not brought back. {}", title(&whole), in_words(&error))),
            }
        });
    }

    /// Returns jobs by their ids, without tracking them.
    pub fn wholes(self, ids: &[Arc<str>]) -> Vec<Arc<Whole>> {
        ids.iter().filter_map(|id| self.now(id)).map(|known| known.whole).collect()
    }
}

/// A deletion waits, was sent, or was taken back.
const WAITS: u8 = 0;
const DONE: u8 = 1;
const TAKEN_BACK: u8 = 2;

/// Returns a time by our clock as the gateway's shows it, a little earlier: a run that began before it is another one.
fn before(desk: &Desk, ours: UnixMs) -> Option<UnixMs> {
    untrack(|| desk.profile.link.with(|view| Some(UnixMs(view.gateway_time(ours).0 - 1_000))))
}

/// Returns the title of a job.
pub fn title(whole: &Whole) -> String {
    whole.job.display_name.as_ref().unwrap_or(&whole.job.name).clone()
}

/// Like the error's own words, and better where we know what the gateway means.
pub fn in_words(error: &CallError) -> String {
    match (error, error.retry_after()) {
        (CallError::Refused { .. }, Some(pause)) => {
            format!("The gateway takes 30 of these a minute. Try again in {}.", say::left(pause))
        }
        _ => error.in_words(),
    }
}
