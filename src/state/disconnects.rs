//! When the connection was lost, why, and for how long: the latest losses, as a pure log.
//! Refuses to count what a person asked for: leaving and switching are no losses.

use std::time::Duration;

use crate::protocol::UnixMs;

/// How many losses are kept.
pub const KEPT: usize = 20;

/// One loss of the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disconnect {
    /// When, by the clock on the wall.
    pub at: UnixMs,
    /// The WebSocket close code.
    pub code: u16,
    /// The text of the close frame, often empty.
    pub reason: String,
    /// How long the connection had lasted.
    pub lasted: Duration,
    /// How long it took to be back; `None` while we are not, or never were.
    pub away: Option<Duration>,
}

/// The latest losses, and since when there is a connection.
#[derive(Clone, Debug, Default)]
pub struct Disconnects {
    /// Since when we are connected; `None` while we are not.
    pub since: Option<UnixMs>,
    /// The losses, the newest first.
    pub latest: Vec<Disconnect>,
    /// The newest loss still lasts.
    pub is_away: bool,
}

impl Disconnects {
    /// Notes that the connection stands.
    pub fn connected(&mut self, at: UnixMs) {
        if let Some(lost) = self.latest.first_mut().filter(|_| self.is_away) {
            lost.away = Some(between(lost.at, at));
        }
        (self.since, self.is_away) = (Some(at), false);
    }

    /// Notes that it was lost.
    pub fn lost(&mut self, code: u16, reason: String, at: UnixMs) {
        let lasted = self.since.take().map(|since| between(since, at)).unwrap_or_default();
        self.latest.insert(0, Disconnect { at, code, reason, lasted, away: None });
        self.latest.truncate(KEPT);
        self.is_away = true;
    }

    /// Notes that a person left: being away from now on is no outage.
    pub fn left(&mut self) {
        (self.since, self.is_away) = (None, false);
    }

    /// Forgets the losses.
    pub fn clear(&mut self) {
        self.latest.clear();
        self.is_away = false;
    }
}

impl Disconnect {
    /// Says why, in words.
    pub fn why(&self) -> &'static str {
        match self.code {
            1000 => "The gateway closed the connection",
            1001 | 1012 => "The gateway stopped or restarted",
            1006 => "The connection broke off without a word",
            1008 if self.reason == "slow consumer" => "This browser did not read fast enough",
            1008 => "The gateway refused to go on",
            1009 => "A message was too large",
            1011 => "The gateway had an internal fault",
            1013 => "The gateway was not ready",
            4000 => "Nothing was heard for too long",
            4001 => "Access was changed",
            _ => "The gateway closed the connection for a reason of its own",
        }
    }
}

fn between(earlier: UnixMs, later: UnixMs) -> Duration {
    Duration::from_millis(u64::try_from(later.0.saturating_sub(earlier.0)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn at(seconds: i64) -> UnixMs {
        UnixMs(seconds * 1_000)
    }

    #[test]
    fn a_loss_knows_how_long_it_had_lasted_and_how_long_we_were_away() {
        let mut log = Disconnects::default();
        log.connected(at(10));
        log.lost(1012, "service restart".into(), at(70));
        assert_eq!((log.since, log.latest[0].lasted, log.latest[0].away), (None, s(60), None));
        log.connected(at(75));
        assert_eq!((log.since, log.latest[0].away), (Some(at(75)), Some(s(5))));
        log.lost(1006, String::new(), at(80));
        log.connected(at(90));
        assert_eq!(log.latest.iter().map(|lost| (lost.code, lost.away)).collect::<Vec<_>>(), [(1006, Some(s(10))), (1012, Some(s(5)))]);
    }

    #[test]
    fn after_leaving_the_time_away_is_nobodys_loss() {
        let mut log = Disconnects::default();
        log.connected(at(0));
        log.lost(1006, String::new(), at(5));
        log.left();
        log.connected(at(9_000));
        assert_eq!((log.latest.len(), log.latest[0].away), (1, None));
        log.left();
        assert_eq!(log.latest.len(), 1, "leaving is none either");
    }

    #[test]
    fn the_newest_twenty_are_kept_until_they_are_cleared() {
        let mut log = Disconnects::default();
        for second in 0..30 {
            log.lost(1006, String::new(), at(second));
        }
        assert_eq!((log.latest.len(), log.latest[0].at), (KEPT, at(29)));
        log.clear();
        log.connected(at(40));
        assert!(log.latest.is_empty());
    }

    #[test]
    fn a_clock_that_went_back_makes_no_nonsense() {
        let mut log = Disconnects::default();
        log.connected(at(100));
        log.lost(1006, String::new(), at(50));
        assert_eq!(log.latest[0].lasted, s(0));
    }
}
