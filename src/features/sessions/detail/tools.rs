//! What the tools of a session do, as it happens.
//! Refuses to tell of what happened before somebody looked; the conversation does.

use leptos::prelude::*;

use crate::domain::say;
use crate::features::sessions::desk::Desk;
use crate::protocol::SessionKey;
use crate::state::steps::{Step, Steps};
use crate::ui::badge::{Tone, badge};
use crate::ui::el::{El, div, el, span};

/// Draws the steps since the tab was opened, the newest on top.
pub fn tools(desk: Desk, key: SessionKey) -> El {
    let steps = desk.profile.watch(key);
    div("tools").part(move || steps.with(|steps| rows(desk, steps, usize::MAX)))
}

/// Draws the newest steps, so many at most.
pub fn rows(desk: Desk, steps: &Steps, most: usize) -> El {
    if steps.steps.is_empty() {
        let words = "No tool was used since you opened this. Steps appear here as they happen.";
        return el("p").class("quiet").set("role", "status").text(words);
    }
    el("ul").class("steps").children(steps.steps.iter().rev().take(most).map(|step| row(desk, step)).collect::<Vec<_>>())
}

fn row(desk: Desk, step: &Step) -> El {
    let tone = match step.status.as_str() {
        "running" => Tone::Run,
        "completed" => Tone::Ok,
        "failed" | "error" => Tone::Bad,
        _ => Tone::Idle,
    };
    let (tool, started, took) = (step.tool.clone(), step.started_at, step.took);
    let time = move || match (took, started) {
        (Some(took), _) => say::brief(took),
        (None, Some(started)) => say::span(started, desk.ticker.there()),
        (None, None) => String::new(),
    };
    el("li")
        .set("title", &step.status)
        .child(badge(move || tone, move || tool.clone()))
        .child(span("what").text(&step.title))
        .child(span("number").say(time))
}
