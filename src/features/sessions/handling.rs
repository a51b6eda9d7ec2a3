//! What the pointer and the keyboard do on the list: move, mark, unfold, and the deeds that have keys.
//! Refuses to know which key it was; `keys` does.

use leptos::prelude::*;

use super::desk::{Desk, LIST};
use super::keys::{Stroke, stroke};
use crate::platform::dom;
use crate::protocol::SessionKey;
use crate::protocol::sessions::{SessionsCreate, SessionsPatch};

impl Desk {
    /// Marks a session, or unmarks it; with `is_range` all from the keyboard's row to it.
    pub fn mark(self, key: &SessionKey, is_range: bool) {
        let from = self.cursor.get_untracked().filter(|_| is_range);
        let range = from.map(|from| self.listing.with_untracked(|listing| listing.between(&from, key))).unwrap_or_default();
        self.marked.update(|marked| {
            if range.is_empty() {
                match marked.iter().position(|marked| marked == key) {
                    Some(at) => drop(marked.remove(at)),
                    None => marked.push(key.clone()),
                }
            }
            for key in range {
                if !marked.contains(&key) {
                    marked.push(key);
                }
            }
        });
        self.cursor.set(Some(key.clone()));
        dom::focus(LIST);
    }

    /// Shows or hides the sub-agents of a session.
    pub fn unfold(self, key: &SessionKey, is_open: bool) {
        self.unfolded.update(|open| {
            open.retain(|other| other != key);
            open.extend(is_open.then(|| key.clone()));
        });
    }

    /// Hears a key, whatever part of the view has the focus, or none; returns whether it meant the list. Away from the list only
    /// letters do: the others scroll and press there.
    pub fn hear(self, key: &str, shift: bool) -> bool {
        let is_letter = key.len() == 1 && key != " ";
        let is_press = matches!(key, "Enter" | " ") && dom::is_focus_in(".list button");
        let is_elsewhere = dom::is_focus_in(".sessions") && !dom::is_focus_in(LIST);
        let is_meant = (!is_elsewhere || is_letter || key == "Escape") && !is_press && !dom::is_typing() && !dom::is_covered();
        let stroke = stroke(key, shift).filter(|_| is_meant);
        stroke.map(|stroke| self.struck(stroke)).is_some()
    }

    /// Does what a key on the list says.
    fn struck(self, stroke: Stroke) {
        let cursor = self.cursor.get_untracked().or(self.opened.get_untracked());
        let is_opened = self.opened.with_untracked(Option::is_some);
        match (stroke, cursor) {
            (Stroke::Move { by, marks }, cursor) => self.step(cursor, by, marks),
            (Stroke::Leave, _) if is_opened => self.close(),
            (Stroke::Leave, _) => self.marked.set(vec![]),
            (Stroke::Search, _) => dom::focus(".sessions input[type=search]"),
            (Stroke::Create, _) if untrack(|| self.obstacle::<SessionsCreate>()).is_none() => self.is_creating.set(true),
            (Stroke::Open, Some(key)) => self.open(&key),
            (Stroke::Mark, Some(key)) => self.mark(&key, false),
            (Stroke::Unfold(is_open), Some(key)) => self.unfold(&key, is_open),
            (Stroke::Archive | Stroke::Rename | Stroke::Pin, Some(key)) if untrack(|| self.obstacle::<SessionsPatch>()).is_none() => {
                match stroke {
                    Stroke::Archive if self.look.with_untracked(|look| look.archived) => self.restore(&self.marked_or(&key)),
                    Stroke::Archive => self.archive(&self.marked_or(&key)),
                    Stroke::Rename => self.rename(&key),
                    _ => self.pin(&key),
                }
            }
            _ => {}
        }
    }

    fn step(self, from: Option<SessionKey>, by: isize, marks: bool) {
        let Some(next) = self.listing.with_untracked(|listing| listing.step(from.as_ref(), by)) else { return };
        if marks {
            self.marked.update(|marked| {
                for key in from.iter().chain([&next]) {
                    if !marked.contains(key) {
                        marked.push(key.clone());
                    }
                }
            });
        }
        if self.opened.with_untracked(Option::is_some) {
            self.open(&next);
        } else {
            self.cursor.set(Some(next));
            dom::focus(LIST);
        }
    }

    /// Goes from the search box to the first row that fits.
    pub fn to_first(self) {
        self.cursor.set(self.listing.with_untracked(|listing| listing.step(None, 0)));
        dom::focus(LIST);
    }

    /// Returns what is marked, or what is given if nothing is.
    fn marked_or(self, given: &SessionKey) -> Vec<SessionKey> {
        let marked = self.marked.get_untracked();
        if marked.is_empty() { vec![given.clone()] } else { marked }
    }
}
