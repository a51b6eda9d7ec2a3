//! What today cost so far and what is usual, as the gateway counted: asked when somebody looks, and not again for a while.
//! Refuses to ask by the clock.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

use super::profile::Profile;
use crate::protocol::UnixMs;
use crate::protocol::day::Day;
use crate::protocol::usage::{DaysTold, UsageOfDays};

/// So many days before today say what is usual.
const BEFORE: i32 = 14;
/// Fewer days with any use than this say nothing.
const FEW: usize = 3;
/// An answer is good for so long, in milliseconds.
pub const GOOD: i64 = 10 * 60_000;
/// The pause before the first question: who leaves at once does not ask it, and what waits for somebody is asked first.
const PAUSE: Duration = Duration::from_millis(1_500);
/// The pause before a gateway is asked once more that is still counting: it keeps its answers for half a minute.
const COLD: Duration = Duration::from_secs(31);

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// The address of the gateway.
    pub url: String,
    /// For which day.
    pub today: Day,
    /// What it cost so far, in billionths of a dollar.
    pub spent: i64,
    /// What a day usually costs, once enough days say so: half of them cost less.
    pub usual: Option<i64>,
    /// How many answers of models today had no price.
    pub unpriced: u64,
    /// The gateway is still counting.
    pub is_cold: bool,
    /// When, by the clock of this machine.
    pub at: UnixMs,
}

/// What today cost, once it is counted, or why it is not known.
#[derive(Clone, Copy)]
pub struct DayCosts {
    /// The latest count.
    pub told: RwSignal<Option<Result<Counted, String>>>,
    is_asking: StoredValue<bool>,
}

/// Reads an answer.
fn counted(told: &DaysTold, today: Day) -> Counted {
    let mut counted = Counted { today, is_cold: told.cache_status.status != "fresh", ..Counted::default() };
    let mut before: Vec<i64> = vec![];
    for day in &told.daily.items {
        if day.date == today {
            (counted.spent, counted.unpriced) = (day.sums.total_cost.0, day.sums.missing_cost_entries);
        } else if day.sums.total_tokens > 0 {
            // Put in its place at once: a fortnight needs no sort.
            let cost = day.sums.total_cost.0;
            before.insert(before.partition_point(|known| *known < cost), cost);
        }
    }
    counted.usual = before.get(before.len() / 2).copied().filter(|_| before.len() >= FEW);
    counted
}

impl DayCosts {
    /// Returns what is known of a gateway.
    pub fn of(profile: &Profile) -> Self {
        profile.keep(|_, _| Self { told: RwSignal::default(), is_asking: StoredValue::default() })
    }

    /// Wants to know, by the days of a zone. What was counted a moment ago is not counted again.
    pub fn want(self, profile: Profile, today: Day, zone: String) {
        let url = profile.link.url();
        let is_known = self.told.with_untracked(|told| {
            let Some(Ok(told)) = told else { return false };
            told.url == url && told.today == today && !told.is_cold && (0..GOOD).contains(&(profile.wall().0 - told.at.0))
        });
        if is_known || self.is_asking.get_value() {
            return;
        }
        self.is_asking.set_value(true);
        spawn_local(async move {
            for pause in [PAUSE, COLD] {
                profile.sleep(pause).await;
                if profile.link.url() != url {
                    break;
                }
                let told = profile.call(&UsageOfDays::new(today.plus(-BEFORE), today, &zone)).await;
                let told = told.map_err(|error| error.in_words()).map(|told| Counted {
                    url: url.clone(),
                    at: profile.wall(),
                    ..counted(&told, today)
                });
                let is_cold = matches!(&told, Ok(told) if told.is_cold);
                self.told.set(Some(told));
                if !is_cold {
                    break;
                }
            }
            self.is_asking.set_value(false);
            // Another gateway was wanted meanwhile.
            if profile.link.url() != url {
                self.want(profile, today, zone);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(days: &[(&str, i64, f64)], status: &str) -> Counted {
        let day = |(date, tokens, cost): &(&str, i64, f64)| {
            json!({"date": date, "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0, "totalTokens": tokens, "totalCost": cost, "inputCost": 0,
                "outputCost": 0, "cacheReadCost": 0, "cacheWriteCost": 0, "missingCostEntries": 2})
        };
        let told = json!({"daily": days.iter().map(day).collect::<Vec<_>>(), "cacheStatus": {"status": status}});
        counted(&serde_json::from_value(told).unwrap(), Day::read("2026-11-26").unwrap())
    }

    #[test]
    fn a_usual_day_is_the_one_in_the_middle_of_those_with_any_use() {
        let days = [("2026-11-22", 0, 0.0), ("2026-11-23", 5, 3.0), ("2026-11-24", 5, 1.0), ("2026-11-25", 5, 9.0), ("2026-11-26", 5, 0.5)];
        let told = of(&days, "fresh");
        assert_eq!((told.spent, told.usual, told.unpriced, told.is_cold), (500_000_000, Some(3_000_000_000), 2, false));
    }

    #[test]
    fn few_days_say_nothing_and_a_count_that_goes_on_says_so() {
        let told = of(&[("2026-11-25", 5, 9.0), ("2026-11-26", 0, 0.0)], "refreshing");
        assert_eq!((told.usual, told.is_cold), (None, true));
    }
}
