//! What was sent under which idempotency key. Refuses to remember it for ever.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The keys of what was sent, each with its session and with what stands for its words, old to new.
#[derive(Default)]
pub struct Sent(VecDeque<(String, String, u64)>);

/// So many are kept; nobody sends again what he sent so long ago.
const KEPT: usize = 1_000;

impl Sent {
    /// Returns the session to which something was sent, and what stands for its words.
    pub fn get(&self, once: &str) -> Option<(&str, u64)> {
        self.0.iter().rev().find(|(other, ..)| other == once).map(|(_, key, words)| (key.as_str(), *words))
    }

    /// Notes that something was sent.
    pub fn note(&mut self, once: &str, key: &str, words: &str) {
        if self.get(once).is_some() {
            return;
        }
        self.0.push_back((once.into(), key.into(), print(words)));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }
}

/// Returns what stands for words: other words have another.
pub fn print(words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_known_and_the_oldest_forgotten() {
        let mut sent = Sent::default();
        (0..5_000).for_each(|number| sent.note(&number.to_string(), "key", "words"));
        assert_eq!((sent.0.len(), sent.get("4000"), sent.get("3999")), (KEPT, Some(("key", print("words"))), None));
        assert_ne!(print("words"), print("other words"));
    }
}
