//! One job in the list: name and schedule, next run, state, last runs, what the last one took and cost, and its run button.
//! Refuses to know its neighbours.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::bars::bars;
use super::costs::Cost;
use super::desk::{Desk, Seen};
use super::listing::Known;
use super::shown::{self, took};
use crate::domain::say;
use crate::domain::schedule::Schedule;
use crate::domain::schedule::civil::DAY;
use crate::platform::dom;
use crate::protocol::Method;
use crate::protocol::cron::{CronRun, CronRuns, RunEntry, RunMode};
use crate::state::jobs::RUNS;
use crate::ui::badge::badge;
use crate::ui::el::{El, button, div, effect, el, span};

/// Draws the row. It listens to its own job alone. `place` tells where it stands in the list, as long as it is in view.
pub fn row(desk: Desk, id: Arc<str>, place: impl Fn(&str) -> Option<usize> + Copy + 'static) -> El {
    let name = id.to_string();
    let of = StoredValue::new(id.clone());
    let seen = desk.seen(id);
    let runs = runs(desk, of, seen);
    let text = move |of: fn(&Known) -> String| move || seen.with(|seen| seen.as_ref().map(of)).unwrap_or_default();
    let hint = move |of: fn(&Known) -> String| move || seen.with(|seen| seen.as_ref().map(of));
    let is_marked = move || of.with_value(|id| desk.marked.with(|marked| marked.contains(id)));
    let cost = move || {
        runs.with(|runs| match runs.as_ref().and_then(|runs| runs.first()) {
            Some(run) => desk.cost_of(run),
            None => Cost::No("No run is known"),
        })
        .said()
    };
    let cell = |class: &str| div(class).set("role", "gridcell");
    let title = el("a")
        .class("title")
        .set("tabindex", "-1")
        .live("href", move || Some(of.with_value(|id| desk.href(id))))
        .live("title", hint(|known| known.facts.title.clone()))
        .say(text(|known| known.facts.title.clone()))
        .mouse("click", move |event| {
            // With a key held the browser opens the link in its own way.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                desk.open(&of.get_value(), None);
            }
        });
    let mark = el("input")
        .set("type", "checkbox")
        .set("tabindex", "-1")
        .live("aria-label", hint(|known| format!("Mark {}", known.facts.title)))
        .checked(is_marked)
        .mouse("click", move |event| desk.mark(&of.get_value(), event.shift_key()));
    div("row")
        .set("role", "row")
        .set("id", &row_id(&name))
        .set("data-key", &name)
        .on("dragstart", move |_| of.with_value(|id| desk.drag(id)))
        .on("dragend", move |_| desk.profile.projects.dragged.set(vec![]))
        .live("aria-rowindex", move || of.with_value(|id| place(id)).map(|at| (at + 2).to_string()))
        .name("data-state", move || seen.with(|seen| seen.as_ref().map_or("", |known| known.shown.name)))
        .flag("data-cursor", move || of.with_value(|id| desk.cursor.with(|cursor| cursor.as_ref() == Some(id))))
        .flag("data-open", move || of.with_value(|id| desk.opened.with(|opened| opened.as_ref() == Some(id))))
        .truth("aria-selected", is_marked)
        .child(cell("mark").child(mark))
        .child(cell("name").child(title).child(span("when").live("title", hint(schedule)).say(text(schedule))))
        .child(
            cell("next")
                .live("title", move || seen.with(|seen| seen.as_ref().and_then(due)).map(dom::local_time))
                .say(move || seen.with(|seen| seen.as_ref().map(|known| next(desk, known))).unwrap_or_default()),
        )
        .child(cell("state").live("title", move || seen.with(|seen| seen.as_ref().and_then(|known| known.shown.hint.clone()))).child(
            badge(
                move || seen.with(|seen| seen.as_ref().map_or_else(Default::default, |known| known.shown.tone)),
                text(|known| known.shown.word.clone()),
            ),
        ))
        .child(cell("runs").part(move || runs.with(|runs| runs.as_ref().map(|runs| bars(runs)))))
        .child(
            cell("number last")
                .live("title", move || seen.with(|seen| seen.as_ref().map(last_hint)))
                .child(span("took").say(text(|known| took(known.whole.job.state.last_duration_ms))))
                .child(span("more").say(text(below_last))),
        )
        .child(cell("number cost").live("title", move || Some(cost().1)).say(move || cost().0))
        .child(cell("actions").child(run_button(desk, of, seen)))
}

/// Returns the last runs of a job, asked for once the row has stayed in view for a moment, and again when one is missing.
fn runs(desk: Desk, of: StoredValue<Arc<str>>, seen: Seen) -> Memo<Option<Vec<Arc<RunEntry>>>> {
    let board = desk.board;
    let runs = Memo::new(move |_| board.jobs.with_value(|rows| of.with_value(|id| rows.runs(id).map(<[_]>::to_vec))).flatten());
    let last = Memo::new(move |_| seen.with(|seen| seen.as_ref().and_then(|known| known.whole.job.state.last_run_at_ms)));
    let is_missing = Memo::new(move |_| {
        let (last, newest) = (last.get(), runs.with(|runs| runs.as_ref().map(|runs| runs.first().map(|run| run.at()))));
        desk.profile.link.is_ready() && newest.is_none_or(|newest| newest < last)
    });
    effect(move || {
        last.track();
        if !is_missing.get() {
            return;
        }
        let id = of.get_value();
        spawn_local(async move {
            desk.profile.sleep(STAY).await;
            if of.is_disposed() {
                return;
            }
            let method = CronRuns::of(&id, RUNS, 0, None);
            // Without them there are no bars; the detail says what is wrong.
            if let Ok(listed) = desk.profile.call(&method).await {
                board.jobs.learn(|rows| rows.learn_runs(&id, listed.entries.items));
            }
        });
    });
    runs
}

/// How long a row must be in view before its runs are asked for: scrolling by asks nothing.
const STAY: Duration = Duration::from_millis(150);

fn run_button(desk: Desk, of: StoredValue<Arc<str>>, seen: Seen) -> El {
    let is_running = move || seen.with(|seen| seen.as_ref().is_some_and(|known| matches!(known.shown.name, "running" | "starting")));
    let obstacle = move || desk.obstacle(CronRun::SCOPE).or_else(|| is_running().then(|| "It runs already".to_owned()));
    button("button")
        .set("data-size", "small")
        .set("tabindex", "-1")
        .live("title", obstacle)
        .live("aria-label", move || seen.with(|seen| seen.as_ref().map(|known| format!("Run {}", known.facts.title))))
        .truth("aria-disabled", move || obstacle().is_some())
        .text("Run")
        .click(move || {
            if untrack(obstacle).is_none() {
                desk.run(&of.get_value(), RunMode::Force);
            }
        })
}

/// Says when a job runs, and by whose clock; of one that runs once by the clock here.
pub fn schedule(known: &Known) -> String {
    if let Some(Schedule::At(at)) = &known.facts.schedule {
        return [&known.facts.sentence, ", ", &dom::local_time(*at)].concat();
    }
    if known.facts.zone.is_empty() { known.facts.sentence.clone() } else { format!("{}, {}", known.facts.sentence, known.facts.zone) }
}

/// Returns when a job is due next, if it is.
pub fn due(known: &Known) -> Option<crate::protocol::UnixMs> {
    known.whole.job.state.next_run_at_ms.filter(|_| known.whole.job.enabled)
}

/// Says when a job is due next: how long it is until then, how long it runs, or since when it is paused.
pub fn next(desk: Desk, known: &Known) -> String {
    let job = &known.whole.job;
    if let Some(since) = job.state.running_at_ms {
        return format!("for {}", say::span(since, desk.ticker.there()));
    }
    if !job.enabled {
        return match shown::paused_since(job) {
            Some(since) if known.shown.name == "paused" => format!("for {}", ago(since, desk.ticker.there_calmly())),
            _ => "—".into(),
        };
    }
    match job.state.next_run_at_ms {
        None if job.schedule.kind == "at" || known.facts.schedule.is_none() => "—".into(),
        None => "on an event".into(),
        Some(next) => say::until(next, desk.ticker.there_near(next)),
    }
}

fn ago(since: crate::protocol::UnixMs, now: crate::protocol::UnixMs) -> String {
    if now.0 - since.0 < DAY { say::span(since, now) } else { say::many(usize::try_from((now.0 - since.0) / DAY).unwrap_or(0), "day") }
}

/// Says what came of the last run beyond its length: how often it failed in a row, or where its answer did not arrive.
fn below_last(known: &Known) -> String {
    let state = &known.whole.job.state;
    match (state.consecutive_errors.unwrap_or(0), shown::delivery(state.last_delivery_status.as_deref())) {
        (0 | 1, Some((word, _))) => word.into(),
        (0 | 1, None) => state.last_run_status.as_deref().map_or(String::new(), |status| shown::outcome(Some(status)).0.into()),
        (errors, _) => format!("{errors} failed"),
    }
}

fn last_hint(known: &Known) -> String {
    let state = &known.whole.job.state;
    let Some(at) = state.last_run_at_ms else { return "It has not run yet".into() };
    let (word, _) = shown::outcome(state.last_run_status.as_deref());
    let why = state.last_error.as_ref().or(state.last_delivery_error.as_ref()).map(|why| format!(". {why}")).unwrap_or_default();
    format!("Last run {}: {word}{why}", dom::local_time(at))
}

/// Names a row for whoever points at it.
pub fn row_id(id: &str) -> String {
    format!("job-{id}")
}
