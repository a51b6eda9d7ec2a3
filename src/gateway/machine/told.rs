//! What the machine tells of itself: how the connection stands, what was counted of it, and whether it waits for the page to be idle.
//! Refuses to count; `meter` does.

use super::{Machine, Meter, Phase};
use crate::gateway::Link;
use crate::gateway::Moment;
use crate::gateway::meter::{Counters, Measured};

impl Machine {
    /// Returns how the connection stands.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// Returns what went by unused.
    pub fn counters(&self) -> &Counters {
        &self.meter.counters
    }

    /// Returns all figures as they are now.
    pub fn measured(&self, now: Moment) -> Measured {
        let (asked, holds_back, cooling) = self.calls.measured(now);
        Measured { asked, holds_back, cooling, ..self.meter.measured(now) }
    }

    /// Returns how many frames passed either way.
    pub fn frames(&self) -> u64 {
        self.meter.frames()
    }

    /// Whether something is to be asked as soon as the page has nothing better to do.
    pub fn waits_for_leisure(&self, now: Moment) -> bool {
        matches!(self.phase, Phase::Ready { .. }) && self.calls.waits_for_leisure(now, self.visible)
    }

    /// The page has nothing better to do.
    pub fn at_leisure(&mut self, now: Moment) {
        self.send_due(now, true);
    }

    /// Notes an answer that its caller could not read.
    pub fn unread(&mut self, method: &str, why: &str, answer: &str) {
        self.meter.counters.note(method, why, answer);
    }

    /// Begins to count anew: another gateway is meant.
    pub(super) fn measure_anew(&mut self, now: Moment) {
        self.meter = Meter::new(now);
        self.calls.measure_anew();
    }
}
