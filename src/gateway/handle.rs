//! The handle that the app holds: calls, subscriptions, and the few things a person can ask of the connection.
//! Refuses to hold any state of the connection; it only passes wishes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::StreamExt;
use futures::channel::mpsc;
use serde_json::value::to_raw_value;

use super::calls::{Outcome, Question, Ticket};
use super::dispatch::{Dispatcher, Subscription};
use super::error::CallError;
use crate::protocol::connect::Credential;
use crate::protocol::{Family, Method};

/// What is asked of the connection.
#[allow(missing_docs, reason = "the line of each variant says what its fields are")]
#[derive(Debug)]
pub enum Command {
    /// Connect there, leaving another gateway. Without a secret the device's own token is used.
    Connect { url: String, secret: Credential },
    /// Close and stay closed.
    Leave,
    /// A person pressed "retry now".
    RetryNow,
    /// A key, a tap, or the network's return: worth a try.
    Nudge,
    /// The machine slept.
    Woke,
    /// The tab was shown or hidden.
    Visible(bool),
    /// Call a method.
    Call { ticket: Ticket, question: Question, to: mpsc::UnboundedSender<Outcome> },
    /// The caller no longer wants to know.
    Forget(Ticket),
}

/// A handle on one connection. Cloning shares it; it goes into a context as it is.
#[derive(Clone, Debug)]
pub struct Gateway {
    commands: mpsc::UnboundedSender<Command>,
    dispatcher: Dispatcher,
    last_ticket: Arc<AtomicU64>,
}

impl Gateway {
    pub(super) fn new(commands: mpsc::UnboundedSender<Command>, dispatcher: Dispatcher) -> Self {
        Self { commands, dispatcher, last_ticket: Arc::default() }
    }

    /// Asks something of the connection.
    pub fn tell(&self, command: Command) {
        // The driver ends only with the page; then there is nobody left to tell.
        let _ = self.commands.unbounded_send(command);
    }

    /// Listens to events of some families and to all that concerns the link.
    pub fn notices(&self, families: &'static [Family]) -> Subscription {
        self.dispatcher.subscribe(families)
    }

    /// Calls a method. A read that meets passing trouble is asked again until it is answered or this future is dropped.
    ///
    /// # Errors
    /// See [`CallError`]; a write comes back with the first one.
    pub async fn call<M: Method>(&self, method: &M) -> Result<M::Reply, CallError> {
        self.ask(method, |_| {}).await
    }

    /// Like [`Gateway::call`], and tells of each passing trouble, so that a view can say why it waits.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn ask<M: Method>(&self, method: &M, mut on_trouble: impl FnMut(CallError)) -> Result<M::Reply, CallError> {
        let params = to_raw_value(method).map_err(|error| CallError::Encode { method: M::NAME, why: error.to_string() })?;
        let ticket = Ticket(self.last_ticket.fetch_add(1, Ordering::Relaxed));
        let (to, mut outcomes) = mpsc::unbounded();
        let question = Question { method: M::NAME, params, kind: M::KIND, timeout: M::TIMEOUT };
        self.tell(Command::Call { ticket, question, to });
        let _forget = Forget { ticket, gateway: self };
        loop {
            match outcomes.next().await {
                Some(Outcome::Answer(payload)) => {
                    return serde_json::from_str(payload.get())
                        .map_err(|error| CallError::Decode { method: M::NAME, why: error.to_string() });
                }
                Some(Outcome::Failed(error)) => return Err(error),
                Some(Outcome::Trouble(error)) => on_trouble(error),
                None => return Err(CallError::NotReady { method: M::NAME }),
            }
        }
    }
}

/// Takes a call back when its future is dropped, and does no harm when it is answered.
struct Forget<'a> {
    ticket: Ticket,
    gateway: &'a Gateway,
}

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        self.gateway.tell(Command::Forget(self.ticket));
    }
}
