//! A page of the runs of a job, asked for anew when another page is wanted or a run has ended.
//! Refuses to draw.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::features::cron::address::{Look, OUTCOMES};
use crate::features::cron::deeds::in_words;
use crate::features::cron::desk::Desk;
use crate::gateway::CallError;
use crate::protocol::cron::{CronRuns, RunEntry};
use crate::ui::el::effect;

/// How many runs stand on a page.
pub const PAGE: usize = 20;
/// How many runs the gateway gives at once, at most.
const MOST: usize = 200;

/// A page of runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The runs, new to old.
    pub runs: Vec<Arc<RunEntry>>,
    /// How many there are of this kind in all.
    pub total: usize,
    /// Why it could not be read.
    pub fault: Option<String>,
}

/// What a page depends on: the outcome, the number, the run that is looked for, how many ended so far.
type Asked = (usize, usize, Option<i64>, u32, bool);

/// Keeps the page that the address names, for as long as the present owner lives; nothing until the first came.
pub fn page(desk: Desk, of: StoredValue<Arc<str>>) -> RwSignal<Option<Page>> {
    let page: RwSignal<Option<Page>> = RwSignal::new(None);
    let asked = Memo::new(move |_| {
        let ended = desk.board.jobs.with_value(|rows| rows.ends_seen).unwrap_or_default();
        desk.look.with(|look| (look.outcome, look.page, look.run, ended, desk.profile.link.is_ready()))
    });
    let mut before: Option<Asked> = None;
    effect(move || {
        let now = asked.get();
        let (outcome, number, run, _, is_ready) = now;
        // A run on the page that is there is opened without a question.
        let is_only_run = before.as_ref().is_some_and(|before| (before.0, before.1, before.3, before.4) == (now.0, now.1, now.3, now.4));
        let is_there = run.is_none_or(|run| page.with_untracked(|page| page.as_ref().is_some_and(|page| has(page, run))));
        let is_new = before.is_none() && run.is_some();
        before = Some(now);
        if !is_ready || (is_only_run && is_there) {
            return;
        }
        let looks_for = run.filter(|_| is_new || (is_only_run && !is_there));
        spawn_local(async move {
            let id = of.get_value();
            let read = match looks_for {
                Some(run) => find(desk, &id, run).await.map(|found| found.unwrap_or(number)),
                None => Ok(number),
            };
            let read = match read {
                Ok(number) => ask(desk, &id, outcome, number).await.map(|read| (number, read)),
                Err(error) => Err(error),
            };
            // Another page may be wanted by now, or the view be gone.
            if asked.try_get_untracked() != Some(now) {
                return;
            }
            match read {
                Ok((found, read)) => {
                    page.set(Some(read));
                    if found != number {
                        desk.change_look(|look| *look = Look { page: found, outcome: 0, ..look.clone() });
                    }
                }
                Err(error) => {
                    let fault = Some(in_words(&error));
                    page.update(|page| *page = Some(Page { fault, ..page.take().unwrap_or_default() }));
                }
            }
        });
    });
    page
}

fn has(page: &Page, run: i64) -> bool {
    page.runs.iter().any(|entry| entry.at().0 == run)
}

async fn ask(desk: Desk, id: &str, outcome: usize, number: usize) -> Result<Page, CallError> {
    let status = OUTCOMES.get(outcome).map(|(status, _)| *status).filter(|status| !status.is_empty());
    let method = CronRuns::of(id, PAGE, number.saturating_mul(PAGE), status);
    let listed = desk.profile.call(&method).await?;
    let total = listed.total.unwrap_or(listed.entries.items.len());
    Ok(Page { runs: listed.entries.items.into_iter().map(Arc::new).collect(), total, fault: None })
}

/// Finds the page on which a run stands, among all runs.
async fn find(desk: Desk, id: &str, run: i64) -> Result<Option<usize>, CallError> {
    let mut offset = 0;
    loop {
        let method = CronRuns::of(id, MOST, offset, None);
        let listed = desk.profile.call(&method).await?;
        let entries = listed.entries.items;
        if let Some(at) = entries.iter().position(|entry| entry.at().0 == run) {
            return Ok(Some((offset + at) / PAGE));
        }
        let is_past = entries.last().is_none_or(|entry| entry.at().0 < run);
        offset += MOST;
        if is_past || offset >= listed.total.unwrap_or(0) {
            return Ok(None);
        }
    }
}
