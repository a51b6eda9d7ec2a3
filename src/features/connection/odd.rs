//! What came and could not be read, with a sample of each; secrets in it are masked.
//! Refuses to mend it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::redact;
use crate::domain::{json, say};
use crate::gateway::Measured;
use crate::gateway::meter::Odd;
use crate::ui::el::{El, div, el, span};
use crate::ui::keyed::keyed;

/// Draws the list.
pub fn odd(measured: RwSignal<Measured>) -> El {
    let unused = move || {
        measured.with(|measured| {
            let counters = &measured.counters;
            let of =
                [(counters.late, "late"), (counters.duplicate, "double"), (counters.foreign, "foreign"), (counters.malformed, "garbled")];
            let said: Vec<String> = of.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
            if !said.is_empty() {
                return ["Answers of no use: ", &said.join(", "), "."].concat();
            }
            let has_any = measured.asked.iter().any(|asked| asked.took.is_some());
            let so_far = if has_any { "Every answer was understood." } else { "No answer came yet." };
            [so_far, " What nobody here reads is listed too."].concat()
        })
    };
    let keys = move || measured.with(|measured| measured.counters.odd.iter().map(|odd| Arc::<str>::from(key(odd))).collect::<Vec<_>>());
    div("panel")
        .child(el("h2").text("Not understood"))
        .child(el("p").class("hint").say(unused))
        .child(keyed("odd", keys, move |key| row(measured, &key)).set("role", "list"))
}

fn key(odd: &Odd) -> String {
    [&*odd.name, if odd.why.is_empty() { "" } else { " !" }].concat()
}

fn row(measured: RwSignal<Measured>, of: &str) -> El {
    let first = measured.with_untracked(|measured| measured.counters.odd.iter().find(|odd| key(odd) == of).cloned()).unwrap_or_default();
    let name = if first.name.is_empty() { "a frame" } else { &first.name };
    let why = if first.why.is_empty() { "nobody here reads it".into() } else { first.why.to_string() };
    let of: Arc<str> = of.into();
    let times = move || {
        let count = measured.with(|measured| measured.counters.odd.iter().find(|odd| key(odd) == *of).map_or(0, |odd| odd.count));
        say::many(count as usize, "time")
    };
    let sample = json::pretty(&redact::redact(&first.sample).0);
    let said = el("details")
        .child(el("summary").child(span("name").text(name)).child(span("quiet").say(times)).child(span("quiet").text(&why)))
        .child(el("pre").set("tabindex", "0").text(&sample));
    div("").set("role", "listitem").child(said)
}
