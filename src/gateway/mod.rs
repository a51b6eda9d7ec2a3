//! How it is said: one connection to one gateway, kept alive, with calls and events over it.
//! Refuses to know the browser, the clock and any view: time, dice, sockets and keys are handed in.

pub mod advice;
pub mod backoff;
pub mod calls;
pub mod dispatch;
pub mod driver;
pub mod error;
pub mod handle;
pub mod link;
pub mod machine;
pub mod meter;
pub mod pulse;
pub mod record;
pub mod socket;
pub mod verdict;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures::channel::mpsc;

pub use advice::Advice;
pub use dispatch::{Notice, Subscription};
pub use error::CallError;
pub use handle::{Answer, Command, Gateway, Written};
pub use link::{Cause, Halt, Link, PairingRequest};
pub use meter::Measured;
pub use socket::{Clock, Connector, Heard, Identity, Said, Socket, Tap};

use dispatch::Dispatcher;
use machine::Machine;

/// A point in time: how long ago the clock's own origin was. Never the wall clock, which jumps.
pub type Moment = Duration;

/// What distinguishes this tab and this load of the page.
#[derive(Clone, Debug)]
pub struct Config {
    /// Tells the gateway one tab from another.
    pub instance_id: String,
    /// The origin of the page, such as `http://127.0.0.1:8080`, for the words about refused origins.
    pub origin: String,
    /// Where the dice start.
    pub seed: u64,
}

/// Makes a connection that does nothing until it is told to: the handle to use it, and the future that must run for it to live.
pub fn start(
    connector: Rc<dyn Connector>,
    clock: Arc<dyn Clock>,
    identity: Rc<dyn Identity>,
    config: Config,
) -> (Gateway, impl Future<Output = ()>) {
    let (commands, inbox) = mpsc::unbounded();
    let dispatcher = Dispatcher::default();
    let machine = Machine::new(config, clock.now());
    let driver = driver::run(machine, connector, clock, identity, inbox, dispatcher.clone());
    (Gateway::new(commands, dispatcher), driver)
}
