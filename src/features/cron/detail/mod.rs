//! One job in full, beside the list: its runs, its facts, and what can be done to it.
//! Refuses to know the list.

mod overview;
mod page;
mod runs;
mod spent;

use std::sync::Arc;

use leptos::prelude::*;

use super::address::{Look, Tab};
use super::bulk::act;
use super::deeds::title;
use super::desk::{Desk, Seen};
use super::listing::Known;
use super::row::{next, schedule};
use crate::domain::json;
use crate::domain::task::Kind;
use crate::domain::widget::task::Task;
use crate::platform::dom;
use crate::protocol::Method;
use crate::protocol::cron::{CronAdd, CronRemove, CronRun, CronUpdate, RunMode};
use crate::ui::badge::badge;
use crate::ui::el::{El, button, div, el, if_else, part, span};
use crate::ui::note::page_note;
use crate::ui::offer::TaskOffer;
use crate::ui::paste::{copy, paste};

/// Draws the detail of the job that the address names, if it names one.
pub fn detail(desk: Desk) -> El {
    part(move || desk.opened.get().map(|id| pane(desk, id)).unwrap_or_default())
}

/// Draws the detail, and what covers the list where the detail lies over it.
fn pane(desk: Desk, id: Arc<str>) -> Vec<El> {
    let of = StoredValue::new(id.clone());
    let seen = desk.seen(id.clone());
    let is_read = move || desk.board.jobs.with_value(|rows| rows.is_complete()).unwrap_or(false);
    let none = move || {
        page_note("No such job", "The gateway has no job with this id. It may have been deleted, or have run once and gone.")
            .child(of.with_value(|id| paste(id.to_string())))
    };
    let is_unread = move || desk.board.jobs.with(|cached| cached.trouble.is_some());
    let unread = move || {
        let why = untrack(|| desk.board.jobs.with(|cached| cached.trouble.as_ref().map(|error| error.unread("jobs"))));
        page_note("This job is not known", &why.unwrap_or_default()).child(of.with_value(|id| paste(id.to_string())))
    };
    let reading = || el("p").class("quiet late").set("role", "status").text("Reading the job");
    let missing = move || if_else(is_read, none, move || if_else(is_unread, unread, reading));
    let pane = el("aside")
        .class("detail")
        .set("aria-label", "Job")
        .set("data-key", &id)
        .child(button("button shut").set("aria-label", "Close the detail").text("×").click(move || desk.close()))
        .child(if_else(move || seen.with(Option::is_some), move || full(desk, of, seen), missing));
    vec![div("scrim").click(move || desk.close()), pane]
}

fn full(desk: Desk, of: StoredValue<Arc<str>>, seen: Seen) -> Vec<El> {
    let text = move |read: fn(&Known) -> String| move || seen.with(|seen| seen.as_ref().map(read)).unwrap_or_default();
    let state = badge(
        move || seen.with(|seen| seen.as_ref().map_or_else(Default::default, |known| known.shown.tone)),
        text(|known| known.shown.word.clone()),
    );
    let tab = |tab: Tab| {
        button("")
            .set("role", "tab")
            .set("aria-controls", "job-part")
            .live("tabindex", move || Some(if desk.look.with(|look| look.tab == tab) { "0" } else { "-1" }.to_owned()))
            .truth("aria-selected", move || desk.look.with(|look| look.tab == tab))
            .text(tab.as_str())
            .click(move || desk.change_look(|look| *look = Look { tab, ..look.of_list() }))
    };
    let shown = Memo::new(move |_| desk.look.with(|look| look.tab as usize));
    let content = move || match Tab::ALL.get(shown.get()) {
        Some(Tab::Overview) => overview::overview(desk, of, seen),
        Some(Tab::Raw) => raw(seen),
        _ => runs::runs(desk, of, seen),
    };
    let header = el("header")
        .child(el("h2").say(text(|known| known.facts.title.clone())))
        .child(el("p").class("quiet").say(text(schedule)))
        .child(
            div("badges")
                .child(state)
                .child(span("quiet").say(move || seen.with(|seen| seen.as_ref().map(|known| next(desk, known))).unwrap_or_default())),
        )
        .child(el("p").class("reason").say(text(|known| known.shown.hint.clone().unwrap_or_default())))
        .child(deeds(desk, of, seen))
        .child(
            div("tabs")
                .set("role", "tablist")
                .set("aria-label", "Parts of the job")
                .keys(move |event| turn(desk, &event.key()))
                .children(Tab::ALL.into_iter().map(tab).collect::<Vec<_>>()),
        );
    vec![header, div("part").set("id", "job-part").set("role", "tabpanel").set("aria-label", "Part of the job").part(content)]
}

/// Turns to the next tab by the arrows, as tabs do.
fn turn(desk: Desk, key: &str) {
    let by = match key {
        "ArrowRight" => 1,
        "ArrowLeft" => Tab::ALL.len() - 1,
        _ => return,
    };
    desk.change_look(|look| *look = Look { tab: Tab::ALL[(look.tab as usize + by) % Tab::ALL.len()], ..look.of_list() });
    request_animation_frame(|| dom::focus(".detail [role=tab][aria-selected=true]"));
}

/// What can be done to the job.
fn deeds(desk: Desk, of: StoredValue<Arc<str>>, seen: Seen) -> El {
    let has = move |test: fn(&Known) -> bool| move || seen.with(|seen| seen.as_ref().is_some_and(test));
    let on = move |deed: fn(Desk, &str)| move || of.with_value(|id| deed(desk, id));
    let is_idle = has(|known| !matches!(known.shown.name, "running" | "starting"));
    let is_on = has(|known| known.whole.job.enabled);
    let is_due = has(|known| matches!(known.shown.name, "late" | "due"));
    let enable = move |is_on| move || of.with_value(|id| desk.enable(std::slice::from_ref(id), is_on));
    let (run, update) = (CronRun::SCOPE, CronUpdate::SCOPE);
    let menu = div("menu")
        .set("id", "job-more")
        .set("popover", "auto")
        .child(act(desk, "Run if due", "", run, on(|desk, id| desk.run(id, RunMode::Due))))
        .child(act(desk, "Clone", "", CronAdd::SCOPE, on(|desk, id| desk.create(Some(id)))))
        .child(act(desk, "Delete", "danger", CronRemove::SCOPE, on(Desk::delete)));
    div("deeds")
        .when(is_idle, move || act(desk, "Run now", "primary", run, on(|desk, id| desk.run(id, RunMode::Force))))
        .when(is_due, move || act(desk, "Run if due", "", run, on(|desk, id| desk.run(id, RunMode::Due))))
        .child(if_else(is_on, move || act(desk, "Pause", "", update, enable(false)), move || act(desk, "Resume", "", update, enable(true))))
        .child(act(desk, "Edit", "", update, on(Desk::edit)))
        .children(of.with_value(|id| {
            let title = untrack(|| seen.with(|seen| seen.as_ref().map(|known| title(&known.whole)))).unwrap_or_default();
            let task = Task { title, ..Task::default() };
            use_context::<TaskOffer>().map(|offer| offer.draw(task, "", Kind::Job, id.clone()))
        }))
        .child(button("button").set("popovertarget", "job-more").text("More"))
        .child(menu)
}

fn raw(seen: Seen) -> Vec<El> {
    let words = move || seen.with(|seen| seen.as_ref().map(|known| json::pretty(&known.whole.text))).unwrap_or_default();
    vec![
        div("deeds").child(copy(move || untrack(words))),
        el("pre").class("raw").set("tabindex", "0").set("aria-label", "The job as the gateway has it").say(words),
    ]
}
