//! What the keyboard does on the board: move among cards, carry one, and the deeds that have keys.
//! Refuses to know which key it was; `keys` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::address::Shape;
use super::desk::{Carried, Desk};
use super::keys::{Field, Stroke, stroke};
use crate::domain::task::Task;
use crate::domain::task::listing::Lane;
use crate::platform::dom;

impl Desk {
    /// Hears a key; returns whether it meant tasks.
    pub fn hear(self, key: &str, shift: bool, control: bool) -> bool {
        let is_lifted = self.carried.with_untracked(Option::is_some);
        // Keys mean the person's own cards. Escape belongs to the pointer while that carries one.
        let is_own = self.look.with_untracked(|look| look.shape.is_own()) || dom::is_focus_in(".tasks .detail");
        if !is_own || self.dragged.with_untracked(Option::is_some) {
            return false;
        }
        if dom::is_covered() || dom::is_typing() {
            // A field is left by Escape; what was typed into it stays.
            if key == "Escape" && !dom::is_covered() && dom::is_focus_in(".tasks .detail") {
                self.close();
                return true;
            }
            return false;
        }
        let is_on_card = dom::is_focus_in(".tasks .card") || !dom::is_focus_in(".tasks *");
        let is_press = matches!(key, "Enter" | " ") && (dom::is_focus_in(".tasks :is(button, input)") || (key == "Enter" && !is_lifted));
        let is_letter = key.len() == 1 && key != " ";
        let Some(stroke) = stroke(key, shift, control).filter(|_| !is_press && (is_on_card || is_letter || key == "Escape")) else {
            return false;
        };
        self.strike(stroke, is_lifted);
        true
    }

    fn strike(self, stroke: Stroke, is_lifted: bool) {
        // Within the detail a key means the task that is open, wherever the keyboard was on the board.
        let opened = || untrack(|| self.opened_task());
        let at = || self.cursor.get_untracked().and_then(|id| self.now(&id));
        let here = if dom::is_focus_in(".tasks .detail") { opened().or_else(at) } else { at().or_else(opened) };
        match (stroke, here) {
            (Stroke::Down(by, _), _) if is_lifted => self.carry_on(by, 0),
            (Stroke::Aside(by), _) if is_lifted => self.carry_on(0, by),
            (Stroke::Carry | Stroke::Open, _) if is_lifted => self.drop_carried(),
            (Stroke::Leave, _) if is_lifted => self.put_back(),
            (_, _) if is_lifted => {}
            (Stroke::Down(by, marks), here) => {
                let before = here.filter(|_| marks).map(|task| task.id.clone());
                self.go(by, 0);
                for id in before.into_iter().chain(self.cursor.get_untracked().filter(|_| marks).map(|id| id.to_string())) {
                    if !self.marked.with_untracked(|marked| marked.iter().any(|other| **other == *id)) {
                        self.mark(&id);
                    }
                }
            }
            (Stroke::Aside(by), _) => self.go(0, by),
            (Stroke::Search, _) => dom::focus(".tasks .find input"),
            (Stroke::History(way), _) => self.step_history(way),
            (Stroke::Leave, _) if self.opened.with_untracked(Option::is_some) => self.close(),
            (Stroke::Leave, _) => self.marked.set(vec![]),
            (Stroke::Mark, Some(task)) => self.mark(&task.id),
            (Stroke::Carry, Some(task)) => self.lift(&task),
            (Stroke::Open, Some(task)) => self.open(&task.name()),
            (Stroke::Priority(priority), Some(task)) => self.prioritise(&task, priority),
            (Stroke::Delete, Some(task)) => self.delete(&task),
            (Stroke::Edit(field), Some(task)) => self.edit(&task, field),
            _ => {}
        }
    }

    /// Opens a task, and puts the keyboard into a field of it.
    fn edit(self, task: &Task, field: Field) {
        self.open(&task.name());
        let selector = match field {
            Field::Title => ".tasks .detail .name-field",
            Field::Due => ".tasks .detail .due-field",
            Field::Labels => ".tasks .detail .labels-field",
        };
        request_animation_frame(move || dom::focus(selector));
    }

    /// Moves the keyboard among the cards.
    fn go(self, down: isize, aside: isize) {
        let to = self.listing.with_untracked(|listing| {
            let here = self.cursor.with_untracked(|cursor| {
                let known = self.lane.with_untracked(|lane| listing.find_in(lane, cursor.as_deref()?));
                known.or_else(|| listing.find(cursor.as_deref()?))
            });
            // Only the board folds; the list shows all.
            let is_list = self.look.with_untracked(|look| look.shape == Shape::List);
            let is_shown = |lane: &Lane| !lane.ids.is_empty() && (is_list || !lane.is_folded);
            let filled: Vec<usize> = (0..listing.lanes.len()).filter(|at| listing.lanes.get(*at).is_some_and(is_shown)).collect();
            let Some((lane, at)) = here else {
                let first = listing.lanes.get(*filled.first()?)?;
                return Some((first.id.clone(), first.ids.first().cloned()?));
            };
            let of = filled.iter().position(|other| *other == lane)?;
            let lane = listing.lanes.get(*filled.get(of.saturating_add_signed(aside).min(filled.len() - 1))?)?;
            Some((lane.id.clone(), lane.ids.get(at.saturating_add_signed(down).min(lane.ids.len() - 1)).cloned()?))
        });
        if let Some((lane, id)) = to {
            self.lane.set(lane);
            self.focus(&id);
        }
    }

    fn lift(self, task: &Task) {
        if !self.can_move() {
            self.toasts.hint("Cards are moved by hand only on the board, grouped by status.");
            return;
        }
        let Some((lane, at)) = self.standing(&task.id, |lane, at| (lane.id.clone(), at)) else { return };
        let id: Arc<str> = task.id.as_str().into();
        self.carried.set(Some(Carried { id: id.clone(), lane, at }));
        self.say_place(&id, " lifted, ");
    }

    /// Carries the lifted card on.
    fn carry_on(self, down: isize, aside: isize) {
        let Some(mut carried) = self.carried.get_untracked() else { return };
        self.listing.with_untracked(|listing| {
            let Some(at) = listing.lanes.iter().position(|lane| lane.id == carried.lane) else { return };
            let to = at.saturating_add_signed(aside).min(listing.lanes.len() - 1);
            let Some(lane) = listing.lanes.get(to) else { return };
            // In its own column it is one of them itself.
            let last = lane.ids.len() - usize::from(to == at && !lane.ids.is_empty());
            carried.at = carried.at.saturating_add_signed(down).min(last);
            carried.lane.clone_from(&lane.id);
        });
        let id = carried.id.clone();
        self.carried.set(Some(carried));
        self.focus(&id);
        self.say_place(&id, ": ");
    }

    fn drop_carried(self) {
        let Some(Carried { id, lane, at }) = self.carried.get_untracked() else { return };
        self.carried.set(None);
        self.move_to(&id, &lane, at);
        self.focus(&id);
        self.say_place(&id, " dropped, ");
    }

    /// Puts the lifted card back to where it was.
    pub fn put_back(self) {
        let Some(Carried { id, .. }) = self.carried.get_untracked() else { return };
        self.carried.set(None);
        self.focus(&id);
        self.say_place(&id, " put back, ");
    }

    /// Tells where a card stands: "OC-12 lifted, To do, 2 of 5".
    pub fn say_place(self, id: &str, words: &str) {
        let name = self.now(id).map(|task| task.name()).unwrap_or_default();
        let place = self.standing(id, |lane, at| [&lane.name, ", ", &(at + 1).to_string(), " of ", &lane.ids.len().to_string()].concat());
        self.tell([&name, words, &place.unwrap_or_default()].concat());
    }
}
