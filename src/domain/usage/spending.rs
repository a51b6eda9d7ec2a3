//! What is spent today and this month: as the gateway counted last, and what was seen to end since. Pure.
//! Refuses to guess: a run that was stopped or failed, has no price, or began before a count says nothing of its cost, and is counted as such.

use serde::Serialize;

use super::budget::{Budget, Per, Whose};
use super::ledger::Ledger;
use crate::protocol::day::Day;
use crate::protocol::fields::reads;
use crate::protocol::sessions::{RunStatus, SessionRow};

/// What one session spent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spender {
    /// Its key, that of a job for all of its runs; empty for small ones together.
    pub key: String,
    /// Whose it is.
    pub agent: String,
    /// Today, in billionths of a dollar.
    pub day: i64,
    /// This month, today included.
    pub month: i64,
    /// When the last run that is counted had ended.
    pub until: i64,
    /// When that had started: of a run that is stopped the end is told twice, a little apart.
    pub started: i64,
}

reads! { Spender { key, agent, day, month, until, started } }

/// A run that was seen to end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ended {
    /// The key under which it is counted.
    pub key: String,
    /// Whose it was.
    pub agent: String,
    /// When.
    pub at: i64,
    /// When it had started.
    pub started: i64,
    /// What it cost, if that was told.
    pub cost: Option<i64>,
}

reads! { Ended { key: needed, agent, at: needed, started, cost } }

/// What is known of one gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spending {
    /// The gateway's address.
    pub gateway: String,
    /// Today, in days since 1970 by the clock of this browser's zone.
    pub today: i64,
    /// Since when runs are watched.
    pub since: i64,
    /// When the gateway had counted what is taken from it; 0 if it was never asked.
    pub counted_at: i64,
    /// How many runs ended since that do not say what they cost.
    pub untold: i64,
    /// Until when runs of who is not kept apart any longer are counted.
    pub joined_until: i64,
    /// Session by session.
    pub spenders: Vec<Spender>,
    /// The last runs that were seen to end: a count that comes late may be from before them.
    pub ended: Vec<Ended>,
}

reads! { Spending { gateway, today, since, counted_at, untold, joined_until, spenders, ended } }

/// So many sessions are kept apart when the gateway's count is taken; the others of an agent are one.
const APART: usize = 250;
/// More are not kept.
const MOST: usize = 500;
/// So many runs that ended are remembered.
const ENDED: usize = 100;

/// The key under which a session's use is counted: all runs of a job are one.
fn counted_as(key: &str) -> &str {
    match key.split_once(":cron:") {
        Some(_) => key.split(":run:").next().unwrap_or(key),
        None => key,
    }
}

/// Returns the job whose runs a session holds.
pub fn job(key: &str) -> &str {
    key.split_once(":cron:").and_then(|(_, rest)| rest.split(':').next()).unwrap_or_default()
}

/// Returns the agent of a session.
fn agent(key: &str) -> &str {
    key.strip_prefix("agent:").and_then(|rest| rest.split(':').next()).unwrap_or_default()
}

/// Whether a session is bounded with one: itself, or its agent, or its job.
pub fn is_of(key: &str, whose: Whose, of: &str) -> bool {
    match whose {
        Whose::All => true,
        Whose::Agent => agent(key) == of,
        Whose::Job => job(key) == of && !of.is_empty(),
        Whose::Session => counted_as(key) == counted_as(of),
    }
}

/// Whether a session is bounded with one of several.
pub fn is_of_any(key: &str, bounds: &[(Whose, String)]) -> bool {
    bounds.iter().any(|(whose, of)| is_of(key, *whose, of))
}

impl Spending {
    /// Begins anew.
    pub fn begin(gateway: &str, now: i64, today: Day) -> Self {
        Self { gateway: gateway.into(), today: i64::from(today.0), since: now, ..Self::default() }
    }

    /// Notes which day it is: what was spent on the one before is of its month, and what was spent in another month of none. Returns whether
    /// it is another day.
    pub fn turn(&mut self, today: Day) -> bool {
        let before = Day(i32::try_from(self.today).unwrap_or(0));
        if before == today {
            return false;
        }
        self.today = i64::from(today.0);
        if before.month() == today.month() {
            self.spenders.iter_mut().for_each(|spender| spender.day = 0);
        } else {
            self.spenders.clear();
            self.untold = 0;
        }
        true
    }

    /// Takes a picture of a session: if it shows a run that ended and is not counted yet, its cost is. A run that goes on shows the cost
    /// of the one before, and so does one that was stopped. Returns whether anything changed.
    pub fn take(&mut self, row: &SessionRow, day_of: impl Fn(i64) -> Day) -> bool {
        let Some(ended) = row.ended_at.filter(|_| !row.has_active_run).map(|at| at.0) else { return false };
        let (day, today) = (day_of(ended), Day(i32::try_from(self.today).unwrap_or(0)));
        if ended <= self.counted_at || day.month() != today.month() {
            return false;
        }
        let key = counted_as(row.key.as_str());
        let started = row.started_at.map_or(0, |at| at.0);
        let is_it = |known: &&Spender| known.key == key && (known.until >= ended || (started > 0 && known.started == started));
        if self.spenders.iter().any(|known| is_it(&known)) {
            return false;
        }
        if ended <= self.joined_until && !self.spenders.iter().any(|known| known.key == key) {
            return false;
        }
        // Of a run that the gateway counted in part, the rest is not told.
        let is_told = row.status == Some(RunStatus::Done) && (started == 0 || started >= self.counted_at);
        let cost = row.estimated_cost_usd.map(|cost| cost.0.saturating_mul(1_000));
        let ended = Ended {
            key: key.to_owned(),
            agent: row.agent_id.clone().unwrap_or_else(|| agent(key).to_owned()),
            at: ended,
            started,
            cost: cost.filter(|_| is_told),
        };
        self.add(&ended, day == today);
        self.ended.push(ended);
        let surplus = self.ended.len().saturating_sub(ENDED);
        self.ended.drain(..surplus);
        true
    }

    fn add(&mut self, ended: &Ended, is_today: bool) {
        let cost = ended.cost.unwrap_or(0);
        self.untold += i64::from(ended.cost.is_none());
        let place = self.spenders.iter().position(|spender| spender.key == ended.key).unwrap_or_else(|| {
            if self.spenders.len() >= MOST {
                self.join_oldest();
            }
            self.spenders.push(Spender { key: ended.key.clone(), agent: ended.agent.clone(), ..Spender::default() });
            self.spenders.len() - 1
        });
        if let Some(spender) = self.spenders.get_mut(place) {
            (spender.until, spender.started) = (spender.until.max(ended.at), ended.started);
            spender.month = spender.month.saturating_add(cost);
            spender.day = spender.day.saturating_add(if is_today { cost } else { 0 });
        }
    }

    /// Makes room: who was seen last the longest ago, no job if there is another, is one with the small ones of its agent.
    fn join_oldest(&mut self) {
        let apart = self.spenders.iter().enumerate().filter(|(_, spender)| !spender.key.is_empty());
        let oldest = apart.min_by_key(|(_, spender)| (!job(&spender.key).is_empty(), spender.until, spender.month)).map(|(place, _)| place);
        let Some(place) = oldest else { return };
        let joined = self.spenders.remove(place);
        self.joined_until = self.joined_until.max(joined.until);
        match self.spenders.iter_mut().find(|known| known.key.is_empty() && known.agent == joined.agent) {
            Some(known) => {
                known.day = known.day.saturating_add(joined.day);
                known.month = known.month.saturating_add(joined.month);
            }
            None => self.spenders.push(Spender { key: String::new(), ..joined }),
        }
    }

    /// Takes the gateway's own count, by days of this browser's zone, in the place of what was seen until then. Whoever `is_named` stays
    /// apart however little it spent. The same count is taken once, but for the sake of somebody who was not named before. Returns whether
    /// anything changed.
    pub fn count(&mut self, ledger: &Ledger, today: Day, day_of: impl Fn(i64) -> Day, is_named: &dyn Fn(&str) -> bool) -> bool {
        let has_turned = self.turn(today);
        let at = ledger.counted_at.0;
        let is_apart = |key: &str| self.spenders.iter().any(|known| known.key == key);
        let is_wanting = |spender: &super::ledger::Spender| {
            let key = counted_as(&spender.key);
            is_named(key) && !is_apart(key)
        };
        let is_known = at < self.counted_at || (at > 0 && at == self.counted_at && !ledger.spenders.iter().any(is_wanting));
        if ledger.is_cold || is_known {
            return has_turned;
        }
        let mut counted: Vec<Spender> = ledger
            .spenders
            .iter()
            .map(|spender| Spender {
                key: counted_as(&spender.key).to_owned(),
                agent: spender.agent.clone(),
                until: at,
                ..Spender::default()
            })
            .collect();
        for fact in ledger.days.iter().filter(|fact| (today.month().0..=today.0).contains(&fact.at)) {
            if let Some(spender) = counted.get_mut(fact.spender as usize) {
                spender.month = spender.month.saturating_add(fact.sum.cost);
                spender.day = spender.day.saturating_add(if fact.at == today.0 { fact.sum.cost } else { 0 });
            }
        }
        counted.retain(|spender| spender.month > 0 || is_named(&spender.key));
        let least = nth_largest(&counted, APART);
        let mut kept: Vec<Spender> = vec![];
        for spender in counted {
            let is_apart = spender.month >= least || !job(&spender.key).is_empty() || is_named(&spender.key);
            let key = if is_apart { spender.key.as_str() } else { "" };
            match kept.iter_mut().find(|known| known.key == key && (is_apart || known.agent == spender.agent)) {
                Some(known) => {
                    known.day = known.day.saturating_add(spender.day);
                    known.month = known.month.saturating_add(spender.month);
                }
                None => kept.push(Spender { key: key.to_owned(), ..spender }),
            }
        }
        (self.counted_at, self.untold, self.joined_until, self.spenders) = (at, 0, 0, kept);
        self.ended.retain(|ended| ended.at > at);
        for mut ended in std::mem::take(&mut self.ended) {
            ended.cost = ended.cost.filter(|_| ended.started == 0 || ended.started >= at);
            let day = day_of(ended.at);
            if day.month() == today.month() {
                self.add(&ended, day == today);
                self.ended.push(ended);
            }
        }
        true
    }

    /// Returns what a budget bounds and how much that spent, one by one.
    pub fn of(&self, budget: &Budget) -> Vec<(String, i64)> {
        let mut sums: Vec<(String, i64)> = vec![];
        let is_each = budget.of.is_empty() && budget.whose != Whose::All;
        if !is_each {
            sums.push((budget.of.clone(), 0));
        }
        for spender in &self.spenders {
            let name = match budget.whose {
                Whose::All => "",
                Whose::Agent => &spender.agent,
                Whose::Job => job(&spender.key),
                Whose::Session => &spender.key,
            };
            let spent = if budget.per == Per::Day { spender.day } else { spender.month };
            let name = if budget.whose == Whose::Session && !is_each && name == counted_as(&budget.of) { &budget.of } else { name };
            match sums.iter_mut().find(|(of, _)| of == name) {
                Some((_, sum)) => *sum = sum.saturating_add(spent),
                None if is_each && !name.is_empty() => sums.push((name.to_owned(), spent)),
                None => {}
            }
        }
        sums
    }
}

/// Returns the least sum that is still among so many of the largest.
fn nth_largest(of: &[Spender], most: usize) -> i64 {
    let (mut low, mut high) = (0_i64, of.iter().map(|spender| spender.month).max().unwrap_or(0));
    // Halving finds it without putting anything in order.
    while low < high {
        let middle = low + (high - low) / 2;
        if of.iter().filter(|spender| spender.month > middle).count() >= most { low = middle + 1 } else { high = middle }
    }
    if of.len() <= most { 0 } else { low + 1 }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "spending_tests.rs"]
mod tests;
