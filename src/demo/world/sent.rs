//! What was sent under which idempotency key. Refuses to remember it for ever.

use std::collections::VecDeque;

/// The keys of what was sent, each with its session, old to new.
#[derive(Default)]
pub struct Sent(VecDeque<(String, String)>);

/// So many are kept; nobody sends again what he sent so long ago.
const KEPT: usize = 1_000;

impl Sent {
    /// Returns the session to which something was sent.
    pub fn get(&self, once: &str) -> Option<&str> {
        self.0.iter().rev().find(|(other, _)| other == once).map(|(_, key)| key.as_str())
    }

    /// Notes that something was sent.
    pub fn note(&mut self, once: &str, key: &str) {
        self.0.push_back((once.into(), key.into()));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_known_and_the_oldest_forgotten() {
        let mut sent = Sent::default();
        (0..5_000).for_each(|number| sent.note(&number.to_string(), "key"));
        assert_eq!((sent.0.len(), sent.get("4000"), sent.get("3999")), (KEPT, Some("key"), None));
    }
}
