//! The way round for whoever sees the demo for the first time: five steps, each at the view that it tells of, left at any time.
//! Refuses to cover what it tells of, and to take the keyboard.

use leptos::prelude::*;

use super::Touring;
use crate::paths;
use crate::place::Place;
use crate::ui::el::{El, button, div, el, span};

/// A step: where it leads, what it is called, what it tells.
type Step = (fn() -> String, &'static str, &'static str);

const STEPS: [Step; 5] = [
    (
        paths::now,
        "What needs you",
        "Requests of agents, questions, failed and late jobs wait in one queue, the most pressing first. Answer them here, by keys too.",
    ),
    (
        paths::sessions,
        "What agents do",
        "Every session as it changes. Search by words, state or cost, open one for its steps, stop it, or talk to it in Chat.",
    ),
    (paths::jobs, "What runs by itself", "Jobs with their last runs: what is late, what fails, and the week and month as a plan."),
    (
        paths::analytics,
        "What it costs",
        "Tokens and money by model, agent and hour. Press a figure to see only that; a budget warns in time.",
    ),
    (
        paths::sessions,
        "From here on",
        "Ctrl or Command K finds anything, and ? lists the keys. \u{201c}Demo data\u{201d} above breaks the connection on purpose; Leave leads to your own gateway.",
    ),
];

/// Draws it.
pub fn tour() -> El {
    let (place, Touring(is_on)): (Place, Touring) = (expect_context(), expect_context());
    let at = RwSignal::new(0_usize);
    let step = move || STEPS.get(at.get()).unwrap_or(&STEPS[0]);
    let go = move |to: usize| {
        if let Some((path, ..)) = STEPS.get(to) {
            at.set(to);
            place.go(&path());
        } else {
            is_on.set(false);
        }
    };
    let back = button("button").set("data-size", "small").flag("hidden", move || at.get() == 0).text("Back");
    let next = button("button").set("data-size", "small").set("data-kind", "primary");
    let next = next.say(move || if at.get() + 1 == STEPS.len() { "Done" } else { "Next" }.to_owned());
    let skip = button("button plain").set("data-size", "small").flag("hidden", move || at.get() + 1 == STEPS.len()).text("Skip the tour");
    el("section")
        .class("tour")
        .set("aria-label", "Tour")
        .child(
            div("said")
                .set("aria-live", "polite")
                .child(span("count").say(move || format!("{} of {}", at.get() + 1, STEPS.len())))
                .child(el("h2").say(move || step().1.to_owned()))
                .child(el("p").say(move || step().2.to_owned())),
        )
        .child(
            div("buttons")
                .child(skip.click(move || is_on.set(false)))
                .child(back.click(move || go(at.get_untracked().saturating_sub(1))))
                .child(next.click(move || go(at.get_untracked() + 1))),
        )
}
