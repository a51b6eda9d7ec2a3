//! The scheduled jobs of the gateway, kept true by events; and the last runs of those that somebody looked at.
//! Refuses to sort for the eye, and to know when a job is due.

use std::sync::Arc;

use super::cached::Fold;
use super::collection::Collection;
use super::keeper::Ask;
use crate::domain::sorted::sort;
use crate::gateway::{CallError, Gateway};
use crate::protocol::cron::{CronChanged, CronList, CronListed, RunEntry, Scheduler, Whole};
use crate::protocol::fields::{FromJson, Piece};
use crate::protocol::{Event, Family};

/// All jobs.
#[derive(Clone, Copy, Debug)]
pub struct Jobs;

/// How many runs of each job are kept at hand.
pub const RUNS: usize = 20;

/// How many runs that ended are remembered for whoever waits for one.
const ENDS: usize = 60;

/// What is known of the jobs.
#[derive(Clone, Debug, Default)]
pub struct JobRows {
    jobs: Vec<Arc<Whole>>,
    /// How the scheduler is, once somebody asked.
    pub scheduler: Option<Scheduler>,
    /// How many jobs there are in all, by the gateway's count.
    pub total: usize,
    /// How many could not be read.
    pub unreadable: usize,
    /// The last runs, new to old, of the jobs whose runs were asked for.
    runs: Vec<(String, Vec<Arc<RunEntry>>)>,
    /// How many runs were seen to end: whoever shows a page of them asks again.
    pub ends_seen: u32,
    /// The last runs that were seen to end, of all jobs.
    ends: Vec<Arc<RunEntry>>,
    next: Option<usize>,
    seen: Vec<String>,
}

impl JobRows {
    /// Returns all jobs, in the order of their ids.
    pub fn all(&self) -> &[Arc<Whole>] {
        &self.jobs
    }

    /// Returns a job.
    pub fn get(&self, id: &str) -> Option<&Arc<Whole>> {
        self.jobs.get(self.find(id).ok()?)
    }

    /// Returns the last runs of a job, new to old, if they were asked for.
    pub fn runs(&self, id: &str) -> Option<&[Arc<RunEntry>]> {
        self.runs.iter().find(|(of, _)| of == id).map(|(_, runs)| runs.as_slice())
    }

    /// Puts the last runs of a job in their place.
    pub fn learn_runs(&mut self, id: &str, entries: Vec<RunEntry>) {
        let mut runs: Vec<Arc<RunEntry>> = entries.into_iter().map(Arc::new).collect();
        let known = self.runs.iter().position(|(of, _)| of == id).map(|at| self.runs.remove(at).1).unwrap_or_default();
        // What ended while the answer was on its way.
        runs.extend(known);
        tidy(&mut runs);
        self.runs.push((id.to_owned(), runs));
    }

    /// Returns a run that was seen to end, by its id.
    pub fn ended(&self, run: &str) -> Option<&Arc<RunEntry>> {
        self.ends.iter().find(|entry| entry.run_id.as_deref() == Some(run))
    }

    /// Returns whether all pages came.
    pub fn is_complete(&self) -> bool {
        self.next.is_none()
    }

    /// Puts a job in its place; what it says about its version stays known while its decisions are the same.
    pub fn put(&mut self, whole: Whole) -> bool {
        match self.find(&whole.job.id) {
            Ok(at) if self.jobs[at].text == whole.text => return false,
            Ok(at) => self.jobs[at] = Arc::new(whole),
            Err(at) => self.jobs.insert(at, Arc::new(whole)),
        }
        true
    }

    fn take_away(&mut self, id: &str) -> bool {
        let found = self.find(id);
        if let Ok(at) = found {
            self.jobs.remove(at);
            self.runs.retain(|(of, _)| of != id);
        }
        found.is_ok()
    }

    fn find(&self, id: &str) -> Result<usize, usize> {
        self.jobs.binary_search_by(|whole| whole.job.id.as_str().cmp(id))
    }

    fn note_end(&mut self, payload: Piece<'_>) {
        self.ends_seen = self.ends_seen.wrapping_add(1);
        let Ok(entry) = RunEntry::from_json(payload).map(Arc::new) else { return };
        self.ends.push(entry.clone());
        let surplus = self.ends.len().saturating_sub(ENDS);
        self.ends.drain(..surplus);
        if let Some((_, runs)) = self.runs.iter_mut().find(|(of, _)| *of == entry.job_id) {
            runs.push(entry);
            tidy(runs);
        }
    }
}

/// New to old, each once.
fn tidy(runs: &mut Vec<Arc<RunEntry>>) {
    let mut order: Vec<usize> = (0..runs.len()).collect();
    sort(&mut order, &|one, other| runs[other].at().cmp(&runs[one].at()));
    *runs = order.into_iter().map(|at| runs[at].clone()).collect();
    runs.dedup_by_key(|run| run.at());
    runs.truncate(RUNS);
}

impl Collection for Jobs {
    type State = JobRows;
    type Answer = CronListed;
    const FAMILIES: &'static [Family] = &[Family::Jobs];

    async fn fetch(
        &self,
        gateway: &Gateway,
        Ask { from, .. }: Ask,
        on_trouble: impl FnMut(CallError) + 'static,
    ) -> Result<CronListed, CallError> {
        gateway.ask(&CronList::page(from), on_trouble).await
    }

    fn place(&self, old: Option<JobRows>, listed: CronListed, from: usize) -> JobRows {
        let mut rows = old.unwrap_or_default();
        if from == 0 {
            (rows.unreadable, rows.seen) = (0, vec![]);
        }
        let came = listed.jobs.items.len() + listed.jobs.unreadable;
        rows.unreadable += listed.jobs.unreadable;
        rows.total = listed.total.unwrap_or(from + came);
        for whole in listed.jobs.items {
            rows.seen.push(whole.job.id.clone());
            rows.put(whole);
        }
        rows.next = Some(from + came).filter(|next| came > 0 && *next < rows.total);
        if rows.next.is_none() {
            let seen = std::mem::take(&mut rows.seen);
            let mut order: Vec<usize> = (0..seen.len()).collect();
            sort(&mut order, &|one, other| seen[one].cmp(&seen[other]));
            rows.jobs.retain(|whole| order.binary_search_by(|at| seen[*at].cmp(&whole.job.id)).is_ok());
        }
        rows
    }

    fn next_page(state: &JobRows) -> Option<usize> {
        state.next
    }

    fn fold(state: &mut JobRows, event: &Event) -> Fold {
        let Event::Cron(text) = event else { return Fold::Same };
        let payload = Piece::read(text);
        let Some((payload, changed)) = payload.ok().and_then(|payload| Some((payload, CronChanged::from_json(payload).ok()?))) else {
            return Fold::Stale;
        };
        let has_changed = match (changed.action.as_str(), changed.job) {
            ("removed", _) => state.take_away(&changed.job_id),
            (_, Some(whole)) => {
                let id = whole.job.id.clone();
                let has_changed = state.put(whole);
                if has_changed && !state.seen.is_empty() {
                    state.seen.push(id);
                }
                if changed.action == "finished" {
                    state.note_end(payload);
                }
                has_changed || changed.action == "finished"
            }
            _ => return Fold::Stale,
        };
        state.total = if state.is_complete() { state.jobs.len() } else { state.total };
        if has_changed { Fold::Changed } else { Fold::Same }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn job(id: &str, more: Value) -> Value {
        let mut job = json!({"id": id, "name": id, "enabled": true, "schedule": {"kind": "every", "everyMs": 60000}, "state": {}});
        job.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        job
    }

    fn event(action: &str, id: &str, more: Value) -> Event {
        let mut payload = json!({"jobId": id, "action": action, "job": job(id, json!({}))});
        payload.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Event::Cron(payload.to_string().into())
    }

    fn page(jobs: &[Value], total: usize) -> CronListed {
        let listed = serde_json::value::to_raw_value(&json!({"jobs": jobs, "total": total})).unwrap();
        CronListed::from_json(Piece::of(&listed)).unwrap()
    }

    fn ids(rows: &JobRows) -> Vec<&str> {
        rows.all().iter().map(|whole| whole.job.id.as_str()).collect()
    }

    #[test]
    fn pages_are_put_together_and_what_did_not_come_is_gone() {
        let rows = Jobs.place(None, page(&[job("b", json!({})), job("c", json!({})), json!({"id": 1})], 4), 0);
        assert_eq!((ids(&rows), Jobs::next_page(&rows), rows.unreadable), (vec!["b", "c"], Some(3), 1));
        let rows = Jobs.place(Some(rows), page(&[job("a", json!({}))], 4), 3);
        assert_eq!((ids(&rows), Jobs::next_page(&rows)), (vec!["a", "b", "c"], None));
        let rows = Jobs.place(Some(rows), page(&[job("c", json!({}))], 1), 0);
        assert_eq!(ids(&rows), ["c"]);
    }

    #[test]
    fn events_put_change_and_take_away_once() {
        let mut rows = Jobs.place(None, page(&[job("a", json!({}))], 1), 0);
        let added = event("added", "b", json!({}));
        assert_eq!((Jobs::fold(&mut rows, &added), Jobs::fold(&mut rows, &added)), (Fold::Changed, Fold::Same));
        let removed = event("removed", "a", json!({}));
        assert_eq!((Jobs::fold(&mut rows, &removed), Jobs::fold(&mut rows, &removed)), (Fold::Changed, Fold::Same));
        assert_eq!((ids(&rows), rows.total), (vec!["b"], 1));
        assert_eq!(Jobs::fold(&mut rows, &Event::Cron("{}".into())), Fold::Stale);
        assert_eq!(Jobs::fold(&mut rows, &Event::Tick(None)), Fold::Same);
    }

    #[test]
    fn a_run_that_ends_joins_the_runs_that_were_asked_for() {
        let mut rows = Jobs.place(None, page(&[job("a", json!({}))], 1), 0);
        let ended = |at: i64| event("finished", "a", json!({"runAtMs": at, "status": "ok", "runId": "manual:a:1"}));
        assert_eq!(Jobs::fold(&mut rows, &ended(5)), Fold::Changed);
        assert_eq!(rows.runs("a"), None, "nobody asked for them");
        rows.learn_runs("a", vec![]);
        Jobs::fold(&mut rows, &ended(7));
        Jobs::fold(&mut rows, &ended(7));
        let entry = serde_json::from_value(json!({"jobId": "a", "runAtMs": 6})).unwrap();
        rows.learn_runs("a", vec![entry]);
        let runs = rows.runs("a").unwrap();
        assert_eq!(runs.iter().map(|run| run.at().0).collect::<Vec<_>>(), [7, 6]);
        assert!(runs[0].is_by_hand() && !runs[1].is_by_hand());
    }
}
