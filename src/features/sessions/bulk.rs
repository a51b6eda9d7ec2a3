//! What can be done to all that is marked.
//! Refuses to do it; `deeds` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use crate::domain::say;
use crate::protocol::sessions::{SessionsAbort, SessionsDelete, SessionsPatch};
use crate::protocol::{Method, Scope};
use crate::ui::dialog::Ask;
use crate::ui::el::{El, button, div, el, if_else, when};

/// Draws the bar; it is there while anything is marked.
pub fn bar(desk: Desk) -> El {
    when(
        move || desk.marked.with(|marked| !marked.is_empty()),
        move || {
            let marked = move || desk.marked.get_untracked();
            let patch = SessionsPatch::SCOPE;
            let away = if_else(
                move || desk.look.with(|look| look.archived),
                move || act(desk, "Restore", "", patch, move || desk.restore(&marked())),
                move || act(desk, "Archive", "", patch, move || desk.archive(&marked())),
            );
            div("bulk")
                .set("role", "toolbar")
                .set("aria-label", "What is marked")
                .child(el("strong").set("role", "status").say(move || format!("{} marked", say::count(desk.marked.with(Vec::len)))))
                .child(act(desk, "Stop", "danger", SessionsAbort::SCOPE, move || desk.stop(&marked())))
                .child(act(desk, "Group", "", patch, move || ask_group(desk)))
                .child(away)
                .child(act(desk, "Delete", "danger", SessionsDelete::SCOPE, move || desk.delete(&marked())))
                .child(button("button").text("Unmark all").click(move || desk.marked.set(vec![])))
        },
    )
}

fn ask_group(desk: Desk) {
    let marked = desk.marked.get_untracked();
    desk.ask.set(Some(Ask {
        title: format!("Group of {}", say::many(marked.len(), "session")),
        text: "The gateway's own group; a new name makes a new one, no name takes them out.".into(),
        field: Some(("Group", String::new())),
        word: "Move",
        is_danger: false,
        deed: Arc::new(move |name| {
            let name = name.trim();
            desk.move_to_group(&marked, (!name.is_empty()).then(|| name.to_owned()));
            desk.marked.set(vec![]);
        }),
    }));
}

/// A button that names what is missing when it cannot be pressed.
pub fn act(desk: Desk, word: &str, kind: &str, scope: Scope, deed: impl Fn() + 'static) -> El {
    acting(desk, word, kind, scope, Box::new(deed))
}

fn acting(desk: Desk, word: &str, kind: &str, scope: Scope, deed: Box<dyn Fn()>) -> El {
    let obstacle = move || desk.obstacle_of(scope);
    button("button")
        .set_if("data-kind", Some(kind).filter(|kind| !kind.is_empty()))
        .truth("aria-disabled", move || obstacle().is_some())
        .live("title", obstacle)
        .text(word)
        .click(move || {
            if untrack(obstacle).is_none() {
                deed();
            }
        })
}
