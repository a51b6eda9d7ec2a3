//! Which lines fit a query, found a few at a time: first what is new, then what is old, the newest first, so that the screen is right at
//! once. Pure: how many now is an argument.
//! Refuses to know time, and to draw.

use std::collections::VecDeque;

use super::level::Level;
use super::line::Line;
use super::ring::Ring;

/// A line counts as one more for every so many bytes: a pattern takes its time with each of them.
const LONG: usize = 512;

/// A line that fits, with what is counted and compared of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its number.
    pub serial: u64,
    /// When it was written.
    pub at: i64,
    /// How grave it is.
    pub level: Level,
    /// It is something that is said between lines.
    pub is_mark: bool,
}

/// How far a query was tried on the lines.
#[derive(Debug, Default)]
pub struct Sifting {
    /// What fits so far, in the order of lines.
    pub hits: VecDeque<Hit>,
    /// From here on up to `upto` every line was tried.
    from: u64,
    upto: u64,
}

impl Sifting {
    /// Begins at the newest line.
    pub fn new(ring: &Ring) -> Self {
        Self { hits: VecDeque::new(), from: ring.end(), upto: ring.end() }
    }

    /// Whether every line was tried.
    pub fn is_done(&self, ring: &Ring) -> bool {
        self.upto == ring.end() && self.from <= ring.first()
    }

    /// Returns how many lines are still to be tried.
    pub fn left(&self, ring: &Ring) -> u64 {
        ring.end().saturating_sub(self.upto) + self.from.saturating_sub(ring.first())
    }

    /// Tries so many lines more, a long one counting as several, and forgets those that are no longer kept.
    pub fn step(&mut self, ring: &Ring, fits: &dyn Fn(&Line) -> bool, lines: usize) {
        while self.hits.front().is_some_and(|hit| hit.serial < ring.first()) {
            self.hits.pop_front();
        }
        // What came and went without being tried.
        self.upto = self.upto.max(ring.first());
        let mut left = lines;
        let cost = |serial: u64| ring.get(serial).map_or(1, |line| 1 + line.raw.len() / LONG);
        while left > 0 {
            if self.upto < ring.end() {
                self.hits.extend(hit(ring, fits, self.upto));
                left = left.saturating_sub(cost(self.upto));
                self.upto += 1;
            } else if self.from > ring.first() {
                self.from -= 1;
                left = left.saturating_sub(cost(self.from));
                if let Some(hit) = hit(ring, fits, self.from) {
                    self.hits.push_front(hit);
                }
            } else {
                break;
            }
        }
    }
}

fn hit(ring: &Ring, fits: &dyn Fn(&Line) -> bool, serial: u64) -> Option<Hit> {
    let line = ring.get(serial).filter(|line| fits(line))?;
    Some(Hit { serial, at: line.at, level: line.level, is_mark: line.mark.is_some() })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::domain::log::filter::Sieve;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn however_it_is_sliced_the_result_is_that_of_trying_line_by_line(
            rounds in prop::collection::vec((prop::collection::vec("[ab]{1,3}", 0..12), 0_usize..9), 1..8),
            bound in 1_usize..30,
        ) {
            let sieve = Sieve::read("ab").unwrap();
            let mut ring = Ring::new(bound);
            ring.push(Line::read("ab before".into(), 0, None));
            let mut sifting = Sifting::new(&ring);
            for (texts, lines) in rounds {
                texts.into_iter().for_each(|text| ring.push(Line::read(text, 0, None)));
                sifting.step(&ring, &|line| sieve.fits(line), lines);
            }
            while !sifting.is_done(&ring) {
                let left = sifting.left(&ring);
                sifting.step(&ring, &|line| sieve.fits(line), 1);
                prop_assert!(sifting.left(&ring) < left);
            }
            let expected: Vec<u64> = (ring.first()..ring.end()).filter(|at| ring.get(*at).is_some_and(|line| sieve.fits(line))).collect();
            prop_assert_eq!(sifting.hits.iter().map(|hit| hit.serial).collect::<Vec<_>>(), expected);
            prop_assert_eq!(sifting.left(&ring), 0);
        }
    }
}
