//! Logs: what the gateway writes down, as it does: searched, counted over time, and each line with all that is in it.
//! Refuses to know how lines come here; `state::logs` does.

mod address;
mod chart;
mod desk;
mod detail;
mod export;
mod handling;
mod keys;
mod list;
mod names;
mod row;
mod toolbar;

use leptos::prelude::*;

use crate::domain::shortcuts::Context;
use crate::keys::hear;

use crate::domain::project::NONE;
use crate::domain::say;
use crate::protocol::logs::LogsTail;
use crate::state::logs::Standing;
use crate::ui::el::{El, button, div, el, if_else, part, span, when};
use crate::ui::note::page_note;
use desk::Desk;

/// Draws the view.
pub fn logs() -> El {
    let desk = Desk::new();
    let (logs, link) = (desk.logs, desk.profile.link);
    let may_read = move || link.with(|view| view.hello.is_none() || view.allows::<LogsTail>());
    let is_in_project = move || !desk.place.project().is_empty();
    // Counted when what came is worked in, and as time passes: to count anew with every line would be most of the work of a flood.
    let is_busy = Memo::new(move |_| logs.with(|book| book.is_busy()));
    let errors = Memo::new(move |_| {
        is_busy.track();
        let now = desk.ticker.there_calmly();
        logs.with_untracked(|book| book.errors_since(now.0 - 60_000))
    });
    let head = el("header")
        .class("view-head")
        .child(el("h1").text("Logs"))
        .when(may_read, move || {
            let said = el("p").class("summary").set("role", "status").say(move || summary(desk, errors.get()));
            vec![said, toolbar::ways(desk)]
        })
        .when(is_in_project, move || el("p").class("note").say(move || within(&desk.place.project()).to_owned()));
    let trouble = move || match logs.standing.get() {
        Standing::Failed(why) => Some(el("p").class("list-fault").set("role", "alert").text(&why)),
        _ => None,
    };
    let view = el("section")
        .class("logs")
        .flag("data-detailed", move || desk.opened.with(Option::is_some))
        .child(head)
        .part(trouble)
        .child(if_else(may_read, move || master(desk), not_allowed))
        .child(detail::detail(desk));
    hear(view, Context::Logs, move |struck| !struck.control && desk.hear(&struck.key))
}

/// The search, the chart, and below them the lines or what stands in for them.
fn master(desk: Desk) -> Vec<El> {
    let (logs, link) = (desk.logs, desk.profile.link);
    let refused = move || match logs.standing.get() {
        Standing::Refused(why) => Some(why),
        _ => None,
    };
    // What is said between lines stands for itself only where there are no lines at all.
    let has_any = move || logs.with(|book| book.ring.has_lines());
    let has_lines = move || desk.shown.with(|shown| shown.iter().any(|shown| shown.times > 0) || (!shown.is_empty() && !has_any()));
    let is_busy = move || logs.with(|book| book.is_busy());
    let is_read = move || logs.was_read();
    // What goes wrong is said above; nothing is on its way then.
    let is_waiting = move || logs.standing.with(|standing| !matches!(standing, Standing::Failed(_)));
    let unread = move || when(is_waiting, skeleton);
    let instead =
        move || if_else(has_any, move || when(move || !is_busy(), move || nothing_fits(desk)), move || if_else(is_read, empty, unread));
    // The list stays where it is, shown or not: what scrolled a moment ago may still be told of it.
    let lines = move || list::list(desk, has_lines);
    let content = div("master")
        .flag("data-stale", move || !link.is_ready())
        .child(part(move || refused().map(|why| refusal(desk, &why))))
        .when(move || refused().is_none(), lines)
        .when(move || refused().is_none() && !has_lines(), instead);
    vec![toolbar::toolbar(desk), chart::chart(desk), content]
}

/// Says which lines there are of a chosen project.
fn within(project: &str) -> &'static str {
    match project {
        NONE => "Only lines that name no session and no job of a project.",
        _ => "Only lines that name a session or a job of the chosen project.",
    }
}

/// Says how the log is read, how much of it is here, and whether all is well.
fn summary(desk: Desk, errors: usize) -> String {
    let state = if !desk.profile.link.is_ready() {
        "not connected"
    } else if desk.logs.is_paused.get() {
        "paused"
    } else if desk.is_following.get() {
        "following"
    } else {
        "reading on"
    };
    desk.logs.with(|book| {
        // How many lines there are is not known before the first answer.
        if !desk.logs.was_read() && !book.ring.has_lines() {
            let is_waiting = desk.logs.standing.with(|standing| *standing == Standing::Waits);
            return if is_waiting { "not read yet" } else { "could not be read" }.to_owned();
        }
        let mut said = [state, ", ", &say::many(book.ring.len(), "line"), " kept"].concat();
        if book.ring.dropped > 0 {
            said += &[", ", &say::count(usize::try_from(book.ring.dropped).unwrap_or(usize::MAX)), " older ones dropped"].concat();
        }
        if errors > 0 {
            said += &[", ", &say::many(errors, "error"), " in the last minute"].concat();
        }
        said
    })
}

fn empty() -> El {
    page_note("The log is empty.", "The gateway has written nothing into its log file yet. What it writes appears here by itself.")
}

fn nothing_fits(desk: Desk) -> El {
    let all = move || {
        desk.change(|look| {
            look.query.clear();
            look.view.hidden = Default::default();
            look.view.span = None;
        });
    };
    page_note("No line fits", "None of the lines that are kept fits the search, the levels and the time that are chosen.")
        .child(button("button").text("Show all").click(all))
}

fn refusal(desk: Desk, why: &str) -> El {
    page_note("This gateway does not let its log be read.", why)
        .set("role", "alert")
        .child(el("p").text("An older gateway may not know how: update it, or read the file on its machine with openclaw logs --follow."))
        .child(button("button").text("Try again").click(move || desk.logs.try_again()))
}

fn not_allowed() -> El {
    let way = "It needs operator.read. Have this browser approved with that permission on the gateway's machine.";
    page_note("This connection may not read the log.", way).set("role", "alert")
}

/// Holds the place of the lines while the first answer is on its way; the style sheet lets it appear late.
fn skeleton() -> El {
    div("skeleton").set("role", "status").set("aria-label", "Reading the log").children((0..8).map(|_| span("")).collect::<Vec<_>>())
}
