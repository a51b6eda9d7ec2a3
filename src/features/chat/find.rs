//! Finding words in all of a conversation that was read, whether it is drawn or not.
//! Refuses to ask the gateway; that search is over all sessions, and in Sessions.

use std::sync::Arc;

use leptos::prelude::*;

use super::room::Room;
use crate::domain::query::small;
use crate::domain::say;
use crate::platform::dom;
use crate::state::chat::row::{Row, What};
use crate::ui::el::{El, button, effect, el, span, when};

/// What is searched for, and where it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The words, in small letters.
    pub needle: String,
    /// The keys of the rows in which they stand.
    hits: Vec<Arc<str>>,
    /// Which of them is shown.
    at: usize,
}

impl Found {
    /// Returns the row that is shown.
    pub fn now(&self) -> Option<&Arc<str>> {
        self.hits.get(self.at)
    }
}

/// Opens the search, and puts the focus there.
pub fn open(room: Room) {
    if room.found.with_untracked(Option::is_none) {
        room.found.set(Some(Found::default()));
    }
    request_animation_frame(|| dom::focus(".find-bar input"));
}

/// Draws the search, while it is open.
pub fn bar(room: Room) -> El {
    // Words that come while it is open are found, too; the place stays where it is.
    let looked: StoredValue<Looked> = StoredValue::default();
    effect(move || {
        room.talk.conversation.track();
        let Some(found) = room.found.get_untracked() else { return looked.set_value(Looked::default()) };
        let hits = looked.try_update_value(|looked| hits(room, &found.needle, looked)).unwrap_or_default();
        if hits != found.hits {
            room.found.set(Some(Found {
                at: found.now().and_then(|now| hits.iter().position(|hit| hit == now)).unwrap_or(0),
                hits,
                ..found
            }));
        }
    });
    when(move || room.found.with(Option::is_some), move || opened(room))
}

fn opened(room: Room) -> El {
    let typed = RwSignal::new(String::new());
    let search = move |text: String| {
        typed.set(text.clone());
        let needle = small(&text);
        let hits = hits(room, &needle, &mut Looked::default());
        // The newest is nearest.
        let at = hits.len().saturating_sub(1);
        room.found.set(Some(Found { needle, hits, at }));
        show(room);
    };
    let count = move || {
        room.found.with(|found| match found {
            Some(found) if found.needle.is_empty() => String::new(),
            Some(found) if found.hits.is_empty() => "0 found".into(),
            Some(found) => format!("{} / {}", found.at + 1, say::count(found.hits.len())),
            None => String::new(),
        })
    };
    let older = move || room.talk.conversation.with(|talk| talk.older().is_some());
    el("search")
        .class("find-bar")
        .child(
            el("input")
                .set("type", "search")
                .set("aria-label", "Find in this conversation")
                .set("placeholder", "Find in this conversation")
                .value(move || typed.get())
                .input(search)
                .keys(move |event| match event.key().as_str() {
                    "Enter" => {
                        event.prevent_default();
                        step(room, if event.shift_key() { -1 } else { 1 });
                    }
                    "Escape" => {
                        event.stop_propagation();
                        room.found.set(None);
                    }
                    _ => {}
                }),
        )
        .child(span("number").set("role", "status").say(count))
        .child(button("button").set("data-size", "small").set("aria-label", "The one before").text("↑").click(move || step(room, -1)))
        .child(button("button").set("data-size", "small").set("aria-label", "The next one").text("↓").click(move || step(room, 1)))
        .when(older, move || {
            // What was not read cannot be found.
            button("button").set("data-size", "small").text("Read older messages too").click(move || room.talk.read_older())
        })
        .child(button("button").set("data-size", "small").text("Done").click(move || room.found.set(None)))
}

/// In which rows was looked for what, and whether it was there: what streams must not have all the others read again.
#[derive(Default)]
struct Looked {
    needle: String,
    rows: Vec<(Arc<Row>, bool)>,
}

fn hits(room: Room, needle: &str, looked: &mut Looked) -> Vec<Arc<str>> {
    if looked.needle != needle {
        *looked = Looked { needle: needle.to_owned(), rows: vec![] };
    }
    if needle.is_empty() {
        return vec![];
    }
    let before = std::mem::take(&mut looked.rows);
    looked.rows = room.talk.conversation.with_untracked(|talk| {
        let look = |(at, row): (usize, &Arc<Row>)| {
            let same = before.get(at).filter(|(other, _)| Arc::ptr_eq(other, row)).map(|(_, has)| *has);
            let is_readable = !matches!(row.what, What::Doing(_) | What::End(_));
            (row.clone(), same.unwrap_or_else(|| is_readable && small(row.text()).contains(needle)))
        };
        talk.rows().enumerate().map(look).collect()
    });
    looked.rows.iter().filter(|(_, has)| *has).map(|(row, _)| row.key.clone()).collect()
}

fn step(room: Room, by: isize) {
    room.found.update(|found| {
        if let Some(found) = found.as_mut().filter(|found| !found.hits.is_empty()) {
            let count = isize::try_from(found.hits.len()).unwrap_or(isize::MAX);
            let at = isize::try_from(found.at).unwrap_or(0);
            found.at = usize::try_from((at + by).rem_euclid(count)).unwrap_or(0);
        }
    });
    show(room);
}

/// Brings the one that is meant into view, and opens it where it is folded away.
fn show(room: Room) {
    let Some(key) = room.found.with_untracked(|found| found.as_ref().and_then(|found| found.now().cloned())) else { return };
    let is_folded = room.talk.conversation.with_untracked(|talk| {
        let row = talk.place(&key).and_then(|at| talk.row(at));
        row.is_some_and(|row| matches!(row.what, What::Tool(_) | What::Told { .. } | What::Thought { is_open: false, .. }))
    });
    if is_folded {
        room.open(&key, true);
    }
    room.shows.set(Some(key));
}

impl Room {
    /// Returns what is searched for, in small letters, and tracks it.
    pub fn needle(&self) -> String {
        self.found.with(|found| found.as_ref().map(|found| found.needle.clone()).unwrap_or_default())
    }
}
