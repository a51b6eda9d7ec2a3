//! The lines on screen: those in view, at the bottom while the newest is followed, and otherwise where a person reads, whatever comes and
//! goes above.
//! Refuses to know what a line shows, and what keys do.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::{Desk, LIST};
use super::row::{row, row_id};
use crate::domain::say;
use crate::platform::dom;
use crate::state::prefs::Prefs;
use crate::state::stored::Stored;
use crate::ui::el::{El, button, div, effect, when};
use crate::ui::keyed::keyed;
use crate::ui::window::{Measure, reveal, window};

/// The first line in view, and by how many pixels it is scrolled past.
type Anchor = Option<(u64, i32)>;

/// Draws the list.
pub fn list(desk: Desk, has_lines: impl Fn() -> bool + 'static) -> Vec<El> {
    let measure = RwSignal::new(Measure { row: 22, ..Measure::default() });
    let anchor: StoredValue<Anchor> = StoredValue::new(None);
    let count = move || desk.shown.with(|shown| shown.len());
    let range = move || window(measure.get(), count());
    let keys = move || {
        let range = range();
        desk.shown.with(|shown| shown.get(range).unwrap_or_default().iter().map(|shown| (shown.serial, shown.times)).collect::<Vec<_>>())
    };
    let pixels = move |rows: usize| {
        [(i64::try_from(rows).unwrap_or(0) * i64::from(measure.with(|measure| measure.row))).to_string().as_str(), "px"].concat()
    };
    let rows = keyed("rows", keys, move |(serial, times)| row(desk, serial, times))
        .style("padding-top", move || pixels(range().start))
        .style("padding-bottom", move || pixels(count().saturating_sub(range().end)));
    let list = div("list")
        .set("role", "listbox")
        .set("aria-label", "Lines of the log")
        .set("tabindex", "0")
        .flag("hidden", move || !has_lines())
        .live("aria-activedescendant", move || desk.cursor.get().filter(|serial| is_drawn(desk, range(), *serial)).map(row_id))
        .child(rows)
        .mouse("click", move |event| {
            if let Some(serial) = dom::pressed(event, ".row", "data-serial").and_then(|serial| serial.parse().ok()) {
                desk.open(serial);
            }
        });
    let node = list.raw();
    let look = move || {
        if measure.is_disposed() {
            return;
        }
        let (top, height, row) = dom::measure(&node, ".row");
        let row = row.filter(|row| *row > 0).unwrap_or_else(|| measure.with_untracked(|measure| measure.row));
        let measured = Measure { top, height, row };
        if measure.get_untracked() != measured {
            measure.set(measured);
        }
    };
    let hold = move || {
        let Measure { top, row, .. } = measure.get_untracked();
        let first = usize::try_from(top / row.max(1)).unwrap_or(0);
        let serial = desk.shown.with_untracked(|shown| shown.get(first).map(|shown| shown.serial));
        anchor.set_value(serial.map(|serial| (serial, top % row.max(1))));
    };
    // A person scrolls: away from the end to read, to the end to follow.
    let (scrolled, pulled) = (look.clone(), list.raw());
    let list = list
        .on("scroll", move |_| {
            if measure.is_disposed() {
                return;
            }
            let before = measure.get_untracked().top;
            scrolled();
            let Measure { top, height, row } = measure.get_untracked();
            let end = i32::try_from(count_untracked(desk)).unwrap_or(0) * row;
            let is_at_end = top + height + row >= end;
            if is_at_end {
                desk.follow(true);
            } else if top < before {
                desk.follow(false);
            }
            hold();
        })
        .mouse("wheel", move |event| {
            // The first turn of the wheel is meant, before anything has moved.
            if dom::wheels_up(event) && pulled.scroll_top() > 0 {
                desk.follow(false);
            }
        });
    // What is shown changed: stay at the end, or where the line is that is read.
    let (placed, sized, moved, again) = (list.raw(), look.clone(), list.raw(), look.clone());
    // How high a row is shows only once there are some, and the window may become another.
    let room = Memo::new(move |_| measure.with(|measure| (measure.row, measure.height)));
    effect(move || {
        let is_following = desk.is_following.get();
        let (count, (row, _)) = (count(), room.get());
        let to = if is_following {
            i32::try_from(count).unwrap_or(0).saturating_mul(row)
        } else {
            let Some((serial, past)) = anchor.get_value() else { return };
            let place = desk.shown.with_untracked(|shown| shown.partition_point(|shown| shown.serial < serial));
            i32::try_from(place).unwrap_or(0).saturating_mul(row).saturating_add(past)
        };
        // What is above and below must have its new height by then; before anything is painted it has.
        let (placed, sized) = (placed.clone(), sized.clone());
        spawn_local(async move {
            if measure.is_disposed() {
                return;
            }
            if placed.scroll_top() != to {
                placed.set_scroll_top(to);
            }
            sized();
            if is_following {
                hold();
            }
        });
    });
    // The keyboard's line is brought into view.
    effect(move || {
        let Some(serial) = desk.cursor.get() else { return };
        let place = desk.shown.with_untracked(|shown| shown.binary_search_by_key(&serial, |shown| shown.serial).ok());
        let Some(place) = place else { return };
        if let Some(top) = reveal(measure.get_untracked(), place, 0) {
            moved.set_scroll_top(top);
            again();
        }
        hold();
        // Who is on a line stays there, unless it is the newest.
        if place + 1 < count_untracked(desk) {
            desk.follow(false);
        }
    });
    let prefs: Stored<Prefs> = expect_context();
    let later = look.clone();
    effect(move || {
        prefs.get();
        desk.opened.track();
        request_animation_frame(later.clone());
    });
    let resizes = dom::Resizes::of(&[&list.raw()], look);
    let fresh = move || desk.fresh();
    vec![
        list.keep(resizes),
        when(
            move || !desk.is_following.get(),
            move || {
                let words = move || match fresh() {
                    0 => "To the newest".to_owned(),
                    fresh => [&say::count(fresh), " new"].concat(),
                };
                button("button fresh").set("data-kind", "primary").set("title", "End").say(words).click(move || {
                    desk.follow(true);
                    dom::focus(LIST);
                })
            },
        ),
    ]
}

fn count_untracked(desk: Desk) -> usize {
    desk.shown.with_untracked(|shown| shown.len())
}

fn is_drawn(desk: Desk, range: std::ops::Range<usize>, serial: u64) -> bool {
    desk.shown.with(|shown| shown.get(range).unwrap_or_default().binary_search_by_key(&serial, |shown| shown.serial).is_ok())
}
