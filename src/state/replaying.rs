//! The way from a recording to a connection: where the connection's sockets into it are made, and who reads such a file.
//! Refuses to know what stands in one; `gateway::record` does, and is only loaded by who opens one.

use std::cell::RefCell;
use std::rc::Rc;

use send_wrapper::SendWrapper;

use super::profile::Profile;
use crate::gateway::Socket;
use crate::gateway::socket::{Heard, Local};

type Opener = Rc<dyn Fn() -> Socket>;

/// Makes sockets into the recording that was opened last. Cloning shares it.
#[derive(Clone)]
pub struct Door(SendWrapper<Rc<RefCell<Option<Opener>>>>);

impl Default for Door {
    fn default() -> Self {
        Self(SendWrapper::new(Rc::default()))
    }
}

impl Door {
    /// From now on sockets are made so.
    pub fn leads_to(&self, opener: impl Fn() -> Socket + 'static) {
        self.0.replace(Some(Rc::new(opener)));
    }

    /// Opens a socket into the recording; into nothing if none was opened.
    pub fn open(&self) -> Socket {
        let opener = self.0.borrow().clone();
        opener.map_or_else(
            || {
                let (near, far) = Socket::pair();
                // The other end is in this very function.
                let _ = far.heard.unbounded_send(Heard::Blocked { why: "No recording is open".into() });
                near
            },
            |open| open(),
        )
    }
}

/// Opens a recording, given as the text of its file, and connects to it; or says in a sentence why it cannot be replayed.
#[derive(Clone, Copy)]
pub struct Replays(pub fn(String, Profile, Door) -> Local<Result<(), &'static str>>);

impl Replays {
    /// Opens one.
    pub async fn open(self, text: String, profile: Profile, door: Door) -> Result<(), &'static str> {
        (self.0)(text, profile, door).await
    }
}
