//! What the tests share: a bench around the machine with a clock moved by hand, and a gateway at the far end of a socket.
//! Refuses to assert; tests do.
#![allow(dead_code, reason = "each test binary uses its own part of it")]

pub mod bench;
pub mod demo;
pub mod fake;
pub mod room;
pub mod story;

use openclutch::gateway::Config;
use openclutch::protocol::connect::Proof;
use serde_json::{Value, json};

pub const URL: &str = "ws://127.0.0.1:18789";
pub const NONCE: &str = "40525702-cbcb-4be7-85ca-fab1c71b2800";

pub fn config() -> Config {
    Config { instance_id: "tab-1".into(), origin: "http://127.0.0.1:8080".into(), seed: 1 }
}

pub fn proof() -> Proof {
    Proof { device_id: "d".repeat(64), public_key: "pk".into(), signature: "sig".into(), scopes: &openclutch::protocol::Scope::ALL }
}

pub fn challenge() -> Value {
    json!({"type": "event", "event": "connect.challenge", "payload": {"nonce": NONCE, "ts": 1_795_163_311_055_i64}})
}

pub fn hello() -> Value {
    json!({
        "type": "hello-ok", "protocol": 4,
        "server": {"version": "2026.9.6", "bootId": "b-1"},
        "auth": {"scopes": ["operator.read", "operator.write", "operator.admin"], "deviceToken": "device-token-1"},
        "policy": {"tickIntervalMs": 30_000},
    })
}

pub fn refusal(code: &str, more: Value) -> Value {
    let mut error = json!({"code": "INVALID_REQUEST", "message": "refused", "details": {"code": code}});
    let fields = more.as_object().cloned().unwrap_or_default();
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("details", Value::Object(details)) => error["details"].as_object_mut().unwrap().extend(details),
            (_, value) => error[name] = value,
        }
    }
    error
}

pub fn row(key: &str, more: Value) -> Value {
    let mut row = json!({"key": key, "hasActiveRun": false, "snapshotAt": 1_000});
    row.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    row
}
