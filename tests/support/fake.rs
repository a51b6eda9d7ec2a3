//! A gateway at the far end of a socket: the driver, the handle and the collections run against it, in paused time.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use openclutch::gateway::socket::{FarEnd, Heard, Local, Said};
use openclutch::gateway::{self, Clock, Command, Connector, Gateway, Identity, Moment, Socket};
use openclutch::protocol::connect::{Credential, Proof, ProofRequest};
use openclutch::protocol::{Method, UnixMs};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{URL, challenge, config, hello, proof};

/// Time that tokio moves by hand.
pub struct PausedClock(Instant);

impl PausedClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Instant::now()))
    }
}

impl Clock for PausedClock {
    fn now(&self) -> Moment {
        self.0.elapsed()
    }

    fn wall(&self) -> UnixMs {
        UnixMs(1_795_163_311_055 + self.0.elapsed().as_millis() as i64)
    }

    fn sleep(&self, pause: Duration) -> Local<()> {
        Box::pin(tokio::time::sleep(pause))
    }

    fn frame(&self) -> Local<()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(16)))
    }
}

/// What was remembered, oldest first.
type Secrets = Rc<RefCell<Vec<Credential>>>;

/// Somebody without keys or tokens, whose word is always the same; notes what was to be remembered.
#[derive(Default)]
pub struct Keys(Secrets);

impl Identity for Keys {
    fn prove(&self, _: &str, _: &ProofRequest) -> Proof {
        proof()
    }

    fn token(&self, _: &str) -> Option<String> {
        None
    }

    fn keep_token(&self, _: &str, _: &str) {}

    fn forget_token(&self, _: &str, _: &str) {}

    fn secret(&self, _: &str) -> Credential {
        Credential::None
    }

    fn keep_secret(&self, _: &str, secret: &Credential) {
        self.0.borrow_mut().push(secret.clone());
    }

    fn forget(&self, _: &str) {}
}

#[derive(Default)]
struct Door {
    waiting: VecDeque<FarEnd>,
    is_shut: bool,
}

struct DoorConnector(Rc<RefCell<Door>>);

impl Connector for DoorConnector {
    fn open(&self, _: &str) -> Socket {
        let (near, far) = Socket::pair();
        let mut door = self.0.borrow_mut();
        if door.is_shut {
            let _ = far.heard.unbounded_send(Heard::Closed { code: 1006, reason: String::new() });
        } else {
            door.waiting.push_back(far);
        }
        near
    }

    fn answers_http(&self, _: &str) -> Local<bool> {
        Box::pin(async { false })
    }
}

/// The far end, with verbs for stories.
pub struct FakeGateway {
    door: Rc<RefCell<Door>>,
    far: Option<FarEnd>,
    seq: u64,
    pub connections: usize,
    /// Which life of the gateway this is.
    pub boot: &'static str,
    pub secrets: Secrets,
}

impl FakeGateway {
    /// Starts a gateway and a client that is told to connect to it.
    pub fn start() -> (Self, Gateway, Arc<PausedClock>) {
        let door = Rc::new(RefCell::new(Door::default()));
        let secrets = Secrets::default();
        let clock = PausedClock::new();
        let (gateway, driver) =
            gateway::start(Rc::new(DoorConnector(door.clone())), clock.clone(), Rc::new(Keys(secrets.clone())), config());
        tokio::task::spawn_local(driver);
        gateway.tell(Command::Connect { url: URL.into(), secret: Credential::Token("secret".into()) });
        (Self { door, far: None, seq: 0, connections: 0, boot: "b-1", secrets }, gateway, clock)
    }

    /// Takes the next connection and lets it in.
    pub async fn accept(&mut self) {
        self.far = Some(self.next_connection().await);
        self.connections += 1;
        self.seq = 0;
        self.send(challenge());
        let request = self.heard().await;
        let mut hello = hello();
        hello["server"]["bootId"] = json!(self.boot);
        self.answer(&request, hello);
        let pulse = self.expect_named("last-heartbeat").await;
        self.answer(&pulse, Value::Null);
    }

    async fn next_connection(&self) -> FarEnd {
        loop {
            if let Some(far) = self.door.borrow_mut().waiting.pop_front() {
                return far;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Refuses connections, or takes them again.
    pub fn shut(&mut self, is_shut: bool) {
        self.door.borrow_mut().is_shut = is_shut;
    }

    /// Breaks the connection off without a word.
    pub fn drop_link(&mut self) {
        self.far = None;
    }

    /// Waits for a call of a method, answering samples of the latency on the way.
    pub async fn expect<M: Method>(&mut self) -> Value {
        loop {
            let request = self.heard().await;
            if request["method"] != "last-heartbeat" {
                assert_eq!(request["method"], M::NAME, "{request}");
                return request;
            }
            self.answer(&request, Value::Null);
        }
    }

    async fn expect_named(&mut self, method: &str) -> Value {
        let request = self.heard().await;
        assert_eq!(request["method"], method, "{request}");
        request
    }

    /// Returns the requests that have arrived, without waiting.
    pub fn arrived(&mut self) -> Vec<Value> {
        let mut requests = vec![];
        let Some(far) = &mut self.far else { return requests };
        while let Ok(said) = far.said.try_recv() {
            if let Said::Text(text) = said {
                requests.push(serde_json::from_str(&text).expect("we send JSON"));
            }
        }
        requests
    }

    pub fn answer(&mut self, request: &Value, payload: Value) {
        self.send(json!({"type": "res", "id": request["id"], "ok": true, "payload": payload}));
    }

    pub fn refuse(&mut self, request: &Value, error: Value) {
        self.send(json!({"type": "res", "id": request["id"], "ok": false, "error": error}));
    }

    pub fn emit(&mut self, event: &str, payload: Value) {
        self.seq += 1;
        let seq = self.seq;
        self.send(json!({"type": "event", "event": event, "payload": payload, "seq": seq}));
    }

    /// Loses an event on the way.
    pub fn lose_event(&mut self) {
        self.seq += 1;
    }

    fn send(&mut self, frame: Value) {
        self.say(Heard::Text(frame.to_string()));
    }

    fn say(&mut self, heard: Heard) {
        let far = self.far.as_ref().expect("a connection was accepted");
        // The client may just have given the connection up.
        let _ = far.heard.unbounded_send(heard);
    }

    async fn heard(&mut self) -> Value {
        let far = self.far.as_mut().expect("a connection was accepted");
        loop {
            match far.said.next().await {
                Some(Said::Text(text)) => return serde_json::from_str(&text).expect("we send JSON"),
                Some(Said::Close { .. }) => {}
                None => panic!("the client dropped the connection"),
            }
        }
    }
}

/// Lets everything that is due happen.
pub async fn settle() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}
