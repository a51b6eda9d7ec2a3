//! What may be spent: whose, in which time, from where on it is worth a warning; and when it will be spent at the present pace. Pure.
//! Refuses to know what was spent.

use super::filter::{Dim, Filter};
use super::sum::{exact_money, money};
use crate::protocol::day::Day;
use crate::protocol::fields::{FromJson, Piece, reads, text};
use serde::Serialize;

/// Whose spending a budget bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Whose {
    /// Everybody's together.
    #[default]
    All,
    /// An agent's.
    Agent,
    /// A scheduled job's.
    Job,
    /// A session's.
    Session,
}

impl Whose {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::All, Self::Agent, Self::Job, Self::Session];

    /// Returns its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Agent => "agent",
            Self::Job => "job",
            Self::Session => "session",
        }
    }

    /// Returns what has this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whose| whose.as_str() == name)
    }
}

impl FromJson for Whose {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        Self::named(&text(json)?).ok_or_else(|| "nobody whose spending is bounded".into())
    }
}

/// In which time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// On each day.
    #[default]
    Day,
    /// In each month.
    Month,
}

impl Per {
    /// Returns its name.
    pub fn as_str(self) -> &'static str {
        if self == Self::Day { "day" } else { "month" }
    }

    /// Says the present one.
    pub fn now(self) -> &'static str {
        if self == Self::Day { "today" } else { "this month" }
    }

    /// Returns the first day of the present one, and the first of the next.
    pub fn days(self, today: Day) -> (Day, Day) {
        match self {
            Self::Day => (today, today.plus(1)),
            Self::Month => (today.month(), today.months_on(1)),
        }
    }
}

impl FromJson for Per {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let name = text(json)?;
        [Self::Day, Self::Month].into_iter().find(|per| per.as_str() == name).ok_or_else(|| "no time that a budget is for".into())
    }
}

/// How far it has come with a budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// All is well.
    #[default]
    Within,
    /// Worth a warning.
    Warn,
    /// All of it is spent.
    Spent,
}

impl Level {
    /// Returns its number, as it is kept.
    pub fn number(self) -> i64 {
        match self {
            Self::Within => 0,
            Self::Warn => 1,
            Self::Spent => 2,
        }
    }
}

/// A budget, as a person set it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// Tells it from all others of this browser.
    pub id: i64,
    /// The address of the gateway that it is for.
    pub gateway: String,
    /// Whose spending it bounds.
    pub whose: Whose,
    /// Which agent, job or session; empty for each of them by itself.
    pub of: String,
    /// In which time.
    pub per: Per,
    /// From where on it is worth a warning, in billionths of a dollar.
    pub warn: i64,
    /// What may be spent, in billionths of a dollar.
    pub limit: i64,
}

reads! { Budget { id: needed, gateway: needed, whose: needed, of, per: needed, warn: needed, limit: needed } }

impl Budget {
    /// Returns what must be spent to reach a level.
    pub fn from(&self, level: Level) -> i64 {
        match level {
            Level::Within => 0,
            Level::Warn => self.warn.min(self.limit),
            Level::Spent => self.limit,
        }
    }

    /// Returns the level that is reached.
    pub fn level(&self, spent: i64) -> Level {
        [Level::Spent, Level::Warn].into_iter().find(|level| spent >= self.from(*level)).unwrap_or_default()
    }
}

/// Returns the least that may be spent in each bucket of a chart of what is left by some filters: nothing where no budget bounds just that.
pub fn line(budgets: &[Budget], filters: &[Filter], per: Per) -> Option<i64> {
    let (whose, of) = match filters {
        [] => (Whose::All, ""),
        [(Dim::Agent, of)] => (Whose::Agent, of.as_str()),
        [(Dim::Job, of)] => (Whose::Job, of.as_str()),
        [(Dim::Session, of)] => (Whose::Session, of.as_str()),
        _ => return None,
    };
    // What bounds each by itself bounds this one too.
    let bounds = |budget: &&Budget| budget.per == per && budget.whose == whose && (budget.of.is_empty() || budget.of == of);
    budgets.iter().filter(bounds).map(|budget| budget.limit).min()
}

/// Reads what a person wrote as money: `5`, `$2.50`, `0,5`. Nothing that is not above nothing, or unclear as `1,000`.
pub fn sum(written: &str) -> Option<i64> {
    let written = written.trim().trim_start_matches('$').trim_start();
    let (whole, part) = written.split_once(['.', ',']).unwrap_or((written, ""));
    let is_unclear = part.len() == 3 && written.contains(',');
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || whole.len() > 7 || part.len() > 9 || written.is_empty() || is_unclear {
        return None;
    }
    let figures = whole.bytes().chain(part.bytes()).chain(std::iter::repeat_n(b'0', 9 - part.len()));
    Some(figures.fold(0_i64, |nano, byte| nano * 10 + i64::from(byte - b'0'))).filter(|nano| *nano > 0)
}

/// Says money shortly, and to the last digit where a short word would say next to nothing.
pub fn told(nano: i64) -> String {
    if (1..10_000_000).contains(&nano) { exact_money(nano) } else { money(nano) }
}

/// Returns when a sum will be spent if it goes on as since the beginning of a time, if that is before its end. Of the first
/// twenty-fourth of a time nothing follows. All times in milliseconds.
pub fn crossing(spent: i64, limit: i64, (began, ends): (i64, i64), now: i64) -> Option<i64> {
    let gone = now.saturating_sub(began);
    if spent <= 0 || spent >= limit || gone <= 0 || gone < ends.saturating_sub(began) / 24 {
        return None;
    }
    let needs = i128::from(gone) * i128::from(limit) / i128::from(spent);
    let at = i128::from(began) + needs;
    i64::try_from(at).ok().filter(|at| *at < ends)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sums_are_read_as_people_write_them() {
        for (written, nano) in [
            ("5", Some(5_000_000_000)),
            (" $2.50 ", Some(2_500_000_000)),
            ("0,5", Some(500_000_000)),
            (".25", Some(250_000_000)),
            ("0.000000001", Some(1)),
            ("0.125", Some(125_000_000)),
            ("0,1250", Some(125_000_000)),
            ("1,000", None),
            ("1,000.50", None),
            ("0", None),
            ("", None),
            (".", None),
            ("-1", None),
            ("1.2.3", None),
            ("1e9", None),
            ("99999999", None),
            ("0.0000000001", None),
        ] {
            assert_eq!(sum(written), nano, "{written}");
        }
    }

    #[test]
    fn levels_are_reached_from_their_sums_on() {
        let budget = Budget { warn: 80, limit: 100, ..Budget::default() };
        for (spent, level) in
            [(0, Level::Within), (79, Level::Within), (80, Level::Warn), (99, Level::Warn), (100, Level::Spent), (500, Level::Spent)]
        {
            assert_eq!(budget.level(spent), level, "{spent}");
        }
        assert_eq!(Budget { warn: 500, limit: 100, ..Budget::default() }.level(100), Level::Spent, "a warning never comes after the end");
    }

    #[test]
    fn the_pace_so_far_says_when_it_will_be_spent() {
        let day = (0, 24_000);
        for (spent, now, at) in [
            (50, 6_000, Some(12_000)),
            (50, 12_000, None),
            (50, 11_999, Some(23_998)),
            (10, 500, None),
            (10, 1_000, Some(10_000)),
            (0, 12_000, None),
            (100, 12_000, None),
            (200, 12_000, None),
        ] {
            assert_eq!(crossing(spent, 100, day, now), at, "{spent} at {now}");
        }
    }

    #[test]
    fn a_line_stands_for_what_is_looked_at_and_nothing_else() {
        let budget = |whose, of: &str, per, limit| Budget { whose, of: of.into(), per, limit, ..Budget::default() };
        let budgets = [
            budget(Whose::All, "", Per::Day, 10),
            budget(Whose::All, "", Per::Day, 8),
            budget(Whose::Agent, "", Per::Day, 5),
            budget(Whose::Agent, "ops", Per::Day, 3),
            budget(Whose::Session, "s", Per::Month, 7),
        ];
        let of = |dim, value: &str| vec![(dim, value.to_owned())];
        let two = vec![(Dim::Agent, "ops".to_owned()), (Dim::Model, "m".to_owned())];
        for (filters, per, limit) in [
            (vec![], Per::Day, Some(8)),
            (vec![], Per::Month, None),
            (of(Dim::Agent, "ops"), Per::Day, Some(3)),
            (of(Dim::Agent, "main"), Per::Day, Some(5)),
            (of(Dim::Session, "s"), Per::Month, Some(7)),
            (of(Dim::Session, "t"), Per::Month, None),
            (of(Dim::Model, "m"), Per::Day, None),
            (two, Per::Day, None),
        ] {
            assert_eq!(line(&budgets, &filters, per), limit, "{filters:?}");
        }
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let budget = Budget { id: 3, gateway: "ws://g".into(), whose: Whose::Job, of: "j".into(), per: Per::Month, warn: 1, limit: 2 };
        let written = serde_json::value::to_raw_value(&budget).unwrap();
        assert_eq!(Budget::from_json(Piece::of(&written)), Ok(budget));
    }

    proptest! {
        #[test]
        fn it_is_spent_after_now_and_within_the_time(spent in 0..1_000_i64, limit in 1..1_000_i64, now in -10..100_000_i64) {
            if let Some(at) = crossing(spent, limit, (0, 90_000), now) {
                prop_assert!(at >= now && at < 90_000);
            }
        }

        #[test]
        fn nothing_that_is_typed_panics(written in ".{0,24}") {
            sum(&written);
        }
    }
}
