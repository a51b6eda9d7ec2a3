//! The situation of the connection as a person would say it.
//! Refuses to know how one situation leads to the next; that is `machine`.

use std::time::Duration;

use super::Moment;

/// How the connection stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Link {
    /// Nobody asked for a connection yet, or it was closed on request.
    #[default]
    Idle,
    /// A socket is being opened.
    Connecting {
        /// 0 for the first try, else the number of failed tries before it.
        attempt: u32,
    },
    /// The gateway answered; who we are is being checked.
    Authenticating,
    /// The gateway waits for somebody to approve this browser. Asked again every few seconds.
    Pairing(PairingRequest),
    /// Calls and events flow.
    Ready,
    /// The connection is gone; the next try has its time.
    Reconnecting {
        /// How many tries failed in a row.
        attempt: u32,
        /// When the next one is made.
        at: Moment,
        /// Why the last one ended.
        cause: Cause,
        /// The gateway asked us to wait until then, so nothing may try earlier.
        held: bool,
    },
    /// We asked the socket to close.
    Closing,
    /// No further try: somebody must act.
    Halted(Halt),
}

/// After this many failures in a row a person is offered to try by hand.
pub const OFFER_RETRY_AFTER: u32 = 5;

impl Link {
    /// Whether calls can be made.
    pub fn is_ready(&self) -> bool {
        matches!(self, Self::Ready)
    }

    /// Whether something is going on that leads to a connection without anybody's help.
    pub fn is_underway(&self) -> bool {
        matches!(self, Self::Connecting { .. } | Self::Authenticating | Self::Pairing(_) | Self::Reconnecting { .. })
    }

    /// Whether a person's own attempt is being made, or none may be made: pressing the button again would do nothing good.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Connecting { attempt: 0 } | Self::Authenticating | Self::Reconnecting { held: true, .. })
    }

    /// Whether a person should be offered to try now.
    pub fn offers_retry(&self) -> bool {
        matches!(self, Self::Reconnecting { attempt, held: false, .. } if *attempt >= OFFER_RETRY_AFTER)
    }

    /// Returns the name of what is wrong, else of the state, for styles and tests.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Halted(halt) => halt.as_str(),
            Self::Reconnecting { cause, .. } => cause.as_str(),
            other => other.as_str(),
        }
    }

    /// Returns the state's name, for styles and tests.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Connecting { .. } => "connecting",
            Self::Authenticating => "authenticating",
            Self::Pairing(_) => "pairing",
            Self::Ready => "ready",
            Self::Reconnecting { .. } => "reconnecting",
            Self::Closing => "closing",
            Self::Halted(_) => "halted",
        }
    }
}

/// What an operator must approve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairingRequest {
    /// The id to approve.
    pub id: String,
    /// Why the gateway asks: `not-paired`, `scope-upgrade`, `metadata-upgrade`, `role-upgrade`.
    pub reason: String,
}

/// Why a connection ended or did not come about, when trying again makes sense.
#[allow(missing_docs, reason = "the line of each variant says what its fields are")]
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// The socket could not be opened, or broke off without a word (1006).
    Network {
        /// Whether something answers plain HTTP at that address; `None` while unknown.
        answers_http: Option<bool>,
    },
    /// The gateway stops or restarts (1012, or it goes away with 1001).
    Restarting,
    /// The gateway is up but not ready to take connections (1013).
    Starting,
    /// The gateway finishes its work before it stops.
    Draining,
    /// The socket looked open but nothing came through (4000).
    Silent,
    /// Nobody finished the handshake in time.
    HandshakeTimeout,
    /// Credentials were changed or this device was removed (4001); the next try tells.
    AuthChanged,
    /// Too many wrong secrets from this page; the gateway said how long to wait.
    RateLimited { wait: Duration },
    /// We did not read fast enough (1008 "slow consumer").
    TooSlow,
    /// A frame was larger than the gateway takes (1009).
    TooBig,
    /// The gateway had an internal trouble (1011) or asked to be tried later.
    Trouble { why: String },
    /// The challenge was no longer good; a new connection brings a new one.
    StaleChallenge,
    /// Closed with a code that we have no other words for.
    Closed { code: u16, reason: String },
}

impl Cause {
    /// Returns the cause's name, for styles and tests.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Network { .. } => "unreachable",
            Self::RateLimited { .. } => "rate-limited",
            Self::Starting => "starting",
            _ => "trouble",
        }
    }
}

/// A verdict: trying again by ourselves is useless or harmful.
#[allow(missing_docs, reason = "the line of each variant says what its fields are")]
#[derive(Clone, Debug, PartialEq)]
pub enum Halt {
    /// The gateway wants a token or password and got none.
    SecretMissing { password: bool },
    /// The token or password is wrong.
    SecretRefused { password: bool },
    /// The token issued to this device is no longer valid, and there is no secret to fall back on.
    DeviceTokenRefused,
    /// The page's origin may not connect.
    OriginRefused { origin: String },
    /// Somebody refused to pair this browser.
    PairingRefused,
    /// The two sides speak different protocol versions.
    ProtocolMismatch { expected: Option<u64> },
    /// The gateway has another build of the page than this one.
    BuildMismatch,
    /// The browser does not let this page open that address (mixed content, or not an address at all).
    Blocked { why: String },
    /// The gateway refused for a reason that is ours to mend, or that we do not know.
    Rejected { why: String },
}

impl Halt {
    /// Returns the verdict's name, for styles and tests.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::SecretMissing { password: false } => "token-missing",
            Self::SecretMissing { password: true } => "password-missing",
            Self::SecretRefused { password: false } => "token-mismatch",
            Self::SecretRefused { password: true } => "password-mismatch",
            Self::DeviceTokenRefused => "device-token-refused",
            Self::OriginRefused { .. } => "origin-refused",
            Self::PairingRefused => "pairing-refused",
            Self::ProtocolMismatch { .. } => "protocol-mismatch",
            Self::BuildMismatch => "build-mismatch",
            Self::Blocked { .. } => "blocked",
            Self::Rejected { .. } => "rejected",
        }
    }
}
