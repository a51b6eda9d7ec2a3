//! The steps of a task: ticked, added, moved, removed.
//! Refuses to know the rest of the task.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use crate::domain::task::{Step, Task};
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, part};

/// Draws them.
pub fn checklist(desk: Desk, seen: Memo<Option<Arc<Task>>>) -> El {
    let steps = Memo::new(move |_| seen.with(|task| task.as_ref().map(|task| task.steps.value.clone())).unwrap_or_default());
    let change = move |deed: &dyn Fn(&mut Vec<Step>)| {
        if let Some(task) = seen.get_untracked() {
            desk.write_steps(&task, deed);
        }
    };
    let typed = RwSignal::new(String::new());
    let add = move || {
        let text = typed.get_untracked().trim().to_owned();
        if !text.is_empty() {
            change(&|steps| steps.push(Step { text: text.clone(), done: false }));
            typed.set(String::new());
            request_animation_frame(|| dom::focus(".tasks .detail .new-step"));
        }
    };
    let new =
        el("input").class("new-step").set("type", "text").set("placeholder", "Another step").set("aria-label", "Another step").bind(typed);
    let rows = part(move || {
        let all = steps.get();
        (0..).zip(&all).map(|(at, one)| step((at, all.len()), one, change)).collect::<Vec<_>>()
    });
    div("steps")
        .child(el("h3").say(move || {
            let (done, all) = steps.with(|steps| (steps.iter().filter(|step| step.done).count(), steps.len()));
            if all == 0 { "Checklist".into() } else { ["Checklist, ", &done.to_string(), " of ", &all.to_string()].concat() }
        }))
        .child(rows)
        .child(el("form").class("add").child(new).child(el("button").class("button").text("Add")).submit(add))
}

/// One of so many steps, at its place.
fn step((at, count): (usize, usize), step: &Step, change: impl Fn(&dyn Fn(&mut Vec<Step>)) + Copy + 'static) -> El {
    let selector = ["#step-", &at.to_string()].concat();
    let tick = move |_| {
        change(&|steps| {
            if let Some(step) = steps.get_mut(at) {
                step.done = !step.done;
            }
        });
        let selector = selector.clone();
        request_animation_frame(move || dom::focus(&selector));
    };
    let is_done = step.done;
    let named = |word: &str| [word, ": ", &step.text].concat();
    // The rows are drawn anew, so the keyboard is led on: with the step, or to whichever stands where it was.
    let lead = |at: usize, class: &str| {
        let selector = [".tasks .detail .step:nth-of-type(", &(at + 1).to_string(), ") .", class].concat();
        request_animation_frame(move || dom::focus(&selector));
    };
    let mover = move |to: Option<usize>, class: &'static str, word: String, sign: &str| {
        let to = to.filter(|to| *to < count);
        button(&["plain ", class].concat()).set("aria-label", &word).truth("aria-disabled", move || to.is_none()).text(sign).click(
            move || {
                if let Some(to) = to {
                    change(&|steps| {
                        if to < steps.len() && at < steps.len() {
                            steps.swap(at, to);
                        }
                    });
                    lead(to, class);
                }
            },
        )
    };
    let tick = el("input").set("type", "checkbox").set("id", &["step-", &at.to_string()].concat()).checked(move || is_done).change(tick);
    div("step")
        .flag("data-done", move || is_done)
        .child(el("label").child(tick).child(el("span").text(&step.text)))
        .child(mover(at.checked_sub(1), "up", named("Move up"), "↑"))
        .child(mover(Some(at + 1), "down", named("Move down"), "↓"))
        .child(button("plain remove").set("aria-label", &named("Remove the step")).text("×").click(move || {
            change(&|steps| {
                if at < steps.len() {
                    steps.remove(at);
                }
            });
            if count > 1 {
                lead(at.min(count - 2), "remove");
            } else {
                request_animation_frame(|| dom::focus(".tasks .detail .new-step"));
            }
        }))
}
