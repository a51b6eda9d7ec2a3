//! The handle that the app holds: calls, subscriptions, and the few things a person can ask of the connection.
//! Refuses to hold any state of the connection; it only passes wishes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::StreamExt;
use futures::channel::{mpsc, oneshot};
use serde_json::value::to_raw_value;

use super::calls::{Outcome, Question, Ticket};
use super::dispatch::{Dispatcher, Subscription};
use super::error::CallError;
use super::meter::Measured;
use super::socket::{Local, Tap};
use crate::protocol::connect::Credential;
use crate::protocol::fields::{FromJson, Whole};
use crate::protocol::{Family, Method};

/// What is asked of the connection.
#[allow(missing_docs, reason = "the line of each variant says what its fields are")]
#[derive(Debug)]
pub enum Command {
    /// Connect there, leaving another gateway. Without a secret the device's own token is used, or what is remembered.
    Connect { url: String, secret: Credential },
    /// The secret that the next connect brings is remembered on this device once the gateway takes it, or no longer remembered.
    Remember { url: String, wanted: bool },
    /// Forget key, token and secret of a gateway on this device.
    ForgetDevice { url: String },
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
    /// Somebody wants to see what was counted, once it is another number of frames than he saw. Takes the place of who waited.
    Measure { seen: u64, to: oneshot::Sender<Measured> },
    /// Every frame is shown to this one from now on, or to nobody.
    Tap(Option<Box<dyn Tap>>),
    /// An answer could not be read by its caller.
    Unread { method: &'static str, why: String, answer: Whole },
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

    /// Whether the gateway would let us call a method, by the scopes that it granted.
    pub fn allows<M: Method>(&self) -> bool {
        self.dispatcher.hello().is_some_and(|hello| hello.allows::<M>())
    }

    /// Whether the gateway says that it has a method.
    pub fn announces<M: Method>(&self) -> bool {
        self.dispatcher.hello().is_some_and(|hello| hello.announces::<M>())
    }

    /// Returns what was counted, once that is another number of frames than was `seen`; nothing when somebody else waits for that
    /// meanwhile, or the page goes.
    pub fn measured(&self, seen: u64) -> Local<Option<Measured>> {
        let (to, measured) = oneshot::channel();
        self.tell(Command::Measure { seen, to });
        Box::pin(async move { measured.await.ok() })
    }

    /// Calls a method. A read that meets passing trouble is asked again until it is answered or this future is dropped.
    ///
    /// # Errors
    /// See [`CallError`]; a write comes back with the first one.
    pub fn call<M: Method>(&self, method: &M) -> impl Future<Output = Result<M::Reply, CallError>> + use<M> {
        self.ask(method, |_| {})
    }

    /// Like [`Gateway::call`], and tells of each passing trouble, so that a view can say why it waits.
    ///
    /// # Errors
    /// See [`CallError`].
    pub fn ask<M: Method, F: FnMut(CallError) + 'static>(
        &self,
        method: &M,
        on_trouble: F,
    ) -> impl Future<Output = Result<M::Reply, CallError>> + use<M, F> {
        let asked = self.ask_written(Written::of(method), Box::new(on_trouble));
        async move { asked.await?.read::<M>() }
    }

    /// Asks what is already written. One body for all methods: a copy for each would cost 2 kB of program.
    pub fn ask_written(&self, written: Written, mut on_trouble: Box<dyn FnMut(CallError)>) -> Local<Result<Answer, CallError>> {
        let gateway = self.clone();
        Box::pin(async move {
            let ticket = Ticket(gateway.last_ticket.fetch_add(1, Ordering::Relaxed));
            let (to, mut outcomes) = mpsc::unbounded();
            let method = written.question.as_ref().map_or("", |question| question.method);
            gateway.tell(Command::Call { ticket, question: written.question?, to });
            let _forget = Forget { ticket, gateway: &gateway };
            loop {
                match outcomes.next().await {
                    Some(Outcome::Answer(payload)) => return Ok(Answer { payload, teller: gateway.commands.clone() }),
                    Some(Outcome::Failed(error)) => return Err(error),
                    Some(Outcome::Trouble(error)) => on_trouble(error),
                    None => return Err(CallError::NotReady { method }),
                }
            }
        })
    }
}

/// A call as it goes out, its method forgotten.
#[derive(Clone, Debug)]
pub struct Written {
    question: Result<Question, CallError>,
}

impl Written {
    /// Writes a call.
    pub fn of<M: Method>(method: &M) -> Self {
        let params = to_raw_value(method).map_err(|error| CallError::Encode { method: M::NAME, why: error.to_string() });
        Self { question: params.map(|params| Question { method: M::NAME, params, kind: M::KIND, timeout: M::TIMEOUT }) }
    }
}

/// An answer as it came in.
#[derive(Debug)]
pub struct Answer {
    payload: Whole,
    teller: mpsc::UnboundedSender<Command>,
}

impl Answer {
    /// Reads it as what a method answers.
    ///
    /// # Errors
    /// [`CallError::Decode`].
    pub fn read<M: Method>(&self) -> Result<M::Reply, CallError> {
        FromJson::from_json(self.payload.piece()).map_err(|why| self.unread(M::NAME, why))
    }

    #[inline(never)]
    fn unread(&self, method: &'static str, why: String) -> CallError {
        // The driver ends only with the page.
        let _ = self.teller.unbounded_send(Command::Unread { method, why: why.clone(), answer: self.payload.clone() });
        CallError::Decode { method, why }
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
