//! Charts that agents declare, and what can be done with them.
//! Refuses to draw marks; `figure` does.

use std::rc::Rc;

use leptos::prelude::*;

use super::figure::figure;
use super::frame::{Frame, toggle};
use super::table::tabled;
use super::{Claim, Widget, fence};
use crate::domain::markdown::Block;
use crate::domain::say;
use crate::domain::widget::chart::Chart;
use crate::features::chat::blocks::Ink;
use crate::ui::el::{El, div, if_else};

/// A chart.
#[derive(Debug, PartialEq, Eq)]
pub struct Charted(Chart);

impl Widget for Charted {
    const NAME: &'static str = "chart";

    fn parse(block: &Block) -> Claim<Self> {
        match fence(block, &["chart"]).map(Chart::read) {
            None => Claim::Passes,
            Some(Ok(chart)) => Claim::Takes(Self(chart)),
            Some(Err(why)) => Claim::Fails(why),
        }
    }

    fn view(self, _: &Ink) -> Frame {
        let chart = StoredValue::new(self.0);
        let is_table = RwSignal::new(false);
        let label = chart.with_value(|chart| {
            let points = say::many(chart.labels.len(), "point");
            chart.title.clone().unwrap_or_else(|| ["Chart · ", &points].concat())
        });
        let tools = vec![
            toggle("Table", move || is_table.get(), move || is_table.update(|is_table| *is_table = !*is_table))
                .set("title", "Show the values as a table"),
        ];
        let numbers = move || {
            let table = chart.with_value(Chart::table);
            let rows = Rc::new(table.rows.clone());
            let cell = move |row: usize, column: usize| {
                rows.get(row).and_then(|row| row.get(column)).map(|text| El::words(text)).into_iter().collect::<Vec<_>>()
            };
            let (tools, body) = tabled(table, Rc::new(cell));
            div("with-tools").child(div("tools").children(tools)).child(body)
        };
        let body = if_else(move || is_table.get(), numbers, move || figure(chart.get_value()));
        Frame { label, note: None, tools, body: div("").child(body), is_source: false }
    }
}
