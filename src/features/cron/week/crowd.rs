//! Many jobs that start at one minute, said by their names, and a proposal to spread them that is looked at before it is applied.
//! Refuses to find new minutes; `domain::schedule::spread` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::plan::{Crowd, Planned, minutes};
use super::{Kept, Seen, kept};
use crate::domain::say;
use crate::domain::schedule::civil::{DAY, HOUR, MINUTE, clock};
use crate::domain::schedule::spread::{Starter, spread};
use crate::domain::sorted::sort;
use crate::features::cron::bulk::act;
use crate::features::cron::desk::Desk;
use crate::features::cron::editor::on_wall;
use crate::features::cron::many::UNDER_WAY;
use crate::gateway::{CallError, Written};
use crate::protocol::cron::{CronUpdate, Json};
use crate::protocol::fault::Fault;
use crate::protocol::fields::Fields;
use crate::protocol::{Method, UnixMs};
use crate::ui::el::{El, button, div, el, part, span};
use crate::zones;

/// How many jobs are named.
const NAMED: usize = 4;

/// What is proposed.
#[derive(Default)]
struct Proposed {
    /// For which minute.
    wall: i64,
    moves: Vec<Moved>,
    /// What stays: its title, and why it cannot move.
    stays: Vec<(String, Option<&'static str>)>,
}

/// A job that starts at another minute.
#[derive(Clone)]
struct Moved {
    id: Arc<str>,
    title: String,
    /// When it starts then, as the clock shows it.
    wall: i64,
    /// Its expression now, and then.
    exprs: (String, String),
}

/// Draws what crowds, if anything does.
pub fn crowd(desk: Desk, seen: Memo<Seen>) -> El {
    let words = Memo::new(move |_| seen.with(|seen| seen.week.crowd.as_ref().map(|crowd| said(seen, crowd))).unwrap_or_default());
    // Another crowd is drawn anew, and its proposal closed.
    part(move || {
        let words = words.get();
        let crowd = seen.with_untracked(|seen| {
            let crowd = seen.week.crowd.clone()?;
            // The list may be put into another order meanwhile.
            let ids = crowd.jobs.iter().filter_map(|job| seen.jobs.get(*job)).map(|(id, _)| id.clone()).collect();
            Some((crowd, ids))
        });
        crowd.filter(|_| !words.is_empty()).map(|(crowd, ids)| panel(desk, crowd, ids, &words))
    })
}

/// Says who crowds which minute.
fn said(seen: &Seen, crowd: &Crowd) -> String {
    let name = |job: usize| seen.jobs.get(job).map_or("", |(_, title)| title);
    let mut jobs = crowd.jobs.clone();
    sort(&mut jobs, &|one, two| name(one).cmp(name(two)));
    let named = jobs.iter().take(NAMED).map(|job| name(*job)).collect::<Vec<_>>().join(", ");
    let more = match jobs.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => [" and ", &say::count(more), " more"].concat(),
    };
    [&say::many(jobs.len(), "job"), " start at ", &on_wall(crowd.wall), ": ", &named, &more, "."].concat()
}

fn panel(desk: Desk, crowd: Crowd, ids: Vec<Arc<str>>, words: &str) -> El {
    let is_open = RwSignal::new(false);
    let proposed = move || is_open.get().then(|| table(desk, propose(desk, &crowd, &ids), is_open));
    div("crowd")
        .child(el("p").set("role", "status").text(words))
        .child(
            button("button")
                .set("data-size", "small")
                .truth("aria-expanded", move || is_open.get())
                .text("Propose other times")
                .click(move || is_open.update(|is_open| *is_open = !*is_open)),
        )
        .part(proposed)
}

/// Draws what is proposed: each job now and then.
fn table(desk: Desk, given: Proposed, is_open: RwSignal<bool>) -> El {
    let time = |wall: i64| clock(wall.rem_euclid(DAY));
    let cell = |words: &str| el("td").text(words);
    let row = |title: &str, then: El| el("tr").child(el("th").set("scope", "row").text(title)).child(cell(&time(given.wall))).child(then);
    let moves = given.moves.iter().map(|moved| row(&moved.title, el("td").child(el("strong").text(&time(moved.wall)))));
    let stays = given.stays.iter().map(|(title, why)| {
        let why = why.map(|why| span("quiet").text(why));
        row(title, cell("stays ").children(why.into_iter().collect::<Vec<_>>()))
    });
    let rows = moves.chain(stays).collect::<Vec<_>>();
    let heads = ["Job", "Now", "Then"].map(|word| el("th").set("scope", "col").text(word));
    let count = given.moves.len();
    let buttons = div("buttons");
    let buttons = if count == 0 {
        buttons
    } else {
        let word = ["Move ", &say::many(count, "job")].concat();
        buttons.child(act(desk, &word, "primary", CronUpdate::SCOPE, move || {
            desk.reschedule(given.moves.clone());
            is_open.set(false);
        }))
    };
    let buttons = buttons.child(button("button").text("Not now").click(move || is_open.set(false)));
    let none = if count == 0 { "None of them can start at another minute." } else { "" };
    div("proposed")
        .child(
            el("table")
                .child(el("thead").child(el("tr").children(heads.into_iter().collect::<Vec<_>>())))
                .child(el("tbody").children(rows)),
        )
        .child(el("p").class("quiet").text(none))
        .child(buttons)
}

/// Finds other minutes for the jobs of a crowd.
fn propose(desk: Desk, crowd: &Crowd, ids: &[Arc<str>]) -> Proposed {
    let mut proposed = Proposed { wall: crowd.wall, ..Proposed::default() };
    let Some(own) = zones::zone(&zones::own()) else { return proposed };
    let (jobs, _) = untrack(|| kept(desk));
    // The same, whatever order the list is in.
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    let name = |at: usize| (&jobs[at].facts.title, &jobs[at].whole.job.id);
    sort(&mut order, &|one, two| name(one).cmp(&name(two)));
    let hour = UnixMs(crowd.at.0 - (crowd.at.0 + own.offset_at(crowd.at)).rem_euclid(HOUR));
    let minute = crowd.wall.div_euclid(MINUTE).rem_euclid(60);
    let starters = order
        .iter()
        .map(|at| &jobs[*at])
        .map(|job| starter(job, ids.iter().any(|id| **id == *job.whole.job.id), hour, minute))
        .collect::<Vec<_>>();
    let found = spread(&starters, minute);
    for moved in found.moves {
        let Kept { whole, facts, .. } = &jobs[order[moved.place]];
        proposed.moves.push(Moved {
            id: whole.job.id.as_str().into(),
            title: facts.title.clone(),
            wall: crowd.wall + (moved.to - minute) * MINUTE,
            exprs: (whole.job.schedule.expr.clone().unwrap_or_default(), moved.expr),
        });
    }
    for (place, why) in found.stays {
        proposed.stays.push((jobs[order[place]].facts.title.clone(), why));
    }
    proposed
}

fn starter(kept: &Kept, is_crowding: bool, hour: UnixMs, minute: i64) -> Starter<'_> {
    let plan = &kept.whole.job.schedule;
    let is_staggered = plan.stagger_ms.is_some_and(|most| most > 0);
    let planned = Planned { schedule: &kept.schedule, zone: &*kept.zone, next: kept.next };
    let others = if is_staggered { 0 } else { minutes(&planned, hour) };
    Starter {
        schedule: &kept.schedule,
        expr: plan.expr.as_deref().unwrap_or_default(),
        is_staggered,
        is_system: kept.facts.is_system,
        minutes: others | if is_crowding { 1 << minute } else { 0 },
    }
}

/// As the gateway calls it when a job is no longer what was looked at.
const CHANGED: &str = "CRON_JOB_CHANGED";

impl Desk {
    /// Gives jobs other expressions, those that have still the one that was looked at; with a way back.
    fn reschedule(self, moves: Vec<Moved>) {
        if self.board.progress.with_untracked(Option::is_some) {
            // A way back would be gone with its notice.
            return self.toasts.offer(UNDER_WAY.to_owned(), "Try again", move || self.reschedule(moves.clone()));
        }
        let ids: Vec<Arc<str>> = moves.iter().map(|moved| moved.id.clone()).collect();
        let mut jobs = self.wholes(&ids);
        let of = |moves: &[Moved], id: &str| moves.iter().find(|moved| *moved.id == *id).map(|moved| moved.exprs.clone());
        jobs.retain(|whole| of(&moves, &whole.job.id).is_some_and(|(before, _)| whole.job.schedule.expr == Some(before)));
        let turned = moves.iter().cloned().map(|moved| Moved { exprs: (moved.exprs.1, moved.exprs.0), ..moved }).collect::<Vec<_>>();
        let back = Arc::new(move || self.reschedule(turned.clone()));
        self.each(jobs, ("Moving", "moved"), CronUpdate::NAME, Some(back), move |desk, whole| {
            let (before, expr) = of(&moves, &whole.job.id).unwrap_or_default();
            // Its turn may come minutes after the click: what was changed meanwhile stays as it is.
            let now = desk.now(&whole.job.id).map(|known| known.whole);
            let Some(now) = now.filter(|now| now.job.schedule.expr.as_ref() == Some(&before)) else {
                let fault = Fault { code: CHANGED.into(), message: "it was changed meanwhile".into(), ..Fault::default() };
                return Box::pin(async { Err(CallError::Refused { method: CronUpdate::NAME, fault: Box::new(fault) }) });
            };
            let expected_config_revision = now.job.config_revision.clone();
            let schedule = Fields::read(&now.text).ok().and_then(|fields| fields.raw("=schedule").map(|json| json.get().to_owned()));
            let schedule =
                Json::default().text("kind", "cron").text("expr", &expr).keep(&schedule.unwrap_or_default(), &["tz", "staggerMs"]);
            let patch = Json::default().raw("schedule", &schedule.written()).finish();
            let order = CronUpdate { id: whole.job.id.clone(), patch, expected_config_revision };
            Box::pin(async move { desk.profile.order(Written::of(&order)).await.map(|_| ()) })
        });
    }
}
