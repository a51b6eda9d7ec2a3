//! A task that an agent wrote down, as a card, and the button that makes it a task of the person's own.
//! Refuses to know the board; whoever keeps tasks draws that.

use leptos::prelude::*;

use super::frame::Frame;
use super::{Claim, Widget, fence};
use crate::domain::markdown::Block;
use crate::domain::say;
use crate::domain::task::Kind;
use crate::domain::widget::task::{Task, read};
use crate::ui::badge::Tone;
use crate::ui::el::{El, div, el, span};
use crate::ui::markdown::Ink;
use crate::ui::markdown::marked;
use crate::ui::offer::TaskOffer;

/// A task.
#[derive(Debug, PartialEq, Eq)]
pub struct TaskCard {
    task: Task,
    /// What was written, by which it is known again.
    words: String,
}

impl Widget for TaskCard {
    const NAME: &'static str = "task";

    fn parse(block: &Block) -> Claim<Self> {
        let Some(text) = fence(block, &["task"]) else { return Claim::Passes };
        match read(text) {
            Ok(task) => Claim::Takes(Self { task, words: text.to_owned() }),
            Err("It has no title.") => Claim::Fails("This task has no title, so it is shown as text."),
            Err(_) => Claim::Fails("This task is not valid JSON, so it is shown as text."),
        }
    }

    fn view(self, ink: &Ink) -> Frame {
        let offer = use_context::<TaskOffer>();
        let tools = offer.map(|offer| offer.draw(self.task.clone(), &self.words, Kind::Session, ink.session.clone())).into_iter().collect();
        let Task { title, status, priority, description, checklist } = self.task;
        let done = checklist.iter().filter(|(_, is_done)| *is_done).count();
        let progress = (!checklist.is_empty())
            .then(|| span("quiet").text(&[&say::count(done), " of ", &say::many(checklist.len(), "step"), " done"].concat()));
        let facts = div("task-facts")
            .children(status.as_deref().map(|status| word("Status", status, tone(status))))
            .children(priority.as_deref().map(|priority| word("Priority", priority, urgency(priority))))
            .children(progress);
        let step = |(text, is_done): &(String, bool)| {
            let tick = span("tick").set("aria-hidden", "true").text(if *is_done { "✓" } else { "" });
            let state = span("offscreen").text(if *is_done { "done: " } else { "to do: " });
            el("li")
                .set_if("data-done", is_done.then_some(""))
                .child(tick)
                .child(state)
                .child(el("span").children(marked(text, &ink.needle)))
        };
        let steps = (!checklist.is_empty()).then(|| el("ul").class("steps").children(checklist.iter().map(step).collect::<Vec<_>>()));
        let about = description.map(|about| el("p").children(marked(&about, &ink.needle)));
        let body = div("task-card")
            .child(el("p").class("task-title").children(marked(&title, &ink.needle)))
            .child(facts)
            .children(about)
            .children(steps);
        Frame { label: "Task".into(), note: None, tools, body, is_source: false }
    }
}

fn word(name: &str, word: &str, tone: Tone) -> El {
    span("badge").set("data-tone", tone.as_str()).child(span("offscreen").text(&[name, ": "].concat())).text(word)
}

fn tone(status: &str) -> Tone {
    match status.to_ascii_lowercase().as_str() {
        "done" | "completed" | "closed" => Tone::Ok,
        "doing" | "running" | "in progress" | "in_progress" | "started" => Tone::Run,
        "blocked" | "failed" => Tone::Bad,
        "waiting" | "review" => Tone::Warn,
        _ => Tone::Idle,
    }
}

fn urgency(priority: &str) -> Tone {
    match priority.to_ascii_lowercase().as_str() {
        "urgent" | "critical" | "highest" => Tone::Bad,
        "high" => Tone::Warn,
        _ => Tone::Idle,
    }
}
