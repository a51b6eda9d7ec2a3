//! What a person put off: until when, and back again. Pure.
//! Refuses to know the time: it is an argument.

use serde::Serialize;

use super::{Item, Kind};
use crate::protocol::fields::reads;

/// The key under which this is kept.
pub const SNOOZED: &str = "openclutch.snoozed";
/// What is asked is put off for so long, in milliseconds.
const HOUR: i64 = 3_600_000;
/// What nobody waits for is put off for so long.
const DAY: i64 = 24 * HOUR;
/// So many are remembered.
const MOST: usize = 200;

/// Something that is put off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Nap {
    /// What.
    pub id: String,
    /// Until when, by the clock of this machine.
    pub until: i64,
}

reads! { Nap { id: needed, until: needed } }

/// All that is put off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snoozed {
    /// One by one, the newest last.
    pub list: Vec<Nap>,
}

reads! { Snoozed { list } }

impl Snoozed {
    /// Puts something off: what is asked for an hour, or for half of what is left if it runs out before; the rest for a day. `left` is in
    /// milliseconds.
    pub fn put_off(&mut self, item: &Item, left: Option<i64>, now: i64) {
        let is_asked = matches!(item.kind, Kind::Approval | Kind::Question | Kind::Pairing);
        let longest = if is_asked { HOUR } else { DAY };
        let pause = left.map_or(longest, |left| (left / 2).clamp(0, longest));
        self.list.retain(|nap| *nap.id != *item.id && nap.until > now);
        self.list.push(Nap { id: item.id.to_string(), until: now + pause });
        let surplus = self.list.len().saturating_sub(MOST);
        self.list.drain(..surplus);
    }

    /// Whether something is put off still.
    pub fn holds(&self, id: &str, now: i64) -> bool {
        // A clock that was put back holds nothing for longer than it was meant.
        self.list.iter().any(|nap| nap.id == id && (now..=now + DAY).contains(&nap.until) && nap.until > now)
    }
}
