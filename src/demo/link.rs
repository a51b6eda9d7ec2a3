//! One connection as the gateway sees it: the way in, what it was granted, what it listens to, how its events are numbered.
//! Refuses to know what methods do.

use fastrand::Rng;
use serde_json::{Value, json};

use super::devices;
use super::wire::{self, Refusal};
use super::world::{Audience, World, ids};
use super::{LinkId, TICK};

/// What a frame amounts to.
pub enum Heard {
    /// Not a frame; the gateway does not mind.
    Nothing,
    /// To be answered so.
    Say(Value),
    /// To be answered so, and then the connection ends with this code and reason.
    SayAndClose(Value, u16, &'static str),
    /// The way in is open; this is the welcome.
    Welcome(Value),
    /// A call.
    Request { id: Value, method: String, params: Value },
}

/// A connection.
pub struct Link {
    pub id: LinkId,
    nonce: String,
    is_in: bool,
    seq: u64,
    scopes: Vec<String>,
    /// What the client says of itself, as presence has it.
    pub client: Value,
    /// Rows of all sessions are told.
    pub hears_rows: bool,
    /// The sessions whose runs are told.
    pub listens_to: Vec<String>,
    /// Runs of all sessions are told: the client did not ask to be spared.
    hears_all_runs: bool,
}

impl Link {
    pub fn new(id: LinkId, dice: &mut Rng) -> Self {
        let nonce = ids::uuid(dice);
        Self {
            id,
            nonce,
            is_in: false,
            seq: 0,
            scopes: vec![],
            client: Value::Null,
            hears_rows: false,
            listens_to: vec![],
            hears_all_runs: false,
        }
    }

    pub fn challenge(&mut self, now: i64) -> Value {
        json!({"type": "event", "event": "connect.challenge", "payload": {"nonce": self.nonce, "ts": now}})
    }

    /// Numbers an event for this connection.
    pub fn event(&mut self, event: &str, payload: Value) -> Value {
        self.seq += 1;
        wire::event(event, payload, self.seq)
    }

    /// Whether something is told on this connection.
    pub fn wants(&self, audience: &Audience) -> bool {
        self.is_in
            && match audience {
                Audience::All => true,
                Audience::Rows => self.hears_rows,
                Audience::Run(key) => self.hears_all_runs || self.listens_to.contains(key),
                Audience::Scope(scope) => self.has(scope),
            }
    }

    /// Whether a scope was granted. Admin has all, write has read.
    pub fn has(&self, scope: &str) -> bool {
        let has = |scope: &str| self.scopes.iter().any(|granted| granted == scope);
        has(scope) || has("operator.admin") || (scope == "operator.read" && has("operator.write"))
    }

    pub fn hear(&mut self, text: &str, world: &World) -> Heard {
        let Ok(frame) = serde_json::from_str::<Value>(text) else { return Heard::Nothing };
        let (id, method) = (&frame["id"], frame["method"].as_str().unwrap_or_default());
        if frame["type"] != "req" || !id.is_string() || method.is_empty() {
            return Heard::Say(wire::answer(&json!("invalid"), Err(Refusal::invalid("invalid request frame"))));
        }
        match (method, self.is_in) {
            ("connect", false) => self.connect(id, &frame["params"], world),
            ("connect", true) => Heard::Say(wire::answer(id, Err(Refusal::invalid("already connected")))),
            (_, false) => {
                let refusal = Refusal::invalid("first request must be connect");
                Heard::SayAndClose(wire::answer(id, Err(refusal)), 1008, "first request must be connect")
            }
            (_, true) => Heard::Request { id: id.clone(), method: method.into(), params: frame["params"].clone() },
        }
    }

    fn connect(&mut self, id: &Value, params: &Value, world: &World) -> Heard {
        let (least, most) = (params["minProtocol"].as_u64().unwrap_or(0), params["maxProtocol"].as_u64().unwrap_or(0));
        if !(least..=most).contains(&4) {
            let details =
                json!({"code": "PROTOCOL_MISMATCH", "expectedProtocol": 4, "clientMinProtocol": least, "clientMaxProtocol": most});
            return Heard::SayAndClose(
                wire::answer(id, Err(Refusal::invalid("protocol mismatch").with(details))),
                1002,
                "protocol mismatch",
            );
        }
        if params["device"]["nonce"] != self.nonce.as_str() {
            let details = json!({"code": "DEVICE_AUTH_NONCE_MISMATCH"});
            let refusal = Refusal::invalid("device nonce mismatch").with(details);
            return Heard::SayAndClose(wire::answer(id, Err(refusal)), 1008, "device nonce mismatch");
        }
        let words = |value: &Value| -> Vec<String> {
            value.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(Into::into)).collect()
        };
        self.scopes = words(&params["scopes"]);
        self.hears_all_runs = !words(&params["caps"]).iter().any(|cap| cap == "session-scoped-events");
        self.client = self.presence(params, world.now);
        self.is_in = true;
        Heard::Welcome(wire::answer(id, Ok(self.hello(world))))
    }

    fn presence(&self, params: &Value, now: i64) -> Value {
        let (client, device) = (&params["client"], &params["device"]);
        json!({
            "clientId": client["id"], "mode": client["mode"], "user": {"id": "gateway-owner", "identity": {"type": "profile", "id": "gateway-owner"}},
            "onlineSince": now, "roles": ["operator"], "scopes": self.scopes, "ts": now, "host": client["id"], "version": client["version"],
            "text": format!("Node: unknown · mode {}", client["mode"].as_str().unwrap_or("unknown")), "platform": client["platform"],
            "deviceId": device["id"], "reason": "connect",
        })
    }

    fn hello(&self, world: &World) -> Value {
        json!({
            "type": "hello-ok",
            "protocol": 4,
            "server": {
                "version": "2026.9.6", "buildId": "demo", "bootId": world.boot_id, "controlUiBuildSource": "bundled",
                "connId": format!("demo-{}", self.id.0),
            },
            "features": {
                "methods": super::answers::methods().map(|method| method.name).collect::<Vec<_>>(),
                "events": ["connect.challenge", "agent", "chat", "session.message", "sessions.changed", "presence", "tick", "shutdown",
                    "health", "heartbeat", "cron", "question.requested", "question.resolved", "session.operation", "exec.approval.requested", "exec.approval.resolved", "task",
                    "device.pair.requested", "device.pair.resolved"],
                "capabilities": ["session-scoped-chat-metadata", "session-unread-ack-contract"],
            },
            "snapshot": {
                "suspension": {"phase": "accepting"},
                "presence": devices::presence(world),
                "health": {"ok": true},
                "stateVersion": {"presence": 1, "health": 1},
                "uptimeMs": world.now - world.born,
                "sessionDefaults": {
                    "defaultAgentId": "main", "modelConfigured": true, "ownership": "explicit", "selectionRequired": false,
                    "mainKey": "main", "mainSessionKey": "agent:main:main", "scope": "per-sender",
                },
                "authMode": "token",
            },
            "auth": {"method": "token", "role": "operator", "scopes": self.scopes},
            "policy": {
                "maxPayload": 26_214_400, "maxBufferedBytes": 52_428_800, "tickIntervalMs": TICK,
                "attachments": {"maxBytes": 19_464_192, "maxImageBytes": 6_291_456},
                "allowedSessionVisibilities": ["shared", "read-only", "suggest", "draft"],
                "hasMultipleSessionSharingIdentities": false,
            },
        })
    }
}
