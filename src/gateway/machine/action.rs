//! What the machine wants done.
//! Refuses to do anything. Prints nothing of itself: there are secrets in it.

use crate::gateway::calls::{Outcome, Ticket};
use crate::gateway::dispatch::Notice;
use crate::protocol::connect::ProofRequest;

/// What the driver must do, in this order.
#[allow(missing_docs, reason = "the line of each variant says what its fields are")]
pub enum Action {
    /// Open a socket; whatever was open before is dropped.
    Open { url: String },
    /// Send a frame.
    Send(String),
    /// Close the socket.
    Close { code: u16, reason: &'static str },
    /// Sign this and call [`Machine::proven`].
    Prove { url: String, request: ProofRequest },
    /// Look whether anything answers HTTP there and call [`Machine::probed`].
    Probe { url: String },
    /// Keep the token that the gateway issued to this device.
    KeepToken { url: String, token: String },
    /// Forget that token, if it is still the one that was refused.
    ForgetToken { url: String, refused: String },
    /// Tell a caller.
    Settle { ticket: Ticket, outcome: Outcome },
    /// Tell the subscribers.
    Publish(Notice),
}
