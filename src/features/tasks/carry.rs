//! Carrying cards by a pointer: what is heard from it, the line where a card would be dropped, and the card under the pointer.
//! Refuses to decide; `drag` does.

use std::time::Duration;

use leptos::prelude::*;

use super::desk::Desk;
use super::drag::{self, Drag, HOLD, Lane, Target};
use crate::platform::dom::{self, Area, Pointer};
use crate::ui::el::{El, div, when};

/// The board hears of pointers.
pub fn carried(desk: Desk, board: El) -> El {
    let drag = StoredValue::new(Drag::Idle);
    let last = StoredValue::new(None::<Pointer>);
    let just = StoredValue::new(false);
    let node = StoredValue::new_local(board.raw());
    let end = move |is_dropped: bool| {
        let was = drag.try_update_value(std::mem::take).unwrap_or_default();
        let target = desk.target.get_untracked().filter(|_| is_dropped);
        desk.target.set(None);
        desk.dragged.set(None);
        if let Some(id) = was.carried() {
            just.set_value(true);
            // A click may follow, and means nothing.
            let forget = move || {
                let _ = just.try_update_value(|just| *just = false);
            };
            set_timeout(forget, Duration::from_millis(50));
            match target {
                Some(target) => drop_at(desk, id, &target),
                None => desk.say_place(id, " put back, "),
            }
        }
    };
    let lifted = move |pointer: Pointer| {
        let id = drag.with_value(|drag| drag.carried().map(str::to_owned));
        desk.dragged.set(id.clone());
        node.with_value(|node| dom::capture(node, pointer.id));
        if let Some(id) = id {
            desk.say_place(&id, " lifted, ");
        }
        pull(desk, drag, last, node);
    };
    let look = move |pointer: Pointer| {
        last.set_value(Some(pointer));
        node.with_value(|node| drag.with_value(|drag| drag.carried().map(|id| aim(desk, node, id, pointer))));
    };
    board
        .on("pointerdown", move |event| {
            let Some(pointer) = dom::pointer(&event).filter(|pointer| pointer.is_main) else { return };
            let Some(id) = dom::around(&event, ".card", "data-key").filter(|_| desk.can_move()) else { return };
            if dom::around(&event, "a.tag", "href").is_some() || desk.carried.with_untracked(Option::is_some) {
                return;
            }
            let now = desk.tasks.now();
            just.set_value(false);
            drag.set_value(Drag::press(id, (pointer.x, pointer.y), pointer.is_touch, now));
            last.set_value(Some(pointer));
            if pointer.is_touch {
                let held = move || {
                    let is_lifted = drag.try_update_value(|drag| drag.held(now + HOLD)).unwrap_or(false);
                    if let Some(pointer) = last.try_get_value().flatten().filter(|_| is_lifted) {
                        lifted(pointer);
                        look(pointer);
                    }
                };
                set_timeout(held, Duration::from_millis(HOLD.unsigned_abs()));
            }
        })
        .on("pointermove", move |event| {
            let Some(pointer) = dom::pointer(&event) else { return };
            if drag.try_update_value(|drag| drag.moved((pointer.x, pointer.y))) == Some(true) {
                lifted(pointer);
            }
            look(pointer);
        })
        .on("pointerup", move |_| end(true))
        .on("pointercancel", move |_| end(false))
        .on("touchmove", move |event| {
            if drag.with_value(|drag| drag.carried().is_some()) {
                event.prevent_default();
            }
        })
        .on("contextmenu", move |event| {
            if drag.with_value(|drag| drag.carried().is_some()) {
                event.prevent_default();
            }
        })
        .on("dragstart", |event| event.prevent_default())
        .on("click", move |event| {
            if just.get_value() {
                event.prevent_default();
            }
        })
        .all_keys(move |event| {
            if event.key() == "Escape" && desk.dragged.with_untracked(Option::is_some) {
                event.prevent_default();
                end(false);
            }
        })
}

fn drop_at(desk: Desk, id: &str, target: &Target) {
    let others = desk.listing_without(&target.lane, id);
    let before = target.before.as_ref().and_then(|before| others.iter().position(|other| **other == **before));
    desk.move_to(id, &target.lane, before.unwrap_or(others.len()));
    desk.focus(id);
    desk.say_place(id, " dropped, ");
}

/// Finds out where the card would be dropped now.
fn aim(desk: Desk, board: &dom::Element, id: &str, pointer: Pointer) {
    let lanes: Vec<Lane> = dom::areas(board, ".column", "data-lane")
        .into_iter()
        .map(|(lane, column)| {
            let Area { left, top, right, bottom } = dom::area(&column);
            let cards = dom::areas(&column, ".card", "data-key").into_iter().filter(|(card, _)| card != id).map(|(card, element)| {
                let area = dom::area(&element);
                (card, area.top, area.bottom)
            });
            Lane { id: lane, edges: (left, top, right, bottom), cards: cards.collect(), first: top + 44 }
        })
        .collect();
    let target = drag::target(&lanes, (pointer.x, pointer.y));
    if desk.target.with_untracked(|before| *before != target) {
        desk.target.set(target);
    }
    desk.pointed.set((pointer.x, pointer.y));
}

/// Scrolls along while a card is held near an edge.
fn pull(desk: Desk, drag: StoredValue<Drag>, last: StoredValue<Option<Pointer>>, node: StoredValue<dom::Element, LocalStorage>) {
    request_animation_frame(move || {
        let Some(pointer) = last.try_get_value().flatten() else { return };
        let is_going = drag.try_with_value(|drag| {
            let id = drag.carried()?;
            node.try_with_value(|board| {
                for (_, columns) in dom::areas(board, ".columns", "class") {
                    let area = dom::area(&columns);
                    dom::scroll_by(&columns, drag::pull(pointer.x, area.left, area.right), 0);
                }
                for (_, cards) in dom::areas(board, ".cards", "class") {
                    let area = dom::area(&cards);
                    if (area.left..=area.right).contains(&pointer.x) {
                        dom::scroll_by(&cards, 0, drag::pull(pointer.y, area.top, area.bottom));
                    }
                }
                aim(desk, board, id, pointer);
            })
        });
        if is_going.flatten().is_some() {
            pull(desk, drag, last, node);
        }
    });
}

/// The card under the pointer.
pub fn ghost(desk: Desk) -> El {
    let pixels = |at: i32| [&at.to_string(), "px"].concat();
    when(
        move || desk.dragged.with(Option::is_some),
        move || {
            let task = desk.dragged.get_untracked().and_then(|id| desk.now(&id));
            let words = task.map(|task| task.title.value.clone()).unwrap_or_default();
            div("ghost")
                .set("aria-hidden", "true")
                .style("left", move || pixels(desk.pointed.get().0 + 8))
                .style("top", move || pixels(desk.pointed.get().1 + 8))
                .text(&words)
        },
    )
}

/// The line where the card would be dropped.
pub fn line(desk: Desk) -> El {
    let is_there = move || desk.target.with(Option::is_some) && desk.obstacle().is_none();
    let part = move |of: fn((i32, i32, i32)) -> i32| {
        move || [&desk.target.with(|target| of(target.as_ref().map(|target| target.line).unwrap_or_default())).to_string(), "px"].concat()
    };
    when(is_there, move || {
        div("drop-line")
            .set("aria-hidden", "true")
            .style("left", part(|line| line.0))
            .style("top", part(|line| line.1))
            .style("width", part(|line| line.2))
    })
}
