//! How fast the gateway answers: the latest samples and their figures.
//! Refuses to ask for samples, and to draw them.

use std::collections::VecDeque;
use std::time::Duration;

/// How many samples are kept.
pub const SAMPLES: usize = 100;

/// The latest samples, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Latency(VecDeque<Duration>);

/// What the samples say, in whole milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The fastest.
    pub least: u64,
    /// The middle one, the upper of two.
    pub median: u64,
    /// Ninety-five of a hundred are no slower.
    pub p95: u64,
    /// Ninety-nine of a hundred are no slower.
    pub p99: u64,
    /// The slowest.
    pub most: u64,
}

impl Latency {
    /// Takes a sample.
    pub fn take(&mut self, took: Duration) {
        self.0.push_back(took);
        if self.0.len() > SAMPLES {
            self.0.pop_front();
        }
    }

    /// Returns how many samples there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns what the samples say; nothing while there are none.
    pub fn figures(&self) -> Option<Figures> {
        // Sorted as they are taken in; the library's sort would be 1 kB of the first load.
        let mut sorted: Vec<u64> = Vec::with_capacity(self.0.len());
        for took in self.0.iter().copied().map(millis) {
            sorted.insert(sorted.partition_point(|other| *other < took), took);
        }
        let percentile = |percent: usize| sorted.get((sorted.len() * percent).div_ceil(100).saturating_sub(1)).copied();
        Some(Figures {
            least: sorted.first().copied()?,
            median: sorted.get(sorted.len() / 2).copied()?,
            p95: percentile(95)?,
            p99: percentile(99)?,
            most: sorted.last().copied()?,
        })
    }

    /// Returns how wide the line is that [`Latency::path`] draws.
    pub fn width(&self) -> usize {
        self.0.len().max(2) - 1
    }

    /// Returns the samples as the path of a line, one step apart, the newest at the right edge, the slowest at the top.
    pub fn path(&self, height: u64) -> String {
        if self.0.len() == 1 {
            return "M0,0 1,0".into();
        }
        let most = self.0.iter().copied().map(millis).max().unwrap_or_default().max(1);
        let mut path = String::from("M");
        for (at, took) in self.0.iter().enumerate() {
            let y = height - millis(*took) * height / most;
            path.push_str(&format!("{at},{y} "));
        }
        path
    }
}

fn millis(took: Duration) -> u64 {
    took.as_secs() * 1_000 + u64::from(took.subsec_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(samples: impl IntoIterator<Item = u64>) -> Latency {
        let mut latency = Latency::default();
        for ms in samples {
            latency.take(Duration::from_millis(ms));
        }
        latency
    }

    #[test]
    fn the_figures_are_samples_by_their_rank() {
        for (samples, figures) in [
            (vec![7], [7, 7, 7, 7, 7]),
            (vec![9, 1, 5], [1, 5, 9, 9, 9]),
            (vec![4, 1, 3, 2], [1, 3, 4, 4, 4]),
            (vec![2, 2, 2, 9], [2, 2, 9, 9, 9]),
            ((1..=100).rev().collect(), [1, 51, 95, 99, 100]),
        ] {
            let [least, median, p95, p99, most] = figures;
            assert_eq!(of(samples.clone()).figures(), Some(Figures { least, median, p95, p99, most }), "{samples:?}");
        }
        assert_eq!(of([]).figures(), None);
    }

    #[test]
    fn only_the_latest_hundred_count() {
        let latency = of((0..150).map(|at| if at < 50 { 9_000 } else { 1 }));
        assert_eq!((latency.count(), latency.figures().unwrap().most), (100, 1));
    }

    #[test]
    fn the_line_fills_its_width_and_its_slowest_point_is_at_the_top() {
        for (samples, width, path) in
            [(vec![10, 20, 5], 2, "M0,10 1,0 2,15 "), (vec![0, 0], 1, "M0,20 1,20 "), (vec![7], 1, "M0,0 1,0"), (vec![], 1, "M")]
        {
            let latency = of(samples.clone());
            assert_eq!((latency.width(), latency.path(20).as_str()), (width, path), "{samples:?}");
        }
    }
}
