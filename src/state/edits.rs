//! Changes to sessions that were asked for and not yet seen done: an overlay beside the rows, never a write into them.
//! What the gateway refuses is simply no longer laid over, so nothing needs to be rolled back.
//! Refuses to draw, and to ask twice by itself.

use std::sync::Arc;
use std::time::Duration;

use futures::future::FutureExt;
use futures::{StreamExt, pin_mut, select_biased};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::gateway::socket::Local;
use crate::gateway::{Answer, CallError, Clock, Gateway, Notice, Written};
use crate::protocol::sessions::{Change, SessionRow};
use crate::protocol::{Event, Family, SessionKey};

/// How long the overlay stays after the gateway agreed, if no event shows the row changed. It comes within milliseconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is laid over a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A field has another value.
    Change(Change),
    /// The session is gone.
    Gone,
    /// Something is being done that changes nothing on the row yet, in a word such as "compacting".
    Busy(&'static str),
}

#[derive(Clone)]
struct Entry {
    key: SessionKey,
    number: u64,
    edit: Edit,
}

/// All changes under way. Few at a time, so a list will do.
#[derive(Clone, Copy)]
pub struct Edits {
    entries: RwSignal<Vec<Entry>>,
    last_number: StoredValue<u64>,
    gateway: StoredValue<Gateway>,
    clock: StoredValue<Arc<dyn Clock>>,
}

impl Edits {
    /// Starts with none.
    pub fn new(gateway: Gateway, clock: Arc<dyn Clock>) -> Self {
        Self {
            entries: RwSignal::default(),
            last_number: StoredValue::new(0),
            gateway: StoredValue::new(gateway),
            clock: StoredValue::new(clock),
        }
    }

    /// Returns a row as it will be, or nothing if it will be gone. Tracks the changes.
    pub fn over(&self, row: &Arc<SessionRow>) -> Option<Arc<SessionRow>> {
        self.entries.with(|entries| laid_over(entries, row))
    }

    /// Returns rows as they will be, without those that will be gone. Tracks the changes.
    pub fn over_all(&self, rows: &[Arc<SessionRow>]) -> Vec<Arc<SessionRow>> {
        self.entries.with(|entries| rows.iter().filter_map(|row| laid_over(entries, row)).collect())
    }

    /// Returns what is being done to a session, in a word, and tracks it.
    pub fn busy(&self, key: &SessionKey) -> Option<&'static str> {
        self.entries.with(|entries| {
            entries.iter().find_map(|entry| match entry.edit {
                Edit::Busy(word) if entry.key == *key => Some(word),
                _ => None,
            })
        })
    }

    /// Makes a call that changes a session; until that is seen done, the row is shown as it will be. It comes back with what the
    /// gateway answered; if that is an error, the row is shown as it is.
    pub fn make(self, key: &SessionKey, edit: Edit, written: Written) -> Local<Result<Answer, CallError>> {
        let key = key.clone();
        Box::pin(async move {
            let gateway = self.gateway.get_value();
            let (shown, number) = self.lay_over(&key, edit, &gateway);
            let answer = gateway.ask_written(written, Box::new(|_| {})).await;
            if answer.is_err() {
                self.lift(number);
            } else {
                shown.wait();
            }
            answer
        })
    }

    /// Lays an edit over a row. Listens from now on, since the event may overtake the answer.
    fn lay_over(&self, key: &SessionKey, edit: Edit, gateway: &Gateway) -> (Shown, u64) {
        self.last_number.update_value(|number| *number += 1);
        let number = self.last_number.get_value();
        let is_busy = matches!(edit, Edit::Busy(_));
        self.entries.update(|entries| entries.push(Entry { key: key.clone(), number, edit }));
        let notices = gateway.notices(&[Family::Sessions]);
        (Shown { edits: *self, key: key.clone(), number, notices, clock: self.clock.get_value(), is_busy }, number)
    }

    fn lift(&self, number: u64) {
        self.entries.update(|entries| entries.retain(|entry| entry.number != number));
    }
}

/// Waits until the row shows an edit that the gateway agreed to.
struct Shown {
    edits: Edits,
    key: SessionKey,
    number: u64,
    notices: crate::gateway::Subscription,
    clock: Arc<dyn Clock>,
    is_busy: bool,
}

impl Shown {
    fn wait(mut self) {
        if self.is_busy {
            return self.edits.lift(self.number);
        }
        spawn_local(async move {
            let patience = self.clock.sleep(PATIENCE).fuse();
            pin_mut!(patience);
            loop {
                select_biased! {
                    notice = self.notices.next() => match notice {
                        Some(Notice::Event(event)) if tells_of(&event, &self.key) => break,
                        Some(Notice::AnotherGateway) | None => break,
                        Some(_) => {}
                    },
                    () = patience => break,
                }
            }
            // The rows are drawn once a frame; one earlier and the old value would flash up.
            self.clock.frame().await;
            self.edits.lift(self.number);
        });
    }
}

fn tells_of(event: &Event, key: &SessionKey) -> bool {
    match event {
        Event::SessionsChanged(changed) => {
            changed.session_key.as_ref() == Some(key) && matches!(changed.reason.as_deref(), Some("patch" | "delete"))
        }
        _ => false,
    }
}

fn laid_over(entries: &[Entry], row: &Arc<SessionRow>) -> Option<Arc<SessionRow>> {
    let mut shown = row.clone();
    for entry in entries.iter().filter(|entry| entry.key == row.key) {
        match &entry.edit {
            Edit::Change(change) => apply(Arc::make_mut(&mut shown), change),
            Edit::Gone => return None,
            Edit::Busy(_) => {}
        }
    }
    Some(shown)
}

fn apply(row: &mut SessionRow, change: &Change) {
    match change {
        Change::Label(label) => {
            // Which title it has without a given one, only the gateway knows: it says so in an instant.
            row.derived_title = None;
            row.display_name.clone_from(label);
            row.label.clone_from(label);
        }
        Change::Pinned(pinned) => row.pinned = *pinned,
        // Putting away also takes the pin off.
        Change::Archived(archived) => (row.archived, row.pinned) = (*archived, row.pinned && !archived),
        Change::Model(Some(model)) => {
            let (provider, name) = model.split_once('/').unwrap_or(("", model));
            (row.model_provider, row.model) = (Some(provider.into()), Some(name.into()));
        }
        // Which one that will be, the gateway will say.
        Change::Model(None) => (row.model_provider, row.model) = (None, None),
        Change::Thinking(level) => row.thinking_level.clone_from(level),
        Change::Category(category) => row.category.clone_from(category),
    }
}
