//! What the pointer and the keyboard do on the list of jobs: move, mark, and the deeds that have keys.
//! Refuses to know which key it was; `keys` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::{Desk, LIST};
use super::keys::{Stroke, stroke};
use crate::platform::dom;
use crate::protocol::Method;
use crate::protocol::cron::{CronAdd, CronRun, CronUpdate, RunMode};

impl Desk {
    /// Marks a job, or unmarks it; with `is_range` all from the keyboard's row to it.
    pub fn mark(self, id: &Arc<str>, is_range: bool) {
        let from = self.cursor.get_untracked().filter(|_| is_range);
        let range = from.map(|from| self.between(&from, id)).unwrap_or_default();
        self.marked.update(|marked| {
            if range.is_empty() {
                match marked.iter().position(|marked| marked == id) {
                    Some(at) => drop(marked.remove(at)),
                    None => marked.push(id.clone()),
                }
            }
            for id in range {
                if !marked.contains(&id) {
                    marked.push(id);
                }
            }
        });
        self.cursor.set(Some(id.clone()));
        dom::focus(LIST);
    }

    fn between(self, one: &str, other: &str) -> Vec<Arc<str>> {
        self.listing.with_untracked(|listing| {
            let place = |id: &str| listing.ids.iter().position(|of| **of == *id);
            match (place(one), place(other)) {
                (Some(one), Some(other)) => listing.ids[one.min(other)..=one.max(other)].to_vec(),
                _ => vec![],
            }
        })
    }

    /// Hears a key, whatever part of the view has the focus, or none; returns whether it meant the list. Away from the list only
    /// letters do: the others scroll and press there.
    pub fn hear(self, key: &str, shift: bool) -> bool {
        let is_letter = key.len() == 1 && key != " ";
        let is_press = matches!(key, "Enter" | " ") && dom::is_focus_in(".list button");
        let is_elsewhere = dom::is_focus_in(".cron") && !dom::is_focus_in(LIST);
        let is_editing = self.draft.with_untracked(Option::is_some);
        let is_meant = (!is_elsewhere || is_letter || key == "Escape") && !is_press && !dom::is_typing() && !dom::is_covered();
        // The editor is left by Escape from any of its fields.
        if key == "Escape" && is_editing && !dom::is_covered() {
            self.leave_editor();
            return true;
        }
        let stroke = stroke(key, shift).filter(|_| is_meant && !is_editing);
        if let Some(stroke) = stroke {
            self.strike(stroke);
        }
        stroke.is_some()
    }

    fn strike(self, stroke: Stroke) {
        let here = self.cursor.get_untracked().or_else(|| self.opened.get_untracked());
        match (stroke, here) {
            (Stroke::Move { by, marks }, _) => self.step(by, marks),
            (Stroke::Search, _) => dom::focus(".cron .find input"),
            (Stroke::Create, _) if self.may::<CronAdd>() => self.create(None),
            (Stroke::Leave, _) => self.leave(),
            (Stroke::Open, Some(id)) => self.open(&id, None),
            (Stroke::Mark, Some(id)) => self.mark(&id, false),
            (Stroke::Run, Some(id)) if self.may::<CronRun>() => self.run(&id, RunMode::Force),
            (Stroke::Edit, Some(id)) if self.may::<CronUpdate>() => self.edit(&id),
            (Stroke::Pause, Some(id)) if self.may::<CronUpdate>() => {
                if let Some(known) = self.now(&id) {
                    self.enable(&[id], !known.whole.job.enabled);
                }
            }
            _ => {}
        }
    }

    fn leave(self) {
        if self.opened.with_untracked(Option::is_some) {
            self.close();
        } else {
            self.marked.set(vec![]);
        }
    }

    /// Whether a method may be called now; says why not.
    pub(super) fn may<M: Method>(self) -> bool {
        let obstacle = untrack(|| self.obstacle(M::SCOPE));
        if let Some(why) = &obstacle {
            self.toasts.hint(format!("{why}."));
        }
        obstacle.is_none()
    }

    /// Puts the keyboard on the first row.
    pub fn to_first(self) {
        self.cursor.set(None);
        self.step(1, false);
        dom::focus(LIST);
    }

    fn step(self, by: isize, marks: bool) {
        let (id, before) = self.listing.with_untracked(|listing| {
            let at = self.cursor.with_untracked(|cursor| listing.ids.iter().position(|id| cursor.as_ref() == Some(id)));
            let last = listing.ids.len().saturating_sub(1);
            let to = match at {
                Some(at) => at.saturating_add_signed(by).min(last),
                None if by == isize::MAX => last,
                None => 0,
            };
            (listing.ids.get(to).cloned(), at.and_then(|at| listing.ids.get(at).cloned()))
        });
        let Some(id) = id else { return };
        if marks {
            self.marked.update(|marked| {
                for id in before.iter().chain([&id]) {
                    if !marked.contains(id) {
                        marked.push(id.clone());
                    }
                }
            });
        }
        self.cursor.set(Some(id.clone()));
        if self.opened.with_untracked(Option::is_some) {
            self.open(&id, None);
        }
        dom::focus(LIST);
    }
}
