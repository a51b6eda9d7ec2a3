//! The way between the gateway and the page, on which things go wrong on purpose.
//! Refuses to read more of a frame than whether it is a numbered event.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::{Value, json};

use super::{Control, Controls, Fault, Order};
use crate::demo::wire::Refusal;
use crate::demo::{LinkId, Out};
use crate::protocol::UnixMs;

/// How long a late event is held back, in milliseconds: those behind it overtake.
const LATE: i64 = 400;
/// A connection for which more than so many bytes wait is given up, as the gateway gives up who reads too slowly.
const MOST_WAITING: usize = 50_000_000;
/// No number in an order makes more of anything than this.
const MOST: i64 = 1_000_000;

/// The way.
pub struct Road {
    refused_until: i64,
    latency: i64,
    jitter: i64,
    is_hole: bool,
    lose: i64,
    double: i64,
    swap: i64,
    fail: Option<String>,
    mute: Option<String>,
    trickle: i64,
    skew: i64,
    /// What is on its way, by when it arrives and in which order it left.
    queue: BTreeMap<(i64, u64), Out>,
    /// When the last frame of each connection arrives: frames do not overtake each other unless they shall.
    last: BTreeMap<LinkId, i64>,
    /// How many bytes wait for each connection.
    waiting: BTreeMap<LinkId, usize>,
    left: u64,
    events: i64,
    dice: Rng,
}

impl Default for Road {
    fn default() -> Self {
        Self {
            refused_until: 0,
            latency: 0,
            jitter: 0,
            is_hole: false,
            lose: 0,
            double: 0,
            swap: 0,
            fail: None,
            mute: None,
            trickle: 0,
            skew: 0,
            queue: BTreeMap::new(),
            last: BTreeMap::new(),
            waiting: BTreeMap::new(),
            left: 0,
            events: 0,
            dice: Rng::with_seed(1),
        }
    }
}

impl Road {
    /// Whether a new connection is taken.
    pub fn admits(&self, now: UnixMs) -> bool {
        now.0 >= self.refused_until
    }

    /// Whether what the page says arrives.
    pub fn hears(&self) -> bool {
        !self.is_hole
    }

    /// What happens to a call instead of an answer: nothing, or a refusal.
    pub fn meddles(&self, method: &str) -> Option<Option<Refusal>> {
        let concerns = |fault: &Option<String>| fault.as_deref().is_some_and(|name| name.is_empty() || name == method);
        if concerns(&self.mute) {
            return Some(None);
        }
        let refusal = || Refusal { code: "UNAVAILABLE", message: format!("{method} fails on purpose"), details: None, retry_after: None };
        concerns(&self.fail).then(|| Some(refusal()))
    }

    /// By how much the gateway's clock is off, in milliseconds.
    pub fn skew(&self) -> i64 {
        self.skew
    }

    /// Sends a frame on its way.
    pub fn take(&mut self, link: LinkId, frame: Value, now: UnixMs) {
        if self.is_hole {
            return;
        }
        let mut copies = 1;
        let mut late = 0;
        if frame["seq"].is_number() {
            self.events += 1;
            let hits = |every: i64| every > 0 && self.events % every == 0;
            if hits(self.lose) {
                return;
            }
            copies += u8::from(hits(self.double));
            late = if hits(self.swap) { LATE } else { 0 };
        }
        let text = frame.to_string();
        for _ in 0..copies {
            self.put(Out::Text(link, text.clone()), link, late, now);
        }
    }

    /// Sends the end of a connection on its way, behind its frames.
    pub fn take_close(&mut self, link: LinkId, code: u16, reason: &str, now: UnixMs) {
        self.put(Out::Close { link, code, reason: reason.into() }, link, 0, now);
    }

    /// Forgets what is on its way to a connection that is gone.
    pub fn forget(&mut self, link: LinkId) {
        self.queue.retain(|_, out| !matches!(out, Out::Text(to, _) | Out::Close { link: to, .. } if *to == link));
        self.last.remove(&link);
        self.waiting.remove(&link);
    }

    /// Returns when the next frame arrives.
    pub fn due(&self) -> i64 {
        self.queue.keys().next().map_or(i64::MAX, |(at, _)| *at)
    }

    /// Returns the next frame that has arrived.
    pub fn next(&mut self, now: UnixMs) -> Option<Out> {
        let entry = self.queue.first_entry().filter(|entry| entry.key().0 <= now.0)?;
        let out = entry.remove();
        if let (Out::Text(link, text), waiting) = (&out, &mut self.waiting)
            && let Some(bytes) = waiting.get_mut(link)
        {
            *bytes = bytes.saturating_sub(text.len());
        }
        Some(out)
    }

    /// Obeys an order; returns the connections that end by it.
    pub fn order(&mut self, order: &str, links: &[LinkId], now: UnixMs) -> Vec<(LinkId, u16, String)> {
        match Order::read(order) {
            Some(Order::Set(fault, value)) => self.set(fault, value, links, now),
            Some(Order::End(fault)) => {
                self.end(fault);
                self.release(now);
                vec![]
            }
            Some(Order::Clear) => {
                for (fault, ..) in Fault::TABLE {
                    self.end(fault);
                }
                self.release(now);
                vec![]
            }
            None => vec![],
        }
    }

    fn set(&mut self, fault: Fault, value: String, links: &[LinkId], now: UnixMs) -> Vec<(LinkId, u16, String)> {
        let number = value.parse::<i64>().unwrap_or(0).clamp(-MOST, MOST);
        let positive = number.max(0);
        let ends = |road: &mut Self, code: u16| {
            links.iter().for_each(|link| road.forget(*link));
            links.iter().map(|link| (*link, code, String::new())).collect()
        };
        match fault {
            Fault::Drop => return ends(self, u16::try_from(number).unwrap_or(1006)),
            Fault::Refuse => {
                self.refused_until = now.0 + positive * 1000;
                return ends(self, 1006);
            }
            Fault::Latency => self.latency = positive,
            Fault::Jitter => self.jitter = positive,
            Fault::Hole => self.is_hole = true,
            Fault::Lose => self.lose = positive,
            Fault::Double => self.double = positive,
            Fault::Swap => self.swap = positive,
            Fault::Fail => self.fail = Some(value),
            Fault::Mute => self.mute = Some(value),
            Fault::Trickle => self.trickle = positive,
            Fault::Clock => self.skew += number * 1000,
            Fault::Garbage => self.put_all(links, now, || "\u{0}{\"type\":\"ev".into()),
            Fault::Unknown => {
                self.put_all(links, now, || json!({"type": "novelty", "what": 1}).to_string());
                self.put_all(links, now, || json!({"type": "event", "event": "novelty.made", "payload": {"what": 1}}).to_string());
            }
            Fault::Huge => {
                let filler = "x".repeat(usize::try_from(positive.min(40)).unwrap_or(1) * 1_000_000);
                self.put_all(links, now, || json!({"type": "event", "event": "novelty.huge", "payload": {"filler": filler}}).to_string());
            }
        }
        vec![]
    }

    fn end(&mut self, fault: Fault) {
        match fault {
            Fault::Refuse => self.refused_until = 0,
            Fault::Latency => self.latency = 0,
            Fault::Jitter => self.jitter = 0,
            Fault::Hole => self.is_hole = false,
            Fault::Lose => self.lose = 0,
            Fault::Double => self.double = 0,
            Fault::Swap => self.swap = 0,
            Fault::Fail => self.fail = None,
            Fault::Mute => self.mute = None,
            Fault::Trickle => self.trickle = 0,
            Fault::Clock => self.skew = 0,
            Fault::Drop | Fault::Garbage | Fault::Unknown | Fault::Huge => {}
        }
    }

    /// Returns what can go wrong, as it stands.
    pub fn controls(&self, now: UnixMs) -> Controls {
        let state = |fault: Fault| -> Option<String> {
            let on = |value: i64| (value != 0).then(|| value.to_string());
            match fault {
                Fault::Refuse => on((self.refused_until - now.0).max(0) / 1000),
                Fault::Latency => on(self.latency),
                Fault::Jitter => on(self.jitter),
                Fault::Hole => self.is_hole.then(String::new),
                Fault::Lose => on(self.lose),
                Fault::Double => on(self.double),
                Fault::Swap => on(self.swap),
                Fault::Fail => self.fail.clone(),
                Fault::Mute => self.mute.clone(),
                Fault::Trickle => on(self.trickle),
                Fault::Clock => on(self.skew / 1000),
                Fault::Drop | Fault::Garbage | Fault::Unknown | Fault::Huge => None,
            }
        };
        let control = |(fault, name, label, unit, proposed, is_once): (Fault, _, _, _, &str, bool)| {
            let state = state(fault);
            Control { name, label, unit, is_on: state.is_some(), value: state.unwrap_or_else(|| proposed.into()), is_once }
        };
        Fault::TABLE.into_iter().map(control).collect()
    }

    /// Lets go of what was held back, unless something still holds it: in the order in which it left.
    fn release(&mut self, now: UnixMs) {
        if self.latency == 0 && self.jitter == 0 && self.trickle == 0 {
            let held = std::mem::take(&mut self.queue);
            self.queue = held.into_iter().map(|((at, left), out)| ((at.min(now.0), left), out)).collect();
            self.last.clear();
        }
    }

    fn put_all(&mut self, links: &[LinkId], now: UnixMs, text: impl Fn() -> String) {
        for link in links {
            self.put(Out::Text(*link, text()), *link, 0, now);
        }
    }

    fn put(&mut self, out: Out, link: LinkId, late: i64, now: UnixMs) {
        let last = self.last.get(&link).copied().unwrap_or(i64::MIN);
        let spread = if self.jitter > 0 { self.dice.i64(0..=self.jitter) } else { 0 };
        let pause = if self.trickle > 0 { last.saturating_add(1000 / self.trickle) } else { last };
        let at = (now.0 + self.latency + spread).max(pause);
        let waiting = self.waiting.entry(link).or_default();
        *waiting += if let Out::Text(_, text) = &out { text.len() } else { 0 };
        self.left += 1;
        if *waiting > MOST_WAITING {
            self.forget(link);
            let close = Out::Close { link, code: 1008, reason: "slow consumer".into() };
            self.queue.insert((now.0, self.left), close);
        } else {
            self.last.insert(link, at);
            self.queue.insert((at + late, self.left), out);
        }
    }
}
