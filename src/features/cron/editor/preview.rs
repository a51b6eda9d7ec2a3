//! What a schedule means, while it is typed: a sentence, the next five runs, and the clock changes that touch it.
//! Refuses to change the draft.

use leptos::prelude::*;

use super::draft::{Draft, Field};
use super::fields::Form;
use crate::domain::say::until;
use crate::domain::schedule::civil::{DAY, clock, weekday};
use crate::domain::schedule::{Schedule, Turn, sentence, turn_of};
use crate::protocol::UnixMs;
use crate::ui::el::{El, button, div, el};
use crate::zones;

/// How many runs are foretold.
const RUNS: usize = 5;

/// What there is to say of a draft's schedule.
#[derive(Clone, Debug, Default, PartialEq)]
struct Said {
    sentence: String,
    runs: Vec<UnixMs>,
    turn: Option<(Turn, i64)>,
    zone: String,
}

/// Draws it.
pub fn preview(form: Form) -> El {
    let desk = form.desk;
    let schedule = Memo::new(move |_| {
        desk.draft.with(|draft| draft.as_ref().map(|draft| (draft.schedule(&|name| zones::zone(name)).ok(), zone_of(draft))))
    });
    // Runs are foretold from the minute on: they change with it, not with every second.
    let minute = Memo::new(move |_| desk.ticker.there_calmly().0.div_euclid(60_000));
    let said = Memo::new(move |_| {
        let now = UnixMs(minute.get() * 60_000);
        schedule.with(|known| known.as_ref().and_then(|(schedule, zone)| Some(say(schedule.as_ref()?, zone, now)))).unwrap_or_default()
    });
    let chosen = RwSignal::new(0_usize);
    let views = move || {
        said.with(|said| {
            let mut views = vec![(said.zone.clone(), said.zone.clone())];
            // What is the same is said once.
            for name in [zones::own(), "UTC".to_owned()] {
                if views.iter().all(|(_, known)| *known != name) {
                    views.push((if name == "UTC" { name.clone() } else { format!("Here, {name}") }, name));
                }
            }
            views
        })
    };
    let tabs = move || {
        let tab = |(at, (words, _)): (usize, (String, String))| {
            button("chip-button").text(&words).truth("aria-pressed", move || chosen.get() == at).click(move || chosen.set(at))
        };
        views().into_iter().enumerate().map(tab).collect::<Vec<_>>()
    };
    let runs = move || {
        let views = views();
        let name = views.get(chosen.get()).or(views.first()).map(|(_, name)| name.clone()).unwrap_or_default();
        let zone = zones::zone(&name).or_else(|| zones::zone("UTC"));
        let now = UnixMs(minute.get() * 60_000);
        let line = |at: &UnixMs| {
            let wall = zone.as_ref().map_or(at.0, |zone| at.0 + zone.offset_at(*at));
            el("li").child(el("span").text(&on_wall(wall))).child(el("span").class("quiet").text(&until(*at, now)))
        };
        said.with(|said| said.runs.iter().map(line).collect::<Vec<_>>())
    };
    div("preview")
        .flag("hidden", move || said.with(|said| said.sentence.is_empty()))
        .child(el("p").class("sentence").set("role", "status").say(move || said.with(|said| said.sentence.clone())))
        .child(div("chips").set("role", "group").set("aria-label", "Whose clock").part(tabs))
        .child(el("ol").class("next-runs").set("aria-label", "Next runs").part(runs))
        .child(
            el("p")
                .class("turn")
                .flag("hidden", move || said.with(|said| said.turn.is_none()))
                .say(move || said.with(|said| said.turn.map(|(turn, wall)| turned(turn, wall)).unwrap_or_default())),
        )
}

fn zone_of(draft: &Draft) -> String {
    let zone = draft.text(Field::Zone).trim();
    if draft.text(Field::Kind) == "every" || zone.is_empty() { zones::own() } else { zone.to_owned() }
}

fn say(schedule: &Schedule, name: &str, now: UnixMs) -> Said {
    let Some(zone) = zones::zone(name) else { return Said::default() };
    let sentence = match schedule {
        Schedule::At(at) => format!("Once, {}", on_wall(at.0 + zone.offset_at(*at))),
        Schedule::Every { every, .. } => sentence::every(*every),
        Schedule::Cron(pattern) => sentence::cron(pattern),
        Schedule::Event => return Said::default(),
    };
    let turn = match schedule {
        Schedule::Cron(pattern) => turn_of(pattern, now, &*zone),
        _ => None,
    };
    Said { sentence, runs: schedule.upcoming(now, &*zone, RUNS), turn, zone: name.to_owned() }
}

/// Says a time as a clock and a calendar show it: `Mon 2026-11-30 09:00`.
pub fn on_wall(wall: i64) -> String {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    let days = wall.div_euclid(DAY);
    format!("{} {} {}", DAYS[weekday(days)], crate::domain::schedule::civil::day(days), clock(wall - days * DAY))
}

/// Says what a change of the clocks does to the schedule.
fn turned(turn: Turn, wall: i64) -> String {
    let when = on_wall(wall);
    if turn.by > 0 {
        format!("{when} does not exist: the clocks are put forward then, and this run is left out.")
    } else {
        format!("{when} comes twice: the clocks are put back then, and the job runs the first time only.")
    }
}
