//! The life of one connection as a state machine: inputs are calls, outputs a queue of [`Action`]s and a [`deadline`](Machine::deadline).
//! Refuses to touch sockets, clocks, keys and storage: time and dice are arguments, effects are return values.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use serde_json::value::{RawValue, to_raw_value};

use super::calls::{Calls, Fit, News, Outcome, Question, Ticket};
use super::dispatch::Notice;
use super::error::CallError;
use super::link::{Cause, Halt, Link, PairingRequest};
use super::pulse::{self, Due, Pulse};
use super::verdict::{self, Verdict};
use super::{Config, Moment, backoff};
use crate::protocol::connect::{Connect, Credential, Proof, ProofRequest};
use crate::protocol::frame::{self, Incoming};
use crate::protocol::liveness::LastHeartbeat;
use crate::protocol::{Challenge, Event, Fault, HANDSHAKE_TIMEOUT, Hello, Method, PROTOCOL};

/// A hello that held this long sets the schedule of retries back to its start.
pub const STABLE: Duration = Duration::from_secs(10);
/// The pause between two questions whether the pairing was approved.
pub const PAIRING_PAUSE: Duration = Duration::from_secs(3);
/// A key press, a tap or the tab's return tries at most this often.
pub const NUDGE_PAUSE: Duration = Duration::from_secs(2);
/// How long we wait for the other side to close with us.
const GOODBYE: Duration = Duration::from_secs(2);

/// What the driver must do, in this order.
#[allow(missing_docs, reason = "the line of each variant says what its fields are")]
#[derive(Debug)]
pub enum Action {
    /// Open a socket; whatever was open before is dropped.
    Open { url: String },
    /// Send a frame.
    Send(String),
    /// Close the socket.
    Close { code: u16, reason: &'static str },
    /// Sign this and call [`Machine::proven`].
    Prove { url: String, request: ProofRequest },
    /// Look whether anything answers HTTP there and call [`Machine::probed`].
    Probe { url: String },
    /// Keep or forget the token that the gateway issued to this device.
    KeepToken { url: String, token: Option<String> },
    /// Tell a caller.
    Settle { ticket: Ticket, outcome: Outcome },
    /// Tell the subscribers.
    Publish(Notice),
}

/// What went by without anybody being able to use it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Frames that are no frames.
    pub malformed: u32,
    /// Answers that came after their deadline.
    pub late: u32,
    /// Answers that came twice.
    pub duplicate: u32,
    /// Answers to what we never asked.
    pub foreign: u32,
    /// Jumps in the numbering of events.
    pub gaps: u32,
    /// Events that nobody here can read, by name.
    pub unknown_events: Vec<(String, u32)>,
}

impl Counters {
    fn count_event(&mut self, name: &str) {
        match self.unknown_events.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => self.unknown_events.push((name.into(), 1)),
        }
    }
}

/// Where to connect, and with what.
#[derive(Debug)]
struct Target {
    url: String,
    /// What a person typed. It lives in memory only.
    secret: Credential,
    /// What the gateway issued; used instead of the secret once there is one.
    device_token: Option<String>,
}

#[derive(Debug)]
enum Phase {
    Idle,
    /// The socket opens; the challenge must come by then.
    Opening {
        by: Moment,
    },
    /// Being signed.
    Proving {
        request: ProofRequest,
        by: Moment,
    },
    /// `connect` is sent.
    Greeting {
        id: u64,
        used: Credential,
        by: Moment,
    },
    Ready {
        since: Moment,
        stable: bool,
    },
    /// The next try has its time; `held` when the gateway named it.
    Waiting {
        at: Moment,
        held: bool,
    },
    Closing {
        by: Moment,
    },
    Halted,
}

/// One connection to one gateway, over all its sockets.
#[derive(Debug)]
pub struct Machine {
    config: Config,
    dice: fastrand::Rng,
    target: Option<Target>,
    /// The address that everything published so far belongs to; outlives the target when the person leaves.
    known_url: Option<String>,
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
    counters: Counters,
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
            counters: Counters::default(),
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

    /// Returns how the connection stands.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// Returns what went by unused.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    // ---- what people and the page want

    /// Connects to a gateway, leaving another one. `secret` is what the person typed, if anything;
    /// `device_token` what the gateway issued before.
    pub fn connect(&mut self, url: String, secret: Credential, device_token: Option<String>, now: Moment) {
        self.drop_socket("another gateway");
        if self.known_url.as_ref().is_some_and(|known| *known != url) {
            self.actions.push_back(Action::Publish(Notice::AnotherGateway));
        }
        self.known_url = Some(url.clone());
        self.target = Some(Target { url, secret, device_token });
        self.attempt = 0;
        self.pairing = None;
        self.answers_http = None;
        self.open(now);
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
        match frame::decode(text) {
            Ok(Incoming::Event { name, payload, seq }) => self.on_event(&name, payload, seq, now),
            Ok(Incoming::Response { id, outcome }) => self.on_response(&id, outcome, now),
            Err(_) => self.counters.malformed += 1,
        }
    }

    /// Takes the end of the socket.
    pub fn closed(&mut self, code: u16, reason: &str, now: Moment) {
        match self.phase {
            Phase::Idle | Phase::Waiting { .. } | Phase::Halted => {}
            Phase::Closing { .. } => self.rest(),
            _ => {
                let greeted = matches!(self.phase, Phase::Ready { .. });
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
        let (used, by) = (request.credential.clone(), *by);
        let id = self.calls.fresh_id();
        self.actions.push_back(Action::Send(frame::encode(&id.to_string(), Connect::NAME, &params)));
        self.phase = Phase::Greeting { id, used, by };
    }

    /// Takes what [`Action::Probe`] found out.
    pub fn probed(&mut self, answers: bool) {
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

    // ---- inside

    fn on_event(&mut self, name: &str, payload: &RawValue, seq: Option<u64>, now: Moment) {
        match &self.phase {
            Phase::Opening { by } if name == "connect.challenge" => {
                let Ok(challenge) = serde_json::from_str::<Challenge>(payload.get()) else {
                    self.counters.malformed += 1;
                    return;
                };
                let by = *by;
                let Some(target) = &self.target else { return };
                let request = ProofRequest { challenge, credential: target.credential() };
                self.actions.push_back(Action::Prove { url: target.url.clone(), request: request.clone() });
                self.phase = Phase::Proving { request, by };
                self.show_progress(Link::Authenticating);
            }
            Phase::Ready { .. } => {
                let event = Event::decode(name, payload);
                if let Event::Unknown { name, .. } = &event {
                    self.counters.count_event(name);
                }
                self.actions.push_back(Action::Publish(Notice::Event(Arc::new(event))));
                self.check_seq(seq);
                self.pump(now);
            }
            _ => {}
        }
    }

    /// Notices lost events. Numbers count per connection; the gateway also counts those that it dropped because we were slow.
    fn check_seq(&mut self, seq: Option<u64>) {
        let Some(seq) = seq else { return };
        if self.seq.is_some_and(|last| seq > last + 1) {
            self.counters.gaps += 1;
            self.actions.push_back(Action::Publish(Notice::Missed));
        }
        self.seq = Some(self.seq.map_or(seq, |last| last.max(seq)));
    }

    fn on_response(&mut self, id: &str, outcome: Result<&RawValue, Fault>, now: Moment) {
        if let Phase::Greeting { id: expected, .. } = &self.phase {
            if *expected.to_string() == *id {
                self.on_greeted(outcome, now);
            } else {
                self.counters.foreign += 1;
            }
            return;
        }
        let roll = self.dice.f64();
        let (fit, news) = self.calls.answer(id, outcome, now, roll);
        match fit {
            Fit::Expected { took } if news.iter().any(|(ticket, _)| ticket.0 >= PULSE) => {
                self.actions.push_back(Action::Publish(Notice::Latency(took)));
            }
            Fit::Expected { .. } => {}
            Fit::Late => self.counters.late += 1,
            Fit::Duplicate => self.counters.duplicate += 1,
            Fit::Unknown => self.counters.foreign += 1,
        }
        self.settle(news);
        self.pump(now);
    }

    fn on_greeted(&mut self, outcome: Result<&RawValue, Fault>, now: Moment) {
        let Phase::Greeting { used, .. } = &self.phase else { return };
        let hello = match outcome {
            Ok(payload) => serde_json::from_str::<Hello>(payload.get()).unwrap_or_default(),
            Err(fault) => {
                let verdict = verdict::on_refusal(&fault, used, &self.config.origin);
                self.judge(verdict, now);
                return;
            }
        };
        if hello.protocol != PROTOCOL {
            self.actions.push_back(Action::Close { code: 1000, reason: "protocol mismatch" });
            self.judge(Verdict::Halt(Halt::ProtocolMismatch { expected: Some(hello.protocol.into()) }), now);
            return;
        }
        if let (Some(token), Some(target)) = (&hello.auth.device_token, &mut self.target) {
            if target.device_token.as_ref() != Some(token) || used_secret(used) {
                self.actions.push_back(Action::KeepToken { url: target.url.clone(), token: Some(token.clone()) });
            }
            target.device_token = Some(token.clone());
        }
        self.pairing = None;
        self.answers_http = None;
        self.seq = None;
        self.phase = Phase::Ready { since: now, stable: false };
        self.pulse = Pulse::new(now, self.visible);
        self.pulse.set_tick_interval(hello.tick_interval());
        self.actions.push_back(Action::Publish(Notice::Hello(Arc::new(hello))));
        self.set_link(Link::Ready);
        if self.visible {
            // The first figure for the latency; afterwards silence asks often enough.
            let due = self.pulse.doubt(now);
            self.beat(due, now);
        }
    }

    /// Carries a verdict out. The socket, if there is one still, is given up.
    fn judge(&mut self, verdict: Verdict, now: Moment) {
        self.reject_calls();
        match verdict {
            Verdict::Halt(halt) => {
                self.pairing = None;
                self.phase = Phase::Halted;
                self.set_link(Link::Halted(halt));
            }
            // The gateway keeps a request's id while the same key asks; another id means that the first was refused or ran out.
            Verdict::Pair(request) if self.pairing.as_ref().is_some_and(|pending| pending.id != request.id) => {
                self.judge(Verdict::Halt(Halt::PairingRefused), now);
            }
            Verdict::Pair(request) => {
                self.pairing = Some(request.clone());
                self.attempt = 0;
                self.phase = Phase::Waiting { at: now + PAIRING_PAUSE, held: false };
                self.set_link(Link::Pairing(request));
            }
            Verdict::ForgetDeviceToken => {
                let Some(target) = &mut self.target else { return };
                self.actions.push_back(Action::KeepToken { url: target.url.clone(), token: None });
                let had_one = target.device_token.take().is_some();
                if had_one && target.secret != Credential::None {
                    self.open(now);
                } else {
                    self.judge(Verdict::Halt(Halt::DeviceTokenRefused), now);
                }
            }
            Verdict::Retry { cause, after } => self.wait(cause, after, now),
        }
    }

    fn wait(&mut self, cause: Cause, after: Option<Duration>, now: Moment) {
        let roll = self.dice.f64();
        let pause = match after {
            Some(after) => backoff::no_sooner(after, roll),
            None => backoff::delay(self.attempt, roll),
        };
        self.attempt = self.attempt.saturating_add(1);
        let (at, held) = (now + pause, after.is_some());
        self.phase = Phase::Waiting { at, held };
        let cause = match cause {
            Cause::Network { .. } => Cause::Network { answers_http: self.answers_http },
            other => other,
        };
        // One short loss heals at once; from the second failure on it is worth knowing whether anything is there.
        if matches!(cause, Cause::Network { .. })
            && self.attempt >= 2
            && self.visible
            && let Some(target) = &self.target
        {
            self.actions.push_back(Action::Probe { url: target.url.clone() });
        }
        match &self.pairing {
            Some(request) if !held => self.set_link(Link::Pairing(request.clone())),
            _ => self.set_link(Link::Reconnecting { attempt: self.attempt, at, cause, held }),
        }
    }

    fn may_try_early(&self) -> bool {
        matches!(self.phase, Phase::Waiting { held: false, .. })
    }

    fn open(&mut self, now: Moment) {
        let Some(target) = &self.target else { return };
        self.actions.push_back(Action::Open { url: target.url.clone() });
        self.opened_at = now;
        self.seq = None;
        self.phase = Phase::Opening { by: now + HANDSHAKE_TIMEOUT };
        self.show_progress(Link::Connecting { attempt: self.attempt });
    }

    /// Shows a step on the way, unless a pairing is pending: that stays on screen over all its tries.
    fn show_progress(&mut self, link: Link) {
        if self.pairing.is_none() {
            self.set_link(link);
        }
    }

    fn beat(&mut self, due: Due, now: Moment) {
        match due {
            Due::Nothing => {}
            Due::Ask => {
                self.last_pulse += 1;
                let params = to_raw_value(&LastHeartbeat {}).expect("an empty struct always serialises");
                let question = Question { method: LastHeartbeat::NAME, params, kind: LastHeartbeat::KIND, timeout: pulse::ANSWER };
                let news = self.calls.ask(Ticket(self.last_pulse), question, now);
                self.settle(news);
                self.pump(now);
            }
            Due::Dead => {
                self.actions.push_back(Action::Close { code: 4000, reason: "silent" });
                self.judge(verdict::on_close(4000, "", true), now);
            }
        }
    }

    /// Sends what may be sent.
    fn pump(&mut self, now: Moment) {
        if !matches!(self.phase, Phase::Ready { .. }) {
            return;
        }
        while let Some((id, question)) = self.calls.next_to_send(now, self.visible) {
            self.actions.push_back(Action::Send(frame::encode(&id.to_string(), question.method, &question.params)));
        }
    }

    fn settle(&mut self, news: News) {
        for (ticket, outcome) in news {
            if ticket.0 < PULSE {
                self.actions.push_back(Action::Settle { ticket, outcome });
            }
        }
    }

    fn reject_calls(&mut self) {
        let news = self.calls.reject_all();
        self.settle(news);
    }

    fn drop_socket(&mut self, reason: &'static str) {
        self.reject_calls();
        if matches!(self.phase, Phase::Opening { .. } | Phase::Proving { .. } | Phase::Greeting { .. } | Phase::Ready { .. }) {
            self.actions.push_back(Action::Close { code: 1000, reason });
        }
    }

    fn rest(&mut self) {
        self.reject_calls();
        self.phase = Phase::Idle;
        self.set_link(Link::Idle);
    }

    fn set_link(&mut self, link: Link) {
        if self.link != link {
            self.link = link.clone();
            self.actions.push_back(Action::Publish(Notice::Link(link)));
        }
    }
}

fn used_secret(used: &Credential) -> bool {
    matches!(used, Credential::Token(_) | Credential::Password(_))
}

impl Target {
    /// A freshly typed secret is tried as typed; once the gateway has issued a token, that is used instead.
    fn credential(&self) -> Credential {
        match (&self.device_token, &self.secret) {
            (Some(token), _) => Credential::Device(token.clone()),
            (None, secret) => secret.clone(),
        }
    }
}
