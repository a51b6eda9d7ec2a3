//! Tasks: the board, one of them in full beside it, the dialog in which one is written from anywhere, and what the gateway itself keeps.
//! Refuses to know where tasks are kept; `state::tasks` does.

mod about;
mod address;
mod board;
mod bulk;
mod card;
mod carry;
mod checklist;
mod create;
mod deeds;
mod desk;
mod detail;
mod drag;
mod editor;
mod exchange;
mod fields;
mod handling;
mod keys;
mod lend;
mod link_to;
mod links;
mod list;
mod offer;
mod runs;
mod toolbar;
mod workboard;

use leptos::prelude::*;

use crate::domain::shortcuts::Context;
use crate::keys::hear;

use crate::domain::say;
use crate::ui::dialog::asking;
use crate::ui::el::{El, button, div, el, if_else};
use crate::ui::note::page_note;
use crate::ui::within::within;
use address::Shape;
pub use create::{Creating, create};
use desk::Desk;
pub use lend::lend;
pub use offer::offer;

/// Draws the view.
pub fn tasks() -> El {
    let desk = Desk::new();
    let is_own = move || desk.look.with(|look| look.shape.is_own());
    let summary = move || {
        match desk.look.with(|look| look.shape) {
            Shape::Runs => return "what the gateway has done in the background".to_owned(),
            Shape::Workboard => return "the gateway's own board, not this browser's".to_owned(),
            Shape::Board | Shape::List => {}
        }
        desk.listing.with(|listing| {
            let archived = if listing.archived > 0 { [", ", &say::count(listing.archived), " archived"].concat() } else { String::new() };
            [&say::count(listing.open), " open", &archived].concat()
        })
    };
    let head = el("header")
        .class("view-head")
        .child(el("h1").text("Tasks"))
        .child(el("p").class("summary").set("role", "status").say(summary))
        .child(within(move || desk.within(), move || desk.leave()))
        .child(toolbar::ways(desk))
        .when(is_own, move || exchange::files(desk))
        .when(is_own, move || {
            button("button")
                .set("data-kind", "primary")
                .set("title", "C")
                .text("New task")
                .click(move || desk.creating.ask(Creating::FIRST))
        });
    let has_any = move || desk.listing.with(|listing| listing.all > 0);
    let has_cards = move || desk.listing.with(|listing| listing.lanes.iter().any(|lane| !lane.ids.is_empty()));
    let is_searched = move || desk.look.with(|look| !look.wish.query.is_empty());
    let shown =
        move || if_else(move || desk.look.with(|look| look.shape == Shape::List), move || list::list(desk), move || board::board(desk));
    let found = move || if_else(move || has_cards() || !is_searched(), shown, move || nothing_fits(desk));
    let own = move || div("master").child(toolbar::trouble(desk)).child(if_else(has_any, found, empty)).child(bulk::bar(desk));
    let view = el("section")
        .class("tasks")
        // So that a press beside the cards leaves the keyboard in the view.
        .set("tabindex", "-1")
        .flag("data-detailed", move || desk.opened.with(Option::is_some))
        .child(head)
        .when(move || is_own() && (has_any() || is_searched()), move || toolbar::toolbar(desk))
        .child(if_else(is_own, own, move || theirs(desk)))
        .when(move || desk.opened.with(Option::is_some), move || detail::detail(desk))
        .child(editor::editor(desk))
        .child(asking(desk.ask))
        .child(div("offscreen").set("role", "status").set("aria-live", "assertive").say(move || desk.told.get()));
    hear(view, Context::Tasks, move |struck| desk.hear(&struck.key, struck.shift, struck.control))
}

/// What the gateway keeps, told apart from the person's own tasks.
fn theirs(desk: Desk) -> El {
    let is_runs = move || desk.look.with(|look| look.shape == Shape::Runs);
    div("master").child(if_else(is_runs, move || runs::runs(desk), move || workboard::workboard(desk)))
}

fn empty() -> El {
    page_note(
        "No tasks yet",
        "Write one with New task. A title is enough; !high, #label and ^fri say more. Tasks are kept in this browser.",
    )
}

fn nothing_fits(desk: Desk) -> El {
    page_note("No task fits", "Nothing that is here fits what is searched for.")
        .child(button("button").text("Show all").click(move || desk.change_look(|look| look.wish.query.clear())))
}
