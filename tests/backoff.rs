//! The pauses between tries, for any number of tries and any roll of the dice.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use openclutch::gateway::backoff::{delay, no_sooner};
use proptest::prelude::*;

proptest! {
    #[test]
    fn jitter_stays_within_a_fifth(retry in 1u32..u32::MAX, roll in 0.0f64..1.0) {
        let (middle, got) = (delay(retry, 0.5).as_secs_f64(), delay(retry, roll).as_secs_f64());
        prop_assert!(got >= middle * 0.799 && got <= middle * 1.201, "{got} of {middle}");
    }

    #[test]
    fn a_pause_asked_for_is_never_cut_short(ms in 0u64..600_000, roll in 0.0f64..1.0) {
        let asked = Duration::from_millis(ms);
        prop_assert!(no_sooner(asked, roll) >= asked);
    }
}
