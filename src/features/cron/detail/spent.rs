//! What the runs on a page used and cost together, and the question that tells what each of them cost.
//! Refuses to ask by itself: it is the heaviest question that there is, so a person asks it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::page::Page;
use crate::domain::schedule::civil::{DAY, day};
use crate::features::cron::costs::{self, Cost};
use crate::features::cron::deeds::in_words;
use crate::features::cron::desk::Desk;
use crate::protocol::UnixMs;
use crate::protocol::usage::UsageOfAgent;
use crate::ui::el::{El, button, div, span};
use crate::zones;

/// The pause before a gateway is asked once more that is still counting.
const COLD: Duration = Duration::from_secs(5);

/// Draws the sums and the question.
pub fn spent(desk: Desk, page: RwSignal<Option<Page>>) -> El {
    let words = move || {
        page.with(|page| {
            let runs = page.as_ref().map(|page| page.runs.as_slice()).unwrap_or_default();
            if runs.is_empty() { String::new() } else { costs::together(runs, &|run| desk.cost_of(run)) }
        })
    };
    let can_ask = move || {
        page.with(|page| {
            let runs = page.as_ref().map(|page| page.runs.as_slice()).unwrap_or_default();
            runs.iter().any(|run| costs::is_own(run) && matches!(desk.cost_of(run), Cost::No(_)))
        })
    };
    let is_asking = move || desk.counted.with(|counted| counted.is_asking.is_some());
    let trouble = move || {
        let job = page.with(|page| page.as_ref().and_then(|page| page.runs.first()).map(|run| run.job_id.clone()));
        let trouble = desk.counted.with(|counted| counted.trouble.clone());
        trouble.filter(|(of, _)| Some(of) == job.as_ref()).map(|(_, words)| words).unwrap_or_default()
    };
    let obstacle = move || (!desk.profile.link.is_ready()).then(|| "Not connected".to_owned());
    let hint =
        move || {
            Some(obstacle().unwrap_or_else(|| {
                "Asks the gateway to count what the agent's sessions used on these days. That can take a while.".to_owned()
            }))
        };
    div("spent")
        .flag("hidden", move || words().is_empty())
        .child(span("quiet").set("role", "status").say(words))
        .when(can_ask, move || {
            button("button")
                .set("data-size", "small")
                .live("title", hint)
                .truth("aria-disabled", move || is_asking() || obstacle().is_some())
                .say(move || if is_asking() { "Counting" } else { "Count costs" }.to_owned())
                .click(move || {
                    if !untrack(is_asking) && untrack(obstacle).is_none() {
                        count(desk, page);
                    }
                })
        })
        .child(span("trouble").set("role", "alert").say(trouble))
}

/// Asks for the days of the runs on the page, once more where the gateway is still counting.
fn count(desk: Desk, page: RwSignal<Option<Page>>) {
    let asked = page.with_untracked(|page| {
        let runs = &page.as_ref()?.runs;
        let newest = runs.iter().find(|run| costs::is_own(run))?;
        let (agent, _) = costs::places(newest)?;
        let oldest = runs.last()?.at();
        Some((newest.job_id.clone(), agent.to_owned(), oldest))
    });
    let Some((job, agent, oldest)) = asked else { return };
    let (zone, now) = (zones::own(), untrack(|| desk.ticker.there()));
    let date = |at: UnixMs| {
        let wall = at.0 + zones::zone(&zone).map_or(0, |zone| zone.offset_at(at));
        day(wall.div_euclid(DAY))
    };
    let method = UsageOfAgent::new(&agent, &date(oldest), &date(now), &zone);
    desk.counted.update(|counted| (counted.is_asking, counted.trouble) = (Some(job.clone()), None));
    spawn_local(async move {
        let mut is_second = false;
        let answer = loop {
            let answer = desk.profile.call(&method).await;
            if is_second || !answer.as_ref().is_ok_and(|told| told.cache_status.status != "fresh") {
                break answer;
            }
            is_second = true;
            desk.profile.sleep(COLD).await;
        };
        desk.counted.update(|counted| {
            counted.is_asking = None;
            match answer {
                Ok(told) => {
                    counted.learn(&told);
                    if told.cache_status.status == "fresh" {
                        counted.jobs.push((job, oldest, now));
                    } else {
                        counted.trouble = Some((job, "The gateway is still counting. Ask again in a moment.".into()));
                    }
                }
                Err(error) => counted.trouble = Some((job, ["The costs could not be read. ", &in_words(&error)].concat())),
            }
        });
    });
}
