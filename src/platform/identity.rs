//! The device key (Ed25519), one per gateway address, the token that each gateway issued to it, and what a person had remembered.
//! Pure Rust: WebCrypto is missing on plain-http pages, and without a device key a browser is granted nothing.
//! Refuses to know the handshake beyond the text that it signs.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_compact::{KeyPair, Seed};
use sha2::{Digest, Sha256};

use crate::gateway::socket::Identity;
use crate::protocol::Scope;
use crate::protocol::connect::{Credential, Proof, ProofRequest};
use crate::state::address::is_made_up;
use crate::state::gateways::{GATEWAYS, Gateways, identity_key};
use crate::state::stored::{self, KeyValue};

/// The device keys of this browser profile. Tabs share them.
pub struct DeviceKeys {
    store: Arc<dyn KeyValue>,
    /// Fills 32 bytes with randomness; used once per gateway.
    random: fn() -> [u8; 32],
}

impl DeviceKeys {
    /// Keeps keys in a store, and makes new ones from the given randomness.
    pub fn new(store: Arc<dyn KeyValue>, random: fn() -> [u8; 32]) -> Self {
        Self { store, random }
    }

    fn seed(&self, url: &str) -> [u8; 32] {
        let name = identity_key(url);
        let kept = stored::read::<String>(&*self.store, &name).and_then(|seed| unhex(&seed));
        kept.unwrap_or_else(|| {
            let seed = (self.random)();
            // A key that cannot be kept still serves this tab, since the store remembers it that long. A made-up gateway takes any.
            if !is_made_up(url) {
                let _ = stored::write(&*self.store, &name, &hex(&seed));
            }
            seed
        })
    }
}

impl Identity for DeviceKeys {
    fn prove(&self, url: &str, request: &ProofRequest) -> Proof {
        let kept: Gateways = stored::read(&*self.store, GATEWAYS).unwrap_or_default();
        let scopes: &[Scope] = if kept.is_read_only(url) { &Scope::LOOK } else { &Scope::ALL };
        prove(self.seed(url), request, scopes)
    }

    fn token(&self, url: &str) -> Option<String> {
        stored::read(&*self.store, &token_name(url))
    }

    fn keep_token(&self, url: &str, token: &str) {
        // Where it cannot be kept, the shared secret is asked for again after a reload.
        let _ = stored::write(&*self.store, &token_name(url), &token.to_owned());
    }

    fn forget_token(&self, url: &str, refused: &str) {
        if self.token(url).as_deref() == Some(refused) {
            // One that cannot be removed is refused and forgotten again next time.
            let _ = self.store.set(&token_name(url), None);
        }
    }

    fn secret(&self, url: &str) -> Credential {
        let kept = stored::read::<String>(&*self.store, &secret_name(url)).unwrap_or_default();
        match (kept.strip_prefix(TOKEN), kept.strip_prefix(PASSWORD)) {
            (Some(token), _) => Credential::Token(token.into()),
            (_, Some(password)) => Credential::Password(password.into()),
            _ => Credential::None,
        }
    }

    fn keep_secret(&self, url: &str, secret: &Credential) {
        let name = secret_name(url);
        let (kind, text) = match secret {
            Credential::Token(token) => (TOKEN, token),
            Credential::Password(password) => (PASSWORD, password),
            Credential::None | Credential::Device(_) => {
                let _ = self.store.set(&name, None);
                return;
            }
        };
        // Where it cannot be kept, it is asked for again after a reload.
        let _ = stored::write(&*self.store, &name, &[kind, text].concat());
    }

    fn forget(&self, url: &str) {
        for name in [identity_key(url), token_name(url), secret_name(url)] {
            // What the browser does not let us remove stays; there is nothing else to try.
            let _ = self.store.set(&name, None);
        }
    }
}

/// What a remembered secret begins with, by its kind.
const TOKEN: &str = "token:";
/// See [`TOKEN`].
const PASSWORD: &str = "password:";

fn secret_name(url: &str) -> String {
    format!("openclutch.secret.{url}")
}

fn token_name(url: &str) -> String {
    format!("openclutch.device-token.{url}")
}

fn prove(seed: [u8; 32], request: &ProofRequest, scopes: &'static [Scope]) -> Proof {
    let key = KeyPair::from_seed(Seed::new(seed));
    let device_id = hex(&Sha256::digest(*key.pk));
    // No noise: the signature of a text by a key is always the same, as RFC 8032 has it.
    let signature = key.sk.sign(request.payload(&device_id, scopes), None);
    Proof { device_id, public_key: URL_SAFE_NO_PAD.encode(*key.pk), signature: URL_SAFE_NO_PAD.encode(*signature), scopes }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(0..) {
        *byte = u8::from_str_radix(&text[2 * pair..2 * pair + 2], 16).ok()?;
    }
    Some(bytes)
}

/// Returns 32 random bytes from the browser.
pub fn random_seed() -> [u8; 32] {
    let mut seed = [0; 32];
    web_sys::window()
        .and_then(|window| window.crypto().ok())
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut seed).ok())
        .expect("every browser that runs WebAssembly has crypto.getRandomValues, on insecure pages too");
    seed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::UnixMs;
    use crate::protocol::connect::Challenge;
    use crate::state::stored::Memory;

    fn request() -> ProofRequest {
        ProofRequest { challenge: Challenge { nonce: "n".into(), ts: UnixMs(1) }, credential: Credential::None }
    }

    #[test]
    fn the_key_and_its_id_match_the_recorded_vector() {
        let proof = prove([0xaa; 32], &request(), &Scope::ALL);
        assert_eq!(proof.public_key, "5zTqbCtiV95yNV5HKqBaTEh-a0Y8Ap7TBt8vAbVja1g");
        assert_eq!(proof.device_id, "448f04ffcba874db93d9fd02520daa583a92b1f20b100ff791202a6d7a93e0de");
    }

    #[test]
    fn a_key_is_made_once_per_gateway_and_kept() {
        let keys = DeviceKeys::new(Arc::new(Memory::default()), || [7; 32]);
        let again = DeviceKeys::new(keys.store.clone(), || [9; 32]);
        assert_eq!(keys.prove("ws://a", &request()), again.prove("ws://a", &request()));
        assert_ne!(keys.prove("ws://a", &request()).device_id, again.prove("ws://b", &request()).device_id);
    }

    #[test]
    fn a_spoilt_key_is_replaced_instead_of_failing() {
        let store = Arc::new(Memory::default());
        for spoilt in ["", "{", r#"{"v":1,"value":"zz"}"#, r#"{"v":9,"value":{}}"#] {
            store.set("openclutch.identity.ws://a", Some(spoilt)).unwrap();
            DeviceKeys::new(store.clone(), || [7; 32]).prove("ws://a", &request());
        }
    }

    #[test]
    fn a_token_is_kept_and_forgotten_per_gateway() {
        let keys = DeviceKeys::new(Arc::new(Memory::default()), || [7; 32]);
        keys.keep_token("ws://a", "t");
        assert_eq!((keys.token("ws://a").as_deref(), keys.token("ws://b")), (Some("t"), None));
        keys.forget_token("ws://a", "another tab's older one");
        assert_eq!(keys.token("ws://a").as_deref(), Some("t"));
        keys.forget_token("ws://a", "t");
        assert_eq!(keys.token("ws://a"), None);
    }

    #[test]
    fn a_secret_is_remembered_per_gateway_and_forgotten_with_the_rest() {
        let store = Arc::new(Memory::default());
        let keys = DeviceKeys::new(store.clone(), || [7; 32]);
        for secret in [Credential::Token("t".into()), Credential::Password("p".into()), Credential::None] {
            keys.keep_secret("ws://a", &secret);
            assert!(keys.secret("ws://a") == secret && keys.secret("ws://b") == Credential::None);
        }
        keys.prove("ws://a", &request());
        keys.keep_token("ws://a", "t");
        keys.keep_secret("ws://a", &Credential::Token("t".into()));
        keys.keep_token("ws://b", "t");
        keys.forget("ws://a");
        for name in ["identity", "device-token", "secret"] {
            assert_eq!(store.get(&format!("openclutch.{name}.ws://a")), None, "{name}");
        }
        assert!(keys.token("ws://b").is_some());
    }
}
