//! The steps of an axis: round numbers, few enough to be read.
//! Refuses to know where they are drawn.

use super::decimal::Decimal;

/// An axis from the lowest of its steps to the highest.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// The lowest.
    pub from: f64,
    /// The highest.
    pub to: f64,
    /// Its steps, each as it is drawn and as it is said.
    pub steps: Vec<(f64, Decimal)>,
}

/// Makes an axis that holds these values, of about so many steps.
pub fn scale(lowest: f64, highest: f64, about: usize) -> Scale {
    let (lowest, mut highest) = if lowest <= highest { (lowest, highest) } else { (0.0, 1.0) };
    if highest - lowest <= 0.0 {
        highest = lowest + if lowest == 0.0 { 1.0 } else { lowest.abs() };
    }
    let wanted = (highest - lowest) / about.max(1) as f64;
    // Ten to the power that is just below what is wanted.
    let (mut power, mut exponent) = (1.0_f64, 0_i32);
    while power > wanted && exponent > -18 {
        power /= 10.0;
        exponent -= 1;
    }
    while power * 10.0 <= wanted && exponent < 18 {
        power *= 10.0;
        exponent += 1;
    }
    let factor = [1_i64, 2, 5].into_iter().find(|factor| *factor as f64 * power >= wanted * 0.999).unwrap_or_else(|| {
        (power, exponent) = (power * 10.0, exponent + 1);
        1
    });
    let step = factor as f64 * power;
    // Casts of what is too large stay at the edge; there are never more steps than can be read.
    let first = (lowest / step).floor() as i64;
    let last = ((highest / step).ceil() as i64).clamp(first.saturating_add(1), first.saturating_add(4 * about as i64 + 4));
    let steps = (first..=last).map(|at| {
        let units = at.saturating_mul(factor);
        (at as f64 * step, of_power(units, exponent))
    });
    Scale { from: first as f64 * step, to: last as f64 * step, steps: steps.collect() }
}

/// A number of units of ten to a power.
fn of_power(units: i64, exponent: i32) -> Decimal {
    let mut units = units;
    for _ in 0..exponent.max(0) {
        units = units.saturating_mul(10);
    }
    Decimal::new(units, u8::try_from(-exponent).unwrap_or(0))
}

impl Scale {
    /// Returns how far up a value is, from 0 to 1.
    pub fn part(&self, value: f64) -> f64 {
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(lowest: f64, highest: f64) -> Vec<String> {
        scale(lowest, highest, 4).steps.iter().map(|(_, step)| step.say()).collect()
    }

    #[test]
    fn steps_are_round() {
        assert_eq!(said(0.0, 2.35), ["0", "1", "2", "3"]);
        assert_eq!(said(0.0, 100.0), ["0", "50", "100"]);
        assert_eq!(said(0.0, 0.042), ["0.00", "0.02", "0.04", "0.06"]);
        assert_eq!(said(-3.0, 9.0), ["−5", "0", "5", "10"]);
        assert_eq!(said(0.0, 1_250_000.0), ["0", "500,000", "1,000,000", "1,500,000"]);
        assert_eq!(said(5.0, 5.0).len(), 4);
    }

    proptest! {
        #[test]
        fn an_axis_holds_its_values(one in -1e12..1e12_f64, two in -1e12..1e12_f64) {
            let (low, high) = (one.min(two), one.max(two));
            let scale = scale(low, high, 4);
            prop_assert!(scale.from <= low + 1e-3 && scale.to >= high - (high - low).abs() * 1e-9 - 1e-3, "{:?}", scale);
            prop_assert!((2..=22).contains(&scale.steps.len()));
        }

        #[test]
        fn no_values_panic(one in any::<f64>(), two in any::<f64>()) {
            let scale = scale(one, two, 4);
            prop_assert!(scale.steps.len() <= 30);
        }
    }
}
