//! What belongs together, as bars: by model, provider, agent, channel; and tools by how often they were called. Each sets a filter.
//! Refuses to add anything up.

use leptos::prelude::*;

use super::desk::{Desk, Seen};
use super::draw::{bar, panel, switch, thousandths};
use crate::domain::say;
use crate::domain::usage::filter::Dim;
use crate::domain::usage::share::{Share, shares};
use crate::domain::usage::span::day;
use crate::ui::el::{El, button, div, el, span};

/// What it can be broken down by.
const BY: [(Dim, &str); 5] =
    [(Dim::Model, "Model"), (Dim::Provider, "Provider"), (Dim::Agent, "Agent"), (Dim::Channel, "Channel"), (Dim::Tool, "Tool")];
/// So many parts are shown at first.
const FEW: usize = 8;

/// Draws the panel.
pub fn breakdown(desk: Desk) -> El {
    let is_all = RwSignal::new(false);
    let tabs =
        BY.map(|(dim, words)| switch(words, move || desk.look.with(|look| look.by == dim), move || desk.change(|look| look.by = dim)));
    let by = Memo::new(move |_| desk.look.with(|look| look.by));
    let rows = move || {
        let by = by.get();
        desk.seen.with(|seen| seen.as_ref().map(|seen| listed(desk, seen, by, is_all))).unwrap_or_default()
    };
    panel(
        "breakdown",
        "Broken down",
        vec![div("choice").set("role", "group").set("aria-label", "Broken down by").children(Vec::from(tabs))],
    )
    .part(rows)
}

fn listed(desk: Desk, seen: &Seen, by: Dim, is_all: RwSignal<bool>) -> Vec<El> {
    let parts = shares(&seen.ledger, &seen.fit, seen.span, by, seen.measure);
    if parts.is_empty() {
        return vec![el("p").class("quiet").text(if by == Dim::Tool { "No tool was called." } else { "Nothing was used." })];
    }
    let size = |share: &Share| if by == Dim::Tool { i64::try_from(share.calls).unwrap_or(i64::MAX) } else { share.sum.by(seen.measure) };
    let most = parts.iter().map(size).max().unwrap_or(0);
    let count = parts.len();
    let shown = if is_all.get() { count } else { FEW };
    let rows = parts.iter().take(shown).map(|share| {
        let (short, exact) = match by {
            Dim::Tool => (
                say::count(usize::try_from(share.calls).unwrap_or(usize::MAX)),
                say::many(usize::try_from(share.calls).unwrap_or(usize::MAX), "call"),
            ),
            _ => (share.sum.say(seen.measure), share.sum.exactly(seen.measure)),
        };
        el("li").child(row(desk, by, share, (&short, &exact), thousandths(size(share), most)))
    });
    let mut drawn = vec![el("ul").class("bars").children(rows.collect::<Vec<_>>())];
    if count > FEW {
        let words = if is_all.get() { "Show fewer".to_owned() } else { ["Show all ", &count.to_string()].concat() };
        drawn.push(button("link").text(&words).click(move || is_all.update(|is_all| *is_all = !*is_all)));
    }
    if by == Dim::Tool {
        let words = [
            "Calls in the sessions of this time, counted since ",
            &day(seen.known_from),
            ": the gateway does not say when they were made.",
        ];
        drawn.push(el("p").class("quiet").text(&words.concat()));
    }
    drawn
}

/// One part: pressed, it is the only one left, until it is pressed again.
pub fn row(desk: Desk, dim: Dim, share: &Share, (short, exact): (&str, &str), long: i64) -> El {
    let (value, is_set) = (share.value.clone(), desk.look.with_untracked(|look| look.has(dim, &share.value)));
    let name = share.title.clone().unwrap_or_else(|| share.value.clone());
    // What is of several models is nobody's filter.
    let is_filter = !(dim.is_of_models() && value.is_empty());
    let row = if is_filter { button("part") } else { div("part") };
    let row =
        row.set("title", &[&name, ": ", exact].concat()).child(span("name").text(&name)).child(bar(long)).child(span("value").text(short));
    if is_filter { row.set("aria-pressed", if is_set { "true" } else { "false" }).click(move || desk.toggle(dim, &value)) } else { row }
}
