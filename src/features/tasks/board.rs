//! The board: columns with their heads, and the cards in them. Of a long column as many cards are drawn as a person scrolls to.
//! Refuses to know what a card shows.

use std::sync::Arc;

use leptos::prelude::*;

use super::card::card;
use super::carry;
use super::desk::Desk;
use crate::domain::task::listing::{Group, Lane};
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, if_else, span};
use crate::ui::keyed::keyed;

/// So many cards of a column are drawn at first, and so many more whenever somebody comes near the end.
const STEP: usize = 40;
/// So near to the end, in CSS pixels.
const NEAR: i32 = 800;

/// Draws the board.
pub fn board(desk: Desk) -> El {
    let keys = move || desk.listing.with(|listing| listing.lanes.iter().map(|lane| lane.id.as_str().into()).collect());
    let columns = keyed("columns", keys, move |id: Arc<str>| column(desk, id));
    let note = move || desk.obstacle().map(|why| el("p").class("hint by-hand").text(why));
    let help = "Enter opens, Space lifts, arrows carry, Space drops, Escape puts back.";
    let board = div("board")
        .part(note)
        .child(columns)
        .child(span("offscreen").set("id", "card-keys").text(help))
        .child(carry::ghost(desk))
        .child(carry::line(desk));
    carry::carried(desk, board)
}

fn column(desk: Desk, id: Arc<str>) -> El {
    let key = StoredValue::new(id.clone());
    let lane = Memo::new(move |_| {
        desk.listing.with(|listing| key.with_value(|id| listing.lanes.iter().find(|lane| *lane.id == **id).cloned())).unwrap_or_default()
    });
    let is_folded = move || lane.with(|lane| lane.is_folded);
    el("section")
        .class("column")
        .set("data-lane", &id)
        .live("aria-label", move || Some(lane.with(|lane| lane.name.clone())))
        .flag("data-folded", is_folded)
        .flag("data-target", move || {
            desk.target.with(|target| target.as_ref().is_some_and(|target| key.with_value(|id| *target.lane == **id)))
        })
        .child(head(desk, lane, key))
        .child(if_else(is_folded, || (), move || cards(desk, lane)))
}

fn head(desk: Desk, lane: Memo<Lane>, key: StoredValue<Arc<str>>) -> El {
    let count = move || {
        lane.with(|lane| match lane.limit {
            0 => lane.ids.len().to_string(),
            limit => [lane.all.to_string(), limit.to_string()].join(" / "),
        })
    };
    let is_over = move || lane.with(Lane::is_over);
    let fold = move || {
        desk.tasks.columns.change(|columns| {
            if let Some(column) = columns.list.iter_mut().find(|column| key.with_value(|id| *column.id == **id)) {
                column.folded = !column.folded;
            }
        });
    };
    let by_status = move || desk.look.with(|look| look.wish.group == Group::Status);
    let name = move |word: &'static str| move || Some(lane.with(|lane| [word, &lane.name].concat()));
    div("head")
        .child(el("h2").say(move || lane.with(|lane| lane.name.clone())))
        .child(
            span("count")
                .flag("data-over", is_over)
                .live("title", move || is_over().then(|| "More than the limit".to_owned()))
                .say(count)
                .child(span("offscreen").say(move || if is_over() { " tasks, more than the limit".into() } else { " tasks".into() })),
        )
        .when(by_status, move || {
            vec![
                button("plain").live("aria-label", name("Add a task to ")).text("+").click(move || desk.creating.ask(&key.get_value())),
                button("plain")
                    .live("aria-label", name("Edit the column "))
                    .text("⋯")
                    .click(move || desk.editing.set(Some(key.with_value(|id| id.to_string())))),
                button("plain")
                    .live("aria-label", name("Fold "))
                    .truth("aria-expanded", move || lane.with(|lane| !lane.is_folded))
                    .say(move || if lane.with(|lane| lane.is_folded) { "›".into() } else { "‹".into() })
                    .click(fold),
            ]
        })
}

fn cards(desk: Desk, lane: Memo<Lane>) -> El {
    let drawn = RwSignal::new(STEP);
    let keys = move || {
        let drawn = drawn.get();
        lane.with(|lane| lane.ids.get(..drawn.min(lane.ids.len())).unwrap_or_default().to_vec())
    };
    // The card that the keyboard goes to is drawn, however far down it is.
    crate::ui::el::effect(move || {
        let at = desk.cursor.with(|cursor| lane.with(|lane| lane.ids.iter().position(|id| cursor.as_ref() == Some(id))));
        if at.is_some_and(|at| at >= drawn.get_untracked()) {
            drawn.set(at.unwrap_or_default() + STEP);
        }
    });
    let list = keyed("cards", keys, move |id: Arc<str>| card(desk, id)).set("role", "list");
    let node = list.raw();
    list.on("scroll", move |_| {
        let (top, height, _) = dom::measure(&node, ".card");
        let all = lane.with_untracked(|lane| lane.ids.len());
        if drawn.get_untracked() < all && node.scroll_height() - top - height < NEAR {
            drawn.update(|drawn| *drawn += STEP);
        }
    })
}
