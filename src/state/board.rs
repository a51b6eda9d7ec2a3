//! The jobs of a gateway and what is being done to them right now: made when somebody first looks at jobs, and kept from then on.
//! Changes under way lie beside the rows, never in them, so what the gateway refuses needs no rollback.
//! Refuses to draw, and to decide what is done.

use std::sync::Arc;

use leptos::prelude::*;

use super::collection::Live;
use super::jobs::Jobs;
use super::profile::Profile;
use crate::protocol::cron::Whole;

/// What is laid over a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobEdit {
    /// It runs by itself, or no longer.
    Enabled(bool),
    /// It is gone.
    Gone,
    /// It is being started.
    Starting,
}

/// How far something is that is done to many jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is done, as in "Running".
    pub word: &'static str,
    /// How many are done.
    pub done: usize,
    /// Of how many.
    pub of: usize,
    /// It waits for the gateway's limit, until then by our own clock, in milliseconds.
    pub waits_until: Option<i64>,
    /// A person wants no more of it.
    pub is_called_off: bool,
}

/// The jobs of a gateway.
#[derive(Clone, Copy)]
pub struct Board {
    /// What the gateway has.
    pub jobs: Live<Jobs>,
    /// Changes under way.
    edits: RwSignal<Vec<(u64, String, JobEdit)>>,
    last: StoredValue<u64>,
    /// What is being done to many.
    pub progress: RwSignal<Option<Progress>>,
    /// When writes went out lately, by our own clock in milliseconds, by method.
    pub sent: StoredValue<Vec<(&'static str, i64)>>,
}

impl Board {
    /// Returns the board of a gateway.
    pub fn of(profile: &Profile) -> Self {
        profile.keep(|gateway, clock| Self {
            jobs: Live::start(Jobs, gateway, clock),
            edits: RwSignal::default(),
            last: StoredValue::new(0),
            progress: RwSignal::default(),
            sent: StoredValue::default(),
        })
    }

    /// Lays a change over a job; returns its number.
    pub fn lay(&self, id: &str, edit: JobEdit) -> u64 {
        self.last.update_value(|last| *last += 1);
        let number = self.last.get_value();
        self.edits.update(|edits| edits.push((number, id.to_owned(), edit)));
        number
    }

    /// Takes a change off again.
    pub fn lift(&self, number: u64) {
        self.edits.update(|edits| edits.retain(|(of, ..)| *of != number));
    }

    /// Returns a job as it will be, or nothing if it will be gone. Tracks the changes.
    pub fn over(&self, whole: &Arc<Whole>) -> Option<Arc<Whole>> {
        self.edits.with(|edits| laid(edits, whole))
    }

    /// Returns jobs as they will be, without those that will be gone. Tracks jobs and changes.
    pub fn all(&self) -> Vec<Arc<Whole>> {
        self.edits.with(|edits| {
            let over = |whole: &Arc<Whole>| laid(edits, whole);
            self.jobs.with_value(|rows| rows.all().iter().filter_map(over).collect()).unwrap_or_default()
        })
    }

    /// Returns a job as it will be, and tracks it.
    pub fn job(&self, id: &str) -> Option<Arc<Whole>> {
        let whole = self.jobs.with_value(|rows| rows.get(id).cloned()).flatten()?;
        self.over(&whole)
    }

    /// Whether a job is being started. Tracks the changes.
    pub fn is_starting(&self, id: &str) -> bool {
        self.edits.with(|edits| edits.iter().any(|(_, of, edit)| of == id && *edit == JobEdit::Starting))
    }
}

fn laid(edits: &[(u64, String, JobEdit)], whole: &Arc<Whole>) -> Option<Arc<Whole>> {
    let mut shown = whole.clone();
    for (_, _, edit) in edits.iter().filter(|(_, of, _)| *of == whole.job.id) {
        match edit {
            JobEdit::Gone => return None,
            JobEdit::Enabled(enabled) => Arc::make_mut(&mut shown).job.enabled = *enabled,
            JobEdit::Starting => {}
        }
    }
    Some(shown)
}
