//! Which time is looked at, which one is before it, and which days must be asked for to know both.
//! Refuses to know what time it is: it is an argument.

use crate::protocol::day::Day;

/// What a person chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// The last 24 hours.
    Hours,
    /// So many days up to today.
    Days(i32),
    /// This month up to today.
    Month,
    /// From one day to another.
    Custom(Day, Day),
}

impl Default for Range {
    fn default() -> Self {
        Self::Days(30)
    }
}

/// The ranges that have a button.
pub const RANGES: [(&str, &str, Range); 5] = [
    ("24h", "24 h", Range::Hours),
    ("7d", "7 d", Range::Days(7)),
    ("30d", "30 d", Range::Days(30)),
    ("90d", "90 d", Range::Days(90)),
    ("month", "This month", Range::Month),
];

/// The longest span, in days.
pub const LONGEST: i32 = 370;

/// Hours or days beside each other, by the clock of the zone: the first and the last, both within.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: i32,
    /// The last.
    pub to: i32,
    /// They are hours.
    pub is_hours: bool,
}

impl Span {
    /// Returns the days between two, both within.
    pub fn days(from: Day, to: Day) -> Self {
        Self { from: from.0, to: to.0, is_hours: false }
    }

    /// Whether it holds an hour or a day.
    pub fn holds(self, at: i32) -> bool {
        (self.from..=self.to).contains(&at)
    }

    /// How many hours or days it is long.
    pub fn len(self) -> i32 {
        self.to.saturating_sub(self.from).saturating_add(1).max(0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns the day of its first hour, or its first day.
    pub fn first_day(self) -> Day {
        Day(if self.is_hours { self.from.div_euclid(24) } else { self.from })
    }

    /// Returns the day of its last hour, or its last day.
    pub fn last_day(self) -> Day {
        Day(if self.is_hours { self.to.div_euclid(24) } else { self.to })
    }
}

impl Range {
    /// Returns the span when the clock of the zone shows this hour, counted from 1970.
    pub fn span(self, hour: i32) -> Span {
        let today = Day(hour.div_euclid(24));
        match self {
            Self::Hours => Span { from: hour - 23, to: hour, is_hours: true },
            Self::Days(days) => Span::days(today.plus(1 - days.clamp(1, LONGEST)), today),
            Self::Month => Span::days(today.month(), today),
            Self::Custom(from, to) => {
                let (from, to) = (from.min(to), from.max(to));
                Span::days(from.max(to.plus(1 - LONGEST)), to)
            }
        }
    }

    /// Returns the span before: as long, or of a month the same days of the last one.
    pub fn before(self, span: Span) -> Span {
        match self {
            Self::Month => {
                let first = Day(span.from).months_on(-1);
                Span { from: first.0, to: (first.0 + span.len() - 1).min(span.from - 1), is_hours: false }
            }
            _ => Span { from: span.from - span.len(), to: span.from - 1, ..span },
        }
    }
}

/// So many days before today say what is usual.
pub const USUAL: i32 = 28;

/// Returns the days to ask for: both spans, and of a span that reaches today what a forecast rests on, so that it is the same whatever
/// is looked at: the month and the days that say what is usual.
pub fn asked(span: Span, before: Span, today: Day) -> (Day, Day) {
    let from = before.first_day().min(span.first_day());
    let last = span.last_day();
    (if last >= today { from.min(today.month()).min(today.plus(-USUAL)) } else { from }, last)
}

/// How long a bucket of a chart is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week, from Monday on.
    Week,
    /// A month.
    Month,
}

impl Step {
    /// Those that can be chosen.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// Returns its name, in the address and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// Returns what stands behind an hour or day within the same bucket.
    fn last(self, at: i32) -> i32 {
        match self {
            Self::Hour | Self::Day => at,
            Self::Week => Day(at).week().0 + 6,
            Self::Month => Day(at).months_on(1).0 - 1,
        }
    }

    /// Cuts a span into buckets; the first and the last may be shorter.
    pub fn buckets(self, span: Span) -> Vec<Span> {
        let mut buckets = vec![];
        let mut from = span.from;
        while from <= span.to {
            let to = self.last(from).clamp(from, span.to);
            buckets.push(Span { from, to, ..span });
            from = to + 1;
        }
        buckets
    }
}

/// The months by their short names.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// The days of the week by their short names.
pub const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Says a month: `Nov`.
pub fn month(day: Day) -> &'static str {
    let (_, month, _) = day.parts();
    usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default()
}

/// Says a day: `25 Nov`.
pub fn day(day: Day) -> String {
    [&day.parts().2.to_string(), " ", month(day)].concat()
}

/// Says a span: `25 Oct – 23 Nov 2026`, `Wed 25 Nov`, `14:00`.
pub fn words(span: Span) -> String {
    let (from, to) = (span.first_day(), span.last_day());
    let hour = |at: i32| {
        let hour = at.rem_euclid(24);
        [if hour < 10 { "0" } else { "" }, &hour.to_string(), ":00"].concat()
    };
    if span.is_hours {
        return match span.len() {
            1 => [&day(from), " ", &hour(span.from)].concat(),
            _ => [&day(from), " ", &hour(span.from), " – ", &day(to), " ", &hour(span.to + 1)].concat(),
        };
    }
    let year = |day: Day| [" ", &day.parts().0.to_string()].concat();
    if from == to {
        let weekday = usize::try_from(from.weekday()).ok().and_then(|at| WEEKDAYS.get(at)).copied().unwrap_or_default();
        return [weekday, " ", &day(from)].concat();
    }
    let first_year = if from.parts().0 == to.parts().0 { String::new() } else { year(from) };
    [&day(from), &first_year, " – ", &day(to), &year(to)].concat()
}

/// Says where a bucket stands below a chart.
pub fn mark(step: Step, bucket: Span) -> String {
    match step {
        Step::Hour => [&bucket.from.rem_euclid(24).to_string(), "h"].concat(),
        Step::Day | Step::Week => day(Day(bucket.from)),
        Step::Month => month(Day(bucket.from)).into(),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "span_tests.rs"]
mod tests;
