//! How many lines of which level were written when: counted in stretches of even length. Pure.
//! Refuses to draw.

use super::level::Level;

/// How many lines of each level, by its place.
pub type Counts = [u32; 7];

/// The stretches and what was counted in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// When the first begins, in milliseconds since 1970.
    pub from: i64,
    /// How long each is, in milliseconds.
    pub step: i64,
    /// What was counted.
    pub bars: Vec<Counts>,
}

/// Lengths that people count in, in milliseconds.
const STEPS: [i64; 22] = [
    10, 50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000,
    7_200_000, 21_600_000, 43_200_000, 86_400_000,
];

/// Counts points in time with their levels from a time to another, both included, in at most so many stretches, and at least two.
pub fn histogram(points: impl Iterator<Item = (i64, Level)>, from: i64, to: i64, most: usize) -> Histogram {
    let most = i64::try_from(most.max(2)).unwrap_or(i64::MAX);
    let (from, to) = (from.min(to), to.max(from));
    let fits = |step: i64| to.div_euclid(step) - from.div_euclid(step) < most;
    let step = STEPS.into_iter().find(|step| fits(*step)).unwrap_or_else(|| {
        let mut step = STEPS[STEPS.len() - 1];
        while !fits(step) {
            step = step.saturating_mul(2);
        }
        step
    });
    let first = from.div_euclid(step);
    let count = usize::try_from(to.div_euclid(step) - first + 1).unwrap_or(1);
    let mut bars = vec![Counts::default(); count];
    for (at, level) in points.filter(|(at, _)| (from..=to).contains(at)) {
        let place = usize::try_from(at.div_euclid(step) - first).unwrap_or(0);
        if let Some(bar) = bars.get_mut(place) {
            bar[level.place()] += 1;
        }
    }
    Histogram { from: first * step, step, bars }
}

impl Histogram {
    /// Returns how many there are of each level.
    pub fn sums(&self) -> Counts {
        let mut sums = Counts::default();
        for bar in &self.bars {
            sums.iter_mut().zip(bar).for_each(|(sum, count)| *sum += count);
        }
        sums
    }

    /// Returns the time of the stretches from one to another, in any order: from when until the last millisecond.
    pub fn span(&self, one: usize, other: usize) -> (i64, i64) {
        let time = |place: usize| self.from + self.step * i64::try_from(place).unwrap_or(0);
        (time(one.min(other)), time(one.max(other) + 1) - 1)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stretches_are_lengths_that_people_count_in() {
        let of = |from, to, most| {
            let made = histogram(std::iter::empty(), from, to, most);
            (made.from, made.step, made.bars.len())
        };
        assert_eq!(of(1_500, 61_000, 60), (0, 2_000, 31));
        assert_eq!(of(0, 0, 60), (0, 10, 1));
        assert_eq!(of(0, i64::from(u32::MAX) * 1_000, 3).2, 2);
        assert_eq!(histogram(std::iter::empty(), 0, 99, 10).span(3, 1), (10, 39));
    }

    proptest! {
        #[test]
        fn every_point_is_counted_once(points in prop::collection::vec((-5_000_i64..5_000_000, 0_usize..7), 0..60), most in 1_usize..200, from in -9_000_i64..9_000, long in 0_i64..9_000_000) {
            let points: Vec<(i64, Level)> = points.into_iter().map(|(at, level)| (at, Level::ALL[level])).collect();
            let made = histogram(points.iter().copied(), from, from + long, most);
            let within = points.iter().filter(|(at, _)| (from..=from + long).contains(at)).count();
            prop_assert_eq!(made.sums().iter().sum::<u32>() as usize, within);
            prop_assert!(made.bars.len() <= most.max(2) && made.step > 0);
            let (first, _) = made.span(0, 0);
            prop_assert!(first <= from);
        }
    }
}
