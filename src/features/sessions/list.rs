//! The list on screen: its head, the rows in view, and the pill for what is new.
//! Refuses to know what a row shows, and what keys do.

use leptos::prelude::*;

use super::address::Sort;
use super::desk::{Desk, LIST};
use super::row::{row, row_id};
use crate::domain::say;
use crate::platform::dom;
use crate::protocol::SessionKey;
use crate::state::prefs::Prefs;
use crate::state::stored::Stored;
use crate::ui::el::{El, button, div, effect, memo, span, when};
use crate::ui::keyed::keyed;
use crate::ui::window::{Measure, reveal, window};

/// How high the head is, which covers the top of the list, in CSS pixels.
const HEAD: i32 = 32;

/// Draws the list.
pub fn list(desk: Desk) -> Vec<El> {
    let (measure, is_measured) = (RwSignal::new(Measure::default()), RwSignal::new(false));
    let count = move || desk.listing.with(|listing| listing.lines.len());
    let shown = move || window(measure.get(), count());
    let drawn = move || {
        let range = shown();
        desk.listing.with(|listing| listing.lines.get(range).unwrap_or_default().to_vec())
    };
    // What a row is made from; what stands under it may change without that.
    let keys = move || drawn().into_iter().map(|line| (line.key, line.depth)).collect();
    let place = move |key: &SessionKey| {
        let range = shown();
        desk.listing.with(|listing| {
            let at = range.start + listing.lines.get(range)?.iter().position(|line| line.key == *key)?;
            listing.lines.get(at).map(|line| (at, line.brood))
        })
    };
    let pixels = move |rows: usize| format!("{}px", i64::try_from(rows).unwrap_or(0) * i64::from(measure.with(|measure| measure.row)));
    let rows = keyed("rows", keys, move |(key, depth)| row(desk, key, depth, place))
        .set("role", "rowgroup")
        .style("padding-top", move || pixels(shown().start))
        .style("padding-bottom", move || pixels(count().saturating_sub(shown().end)));
    let list = div("list")
        .set("role", "treegrid")
        .set("aria-label", "Sessions")
        .set("aria-multiselectable", "true")
        .set("tabindex", "0")
        .live("aria-rowcount", move || Some((count() + 1).to_string()))
        .live("aria-activedescendant", move || {
            // Only what is drawn can be named.
            desk.cursor.with(|cursor| cursor.as_ref().filter(|key| place(key).is_some()).map(|key| row_id(key.as_str())))
        })
        .child(head(desk))
        .child(rows)
        .mouse("click", move |event| {
            if let Some(key) = dom::pressed(event, ".row", "data-key") {
                desk.open(&SessionKey::from(key.as_str()));
            }
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
        if desk.is_scrolled.get_untracked() != (top > 0) {
            desk.is_scrolled.set(top > 0);
        }
    };
    let (scroll, resize, later) = (look.clone(), look.clone(), look);
    // Rows have the height that the style sheet gives them at this width and density.
    let prefs: Stored<Prefs> = expect_context();
    let (has_rows, has_marks) = (memo(move || count() > 0), memo(move || desk.marked.with(|marked| !marked.is_empty())));
    effect(move || {
        prefs.get();
        let _ = (has_rows.get(), has_marks.get(), desk.opened.get());
        request_animation_frame(later.clone());
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| resize());
    on_cleanup(move || resized.remove());
    // What had the focus is gone with the last mark.
    effect(move || {
        if !has_marks.get() && desk.cursor.with_untracked(Option::is_some) {
            request_animation_frame(|| dom::focus_if_free(LIST));
        }
    });
    // The keyboard's row is brought into view, at first the one that the address names, once it is there and heights are known. When it
    // goes, the keyboard goes on with the one that comes to stand in its place.
    let target = move || desk.cursor.get().or_else(|| desk.opened.get_untracked());
    let place_of = move |key: &SessionKey| desk.listing.with(|listing| listing.lines.iter().position(|line| line.key == *key));
    let is_there = memo(move || is_measured.get() && target().is_some_and(|key| place_of(&key).is_some()));
    let mut last = None;
    effect(move || {
        let Some(key) = target() else { return };
        if is_there.get() {
            let at = untrack(|| place_of(&key)).unwrap_or_default();
            last = Some((key, at));
            if let Some(top) = reveal(measure.get_untracked(), at, HEAD) {
                scrolled.set_scroll_top(top);
            }
        } else if let Some((_, at)) = last.take_if(|(gone, _)| *gone == key) {
            let next = desk.listing.with_untracked(|listing| listing.lines.get(at).or(listing.lines.last()).map(|line| line.key.clone()));
            desk.cursor.set(next);
        }
    });
    let to_top = list.raw();
    let list = list.on("scroll", move |_| scroll());
    vec![
        list,
        when(
            move || desk.listing.with(|listing| listing.fresh > 0),
            move || {
                let to_top = to_top.clone();
                let words = move || format!("{} new", say::count(desk.listing.with(|listing| listing.fresh)));
                button("button fresh").set("data-kind", "primary").say(words).click(move || {
                    desk.released.update(|released| *released += 1);
                    to_top.set_scroll_top(0);
                })
            },
        ),
    ]
}

fn head(desk: Desk) -> El {
    let column = |class: &str| div(class).set("role", "columnheader");
    div("head")
        .set("role", "row")
        .child(column("mark").child(span("offscreen").text("Marked")))
        .child(sorting(desk, Sort::Title, "Session", "name"))
        .child(column("state").text("State"))
        .child(column("doing").text("Model or activity"))
        .child(sorting(desk, Sort::Context, "Context", "context"))
        .child(sorting(desk, Sort::Cost, "Last run", "number cost"))
        .child(sorting(desk, Sort::Active, "Active", "number age"))
        .child(column("actions").child(span("offscreen").text("Stop")))
}

/// A column by which the list can be sorted. Titles begin with A, figures with the largest.
fn sorting(desk: Desk, by: Sort, word: &str, class: &str) -> El {
    let order = move || {
        desk.look.with(|look| match (look.sort == by, look.is_reversed == (by == Sort::Title)) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        })
    };
    let sort = move || {
        desk.change_look(|look| {
            look.is_reversed = look.sort == by && !look.is_reversed;
            look.sort = by;
        });
    };
    div(class).set("role", "columnheader").name("aria-sort", order).child(button("").text(word).click(sort))
}
