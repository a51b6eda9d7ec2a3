//! The requests that are asked, queued and in flight: who waits for what, until when.
//! Refuses to send, to parse answers and to know the state of the link.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::value::RawValue;

use super::Moment;
use super::backoff;
use super::error::CallError;
use super::meter::{Asked, LONGEST, Load};
use crate::protocol::fields::{Piece, Whole};
use crate::protocol::{Fault, Kind, MAX_IN_FLIGHT};

/// Names one caller's wish to know. Never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// What a caller asks.
#[derive(Clone, Debug)]
pub struct Question {
    /// The method's name.
    pub method: &'static str,
    /// Its params, as JSON.
    pub params: Box<RawValue>,
    /// How it may be treated.
    pub kind: Kind,
    /// How long an answer may take, from the moment of sending.
    pub timeout: Duration,
}

/// What a caller hears.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The answer. The last word.
    Answer(Whole),
    /// It failed. The last word.
    Failed(CallError),
    /// A read failed for now and will be asked again; more follows.
    Trouble(CallError),
}

/// What became of an answer from the gateway.
#[allow(missing_docs, reason = "the line of each variant says what its fields are")]
#[derive(Debug, PartialEq, Eq)]
pub enum Fit {
    /// Somebody waited for it, this long.
    Expected { took: Duration },
    /// Its request had timed out.
    Late,
    /// It had been answered before.
    Duplicate,
    /// We never asked that.
    Unknown,
}

/// Bounds the memory of what is settled, by which late and double answers are told from foreign ones.
const REMEMBERED: usize = 256;

/// So long reads for which nobody waits let those go first for which somebody does.
const YIELDS: Duration = Duration::from_secs(2);

#[derive(Debug)]
struct Entry {
    question: Question,
    waiters: Vec<Ticket>,
    /// Set while in flight.
    sent: Option<(u64, Moment)>,
    /// Not sent before this.
    not_before: Moment,
    /// How many times it failed so far.
    failures: u32,
}

impl Entry {
    fn deadline(&self) -> Option<Moment> {
        self.sent.map(|(_, at)| at + self.question.timeout)
    }
}

/// The table of calls. Entries stand in the order in which they were asked.
#[derive(Debug, Default)]
pub struct Calls {
    entries: Vec<Entry>,
    last_id: u64,
    settled: VecDeque<(u64, bool)>,
    /// Methods that the gateway asked us to leave alone, until when, and in which words.
    cooling: Vec<(&'static str, Moment, Fault)>,
    /// What was asked, counted.
    pub(super) load: Load,
}

/// Words for those who wait: who, and what they hear.
pub type News = Vec<(Ticket, Outcome)>;

impl Calls {
    /// Returns an id that was never used on any connection of this table.
    pub fn fresh_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Takes a question. An identical read that is already asked is shared.
    /// A method that the gateway asked us to leave alone is refused on the spot with the time that is left; urgent ones go through.
    pub fn ask(&mut self, ticket: Ticket, question: Question, now: Moment) -> News {
        // One that nobody waits for any more was asked before something happened that made its caller ask anew.
        let same = |entry: &&mut Entry| {
            entry.question.kind.is_read()
                && !entry.waiters.is_empty()
                && entry.question.method == question.method
                && entry.question.params.get() == question.params.get()
        };
        if question.kind.is_read()
            && let Some(entry) = self.entries.iter_mut().find(same)
        {
            entry.waiters.push(ticket);
            return News::new();
        }
        let mut not_before = now;
        if let Some((_, until, fault)) = self.cooling.iter().find(|(method, until, _)| *method == question.method && *until > now)
            && question.kind != Kind::Urgent
        {
            if !question.kind.is_read() {
                let left = *until - now;
                let fault = Fault { retry_after_ms: Some(left.as_secs_f64() * 1000.0), ..fault.clone() };
                return vec![(ticket, Outcome::Failed(CallError::Refused { method: question.method, fault: Box::new(fault) }))];
            }
            not_before = *until;
        }
        if question.kind == Kind::Background {
            not_before = not_before.max(now + self.holds_back(now).unwrap_or_default());
        }
        self.entries.push(Entry { question, waiters: vec![ticket], sent: None, not_before, failures: 0 });
        News::new()
    }

    /// Forgets one who no longer wants to know. A call in flight stays until its answer, so that the answer is not taken for foreign.
    pub fn forget(&mut self, ticket: Ticket) {
        for entry in &mut self.entries {
            entry.waiters.retain(|waiter| *waiter != ticket);
        }
        self.entries.retain(|entry| entry.sent.is_some() || !entry.waiters.is_empty() || !entry.question.kind.is_read());
    }

    /// Returns what may go out now: urgent ones first, the rest while fewer than the cap are in flight, reads not while nobody looks, and
    /// those that nobody waits for when the page has nothing better to do.
    pub fn next_to_send(&mut self, now: Moment, visible: bool, at_leisure: bool) -> Option<(u64, &Question)> {
        let in_flight = self.in_flight();
        let may_go = |entry: &Entry| self.is_ready(entry, now, visible) && (at_leisure || entry.question.kind != Kind::Background);
        let urgent = self.entries.iter().position(|entry| entry.question.kind == Kind::Urgent && may_go(entry));
        let other = || self.entries.iter().position(|entry| in_flight < MAX_IN_FLIGHT && may_go(entry));
        let at = urgent.or_else(other)?;
        let id = self.fresh_id();
        let entry = &mut self.entries[at];
        entry.sent = Some((id, now));
        Some((id, &entry.question))
    }

    /// Whether something waits only for the page to have nothing better to do.
    pub fn waits_for_leisure(&self, now: Moment, visible: bool) -> bool {
        let waits = |entry: &Entry| entry.question.kind == Kind::Background && self.is_ready(entry, now, visible);
        self.entries.iter().any(waits) && self.in_flight() < MAX_IN_FLIGHT
    }

    fn is_ready(&self, entry: &Entry, now: Moment, visible: bool) -> bool {
        entry.sent.is_none() && self.due(entry) <= now && (visible || !entry.question.kind.waits_to_be_seen())
    }

    /// Returns how many calls wait for an answer, urgent ones aside.
    pub fn in_flight(&self) -> usize {
        self.entries.iter().filter(|entry| entry.sent.is_some() && entry.question.kind != Kind::Urgent).count()
    }

    /// Takes an answer from the wire.
    pub fn answer(&mut self, id: &str, outcome: Result<Piece<'_>, Fault>, bytes: usize, now: Moment, roll: f64) -> (Fit, News) {
        let number = id.parse::<u64>().ok().filter(|number| number.to_string() == id);
        let found = self.entries.iter().position(|entry| entry.sent.is_some_and(|(sent, _)| Some(sent) == number));
        let Some(at) = found else {
            let fit = match self.settled.iter().find(|(settled, _)| Some(*settled) == number) {
                Some((_, true)) => Fit::Duplicate,
                Some((_, false)) => Fit::Late,
                None => Fit::Unknown,
            };
            return (fit, News::new());
        };
        let entry = self.entries.remove(at);
        let took = entry.sent.map_or(Duration::ZERO, |(_, sent)| now.saturating_sub(sent));
        self.remember(&entry, true);
        let Question { method, kind, .. } = entry.question;
        self.load.answered(method, bytes, took, kind.is_read(), now);
        let news = match outcome {
            Ok(payload) => tell(&entry.waiters, &Outcome::Answer(payload.owned())),
            Err(fault) => {
                self.load.failed(method);
                if let Some(pause) = fault.retry_after() {
                    self.cooling.retain(|(method, ..)| *method != entry.question.method);
                    self.cooling.push((entry.question.method, now + pause, fault.clone()));
                }
                let error = CallError::Refused { method: entry.question.method, fault: Box::new(fault) };
                self.failed(entry, error, now, roll)
            }
        };
        (Fit::Expected { took }, news)
    }

    /// Gives up on what took too long.
    pub fn expire(&mut self, now: Moment, roll: f64) -> News {
        let mut news = News::new();
        while let Some(at) = self.entries.iter().position(|entry| entry.deadline().is_some_and(|deadline| deadline <= now)) {
            let entry = self.entries.remove(at);
            self.remember(&entry, false);
            self.load.failed(entry.question.method);
            let error = CallError::TimedOut { method: entry.question.method, after: entry.question.timeout };
            news.extend(self.failed(entry, error, now, roll));
        }
        news
    }

    /// Rejects everything: the link is gone.
    pub fn reject_all(&mut self) -> News {
        let entries = std::mem::take(&mut self.entries);
        for entry in &entries {
            self.remember(entry, false);
        }
        self.cooling.clear();
        let lost = |entry: &Entry| Outcome::Failed(CallError::LinkLost { method: entry.question.method });
        entries.iter().flat_map(|entry| tell(&entry.waiters, &lost(entry))).collect()
    }

    /// Returns when the next call expires or becomes due to be asked again.
    pub fn deadline(&self, now: Moment, visible: bool) -> Option<Moment> {
        let due = |entry: &Entry| match entry.deadline() {
            Some(deadline) => Some(deadline),
            None if entry.question.kind.waits_to_be_seen() && !visible => None,
            // One that may go already only waits for its place in flight, and the next answer makes room; or for leisure, which is told.
            None => Some(self.due(entry)).filter(|at| *at > now),
        };
        self.entries.iter().filter_map(due).min()
    }

    /// Returns when a call that was not sent may go. What nobody waits for lets go first what somebody does, and waits for its answer a while.
    fn due(&self, entry: &Entry) -> Moment {
        let is_waited_for = |other: &&Entry| matches!(other.question.kind, Kind::Read | Kind::Subscribe);
        let yields = || self.entries.iter().filter(is_waited_for).filter_map(|other| other.sent.map(|(_, at)| at + YIELDS)).max();
        let is_background = entry.question.kind == Kind::Background;
        is_background.then(yields).flatten().map_or(entry.not_before, |at| at.clamp(entry.not_before, entry.not_before + YIELDS))
    }

    /// Returns how much longer reads wait for which nobody waits: the gateway is slow, or asked to be left alone.
    fn holds_back(&self, now: Moment) -> Option<Duration> {
        let cooling = self.cooling.iter().map(|(_, until, _)| until.saturating_sub(now)).max();
        let cooling = cooling.filter(|left| !left.is_zero()).map(|left| left.min(LONGEST));
        self.load.pause(now).max(cooling)
    }

    /// Returns what was asked, how much longer reads in the background wait, and what is to be left alone for how long yet.
    pub fn measured(&self, now: Moment) -> (Vec<Asked>, Option<Duration>, Vec<(&'static str, Duration)>) {
        let in_flight = self.entries.iter().filter(|entry| entry.sent.is_some()).map(|entry| entry.question.method);
        let left = |(method, until, _): &(&'static str, Moment, Fault)| (*until > now).then(|| (*method, *until - now));
        (self.load.measured(in_flight, now), self.holds_back(now), self.cooling.iter().filter_map(left).collect())
    }

    /// Begins to count anew.
    pub fn measure_anew(&mut self) {
        self.load = Load::default();
    }

    fn failed(&mut self, mut entry: Entry, error: CallError, now: Moment, roll: f64) -> News {
        if !entry.question.kind.is_read() || !error.is_retryable() || entry.waiters.is_empty() {
            return tell(&entry.waiters, &Outcome::Failed(error));
        }
        let news = tell(&entry.waiters, &Outcome::Trouble(error.clone()));
        entry.failures += 1;
        entry.sent = None;
        entry.not_before = now
            + match error.retry_after() {
                Some(pause) => backoff::no_sooner(pause, roll),
                None => backoff::delay(entry.failures, roll),
            };
        self.entries.push(entry);
        news
    }

    fn remember(&mut self, entry: &Entry, answered: bool) {
        if let Some((id, _)) = entry.sent {
            self.settled.push_back((id, answered));
            if self.settled.len() > REMEMBERED {
                self.settled.pop_front();
            }
        }
    }
}

fn tell(waiters: &[Ticket], outcome: &Outcome) -> News {
    waiters.iter().map(|waiter| (*waiter, outcome.clone())).collect()
}
