//! What stands beside the queue: what today cost, what is due next, and how the link and the gateway are.
//! Refuses to count anything.

use leptos::prelude::*;

use super::desk::Desk;
use crate::domain::say;
use crate::domain::usage::sum::{exact_money, money};
use crate::gateway::Link;
use crate::paths;
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::protocol::day::Day;
use crate::state::day_costs::{Counted, DayCosts, GOOD};
use crate::state::latency::Latency;
use crate::state::queue::Due;
use crate::ui::el::{El, div, effect, el, link, memo, span};

/// So many jobs are listed.
const SHOWN: usize = 5;

/// Which day it is at a time, by the clock of this browser's zone.
fn day_of(at: UnixMs) -> Day {
    let minutes = at.0.div_euclid(60_000) + i64::from(dom::own_offset(at));
    Day(i32::try_from(minutes.div_euclid(1_440)).unwrap_or(0))
}

/// Draws what today cost.
pub fn today(desk: Desk) -> El {
    let (profile, costs) = (desk.profile, DayCosts::of(&desk.profile));
    let today = Memo::new(move |_| day_of(desk.waits.ticker.there_calmly()));
    let is_ready = memo(move || profile.link.is_ready());
    // A figure that stands for long is counted anew, and so is one that could not be told.
    let turn = Memo::new(move |_| desk.waits.ticker.there_calmly().0.div_euclid(GOOD));
    effect(move || {
        let today = today.get();
        turn.get();
        if is_ready.get() {
            costs.want(profile, today, dom::own_zone());
        }
    });
    let url = Memo::new(move |_| profile.link.with(|view| view.scene.url.clone()));
    // What was counted of another day or another gateway says nothing.
    let told = move || {
        let told = costs.told.get()?;
        Some(told).filter(|told| told.as_ref().map_or(true, |told| told.today == today.get() && told.url == url.get()))
    };
    let budget = move || desk.waits.lent.budget.get();
    let content = move || match told() {
        Some(Ok(told)) => counted(&told, budget()),
        Some(Err(why)) => vec![span("figure").set("title", &why).text("—"), el("p").class("quiet").text(&why)],
        None => {
            let words = if desk.is_reading() { "Reading costs" } else { "Not known without a connection." };
            vec![span("figure").text("—"), el("p").class("quiet").text(words)]
        }
    };
    div("panel today").child(heading("Today", &paths::analytics())).part(content)
}

fn heading(name: &str, to: &str) -> El {
    el("h2").child(link(to).text(name))
}

fn counted(told: &Counted, budget: Option<i64>) -> Vec<El> {
    let exact = [&*exact_money(told.spent), ", counted at ", &dom::time_of_day(told.at)].concat();
    let mut words: Vec<String> = vec![];
    words.extend(told.usual.map(|usual| ["usually ", &*money(usual), " a day"].concat()));
    words.extend(budget.map(|limit| ["budget ", &*money(limit)].concat()));
    if told.unpriced > 0 {
        words.push([&*say::many(usize::try_from(told.unpriced).unwrap_or(0), "answer"), " unpriced"].concat());
    }
    if told.is_cold {
        words.push("the gateway is still counting".into());
    }
    let hint = told.usual.map(|_| "Usually: half of the days with any use in the last 14 cost less");
    let words = el("p").class("quiet").set_if("title", hint).text(&words.join(" · "));
    let mut all = vec![span("figure").set("title", &exact).text(&money(told.spent)), words];
    all.extend(budget.filter(|limit| *limit > 0).map(|limit| {
        let percent = told.spent.saturating_mul(100) / limit;
        let tone = if percent >= 100 {
            "bad"
        } else if percent >= 80 {
            "warn"
        } else {
            "ok"
        };
        let words = [&*percent.to_string(), " % of the budget is spent"].concat();
        let width = [&*percent.clamp(0, 100).to_string(), "%"].concat();
        div("bar")
            .set("role", "img")
            .set("aria-label", &words)
            .set("title", &words)
            .set("data-tone", tone)
            .child(el("span").style("width", move || width.clone()))
    }));
    all
}

/// Draws what is due next.
pub fn next(desk: Desk) -> El {
    let (due, trouble) = (desk.waits.lent.due, desk.waits.lent.trouble);
    let line = move |job: &Due| {
        let at = job.at;
        let when = span("when").set("title", &dom::local_time(at)).say(move || say::until(at, desk.waits.ticker.there_near(at)));
        el("li").child(link(&paths::job(&job.id)).class("title").text(&job.title)).child(when)
    };
    let lines = move || due.with(|due| due.iter().flatten().take(SHOWN).map(line).collect::<Vec<_>>());
    let number = move || due.with(|due| due.as_ref().map(Vec::len));
    let nothing = move || {
        let words = match (number(), trouble.get()) {
            (Some(_), _) => "No job is due.".to_owned(),
            (None, Some(why)) => why,
            (None, None) if desk.is_reading() => "Reading jobs".to_owned(),
            (None, None) => "Not known without a connection.".to_owned(),
        };
        el("p").class("none").text(&words)
    };
    let more = || link(&paths::jobs()).class("others").text("and more");
    div("panel next")
        .child(heading("Next", &paths::jobs()))
        .child(el("ul").part(lines))
        .when(move || number().unwrap_or(0) == 0, nothing)
        .when(move || number().unwrap_or(0) > SHOWN, more)
}

/// Draws how the link and the gateway are.
pub fn health(desk: Desk) -> El {
    let link_of = desk.profile.link;
    let line = |name: El, tone: El| el("li").child(name).child(tone);
    let stands = move || {
        link_of.with(|view| match (&view.link, view.disconnects.since) {
            (Link::Ready, Some(since)) => {
                let speed = link_of
                    .latency
                    .with(Latency::figures)
                    .map_or(String::new(), |figures| [&*figures.median.to_string(), " ms, "].concat());
                [&*speed, "connected for ", &*say::span(since, desk.waits.ticker.near(since).wall)].concat()
            }
            _ => "down".into(),
        })
    };
    let tone = move || if link_of.is_ready() { "ok" } else { "warn" };
    let losses = move || link_of.with(|view| view.disconnects.latest.len());
    let version = move || link_of.with(|view| view.version().map_or_else(|| "Gateway".into(), |version| ["Gateway ", version].concat()));
    // What it told last says nothing of how it is while it cannot be reached.
    let told = move || desk.wellbeing.get().filter(|_| link_of.is_ready());
    let untold = move || if link_of.is_ready() { "not told yet" } else { "unknown" };
    let loop_words = move || told().as_ref().map_or_else(untold, |told| told.words()).to_owned();
    let loop_tone = move || told().as_ref().map_or("idle", |told| if told.is_well() { "ok" } else { "warn" });
    let loop_hint = move || {
        let is_known = told().is_some();
        Some(
            if is_known { "As the gateway last told" } else { "The gateway tells of it about once a minute, while there is a connection" }
                .to_owned(),
        )
    };
    div("panel health").child(heading("Health", &paths::connection())).child(
        el("ul")
            .child(line(span("title").text("Link"), span("state").name("data-tone", tone).say(stands)))
            .child(line(span("title").say(version), span("state").name("data-tone", loop_tone).live("title", loop_hint).say(loop_words)))
            .when(
                move || losses() > 0,
                move || {
                    let words = move || {
                        let times: String = match losses() {
                            1 => "once".into(),
                            2 => "twice".into(),
                            times => say::many(times, "time"),
                        };
                        [&*times, " since this tab opened"].concat()
                    };
                    el("li").child(span("title").text("Lost")).child(span("state").set("data-tone", "warn").say(words))
                },
            ),
    )
}
