//! The list of jobs on screen: its head, and the rows in view.
//! Refuses to know what a row shows, and what keys do.

use std::sync::Arc;

use leptos::prelude::*;

use super::address::Sort;
use super::desk::{Desk, LIST};
use super::row::{row, row_id};
use crate::platform::dom;
use crate::ui::el::{El, button, div, effect, memo, span};
use crate::ui::keyed::keyed;
use crate::ui::window::{Measure, reveal, window};

/// How high the head is, which covers the top of the list, in CSS pixels.
const HEAD: i32 = 32;

/// Draws the list.
pub fn list(desk: Desk) -> El {
    let (measure, is_measured) = (RwSignal::new(Measure::default()), RwSignal::new(false));
    let count = move || desk.listing.with(|listing| listing.ids.len());
    let shown = move || window(measure.get(), count());
    let keys = move || {
        let range = shown();
        desk.listing.with(|listing| listing.ids.get(range).unwrap_or_default().to_vec())
    };
    let place = move |id: &str| {
        let range = shown();
        desk.listing.with(|listing| Some(range.start + listing.ids.get(range)?.iter().position(|other| **other == *id)?))
    };
    let pixels = move |rows: usize| format!("{}px", i64::try_from(rows).unwrap_or(0) * i64::from(measure.with(|measure| measure.row)));
    let rows = keyed("rows", keys, move |id: Arc<str>| row(desk, id, place))
        .set("role", "rowgroup")
        .style("padding-top", move || pixels(shown().start))
        .style("padding-bottom", move || pixels(count().saturating_sub(shown().end)));
    let list = div("list")
        .set("role", "grid")
        .set("aria-label", "Jobs")
        .set("aria-multiselectable", "true")
        .set("tabindex", "0")
        .live("aria-rowcount", move || Some((count() + 1).to_string()))
        .live("aria-activedescendant", move || {
            // Only what is drawn can be named.
            desk.cursor.with(|cursor| cursor.as_ref().filter(|id| place(id).is_some()).map(|id| row_id(id)))
        })
        .child(head(desk))
        .child(rows)
        .mouse("click", move |event| {
            let Some(id) = dom::pressed(event, ".row", "data-key") else { return };
            let run = dom::pressed(event, ".bar", "data-at").and_then(|at| at.parse().ok());
            desk.open(&id, run);
        });
    let (scrolled, node) = (list.raw(), list.raw());
    let look = move || {
        // A frame was asked for just before the list went.
        if measure.is_disposed() {
            return;
        }
        let (top, height, row) = dom::measure(&node, ".row");
        let row = row.filter(|row| *row > 0).unwrap_or_else(|| measure.with_untracked(|measure| measure.row));
        let measured = Measure { top, height, row };
        if measure.get_untracked() != measured {
            measure.set(measured);
        }
        if !is_measured.get_untracked() {
            is_measured.set(true);
        }
    };
    let (scroll, resize, later) = (look.clone(), look.clone(), look);
    let has_rows = memo(move || count() > 0);
    effect(move || {
        let _ = (has_rows.get(), desk.opened.get(), desk.marked.with(Vec::is_empty));
        request_animation_frame(later.clone());
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| resize());
    on_cleanup(move || resized.remove());
    // The keyboard's row is brought into view, at first the one that the address names, once it is there and heights are known.
    let target = move || desk.cursor.get().or_else(|| desk.opened.get_untracked());
    let place_of = move |id: &str| desk.listing.with(|listing| listing.ids.iter().position(|other| **other == *id));
    let is_there = memo(move || is_measured.get() && target().is_some_and(|id| place_of(&id).is_some()));
    effect(move || {
        let Some(id) = target().filter(|_| is_there.get()) else { return };
        let at = untrack(|| place_of(&id)).unwrap_or_default();
        if let Some(top) = reveal(measure.get_untracked(), at, HEAD) {
            scrolled.set_scroll_top(top);
        }
    });
    list.on("scroll", move |_| scroll())
}

fn head(desk: Desk) -> El {
    let column = |class: &str| div(class).set("role", "columnheader");
    div("head")
        .set("role", "row")
        .child(column("mark").child(span("offscreen").text("Marked")))
        .child(sorting(desk, Sort::Name, "Job", "name"))
        .child(sorting(desk, Sort::Next, "Next", "next"))
        .child(sorting(desk, Sort::State, "State", "state"))
        .child(column("runs").text("Last 20 runs"))
        .child(sorting(desk, Sort::Last, "Last run", "number last"))
        .child(column("number cost").text("Cost"))
        .child(column("actions").child(span("offscreen").text("Run")))
}

/// A column by which the list can be sorted.
fn sorting(desk: Desk, by: Sort, word: &str, class: &str) -> El {
    let order = move || {
        desk.look.with(|look| match (look.sort == by, look.is_reversed == (by == Sort::Last)) {
            (false, _) => "none",
            (true, true) => "ascending",
            (true, false) => "descending",
        })
    };
    let sort = move || {
        desk.change_look(|look| {
            look.is_reversed = look.sort == by && !look.is_reversed;
            look.sort = by;
        });
        dom::focus(LIST);
    };
    div(class).set("role", "columnheader").name("aria-sort", order).child(button("").text(word).click(sort))
}
