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

/// Who reads by the second is woken so often.
const SECOND: Duration = Duration::from_secs(1);
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
    clock: StoredValue<Arc<dyn Clock>>,
    seconds: StoredValue<Seconds>,
}

/// Whether seconds are told. Each wakes the page, so they are not while nobody reads them.
#[derive(Clone, Copy, PartialEq)]
enum Seconds {
    Still,
    /// They are told, and whoever looks on reads after each.
    Told {
        was_read: bool,
    },
}

impl Ticker {
    /// Starts ticking, for as long as the page lives.
    pub fn start(clock: Arc<dyn Clock>, link: LinkState) -> Self {
        let first = read(&*clock);
        let ticker = Self {
            second: RwSignal::new(first),
            calm: RwSignal::new(first),
            skew: Memo::new(move |_| link.with(|view| view.skew())),
            clock: StoredValue::new(clock.clone()),
            seconds: StoredValue::new(Seconds::Still),
        };
        spawn_local(async move {
            loop {
                ticker.calm.set(tick(&*clock, CALM).await);
            }
        });
        ticker
    }

    /// Tells seconds until one passes that nobody reads.
    async fn tell_seconds(self, clock: Arc<dyn Clock>) {
        loop {
            let tick = tick(&*clock, SECOND).await;
            // The page may be gone.
            let was_read = self.seconds.try_get_value() == Some(Seconds::Told { was_read: true });
            self.seconds.try_set_value(if was_read { Seconds::Told { was_read: false } } else { Seconds::Still });
            if !was_read {
                return;
            }
            self.second.set(tick);
        }
    }

    /// Tells the time at once: after a sleep everything on screen is older than its next tick would tell in a while.
    pub fn catch_up(&self) {
        let tick = self.clock.with_value(|clock| read(&**clock));
        self.second.set(tick);
        self.calm.set(tick);
    }

    /// Reads both clocks, and tracks them by the second.
    pub fn get(&self) -> Tick {
        let were = self.seconds.get_value();
        self.seconds.set_value(Seconds::Told { was_read: true });
        if were == Seconds::Still {
            let clock = self.clock.get_value();
            self.second.update_untracked(|tick| *tick = read(&*clock));
            spawn_local(self.tell_seconds(clock));
        }
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

fn read(clock: &dyn Clock) -> Tick {
    Tick { now: clock.now(), wall: clock.wall() }
}

/// Reads both clocks after a pause, once somebody looks.
async fn tick(clock: &dyn Clock, pause: Duration) -> Tick {
    clock.sleep(pause).await;
    clock.shown().await;
    read(clock)
}
