//! The life of one connection as a state machine: inputs are calls, outputs a queue of [`Action`]s and a [`deadline`](Machine::deadline).
//! Refuses to touch sockets, clocks, keys and storage: time and dice are arguments, effects are return values.
//!
//! Here are its state and what may be put in; `steps` holds what follows from that.

mod action;
mod phase;
mod steps;
mod told;

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::value::to_raw_value;

use super::calls::{Calls, Outcome, Question, Ticket};
use super::dispatch::Notice;
use super::error::CallError;
use super::link::{Cause, Halt, Link, PairingRequest};
use super::meter::Meter;
use super::pulse::Pulse;
use super::verdict::{self, Verdict};
use super::{Config, Moment};
use crate::protocol::connect::{Connect, Credential, Proof};
use crate::protocol::frame::{self, Incoming};
pub use action::Action;
use phase::{Phase, Target};

/// A hello that held this long sets the schedule of retries back to its start.
pub const STABLE: Duration = Duration::from_secs(10);
/// The pause between two questions whether the pairing was approved.
pub const PAIRING_PAUSE: Duration = Duration::from_secs(3);
/// A key press, a tap or the tab's return tries at most this often.
pub const NUDGE_PAUSE: Duration = Duration::from_secs(2);
/// How long we wait for the other side to close with us.
const GOODBYE: Duration = Duration::from_secs(2);

/// One connection to one gateway, over all its sockets. It prints nothing of itself: there are secrets in it.
pub struct Machine {
    config: Config,
    dice: fastrand::Rng,
    target: Option<Target>,
    /// The address that everything published so far belongs to; outlives the target when the person leaves.
    known_url: Option<String>,
    /// Until when that gateway takes no attempts from this page.
    lockout: Option<Moment>,
    phase: Phase,
    link: Link,
    /// Failed tries in a row.
    attempt: u32,
    pairing: Option<PairingRequest>,
    opened_at: Moment,
    /// What the last [`Action::Probe`] found, until a hello or another gateway.
    answers_http: Option<bool>,
    seq: Option<u64>,
    calls: Calls,
    last_pulse: u64,
    pulse: Pulse,
    visible: bool,
    meter: Meter,
    actions: VecDeque<Action>,
}

/// Tickets from here on are the pulse's own questions.
const PULSE: u64 = 1 << 63;

impl Machine {
    /// Makes a machine that waits to be told where to connect.
    pub fn new(config: Config, now: Moment) -> Self {
        Self {
            dice: fastrand::Rng::with_seed(config.seed),
            config,
            target: None,
            known_url: None,
            lockout: None,
            phase: Phase::Idle,
            link: Link::Idle,
            attempt: 0,
            pairing: None,
            opened_at: now,
            answers_http: None,
            seq: None,
            calls: Calls::default(),
            last_pulse: PULSE,
            pulse: Pulse::new(now, true),
            visible: true,
            meter: Meter::new(now),
            actions: VecDeque::new(),
        }
    }

    /// Returns the next thing to do. Drain it after every input.
    #[must_use]
    pub fn next_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// Returns when [`Machine::elapsed`] must be called at the latest. Any input may change it.
    #[must_use]
    pub fn deadline(&self, now: Moment) -> Option<Moment> {
        let phase = match &self.phase {
            Phase::Idle | Phase::Halted => None,
            Phase::Opening { by } | Phase::Proving { by, .. } | Phase::Greeting { by, .. } | Phase::Closing { by } => Some(*by),
            Phase::Waiting { at, .. } => Some(*at),
            Phase::Ready { since, stable } => {
                [Some(self.pulse.deadline()), (!stable).then_some(*since + STABLE), self.calls.deadline(now, self.visible)]
                    .into_iter()
                    .flatten()
                    .min()
            }
        };
        phase.map(|at| at.max(now))
    }

    // ---- what people and the page want

    /// Connects to a gateway, leaving another one. `secret` is what the person typed, if anything;
    /// `device_token` what the gateway issued before.
    pub fn connect(&mut self, url: String, secret: Credential, device_token: Option<String>, now: Moment) {
        self.drop_socket("another try");
        let is_another = self.known_url.as_ref().is_some_and(|known| *known != url);
        if is_another {
            self.lockout = None;
            self.measure_anew(now);
            self.actions.push_back(Action::Publish(Notice::AnotherGateway));
        }
        self.known_url = Some(url.clone());
        self.target = Some(Target { url, secret, device_token });
        self.attempt = 0;
        self.pairing = None;
        self.answers_http = None;
        match self.lockout {
            // The gateway counts attempts from this page: none may shorten the wait, a person's no more than ours.
            Some(until) if until > now && !is_another => {
                let wait = until - now;
                self.wait(Cause::RateLimited { wait }, Some(wait), now);
            }
            _ => self.open(now),
        }
    }

    /// Closes the connection and stays closed.
    pub fn leave(&mut self, now: Moment) {
        match self.phase {
            Phase::Idle | Phase::Closing { .. } => return,
            Phase::Halted | Phase::Waiting { .. } => self.rest(),
            _ => {
                self.reject_calls();
                self.actions.push_back(Action::Close { code: 1000, reason: "goodbye" });
                self.phase = Phase::Closing { by: now + GOODBYE };
                self.set_link(Link::Closing);
            }
        }
        self.target = None;
        self.pairing = None;
    }

    /// Tries again because a person pressed the button for it. Not inside a pause that the gateway asked for.
    pub fn retry_now(&mut self, now: Moment) {
        if self.may_try_early() {
            self.open(now);
        }
    }

    /// Tries again because of a key press, a tap, or the network's return: at most every 2 s.
    pub fn nudge(&mut self, now: Moment) {
        if self.may_try_early() && now.saturating_sub(self.opened_at) >= NUDGE_PAUSE {
            self.open(now);
        }
    }

    /// Notes that the tab was shown or hidden. Its return tries again, or asks whether the other side is still there.
    pub fn set_visible(&mut self, visible: bool, now: Moment) {
        self.visible = visible;
        self.pulse.set_visible(visible);
        if visible {
            self.nudge(now);
            self.elapsed(now);
        }
    }

    /// Notes that the clock of the world jumped: the machine slept. The link is doubted at once.
    pub fn woke(&mut self, now: Moment) {
        self.nudge(now);
        if matches!(self.phase, Phase::Ready { .. }) {
            let due = self.pulse.doubt(now);
            self.beat(due, now);
        }
    }

    /// Takes a call. It is answered exactly once by a last word, and reads may hear of trouble before it.
    pub fn call(&mut self, ticket: Ticket, question: Question, now: Moment) {
        if !matches!(self.phase, Phase::Ready { .. }) {
            let outcome = Outcome::Failed(CallError::NotReady { method: question.method });
            self.actions.push_back(Action::Settle { ticket, outcome });
            return;
        }
        let news = self.calls.ask(ticket, question, now);
        self.settle(news);
        self.pump(now);
    }

    /// Notes that a caller no longer wants to know.
    pub fn forget(&mut self, ticket: Ticket) {
        self.calls.forget(ticket);
    }

    // ---- what the world answers

    /// Takes a frame. Nothing that it holds can end the connection, but a refusal of `connect`.
    pub fn received(&mut self, text: &str, now: Moment) {
        if matches!(self.phase, Phase::Idle | Phase::Waiting { .. } | Phase::Closing { .. } | Phase::Halted) {
            return;
        }
        self.pulse.heard(now);
        self.meter.heard(text.len(), now);
        match frame::decode(text) {
            Ok(Incoming::Event { name, payload, seq }) => {
                self.meter.event(&name, text.len());
                self.on_event(&name, payload, seq, now);
            }
            Ok(Incoming::Response { id, outcome }) => self.on_response(&id, outcome, text.len(), now),
            Err(why) => {
                self.meter.counters.malformed += 1;
                self.meter.counters.note("", &why, text);
            }
        }
    }

    /// Takes the end of the socket.
    pub fn closed(&mut self, code: u16, reason: &str, now: Moment) {
        match self.phase {
            Phase::Idle | Phase::Waiting { .. } | Phase::Halted => {}
            Phase::Closing { .. } => self.rest(),
            _ => {
                let greeted = matches!(self.phase, Phase::Ready { .. });
                self.note_loss(greeted, code, reason);
                self.judge(verdict::on_close(code, reason, greeted), now);
            }
        }
    }

    /// Takes the browser's refusal to open the address at all.
    pub fn blocked(&mut self, why: String, now: Moment) {
        if matches!(self.phase, Phase::Opening { .. }) {
            self.judge(Verdict::Halt(Halt::Blocked { why }), now);
        }
    }

    /// Takes the proof that [`Action::Prove`] asked for.
    pub fn proven(&mut self, proof: &Proof) {
        let Phase::Proving { request, by } = &self.phase else { return };
        let connect = Connect::new(request, proof, &self.config.instance_id);
        let params = to_raw_value(&connect).expect("strings, numbers and lists of strings always serialise");
        let (used, began_at, by) = (request.credential.clone(), request.challenge.ts, *by);
        let id = self.calls.fresh_id();
        self.send(frame::encode(&id.to_string(), Connect::NAME, &params));
        self.phase = Phase::Greeting { id, used, began_at, by, device: proof.device_id.clone() };
    }

    /// Takes what [`Action::Probe`] found out.
    pub fn probed(&mut self, answers: bool) {
        if matches!(self.phase, Phase::Idle | Phase::Ready { .. } | Phase::Closing { .. } | Phase::Halted) {
            return;
        }
        self.answers_http = Some(answers);
        let mut link = self.link.clone();
        if let Link::Reconnecting { cause: Cause::Network { answers_http }, .. } = &mut link {
            *answers_http = Some(answers);
            self.set_link(link);
        }
    }

    /// Does what is due at this time.
    pub fn elapsed(&mut self, now: Moment) {
        match self.phase {
            Phase::Idle | Phase::Halted => {}
            Phase::Opening { by } | Phase::Proving { by, .. } | Phase::Greeting { by, .. } if by <= now => {
                self.actions.push_back(Action::Close { code: 4000, reason: "handshake timeout" });
                self.judge(Verdict::Retry { cause: Cause::HandshakeTimeout, after: None }, now);
            }
            Phase::Waiting { at, .. } if at <= now => self.open(now),
            Phase::Closing { by } if by <= now => self.rest(),
            Phase::Ready { since, .. } => {
                if now >= since + STABLE {
                    self.attempt = 0;
                    self.phase = Phase::Ready { since, stable: true };
                }
                let roll = self.dice.f64();
                let news = self.calls.expire(now, roll);
                self.settle(news);
                let due = self.pulse.due(now);
                self.beat(due, now);
                self.pump(now);
            }
            _ => {}
        }
    }
}
