//! Stops that were asked for and not yet seen done: an overlay beside the rows, never a write into them.
//! Refuses to draw, and to ask twice by itself.

use std::sync::Arc;
use std::time::Duration;

use futures::future::FutureExt;
use futures::{StreamExt, pin_mut, select_biased};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::gateway::{CallError, Clock, Gateway, Notice};
use crate::protocol::sessions::{SessionRow, SessionsAbort};
use crate::protocol::{Event, Family, RunId, SessionKey};

/// After this long without the gateway showing the run stopped, the stop is called unconfirmed.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How a stop stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// Asked for; the row will tell.
    Stopping,
    /// Nobody can say whether it worked.
    Unconfirmed,
    /// The gateway refused it, in these words.
    Refused(String),
}

/// What a row says of its active runs.
type Runs = Option<Option<Vec<RunId>>>;

/// A stop under way. Few at a time, so a list will do.
#[derive(Clone)]
struct Entry {
    key: SessionKey,
    /// Tells a second stop of the same session from the first.
    number: u64,
    /// The runs that were to stop, as far as the row named them.
    runs: Runs,
    stop: Stop,
}

/// All stops under way.
#[derive(Clone, Copy)]
pub struct Stops {
    stops: RwSignal<Vec<Entry>>,
    last_number: StoredValue<u64>,
    gateway: StoredValue<Gateway>,
    clock: StoredValue<Arc<dyn Clock>>,
}

impl Stops {
    /// Starts with none.
    pub fn new(gateway: Gateway, clock: Arc<dyn Clock>) -> Self {
        Self {
            stops: RwSignal::default(),
            last_number: StoredValue::new(0),
            gateway: StoredValue::new(gateway),
            clock: StoredValue::new(clock),
        }
    }

    /// Returns how the stop of a row's run stands, and tracks it. A stop of an earlier run says nothing about a later one.
    pub fn of(&self, row: &SessionRow) -> Option<Stop> {
        self.stops.with(|stops| {
            let entry = stops.iter().find(|entry| entry.key == row.key)?;
            let is_same_run = match (&entry.runs, &row.active_run_ids) {
                (Some(Some(then)), Some(Some(now))) => then == now,
                _ => true,
            };
            (row.has_active_run && is_same_run).then(|| entry.stop.clone())
        })
    }

    /// Stops what a session runs: marked at once, and followed until the gateway shows it done.
    /// `refetch` is called when there was nothing to stop, which means that our rows are behind.
    pub fn stop(&self, row: &SessionRow, refetch: impl Fn() + 'static) {
        let (key, runs) = (row.key.clone(), row.active_run_ids.clone());
        self.last_number.update_value(|number| *number += 1);
        let number = self.last_number.get_value();
        let following = Following { stops: self.stops, key, number };
        self.stops.update(|stops| {
            stops.retain(|entry| entry.key != following.key);
            stops.push(Entry { key: following.key.clone(), number, runs, stop: Stop::Stopping });
        });
        spawn_local(following.run(self.gateway.get_value(), self.clock.get_value(), refetch));
    }
}

struct Following {
    stops: RwSignal<Vec<Entry>>,
    key: SessionKey,
    number: u64,
}

impl Following {
    async fn run(self, gateway: Gateway, clock: Arc<dyn Clock>, refetch: impl Fn()) {
        // Listening first: the event may overtake the answer.
        let mut notices = gateway.notices(&[Family::Sessions]);
        let request = SessionsAbort { key: self.key.clone() };
        let answer = gateway.call(&request).fuse();
        let patience = clock.sleep(PATIENCE).fuse();
        pin_mut!(answer, patience);
        let mut was_ready = false;
        loop {
            select_biased! {
                notice = notices.next() => match notice {
                    Some(Notice::Event(event)) if shows_stopped(&event, &self.key) => return self.end(),
                    // The list is read afresh after that, and is all there is to know.
                    Some(Notice::Hello(_)) if was_ready => return self.end(),
                    Some(Notice::AnotherGateway) => return self.end(),
                    Some(Notice::Link(link)) => was_ready |= link.is_ready(),
                    Some(_) => {}
                    None => return self.end(),
                },
                answer = answer => match answer {
                    Ok(aborted) if aborted.aborted_run_id.is_none() => {
                        refetch();
                        return self.end();
                    }
                    Ok(_) => {}
                    Err(CallError::LinkLost { .. } | CallError::TimedOut { .. }) => self.set(Stop::Unconfirmed),
                    Err(error) => self.set(Stop::Refused(error.in_words())),
                },
                () = patience => self.doubt(),
            }
            if !self.is_current() {
                return;
            }
        }
    }

    /// Whether nobody has pressed the button again since.
    fn is_current(&self) -> bool {
        self.stops.with_untracked(|stops| stops.iter().any(|entry| entry.number == self.number))
    }

    /// Calls the stop unconfirmed, unless more is known.
    fn doubt(&self) {
        let is_open = |entry: &Entry| entry.number == self.number && entry.stop == Stop::Stopping;
        if self.stops.with_untracked(|stops| stops.iter().any(is_open)) {
            self.set(Stop::Unconfirmed);
        }
    }

    fn set(&self, stop: Stop) {
        self.stops.update(|stops| {
            if let Some(entry) = stops.iter_mut().find(|entry| entry.number == self.number) {
                entry.stop = stop;
            }
        });
    }

    fn end(&self) {
        self.stops.update(|stops| stops.retain(|entry| entry.number != self.number));
    }
}

fn shows_stopped(event: &Event, key: &SessionKey) -> bool {
    match event {
        Event::SessionsChanged(changed) if changed.session_key.as_ref() == Some(key) => {
            changed.session.as_ref().is_none_or(|row| !row.has_active_run)
        }
        Event::SessionMessage(message) => message.session.as_ref().is_some_and(|row| row.key == *key && !row.has_active_run),
        _ => false,
    }
}
