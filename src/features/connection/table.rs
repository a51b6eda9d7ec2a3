//! A table whose rows stay while their names do, so that figures change in place and nothing jumps under the pointer.
//! Refuses to know what is in it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::gateway::Measured;
use crate::ui::el::{El, div, el, span};
use crate::ui::keyed::keyed;

/// The names of rows, and how much each weighs.
pub type Weighed = Vec<(Arc<str>, u64)>;

/// What a table shows of the figures.
#[derive(Clone, Copy)]
pub struct Shows {
    /// What it is called.
    pub name: &'static str,
    /// What stands over the columns. The first one holds the names.
    pub heads: &'static [&'static str],
    /// The names of the rows and how much each weighs: the heaviest were on top when the table was opened.
    pub rows: fn(&Measured) -> Weighed,
    /// What stands in the row of a name, a column each.
    pub cells: fn(&Measured, &str) -> Vec<String>,
    /// What is said when there are no rows.
    pub none: &'static str,
}

/// Draws a table.
pub fn table(measured: RwSignal<Measured>, shows: Shows) -> El {
    let order: StoredValue<Vec<Arc<str>>> = StoredValue::new(vec![]);
    let names = Memo::new(move |_| {
        let rows = measured.with(shows.rows);
        let mut known = order.get_value();
        let mut new: Vec<(Arc<str>, u64)> = vec![];
        for (name, weight) in rows {
            if !known.contains(&name) {
                let at = new.partition_point(|(_, other)| *other >= weight);
                new.insert(at, (name, weight));
            }
        }
        known.extend(new.into_iter().map(|(name, _)| name));
        order.set_value(known.clone());
        known
    });
    let head = |(at, words): (usize, &&str)| span("").set("role", "columnheader").set_if("data-number", (at > 0).then_some("")).text(words);
    let heads = div("row heads").set("role", "row").children(shows.heads.iter().enumerate().map(head).collect::<Vec<_>>());
    let row = move |name: Arc<str>| {
        let of = name.clone();
        let cells = Memo::new(move |_| measured.with(|measured| (shows.cells)(measured, &of)));
        let cell = |at: usize| {
            let text = move || cells.with(|cells| cells.get(at).cloned().unwrap_or_default());
            let is_nothing = move || cells.with(|cells| cells.get(at).is_none_or(|text| text == "0" || text == "—"));
            span("").set("role", "cell").set("data-number", "").flag("data-none", is_nothing).say(text)
        };
        div("row")
            .set("role", "row")
            .child(span("name").set("role", "rowheader").text(&name))
            .children((0..shows.heads.len() - 1).map(cell).collect::<Vec<_>>())
    };
    let rows = keyed("rows", move || names.get(), row).set("role", "rowgroup");
    let is_empty = move || names.with(Vec::is_empty);
    let body = div("table")
        .set("role", "table")
        .set("aria-label", shows.name)
        .set("data-columns", &shows.heads.len().to_string())
        .flag("hidden", is_empty)
        .child(div("").set("role", "rowgroup").child(heads))
        .child(rows);
    let scrolls =
        div("scrolls").set("tabindex", "0").set("role", "region").set("aria-label", shows.name).flag("hidden", is_empty).child(body);
    div("panel").child(el("h2").text(shows.name)).child(scrolls).when(is_empty, move || el("p").class("hint").text(shows.none))
}
