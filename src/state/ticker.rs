//! One shared tick a second for everything that ages on screen; it stands still while nobody looks.
//! Refuses to format anything.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::gateway::{Clock, Moment};
use crate::protocol::UnixMs;

/// A point in time on both clocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// The monotonic clock, for countdowns and ages of what happened here.
    pub now: Moment,
    /// The clock on the wall, for ages of what the gateway dated.
    pub wall: UnixMs,
}

/// Now, about once a second.
#[derive(Clone, Copy)]
pub struct Ticker(RwSignal<Tick>);

impl Ticker {
    /// Starts ticking, for as long as the page lives.
    pub fn start(clock: Arc<dyn Clock>) -> Self {
        let read = |clock: &dyn Clock| Tick { now: clock.now(), wall: clock.wall() };
        let ticker = Self(RwSignal::new(read(&*clock)));
        spawn_local(async move {
            loop {
                clock.sleep(Duration::from_secs(1)).await;
                clock.frame().await;
                ticker.0.set(read(&*clock));
            }
        });
        ticker
    }

    /// Reads both clocks, and tracks them.
    pub fn get(&self) -> Tick {
        self.0.get()
    }
}
