//! Answers about devices: who may come in, who asks to, who is here. Refuses to know keys; a demo lets everybody in.

use serde_json::{Value, json};

use super::{Asked, Method, PAIRING, READ, method};
use crate::demo::devices;
use crate::demo::wire::{Answer, Refusal};
use crate::demo::world::{Audience, ids};

pub const METHODS: [Method; 9] = [
    method("device.pair.list", PAIRING, list),
    method("device.pair.approve", PAIRING, approve),
    method("device.pair.reject", PAIRING, reject),
    method("device.pair.remove", PAIRING, remove),
    method("device.token.rotate", PAIRING, rotate),
    method("device.token.revoke", PAIRING, revoke),
    method("node.list", READ, |asked| Ok(json!({"ts": asked.world.now, "nodes": []}))),
    method("node.pair.list", PAIRING, |_| Ok(json!({"pending": [], "paired": []}))),
    method("system-presence", READ, |asked| Ok(json!(devices::presence(asked.world)))),
];

fn list(asked: &mut Asked<'_>) -> Answer {
    let devices = &asked.world.devices;
    let paired: Vec<Value> = devices
        .paired
        .iter()
        .map(|device| {
            let mut device = device.clone();
            device["connected"] = json!(devices.here.iter().any(|(_, client)| client["deviceId"] == device["deviceId"]));
            device
        })
        .collect();
    Ok(json!({"pending": devices.pending, "paired": paired}))
}

/// Takes a request out of those that wait, and tells what was decided.
fn resolve(asked: &mut Asked<'_>, decision: &str) -> Result<Value, Refusal> {
    let id = asked.must("requestId")?;
    let pending = &mut asked.world.devices.pending;
    let at = pending.iter().position(|request| request["requestId"] == id.as_str()).ok_or_else(|| Refusal::invalid("unknown requestId"))?;
    let request = pending.remove(at);
    let now = asked.world.now;
    let told = json!({"requestId": id, "deviceId": request["deviceId"], "decision": decision, "ts": now});
    asked.world.tell("device.pair.resolved", told, Audience::Scope(PAIRING));
    asked.world.logs.note(
        now,
        "INFO",
        "gateway",
        &format!("device pairing {decision} device={}", request["deviceId"].as_str().unwrap_or_default()),
    );
    Ok(request)
}

fn approve(asked: &mut Asked<'_>) -> Answer {
    let mut device = resolve(asked, "approved")?;
    let (now, id) = (asked.world.now, device["requestId"].clone());
    if let Some(device) = device.as_object_mut() {
        device.retain(|name, _| !["requestId", "silent", "isRepair", "ts"].contains(&name.as_str()));
    }
    let mut scopes: Vec<String> =
        device["scopes"].as_array().into_iter().flatten().filter_map(|scope| scope.as_str().map(Into::into)).collect();
    scopes.sort();
    (device["approvedVia"], device["createdAtMs"], device["approvedAtMs"]) = (json!("owner"), json!(now), json!(now));
    device["tokens"] = json!([{"role": "operator", "scopes": scopes, "createdAtMs": now}]);
    let paired = &mut asked.world.devices.paired;
    paired.retain(|other| other["deviceId"] != device["deviceId"]);
    paired.insert(0, device.clone());
    Ok(json!({"requestId": id, "device": device}))
}

fn reject(asked: &mut Asked<'_>) -> Answer {
    let request = resolve(asked, "rejected")?;
    Ok(json!({"requestId": request["requestId"], "deviceId": request["deviceId"]}))
}

fn remove(asked: &mut Asked<'_>) -> Answer {
    let id = asked.must("deviceId")?;
    let paired = &mut asked.world.devices.paired;
    let before = paired.len();
    paired.retain(|device| device["deviceId"] != id.as_str());
    if paired.len() == before {
        return Err(Refusal::invalid("unknown deviceId"));
    }
    Ok(json!({"deviceId": id}))
}

/// Changes the token of a device for a role; the error is the gateway's.
fn token(asked: &mut Asked<'_>, denied: &str, change: impl FnOnce(&mut Value, i64)) -> Result<Value, Refusal> {
    let (id, role, now) = (asked.must("deviceId")?, asked.must("role")?, asked.world.now);
    let device = asked.world.devices.paired.iter_mut().find(|device| device["deviceId"] == id.as_str());
    let tokens = device.and_then(|device| device["tokens"].as_array_mut()).into_iter().flatten();
    let token = tokens.into_iter().find(|token| token["role"] == role.as_str() && token["revokedAtMs"].is_null());
    let token = token.ok_or_else(|| Refusal::invalid(denied))?;
    change(token, now);
    let mut answer = token.clone();
    answer["deviceId"] = json!(id);
    Ok(answer)
}

/// Gives a device another token. Which one it is, only the device itself learns.
fn rotate(asked: &mut Asked<'_>) -> Answer {
    let answer = token(asked, "device token rotation denied", |token, now| token["rotatedAtMs"] = json!(now))?;
    let fresh = ids::uuid(&mut asked.world.dice);
    let mut told =
        json!({"deviceId": answer["deviceId"], "role": answer["role"], "scopes": answer["scopes"], "rotatedAtMs": answer["rotatedAtMs"]});
    if asked.link.client["deviceId"] == answer["deviceId"] {
        told["token"] = json!(fresh);
    }
    Ok(told)
}

fn revoke(asked: &mut Asked<'_>) -> Answer {
    let answer = token(asked, "device token revocation denied", |token, now| token["revokedAtMs"] = json!(now))?;
    Ok(json!({"deviceId": answer["deviceId"], "role": answer["role"], "revokedAtMs": answer["revokedAtMs"]}))
}
