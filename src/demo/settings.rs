//! How large the world is and which one, as it stands behind the question mark of the page's address.
//! Refuses to know the rest of the address.

/// The choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Which world: the same seed at the same time is the same world.
    pub seed: u64,
    /// How many sessions there are at least.
    pub sessions: usize,
    /// How many jobs there are at least.
    pub jobs: usize,
    /// How many row events a second are sent on top of what happens by itself, for trials of speed.
    pub rate: u32,
    /// How many lines a second are written into the log on top, after ten seconds' worth of them, for trials of speed.
    pub lines: u32,
    /// Nothing starts by itself.
    pub is_still: bool,
}

/// Beyond this, building the world would take longer than anybody waits.
const MOST_SESSIONS: usize = 100_000;
/// Beyond this, their plans would be looked through all the time.
const MOST_JOBS: usize = 5_000;
/// Beyond this, a worker has no time left for anything else.
const HIGHEST_RATE: u32 = 20_000;

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, sessions: 40, jobs: 0, rate: 0, lines: 0, is_still: false }
    }
}

impl Settings {
    /// Reads them from a query. Total: what is unknown or not a number is left out, what is too large is made smaller.
    pub fn read(search: &str) -> Self {
        let mut settings = Self::default();
        for pair in search.trim_start_matches('?').split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match (name, value.parse::<u64>()) {
                ("still", _) => settings.is_still = true,
                ("seed", Ok(seed)) => settings.seed = seed,
                ("sessions", Ok(many)) => settings.sessions = usize::try_from(many).unwrap_or(usize::MAX).min(MOST_SESSIONS),
                ("jobs", Ok(many)) => settings.jobs = usize::try_from(many).unwrap_or(usize::MAX).min(MOST_JOBS),
                ("rate", Ok(rate)) => settings.rate = u32::try_from(rate).unwrap_or(u32::MAX).min(HIGHEST_RATE),
                ("lines", Ok(lines)) => settings.lines = u32::try_from(lines).unwrap_or(u32::MAX).min(HIGHEST_RATE),
                _ => {}
            }
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_from_a_query_and_kept_within_reason() {
        for (search, settings) in [
            ("", Settings::default()),
            ("?demo", Settings::default()),
            (
                "?demo&seed=7&sessions=10000&jobs=300&rate=5000&lines=9",
                Settings { seed: 7, sessions: 10_000, jobs: 300, rate: 5_000, lines: 9, is_still: false },
            ),
            ("?demo&still", Settings { is_still: true, ..Settings::default() }),
            ("?sessions=many&rate=-1&else=3", Settings::default()),
            ("?sessions=99999999999&rate=99999999999", Settings { sessions: MOST_SESSIONS, rate: HIGHEST_RATE, ..Settings::default() }),
        ] {
            assert_eq!(Settings::read(search), settings, "{search}");
        }
    }
}
