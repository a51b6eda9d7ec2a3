//! A month by days: how the runs of each came out, and the runs of the day that is looked at.
//! Refuses to lay the month out; `plan` does.

mod plan;
mod read;

use std::sync::Arc;

use leptos::prelude::*;

use super::address::Look;
use super::desk::Desk;
use super::editor::on_wall;
use super::shown::{outcome, took};
use crate::domain::say;
use crate::domain::schedule::civil::{DAY, Date, clock, day as date};
use crate::domain::schedule::named::MONTHS;
use crate::domain::sorted::sort;
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::protocol::cron::RunEntry;
use crate::ui::badge::badge;
use crate::ui::el::{El, button, div, el, part, span};
use crate::zones;
use plan::{Day, Known, Outcome, Runs};
use read::{Read, read, read_on};

/// How many runs of a day are listed.
const MOST: usize = 100;

/// Draws the month.
pub fn month(desk: Desk) -> Vec<El> {
    let runs = read(desk);
    let today = Memo::new(move |_| on_clock(desk.ticker.there_calmly()).div_euclid(DAY));
    let here = Memo::new(move |_| desk.look.with(|look| look.day).unwrap_or_else(|| today.get()));
    let first = Memo::new(move |_| Date { day: 1, ..Date::of_days(here.get()) }.days());
    let days = Memo::new(move |_| runs.with(|read| lay_out(&listed(desk), read, first.get(), today.get())));
    let of_here = Memo::new(move |_| {
        let (day, ids) = (here.get(), listed(desk));
        let is_here = |run: &&Arc<RunEntry>| on_clock(run.at()).div_euclid(DAY) == day && has(&ids, run);
        Some(runs.with(|read| read.runs.iter().filter(is_here).cloned().collect::<Vec<_>>()))
    });
    let words = Memo::new(move |_| days.with(|days| days.iter().find(|of| of.day == here.get()).map(said)).unwrap_or_default());
    let go = move |day: i64| desk.change_look(|look| *look = Look { day: Some(day), ..look.clone() });
    let step = move |label: &str, word: &str, by: i64| {
        button("button")
            .set("data-size", "small")
            .set("aria-label", label)
            .text(word)
            .click(move || go(plan::turned(here.get_untracked(), by)))
    };
    let name = move || {
        let Date { year, month, .. } = Date::of_days(first.get());
        let name = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
        [*name, " ", &year.to_string()].concat()
    };
    let head = div("month-head")
        .child(el("h2").child(el("span").set("role", "status").say(name)))
        .child(step("The month before", "‹", -1))
        .child(step("The month after", "›", 1))
        .child(button("button").set("data-size", "small").text("Today").click(move || go(today.get_untracked())))
        .child(span("quiet").say(move || days.with(|days| summary(days))))
        .child(older(desk, runs));
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(|day| el("th").set("scope", "col").text(day));
    let weeks = Memo::new(move |_| days.with(Vec::len) / 7);
    let rows = move || {
        let cells = |week: usize| (0..7).map(|day| cell(desk, days, (here, today), week * 7 + day)).collect::<Vec<_>>();
        (0..weeks.get()).map(|week| el("tr").children(cells(week))).collect::<Vec<_>>()
    };
    let table = el("table")
        .class("month")
        .set("aria-label", "The month by days")
        .child(el("thead").child(el("tr").children(weekdays.into_iter().collect::<Vec<_>>())))
        .child(el("tbody").part(rows))
        .keys(move |event| {
            // With these the browser goes back.
            if event.alt_key() || event.ctrl_key() || event.meta_key() {
                return;
            }
            let here = here.get_untracked();
            let to = match event.key().as_str() {
                "ArrowRight" => here + 1,
                "ArrowLeft" => here - 1,
                "ArrowDown" => here + 7,
                "ArrowUp" => here - 7,
                "PageDown" => plan::turned(here, 1),
                "PageUp" => plan::turned(here, -1),
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            go(to);
            request_animation_frame(move || dom::focus(&[".month [data-day=\"", &date(to), "\"]"].concat()));
        });
    vec![
        head,
        div("week-frame").set("tabindex", "-1").child(table),
        part(move || of_day(desk, &of_here.get().unwrap_or_default(), &words.get(), here.get())),
    ]
}

/// What was read so far, and the way further back.
fn older(desk: Desk, runs: RwSignal<Read>) -> El {
    let words = move || {
        runs.with(|read| match (&read.trouble, read.runs.last()) {
            (Some(trouble), _) => ["Runs could not be read. ", trouble].concat(),
            (None, None) if read.is_reading => "Reading runs".into(),
            (None, None) => "The gateway keeps no runs.".into(),
            (None, Some(oldest)) => {
                let since = on_wall(on_clock(oldest.at()).div_euclid(60_000) * 60_000);
                [if read.is_all() { "The gateway keeps runs since " } else { "Runs are read back to " }, &since, "."].concat()
            }
        })
    };
    let can = move || runs.with(|read| !read.is_all() && !read.runs.is_empty());
    div("older").child(span("quiet").set("role", "status").say(words)).when(can, move || {
        button("button")
            .set("data-size", "small")
            .truth("aria-disabled", move || runs.with(|read| read.is_reading))
            .text("Read older runs")
            .click(move || read_on(desk, runs))
    })
}

/// Returns what the clock here shows.
fn on_clock(at: UnixMs) -> i64 {
    at.0 + zones::zone(&zones::own()).map_or(0, |zone| zone.offset_at(at))
}

/// The jobs that are listed, in the order of their ids, whatever order they stand in. Tracks the list.
fn listed(desk: Desk) -> Vec<Arc<str>> {
    desk.listing.with(|listing| {
        let ids = &listing.ids;
        let mut order: Vec<usize> = (0..ids.len()).collect();
        sort(&mut order, &|one, two| ids[one].cmp(&ids[two]));
        order.into_iter().map(|at| ids[at].clone()).collect()
    })
}

fn has(ids: &[Arc<str>], run: &RunEntry) -> bool {
    ids.binary_search_by(|id| (**id).cmp(&run.job_id)).is_ok()
}

/// The runs of the jobs that are listed, as the month wants them.
fn lay_out(ids: &[Arc<str>], read: &Read, of: i64, today: i64) -> Vec<Day> {
    let Some(zone) = zones::zone(&zones::own()) else { return vec![] };
    let outcome = |run: &RunEntry| match run.status.as_deref() {
        Some("ok") => Outcome::Well,
        Some("error") => Outcome::Failed,
        _ => Outcome::Other,
    };
    let runs: Vec<_> = read.runs.iter().filter(|run| has(ids, run)).map(|run| (run.at(), outcome(run))).collect();
    let oldest = read.runs.last().map(|run| run.at());
    // Noon, which is of today whatever the clocks do.
    let noon = UnixMs(today * DAY + DAY / 2);
    let now = UnixMs(noon.0 - zone.offset_at(noon));
    plan::month(of, &Runs { runs: &runs, is_all: read.is_all(), oldest }, now, &*zone)
}

fn summary(days: &[Day]) -> String {
    let sum = |of: fn(&Day) -> usize| days.iter().filter(|day| day.is_in).map(of).sum::<usize>();
    let is_known = days.iter().any(|day| day.is_in && matches!(day.known, Known::Whole | Known::Part));
    if is_known { results(sum(|day| day.well), sum(|day| day.failed), sum(|day| day.other)) } else { "not known".into() }
}

fn results(well: usize, failed: usize, other: usize) -> String {
    let mut parts = vec![];
    for (count, word) in [(well, " went well"), (failed, " failed"), (other, " skipped")] {
        if count > 0 {
            parts.push([&say::count(count), word].concat());
        }
    }
    if parts.is_empty() { "no runs".into() } else { parts.join(", ") }
}

/// Says how a day went.
fn said(day: &Day) -> String {
    let results = results(day.well, day.failed, day.other);
    match day.known {
        Known::Ahead => "still to come".into(),
        Known::Nothing => "not known".into(),
        Known::Part => [&results, ", known in part"].concat(),
        Known::Whole => results,
    }
}

/// One day in the grid.
fn cell(desk: Desk, days: Memo<Vec<Day>>, (here, today): (Memo<i64>, Memo<i64>), place: usize) -> El {
    let seen = move || days.with(|days| days.get(place).copied()).unwrap_or_default();
    let label = move || Some([&on_wall(seen().day * DAY)[..14], ": ", &said(&seen())].concat());
    let tone = move || match seen() {
        Day { known: Known::Nothing, .. } => "unknown",
        Day { known: Known::Ahead, .. } => "ahead",
        Day { failed, .. } if failed > 0 => "bad",
        Day { well, .. } if well > 0 => "ok",
        _ => "idle",
    };
    let is_here = move || here.get() == seen().day;
    let count = move |of: fn(&Day) -> usize| {
        move || match of(&seen()) {
            0 => String::new(),
            count => say::count(count),
        }
    };
    // What is seen is said in one sentence to whoever hears it. The style sheet adds a word to each number, or on a phone a sign.
    let shown = |class: &str| span(class).set("aria-hidden", "true");
    let unknown = move || if seen().known == Known::Nothing { "?" } else { "" }.to_owned();
    el("td").child(
        button("day")
            .live("data-day", move || Some(date(seen().day)))
            .flag("data-outside", move || !seen().is_in)
            .flag("data-part", move || seen().known == Known::Part)
            .name("data-tone", tone)
            .live("title", label)
            .live("aria-current", move || (today.get() == seen().day).then(|| "date".to_owned()))
            .truth("aria-pressed", is_here)
            .live("tabindex", move || Some(if is_here() { "0" } else { "-1" }.to_owned()))
            .child(span("offscreen").say(move || label().unwrap_or_default()))
            .child(shown("date").say(move || Date::of_days(seen().day).day.to_string()))
            .child(shown("well").say(count(|day| day.well)))
            .child(shown("failed").say(count(|day| day.failed)))
            .child(shown("unknown").say(unknown))
            .click(move || {
                let day = untrack(seen).day;
                desk.change_look(|look| look.day = Some(day));
            }),
    )
}

/// The runs of a day.
fn of_day(desk: Desk, runs: &[Arc<RunEntry>], words: &str, day: i64) -> El {
    let lines = runs.iter().take(MOST).map(|run| line(desk, run)).collect::<Vec<_>>();
    let more = runs.len().saturating_sub(MOST);
    let more = if more > 0 { [&say::count(more), " more ran on this day."].concat() } else { String::new() };
    div("slot-jobs")
        .child(el("h2").text(&on_wall(day * DAY)[..14]))
        .child(el("p").class("quiet").text(words))
        .child(el("ul").children(lines))
        .child(el("p").class("quiet").text(&more))
}

fn line(desk: Desk, run: &Arc<RunEntry>) -> El {
    let (word, tone) = outcome(run.status.as_deref());
    let title = desk.now(&run.job_id).map_or_else(|| run.job_id.clone(), |known| known.facts.title.clone());
    let (id, at) = (Arc::<str>::from(run.job_id.as_str()), run.at());
    el("li")
        .child(span("time").text(&clock(on_clock(at).rem_euclid(DAY).div_euclid(60_000) * 60_000)))
        .child(button("link").text(&title).click(move || desk.open(&id, Some(at.0))))
        .child(badge(move || tone, move || word.to_owned()))
        .child(span("quiet").text(&took(run.duration_ms)))
}
