//! The list: the same tasks under the same heads as on the board, one row each.
//! Refuses to know the order.

use std::sync::Arc;

use leptos::prelude::*;

use super::card::card;
use super::desk::Desk;
use crate::platform::dom;
use crate::ui::el::{El, div, el, span};
use crate::ui::keyed::keyed;

/// So many rows are drawn at first, and so many more whenever somebody comes near the end.
const STEP: usize = 60;
/// So near to the end, in CSS pixels.
const NEAR: i32 = 800;

/// Draws the list.
pub fn list(desk: Desk) -> El {
    let drawn = RwSignal::new(STEP);
    let keys = move || {
        desk.listing.with(|listing| listing.lanes.iter().filter(|lane| !lane.ids.is_empty()).map(|lane| lane.id.as_str().into()).collect())
    };
    let list = keyed("rows", keys, move |id: Arc<str>| group(desk, id, drawn));
    let node = list.raw();
    let list = list.on("scroll", move |_| {
        let (top, height, _) = dom::measure(&node, ".card");
        if node.scroll_height() - top - height < NEAR {
            let all: usize = desk.listing.with_untracked(|listing| listing.lanes.iter().map(|lane| lane.ids.len()).sum());
            if drawn.get_untracked() < all {
                drawn.update(|drawn| *drawn += STEP);
            }
        }
    });
    div("as-list").child(span("offscreen").set("id", "card-keys").text("Enter opens.")).child(list)
}

fn group(desk: Desk, id: Arc<str>, drawn: RwSignal<usize>) -> El {
    let key = StoredValue::new(id);
    // What is shown of it: its name, all that stand in it, and those that are drawn.
    let shown = Memo::new(move |_| {
        let mut left = drawn.get();
        desk.listing.with(|listing| {
            for lane in &listing.lanes {
                let ids = lane.ids.get(..left.min(lane.ids.len())).unwrap_or_default();
                if key.with_value(|id| *lane.id == **id) {
                    return (lane.name.clone(), lane.ids.len(), ids.to_vec());
                }
                left -= ids.len();
            }
            Default::default()
        })
    });
    let rows = keyed("group-rows", move || shown.with(|(_, _, ids)| ids.clone()), move |id: Arc<str>| card(desk, id)).set("role", "list");
    let name = move || shown.with(|(name, ..)| name.clone());
    el("section")
        .set("data-lane", &key.get_value())
        .live("aria-label", move || Some(name()))
        .child(div("head").child(el("h2").say(name)).child(span("count").say(move || shown.with(|(_, all, _)| all.to_string()))))
        .child(rows)
}
