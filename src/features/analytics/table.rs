//! What stands around the chart of use over time: its legend, and the same figures as a table.
//! Refuses to draw the chart.

use leptos::prelude::*;

use super::chart::{called, look_at};
use super::desk::{Desk, Seen};
use super::draw::colour;
use crate::domain::usage::filter::Dim;
use crate::domain::usage::span::{Span, Step, words};
use crate::domain::usage::stack::{Layer, Stack};
use crate::domain::usage::sum::Sum;
use crate::ui::el::{El, button, div, el, span};

/// The models, their colours, and what each comes to. Each sets a filter.
pub fn legend(desk: Desk, seen: &Seen, stack: &Stack) -> El {
    let entry = |(at, layer): (usize, &Layer)| {
        let name = called(seen, layer).to_owned();
        let is_model = layer.model.is_some_and(|model| seen.ledger.models.get(model as usize).is_some());
        let of = if is_model { button("entry") } else { span("entry") };
        let of = of
            .set("title", &layer.all.exactly(seen.measure))
            .child(span("swatch").set("aria-hidden", "true"))
            .child(span("name").text(&name))
            .child(span("value").text(&layer.all.say(seen.measure)));
        let of = if is_model {
            let is_set = desk.look.with_untracked(|look| look.has(Dim::Model, &name));
            of.set("aria-pressed", if is_set { "true" } else { "false" }).click(move || desk.toggle(Dim::Model, &name))
        } else {
            of
        };
        el("li").set("data-series", colour(layer.model.map(|_| at))).child(of)
    };
    el("ul").class("legend").children(stack.layers.iter().enumerate().map(entry).collect::<Vec<_>>())
}

/// The same as a table: a row for each bucket, a column for each model.
pub fn tabled(desk: Desk, seen: &Seen, stack: &Stack) -> El {
    let measure = seen.measure;
    let head = |words: &str| el("th").set("scope", "col").text(words);
    let cell = |sum: &Sum| {
        let is_none = sum.tokens == 0 && sum.cost == 0;
        el("td").set_if("data-none", is_none.then_some("")).set("title", &sum.exactly(measure)).text(&sum.say(measure))
    };
    let names = stack.layers.iter().map(|layer| head(called(seen, layer))).collect::<Vec<_>>();
    let heads = el("tr").child(head("When")).child(head("All")).child(head("Before")).children(names);
    let row = |(at, bucket): (usize, &Span)| {
        let cells = stack.layers.iter().filter_map(|layer| layer.sums.get(at)).map(cell).collect::<Vec<_>>();
        let span = *bucket;
        let title = if span.is_hours || seen.step == Step::Hour {
            el("th").set("scope", "row").text(&words(span))
        } else {
            el("th")
                .set("scope", "row")
                .child(button("link").set("title", "Look at this time alone").text(&words(span)).click(move || look_at(desk, span)))
        };
        let all = stack.sums.get(at).map(cell);
        let before = stack.before.get(at).map(cell);
        el("tr").child(title).children(all).children(before).children(cells)
    };
    let rows = stack.buckets.iter().enumerate().rev().map(row).collect::<Vec<_>>();
    let table = el("table").child(el("thead").child(heads)).child(el("tbody").children(rows));
    div("table").set("tabindex", "0").set("role", "region").set("aria-label", "Over time, as a table").child(table)
}
