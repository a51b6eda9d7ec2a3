//! What we ask of the gateway, counted by method: how often, how much, how fast it was answered, and how much in the last minute.
//! And by how much reads that nobody waits for should hold back while it is slow. Pure.
//! Refuses to ask, and to hold anything back itself; `calls` does.

use std::collections::VecDeque;
use std::time::Duration;

use super::{Flow, LOOK_BACK, MOST_NAMES, OTHERS};
use crate::gateway::Moment;

/// So many answers of a method say how fast it is.
const ANSWERS: usize = 128;
/// So many reads say how fast the gateway is.
const READS: usize = 32;
/// Fewer say nothing.
const FEW: usize = 5;
/// The gateway is slow when its slow answers take so long.
pub const SLOW: Duration = Duration::from_secs(2);
/// Nothing is held back longer.
pub const LONGEST: Duration = Duration::from_secs(15);

/// What was asked of one method.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The method.
    pub method: &'static str,
    /// How often it was asked, and the bytes of questions and answers.
    pub flow: Flow,
    /// How often it was refused, or not answered in time.
    pub errors: u64,
    /// How many wait for their answer.
    pub in_flight: usize,
    /// What of it falls into the last minute.
    pub minute: Flow,
    /// The middle one of its latest answers, and that which ninety-five of a hundred do not exceed, in milliseconds.
    pub took: Option<(u64, u64)>,
}

#[derive(Clone, Debug, Default)]
struct Kept {
    asked: Asked,
    /// How long the latest answers took.
    took: VecDeque<Duration>,
}

/// The counts.
#[derive(Clone, Debug, Default)]
pub struct Load {
    methods: Vec<Kept>,
    /// What passed in a second under a method's place, the newest last.
    minute: VecDeque<(u64, usize, Flow)>,
    /// When reads were answered, and how long they took.
    reads: VecDeque<(Moment, Duration)>,
}

impl Load {
    /// Counts a question that goes out.
    pub fn asked(&mut self, method: &'static str, bytes: usize, now: Moment) {
        self.pass(method, Flow { frames: 1, bytes: bytes as u64 }, now);
    }

    /// Counts the answer to one, which took so long.
    pub fn answered(&mut self, method: &'static str, bytes: usize, took: Duration, is_read: bool, now: Moment) {
        let at = self.pass(method, Flow { frames: 0, bytes: bytes as u64 }, now);
        if let Some(kept) = self.methods.get_mut(at) {
            push(&mut kept.took, took, ANSWERS);
        }
        if is_read {
            push(&mut self.reads, (now, took), READS);
        }
    }

    /// Counts a refusal, or an answer that did not come.
    pub fn failed(&mut self, method: &'static str) {
        let at = self.place(method);
        if let Some(kept) = self.methods.get_mut(at) {
            kept.asked.errors += 1;
        }
    }

    /// Returns how much longer reads in the background should wait, if the gateway has been slow lately.
    pub fn pause(&self, now: Moment) -> Option<Duration> {
        let lately = self.reads.iter().filter(|(at, _)| *at + Duration::from_secs(LOOK_BACK) > now).map(|(_, took)| *took);
        let (_, p95) = figures(lately, FEW)?;
        (p95 >= SLOW).then(|| p95.min(LONGEST))
    }

    /// Returns the counts; `in_flight` names the methods that wait for an answer.
    pub fn measured<'a>(&self, in_flight: impl Iterator<Item = &'a str>, now: Moment) -> Vec<Asked> {
        let mut measured: Vec<Asked> = self.methods.iter().map(|kept| kept.measured()).collect();
        for method in in_flight {
            let at = self.methods.iter().position(|kept| kept.asked.method == method).unwrap_or(MOST_NAMES);
            measured.get_mut(at).into_iter().for_each(|asked| asked.in_flight += 1);
        }
        let begun = (now.as_secs() + 1).saturating_sub(LOOK_BACK);
        for (_, at, flow) in self.minute.iter().filter(|(second, ..)| *second >= begun) {
            if let Some(asked) = measured.get_mut(*at) {
                asked.minute.frames += flow.frames;
                asked.minute.bytes += flow.bytes;
            }
        }
        measured
    }

    fn pass(&mut self, method: &'static str, flow: Flow, now: Moment) -> usize {
        let (at, second) = (self.place(method), now.as_secs());
        if let Some(kept) = self.methods.get_mut(at) {
            kept.asked.flow.frames += flow.frames;
            kept.asked.flow.bytes += flow.bytes;
        }
        while self.minute.front().is_some_and(|(first, ..)| first + LOOK_BACK < second) {
            self.minute.pop_front();
        }
        match self.minute.iter_mut().rev().take_while(|(of, ..)| *of == second).find(|(_, place, _)| *place == at) {
            Some((.., passed)) => {
                passed.frames += flow.frames;
                passed.bytes += flow.bytes;
            }
            None => self.minute.push_back((second, at, flow)),
        }
        at
    }

    /// Returns the place of a method, a new one at the end.
    fn place(&mut self, method: &'static str) -> usize {
        let known = self.methods.iter().position(|kept| kept.asked.method == method);
        known.unwrap_or_else(|| {
            if self.methods.len() < MOST_NAMES {
                let method = if self.methods.len() + 1 == MOST_NAMES { OTHERS } else { method };
                self.methods.push(Kept { asked: Asked { method, ..Asked::default() }, ..Kept::default() });
            }
            self.methods.len() - 1
        })
    }
}

impl Kept {
    fn measured(&self) -> Asked {
        let millis = |took: Duration| took.as_secs() * 1_000 + u64::from(took.subsec_millis());
        let took = figures(self.took.iter().copied(), 1).map(|(middle, p95)| (millis(middle), millis(p95)));
        Asked { took, ..self.asked.clone() }
    }
}

fn push<T>(into: &mut VecDeque<T>, what: T, most: usize) {
    if into.len() >= most {
        into.pop_front();
    }
    into.push_back(what);
}

/// Returns the middle one and that which ninety-five of a hundred do not exceed; nothing of too few.
fn figures(all: impl Iterator<Item = Duration>, few: usize) -> Option<(Duration, Duration)> {
    let mut sorted: Vec<Duration> = vec![];
    for took in all {
        sorted.insert(sorted.partition_point(|other| *other < took), took);
    }
    let p95 = sorted.get((sorted.len() * 95).div_ceil(100).saturating_sub(1)).copied();
    Some((sorted.get(sorted.len() / 2).copied()?, p95?)).filter(|_| sorted.len() >= few)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn of(load: &Load, now: Moment) -> Vec<Asked> {
        load.measured(std::iter::empty(), now)
    }

    #[test]
    fn a_method_is_counted_whole_and_for_the_last_minute() {
        let mut load = Load::default();
        load.asked("a", 100, s(1));
        load.answered("a", 900, Duration::from_millis(7), true, s(1));
        load.asked("b", 10, s(2));
        load.asked("a", 100, s(50));
        load.failed("a");
        let all = load.measured(["a", "never"].into_iter(), s(60));
        assert_eq!((all[0].method, all[0].flow, all[0].errors, all[0].in_flight), ("a", Flow { frames: 2, bytes: 1_100 }, 1, 1));
        assert_eq!((all[0].took, all[1].took), (Some((7, 7)), None));
        assert_eq!((all[0].minute.frames, of(&load, s(61))[0].minute.frames, of(&load, s(120))[0].minute.frames), (2, 1, 0));
    }

    #[test]
    fn a_slow_gateway_is_spared_until_it_is_fast_again() {
        let mut load = Load::default();
        for (at, (took, pause)) in [(4_u64, None), (4, None), (4, None), (4, None), (4, Some(4)), (40, Some(15))].into_iter().enumerate() {
            load.answered("a", 1, s(took), true, s(at as u64));
            assert_eq!(load.pause(s(at as u64)), pause.map(s), "{at}");
        }
        // What was slow was a write.
        load.answered("a", 1, s(90), false, s(7));
        assert_eq!(load.pause(s(50)), Some(s(15)));
        assert_eq!(load.pause(s(70)), None, "that was a minute ago");
        for _ in 0..READS {
            load.answered("a", 1, Duration::from_millis(90), true, s(51));
        }
        assert_eq!(load.pause(s(52)), None);
    }

    proptest! {
        #[test]
        fn the_figures_are_those_of_the_latest_answers(took in proptest::collection::vec(0_u64..5_000, 1..400)) {
            let mut load = Load::default();
            for ms in &took {
                load.answered("a", 0, Duration::from_millis(*ms), true, s(0));
            }
            let mut last = took[took.len().saturating_sub(ANSWERS)..].to_vec();
            last.sort_unstable();
            let p95 = last[(last.len() * 95).div_ceil(100) - 1];
            prop_assert_eq!(of(&load, s(0))[0].took, Some((last[last.len() / 2], p95)));
        }

        #[test]
        fn a_minute_is_what_was_asked_in_sixty_seconds(mut times in proptest::collection::vec(0_u64..200, 0..300)) {
            times.sort_unstable();
            let mut load = Load::default();
            for at in &times {
                load.asked(if at % 3 == 0 { "a" } else { "b" }, 2, s(*at));
            }
            let now = times.last().copied().unwrap_or(0);
            let wanted = times.iter().filter(|at| **at + 60 > now).count() as u64;
            let got: u64 = of(&load, s(now)).iter().map(|asked| asked.minute.frames).sum();
            prop_assert_eq!(got, wanted);
            prop_assert!(load.minute.len() <= 2 * 61);
        }
    }
}
