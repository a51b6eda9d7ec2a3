//! Time for everything that ages on screen: by the second for what is told in seconds, every ten for the rest. It stands still while
//! nobody looks.
//! Refuses to format anything.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::link::LinkState;
use super::skew::Skew;
use crate::gateway::{Clock, Moment};
use crate::protocol::UnixMs;

/// Who reads calmly is woken so often.
const CALM: Duration = Duration::from_secs(10);
/// What is nearer than this, in milliseconds, is told in seconds.
const NEAR: u64 = 130_000;

/// A point in time on both clocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// The monotonic clock, for countdowns and ages of what happened here.
    pub now: Moment,
    /// The clock on the wall, for ages of what the gateway dated.
    pub wall: UnixMs,
}

/// Now.
#[derive(Clone, Copy)]
pub struct Ticker {
    second: RwSignal<Tick>,
    calm: RwSignal<Tick>,
    skew: Memo<Skew>,
}

impl Ticker {
    /// Starts ticking, for as long as the page lives.
    pub fn start(clock: Arc<dyn Clock>, link: LinkState) -> Self {
        let read = |clock: &dyn Clock| Tick { now: clock.now(), wall: clock.wall() };
        let first = read(&*clock);
        let ticker =
            Self { second: RwSignal::new(first), calm: RwSignal::new(first), skew: Memo::new(move |_| link.with(|view| view.skew())) };
        spawn_local(async move {
            let mut last = first.now;
            loop {
                clock.sleep(Duration::from_secs(1)).await;
                clock.shown().await;
                let tick = read(&*clock);
                ticker.second.set(tick);
                if tick.now.saturating_sub(last) >= CALM {
                    last = tick.now;
                    ticker.calm.set(tick);
                }
            }
        });
        ticker
    }

    /// Reads both clocks, and tracks them by the second.
    pub fn get(&self) -> Tick {
        self.second.get()
    }

    /// Reads both clocks, and tracks them every ten seconds: for what is told in minutes, such as ages.
    pub fn calm(&self) -> Tick {
        self.calm.get()
    }

    /// Returns what the gateway's clock shows, and tracks it by the second.
    pub fn there(&self) -> UnixMs {
        self.skew.get().there(self.get().wall)
    }

    /// Returns what the gateway's clock shows, and tracks it every ten seconds.
    pub fn there_calmly(&self) -> UnixMs {
        self.skew.get().there(self.calm().wall)
    }

    /// Reads both clocks, and tracks them by the second only while that time is near.
    pub fn near(&self, at: UnixMs) -> Tick {
        let calm = self.calm();
        if calm.wall.0.abs_diff(at.0) < NEAR { self.get() } else { calm }
    }

    /// Returns what the gateway's clock shows, and tracks it by the second only while that time of it is near.
    pub fn there_near(&self, at: UnixMs) -> UnixMs {
        let skew = self.skew.get();
        skew.there(self.near(skew.here(at)).wall)
    }
}
