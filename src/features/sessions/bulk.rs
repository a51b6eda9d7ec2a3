//! What can be done to all that is marked.
//! Refuses to do it; `deeds` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use crate::domain::project::all::All;
use crate::domain::say;
use crate::protocol::sessions::{SessionsAbort, SessionsDelete, SessionsPatch};
use crate::protocol::{Method, Scope, SessionKey};
use crate::ui::dialog::Ask;
use crate::ui::el::{El, button, div, el, if_else, when};
use crate::ui::within::project_list;

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
                .child(el("strong").set("role", "status").say(move || desk.marked.with(|marked| how_many(desk, marked))))
                .child(acting(desk, "Stop", "danger", (SessionsAbort::SCOPE, nothing_runs), Box::new(move || desk.stop(&marked()))))
                .child(act(desk, "Group", "", patch, move || ask_group(desk)))
                .child(away)
                .when(
                    move || desk.profile.projects.with(|all| all.projects().next().is_some()),
                    move || {
                        project_list(
                            "Project",
                            move || desk.profile.projects.with(All::places),
                            move |project| desk.tag(&marked(), project),
                        )
                    },
                )
                .child(act(desk, "Delete", "danger", SessionsDelete::SCOPE, move || desk.delete(&marked())))
                .child(button("button").text("Unmark all").click(move || desk.marked.set(vec![])))
        },
    )
}

/// Says how many are marked, and how many of them are out of sight: what is done is done to those too.
fn how_many(desk: Desk, marked: &[SessionKey]) -> String {
    let said = format!("{} marked", say::count(marked.len()));
    match desk.listing.with(|listing| listing.lacks(marked)) {
        0 => said,
        unseen => format!("{said}, {} not shown", say::count(unseen)),
    }
}

fn nothing_runs(desk: Desk) -> Option<String> {
    let runs = |key: &SessionKey| desk.row(key).is_some_and(|row| row.has_active_run);
    desk.marked.with(|marked| !marked.iter().any(runs)).then(|| "None of the marked sessions runs".to_owned())
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
    acting(desk, word, kind, (scope, |_| None), Box::new(deed))
}

/// What a button needs: a scope, and what else may stand in the way.
type Needs = (Scope, fn(Desk) -> Option<String>);

fn acting(desk: Desk, word: &str, kind: &str, (scope, other): Needs, deed: Box<dyn Fn()>) -> El {
    let obstacle = move || desk.obstacle_of(scope).or_else(|| other(desk));
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
