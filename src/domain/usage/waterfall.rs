//! What one session cost, step by step, and what was said at each.
//! Refuses to guess: a step whose words are not known has none, and one whose price is not known says so.

use super::sum::Sum;
use crate::protocol::UnixMs;
use crate::protocol::usage::{Point, Said};

/// A step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: UnixMs,
    /// What it used.
    pub sum: Sum,
    /// What all steps up to it cost, in billionths of a dollar.
    pub before: i64,
    /// What was said.
    pub words: String,
}

/// So many letters of what was said are kept.
const LETTERS: usize = 240;

/// Puts the steps together with what was said.
pub fn steps(points: &[Point], said: &[Said]) -> Vec<Step> {
    let mut before = 0_i64;
    let step = |point: &Point| {
        let log = said.iter().find(|said| said.timestamp == point.timestamp && said.role == "assistant");
        let is_unpriced = point.cost.0 == 0 && log.is_some_and(|log| log.cost.is_none());
        let sum = Sum {
            tokens: point.total_tokens,
            cost: point.cost.0,
            unpriced: if is_unpriced { point.total_tokens } else { 0 },
            partly: 0,
            kinds: [point.input, point.output, point.cache_read, point.cache_write],
        };
        let words = log.map(|log| log.content.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LETTERS).collect());
        let step = Step { at: point.timestamp, sum, before, words: words.unwrap_or_default() };
        before = before.saturating_add(point.cost.0);
        step
    };
    points.iter().map(step).collect()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::protocol::usage::Nano;

    #[test]
    fn steps_have_their_words_and_say_when_they_have_no_price() {
        let point = |at, cost| Point { timestamp: UnixMs(at), total_tokens: 10, cost: Nano(cost), ..Point::default() };
        let log = |at, role: &str, cost| Said { timestamp: UnixMs(at), role: role.into(), content: format!(" at\n {at} "), cost };
        let made = steps(
            &[point(1, 5), point(2, 0), point(3, 0), point(4, 7)],
            &[log(1, "user", None), log(1, "assistant", Some(Nano(5))), log(2, "assistant", None), log(3, "assistant", Some(Nano(0)))],
        );
        let seen: Vec<_> = made.iter().map(|step| (step.before, step.sum.unpriced, step.words.as_str())).collect();
        assert_eq!(seen, [(0, 0, "at 1"), (5, 10, "at 2"), (5, 0, "at 3"), (5, 0, "")]);
    }
}
