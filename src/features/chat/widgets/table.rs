//! Tables: of Markdown, of fences with commas or tabs, of JSON lists of objects. What can be done with one.
//! Refuses to draw rows; `grid` does.

use std::rc::Rc;

use leptos::prelude::*;

use super::figure::figure;
use super::frame::{Frame, toggle};
use super::grid::{Cell, Seen, grid};
use super::{Claim, Widget, fence};
use crate::domain::markdown::{Block, Span, plain};
use crate::domain::say;
use crate::domain::widget::chart::Chart;
use crate::domain::widget::table::Table;
use crate::domain::widget::tree::Tree;
use crate::features::chat::blocks::{Ink, words};
use crate::features::chat::text::marked;
use crate::ui::el::{El, div, el, if_else};
use crate::ui::paste::copy_as;

/// With more rows than these a table can be filtered.
const FILTERED: usize = 8;

/// A table, and its cells as they were written where they are more than texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    table: Table,
    rich: Option<Vec<Vec<Vec<Span>>>>,
}

type Cells = Vec<Vec<Span>>;

/// Makes a table of cells of Markdown.
pub fn of_cells(head: &Cells, rows: &[Cells]) -> Grid {
    let texts = |cells: &Cells| cells.iter().map(|spans| plain(&[Block::Paragraph(spans.clone())])).collect::<Vec<_>>();
    Grid { table: Table::new(texts(head), rows.iter().map(texts).collect()), rich: Some(rows.to_vec()) }
}

impl Grid {
    /// Returns it as Markdown, all of it.
    pub fn written(&self) -> String {
        self.table.markdown(&self.table.order(None, ""))
    }
}

impl Widget for Grid {
    const NAME: &'static str = "table";

    fn parse(block: &Block) -> Claim<Self> {
        if let Block::Table { head, rows, .. } = block {
            return if rows.is_empty() { Claim::Passes } else { Claim::Takes(of_cells(head, rows)) };
        }
        let separated = [(fence(block, &["csv"]), ','), (fence(block, &["tsv"]), '\t')];
        if let Some((text, separator)) = separated.into_iter().find_map(|(text, separator)| Some((text?, separator))) {
            return match Table::of_csv(text, separator) {
                Ok(table) => Claim::Takes(Self { table, rich: None }),
                Err(why) => Claim::Fails(why),
            };
        }
        let json = fence(block, &["json", "jsonc", "json5"]).and_then(|text| Table::of_tree(&Tree::read(text).ok()?));
        json.map_or(Claim::Passes, |table| Claim::Takes(Self { table, rich: None }))
    }

    fn view(self, ink: &Ink) -> Frame {
        let Self { table, rich } = self;
        let label = ["Table · ", &say::many(table.rows.len(), "row")].concat();
        let (needle, plain) = (ink.clone(), StoredValue::new(table.clone()));
        let cell: Cell = Rc::new(move |row, column| {
            let spans = rich.as_ref().and_then(|rich| rich.get(row)?.get(column));
            match spans {
                Some(spans) => words(spans, &needle),
                None => plain.with_value(|table| {
                    marked(table.rows.get(row).and_then(|row| row.get(column)).map_or("", String::as_str), &needle.needle)
                }),
            }
        });
        let (tools, body) = tabled(table, cell);
        Frame { label, note: None, tools, body, is_source: false }
    }
}

/// Draws a table and what can be done with it.
pub fn tabled(table: Table, cell: Cell) -> (Vec<El>, El) {
    let has_totals = table.rows.len() > 1 && table.units.iter().any(Option::is_some);
    let is_long = table.rows.len() > FILTERED;
    let can_chart = table.rows.len() > 1 && Chart::of_table(&table, &table.order(None, "")).is_some();
    let table = StoredValue::new(table);
    let seen = Seen { table, order: RwSignal::new(None), words: RwSignal::new(String::new()), totals: RwSignal::new(false) };
    let charts = RwSignal::new(false);
    let mut tools = vec![];
    if has_totals {
        tools.push(
            toggle("Totals", move || seen.totals.get(), move || seen.totals.update(|totals| *totals = !*totals))
                .set("title", "Add up the columns of numbers"),
        );
    }
    if can_chart {
        tools.push(
            toggle("Chart", move || charts.get(), move || charts.update(|charts| *charts = !*charts)).set("title", "Show as a chart"),
        );
    }
    let places = move || untrack(move || seen.places());
    tools.push(copy_as("CSV", move || table.with_value(|table| table.csv(&places()))).set("title", "Copy as CSV, as it is shown"));
    tools.push(
        copy_as("Markdown", move || table.with_value(|table| table.markdown(&places()))).set("title", "Copy as Markdown, as it is shown"),
    );
    let filter = is_long.then(|| {
        el("input")
            .class("filter")
            .set("type", "search")
            .set("placeholder", "Filter rows")
            .set("aria-label", "Filter rows")
            .bind(seen.words)
    });
    let drawn = move || grid(seen, cell.clone());
    let charted = move || table.with_value(|table| Chart::of_table(table, &seen.places())).map(figure);
    (tools, div("tabled").children(filter).child(if_else(move || charts.get(), move || div("as-chart").part(charted), drawn)))
}
