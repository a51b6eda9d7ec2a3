//! Where the machine wants to be, and how far it is.
//! Refuses to act. Prints nothing of itself: there are secrets in it.

use crate::gateway::Moment;
use crate::protocol::UnixMs;
use crate::protocol::connect::{Credential, ProofRequest};

/// Where to connect, and with what.
pub(super) struct Target {
    pub(super) url: String,
    /// What a person typed. It lives in memory only.
    pub(super) secret: Credential,
    /// What the gateway issued; used instead of the secret once there is one.
    pub(super) device_token: Option<String>,
}

pub(super) enum Phase {
    Idle,
    /// The socket opens; the challenge must come by then.
    Opening {
        by: Moment,
    },
    /// Being signed.
    Proving {
        request: ProofRequest,
        by: Moment,
    },
    /// `connect` is sent.
    Greeting {
        id: u64,
        used: Credential,
        /// What the gateway's clock showed when it challenged us.
        began_at: UnixMs,
        by: Moment,
        /// The id of the device that asked to come in.
        device: String,
    },
    Ready {
        since: Moment,
        stable: bool,
    },
    /// The next try has its time; `held` when the gateway named it.
    Waiting {
        at: Moment,
        held: bool,
    },
    Closing {
        by: Moment,
    },
    Halted,
}

impl Target {
    /// A freshly typed secret is tried as typed; once the gateway has issued a token, that is used instead.
    pub(super) fn credential(&self) -> Credential {
        match (&self.device_token, &self.secret) {
            (Some(token), _) => Credential::Device(token.clone()),
            (None, secret) => secret.clone(),
        }
    }
}
