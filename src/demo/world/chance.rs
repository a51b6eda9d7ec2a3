//! Throws that come out the same on every machine: dice for `usize` draw other numbers where it has 32 bits than where it has 64.
//! Refuses to know what they decide.

use fastrand::Rng;

/// Returns a place in a list of so many; the first if there are none.
pub fn place(dice: &mut Rng, count: usize) -> usize {
    dice.u64(0..(count as u64).max(1)) as usize
}
