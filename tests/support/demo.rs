//! The demo gateway as the other side: hosted over pairs of sockets, with a raw talk of frames for those who look at the wire.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc;
use openclutch::demo::faults::Controls;
use openclutch::demo::host::{Visit, host};
use openclutch::demo::settings::Settings;
use openclutch::gateway::socket::{Heard, Local, Said};
use openclutch::gateway::{Connector, Socket};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::fake::PausedClock;

/// Every socket leads to the demo gateway.
#[derive(Clone)]
pub struct Demo {
    visits: mpsc::UnboundedSender<Visit>,
    pub clock: Arc<PausedClock>,
    /// How many connections were opened so far.
    pub opened: Rc<Cell<usize>>,
}

impl Demo {
    pub fn start(search: &str) -> Self {
        let clock = PausedClock::new();
        let (visits, come) = mpsc::unbounded();
        tokio::task::spawn_local(host(Settings::read(search), clock.clone(), come));
        Self { visits, clock, opened: Rc::default() }
    }

    /// Gives an order, and returns what can be ordered.
    pub async fn order(&self, order: &str) -> Controls {
        let controls = Rc::new(RefCell::new(None));
        let told = controls.clone();
        self.visits.unbounded_send(Visit::Order(order.into(), Box::new(move |all| *told.borrow_mut() = Some(all)))).unwrap();
        while controls.borrow().is_none() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        controls.take().unwrap()
    }

    /// Opens a connection, and says nothing yet.
    pub fn knock(&self) -> Talk {
        Talk { socket: self.open(""), last: 0, events: vec![], _demo: self.clone() }
    }

    /// Comes in with these scopes, as the dashboard does.
    pub async fn talk(&self, scopes: &[&str]) -> Talk {
        let mut talk = self.knock();
        let challenge = talk.next().await.unwrap();
        assert_eq!(challenge["event"], "connect.challenge");
        let hello = talk
            .ask(
                "connect",
                json!({
                    "minProtocol": 4, "maxProtocol": 4, "role": "operator", "scopes": scopes, "caps": ["session-scoped-events"],
                    "device": {"nonce": challenge["payload"]["nonce"]},
                }),
            )
            .await
            .unwrap();
        assert_eq!(hello["type"], "hello-ok");
        talk
    }
}

impl Connector for Demo {
    fn open(&self, _: &str) -> Socket {
        let (near, far) = Socket::pair();
        self.opened.set(self.opened.get() + 1);
        self.visits.unbounded_send(Visit::Socket(far)).unwrap();
        near
    }

    fn answers_http(&self, _: &str) -> Local<bool> {
        Box::pin(async { false })
    }
}

/// A connection, frame by frame.
pub struct Talk {
    socket: Socket,
    last: u64,
    /// The events so far that nobody has taken: name and payload.
    pub events: Vec<(String, Value)>,
    /// The world ends when nobody can come any more.
    _demo: Demo,
}

impl Talk {
    /// Returns the next frame; `None` when the connection has ended.
    async fn next(&mut self) -> Option<Value> {
        match self.socket.heard.next().await? {
            Heard::Text(text) => Some(serde_json::from_str(&text).unwrap()),
            Heard::Closed { .. } | Heard::Blocked { .. } => None,
        }
    }

    /// Returns what comes within this time, as it comes, with how many milliseconds it took.
    pub async fn listen(&mut self, time: Duration) -> Vec<(i64, Heard)> {
        let began = Instant::now();
        let mut all = vec![];
        while let Ok(Some(heard)) = tokio::time::timeout_at(began + time, self.socket.heard.next()).await {
            all.push((began.elapsed().as_millis() as i64, heard));
        }
        all
    }

    /// Sends a request and does not wait.
    pub fn send(&mut self, method: &str, params: Value) -> String {
        self.last += 1;
        let id = self.last.to_string();
        let frame = json!({"type": "req", "id": id, "method": method, "params": params});
        self.socket.said.unbounded_send(Said::Text(frame.to_string())).unwrap();
        id
    }

    /// Calls a method: its payload, or its error. Events that come first are kept.
    pub async fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.send(method, params);
        loop {
            let frame = self.next().await.expect("the connection stands");
            if frame["type"] == "event" {
                self.keep(frame);
            } else if frame["id"] == id.as_str() {
                return if frame["ok"] == true { Ok(frame["payload"].clone()) } else { Err(frame["error"].clone()) };
            }
        }
    }

    /// Waits until something was told.
    pub async fn hear(&mut self, is_it: impl Fn(&str, &Value) -> bool) -> Value {
        loop {
            if let Some(at) = self.events.iter().position(|(event, payload)| is_it(event, payload)) {
                return self.events[at].1.clone();
            }
            let frame = self.next().await.expect("the connection stands");
            self.keep(frame);
        }
    }

    /// Whether the connection has ended, as far as is known now.
    pub async fn is_over(&mut self) -> bool {
        tokio::time::sleep(Duration::from_millis(50)).await;
        while let Ok(heard) = self.socket.heard.try_recv() {
            if matches!(heard, Heard::Closed { .. }) {
                return true;
            }
        }
        false
    }

    fn keep(&mut self, frame: Value) {
        self.events.push((frame["event"].as_str().unwrap().into(), frame["payload"].clone()));
    }
}

/// All that a person may be granted.
pub const ALL: [&str; 6] =
    ["operator.read", "operator.write", "operator.admin", "operator.approvals", "operator.pairing", "operator.questions"];
/// A session in which nothing goes on.
pub const NOTES: &str = "agent:research:dashboard:0a1b2c3d-0000-4000-8000-000000000014";
/// A job that runs well.
pub const BACKUP: &str = "job-00000001";

/// Returns the rows that an answer holds under a name.
pub fn list<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    answer[name].as_array().unwrap()
}

impl Talk {
    /// Sends any text.
    pub fn send_raw(&self, text: &str) {
        self.socket.said.unbounded_send(Said::Text(text.into())).unwrap();
    }
}

/// Returns the methods that the gateway says it has.
pub async fn methods(demo: &Demo) -> Vec<String> {
    let mut talk = Talk { socket: demo.open(""), last: 0, events: vec![], _demo: demo.clone() };
    let nonce = talk.next().await.unwrap()["payload"]["nonce"].clone();
    let params = json!({"minProtocol": 4, "maxProtocol": 4, "scopes": [], "device": {"nonce": nonce}});
    let hello = talk.ask("connect", params).await.unwrap();
    list(&hello["features"], "methods").iter().map(|name| name.as_str().unwrap().into()).collect()
}
