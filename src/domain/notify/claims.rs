//! Which tab tells of what: a tab claims a thing before it tells of it, so that several tabs tell of it once. Pure.
//! Refuses to know where claims are kept.

use serde::Serialize;

use crate::protocol::fields::reads;

/// The key under which claims are kept.
pub const TOLD: &str = "openclutch.told";
/// Who claims a thing that a person saw by itself.
pub const SEEN: &str = "";
/// So many are remembered.
const MOST: usize = 300;

/// A claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The thing.
    pub id: String,
    /// The tab.
    pub by: String,
}

reads! { Claim { id: needed, by } }

/// All claims, the newest last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Claims {
    /// One by one.
    pub list: Vec<Claim>,
}

reads! { Claims { list } }

impl Claims {
    /// Claims what nobody has claimed; returns whether there was anything.
    pub fn claim<'a>(&mut self, ids: impl Iterator<Item = &'a str>, by: &str) -> bool {
        let before = self.list.len();
        for id in ids {
            if self.list.iter().all(|claim| claim.id != id) {
                self.list.push(Claim { id: id.to_owned(), by: by.to_owned() });
            }
        }
        let is_new = self.list.len() > before;
        let surplus = self.list.len().saturating_sub(MOST);
        self.list.drain(..surplus);
        is_new
    }

    /// Whether a tab has a claim on any of these.
    pub fn is_by<'a>(&self, mut ids: impl Iterator<Item = &'a str>, by: &str) -> bool {
        ids.any(|id| self.list.iter().any(|claim| claim.id == id && claim.by == by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_claim_holds_and_old_ones_are_forgotten() {
        let mut claims = Claims::default();
        assert!(claims.claim(["a", "b"].into_iter(), "one"));
        assert!(!claims.claim(["a"].into_iter(), "two"));
        assert!(claims.claim(["b", "c"].into_iter(), "two"));
        assert!(claims.is_by(["b", "a"].into_iter(), "one") && claims.is_by(["b", "c"].into_iter(), "two"));
        assert!(!claims.is_by(["b"].into_iter(), "two"));
        (0..MOST).for_each(|at| assert!(claims.claim([at.to_string().as_str()].into_iter(), SEEN)));
        assert!(claims.list.len() == MOST && !claims.is_by(["a"].into_iter(), "one"));
    }
}
