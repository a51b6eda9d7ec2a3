//! Analytics: where tokens and money go, whether that is more than usual, and what the month will come to.
//! Refuses to ask the gateway more than once for what it has said; `state::usage` does the asking.

mod address;
mod alarm;
mod bar;
mod beside;
mod breakdown;
mod budget_form;
mod budgets;
mod chart;
mod costly;
mod desk;
mod draw;
mod export;
mod heat;
mod lend;
mod names;
mod notes;
mod plot;
mod steps;
mod table;
mod tiles;
mod watch;

use leptos::prelude::*;

use crate::protocol::usage::UsageOfAll;
use crate::state::usage::Standing;
use crate::ui::el::{El, div, el, if_else, when};
use crate::ui::note::page_note;
use desk::Desk;
pub use watch::watch;

/// Draws the view.
pub fn analytics() -> El {
    let desk = Desk::new();
    let (usages, link) = (desk.profile.usages, desk.profile.link);
    let may_read = move || link.with(|view| view.hello.is_none() || view.allows::<UsageOfAll>());
    let has_answer = move || desk.seen.with(Option::is_some);
    let is_asking = move || usages.with(|standing: &Standing| standing.is_asking);
    // What was refused is not on its way: the note says so, and offers to ask again.
    let is_awaited = move || usages.with(|standing: &Standing| standing.trouble.is_none()) && (is_asking() || !link.is_ready());
    let panels = move || {
        vec![tiles::tiles(desk), steps::steps(desk), chart::chart(desk), breakdown::breakdown(desk), heat::heat(desk), costly::costly(desk)]
    };
    // Budgets are this browser's own: they are there whether the gateway has counted or not.
    let figures = move || {
        div("panels")
            .flag("data-stale", move || is_asking() || !link.is_ready())
            .child(if_else(has_answer, panels, move || when(is_awaited, move || skeleton(link.is_ready()))))
            .child(budgets::budgets(desk))
    };
    el("section")
        .class("analytics")
        .child(bar::head(desk))
        .when(may_read, move || bar::toolbar(desk))
        .child(notes::notes(desk))
        .child(if_else(may_read, figures, not_allowed))
}

fn not_allowed() -> El {
    let way = "It needs operator.read. Have this browser approved with that permission on the gateway's machine.";
    page_note("This connection may not read usage.", way).set("role", "alert")
}

/// Holds the place of the figures while the gateway counts, or while nobody can ask it; the style sheet lets it appear late.
fn skeleton(is_connected: bool) -> El {
    let words = match is_connected {
        true => "The gateway is counting. This can take a while on large installations.",
        false => "Not known without a connection.",
    };
    let tiles = div("tiles").children((0..5).map(|_| div("tile")).collect::<Vec<_>>());
    div("skeleton").set("role", "status").child(el("p").class("quiet").text(words)).child(tiles).child(div("panel"))
}
