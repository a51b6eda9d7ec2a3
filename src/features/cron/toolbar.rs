//! What is searched for: the search box, and chips that write into it.
//! Refuses to know what is found.

use leptos::prelude::*;

use super::address::Look;
use super::desk::Desk;
use super::listing::Counts;
use crate::domain::{query, say};
use crate::ui::el::{El, button, div, el, span};

/// Draws the toolbar.
pub fn toolbar(desk: Desk) -> El {
    let find = el("input")
        .set("type", "search")
        .set("placeholder", "Search names, schedules, ids")
        .set("title", "Also state: agent: kind: project:, as in state:failing")
        .set("aria-label", "Search jobs")
        .set("spellcheck", "false")
        .set("autocomplete", "off")
        .value(move || desk.look.with(|look| look.query.clone()))
        .input(move |typed| desk.change_look(|look| look.query = typed))
        .keys(move |event| match event.key().as_str() {
            "Enter" | "ArrowDown" => {
                event.prevent_default();
                desk.to_first();
            }
            "Escape" => desk.change_look(|look| look.query = String::new()),
            _ => {}
        });
    let hidden = move || desk.listing.with(|listing| listing.hidden);
    let system = move || if hidden() > 0 { format!("{} system jobs hidden", say::count(hidden())) } else { "Hide system jobs".to_owned() };
    let chips = div("chips")
        .child(chip(desk, "state:failing", "Failing", |counts| counts.failing))
        .child(chip(desk, "state:late", "Late", |counts| counts.late))
        .child(chip(desk, "state:running", "Running", |counts| counts.running))
        .child(chip(desk, "state:paused", "Paused", |counts| counts.paused))
        .when(
            move || hidden() > 0 || desk.look.with(|look| look.with_system),
            move || switch(desk, system, |look| look.with_system, |look| look.with_system = !look.with_system),
        )
        .child(span("reading").set("role", "status").say(move || reading(desk)));
    div("toolbar").set("role", "search").child(div("find").child(find)).child(chips)
}

/// Says how much of the list has come, while not all of it has.
fn reading(desk: Desk) -> String {
    let held = desk.board.jobs.with_value(|rows| (!rows.is_complete()).then_some((rows.all().len(), rows.total))).flatten();
    held.map_or(String::new(), |(held, total)| format!("Reading {} of {}", say::count(held), say::count(total.max(held))))
}

/// A chip that writes a term into the search box, and takes it out. While no job is known, an empty figure keeps the room of its number.
fn chip(desk: Desk, term: &'static str, word: &'static str, count: fn(&Counts) -> usize) -> El {
    let words = move || {
        let is_known = desk.board.jobs.with(|cached| cached.value.is_some());
        let number = if is_known { desk.listing.with(|listing| say::count(count(&listing.counts))) } else { "\u{2007}".to_owned() };
        [word, " ", &number].concat()
    };
    switch(desk, words, move |look| query::has(&look.query, term), move |look| look.query = query::toggle(&look.query, term))
}

/// A chip that changes the look and shows whether it did.
pub fn switch(
    desk: Desk,
    words: impl Fn() -> String + 'static,
    is_on: impl Fn(&Look) -> bool + 'static,
    turn: impl Fn(&mut Look) + 'static,
) -> El {
    button("chip-button").say(words).truth("aria-pressed", move || desk.look.with(&is_on)).click(move || desk.change_look(&turn))
}
