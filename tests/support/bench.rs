//! The machine on a bench: every input drains its actions into records that a test can read, and time moves by hand.

use std::time::Duration;

use openclutch::gateway::calls::{Outcome, Question, Ticket};
use openclutch::gateway::machine::{Action, Machine};
use openclutch::gateway::{Link, Notice};
use openclutch::protocol::connect::Credential;
use openclutch::protocol::{Event, Kind};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};

use super::{URL, challenge, config, hello, proof};

pub struct Bench {
    pub machine: Machine,
    pub now: Duration,
    /// How often a socket was opened, and when.
    pub opened: Vec<Duration>,
    /// Frames sent on the present socket.
    pub sent: Vec<Value>,
    /// Close codes that we sent.
    pub closed: Vec<u16>,
    /// The links that were published.
    pub links: Vec<Link>,
    pub settled: Vec<(Ticket, Outcome)>,
    pub events: Vec<Event>,
    pub missed: usize,
    pub latencies: Vec<Duration>,
    /// The losses that were told: code and reason.
    pub lost: Vec<(u16, String)>,
    pub probes: usize,
    /// How often another gateway was announced.
    pub others: usize,
    /// What was told about the device token.
    pub tokens: Vec<Option<String>>,
    last_ticket: u64,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            machine: Machine::new(config(), Duration::ZERO),
            now: Duration::ZERO,
            opened: vec![],
            sent: vec![],
            closed: vec![],
            links: vec![],
            settled: vec![],
            events: vec![],
            missed: 0,
            latencies: vec![],
            lost: vec![],
            probes: 0,
            others: 0,
            tokens: vec![],
            last_ticket: 0,
        }
    }

    /// A bench whose machine is told to connect with a token.
    pub fn connecting() -> Self {
        let mut bench = Self::new();
        bench.connect(Credential::Token("secret".into()), None);
        bench
    }

    /// A bench whose machine is ready, its first question answered.
    pub fn ready() -> Self {
        let mut bench = Self::connecting();
        bench.get_ready();
        bench
    }

    pub fn connect(&mut self, secret: Credential, token: Option<&str>) {
        self.machine.connect(URL.into(), secret, token.map(Into::into), self.now);
        self.drain();
    }

    pub fn get_ready(&mut self) {
        self.receive(challenge());
        self.reply(Ok(hello()));
        self.reply(Ok(Value::Null));
    }

    pub fn link(&self) -> &Link {
        self.machine.link()
    }

    pub fn receive(&mut self, frame: Value) {
        self.receive_text(&frame.to_string());
    }

    pub fn receive_text(&mut self, text: &str) {
        self.machine.received(text, self.now);
        self.drain();
    }

    pub fn emit(&mut self, event: &str, payload: Value, seq: u64) {
        self.receive(json!({"type": "event", "event": event, "payload": payload, "seq": seq}));
    }

    /// Answers the request that was sent last.
    pub fn reply(&mut self, outcome: Result<Value, Value>) {
        let id = self.last_sent()["id"].clone();
        self.reply_to(&id, outcome);
    }

    pub fn reply_to(&mut self, id: &Value, outcome: Result<Value, Value>) {
        self.receive(match outcome {
            Ok(payload) => json!({"type": "res", "id": id, "ok": true, "payload": payload}),
            Err(error) => json!({"type": "res", "id": id, "ok": false, "error": error}),
        });
    }

    pub fn last_sent(&self) -> &Value {
        self.sent.last().expect("something was sent")
    }

    pub fn sent_methods(&self) -> Vec<&str> {
        self.sent.iter().filter_map(|frame| frame["method"].as_str()).collect()
    }

    pub fn close(&mut self, code: u16, reason: &str) {
        self.machine.closed(code, reason, self.now);
        self.drain();
    }

    pub fn call(&mut self, method: &'static str, params: Value, kind: Kind) -> Ticket {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        let params = to_raw_value(&params).unwrap();
        self.machine.call(ticket, Question { method, params, kind, timeout: Duration::from_secs(30) }, self.now);
        self.drain();
        ticket
    }

    pub fn read(&mut self, method: &'static str) -> Ticket {
        self.call(method, json!({}), Kind::Read)
    }

    pub fn do_with(&mut self, input: impl FnOnce(&mut Machine, Duration)) {
        input(&mut self.machine, self.now);
        self.drain();
    }

    /// Lets time pass, stopping at every deadline on the way.
    pub fn pass(&mut self, duration: Duration) {
        let end = self.now + duration;
        while let Some(at) = self.machine.deadline(self.now).filter(|at| *at <= end) {
            self.now = at;
            self.machine.elapsed(at);
            self.drain();
        }
        self.now = end;
        self.machine.elapsed(end);
        self.idle();
    }

    /// Lets the page have nothing better to do, as it has whenever time passes.
    pub fn idle(&mut self) {
        if self.machine.waits_for_leisure(self.now) {
            self.machine.at_leisure(self.now);
        }
        self.drain();
    }

    pub fn pass_secs(&mut self, seconds: u64) {
        self.pass(Duration::from_secs(seconds));
    }

    /// Lets time pass with a sign of life every second.
    pub fn pass_alive(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.receive(json!({"type": "event", "event": "tick", "payload": {}}));
            self.pass_secs(1);
        }
    }

    /// Returns what a caller has heard.
    pub fn heard(&self, ticket: Ticket) -> Vec<&Outcome> {
        self.settled.iter().filter(|(of, _)| *of == ticket).map(|(_, outcome)| outcome).collect()
    }

    fn drain(&mut self) {
        while let Some(action) = self.machine.next_action() {
            match action {
                Action::Open { .. } => {
                    self.opened.push(self.now);
                    self.sent.clear();
                }
                Action::Send(text) => self.sent.push(serde_json::from_str(&text).expect("we send JSON")),
                Action::Close { code, .. } => self.closed.push(code),
                Action::Prove { .. } => self.machine.proven(&proof()),
                Action::Probe { .. } => self.probes += 1,
                Action::KeepToken { token, .. } => self.tokens.push(Some(token)),
                Action::ForgetToken { .. } => self.tokens.push(None),
                Action::Settle { ticket, outcome } => self.settled.push((ticket, outcome)),
                Action::Publish(Notice::Link(link)) => self.links.push(link),
                Action::Publish(Notice::Event(event)) => self.events.push((*event).clone()),
                Action::Publish(Notice::Missed) => self.missed += 1,
                Action::Publish(Notice::Latency(took)) => self.latencies.push(took),
                Action::Publish(Notice::Lost { code, reason }) => self.lost.push((code, reason)),
                Action::Publish(Notice::AnotherGateway) => self.others += 1,
                Action::Publish(Notice::Hello(_)) => {}
            }
        }
    }
}
