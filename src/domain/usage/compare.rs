//! Two sessions beside each other: what each came to in all, and on which scale both are drawn.
//! Refuses to say which is better.

use super::sum::{Measure, Sum};
use super::waterfall::Step;

/// A session in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// How many steps.
    pub steps: usize,
    /// What they used.
    pub sum: Sum,
    /// From the first to the last, in milliseconds.
    pub took: i64,
}

impl Total {
    /// Adds up.
    pub fn of(steps: &[Step]) -> Self {
        let took = match (steps.first(), steps.last()) {
            (Some(first), Some(last)) => last.at.0.saturating_sub(first.at.0),
            _ => 0,
        };
        Self { steps: steps.len(), sum: Sum::of(steps.iter().map(|step| &step.sum)), took }
    }
}

/// What bars are long by, and what a whole line stands for: by money where all have a price, by tokens else.
pub fn scale(of: &[Total]) -> (Measure, i64) {
    let has_price = |total: &&Total| total.sum.cost > 0 && total.sum.unpriced == 0;
    let is_priced = !of.is_empty() && of.iter().filter(has_price).count() == of.iter().filter(|total| total.sum.tokens > 0).count();
    let measure = if is_priced && of.iter().any(|total| total.sum.cost > 0) { Measure::Money } else { Measure::Tokens };
    (measure, of.iter().map(|total| total.sum.by(measure)).max().unwrap_or(0).max(1))
}

/// Says how much one is of another: `1.5 ×`, in tenths; nothing where there is nothing to compare with.
pub fn times(one: i64, other: i64) -> Option<String> {
    if one <= 0 || other <= 0 {
        return None;
    }
    let tenths = (i128::from(one) * 10 + i128::from(other) / 2) / i128::from(other);
    Some(match tenths {
        0 => "less than 0.1 ×".into(),
        1..=99 => [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), " ×"].concat(),
        100..=9_999 => [&(tenths / 10).to_string(), " ×"].concat(),
        _ => "more than 1,000 ×".into(),
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::protocol::UnixMs;
    use proptest::prelude::*;

    fn total(cost: i64, tokens: u64, unpriced: u64) -> Total {
        Total { steps: 1, sum: Sum { cost, tokens, unpriced, ..Sum::default() }, took: 0 }
    }

    #[test]
    fn both_are_drawn_on_the_scale_of_the_larger() {
        assert_eq!(scale(&[total(5, 10, 0), total(9, 1, 0)]), (Measure::Money, 9));
        assert_eq!(scale(&[total(5, 10, 0), total(0, 30, 30)]), (Measure::Tokens, 30));
        assert_eq!(scale(&[total(5, 10, 2)]), (Measure::Tokens, 10), "a part without a price would be a bar of nothing");
        assert_eq!(scale(&[total(5, 10, 0), total(0, 0, 0)]), (Measure::Money, 5), "an empty one says nothing of prices");
        assert_eq!(scale(&[]), (Measure::Tokens, 1));
    }

    #[test]
    fn a_session_is_summed_up() {
        let step = |at, cost| Step { at: UnixMs(at), sum: Sum { cost, tokens: 1, ..Sum::default() }, ..Step::default() };
        let all = Total::of(&[step(1_000, 5), step(4_000, 7)]);
        assert_eq!((all.steps, all.sum.cost, all.sum.tokens, all.took), (2, 12, 2, 3_000));
        assert_eq!(Total::of(&[]), Total::default());
    }

    #[test]
    fn how_often_one_goes_into_another_is_said() {
        for (one, other, said) in [
            (10, 10, Some("1.0 ×")),
            (15, 10, Some("1.5 ×")),
            (1, 1_000, Some("less than 0.1 ×")),
            (99, 10, Some("9.9 ×")),
            (120, 10, Some("12 ×")),
            (1_000_000, 1, Some("more than 1,000 ×")),
            (0, 10, None),
            (10, 0, None),
        ] {
            assert_eq!(times(one, other).as_deref(), said, "{one} of {other}");
        }
    }

    proptest! {
        #[test]
        fn no_bar_is_longer_than_the_scale(costs in prop::collection::vec(0..i64::MAX / 4, 0..3)) {
            let totals: Vec<Total> = costs.iter().map(|cost| total(*cost, 5, 0)).collect();
            let (measure, whole) = scale(&totals);
            prop_assert!(whole > 0 && totals.iter().all(|total| total.sum.by(measure) <= whole));
        }
    }
}
