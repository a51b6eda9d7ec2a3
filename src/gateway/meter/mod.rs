//! What passed over the connection, counted: frames and bytes both ways, events by name, what nobody could use. Pure and always on:
//! a frame costs a look-up.
//! Refuses to keep frames, and to judge what the figures mean.

mod load;

use std::collections::VecDeque;
use std::time::Duration;

use super::Moment;
pub use load::{Asked, LONGEST, Load};

/// So many names are told apart; what comes under others is counted together.
pub const MOST_NAMES: usize = 200;
/// The name of what is counted together.
pub const OTHERS: &str = "others";
/// So many seconds are looked back on.
pub const LOOK_BACK: u64 = 60;
/// So much of a sample is kept, in bytes.
const SAMPLE: usize = 2_000;

/// Frames, and their letters in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// How many.
    pub frames: u64,
    /// How long together.
    pub bytes: u64,
}

impl Flow {
    fn add(&mut self, bytes: usize) {
        self.frames += 1;
        self.bytes += bytes as u64;
    }
}

/// What was counted under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// The name.
    pub name: Box<str>,
    /// How much of it.
    pub flow: Flow,
}

/// Something that came and could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Odd {
    /// The event or the method; empty for what is no frame.
    pub name: Box<str>,
    /// Why it could not be read; empty for an event that nobody here knows.
    pub why: Box<str>,
    /// How often.
    pub count: u32,
    /// How the first one began, word for word. There may be secrets in it.
    pub sample: Box<str>,
}

/// What went by without anybody being able to use it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Frames that are no frames.
    pub malformed: u32,
    /// Answers that came after their deadline.
    pub late: u32,
    /// Answers that came twice.
    pub duplicate: u32,
    /// Answers to what we never asked.
    pub foreign: u32,
    /// Jumps in the numbering of events.
    pub gaps: u32,
    /// What could not be read, by name.
    pub odd: Vec<Odd>,
}

impl Counters {
    /// Counts something that could not be read, and keeps the first of its name.
    pub fn note(&mut self, name: &str, why: &str, sample: &str) {
        let is_full = self.odd.len() >= MOST_NAMES;
        let (name, sample) = if is_full { (OTHERS, "") } else { (name, sample) };
        match self.odd.iter_mut().find(|odd| *odd.name == *name && odd.why.is_empty() == why.is_empty()) {
            Some(odd) => odd.count += 1,
            None => self.odd.push(Odd { name: name.into(), why: why.into(), count: 1, sample: head(sample).into() }),
        }
    }
}

/// Returns the beginning of a text.
fn head(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What was counted of one gateway, over all its connections.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    since: Moment,
    heard: Flow,
    said: Flow,
    events: Vec<Counted>,
    hellos: u32,
    /// The seconds in which frames came, the newest last, and how many did.
    seconds: VecDeque<(u64, u32)>,
    /// What nobody could use.
    pub counters: Counters,
}

/// All figures at one time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// How long was counted.
    pub over: Duration,
    /// What the gateway sent.
    pub heard: Flow,
    /// What we sent.
    pub said: Flow,
    /// Events by name, in the order in which they first came.
    pub events: Vec<Counted>,
    /// How often the gateway let us in.
    pub hellos: u32,
    /// Frames from the gateway in each of the last seconds, the oldest first; the second that has begun is left out.
    pub seconds: Vec<u32>,
    /// What nobody could use.
    pub counters: Counters,
    /// What we asked, by method, in the order in which it was first asked.
    pub asked: Vec<Asked>,
    /// How much longer reads in the background wait, since the gateway is slow or asked for it.
    pub holds_back: Option<Duration>,
    /// What the gateway asked us to leave alone, and for how long yet.
    pub cooling: Vec<(&'static str, Duration)>,
}

impl Meter {
    /// Starts to count.
    pub fn new(now: Moment) -> Self {
        Self { since: now, ..Self::default() }
    }

    /// Counts a frame from the gateway.
    pub fn heard(&mut self, bytes: usize, now: Moment) {
        self.heard.add(bytes);
        let second = now.as_secs();
        match self.seconds.back_mut() {
            Some((last, count)) if *last == second => *count += 1,
            _ => {
                self.seconds.push_back((second, 1));
                while self.seconds.front().is_some_and(|(first, _)| first + LOOK_BACK < second) {
                    self.seconds.pop_front();
                }
            }
        }
    }

    /// Counts one of ours.
    pub fn said(&mut self, bytes: usize) {
        self.said.add(bytes);
    }

    /// Counts an event under its name.
    pub fn event(&mut self, name: &str, bytes: usize) {
        let is_full = self.events.len() >= MOST_NAMES;
        let known = self.events.iter_mut().position(|event| *event.name == *name);
        let known = known.or_else(|| is_full.then(|| self.events.len() - 1));
        match known.and_then(|at| self.events.get_mut(at)) {
            Some(event) => event.flow.add(bytes),
            None => {
                // The last place is for all others.
                let name = if self.events.len() + 1 == MOST_NAMES { OTHERS } else { name };
                self.events.push(Counted { name: name.into(), flow: Flow { frames: 1, bytes: bytes as u64 } });
            }
        }
    }

    /// Counts a welcome.
    pub fn greeted(&mut self) {
        self.hellos += 1;
    }

    /// Returns how many frames passed either way.
    pub fn frames(&self) -> u64 {
        self.heard.frames + self.said.frames
    }

    /// Returns the figures, all but those of what was asked.
    pub fn measured(&self, now: Moment) -> Measured {
        let second = now.as_secs();
        let of = |at: u64| self.seconds.iter().find(|(of, _)| *of == at).map_or(0, |(_, count)| *count);
        let begun = self.since.as_secs().max(second.saturating_sub(LOOK_BACK));
        Measured {
            over: now.saturating_sub(self.since),
            heard: self.heard,
            said: self.said,
            events: self.events.clone(),
            hellos: self.hellos,
            seconds: (begun..second).map(of).collect(),
            counters: self.counters.clone(),
            ..Measured::default()
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn frames_are_counted_by_the_second_that_is_over() {
        let mut meter = Meter::new(ms(500));
        for at in [600, 900, 1_000, 3_500] {
            meter.heard(10, ms(at));
        }
        let measured = meter.measured(ms(4_200));
        assert_eq!((measured.heard, measured.over), (Flow { frames: 4, bytes: 40 }, ms(3_700)));
        assert_eq!(measured.seconds, [2, 1, 0, 1]);
        assert_eq!(meter.measured(ms(200_000)).seconds, [0; 60]);
    }

    #[test]
    fn what_is_odd_is_kept_once_and_in_part() {
        let mut counters = Counters::default();
        counters.note("weather", "", &"ü".repeat(2_000));
        counters.note("weather", "", "two");
        counters.note("weather", "no text", "three");
        assert_eq!(counters.odd.len(), 2);
        assert_eq!((counters.odd[0].count, counters.odd[0].sample.len(), &*counters.odd[1].sample), (2, 2_000, "three"));
    }

    proptest! {
        #[test]
        fn names_are_bounded_and_nothing_is_lost(names in proptest::collection::vec(0_u32..400, 0..1_500)) {
            let mut meter = Meter::default();
            for name in &names {
                meter.event(&name.to_string(), 1);
                meter.counters.note(&name.to_string(), "", "x");
            }
            let measured = meter.measured(Duration::ZERO);
            prop_assert!(measured.events.len() <= MOST_NAMES && measured.counters.odd.len() <= MOST_NAMES + 1);
            prop_assert_eq!(measured.events.iter().map(|event| event.flow.frames).sum::<u64>(), names.len() as u64);
            prop_assert_eq!(measured.counters.odd.iter().map(|odd| odd.count as usize).sum::<usize>(), names.len());
        }
    }
}
