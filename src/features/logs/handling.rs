//! What the keyboard does on the log: move, find, open, mark, pause.
//! Refuses to know which key it was; `keys` does.

use leptos::prelude::*;

use super::desk::{Desk, LIST};
use super::keys::{Goal, Stroke, stroke};
use crate::domain::log::level::Level;
use crate::platform::dom;

impl Desk {
    /// Hears a key, whatever part of the view has the focus, or none; returns whether it meant the log. Away from the list only letters
    /// do: the others scroll and press there.
    pub fn hear(self, key: &str) -> bool {
        let is_letter = key.len() == 1 && key != " ";
        let is_elsewhere = dom::is_focus_in(".logs") && !dom::is_focus_in(LIST);
        let is_meant = (!is_elsewhere || is_letter || key == "Escape") && !dom::is_typing() && !dom::is_covered();
        let stroke = stroke(key).filter(|_| is_meant);
        if let Some(stroke) = stroke {
            self.strike(stroke);
        }
        stroke.is_some()
    }

    fn strike(self, stroke: Stroke) {
        match (stroke, self.cursor.get_untracked()) {
            (Stroke::Move(isize::MAX), _) => {
                self.cursor.set(self.shown.with_untracked(|shown| shown.last().map(|shown| shown.serial)));
                self.follow(true);
            }
            (Stroke::Move(by), here) => self.step(by, here),
            (Stroke::Find { goal, is_back }, here) => self.find(goal, is_back, here),
            (Stroke::Search, _) => dom::focus(".logs .find input"),
            (Stroke::Pause, _) => self.pause(),
            (Stroke::Leave, _) if self.opened.with_untracked(Option::is_some) => {
                self.opened.set(None);
                dom::focus(LIST);
            }
            (Stroke::Leave, _) => self.cursor.set(None),
            // A second time leads into it.
            (Stroke::Open, Some(serial)) if self.opened.get_untracked() == Some(serial) => dom::focus(".logs .detail"),
            (Stroke::Open, Some(serial)) => self.opened.set(Some(serial)),
            (Stroke::Bookmark, Some(serial)) => self.bookmark(serial),
            (Stroke::Open | Stroke::Bookmark, None) => {}
        }
    }

    /// Marks a line, or unmarks it.
    pub fn bookmark(self, serial: u64) {
        self.bookmarks.update(|marked| match marked.iter().position(|marked| *marked == serial) {
            Some(at) => drop(marked.remove(at)),
            None => marked.push(serial),
        });
    }

    /// Puts the keyboard on a line, and shows it where a line is open.
    fn go(self, serial: u64) {
        self.cursor.set(Some(serial));
        if self.opened.with_untracked(Option::is_some) {
            self.opened.set(Some(serial));
        }
    }

    fn step(self, by: isize, here: Option<u64>) {
        let to = self.shown.with_untracked(|shown| {
            let last = shown.len().checked_sub(1)?;
            let place = match here {
                Some(serial) => shown.partition_point(|shown| shown.serial < serial).saturating_add_signed(by).min(last),
                None if by == isize::MIN => 0,
                None => last,
            };
            shown.get(place).map(|shown| shown.serial)
        });
        to.into_iter().for_each(|serial| self.go(serial));
    }

    fn find(self, goal: Goal, is_back: bool, here: Option<u64>) {
        let has_words = self.logs.with_untracked(|book| book.sieve().has_words());
        let is_it = |serial: u64| match goal {
            Goal::Bookmark => self.bookmarks.with_untracked(|marked| marked.contains(&serial)),
            Goal::Hit => has_words && self.line(serial).is_some_and(|line| line.mark.is_none()),
            Goal::Error => self.line(serial).is_some_and(|line| line.level >= Level::Error),
            Goal::Warning => self.line(serial).is_some_and(|line| line.level == Level::Warn),
        };
        let to = self.shown.with_untracked(|shown| {
            let serials = || shown.iter().map(|shown| shown.serial);
            match here {
                // From nowhere both ways lead to the newest.
                None => serials().rev().find(|serial| is_it(*serial)),
                Some(here) if is_back => serials().rev().skip_while(|serial| *serial >= here).find(|serial| is_it(*serial)),
                Some(here) => serials().skip_while(|serial| *serial <= here).find(|serial| is_it(*serial)),
            }
        });
        match to {
            Some(serial) => self.go(serial),
            None => self.toasts.hint(none(goal, is_back && here.is_some(), here.is_none())),
        }
    }
}

/// Says that there is no such line that way.
fn none(goal: Goal, is_back: bool, is_anywhere: bool) -> String {
    let what = match goal {
        Goal::Error => "No error",
        Goal::Warning => "No warning",
        Goal::Hit => "No hit",
        Goal::Bookmark => "No bookmark",
    };
    let way = match (is_anywhere, is_back) {
        (true, _) => " among these lines.",
        (_, true) => " further up.",
        _ => " further down.",
    };
    [what, way].concat()
}
