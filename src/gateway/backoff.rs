//! How long to wait before trying again: at once, then 1, 2, 4, 8, 16, 30, 30 … seconds, each ±20 %.
//! Refuses to know what is tried and whether it should be.

use std::time::Duration;

/// The longest pause before jitter.
const CEILING: Duration = Duration::from_secs(30);
/// How many thousandths of itself a pause strays to either side, so that many clients do not return in step.
const JITTER: u32 = 200;

/// Returns the pause before retry number `retry`, counted from 0. `roll` is uniform in `0.0..1.0`.
pub fn delay(retry: u32, roll: f64) -> Duration {
    let Some(doublings) = retry.checked_sub(1) else { return Duration::ZERO };
    jittered(Duration::from_secs(1 << doublings.min(5)).min(CEILING), roll)
}

/// Spreads a pause by ±20 %.
fn jittered(pause: Duration, roll: f64) -> Duration {
    pause * (1000 - JITTER + share(2 * JITTER, roll)) / 1000
}

/// Lengthens a pause that somebody asked for by up to 20 %: never earlier than asked.
pub fn no_sooner(pause: Duration, roll: f64) -> Duration {
    pause * (1000 + share(JITTER, roll)) / 1000
}

fn share(of: u32, roll: f64) -> u32 {
    (f64::from(of) * roll) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_is_at_once_then_doubling_to_thirty_seconds() {
        let seconds: Vec<u64> = (0..9).map(|retry| delay(retry, 0.5).as_secs()).collect();
        assert_eq!(seconds, [0, 1, 2, 4, 8, 16, 30, 30, 30]);
    }
}
