//! Charts that agents declare, and what can be done with them.
//! Refuses to draw marks; `figure` does.

use std::rc::Rc;

use leptos::prelude::*;

use super::figure::figure;
use super::frame::{Frame, switch};
use super::table::tabled;
use super::{Claim, Widget, fence};
use crate::domain::markdown::Block;
use crate::domain::say;
use crate::domain::widget::chart::Chart;
use crate::ui::el::{El, div, if_else};
use crate::ui::markdown::Ink;

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
        let chart = Rc::new(self.0);
        let is_table = RwSignal::new(false);
        let points = say::many(chart.labels.len(), "point");
        let label = chart.title.clone().unwrap_or_else(|| ["Chart · ", &points].concat());
        let tools = vec![switch("Table", is_table).set("title", "Show the values as a table")];
        let listed = chart.clone();
        let numbers = move || {
            let table = Rc::new(listed.table());
            let rows = table.clone();
            let cell = move |row: usize, column: usize| {
                rows.rows.get(row).and_then(|row| row.get(column)).map(|text| El::words(text)).into_iter().collect::<Vec<_>>()
            };
            let (tools, body) = tabled(table, Rc::new(cell));
            div("with-tools").child(div("tools").children(tools)).child(body)
        };
        let body = if_else(move || is_table.get(), numbers, move || figure(&chart));
        Frame { label, note: None, tools, body: div("").child(body), is_source: false }
    }
}
