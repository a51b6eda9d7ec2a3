//! Sessions summed up: how many stand how, and what sub-agents come to. Pure.
//! Refuses to count; the listing does.

use crate::domain::say;
use crate::protocol::Usd;

/// The sub-agents under a session, summed up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Brood {
    /// How many.
    pub count: usize,
    /// How many of them run.
    pub running: usize,
    /// How many of them failed.
    pub failed: usize,
    /// What their last runs cost together, as far as they have a price.
    pub cost: Usd,
    /// They are shown.
    pub is_open: bool,
}

impl Brood {
    /// Sums it up: `3 sub-agents, 1 running, $0.12`.
    pub fn words(&self) -> String {
        let mut words = say::many(self.count, "sub-agent");
        for (number, word) in [(self.running, "running"), (self.failed, "failed")] {
            if number > 0 {
                words += &format!(", {number} {word}");
            }
        }
        if self.cost.0 > 0 {
            words += &format!(", {}", say::money(self.cost));
        }
        words
    }
}

/// How many sessions stand how, whatever is searched for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// At work.
    pub running: usize,
    /// At work, but waiting for somebody.
    pub waiting: usize,
    /// Failed or timed out in their last run.
    pub failed: usize,
    /// All.
    pub all: usize,
}

impl Counts {
    /// Counts one more that stands so.
    pub fn add(&mut self, state: &str) {
        self.all += 1;
        match state {
            "running" => self.running += 1,
            "waiting" => self.waiting += 1,
            "failed" | "timeout" => self.failed += 1,
            _ => {}
        }
    }

    /// Says the most important thing about the list.
    pub fn summary(&self) -> String {
        let mut said = if self.running == 0 { "nothing is running".to_owned() } else { format!("{} running", self.running) };
        if self.waiting > 0 {
            let verb = if self.waiting == 1 { "waits" } else { "wait" };
            said = if self.running == 0 { String::new() } else { said + ", " };
            said += &format!("{} {verb} for you", self.waiting);
        }
        if self.failed > 0 {
            said += &format!(", {} failed", self.failed);
        }
        if self.all == 0 { String::new() } else { said }
    }
}
