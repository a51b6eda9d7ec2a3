//! The device key (Ed25519), one per gateway address, and the token that each gateway issued to it.
//! Pure Rust: WebCrypto is missing on plain-http pages, and without a device key a browser is granted nothing.
//! Refuses to know the handshake beyond the text that it signs.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_compact::{KeyPair, Seed};
use sha2::{Digest, Sha256};

use crate::gateway::socket::Identity;
use crate::protocol::connect::{Proof, ProofRequest};
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
        let name = format!("openclutch.identity.{url}");
        let kept = stored::read::<String>(&*self.store, &name).and_then(|seed| unhex(&seed));
        kept.unwrap_or_else(|| {
            let seed = (self.random)();
            // A key that cannot be kept still serves this tab, since the store remembers it that long.
            let _ = stored::write(&*self.store, &name, &hex(&seed));
            seed
        })
    }
}

impl Identity for DeviceKeys {
    fn prove(&self, url: &str, request: &ProofRequest) -> Proof {
        prove(self.seed(url), request)
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
}

fn token_name(url: &str) -> String {
    format!("openclutch.device-token.{url}")
}

fn prove(seed: [u8; 32], request: &ProofRequest) -> Proof {
    let key = KeyPair::from_seed(Seed::new(seed));
    let device_id = hex(&Sha256::digest(*key.pk));
    // No noise: the signature of a text by a key is always the same, as RFC 8032 has it.
    let signature = key.sk.sign(request.payload(&device_id), None);
    Proof { device_id, public_key: URL_SAFE_NO_PAD.encode(*key.pk), signature: URL_SAFE_NO_PAD.encode(*signature) }
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
    use crate::protocol::connect::{Challenge, Credential};
    use crate::state::stored::Memory;

    fn request() -> ProofRequest {
        ProofRequest { challenge: Challenge { nonce: "n".into(), ts: UnixMs(1) }, credential: Credential::None }
    }

    #[test]
    fn the_key_and_its_id_match_the_recorded_vector() {
        let proof = prove([0xaa; 32], &request());
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
}
