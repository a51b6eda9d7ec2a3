//! The gateway's welcome: who it is, what it grants, by which rules.
//! Refuses to require anything: a newer gateway still gets in.

use std::time::Duration;

use super::TICK_INTERVAL;
use super::fields::reads;
use super::ids::UnixMs;
use super::method::Method;
use super::scope::Scope;

/// The gateway's welcome (`hello-ok`): the parts that we read. All are optional on the way in, so that a newer gateway still gets in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hello {
    /// The protocol that the gateway speaks with us.
    pub protocol: u32,
    /// Who answered.
    pub server: Server,
    /// What we were granted.
    pub auth: Granted,
    /// Its rules.
    pub policy: Policy,
    /// What it knows.
    pub features: Features,
    /// The id of this device there.
    pub device: String,
    /// What the gateway's clock showed when this connection began, by its challenge.
    pub began_at: Option<UnixMs>,
}

reads! { Hello { protocol, server, auth, policy, features, device: later, began_at: later } }

/// What the gateway knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// The methods that it announces, those of its plugins too. It may know others.
    pub methods: Vec<String>,
}

reads! { Features { methods } }

/// Who answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    /// The gateway's version, such as `2026.9.6`.
    pub version: String,
    /// Made anew at every start of the gateway, also when its process goes on.
    pub boot_id: String,
}

reads! { Server { version, boot_id } }

/// What this connection was granted.
#[derive(Clone, Default, PartialEq)]
pub struct Granted {
    /// The scopes in force, whatever was asked for.
    pub scopes: Vec<String>,
    /// A token for this device, to be used instead of the shared secret from now on.
    pub device_token: Option<String>,
}

reads! { Granted { scopes, device_token } }

impl std::fmt::Debug for Granted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Granted").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// The gateway's rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// The pause between two `tick` events, in milliseconds.
    pub tick_interval_ms: Option<u64>,
    /// How large what is attached to a message may be.
    pub attachments: AttachmentLimits,
}

reads! { Policy { tick_interval_ms, attachments } }

/// How large what is attached to a message may be, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AttachmentLimits {
    /// Anything but an image.
    pub max_bytes: Option<u64>,
    /// An image.
    pub max_image_bytes: Option<u64>,
}

reads! { AttachmentLimits { max_bytes, max_image_bytes } }

impl Hello {
    /// Returns the pause between two `tick` events.
    pub fn tick_interval(&self) -> Duration {
        self.policy.tick_interval_ms.filter(|ms| *ms > 0).map_or(TICK_INTERVAL, Duration::from_millis)
    }

    /// Whether the connection was granted a scope. Admin satisfies all, write satisfies read.
    pub fn grants(&self, scope: Scope) -> bool {
        let has = |scope: Scope| self.auth.scopes.iter().any(|granted| granted == scope.as_str());
        has(scope) || has(Scope::Admin) || (scope == Scope::Read && has(Scope::Write))
    }

    /// Whether the gateway would let us call a method.
    pub fn allows<M: Method>(&self) -> bool {
        self.grants(M::SCOPE)
    }

    /// Whether the gateway says that it has a method. What plugins bring is asked for only then.
    pub fn announces<M: Method>(&self) -> bool {
        self.features.methods.iter().any(|name| name == M::NAME)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pitfall_6_a_connection_without_scopes_may_do_nothing() {
        let hello = Hello::default();
        assert!(Scope::ALL.iter().all(|scope| !hello.grants(*scope)));
    }

    #[test]
    fn admin_grants_all_and_write_grants_read() {
        let with = |scope: Scope| Hello { auth: Granted { scopes: vec![scope.as_str().into()], device_token: None }, ..Hello::default() };
        assert!(Scope::ALL.iter().all(|scope| with(Scope::Admin).grants(*scope)));
        assert!(with(Scope::Write).grants(Scope::Read) && !with(Scope::Read).grants(Scope::Write));
    }

    #[test]
    fn the_issued_token_does_not_show_in_debug_output() {
        let shown = format!("{:?}", Granted { device_token: Some("hush".into()), ..Granted::default() });
        assert!(!shown.contains("hush"), "{shown}");
    }
}
