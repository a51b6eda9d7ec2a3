//! What says that a view shows a project only, with the way out; and the list from which things are put into a project.
//! Refuses to know projects.

use leptos::prelude::*;

use super::el::{El, button, el, span, when};

/// Says in what a view is, as long as it is in something.
pub fn within(called: impl Fn() -> Option<String> + Copy + Send + Sync + 'static, leave: impl Fn() + Copy + 'static) -> El {
    when(
        move || called().is_some(),
        move || {
            let words = move || ["in ", &called().unwrap_or_default()].concat();
            let cross = button("cross")
                .live("aria-label", move || Some(["Show everything, not only what is ", &words()].concat()))
                .set("title", "Show everything")
                .text("×")
                .click(leave);
            span("within").set("role", "status").child(el("span").say(words)).child(cross)
        },
    )
}

/// A list to choose a project from, by ids and names. It always offers a choice, and never claims what is.
pub fn project_list(word: &str, choices: impl Fn() -> Vec<(String, String)> + 'static, choose: impl Fn(&str) + 'static) -> El {
    let again = RwSignal::new(());
    let option = |value: &str, words: &str| el("option").set("value", value).text(words);
    el("select")
        .class("pick project-list")
        .set("aria-label", "Change project")
        .child(option("", word))
        .part(move || choices().into_iter().map(|(id, name)| option(&id, &name)).collect::<Vec<_>>())
        .change(move |chosen| {
            if !chosen.is_empty() {
                choose(&chosen);
                again.notify();
            }
        })
        .value(move || {
            again.track();
            String::new()
        })
}
