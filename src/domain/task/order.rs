//! Where a card stands among others, by hand: a text between two texts, so that a move writes one card and not all of them.
//! Refuses to know cards; places come as ids with their texts.

/// The digits, in the order of their bytes.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// At the ends places are counted on in so many digits, which lasts for millions of cards.
const HEAD: usize = 4;
/// Where the first card stands.
const FIRST: usize = 30 * BASE * BASE * BASE + 1;
const BASE: usize = DIGITS.len();
/// No text is longer; a column in which one would be is written anew.
const LONGEST: usize = 24;

/// Returns a text between two, which stand for the very first and last place when empty. None if there is no room between them.
pub fn between(low: &str, high: &str) -> Option<String> {
    let (low, high) = (digits(low)?, digits(high)?);
    let counted = match (low.is_empty(), high.is_empty()) {
        (true, true) => Some(FIRST),
        (false, true) => head(&low).checked_add(1).filter(|at| *at < BASE.pow(4)),
        (true, false) => head(&high).checked_sub(1),
        _ => None,
    };
    // A text that ends in the lowest digit leaves no room before it.
    let counted = counted.map(|at| {
        if at % BASE > 0 {
            at
        } else if high.is_empty() {
            at + 1
        } else {
            at.saturating_sub(1)
        }
    });
    if let Some(at) = counted.filter(|at| *at > 0) {
        return Some(written(&[at / BASE.pow(3), at / BASE.pow(2) % BASE, at / BASE % BASE, at % BASE]));
    }
    let (mut middle, mut is_bounded) = (vec![], !high.is_empty());
    loop {
        let at = middle.len();
        let from = low.get(at).copied().unwrap_or(0);
        let to = if is_bounded { *high.get(at)? } else { BASE };
        if from > to {
            return None;
        }
        if from + 1 < to {
            middle.push(usize::midpoint(from, to));
            return Some(written(&middle));
        }
        middle.push(from);
        is_bounded &= from == to;
    }
}

/// Returns what is to be written so that a card stands at a place among the others of its column, which come in their order without it.
/// Most times that is the card alone; where there is no room left, all of them.
pub fn place(others: &[(String, String)], id: &str, at: usize) -> Vec<(String, String)> {
    let at = at.min(others.len());
    let text = |at: Option<usize>| at.and_then(|at| others.get(at)).map_or("", |(_, order)| order.as_str());
    let (low, high) = (text(at.checked_sub(1)), text(Some(at)));
    let is_dated = at == 0 || !low.is_empty();
    let is_bounded = at == others.len() || !high.is_empty();
    if let Some(order) = between(low, high).filter(|order| order.len() <= LONGEST && is_dated && is_bounded) {
        return vec![(id.to_owned(), order)];
    }
    let mut ids: Vec<&str> = others.iter().map(|(id, _)| id.as_str()).collect();
    ids.insert(at, id);
    let mut last = String::new();
    let mut next = |id: &str| {
        last = between(&last, "").unwrap_or_default();
        (id.to_owned(), last.clone())
    };
    ids.into_iter().map(&mut next).collect()
}

fn head(digits: &[usize]) -> usize {
    (0..HEAD).fold(0, |sum, at| sum * BASE + digits.get(at).copied().unwrap_or(0))
}

fn digits(text: &str) -> Option<Vec<usize>> {
    text.bytes().map(|byte| DIGITS.binary_search(&byte).ok()).collect()
}

fn written(digits: &[usize]) -> String {
    digits.iter().filter_map(|digit| DIGITS.get(*digit)).map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn there_is_room_at_both_ends_and_between() {
        let first = between("", "").unwrap();
        let (before, after) = (between("", &first).unwrap(), between(&first, "").unwrap());
        assert!(before < first && first < after, "{before} {first} {after}");
        assert_eq!((between("b", "a"), between("a", "a"), between("a b", ""), between("a", "a0")), (None, None, None, None));
        for (low, high) in [("zzzz", ""), ("", "0001"), ("A", "B"), ("A", "A1"), ("Az", "B"), ("", "01")] {
            let middle = between(low, high).unwrap();
            assert!(*middle > *low && (high.is_empty() || *middle < *high), "{low} {middle} {high}");
        }
    }

    #[test]
    fn ten_thousand_at_one_end_stay_short() {
        let (mut last, mut first) = (String::new(), String::new());
        for _ in 0..10_000 {
            let (next, before) = (between(&last, "").unwrap(), between("", &first).unwrap());
            assert!(next > last && (first.is_empty() || before < first) && next.len() == HEAD && before.len() == HEAD);
            (last, first) = (next, before);
        }
    }

    #[test]
    fn places_that_were_never_written_or_are_taken_twice_are_written_anew() {
        let lane = |orders: &[&str]| orders.iter().enumerate().map(|(at, order)| (at.to_string(), (*order).to_owned())).collect::<Vec<_>>();
        assert_eq!(place(&lane(&["", ""]), "x", 2).len(), 3);
        assert_eq!(place(&lane(&["A", "A"]), "x", 1).len(), 3);
        assert_eq!(place(&lane(&["A", "B"]), "x", 1).len(), 1);
    }

    proptest! {
        #[test]
        fn a_text_is_always_strictly_between(low in "[0-9A-Za-z]{0,5}[1-9A-Za-z]", high in "[0-9A-Za-z]{0,5}[1-9A-Za-z]") {
            prop_assume!(low != high);
            let (low, high) = if low < high { (low, high) } else { (high, low) };
            let middle = between(&low, &high).unwrap();
            prop_assert!(low < middle && middle < high && !middle.ends_with('0'));
            for (low, high) in [(low.as_str(), ""), ("", high.as_str())] {
                let end = between(low, high).unwrap();
                prop_assert!(*end > *low && (high.is_empty() || *end < *high) && !end.ends_with('0'));
            }
        }

        #[test]
        fn moves_keep_every_card_in_exactly_one_place(moves in prop::collection::vec((0..8usize, 0..8usize), 0..200)) {
            let mut cards: Vec<(String, String)> = (0..8).map(|id| (id.to_string(), String::new())).collect();
            let mut wanted: Vec<String> = cards.iter().map(|(id, _)| id.clone()).collect();
            for (from, to) in moves {
                let id = wanted.remove(from);
                wanted.insert(to, id.clone());
                let others: Vec<_> = cards.iter().filter(|(other, _)| *other != id).cloned().collect();
                for (id, order) in place(&others, &id, to) {
                    prop_assert!(order.len() <= LONGEST);
                    cards.iter_mut().filter(|(other, _)| *other == id).for_each(|card| card.1.clone_from(&order));
                }
                cards.sort_by(|one, other| one.1.cmp(&other.1));
                prop_assert_eq!(cards.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>(), wanted.clone());
            }
        }

        #[test]
        fn nothing_panics(low in ".{0,6}", high in ".{0,6}") {
            let _ = between(&low, &high);
        }
    }
}
