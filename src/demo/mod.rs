//! A gateway without a gateway: a made-up world that speaks protocol 4. Frames in, frames out.
//! No sockets, no clock, no randomness of its own: time and seed are arguments, so the same talk is the same every time.
//! Refuses to know who hosts it (a worker in the browser, a task in a test) and what its frames are used for.

mod answers;
mod devices;
pub mod faults;
pub mod host;
mod jobs;
mod link;
mod logs;
mod runs;
pub mod settings;
mod usage;
mod wire;
mod world;

use std::collections::VecDeque;

use serde_json::Value;

use crate::protocol::UnixMs;
use faults::Controls;
use faults::road::Road;
use link::{Heard, Link};
use settings::Settings;
use world::{Audience, Told, World};

/// Names one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkId(u64);

/// What the gateway wants done to a connection.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// Send one text frame.
    Text(LinkId, String),
    /// Close it. Always the last thing done to it.
    Close {
        /// Which one.
        link: LinkId,
        /// The close code; 1006 for a line that is cut.
        code: u16,
        /// The text beside it.
        reason: String,
    },
}

/// A gap longer than this, in milliseconds, was slept through: nothing happened in it.
const SLEPT: i64 = 60_000;

/// How often a gateway says that it is there, in milliseconds.
const TICK: i64 = 30_000;

/// The gateway.
pub struct Demo {
    world: World,
    links: Vec<Link>,
    road: Road,
    out: VecDeque<Out>,
    last_link: u64,
    next_tick: i64,
}

impl Demo {
    /// Makes the world, as of now.
    pub fn new(settings: &Settings, now: UnixMs) -> Self {
        Self {
            world: World::new(settings, now.0),
            links: vec![],
            road: Road::default(),
            out: VecDeque::new(),
            last_link: 0,
            next_tick: now.0 + TICK,
        }
    }

    /// Takes a connection in. What comes of it is in [`Self::pop`].
    pub fn open(&mut self, now: UnixMs) -> LinkId {
        self.pass(now);
        self.last_link += 1;
        let id = LinkId(self.last_link);
        if self.road.admits(now) {
            let mut link = Link::new(id, &mut self.world.dice);
            let challenge = link.challenge(self.world.now);
            self.links.push(link);
            self.say(id, challenge);
            self.flush(now);
        } else {
            self.out.push_back(Out::Close { link: id, code: 1006, reason: String::new() });
        }
        id
    }

    /// Hears a text frame.
    pub fn hear(&mut self, id: LinkId, text: &str, now: UnixMs) {
        self.pass(now);
        let Some(at) = self.links.iter().position(|link| link.id == id) else { return };
        if !self.road.hears() {
            return;
        }
        match self.links[at].hear(text, &self.world) {
            Heard::Nothing => {}
            Heard::Say(frame) => self.say(id, frame),
            Heard::SayAndClose(frame, code, reason) => {
                self.say(id, frame);
                self.links.remove(at);
                self.road.take_close(id, code, reason, now);
            }
            Heard::Welcome(frame) => {
                self.say(id, frame);
                let client = self.links[at].client.clone();
                devices::come(&mut self.world, id.0, client);
                self.spread();
                let health = self.world.health();
                let frame = self.links[at].event("health", health);
                self.say(id, frame);
            }
            Heard::Request { id: request, method, params } => {
                let answer = match self.road.meddles(&method) {
                    None => Some(answers::answer(&mut self.world, &mut self.links[at], &method, &params)),
                    Some(fault) => fault.map(Err),
                };
                if let Some(answer) = answer {
                    self.say(id, wire::answer(&request, answer));
                }
                // The events that an answer causes come after it, as they mostly do on the wire.
                self.spread();
            }
        }
        self.flush(now);
    }

    /// Notes that a connection is gone.
    pub fn hang_up(&mut self, id: LinkId) {
        self.leave(id);
        self.road.forget(id);
    }

    /// Lets everything happen that is due.
    pub fn pass(&mut self, now: UnixMs) {
        let time = now.0 + self.road.skew();
        let gap = time - self.world.now;
        if gap > SLEPT {
            self.world.clock_jumped(gap);
        }
        self.world.pass(time);
        self.spread();
        if now.0 >= self.next_tick {
            self.next_tick = now.0 + TICK;
            let ts = serde_json::json!({"ts": self.world.now});
            self.world.tell("tick", ts, Audience::All);
            self.spread();
        }
        self.flush(now);
    }

    /// Returns when something is due next.
    pub fn deadline(&self) -> UnixMs {
        let world = self.world.due().map_or(i64::MAX, |due| due - self.road.skew());
        UnixMs(world.min(self.next_tick).min(self.road.due()))
    }

    /// Returns the next thing to do to a connection, in order.
    pub fn pop(&mut self) -> Option<Out> {
        self.out.pop_front()
    }

    /// Whether anybody is connected: a world that nobody sees may stand still.
    pub fn is_seen(&self) -> bool {
        !self.links.is_empty() || !self.out.is_empty() || self.road.due() < i64::MAX
    }

    /// Changes what goes wrong on the way, and returns what can be changed. An order that cannot be read changes nothing.
    pub fn order(&mut self, order: &str, now: UnixMs) -> Controls {
        self.pass(now);
        let links = self.links.iter().map(|link| link.id).collect::<Vec<_>>();
        let skew = self.road.skew();
        for (link, code, reason) in self.road.order(order, &links, now) {
            self.leave(link);
            self.out.push_back(Out::Close { link, code, reason });
        }
        let jump = self.road.skew() - skew;
        if jump != 0 {
            self.world.clock_jumped(jump);
            // The next tick tells of it, and nobody wants to wait for that.
            self.next_tick = now.0;
            self.pass(now);
        }
        self.flush(now);
        self.road.controls(now)
    }

    /// Hands what the world told to those who asked for it.
    fn spread(&mut self) {
        for Told { event, payload, audience } in std::mem::take(&mut self.world.told) {
            for at in 0..self.links.len() {
                if self.links[at].wants(&audience) {
                    let (id, frame) = (self.links[at].id, self.links[at].event(event, payload.clone()));
                    self.say(id, frame);
                }
            }
        }
    }

    fn say(&mut self, link: LinkId, frame: Value) {
        self.road.take(link, frame, UnixMs(self.world.now - self.road.skew()));
    }

    /// A connection is no more.
    fn leave(&mut self, link: LinkId) {
        if self.links.iter().any(|open| open.id == link) {
            self.links.retain(|open| open.id != link);
            devices::leave(&mut self.world, link.0);
        }
    }

    fn flush(&mut self, now: UnixMs) {
        while let Some(out) = self.road.next(now) {
            if let Out::Close { link, .. } = &out {
                self.leave(*link);
            }
            self.out.push_back(out);
        }
    }
}
