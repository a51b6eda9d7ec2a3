//! The seams to the outside: a socket as two channels, and the traits that a platform implements.
//! Refuses to implement any of them.

use std::pin::Pin;
use std::time::Duration;

use futures::channel::mpsc;

use super::Moment;
use crate::protocol::UnixMs;
use crate::protocol::connect::{Credential, Proof, ProofRequest};

/// A future that stays on its thread, as everything in a browser does.
pub type Local<T> = Pin<Box<dyn Future<Output = T>>>;

/// What comes out of a socket.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// One text frame.
    Text(String),
    /// The socket is closed. Always the last thing heard.
    Closed {
        /// The WebSocket close code; 1006 when there was no close frame.
        code: u16,
        /// The text of the close frame.
        reason: String,
    },
    /// The browser refused to open the address at all. Always the last thing heard.
    Blocked {
        /// The browser's words.
        why: String,
    },
}

/// What goes into a socket.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// One text frame.
    Text(String),
    /// Close with this code (1000 or 3000 to 4999).
    Close {
        /// The code.
        code: u16,
        /// The text beside it, for the other side's log.
        reason: &'static str,
    },
}

/// Two channel ends. Dropping it drops the connection.
#[derive(Debug)]
pub struct Socket {
    /// What the other side says.
    pub heard: mpsc::UnboundedReceiver<Heard>,
    /// What we say.
    pub said: mpsc::UnboundedSender<Said>,
}

/// The far end of a socket: a gateway in a test, or the browser's socket.
#[derive(Debug)]
pub struct FarEnd {
    /// Feeds the near end.
    pub heard: mpsc::UnboundedSender<Heard>,
    /// Drains the near end.
    pub said: mpsc::UnboundedReceiver<Said>,
}

impl Socket {
    /// Makes the two ends of a connection.
    pub fn pair() -> (Self, FarEnd) {
        let (to_near, heard) = mpsc::unbounded();
        let (said, from_near) = mpsc::unbounded();
        (Self { heard, said }, FarEnd { heard: to_near, said: from_near })
    }
}

/// Looks on at what passes through sockets, word for word.
pub trait Tap: Send {
    /// A socket is opened to this address.
    fn opened(&mut self, url: &str, now: Moment);

    /// A frame passes, ours or theirs.
    fn passed(&mut self, is_ours: bool, text: &str, now: Moment);

    /// The socket is closed.
    fn closed(&mut self, code: u16, reason: &str, now: Moment);
}

impl std::fmt::Debug for dyn Tap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tap(..)")
    }
}

/// Opens sockets. Never fails to the caller: an address that cannot be opened is a socket that says [`Heard::Blocked`].
pub trait Connector {
    /// Opens a WebSocket.
    fn open(&self, url: &str) -> Socket;

    /// Finds out whether anything answers plain HTTP where the WebSocket should be.
    /// A browser tells "nothing there" and "refused with 403 or 503" apart in no other way.
    fn answers_http(&self, url: &str) -> Local<bool>;
}

/// Tells the time and waits.
pub trait Clock: Send + Sync {
    /// Returns how long ago this clock's origin was. Never goes back.
    fn now(&self) -> Moment;

    /// Returns what the clock on the wall says. It may jump: for showing, never for deadlines.
    fn wall(&self) -> UnixMs;

    /// Resolves after a while.
    fn sleep(&self, pause: Duration) -> Local<()>;

    /// Resolves when the screen will next be drawn; while nobody can see it, not at all.
    fn frame(&self) -> Local<()>;

    /// Resolves when the page has nothing better to do.
    fn leisure(&self) -> Local<()> {
        self.frame()
    }

    /// Resolves at once, or with the next frame, while somebody can see the page, and else when somebody can again.
    fn shown(&self) -> Local<()> {
        self.frame()
    }
}

/// Holds one device key and one device token per gateway address, and the shared secret where a person wants that.
pub trait Identity {
    /// Signs a challenge with the key of that gateway, which is made when there is none.
    fn prove(&self, url: &str, request: &ProofRequest) -> Proof;

    /// Returns the token that the gateway issued to this device.
    fn token(&self, url: &str) -> Option<String>;

    /// Keeps that token.
    fn keep_token(&self, url: &str, token: &str);

    /// Forgets that token, if it is still the refused one: another tab may have been given a better one since.
    fn forget_token(&self, url: &str, refused: &str);

    /// Returns the shared secret that a person had remembered on this device.
    fn secret(&self, url: &str) -> Credential;

    /// Remembers the shared secret, or with [`Credential::None`] no longer.
    fn keep_secret(&self, url: &str, secret: &Credential);

    /// Forgets all of a gateway: key, token and secret. To it this browser is a stranger from now on.
    fn forget(&self, url: &str);
}
