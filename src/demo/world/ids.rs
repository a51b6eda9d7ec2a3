//! Ids out of dice. Refuses to be secret or unique beyond one world.

use fastrand::Rng;

/// Returns an id in the form of a UUID.
pub fn uuid(dice: &mut Rng) -> String {
    let (a, b) = (dice.u64(..), dice.u64(..));
    format!("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff, b >> 52, b & 0xffff_ffff_ffff)
}

/// Returns the id of a tool's call.
pub fn call(dice: &mut Rng) -> String {
    let letters: String = (0..10).map(|_| dice.alphanumeric().to_ascii_lowercase()).collect();
    format!("call_{letters}")
}
