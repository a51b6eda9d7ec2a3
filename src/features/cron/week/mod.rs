//! The plan of the week: a grid of hours with how much is due in each, what came of what was, and the jobs of one hour in full.
//! Refuses to lay the week out; `plan` does.

mod crowd;
mod plan;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::editor::on_wall;
use super::row::due;
use crate::domain::job::facts::Facts;
use crate::domain::say;
use crate::domain::schedule::civil::{DAY, HOUR, clock, weekday};
use crate::domain::schedule::{Schedule, Zone};
use crate::domain::sorted::sort;
use crate::platform::dom;
use crate::protocol::cron::{CronAdd, CronRuns, Whole};
use crate::protocol::{Method, UnixMs};
use crate::ui::el::{El, button, div, effect, el, part, span};
use crate::zones;
use plan::{HOURS, Planned, Week, density};

/// How many jobs are planned at most: more would take longer than a keystroke.
const MOST: usize = 200;
/// How many of the last runs of all jobs are asked for.
const RUNS: usize = 200;

/// The week, and the jobs that it is made of.
#[derive(Clone, Debug, Default, PartialEq)]
struct Seen {
    week: Week,
    jobs: Vec<(Arc<str>, String)>,
    /// How many jobs fit but could not be planned: their zone is not known, or they wait for something else.
    unplanned: usize,
    /// Since when results are known, by the clock here, if not since the week began.
    since: Option<i64>,
    /// What the clock here shows, to the minute.
    wall: i64,
}

/// Draws the week.
pub fn week(desk: Desk) -> Vec<El> {
    let runs = results(desk);
    let minute = Memo::new(move |_| desk.ticker.there_calmly().0.div_euclid(60_000));
    // Plans that change are laid out anew, not what comes of them.
    let schedules = Memo::new(move |_| desk.known.with(|known| known.iter().fold(0, |sum, known| told_apart(sum, &known.facts.sentence))));
    let seen = Memo::new(move |_| {
        schedules.track();
        let now = UnixMs(minute.get() * 60_000);
        runs.with(|runs| lay_out(desk, runs, now))
    });
    let chosen = RwSignal::new(None::<usize>);
    let here = move || chosen.get().unwrap_or_else(|| seen.with(|seen| seen.week.now));
    // How far the hour has come: the line of now stands there, and moves with the minutes.
    let part_of_hour = move || seen.with(|seen| [&(seen.wall.rem_euclid(HOUR) * 100 / HOUR).to_string(), "%"].concat());
    let hours = (0..24_usize).map(|hour| {
        let of_day = i64::try_from(hour).unwrap_or(0) * HOUR;
        let words = if hour % 2 == 0 { clock(of_day)[..2].to_owned() } else { String::new() };
        el("th")
            .set("scope", "col")
            .set("aria-label", &clock(of_day))
            .flag("data-now", move || seen.with(|seen| seen.week.now % 24 == hour))
            .style("--part", part_of_hour)
            .text(&words)
    });
    let head = el("tr").child(el("td")).children(hours.collect::<Vec<_>>());
    let rows = (0..7).map(|day| {
        let name = move || seen.with(|seen| on_wall((seen.week.monday + day) * DAY)).split_at(10).0[..3].to_owned();
        let date = move || seen.with(|seen| on_wall((seen.week.monday + day) * DAY))[9..14].to_owned();
        let place = usize::try_from(day).unwrap_or(0) * 24;
        let cells = (0..24).map(|hour| cell(seen, chosen, here, place + hour)).collect::<Vec<_>>();
        let head = el("th").set("scope", "row").say(name).child(span("quiet").say(date));
        el("tr").child(head).children(cells)
    });
    let table = el("table")
        .class("week")
        .set("aria-label", "The week by hours")
        .child(el("thead").child(head))
        .child(el("tbody").children(rows.collect::<Vec<_>>()))
        .keys(move |event| {
            let by: isize = match event.key().as_str() {
                "ArrowRight" => 1,
                "ArrowLeft" => -1,
                "ArrowDown" => 24,
                "ArrowUp" => -24,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            let to = untrack(here).saturating_add_signed(by).min(HOURS - 1);
            chosen.set(Some(to));
            request_animation_frame(move || dom::focus(&format!(".week [data-cell=\"{to}\"]")));
        });
    vec![
        div("week-head").child(el("p").set("role", "status").say(move || seen.with(summary))),
        crowd::crowd(desk, seen),
        div("week-frame").set("tabindex", "-1").child(table),
        part(move || slot(desk, seen, here())),
    ]
}

/// One hour in the grid.
fn cell(seen: Memo<Seen>, chosen: RwSignal<Option<usize>>, here: impl Fn() -> usize + Copy + 'static, place: usize) -> El {
    let count = move || seen.with(|seen| seen.week.slots.get(place).map_or(0, |slot| slot.due.len()));
    let special = move || seen.with(|seen| seen.week.slots.get(place).map_or(0, |slot| slot.special));
    let results = move || seen.with(|seen| seen.week.slots.get(place).map_or((0, 0), |slot| (slot.well, slot.failed)));
    let is_unknown = move || {
        seen.with(|seen| seen.since.is_some_and(|since| seen.week.monday * DAY + (i64::try_from(place).unwrap_or(0) + 1) * HOUR <= since))
    };
    let label = move || {
        let when = seen.with(|seen| on_wall(seen.week.monday * DAY + i64::try_from(place).unwrap_or(0) * HOUR));
        let (well, failed) = results();
        let mut parts = vec![when];
        if count() > 0 {
            parts.push(format!("{} due", say::many(count(), "job")));
        }
        if well + failed > 0 {
            parts.push(format!("{well} went well, {failed} failed"));
        }
        if is_unknown() {
            parts.push("results not known".to_owned());
        }
        Some(parts.join(", "))
    };
    let mark = move || match results() {
        (_, failed) if failed > 0 => "bad",
        (well, _) if well > 0 => "ok",
        _ if is_unknown() => "unknown",
        _ => "idle",
    };
    el("td").flag("data-now", move || seen.with(|seen| seen.week.now == place)).child(
        button("slot")
            .set("data-cell", &place.to_string())
            .live("data-density", move || Some(density(special()).to_string()))
            .name("data-tone", mark)
            .live("aria-label", label)
            .live("title", label)
            .truth("aria-pressed", move || here() == place)
            .live("tabindex", move || Some(if here() == place { "0" } else { "-1" }.to_owned()))
            .click(move || chosen.set(Some(place))),
    )
}

/// The jobs of one hour, and a way to put another one there.
fn slot(desk: Desk, seen: Memo<Seen>, place: usize) -> El {
    let (wall, due) = seen.with(|seen| {
        let wall = seen.week.monday * DAY + i64::try_from(place).unwrap_or(0) * HOUR;
        let zone = zones::zone(&zones::own());
        let due: Vec<(String, Arc<str>, String)> = seen.week.slots.get(place).map_or_else(Vec::new, |slot| {
            let named = slot.due.iter().filter_map(|(job, at)| {
                let (id, title) = seen.jobs.get(*job)?;
                let wall = at.0 + zone.as_ref().map_or(0, |zone| zone.offset_at(*at));
                Some((clock(wall.rem_euclid(DAY)), id.clone(), title.clone()))
            });
            named.collect()
        });
        let mut order: Vec<usize> = (0..due.len()).collect();
        sort(&mut order, &|one, other| due[one].cmp(&due[other]));
        let due: Vec<_> = order.into_iter().map(|at| due[at].clone()).collect();
        (wall, due)
    });
    let jobs = due.into_iter().map(|(time, id, title)| {
        el("li").child(span("time").text(&time)).child(button("link").text(&title).click(move || desk.open(&id, None)))
    });
    let jobs = jobs.collect::<Vec<_>>();
    let words = if jobs.is_empty() { "Nothing is due in this hour." } else { "" };
    div("slot-jobs").child(el("h2").text(&on_wall(wall))).child(el("p").class("quiet").text(words)).child(el("ul").children(jobs)).child(
        super::bulk::act(desk, "New job here", "", CronAdd::SCOPE, move || {
            let (of_day, day) = (wall.rem_euclid(DAY), weekday(wall.div_euclid(DAY)));
            desk.create_at(&format!("0 {} * * {day}", of_day / HOUR));
        }),
    )
}

fn summary(seen: &Seen) -> String {
    let mut said = vec!["This week, by the clock here.".to_owned()];
    if seen.week.steady > 0 {
        let (runs, is) = if seen.week.steady == 1 { ("runs", "is") } else { ("run", "are") };
        said.push(format!("{} {runs} every hour and {is} left out of the colours.", say::many(seen.week.steady, "job")));
    }
    if let Some(since) = seen.since {
        said.push(format!("Results are known since {}.", on_wall(since)));
    }
    if seen.jobs.len() == MOST {
        said.push(format!("Only the first {MOST} that fit are planned."));
    }
    if seen.unplanned > 0 {
        said.push(format!("{} cannot be planned, since the gateway's zone is not known here.", say::many(seen.unplanned, "job")));
    }
    said.join(" ")
}

/// Adds a text to a number that is another one for other texts.
fn told_apart(sum: i64, text: &str) -> i64 {
    text.bytes().fold(sum, |sum, byte| sum.wrapping_mul(31).wrapping_add(i64::from(byte)))
}

/// A job that can be planned.
struct Kept {
    whole: Arc<Whole>,
    facts: Arc<Facts>,
    schedule: Schedule,
    zone: Rc<dyn Zone>,
    next: UnixMs,
}

/// Returns the jobs of the list that can be planned, and how many cannot.
fn kept(desk: Desk) -> (Vec<Kept>, usize) {
    let ids = desk.listing.with(|listing| listing.ids.clone());
    let (mut kept, mut unplanned) = (vec![], 0);
    desk.known.with_untracked(|known| {
        for known in ids.iter().filter_map(|id| super::desk::find(known, id)) {
            let (Some(next), true) = (due(known), kept.len() < MOST) else { continue };
            match known.facts.zone_name.as_deref().and_then(zones::zone).zip(known.facts.schedule.clone()) {
                Some((zone, schedule)) => {
                    kept.push(Kept { whole: known.whole.clone(), facts: known.facts.clone(), schedule, zone, next });
                }
                None => unplanned += 1,
            }
        }
    });
    (kept, unplanned)
}

fn lay_out(desk: Desk, runs: &[(UnixMs, bool)], now: UnixMs) -> Seen {
    let Some(own) = zones::zone(&zones::own()) else { return Seen::default() };
    let (kept, unplanned) = kept(desk);
    let jobs = kept.iter().map(|kept| (kept.whole.job.id.as_str().into(), kept.facts.title.clone())).collect();
    let planned: Vec<Planned<'_>> =
        kept.iter().map(|kept| Planned { schedule: &kept.schedule, zone: &*kept.zone, next: kept.next }).collect();
    let week = plan::week(&planned, runs, now, &*own);
    let oldest = runs.iter().map(|(at, _)| at.0 + own.offset_at(*at)).min();
    let since = oldest.filter(|wall| runs.len() >= RUNS / 2 && *wall > week.monday * DAY);
    Seen { week, jobs, unplanned, since, wall: now.0 + own.offset_at(now) }
}

/// Keeps the last runs of all jobs, asked for again whenever one has ended.
fn results(desk: Desk) -> RwSignal<Vec<(UnixMs, bool)>> {
    let runs = RwSignal::new(vec![]);
    let ended = Memo::new(move |_| (desk.board.jobs.with_value(|rows| rows.ends_seen).unwrap_or_default(), desk.profile.link.is_ready()));
    effect(move || {
        if !ended.get().1 {
            return;
        }
        spawn_local(async move {
            // Without them the past of the week stays empty; the history of each job says what is wrong.
            if let Ok(listed) = desk.profile.call(&CronRuns::of_all(RUNS, 0)).await {
                let is_over = |status: Option<&str>| status.filter(|status| *status != "skipped").map(|status| status == "ok");
                let known = listed.entries.items.iter().filter_map(|run| Some((run.at(), is_over(run.status.as_deref())?)));
                let _ = runs.try_set(known.collect());
            }
        });
    });
    runs
}
