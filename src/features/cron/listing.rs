//! Which jobs are listed, in which order, and how many there are of each state. Pure.
//! Refuses to know how a job comes to its state.

use std::cmp::Ordering;
use std::sync::Arc;

use super::address::{Look, Sort};
use super::shown::{Shown, urgency};
use crate::domain::job::facts::Facts;
use crate::domain::query::{Query, Term, small};
use crate::domain::say;
use crate::domain::sorted::sort;
use crate::protocol::cron::Whole;

/// A job and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The job.
    pub whole: Arc<Whole>,
    /// What it says without a clock.
    pub facts: Arc<Facts>,
    /// How it stands.
    pub shown: Shown,
}

/// The list as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The ids of the jobs, in order.
    pub ids: Vec<Arc<str>>,
    /// How many jobs the gateway made for itself and are not shown.
    pub hidden: usize,
    /// What there is, whatever is searched for.
    pub counts: Counts,
}

/// How many jobs there are of each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub all: usize,
    /// Those that the gateway made for itself.
    pub system: usize,
    /// What failed or flaps.
    pub failing: usize,
    /// What is late beyond its grace.
    pub late: usize,
    /// What runs.
    pub running: usize,
    /// What is paused.
    pub paused: usize,
}

impl Counts {
    /// Says it in one line.
    pub fn summary(&self) -> String {
        // The list is empty then, and says so.
        let is_none_own = self.all > 0 && self.all == self.system;
        let system = || ["No jobs of yours, ", &say::many(self.system, "system job")].concat();
        let mut parts = vec![if is_none_own { system() } else { say::many(self.all, "job") }];
        for (count, word) in [(self.failing, "failing"), (self.late, "late"), (self.running, "running"), (self.paused, "paused")] {
            if count > 0 {
                parts.push(format!("{} {word}", say::count(count)));
            }
        }
        parts.join(", ")
    }
}

/// The keys that the search box knows.
pub const KEYS: [&str; 4] = ["state", "agent", "kind", "project"];

/// Whether the project of a job is called by one of these names.
pub type Called<'a> = &'a dyn Fn(&Known, &[String]) -> bool;

/// Makes the listing of jobs.
pub fn listing(jobs: &[Known], look: &Look, called: Called<'_>) -> Listing {
    let query = Query::read(&look.query, &KEYS);
    let mut listing = Listing::default();
    let mut found: Vec<&Known> = vec![];
    for known in jobs {
        let is_hidden = known.facts.is_system && !look.with_system;
        let needs_somebody = matches!(known.shown.name, "failing" | "flapping" | "late" | "running");
        count(&mut listing.counts, known);
        if is_hidden && !needs_somebody {
            listing.hidden += 1;
        } else if fits(&query, known, called) {
            found.push(known);
        }
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    sort(&mut order, &|one, other| {
        let order = compare(found[one], found[other], look.sort);
        if look.is_reversed { order.reverse() } else { order }
    });
    listing.ids = order.into_iter().map(|at| found[at].whole.job.id.as_str().into()).collect();
    listing
}

impl Listing {
    /// Puts the jobs in the order in which they stood before; new ones come last.
    pub fn held(mut self, before: &[Arc<str>]) -> Self {
        let place = |id: &Arc<str>| before.iter().position(|other| other == id).unwrap_or(before.len());
        let places: Vec<usize> = self.ids.iter().map(place).collect();
        let mut order: Vec<usize> = (0..places.len()).collect();
        sort(&mut order, &|one, other| places[one].cmp(&places[other]));
        self.ids = order.into_iter().map(|at| self.ids[at].clone()).collect();
        self
    }
}

fn count(counts: &mut Counts, known: &Known) {
    counts.all += 1;
    counts.system += usize::from(known.facts.is_system);
    match known.shown.name {
        "failing" | "flapping" => counts.failing += 1,
        "late" => counts.late += 1,
        "running" | "starting" => counts.running += 1,
        "paused" => counts.paused += 1,
        _ => {}
    }
}

fn compare(one: &Known, other: &Known, by: Sort) -> Ordering {
    let next = |known: &Known| {
        let job = &known.whole.job;
        // What runs stands above what is due, what is not due at all below it.
        if job.state.running_at_ms.is_some() {
            i64::MIN
        } else {
            job.state.next_run_at_ms.filter(|_| job.enabled).map_or(i64::MAX, |at| at.0)
        }
    };
    let last = |known: &Known| -known.whole.job.state.last_duration_ms.unwrap_or(-1);
    let order = match by {
        Sort::Next => next(one).cmp(&next(other)),
        Sort::State => urgency(one.shown.name).cmp(&urgency(other.shown.name)).then_with(|| next(one).cmp(&next(other))),
        Sort::Last => last(one).cmp(&last(other)),
        Sort::Name => Ordering::Equal,
    };
    let name = |known: &Known| small(&known.facts.title);
    order.then_with(|| name(one).cmp(&name(other))).then_with(|| one.whole.job.id.cmp(&other.whole.job.id))
}

fn fits(query: &Query, known: &Known, called: Called<'_>) -> bool {
    let job = &known.whole.job;
    query.holds(|term: &Term| {
        let is = |text: &str| term.any(|value| small(text) == *value);
        let has = |text: &str| term.any(|value| small(text).contains(value.as_str()));
        match term.key {
            Some("state") => {
                is(known.shown.name)
                    || (is("late") && known.shown.name == "due")
                    || (is("failing") && known.shown.name == "flapping")
                    || (is("running") && known.shown.name == "starting")
            }
            Some("project") => called(known, &term.values),
            Some("agent") => job.agent_id.as_deref().is_some_and(is),
            Some("kind") => is(&job.schedule.kind),
            _ => {
                let more = [job.description.as_deref(), job.state.last_error.as_deref(), job.agent_id.as_deref()];
                has(&known.facts.title) || has(&known.facts.sentence) || has(&job.id) || more.into_iter().flatten().any(has)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::cron::Job;
    use crate::ui::badge::Tone;
    use serde_json::json;

    fn known(id: &str, state: &'static str, next: i64, is_system: bool) -> Known {
        let job: Job = serde_json::from_value(json!({
            "id": id, "name": id, "enabled": state != "paused", "agentId": "ops", "schedule": {"kind": "every", "everyMs": 60_000},
            "state": {"nextRunAtMs": next, "lastDurationMs": next},
        }))
        .unwrap();
        let facts = Facts {
            title: id.into(),
            schedule: None,
            sentence: "Every minute".into(),
            zone: String::new(),
            zone_name: None,
            is_system,
            owed: None,
        };
        let shown = Shown { name: state, word: state.into(), tone: Tone::Idle, hint: None };
        Known { whole: Arc::new(Whole { job, text: "".into() }), facts: Arc::new(facts), shown }
    }

    fn jobs() -> Vec<Known> {
        vec![
            known("a", "up", 30, false),
            known("b", "failing", 20, false),
            known("c", "paused", 10, false),
            known("d", "up", 5, true),
            known("e", "late", 25, true),
        ]
    }

    fn ids(look: &Look) -> String {
        listing(&jobs(), look, &|known, names| names.contains(&known.whole.job.id)).ids.iter().map(|id| id.to_string()).collect()
    }

    #[test]
    fn what_is_due_first_stands_first_and_what_the_gateway_made_is_hidden_unless_it_needs_somebody() {
        assert_eq!(ids(&Look::default()), "beac");
        assert_eq!(ids(&Look { with_system: true, ..Look::default() }), "dbeac");
        assert_eq!(ids(&Look { sort: Sort::State, ..Look::default() }), "beac");
        assert_eq!(ids(&Look { sort: Sort::Name, is_reversed: true, ..Look::default() }), "ecba");
        assert_eq!(ids(&Look { sort: Sort::Last, ..Look::default() }), "aebc");
        let listing = listing(&jobs(), &Look::default(), &|_, _| false);
        assert_eq!(listing.hidden, 1);
        assert_eq!(listing.counts.summary(), "5 jobs, 1 failing, 1 late, 1 paused");
        assert_eq!(Counts { all: 2, system: 2, ..Counts::default() }.summary(), "No jobs of yours, 2 system jobs");
    }

    #[test]
    fn rows_that_are_held_stay_and_new_ones_come_last() {
        let before: Vec<Arc<str>> = ["c", "gone", "a"].map(Arc::from).into();
        let held = listing(&jobs(), &Look::default(), &|_, _| false).held(&before);
        assert_eq!(held.ids.concat(), "cabe");
    }

    #[test]
    fn jobs_are_found_by_words_and_keys() {
        for (query, found) in [
            ("state:paused", "c"),
            ("state:late,failing", "be"),
            ("-state:up", "bec"),
            ("agent:ops a", "a"),
            ("minute", "beac"),
            ("project:a,b", "ba"),
        ] {
            assert_eq!(ids(&Look { query: query.into(), ..Look::default() }), found, "{query}");
        }
    }
}
