//! The field by which a task is linked to a session that is there. Jobs are linked from their own detail.
//! Refuses to show how that stands; `links` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use crate::domain::query::small;
use crate::domain::session::title;
use crate::domain::task::{Kind, Link, Part, Task};
use crate::protocol::sessions::SessionRow;
use crate::ui::el::{El, div, el};

/// So many sessions are proposed.
const PROPOSED: usize = 100;

/// Draws the field.
pub fn link_to(desk: Desk, seen: Memo<Option<Arc<Task>>>) -> El {
    let (typed, fault) = (RwSignal::new(String::new()), RwSignal::new(false));
    let profile = desk.profile;
    let add = move || {
        let Some(task) = seen.get_untracked() else { return };
        let wanted = typed.with_untracked(|typed| small(typed.trim()));
        let found = profile.sessions.with_untracked(|rows| {
            let is = |row: &&Arc<SessionRow>| small(row.key.as_str()) == wanted || small(&title(row)) == wanted;
            let has = |row: &&Arc<SessionRow>| !wanted.is_empty() && small(&title(row)).contains(&wanted);
            rows.rows.all().iter().find(is).or_else(|| rows.rows.all().iter().find(has)).map(|row| row.key.to_string())
        });
        let found = found.flatten();
        fault.set(found.is_none());
        let Some(key) = found else { return };
        let link = Link { gateway: profile.link.url(), kind: Kind::Session, key, run: String::new() };
        typed.set(String::new());
        if !task.links.contains(&link) {
            desk.write(&task, "Links of", vec![Part::Links([task.links.value.clone(), vec![link]].concat())]);
        }
    };
    let field = el("input")
        .class("link-field")
        .set("type", "text")
        .set("placeholder", "Title or key of a session")
        .set("aria-label", "Link to a session")
        .set("list", "sessions-known")
        .bind(typed);
    let known = move || {
        let option = |row: &Arc<SessionRow>| el("option").set("value", row.key.as_str()).text(&title(row));
        let all = profile.sessions.with_value(|rows| rows.rows.all().iter().take(PROPOSED).map(option).collect::<Vec<_>>());
        all.unwrap_or_default()
    };
    // What is proposed is read when somebody comes to the field, not whenever a session changes.
    let is_there = RwSignal::new(false);
    let list = el("datalist").set("id", "sessions-known").part(move || if is_there.get() { untrack(known) } else { vec![] });
    let words = "No session here has this title or key.";
    div("linking")
        .child(
            el("form")
                .class("add")
                .child(field.on("focus", move |_| is_there.set(true)))
                .child(el("button").class("button").text("Link"))
                .submit(add),
        )
        .child(list)
        .part(move || fault.get().then(|| el("p").class("fault").set("role", "alert").text(words)))
}
