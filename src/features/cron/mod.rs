//! Jobs: the list, live, with what became of each; what can be done to them; one of them in full beside it, and the editor.
//! Refuses to know how jobs come here; `state::jobs` does.

mod address;
mod bars;
mod bulk;
mod costs;
mod deeds;
mod desk;
mod detail;
mod editor;
mod handling;
mod keys;
mod lend;
mod list;
mod listing;
mod many;
mod month;
mod pace;
mod row;
mod shown;
mod toolbar;
mod week;

use leptos::prelude::*;

use crate::domain::say;
use crate::domain::shortcuts::Context;
use crate::keys::hear;
use leptos::task::spawn_local;

use crate::paths;
use crate::protocol::cron::{CronAdd, CronList, CronStatus};
use crate::protocol::{Method, Scope};
use crate::state::cached::Freshness;
use crate::ui::dialog::asking;
use crate::ui::el::{El, button, div, effect, el, if_else, memo, when};
use crate::ui::note::page_note;
use crate::ui::paste::paste;
use crate::ui::within::within;
use address::View;
use bulk::act;
use desk::Desk;
pub use lend::lend;

/// Draws the view.
pub fn cron() -> El {
    let desk = Desk::new();
    let (jobs, link) = (desk.board.jobs, desk.profile.link);
    ask_scheduler(desk);
    let may_read = move || link.with(|view| view.hello.is_none() || view.allows::<CronList>());
    let is_read_only = move || link.with(|view| view.allows::<CronList>() && !view.allows::<CronAdd>());
    let unreadable = move || jobs.with_value(|rows| rows.unreadable).unwrap_or_default();
    let is_off = move || jobs.with_value(|rows| rows.scheduler.as_ref().is_some_and(|scheduler| !scheduler.enabled)).unwrap_or(false);
    let note = |words: String| el("p").class("note").text(&words);
    let head = el("header")
        .class("view-head")
        .child(el("h1").text("Cron"))
        .child(
            el("p")
                .class("summary")
                .child(el("span").set("role", "status").say(move || counted(desk)))
                .child(el("span").say(move || wake(desk)))
                .child(el("span").say(move || scheduler(desk).to_owned())),
        )
        .child(within(move || desk.within(), move || desk.place.choose("")))
        .child(views(desk))
        .child(act(desk, "New job", "primary", CronAdd::SCOPE, move || desk.create(None)))
        .when(is_off, move || {
            note("The scheduler is off: no job runs by itself. It is switched off in the gateway's configuration by cron.enabled.".into())
        })
        .when(is_read_only, move || note(format!("Read only: this connection was not granted {}.", Scope::Admin.as_str())))
        .when(
            move || unreadable() > 0,
            move || note(format!("{} jobs could not be read; the gateway may be newer than this dashboard", unreadable())),
        );
    let trouble = move || {
        let words = jobs.with(|cached| cached.trouble.as_ref().filter(|_| may_read()).map(|error| error.unread("jobs")));
        words.map(|words| el("p").class("list-fault").set("role", "alert").text(&words))
    };
    // Asked for in the address, as from the palette.
    effect(move || {
        if desk.profile.link.is_ready() && desk.place.take(&paths::new_job()) && untrack(|| desk.may::<CronAdd>()) {
            desk.create(None);
        }
    });
    let view = el("section")
        .class("cron")
        .flag("data-detailed", move || (may_read() && desk.opened.with(Option::is_some)) || desk.draft.with(Option::is_some))
        .flag("data-editing", move || desk.draft.with(Option::is_some))
        .flag("data-stale", move || jobs.with(|cached| cached.value.is_some()) && !link.is_ready())
        .child(head)
        .part(trouble)
        .child(if_else(may_read, move || master(desk), not_allowed))
        .child(if_else(
            move || desk.draft.with(Option::is_some),
            move || editor::editor(desk),
            // Where no job may be read, a detail would cover the words that say so.
            move || when(may_read, move || detail::detail(desk)),
        ))
        .child(asking(desk.ask));
    hear(view, Context::Cron, move |struck| !struck.control && desk.hear(&struck.key, struck.shift))
}

/// How jobs are looked at: as a list, as the plan of the week, or as what came of them in a month.
fn views(desk: Desk) -> El {
    let view =
        |view: View| toolbar::switch(desk, move || view.words().1.to_owned(), move |look| look.view == view, move |look| look.view = view);
    div("chips")
        .set("role", "group")
        .set("aria-label", "How jobs are looked at")
        .children(View::ALL.map(view).into_iter().collect::<Vec<_>>())
}

/// Says when the next job is due.
fn wake(desk: Desk) -> String {
    let now = desk.ticker.there_calmly();
    let next = desk.inside.with(|known| known.iter().filter_map(row::due).filter(|at| at.0 >= now.0).min());
    next.map_or(String::new(), |at| format!("next {}", say::until(at, desk.ticker.there_near(at))))
}

/// Asks how the scheduler is whenever jobs were listed on a new connection. The list is worth showing without it.
fn ask_scheduler(desk: Desk) {
    let jobs = desk.board.jobs;
    let is_listed = memo(move || desk.profile.link.is_ready() && jobs.with(|cached| cached.freshness == Freshness::Fresh));
    let was_asked = StoredValue::new(false);
    effect(move || {
        if !desk.profile.link.is_ready() {
            was_asked.set_value(false);
        } else if is_listed.get() && !was_asked.get_value() {
            was_asked.set_value(true);
            let asked = desk.profile.call(&CronStatus {});
            spawn_local(async move {
                if let Ok(scheduler) = asked.await {
                    jobs.learn(|rows| rows.scheduler = Some(scheduler));
                }
            });
        }
    });
}

/// Says how many jobs there are, once that is known.
fn counted(desk: Desk) -> String {
    let is_known = desk.board.jobs.with(|cached| cached.value.is_some());
    if is_known { desk.listing.with(|listing| listing.counts.summary()) } else { String::new() }
}

fn scheduler(desk: Desk) -> &'static str {
    match desk.board.jobs.with_value(|rows| rows.scheduler.as_ref().map(|scheduler| scheduler.enabled)).flatten() {
        Some(true) => "scheduler on",
        Some(false) => "scheduler off",
        None => "",
    }
}

/// The search, and under it the list or what stands in for it.
fn master(desk: Desk) -> Vec<El> {
    let jobs = desk.board.jobs;
    let has_value = move || jobs.with(|cached| cached.value.is_some());
    let is_loading = move || jobs.with(|cached| cached.freshness == Freshness::Loading && cached.trouble.is_none());
    let is_unread = move || jobs.with(|cached| cached.trouble.is_some());
    // Why, the line above says.
    let unread = || div("page-note").child(el("p").text("Could not be read."));
    let has_any = move || {
        // Jobs that the gateway made for itself are none of a person's, as long as nobody looks for any.
        let is_looking = desk.look.with(|look| look.with_system || !look.query.trim().is_empty());
        desk.known.with(|known| known.iter().any(|known| is_looking || !known.facts.is_system))
    };
    let has_rows = move || desk.listing.with(|listing| !listing.ids.is_empty());
    let is = move |view: View| move || desk.look.with(|look| look.view == view);
    let planned = move || if_else(is(View::Week), move || div("week-view").children(week::week(desk)), move || list::list(desk));
    let shown = move || if_else(is(View::Month), move || div("week-view").children(month::month(desk)), planned);
    let rows = move || if_else(has_rows, shown, move || if_else(has_any, move || nothing_fits(desk), move || empty(desk)));
    let content = div("master")
        .on("pointerenter", move |_| desk.is_pointed.set(true))
        .on("pointerleave", move |_| desk.is_pointed.set(false))
        .child(if_else(has_value, rows, move || if_else(is_unread, unread, move || when(is_loading, skeleton))))
        .children(bulk::bar(desk));
    vec![toolbar::toolbar(desk), content]
}

fn empty(desk: Desk) -> El {
    let may_add = move || desk.profile.link.with(|view| view.allows::<CronAdd>());
    let words =
        move || if may_add() { "Make one with New job, or from the gateway's machine:" } else { "Make one from the gateway's machine:" };
    div("page-note")
        .child(el("p").child(el("strong").text("No jobs yet")))
        .child(el("p").say(move || words().to_owned()))
        .child(paste("openclaw cron add --name \"Morning report\" --cron \"0 9 * * 1-5\" --message \"Summarise the news\"".to_owned()))
}

fn nothing_fits(desk: Desk) -> El {
    let clear = move || {
        desk.change_look(|look| (look.query, look.with_system) = (String::new(), true));
        desk.place.choose("");
    };
    page_note("No job fits", "Nothing that is here fits what is searched for. Jobs that the gateway made for itself are hidden.")
        .child(button("button").text("Show all").click(clear))
}

fn not_allowed() -> El {
    page_note(
        "This connection may not read jobs.",
        "It needs operator.read. Have this browser approved with that permission on the gateway's machine.",
    )
    .set("role", "alert")
}

/// Holds the place of the rows while the first answer is on its way; the style sheet lets it appear late.
fn skeleton() -> El {
    div("skeleton").set("role", "status").set("aria-label", "Reading jobs").children((0..6).map(|_| el("span")).collect::<Vec<_>>())
}
