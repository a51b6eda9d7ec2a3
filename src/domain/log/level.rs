//! How grave a line is. Pure.
//! Refuses to know colours.

/// How grave a line is, the gravest last. A line that does not say is the least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It does not say.
    #[default]
    Unknown,
    /// Steps within steps.
    Trace,
    /// For whoever looks for a fault.
    Debug,
    /// What happened.
    Info,
    /// What may go wrong.
    Warn,
    /// What went wrong.
    Error,
    /// What ended something.
    Fatal,
}

impl Level {
    /// All of them, the gravest first, as they are offered.
    pub const ALL: [Self; 7] = [Self::Fatal, Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace, Self::Unknown];

    /// Returns its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }

    /// Reads a word, whatever the logger calls it.
    pub fn read(word: &str) -> Option<Self> {
        const OTHERS: [(&str, Level); 8] = [
            ("silly", Level::Trace),
            ("verbose", Level::Debug),
            ("log", Level::Info),
            ("notice", Level::Info),
            ("warning", Level::Warn),
            ("err", Level::Error),
            ("critical", Level::Fatal),
            ("panic", Level::Fatal),
        ];
        let known = Self::ALL.into_iter().find(|level| level.as_str().eq_ignore_ascii_case(word));
        known.or_else(|| OTHERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, level)| *level))
    }

    /// Returns its place among the levels, the least first.
    pub fn place(self) -> usize {
        self as usize
    }
}

/// Which levels there are, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels(u8);

impl Levels {
    /// Whether a level is in it.
    pub fn has(self, level: Level) -> bool {
        self.0 & (1 << level.place()) != 0
    }

    /// Puts a level in, or takes it out.
    pub fn toggle(&mut self, level: Level) {
        self.0 ^= 1 << level.place();
    }

    /// Whether there is none in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns those for which a test says so.
    pub fn of(test: impl Fn(Level) -> bool) -> Self {
        let mut levels = Self::default();
        Level::ALL.into_iter().filter(|level| test(*level)).for_each(|level| levels.toggle(level));
        levels
    }

    /// Reads names between commas; what is unknown is left out.
    pub fn read(names: &str) -> Self {
        Self::of(|level| names.split(',').any(|name| name == level.as_str()))
    }

    /// Writes the names between commas.
    pub fn write(self) -> String {
        let names: Vec<&str> = Level::ALL.into_iter().filter(|level| self.has(*level)).map(Level::as_str).collect();
        names.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_known_by_any_name_and_in_order() {
        for (word, level) in
            [("WARN", Level::Warn), ("silly", Level::Trace), ("Warning", Level::Warn), ("FATAL", Level::Fatal), ("info", Level::Info)]
        {
            assert_eq!(Level::read(word), Some(level));
        }
        assert_eq!(Level::read("loud"), None);
        assert!(Level::Fatal > Level::Error && Level::Trace > Level::Unknown);
    }

    #[test]
    fn a_set_survives_its_names() {
        let mut set = Levels::read("warn,nonsense,trace");
        assert_eq!(set.write(), "warn,trace");
        set.toggle(Level::Warn);
        assert!(!set.has(Level::Warn) && set.has(Level::Trace) && !set.is_empty());
    }
}
