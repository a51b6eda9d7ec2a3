//! A gateway with one session in it: what is said there, what streams, what waits; and a lossy way to it. It answers by itself.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openclutch::gateway::socket::Local;
use openclutch::gateway::{Clock, Gateway};
use openclutch::protocol::chat::Attachment;
use openclutch::state::chat::outgoing::Files;
use serde_json::{Value, json};

use super::fake::FakeGateway;

pub const KEY: &str = "agent:main:main";

/// What becomes of what is said.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// It is taken, and answered when the test says so.
    Takes,
    /// It is lost on the way, and the connection with it.
    Loses,
    /// It is taken, and the answer to that is lost, with the connection.
    LosesTheAnswer,
    /// It is refused, with this error.
    Refuses(Value),
}

pub struct Room {
    pub fake: FakeGateway,
    pub way: Way,
    /// The transcript, old to new; every message numbered.
    pub messages: Vec<Value>,
    /// The run that goes on, and what it said.
    pub flying: Option<(String, String)>,
    /// What waits, as the wire has it.
    pub pending: Vec<Value>,
    /// Questions about the history are not answered.
    pub is_silent: bool,
    /// What was asked so far: method and params.
    pub asked: Vec<(String, Value)>,
    era: u32,
    seq: u64,
    is_up: bool,
}

impl Room {
    /// A session in which so many messages were said.
    pub fn with(many: usize) -> (Self, Gateway, Arc<dyn Clock>) {
        let (fake, gateway, clock) = FakeGateway::start();
        let mut room = Self {
            fake,
            way: Way::Takes,
            messages: vec![],
            flying: None,
            pending: vec![],
            is_silent: false,
            asked: vec![],
            era: 0,
            seq: 0,
            is_up: false,
        };
        for number in 1..=many {
            let role = if number % 2 == 1 { "user" } else { "assistant" };
            room.write(json!({"role": role, "content": format!("message {number}")}), &format!("old-{}", number.div_ceil(2)));
        }
        (room, gateway, clock)
    }

    pub async fn connect(&mut self) {
        self.fake.accept().await;
        self.is_up = true;
        self.pass(100).await;
    }

    /// Breaks the connection off; what is told from now on reaches nobody.
    pub fn drop_link(&mut self) {
        self.fake.drop_link();
        self.is_up = false;
    }

    /// Begins another life of the gateway: it forgets what goes on.
    pub fn restart(&mut self, boot: &'static str) {
        self.drop_link();
        self.fake.boot = boot;
        (self.flying, self.pending) = (None, vec![]);
    }

    /// Lets so many milliseconds pass, answering what is asked.
    pub async fn pass(&mut self, ms: u64) {
        for _ in 0..ms.div_ceil(5) {
            tokio::time::sleep(Duration::from_millis(5)).await;
            for request in if self.is_up { self.fake.arrived() } else { vec![] } {
                if self.is_up {
                    self.answer(&request);
                }
            }
        }
    }

    fn answer(&mut self, request: &Value) {
        let method = request["method"].as_str().unwrap().to_owned();
        let params = request["params"].clone();
        let answer = match method.as_str() {
            "last-heartbeat" => return self.fake.answer(request, Value::Null),
            "chat.history" if self.is_silent => None,
            "chat.history" => Some(self.history(&params)),
            "chat.send" => self.said(request, &params),
            _ => Some(json!({"ok": true})),
        };
        self.asked.push((method, params));
        if let Some(answer) = answer {
            self.fake.answer(request, answer);
        }
    }

    fn said(&mut self, request: &Value, params: &Value) -> Option<Value> {
        if self.way == Way::Loses {
            self.drop_link();
            return None;
        }
        if let Way::Refuses(error) = self.way.clone() {
            self.fake.refuse(request, error);
            return None;
        }
        if self.way == Way::LosesTheAnswer {
            self.drop_link();
        }
        let once = params["idempotencyKey"].as_str().unwrap().to_owned();
        let is_known = self.messages.iter().any(|message| message["idempotencyKey"] == format!("{once}:user"));
        if !is_known {
            let message = json!({"role": "user", "content": params["message"], "idempotencyKey": format!("{once}:user")});
            self.write(message, "");
            self.flying = Some((once.clone(), String::new()));
            self.step(&once, "lifecycle", json!({"phase": "start", "startedAt": 5}));
        }
        self.is_up.then(|| json!({"runId": once, "status": if is_known { "in_flight" } else { "started" }}))
    }

    fn cursor(&self) -> String {
        format!("{}.{}", self.era, self.messages.len())
    }

    fn history(&self, params: &Value) -> Value {
        let flying = self.flying.as_ref().map(|(run, text)| json!({"runId": run, "text": text, "startedAt": 5}));
        let flying = self.pending.last().map(|item| json!({"runId": item["runId"], "text": ""})).or(flying);
        let mut answer = json!({
            "pendingInputs": {"items": self.pending}, "deltaCursor": self.cursor(), "inFlightRun": flying,
            "sessionInfo": {"key": KEY, "hasActiveRun": self.flying.is_some()},
        });
        if let Some(cursor) = params["cursor"].as_str() {
            let Some((_, from)) = cursor.split_once('.').filter(|(era, _)| *era == self.era.to_string()) else {
                return json!({"kind": "reset"});
            };
            let told = self.messages.iter().skip(from.parse().unwrap()).map(|message| json!({"sessionKey": KEY, "message": message}));
            (answer["kind"], answer["messages"]) = (json!("delta"), told.collect());
            return answer;
        }
        let number = |name: &str, otherwise| params[name].as_u64().map_or(otherwise, |number| usize::try_from(number).unwrap());
        let end = self.messages.len().saturating_sub(number("offset", 0));
        let from = end.saturating_sub(number("limit", 200));
        (answer["messages"], answer["hasMore"]) = (json!(self.messages[from..end]), json!(from > 0));
        (answer["totalMessages"], answer["sessionId"]) = (json!(self.messages.len()), json!("life"));
        if from > 0 {
            answer["nextOffset"] = json!(self.messages.len() - from);
        }
        answer
    }

    /// Writes a message into the transcript, and tells of it whoever can hear.
    pub fn write(&mut self, mut message: Value, run: &str) {
        let seq = self.messages.len() + 1;
        message["__openclaw"] = json!({"id": format!("{}-{seq}", self.era), "seq": seq});
        if message["role"] == "assistant" && message["model"] != "gateway-injected" {
            message["__openclaw"]["runId"] = json!(run);
        }
        self.messages.push(message.clone());
        self.tell("session.message", json!({"sessionKey": KEY, "message": message}));
    }

    /// Tells something, if there is a connection to tell it on.
    pub fn tell(&mut self, event: &str, payload: Value) {
        if self.is_up {
            self.fake.emit(event, payload);
        }
    }

    pub fn step(&mut self, run: &str, stream: &str, data: Value) {
        self.seq += 1;
        self.tell("agent", json!({"sessionKey": KEY, "runId": run, "stream": stream, "seq": self.seq, "ts": 7, "data": data}));
    }

    /// A run says some more.
    pub fn says(&mut self, run: &str, delta: &str) {
        let text = self.flying.as_ref().filter(|(of, _)| of == run).map_or_else(String::new, |(_, text)| text.clone()) + delta;
        self.flying = Some((run.into(), text.clone()));
        self.step(run, "assistant", json!({"text": text, "delta": delta, "itemId": format!("{run}:1")}));
    }

    /// A run is over, and what it said is written; in this order the real gateway tells it.
    pub fn ends(&mut self, run: &str) {
        if let Some((_, text)) = self.flying.take() {
            let said = json!({"role": "assistant", "content": [{"type": "text", "text": text}], "stopReason": "stop"});
            self.write(said, run);
        }
        self.step(run, "lifecycle", json!({"phase": "end"}));
        self.tell("chat", json!({"sessionKey": KEY, "runId": run, "state": "final"}));
    }

    /// All that was said is put away.
    pub fn reset(&mut self) {
        (self.messages, self.era) = (vec![], self.era + 1);
        self.tell("sessions.changed", json!({"sessionKey": KEY, "reason": "reset"}));
    }

    /// Returns the params of all calls of a method so far.
    pub fn calls(&self, method: &str) -> Vec<&Value> {
        self.asked.iter().filter(|(of, _)| of == method).map(|(_, params)| params).collect()
    }
}

/// What is attached, in memory.
#[derive(Default)]
pub struct MemoryFiles(Mutex<Vec<(String, Vec<Attachment>)>>);

impl Files for MemoryFiles {
    fn put(&self, id: &str, files: Vec<Attachment>) -> Local<Result<(), String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((id.into(), files));
        Box::pin(async { Ok(()) })
    }

    fn get(&self, id: &str) -> Local<Vec<Attachment>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let files = kept.iter().find(|(of, _)| of == id).map(|(_, files)| files.clone()).unwrap_or_default();
        Box::pin(async { files })
    }

    fn remove(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|(of, _)| of != id);
    }
}
