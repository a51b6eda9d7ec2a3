//! Stops that were asked for and not yet seen done: an overlay beside the rows, never a write into them.
//! Refuses to draw, and to ask twice by itself.

use std::sync::Arc;
use std::time::Duration;

use futures::future::FutureExt;
use futures::{StreamExt, pin_mut, select_biased};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::gateway::{CallError, Clock, Gateway, Notice};
use crate::protocol::sessions::SessionsAbort;
use crate::protocol::{Event, Family, SessionKey};

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

/// A stop under way. Few at a time, so a list will do.
#[derive(Clone)]
struct Entry {
    key: SessionKey,
    /// Tells a second stop of the same session from the first.
    number: u64,
    stop: Stop,
}

/// All stops under way.
#[derive(Clone, Copy)]
pub struct Stops {
    stops: RwSignal<Vec<Entry>>,
    gateway: StoredValue<Gateway>,
    clock: StoredValue<Arc<dyn Clock>>,
}

impl Stops {
    /// Starts with none.
    pub fn new(gateway: Gateway, clock: Arc<dyn Clock>) -> Self {
        Self { stops: RwSignal::default(), gateway: StoredValue::new(gateway), clock: StoredValue::new(clock) }
    }

    /// Returns how the stop of a session stands, and tracks it.
    pub fn of(&self, key: &SessionKey) -> Option<Stop> {
        self.stops.with(|stops| stops.iter().find(|entry| entry.key == *key).map(|entry| entry.stop.clone()))
    }

    /// Stops what a session runs: marked at once, and followed until the gateway shows it done.
    /// `refetch` is called when there was nothing to stop, which means that our rows are behind.
    pub fn stop(&self, key: SessionKey, refetch: impl Fn() + 'static) {
        let number = self.stops.with_untracked(|stops| stops.iter().map(|entry| entry.number + 1).max().unwrap_or_default());
        let following = Following { stops: self.stops, key, number };
        self.stops.update(|stops| {
            stops.retain(|entry| entry.key != following.key);
            stops.push(Entry { key: following.key.clone(), number, stop: Stop::Stopping });
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
                    Err(error) => return self.set(Stop::Refused(error.to_string())),
                },
                () = patience => self.set(Stop::Unconfirmed),
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
