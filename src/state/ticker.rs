//! One shared tick a second for everything that ages on screen; it stands still while nobody looks.
//! Refuses to format anything.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::gateway::{Clock, Moment};
use crate::protocol::UnixMs;

/// Now, about once a second.
#[derive(Clone, Copy)]
pub struct Ticker {
    /// The monotonic clock, for countdowns and ages of what happened here.
    pub now: RwSignal<Moment>,
    /// The clock on the wall, for ages of what the gateway dated.
    pub wall: RwSignal<UnixMs>,
}

impl Ticker {
    /// Starts ticking, for as long as the page lives.
    pub fn start(clock: Arc<dyn Clock>) -> Self {
        let ticker = Self { now: RwSignal::new(clock.now()), wall: RwSignal::new(clock.wall()) };
        spawn_local(async move {
            loop {
                clock.sleep(Duration::from_secs(1)).await;
                clock.frame().await;
                ticker.now.set(clock.now());
                ticker.wall.set(clock.wall());
            }
        });
        ticker
    }
}
