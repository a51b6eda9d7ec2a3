//! Whether the other side is still there, although the socket looks open.
//! Refuses to send or close anything: it only says what is due.

use std::time::Duration;

use super::Moment;
use crate::protocol::TICK_INTERVAL;

/// Silence that makes us ask, while somebody looks.
pub const SILENCE: Duration = Duration::from_secs(12);
/// The age of the last question that makes us ask, while somebody looks, although there is no silence: for the latency.
pub const SAMPLE: Duration = Duration::from_secs(15);
/// How long the answer to that may take. Together at most 17 s, under the promised 20.
pub const ANSWER: Duration = Duration::from_secs(5);

/// The pulse of one connection. Any frame is a sign of life, not only the answer to our question.
#[derive(Clone, Debug)]
pub struct Pulse {
    last_heard: Moment,
    asked_at: Option<Moment>,
    /// When the last question went out, answered or not.
    sampled_at: Moment,
    visible: bool,
    tick_interval: Duration,
}

/// What the pulse wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing yet.
    Nothing,
    /// Send a question.
    Ask,
    /// Give the connection up.
    Dead,
}

impl Pulse {
    /// Starts with a sign of life.
    pub fn new(now: Moment, visible: bool) -> Self {
        Self { last_heard: now, asked_at: None, sampled_at: now, visible, tick_interval: TICK_INTERVAL }
    }

    /// Takes the gateway's own rhythm from hello.
    pub fn set_tick_interval(&mut self, interval: Duration) {
        self.tick_interval = interval;
    }

    /// Notes a frame, whichever.
    pub fn heard(&mut self, now: Moment) {
        self.last_heard = now;
        self.asked_at = None;
    }

    /// Notes that the tab was shown or hidden. A tab that returns after silence asks at once.
    pub fn set_visible(&mut self, visible: bool) {
        self.visible = visible;
    }

    /// Returns when something will be due.
    pub fn deadline(&self) -> Moment {
        match self.asked_at {
            Some(asked) => asked + ANSWER,
            None if self.visible => (self.last_heard + SILENCE).min(self.sampled_at + SAMPLE),
            // Nobody looks: no question is asked, the gateway's own ticks must do.
            None => self.last_heard + 2 * self.tick_interval,
        }
    }

    /// Says what is due, and takes it as done.
    pub fn due(&mut self, now: Moment) -> Due {
        if now < self.deadline() {
            return Due::Nothing;
        }
        if self.asked_at.is_none() && self.visible {
            return self.ask(now);
        }
        Due::Dead
    }

    /// Asks now whatever the silence, unless a question is out: after the machine slept, say.
    pub fn doubt(&mut self, now: Moment) -> Due {
        if self.asked_at.is_some() {
            return Due::Nothing;
        }
        self.ask(now)
    }

    fn ask(&mut self, now: Moment) -> Due {
        self.asked_at = Some(now);
        self.sampled_at = now;
        Due::Ask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn visible_silence_is_questioned_and_then_dead_within_twenty_seconds() {
        let mut pulse = Pulse::new(s(0), true);
        assert_eq!(pulse.due(s(11)), Due::Nothing);
        assert_eq!(pulse.due(s(12)), Due::Ask);
        assert_eq!(pulse.due(s(16)), Due::Nothing);
        assert_eq!(pulse.due(s(17)), Due::Dead);
    }

    #[test]
    fn any_frame_is_an_answer() {
        let mut pulse = Pulse::new(s(0), true);
        assert_eq!(pulse.due(s(12)), Due::Ask);
        pulse.heard(s(14));
        assert_eq!(pulse.due(s(25)), Due::Nothing);
        assert_eq!(pulse.due(s(26)), Due::Ask);
    }

    #[test]
    fn hidden_silence_is_dead_after_two_ticks_and_asks_nothing() {
        let mut pulse = Pulse::new(s(0), false);
        pulse.set_tick_interval(s(20));
        assert_eq!(pulse.due(s(39)), Due::Nothing);
        assert_eq!(pulse.due(s(40)), Due::Dead);
    }

    #[test]
    fn a_tab_that_returns_after_silence_asks_at_once() {
        let mut pulse = Pulse::new(s(0), false);
        assert_eq!(pulse.due(s(30)), Due::Nothing);
        pulse.set_visible(true);
        assert_eq!(pulse.due(s(30)), Due::Ask);
    }

    #[test]
    fn doubt_asks_once() {
        let mut pulse = Pulse::new(s(0), true);
        assert_eq!(pulse.doubt(s(1)), Due::Ask);
        assert_eq!(pulse.doubt(s(2)), Due::Nothing);
        assert_eq!(pulse.due(s(6)), Due::Dead);
    }

    #[test]
    fn steady_traffic_is_sampled_every_fifteen_seconds_and_never_taken_for_death() {
        let mut pulse = Pulse::new(s(0), true);
        let mut asked = vec![];
        for second in 1..=60 {
            pulse.heard(s(second));
            match pulse.due(s(second)) {
                Due::Ask => asked.push(second),
                Due::Nothing => {}
                Due::Dead => panic!("dead at {second} s although frames came"),
            }
        }
        assert_eq!(asked, [15, 30, 45, 60]);
    }

    #[test]
    fn hidden_traffic_is_not_sampled_and_the_tab_that_returns_is_at_once() {
        let mut pulse = Pulse::new(s(0), false);
        for second in 1..=60 {
            pulse.heard(s(second));
            assert_eq!(pulse.due(s(second)), Due::Nothing);
        }
        pulse.set_visible(true);
        assert_eq!((pulse.due(s(60)), pulse.due(s(61))), (Due::Ask, Due::Nothing));
    }
}
