//! What can be done to all that is marked, and how far it is.
//! Refuses to do it; `deeds` and `many` do.

use std::time::Duration;

use leptos::prelude::*;

use super::desk::Desk;
use crate::domain::project::all::All;
use crate::domain::say;
use crate::protocol::cron::{CronRun, CronUpdate};
use crate::protocol::{Method, Scope};
use crate::ui::el::{El, button, div, el, when};
use crate::ui::within::project_list;

/// Draws the bar; it is there while anything is marked, or something is being done to many.
pub fn bar(desk: Desk) -> Vec<El> {
    let progress = desk.board.progress;
    let is_busy = move || progress.with(Option::is_some);
    vec![
        when(is_busy, move || {
            div("bulk")
                .child(el("strong").set("role", "status").say(move || how_far(desk)))
                .child(
                    el("progress")
                        .set("aria-label", "How far it is")
                        .live("max", move || figure(desk, true))
                        .live("value", move || figure(desk, false)),
                )
                .child(button("button").text("Stop here").click(move || {
                    progress.update(|progress| {
                        if let Some(progress) = progress {
                            progress.is_called_off = true;
                        }
                    });
                }))
        }),
        when(
            move || !is_busy() && desk.marked.with(|marked| !marked.is_empty()),
            move || {
                let marked = move || desk.marked.get_untracked();
                let update = CronUpdate::SCOPE;
                div("bulk")
                    .set("role", "toolbar")
                    .set("aria-label", "What is marked")
                    .child(el("strong").set("role", "status").say(move || format!("{} marked", say::count(desk.marked.with(Vec::len)))))
                    .child(act(desk, "Run now", "", CronRun::SCOPE, move || desk.run_all(&marked())))
                    .child(act(desk, "Pause", "", update, move || desk.enable(&marked(), false)))
                    .child(act(desk, "Resume", "", update, move || desk.enable(&marked(), true)))
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
                    .child(button("button").text("Unmark all").click(move || desk.marked.set(vec![])))
            },
        ),
    ]
}

fn figure(desk: Desk, is_all: bool) -> Option<String> {
    desk.board.progress.with(|progress| progress.as_ref().map(|progress| if is_all { progress.of } else { progress.done }.to_string()))
}

/// Says how far it is, and for how long it waits for the gateway's limit.
fn how_far(desk: Desk) -> String {
    desk.board.progress.with(|progress| {
        let Some(progress) = progress else { return String::new() };
        let now = desk.ticker.get().wall.0;
        let far = format!("{}: {} of {}", progress.word, say::count(progress.done), say::count(progress.of));
        match progress.waits_until {
            Some(until) if until > now => {
                let left = Duration::from_millis(u64::try_from(until - now).unwrap_or(0));
                format!("{far}. The gateway takes 30 a minute: the next in {}", say::left(left))
            }
            _ => far,
        }
    })
}

/// A button that names what is missing when it cannot be pressed.
pub fn act(desk: Desk, word: &str, kind: &str, scope: Scope, deed: impl Fn() + 'static) -> El {
    act_of(desk, word, kind, scope, Box::new(deed))
}

fn act_of(desk: Desk, word: &str, kind: &str, scope: Scope, deed: Box<dyn Fn()>) -> El {
    let obstacle = move || desk.obstacle(scope);
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
