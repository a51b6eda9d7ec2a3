//! What follows from an input: the handshake, verdicts, waiting, the pulse, and the sending of calls.
//! Refuses to be called from outside; `machine` is.

use std::sync::Arc;
use std::time::Duration;

use serde_json::value::to_raw_value;

use super::{Action, Machine, PAIRING_PAUSE, PULSE, Phase};
use crate::gateway::calls::{Fit, News, Question, Ticket};
use crate::gateway::dispatch::Notice;
use crate::gateway::link::{Cause, Halt, Link};
use crate::gateway::pulse::{self, Due, Pulse};
use crate::gateway::verdict::{self, Verdict};
use crate::gateway::{Moment, backoff};
use crate::protocol::connect::{Credential, ProofRequest};
use crate::protocol::fields::{FromJson, Piece};
use crate::protocol::frame;
use crate::protocol::liveness::LastHeartbeat;
use crate::protocol::{Challenge, Event, Fault, HANDSHAKE_TIMEOUT, Hello, Method, PROTOCOL};

impl Machine {
    pub(super) fn on_event(&mut self, name: &str, payload: Piece<'_>, seq: Option<u64>, now: Moment) {
        match &self.phase {
            Phase::Opening { by } if name == "connect.challenge" => {
                let Ok(challenge) = Challenge::from_json(payload) else {
                    self.meter.counters.malformed += 1;
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
                if let Event::Unknown { name, payload, why } = &event {
                    self.meter.counters.note(name, why.as_deref().unwrap_or_default(), payload);
                }
                // A chat that goes on is told with every word, and read by nobody.
                if !matches!(&event, Event::ChatState(state) if !state.ends()) {
                    self.actions.push_back(Action::Publish(Notice::Event(Arc::new(event))));
                }
                self.check_seq(seq);
                self.pump(now);
            }
            _ => {}
        }
    }

    /// Notices lost events. Numbers count per connection; the gateway also counts those that it dropped because we were slow.
    pub(super) fn check_seq(&mut self, seq: Option<u64>) {
        let Some(seq) = seq else { return };
        if self.seq.is_some_and(|last| seq > last.saturating_add(1)) {
            self.meter.counters.gaps += 1;
            self.actions.push_back(Action::Publish(Notice::Missed));
        }
        self.seq = Some(self.seq.map_or(seq, |last| last.max(seq)));
    }

    pub(super) fn on_response(&mut self, id: &str, outcome: Result<Piece<'_>, Fault>, bytes: usize, now: Moment) {
        if let Phase::Greeting { id: expected, .. } = &self.phase {
            if *expected.to_string() == *id {
                self.on_greeted(outcome, now);
            } else {
                self.meter.counters.foreign += 1;
            }
            return;
        }
        let roll = self.dice.f64();
        let (fit, news) = self.calls.answer(id, outcome, bytes, now, roll);
        match fit {
            Fit::Expected { took } if news.iter().any(|(ticket, _)| ticket.0 >= PULSE) => {
                self.actions.push_back(Action::Publish(Notice::Latency(took)));
            }
            Fit::Expected { .. } => {}
            Fit::Late => self.meter.counters.late += 1,
            Fit::Duplicate => self.meter.counters.duplicate += 1,
            Fit::Unknown => self.meter.counters.foreign += 1,
        }
        self.settle(news);
        self.pump(now);
    }

    pub(super) fn on_greeted(&mut self, outcome: Result<Piece<'_>, Fault>, now: Moment) {
        let Phase::Greeting { used, began_at, device, .. } = &self.phase else { return };
        let hello = match outcome {
            Ok(payload) => Hello::from_json(payload).ok(),
            Err(fault) => {
                let verdict = verdict::on_refusal(&fault, used, &self.config.origin);
                self.judge(verdict, now);
                return;
            }
        };
        let Some(mut hello) = hello.filter(|hello| hello.protocol == PROTOCOL) else {
            self.actions.push_back(Action::Close { code: 1000, reason: "protocol mismatch" });
            self.judge(Verdict::Halt(Halt::ProtocolMismatch { expected: None }), now);
            return;
        };
        if let (Some(token), Some(target)) = (&hello.auth.device_token, &mut self.target) {
            if target.device_token.as_ref() != Some(token) || used_secret(used) {
                self.actions.push_back(Action::KeepToken { url: target.url.clone(), token: token.clone() });
            }
            target.device_token = Some(token.clone());
        }
        (hello.began_at, hello.device) = (Some(*began_at), device.clone());
        self.meter.greeted();
        self.pairing = None;
        self.answers_http = None;
        self.seq = None;
        self.phase = Phase::Ready { since: now, stable: false };
        self.pulse = Pulse::new(now, self.visible);
        self.pulse.set_tick_interval(hello.tick_interval());
        self.actions.push_back(Action::Publish(Notice::Hello(Arc::new(hello))));
        self.set_link(Link::Ready);
        if self.visible {
            // The first figure for the latency.
            let due = self.pulse.doubt(now);
            self.beat(due, now);
        }
    }

    /// Carries a verdict out. The socket, if there is one still, is given up.
    pub(super) fn judge(&mut self, verdict: Verdict, now: Moment) {
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
                let refused = target.device_token.take();
                let can_go_on = refused.is_some() && target.secret != Credential::None;
                if let Some(refused) = refused {
                    self.actions.push_back(Action::ForgetToken { url: target.url.clone(), refused });
                }
                if can_go_on {
                    self.open(now);
                } else {
                    self.judge(Verdict::Halt(Halt::DeviceTokenRefused), now);
                }
            }
            Verdict::Retry { cause, after } => self.wait(cause, after, now),
        }
    }

    pub(super) fn wait(&mut self, cause: Cause, after: Option<Duration>, now: Moment) {
        let roll = self.dice.f64();
        let pause = match after {
            Some(after) => backoff::no_sooner(after, roll),
            None => backoff::delay(self.attempt, roll),
        };
        self.attempt = self.attempt.saturating_add(1);
        let (at, held) = (now + pause, after.is_some());
        if matches!(cause, Cause::RateLimited { .. }) {
            self.lockout = Some(at);
        }
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
            // One failed question in between is no news; from the second on its cause is.
            Some(request) if !held && self.attempt < 2 => self.set_link(Link::Pairing(request.clone())),
            _ => self.set_link(Link::Reconnecting { attempt: self.attempt, at, cause, held }),
        }
    }

    pub(super) fn may_try_early(&self) -> bool {
        matches!(self.phase, Phase::Waiting { held: false, .. })
    }

    pub(super) fn open(&mut self, now: Moment) {
        let Some(target) = &self.target else { return };
        self.actions.push_back(Action::Open { url: target.url.clone() });
        self.opened_at = now;
        self.seq = None;
        self.phase = Phase::Opening { by: now + HANDSHAKE_TIMEOUT };
        self.show_progress(Link::Connecting { attempt: self.attempt });
    }

    /// Shows a step on the way, unless a pairing is pending: that stays on screen over all its tries.
    pub(super) fn show_progress(&mut self, link: Link) {
        if self.pairing.is_none() {
            self.set_link(link);
        }
    }

    pub(super) fn beat(&mut self, due: Due, now: Moment) {
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
                self.note_loss(true, 4000, "silent");
                self.judge(verdict::on_close(4000, "", true), now);
            }
        }
    }

    /// Sends what may be sent.
    pub(super) fn pump(&mut self, now: Moment) {
        self.send_due(now, false);
    }

    pub(super) fn send_due(&mut self, now: Moment, at_leisure: bool) {
        if !matches!(self.phase, Phase::Ready { .. }) {
            return;
        }
        while let Some((id, question)) = self.calls.next_to_send(now, self.visible, at_leisure) {
            let (frame, method) = (frame::encode(&id.to_string(), question.method, &question.params), question.method);
            self.calls.load.asked(method, frame.len(), now);
            self.send(frame);
        }
    }

    pub(super) fn send(&mut self, frame: String) {
        self.meter.said(frame.len());
        self.actions.push_back(Action::Send(frame));
    }

    pub(super) fn settle(&mut self, news: News) {
        for (ticket, outcome) in news {
            if ticket.0 < PULSE {
                self.actions.push_back(Action::Settle { ticket, outcome });
            }
        }
    }

    pub(super) fn reject_calls(&mut self) {
        let news = self.calls.reject_all();
        self.settle(news);
    }

    pub(super) fn drop_socket(&mut self, reason: &'static str) {
        self.reject_calls();
        if matches!(self.phase, Phase::Opening { .. } | Phase::Proving { .. } | Phase::Greeting { .. } | Phase::Ready { .. }) {
            self.actions.push_back(Action::Close { code: 1000, reason });
        }
    }

    pub(super) fn rest(&mut self) {
        self.reject_calls();
        self.phase = Phase::Idle;
        self.set_link(Link::Idle);
    }

    /// A try that fails is no loss: there was nothing yet to lose.
    pub(super) fn note_loss(&mut self, greeted: bool, code: u16, reason: &str) {
        if greeted {
            self.actions.push_back(Action::Publish(Notice::Lost { code, reason: reason.into() }));
        }
    }

    pub(super) fn set_link(&mut self, link: Link) {
        if self.link != link {
            self.link = link.clone();
            self.actions.push_back(Action::Publish(Notice::Link(link)));
        }
    }
}

fn used_secret(used: &Credential) -> bool {
    matches!(used, Credential::Token(_) | Credential::Password(_))
}
