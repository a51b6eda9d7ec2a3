//! Finding one thing among all that can be reached: what fits what is typed, best first. Pure.
//! Refuses to know what the things are and how one gets there.

use super::query::small;
use super::sorted;

/// What is known of a thing by the time it is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is told by, and remembered by when it was chosen.
    pub id: String,
    /// Its name, in lower case.
    name: String,
    /// What else is known of it, in lower case.
    says: String,
    /// By so much it comes before others that fit as well.
    weight: u32,
}

impl Entry {
    /// Makes one.
    pub fn new(id: String, name: &str, says: &str, weight: u32) -> Self {
        Self { id, name: small(name), says: small(says), weight }
    }
}

/// So many chosen things are remembered.
pub const REMEMBERED: usize = 30;

/// Remembers what was chosen, the latest first.
pub fn remember(recent: &mut Vec<String>, id: &str) {
    recent.retain(|other| other != id);
    recent.insert(0, id.to_owned());
    recent.truncate(REMEMBERED);
}

/// Returns the places of what fits every word that is typed, the best first: what fits better, then what was chosen lately, then by
/// weight, then in the given order.
pub fn find(entries: &[Entry], typed: &str, recent: &[String], limit: usize) -> Vec<usize> {
    let typed = small(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let scores: Vec<Option<u32>> = entries.iter().map(|entry| score(entry, &words, recent)).collect();
    let mut places: Vec<usize> = (0..entries.len()).filter(|at| scores[*at].is_some()).collect();
    sorted::sort(&mut places, &|one, other| scores[other].cmp(&scores[one]));
    places.truncate(limit);
    places
}

fn score(entry: &Entry, words: &[&str], recent: &[String]) -> Option<u32> {
    let mut sum = entry.weight;
    for word in words {
        sum += fit(entry, word)?;
    }
    let age = recent.iter().position(|id| *id == entry.id);
    // A name that begins so comes first even if another was chosen lately.
    Some(sum + age.map_or(0, |age| 40_usize.saturating_sub(age) as u32))
}

/// Says how well one word fits: the name from its beginning, by the first letters of its words, from one of its words, anywhere; then
/// what else is known.
fn fit(entry: &Entry, word: &str) -> Option<u32> {
    let initials = || pieces(&entry.name).filter_map(|piece| piece.chars().next()).collect::<String>();
    Some(match entry {
        Entry { name, .. } if name == word => 200,
        Entry { name, .. } if name.starts_with(word) => 120,
        _ if word.chars().nth(1).is_some() && initials().starts_with(word) => 100,
        Entry { name, .. } if begins(name, word) => 90,
        Entry { name, .. } if name.contains(word) => 60,
        Entry { says, .. } if begins(says, word) => 30,
        Entry { says, .. } if says.contains(word) => 15,
        _ => return None,
    })
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !is_of_word(sign)).filter(|piece| !piece.is_empty())
}

/// Whether one of the words begins so; a word with a hyphen or a colon in it may begin before one.
fn begins(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| text[..at].chars().next_back().is_none_or(|before| !is_of_word(before)))
}

// By range: the library knows every letter there is by tables of many kilobytes.
fn is_of_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || !sign.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str, recent: &[&str]) -> Vec<&'static str> {
        let all = [
            ("view:sessions", "Sessions", "View", 20),
            ("do:session", "New session", "Action", 10),
            ("session:a", "Nightly report", "Session agent:main:cron:nightly", 0),
            ("session:b", "Rewrite the sessions list", "Session agent:main:main", 0),
            ("job:n", "nightly-report", "Job", 0),
            ("task:1", "OC-12 Überweisung prüfen", "Task", 0),
        ];
        let entries: Vec<Entry> = all.iter().map(|(id, name, says, weight)| Entry::new((*id).into(), name, says, *weight)).collect();
        let recent: Vec<String> = recent.iter().map(|id| (*id).to_owned()).collect();
        find(&entries, typed, &recent, 10).into_iter().map(|at| all[at].0).collect()
    }

    #[test]
    fn what_fits_better_comes_first() {
        for (typed, wanted) in [
            ("sess", &["view:sessions", "do:session", "session:b", "session:a"][..]),
            ("ns", &["do:session", "view:sessions", "session:b"]),
            ("new sess", &["do:session"]),
            ("NIGHTLY rep", &["session:a", "job:n"]),
            ("oc-12", &["task:1"]),
            ("überw", &["task:1"]),
            ("main:cron", &["session:a"]),
            ("nothing", &[]),
        ] {
            assert_eq!(found(typed, &[]), wanted, "{typed}");
        }
    }

    #[test]
    fn what_was_chosen_lately_comes_first_among_equals() {
        assert_eq!(found("nightly", &["job:n"])[0], "job:n");
        assert_eq!(found("", &["task:1", "job:n"])[..2], ["task:1", "job:n"]);
        // But not before a name that begins so, if it only contains it.
        assert_eq!(found("sess", &["session:b"])[0], "view:sessions");
    }

    #[test]
    fn the_latest_is_remembered_first_and_once() {
        let mut recent = vec![];
        for id in ["a", "b", "a"] {
            remember(&mut recent, id);
        }
        assert_eq!(recent, ["a", "b"]);
        (0..99).for_each(|id| remember(&mut recent, &id.to_string()));
        assert_eq!(recent.len(), REMEMBERED);
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::super::*;

        proptest! {
            #[test]
            fn nothing_that_is_typed_breaks_it(names in prop::collection::vec("\\PC{0,20}", 0..12), typed in "\\PC{0,12}", limit in 0_usize..6) {
                let entries: Vec<Entry> = names.iter().map(|name| Entry::new(name.clone(), name, "", 0)).collect();
                let places = find(&entries, &typed, &[], limit);
                prop_assert!(places.len() <= limit && places.iter().all(|at| *at < names.len()));
            }

            #[test]
            fn a_name_finds_its_thing(names in prop::collection::vec("[a-zäß ]{1,20}", 1..12)) {
                let entries: Vec<Entry> = names.iter().map(|name| Entry::new(name.clone(), name, "", 0)).collect();
                for (at, name) in names.iter().enumerate() {
                    prop_assert!(find(&entries, name, &[], names.len()).contains(&at));
                }
            }
        }
    }
}
