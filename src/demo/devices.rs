//! Devices: those that may come in, those that ask to, and who is here. Refuses to let anybody in or out; connections do.

use fastrand::Rng;
use serde_json::{Value, json};

use super::world::chance::place;
use super::world::{Audience, World};

/// The devices, as the wire has them.
pub struct Devices {
    pub pending: Vec<Value>,
    pub paired: Vec<Value>,
    /// Who is connected: the number of the connection, and what it says of itself.
    pub here: Vec<(u64, Value)>,
}

const ALL: [&str; 6] =
    ["operator.read", "operator.write", "operator.admin", "operator.approvals", "operator.pairing", "operator.questions"];
const HOUR: i64 = 3_600_000;

impl Devices {
    /// Makes those that there are from the beginning.
    pub fn new(seed: u64, now: i64) -> Self {
        let mut dice = Rng::with_seed(seed ^ 0xde71);
        let dice = &mut dice;
        let device = |dice: &mut Rng, platform: &str, client: (&str, &str), scopes: &[&str]| {
            json!({
                "deviceId": letters(dice, b"0123456789abcdef", 64),
                "publicKey": letters(dice, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 43),
                "platform": platform, "clientId": client.0, "clientMode": client.1, "role": "operator", "roles": ["operator"], "scopes": scopes,
            })
        };
        let web = ("openclaw-control-ui", "webchat");
        let mut paired = vec![];
        for (platform, client, scopes, age, seen, how) in [
            ("web", web, &ALL[..], 3_000, 0, "silent"),
            ("darwin", ("openclaw-macos", "ui"), &ALL[..], 2_200, 3, "owner"),
            ("ios", ("openclaw-ios", "ui"), &ALL[..2], 700, 11, "owner"),
            ("linux", ("cli", "cli"), &ALL[..], 2_900, 200, "silent"),
            ("web", web, &ALL[..1], 90, 70, "owner"),
        ] {
            let mut device = device(dice, platform, client, scopes);
            let (made, seen) = (now - age * HOUR, now - seen * HOUR);
            (device["approvedVia"], device["createdAtMs"], device["approvedAtMs"]) = (json!(how), json!(made), json!(made));
            (device["lastSeenAtMs"], device["lastSeenReason"], device["connected"]) = (json!(seen), json!("connect"), json!(false));
            let mut sorted = scopes.to_vec();
            sorted.sort_unstable();
            device["tokens"] = json!([{"role": "operator", "scopes": sorted, "createdAtMs": made, "rotatedAtMs": seen}]);
            paired.push(device);
        }
        let mut pending = vec![];
        for (platform, client, scopes, minutes) in [("android", ("openclaw-android", "ui"), &ALL[..2], 4), ("web", web, &ALL[..], 17)] {
            let mut device = device(dice, platform, client, scopes);
            device["requestId"] = json!(super::world::ids::uuid(dice));
            (device["remoteIp"], device["silent"], device["isRepair"]) = (json!(format!("192.0.2.{minutes}")), json!(false), json!(false));
            device["ts"] = json!(now - minutes * 60_000);
            pending.push(device);
        }
        // The last one has been in before, and wants more than it was granted then.
        if let (Some(asks), Some(known)) = (pending.last_mut(), paired.last()) {
            (asks["deviceId"], asks["publicKey"], asks["isRepair"]) = (known["deviceId"].clone(), known["publicKey"].clone(), json!(true));
        }
        Self { pending, paired, here: vec![] }
    }
}

fn letters(dice: &mut Rng, of: &[u8], count: usize) -> String {
    (0..count).map(|_| char::from(of[place(dice, of.len())])).collect()
}

/// Takes note that somebody came in, and tells everybody who is here.
pub fn come(world: &mut World, link: u64, client: Value) {
    let id = &client["deviceId"];
    let paired = &mut world.devices.paired;
    match paired.iter_mut().find(|device| device["deviceId"] == *id) {
        Some(device) => device["lastSeenAtMs"] = json!(world.now),
        // Whoever comes from the same machine is taken in without a word.
        None if id.is_string() => {
            let now = world.now;
            let token = json!({"role": "operator", "scopes": client["scopes"], "createdAtMs": now, "rotatedAtMs": now});
            let device = json!({
                "deviceId": id, "publicKey": "", "platform": client["platform"], "clientId": client["clientId"], "clientMode": client["mode"],
                "role": "operator", "roles": ["operator"], "scopes": client["scopes"], "approvedVia": "silent", "createdAtMs": now,
                "approvedAtMs": now, "lastSeenAtMs": now, "lastSeenReason": "connect", "tokens": [token],
            });
            paired.insert(0, device);
        }
        None => {}
    }
    world.devices.here.push((link, client));
    tell(world);
}

/// Takes note that somebody is gone.
pub fn leave(world: &mut World, link: u64) {
    let before = world.devices.here.len();
    world.devices.here.retain(|(other, _)| *other != link);
    if world.devices.here.len() < before {
        tell(world);
    }
}

fn tell(world: &mut World) {
    let all = presence(world);
    world.tell("presence", json!({"presence": all}), Audience::All);
}

/// Returns who is here; the gateway itself is the first.
pub fn presence(world: &World) -> Vec<Value> {
    let gateway = json!({
        "host": "clawdia", "ip": "192.0.2.2", "version": "2026.9.6", "platform": "linux 6.18.44", "deviceFamily": "Linux", "mode": "gateway",
        "reason": "self", "instanceId": world.boot_id, "text": "Gateway: clawdia (192.0.2.2) · app 2026.9.6 · mode gateway · reason self",
        "ts": world.now,
    });
    let here = world.devices.here.iter().map(|(_, client)| client.clone());
    let user = json!({"id": "gateway-owner", "identity": {"type": "profile", "id": "gateway-owner"}});
    // Whoever else was here lately.
    let others = world.devices.paired.iter().filter(|device| device["platform"] == "darwin").map(move |device| {
        json!({
            "clientId": device["clientId"], "mode": device["clientMode"], "user": user, "onlineSince": device["lastSeenAtMs"],
            "roles": ["operator"], "scopes": device["scopes"], "ts": device["lastSeenAtMs"], "text": "Node: Ada's laptop · mode ui",
            "host": "Ada's laptop", "version": "2026.9.6", "platform": device["platform"], "deviceId": device["deviceId"],
            "reason": "connect", "lastActivityAt": device["lastSeenAtMs"],
        })
    });
    std::iter::once(gateway).chain(here).chain(others).collect()
}
