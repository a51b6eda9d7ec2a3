//! What runs cost, as far as that is known, from where, and why not. Pure.
//! Refuses to ask, and to take what is not known for nothing.

use std::sync::Arc;

use crate::domain::say;
use crate::protocol::cron::RunEntry;
use crate::protocol::usage::CostsTold;
use crate::protocol::{UnixMs, Usd};

/// What a run cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// By the row of the session that it ran in.
    Row(Usd),
    /// By the gateway's count of what sessions used.
    Counted(Usd),
    /// Not known, and why.
    No(&'static str),
}

/// The session of a job as the list of sessions has it: the id of its present life, and what its last run cost.
pub type Row<'a> = Option<(&'a str, Option<Usd>)>;

/// What was counted: a session's life, and what it cost if it has a price.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    known: Vec<(String, Option<Usd>)>,
    /// The jobs that were counted for, and from when to when.
    pub jobs: Vec<(String, UnixMs, UnixMs)>,
    /// Whose runs are being counted.
    pub is_asking: Option<String>,
    /// For which job nothing came, and why; or that more is to come.
    pub trouble: Option<(String, String)>,
}

impl Counted {
    /// Takes in what the gateway counted.
    pub fn learn(&mut self, told: &CostsTold) {
        for of in &told.sessions.items {
            if let (Some(id), Some(sum)) = (&of.session_id, of.usage) {
                let cost = Some(sum.total_cost).filter(|cost| sum.missing_cost_entries == 0 || cost.0 > 0);
                self.known.retain(|(known, _)| known != id);
                self.known.push((id.clone(), cost));
            }
        }
    }

    /// Returns what a run cost.
    pub fn of(&self, run: &RunEntry, row: Row<'_>) -> Cost {
        let Some(id) = run.session_id.as_deref() else { return Cost::No("It asked no model that is known") };
        if !is_own(run) {
            return Cost::No("It ran in a session that goes on, whose cost is not told run by run");
        }
        if let Some((of, Some(cost))) = row
            && of == id
        {
            return Cost::Row(cost);
        }
        match self.known.iter().find(|(known, _)| known == id) {
            Some((_, Some(cost))) => Cost::Counted(*cost),
            Some((_, None)) => Cost::No("Its model has no price on the gateway"),
            None if self.jobs.iter().any(|(job, from, to)| *job == run.job_id && (*from..=*to).contains(&run.at())) => {
                Cost::No("The gateway's count does not hold the session of this run")
            }
            None => Cost::No("Not counted yet"),
        }
    }
}

/// Whether a run had a session to itself, so that what the session cost is what the run cost.
pub fn is_own(run: &RunEntry) -> bool {
    run.session_key.as_deref().is_some_and(|key| key.contains(":run:"))
}

/// Returns the agent and the session of the job that a run belongs to.
pub fn places(run: &RunEntry) -> Option<(&str, &str)> {
    let key = run.session_key.as_deref()?;
    let agent = key.strip_prefix("agent:")?.split(':').next()?;
    Some((agent, key.split_once(":run:").map_or(key, |(job, _)| job)))
}

impl Cost {
    /// Says it, and where it comes from.
    pub fn said(self) -> (String, String) {
        match self {
            Self::Row(cost) => (say::money(cost), exactly(cost, "the gateway's estimate for the session of this run")),
            Self::Counted(cost) => (say::money(cost), exactly(cost, "as the gateway counted the session of this run")),
            Self::No(why) => ("—".into(), ["Cost not known. ", why].concat()),
        }
    }
}

fn exactly(cost: Usd, from: &str) -> String {
    [&say::money_exactly(cost), ", ", from].concat()
}

/// Says what runs used and cost together, and of how many that is known.
pub fn together(runs: &[Arc<RunEntry>], cost: &dyn Fn(&RunEntry) -> Cost) -> String {
    let (mut tokens, mut with_tokens, mut sum, mut priced) = (0_u64, 0, 0_i64, 0);
    for run in runs {
        if let Some(total) = run.usage.as_ref().and_then(|usage| usage.total_tokens) {
            (tokens, with_tokens) = (tokens.saturating_add(total), with_tokens + 1);
        }
        if let Cost::Row(cost) | Cost::Counted(cost) = cost(run) {
            (sum, priced) = (sum.saturating_add(cost.0), priced + 1);
        }
    }
    let of = |known: usize| if known == runs.len() { String::new() } else { ["for ", &say::count(known), " of them"].join("") };
    let part = |what: String, known: usize| {
        let known = of(known);
        if known.is_empty() { what } else { [&what, " ", &known].concat() }
    };
    let tokens = if with_tokens == 0 { "tokens not known".into() } else { part([&say::tokens(tokens), " tokens"].concat(), with_tokens) };
    let cost = if priced == 0 { "cost not known".into() } else { part(say::money(Usd(sum)), priced) };
    [&say::many(runs.len(), "run"), ": ", &tokens, ", ", &cost].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn run(id: Option<&str>, key: &str, tokens: Option<u64>) -> Arc<RunEntry> {
        let usage = tokens.map(|total| json!({"total_tokens": total}));
        Arc::new(
            serde_json::from_value(json!({"jobId": "j", "runAtMs": 1_500, "sessionId": id, "sessionKey": key, "usage": usage})).unwrap(),
        )
    }

    fn counted(jobs: &[&str]) -> Counted {
        let told = json!({"cacheStatus": {"status": "fresh"}, "sessions": [
            {"sessionId": "b", "usage": {"totalCost": 0.25, "missingCostEntries": 0}},
            {"sessionId": "c", "usage": {"totalCost": 0, "missingCostEntries": 2}},
            {"sessionId": "d", "usage": null},
        ]});
        let mut counted =
            Counted { jobs: jobs.iter().map(|job| ((*job).to_owned(), UnixMs(1_000), UnixMs(2_000))).collect(), ..Counted::default() };
        counted.learn(&serde_json::from_value(told).unwrap());
        counted
    }

    const OWN: &str = "agent:ops:cron:j:run:x";

    #[test]
    fn a_cost_is_known_from_the_row_of_the_same_life_or_from_the_count() {
        let row = Some(("a", Some(Usd(962))));
        for (id, key, jobs, wanted) in [
            (Some("a"), OWN, &[][..], Cost::Row(Usd(962))),
            (Some("b"), OWN, &[], Cost::Counted(Usd(250_000))),
            (Some("c"), OWN, &["j"], Cost::No("Its model has no price on the gateway")),
            (Some("d"), OWN, &["j"], Cost::No("The gateway's count does not hold the session of this run")),
            (Some("d"), OWN, &[], Cost::No("Not counted yet")),
            (Some("a"), "agent:ops:main", &["j"], Cost::No("It ran in a session that goes on, whose cost is not told run by run")),
            (None, OWN, &["j"], Cost::No("It asked no model that is known")),
        ] {
            assert_eq!(counted(jobs).of(&run(id, key, None), row), wanted, "{id:?} {key}");
        }
        let earlier = RunEntry { run_at_ms: Some(UnixMs(900)), ..(*run(Some("d"), OWN, None)).clone() };
        assert_eq!(counted(&["j"]).of(&earlier, None), Cost::No("Not counted yet"), "other days were counted");
        assert_eq!(Cost::Row(Usd(962)).said().0, "<$0.01");
        assert!(Cost::Row(Usd(962)).said().1.starts_with("$0.000962, "));
        assert_eq!(Cost::No("Not counted yet").said(), ("—".into(), "Cost not known. Not counted yet".into()));
    }

    #[test]
    fn what_is_known_of_some_is_said_to_be_of_some() {
        let known = |run: &RunEntry| counted(&[]).of(run, None);
        let runs = [run(Some("b"), OWN, Some(1_200)), run(Some("d"), OWN, Some(300)), run(None, "", None)];
        assert_eq!(together(&runs, &known), "3 runs: 2k tokens for 2 of them, $0.25 for 1 of them");
        assert_eq!(together(&runs[..1], &known), "1 run: 1k tokens, $0.25");
        assert_eq!(together(&runs[2..], &known), "1 run: tokens not known, cost not known");
    }

    #[test]
    fn the_agent_and_the_session_of_the_job_stand_in_the_key() {
        assert_eq!(places(&run(None, OWN, None)), Some(("ops", "agent:ops:cron:j")));
        assert_eq!(places(&run(None, "global", None)), None);
        assert!(is_own(&run(None, OWN, None)) && !is_own(&run(None, "agent:ops:cron:j", None)));
    }
}
