//! The way in: challenge, proof and `connect`, field by field as protocol 4 wants it.
//! Refuses to hold keys or to decide what a refusal means.

use serde::Serialize;

use super::PROTOCOL;
use super::fields::reads;
use super::ids::UnixMs;
use super::scope::Scope;

/// The client that we claim to be. The list is closed; this id with mode `webchat` is the pair that pairs silently
/// on loopback and whose pairing errors carry retry hints.
const CLIENT_ID: &str = "openclaw-control-ui";
const CLIENT_MODE: &str = "webchat";
/// Pinned at pairing: another value later needs a manual approval, so it never varies with the browser.
const PLATFORM: &str = "web";
/// Exempts us from the check that a page served by the gateway has the gateway's own build.
const BUILD_ID: &str = "dev";
const ROLE: &str = "operator";

/// What we can digest. `session-scoped-events` spares us the text of every run in the house; with `task-suggestions` agents whom we
/// talk to may propose work.
const CAPS: [&str; 5] = ["tool-events", "approvals", "exec-approvals", "session-scoped-events", "task-suggestions"];

/// The payload of `connect.challenge`, the first frame of a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// To be signed.
    pub nonce: String,
    /// The gateway's clock. Signed too, instead of ours, which may be off by more than the allowed 120 s.
    pub ts: UnixMs,
}

reads! { Challenge { nonce: needed, ts: needed } }

/// What we prove ourselves with. Which one is signed along: the token or the device token, never the password.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// Nothing; the gateway will say what it wants.
    None,
    /// The gateway's shared token.
    Token(String),
    /// The gateway's shared password.
    Password(String),
    /// A token that the gateway issued to this device earlier.
    Device(String),
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Token(_) => "Token(..)",
            Self::Password(_) => "Password(..)",
            Self::Device(_) => "Device(..)",
        })
    }
}

/// What a device key must sign, all but the device's own id.
#[derive(Clone, Debug, PartialEq)]
pub struct ProofRequest {
    /// The gateway's challenge.
    pub challenge: Challenge,
    /// What we authenticate with.
    pub credential: Credential,
}

impl ProofRequest {
    /// Returns the text to sign: eleven fields joined by `|`. The scopes are those that are asked for, in that order.
    pub fn payload(&self, device_id: &str, scopes: &[Scope]) -> String {
        let token = match &self.credential {
            Credential::Token(token) | Credential::Device(token) => token,
            Credential::Password(_) | Credential::None => "",
        };
        let scopes = names(scopes).join(",");
        let Challenge { nonce, ts } = &self.challenge;
        format!("v3|{device_id}|{CLIENT_ID}|{CLIENT_MODE}|{ROLE}|{scopes}|{}|{token}|{nonce}|{PLATFORM}|", ts.0)
    }
}

/// A device's proof that it holds its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// Lower-case hex SHA-256 of the raw public key.
    pub device_id: String,
    /// The raw public key, base64url without padding.
    pub public_key: String,
    /// The raw signature, base64url without padding.
    pub signature: String,
    /// The scopes that were signed, to be asked for.
    pub scopes: &'static [Scope],
}

fn names(scopes: &[Scope]) -> Vec<&'static str> {
    scopes.iter().map(|scope| scope.as_str()).collect()
}

/// The params of `connect`. Not a [`Method`](super::Method): it is sent by the state machine alone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Connect<'a> {
    min_protocol: u32,
    max_protocol: u32,
    client: Client<'a>,
    role: &'static str,
    scopes: Vec<&'static str>,
    caps: [&'static str; 5],
    #[serde(skip_serializing_if = "Option::is_none")]
    auth: Option<Auth<'a>>,
    device: Device<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Client<'a> {
    id: &'static str,
    version: &'static str,
    platform: &'static str,
    mode: &'static str,
    build_id: &'static str,
    instance_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Auth<'a> {
    Token(&'a str),
    Password(&'a str),
    DeviceToken(&'a str),
}

impl std::fmt::Debug for Auth<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Auth(..)")
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Device<'a> {
    id: &'a str,
    public_key: &'a str,
    signature: &'a str,
    signed_at: UnixMs,
    nonce: &'a str,
}

impl<'a> Connect<'a> {
    /// The method's name on the wire.
    pub const NAME: &'static str = "connect";

    /// Joins what was asked to be proven and the proof. `instance_id` tells this tab from others.
    pub fn new(request: &'a ProofRequest, proof: &'a Proof, instance_id: &'a str) -> Self {
        Self {
            min_protocol: PROTOCOL,
            max_protocol: PROTOCOL,
            client: Client {
                id: CLIENT_ID,
                version: env!("CARGO_PKG_VERSION"),
                platform: PLATFORM,
                mode: CLIENT_MODE,
                build_id: BUILD_ID,
                instance_id,
            },
            role: ROLE,
            scopes: names(proof.scopes),
            caps: CAPS,
            auth: match &request.credential {
                Credential::None => None,
                Credential::Token(token) => Some(Auth::Token(token)),
                Credential::Password(password) => Some(Auth::Password(password)),
                Credential::Device(token) => Some(Auth::DeviceToken(token)),
            },
            device: Device {
                id: &proof.device_id,
                public_key: &proof.public_key,
                signature: &proof.signature,
                signed_at: request.challenge.ts,
                nonce: &request.challenge.nonce,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn request(credential: Credential) -> ProofRequest {
        ProofRequest { challenge: Challenge { nonce: "n-1".into(), ts: UnixMs(1_795_156_749_000) }, credential }
    }

    fn params(credential: Credential) -> Value {
        let proof = Proof { device_id: "id".into(), public_key: "pk".into(), signature: "sig".into(), scopes: &Scope::ALL };
        serde_json::to_value(Connect::new(&request(credential), &proof, "tab")).unwrap()
    }

    #[test]
    fn pitfall_2_the_platform_is_a_constant() {
        assert_eq!(params(Credential::None)["client"]["platform"], "web");
    }

    #[test]
    fn pitfall_3_scopes_are_signed_in_the_order_they_are_sent_and_the_password_is_not_signed() {
        let sent = params(Credential::Password("secret".into()));
        let sent_scopes: Vec<&str> = sent["scopes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let signed = request(Credential::Password("secret".into())).payload("id", &Scope::ALL);
        assert_eq!(signed.split('|').nth(5).unwrap(), sent_scopes.join(","));
        assert!(!signed.contains("secret"));
        assert_eq!(sent["auth"], json!({"password": "secret"}));
    }

    #[test]
    fn pitfall_4_the_time_that_is_signed_is_the_gateways() {
        assert_eq!(params(Credential::None)["device"]["signedAt"], 1_795_156_749_000_i64);
        assert_eq!(request(Credential::None).payload("id", &Scope::ALL).split('|').nth(6), Some("1795156749000"));
    }

    #[test]
    fn pitfall_5_the_build_check_is_switched_off() {
        assert_eq!(params(Credential::None)["client"]["buildId"], "dev");
    }

    #[test]
    fn a_device_token_travels_and_is_signed() {
        assert_eq!(params(Credential::Device("dt".into()))["auth"], json!({"deviceToken": "dt"}));
        assert_eq!(request(Credential::Device("dt".into())).payload("id", &Scope::ALL).split('|').nth(7), Some("dt"));
    }

    #[test]
    fn who_only_looks_asks_for_that_and_signs_it() {
        let request = request(Credential::None);
        let proof = Proof { device_id: "id".into(), public_key: "pk".into(), signature: "sig".into(), scopes: &Scope::LOOK };
        let sent = serde_json::to_value(Connect::new(&request, &proof, "tab")).unwrap();
        assert_eq!(sent["scopes"], json!(["operator.read"]));
        assert_eq!(request.payload("id", proof.scopes).split('|').nth(5), Some("operator.read"));
    }

    #[test]
    fn no_credential_leaves_auth_out() {
        assert!(params(Credential::None).get("auth").is_none());
    }

    #[test]
    fn secrets_do_not_show_in_debug_output() {
        let shown = format!("{:?}", request(Credential::Token("hush".into())));
        assert!(!shown.contains("hush"), "{shown}");
    }
}
