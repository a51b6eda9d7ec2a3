//! The one async loop: here the machine, the socket and the clock meet.
//! Refuses to decide anything; the machine does.

use std::future::pending;
use std::rc::Rc;
use std::sync::Arc;

use futures::channel::{mpsc, oneshot};
use futures::future::{Fuse, FusedFuture, FutureExt};
use futures::{StreamExt, select_biased};

use super::Moment;
use super::calls::{Outcome, Ticket};
use super::dispatch::{Dispatcher, Notice};
use super::handle::Command;
use super::machine::{Action, Machine};
use super::meter::Measured;
use super::socket::{Clock, Connector, Heard, Identity, Local, Said, Socket, Tap};
use crate::protocol::connect::Credential;

/// How a socket ends that says no code: the number that browsers give it.
const NO_SOCKET: u16 = 1006;

/// Runs a connection until the last handle is gone.
pub(super) async fn run(
    machine: Machine,
    connector: Rc<dyn Connector>,
    clock: Arc<dyn Clock>,
    identity: Rc<dyn Identity>,
    mut inbox: mpsc::UnboundedReceiver<Command>,
    dispatcher: Dispatcher,
) {
    let mut driver = Driver {
        machine,
        connector,
        clock,
        identity,
        dispatcher,
        socket: None,
        callers: Vec::new(),
        probe: Fuse::terminated(),
        is_secret_wanted: false,
        to_remember: None,
        looker: None,
        tap: None,
    };
    let mut leisure: Fuse<Local<()>> = Fuse::terminated();
    let (mut alarm, mut alarm_at): (Fuse<Local<()>>, Moment) = (Fuse::terminated(), Moment::ZERO);
    loop {
        driver.act();
        let now = driver.clock.now();
        driver.show_counts(now);
        // Every frame moves the deadline on, so an alarm that is set too early is left to ring in vain:
        // setting one anew for each frame would cost more than the frame.
        if let Some(at) = driver.machine.deadline(now)
            && (alarm.is_terminated() || at < alarm_at)
        {
            (alarm, alarm_at) = (driver.clock.sleep(at.saturating_sub(now)).fuse(), at);
        }
        if leisure.is_terminated() && driver.machine.waits_for_leisure(now) {
            leisure = driver.clock.leisure().fuse();
        }
        // What was heard comes before what the clock says: a busy page must not take a late look for silence.
        select_biased! {
            heard = hear(&mut driver.socket).fuse() => driver.heard(heard),
            command = inbox.next() => match command {
                Some(command) => driver.obey(command),
                None => return,
            },
            answers = &mut driver.probe => driver.machine.probed(answers),
            () = &mut leisure => driver.machine.at_leisure(driver.clock.now()),
            () = &mut alarm => driver.machine.elapsed(driver.clock.now()),
        }
    }
}

struct Driver {
    machine: Machine,
    connector: Rc<dyn Connector>,
    clock: Arc<dyn Clock>,
    identity: Rc<dyn Identity>,
    dispatcher: Dispatcher,
    socket: Option<Socket>,
    /// Few at a time, so a list will do.
    callers: Vec<(Ticket, mpsc::UnboundedSender<Outcome>)>,
    probe: Fuse<Local<bool>>,
    /// The next connect brings a secret to remember.
    is_secret_wanted: bool,
    /// What is remembered as soon as the gateway takes it.
    to_remember: Option<(String, Credential)>,
    /// Who wants to see what was counted, and how many frames he saw.
    looker: Option<(u64, oneshot::Sender<Measured>)>,
    /// Who looks on at every frame.
    tap: Option<Box<dyn Tap>>,
}

impl Driver {
    /// Does what the machine wants, in its order.
    fn act(&mut self) {
        while let Some(action) = self.machine.next_action() {
            match action {
                Action::Open { url } => {
                    if let Some(tap) = &mut self.tap {
                        tap.opened(&url, self.clock.now());
                    }
                    self.socket = Some(self.connector.open(&url));
                }
                Action::Send(text) => {
                    if let Some(tap) = &mut self.tap {
                        tap.passed(true, &text, self.clock.now());
                    }
                    self.say(Said::Text(text));
                }
                Action::Close { code, reason } => self.say(Said::Close { code, reason }),
                Action::Prove { url, request } => {
                    let proof = self.identity.prove(&url, &request);
                    self.machine.proven(&proof);
                }
                Action::Probe { url } => self.probe = self.connector.answers_http(&url).fuse(),
                Action::KeepToken { url, token } => self.identity.keep_token(&url, &token),
                Action::ForgetToken { url, refused } => self.identity.forget_token(&url, &refused),
                Action::Settle { ticket, outcome } => self.settle(ticket, outcome),
                Action::Publish(notice) => {
                    // Only a secret that opened the door is worth remembering.
                    if matches!(notice, Notice::Hello(_))
                        && let Some((url, secret)) = self.to_remember.take()
                    {
                        self.identity.keep_secret(&url, &secret);
                    }
                    self.dispatcher.publish(&notice);
                }
            }
        }
    }

    fn obey(&mut self, command: Command) {
        let now = self.clock.now();
        match command {
            Command::Connect { url, secret } => {
                self.probe = Fuse::terminated();
                let is_wanted = std::mem::take(&mut self.is_secret_wanted);
                if secret == Credential::None {
                    self.to_remember = None;
                    let (token, secret) = (self.identity.token(&url), self.identity.secret(&url));
                    self.machine.connect(url, secret, token, now);
                } else {
                    self.to_remember = is_wanted.then(|| (url.clone(), secret.clone()));
                    self.machine.connect(url, secret, None, now);
                }
            }
            Command::Remember { url, wanted } => {
                self.is_secret_wanted = wanted;
                if !wanted {
                    self.identity.keep_secret(&url, &Credential::None);
                }
            }
            Command::ForgetDevice { url } => self.identity.forget(&url),
            Command::Leave => self.machine.leave(now),
            Command::RetryNow => self.machine.retry_now(now),
            Command::Nudge => self.machine.nudge(now),
            Command::Woke => self.machine.woke(now),
            Command::Visible(visible) => self.machine.set_visible(visible, now),
            Command::Call { ticket, question, to } => {
                self.callers.push((ticket, to));
                self.machine.call(ticket, question, now);
            }
            Command::Measure { seen, to } => self.looker = Some((seen, to)),
            Command::Tap(tap) => self.tap = tap,
            Command::Unread { method, why, answer } => self.machine.unread(method, &why, answer.piece().get()),
            Command::Forget(ticket) => {
                self.hang_up(ticket);
                self.machine.forget(ticket);
            }
        }
    }

    fn heard(&mut self, heard: Option<Heard>) {
        let now = self.clock.now();
        match heard {
            Some(Heard::Text(text)) => {
                if let Some(tap) = &mut self.tap {
                    tap.passed(false, &text, now);
                }
                self.machine.received(&text, now);
            }
            Some(Heard::Closed { code, reason }) => {
                if let Some(tap) = &mut self.tap {
                    tap.closed(code, &reason, now);
                }
                self.socket = None;
                self.machine.closed(code, &reason, now);
            }
            Some(Heard::Blocked { why }) => {
                if let Some(tap) = &mut self.tap {
                    tap.closed(NO_SOCKET, &why, now);
                }
                self.socket = None;
                self.machine.blocked(why, now);
            }
            None => {
                if let Some(tap) = &mut self.tap {
                    tap.closed(NO_SOCKET, "", now);
                }
                self.socket = None;
                self.machine.closed(NO_SOCKET, "", now);
            }
        }
    }

    fn show_counts(&mut self, now: Moment) {
        let frames = self.machine.frames();
        if let Some((_, looker)) = self.looker.take_if(|(seen, _)| *seen != frames) {
            // Whoever looked may have left.
            let _ = looker.send(self.machine.measured(now));
        }
    }

    fn say(&self, said: Said) {
        if let Some(socket) = &self.socket {
            // A socket that is gone says so on its other channel.
            let _ = socket.said.unbounded_send(said);
        }
    }

    fn settle(&mut self, ticket: Ticket, outcome: Outcome) {
        let is_last = !matches!(outcome, Outcome::Trouble(_));
        if let Some((_, caller)) = self.callers.iter().find(|(of, _)| *of == ticket) {
            // The caller may just have stopped listening; its `Forget` is on the way.
            let _ = caller.unbounded_send(outcome);
        }
        if is_last {
            self.hang_up(ticket);
        }
    }

    fn hang_up(&mut self, ticket: Ticket) {
        self.callers.retain(|(of, _)| *of != ticket);
    }
}

async fn hear(socket: &mut Option<Socket>) -> Option<Heard> {
    match socket {
        Some(socket) => socket.heard.next().await,
        None => pending().await,
    }
}
