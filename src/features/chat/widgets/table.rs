//! Tables: of Markdown, of fences with commas or tabs, of JSON lists of objects. What can be done with one.
//! Refuses to draw rows; `grid` does.

use std::rc::Rc;

use leptos::prelude::*;

use super::figure::figure;
use super::frame::{Frame, switch};
use super::grid::{Cell, Seen, grid};
use super::{Claim, Widget, fence};
use crate::domain::markdown::{Block, Span, plain};
use crate::domain::say;
use crate::domain::widget::chart::Chart;
use crate::domain::widget::table::{Table, WIDEST};
use crate::domain::widget::tree::Tree;
use crate::ui::el::{El, div, el, if_else};
use crate::ui::markdown::marked;
use crate::ui::markdown::{Ink, words};
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
            return if rows.is_empty() || head.len() > WIDEST { Claim::Passes } else { Claim::Takes(of_cells(head, rows)) };
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
        let (ink, table) = (ink.clone(), Rc::new(table));
        let plain = table.clone();
        let cell: Cell = Rc::new(move |row, column| match rich.as_ref().and_then(|rich| rich.get(row)?.get(column)) {
            Some(spans) => words(spans, &ink),
            None => marked(plain.rows.get(row).and_then(|row| row.get(column)).map_or("", String::as_str), &ink.needle),
        });
        let (tools, body) = tabled(table, cell);
        Frame { label, note: None, tools, body, is_source: false }
    }
}

/// Draws a table and what can be done with it.
pub fn tabled(table: Rc<Table>, cell: Cell) -> (Vec<El>, El) {
    let has_totals = table.rows.len() > 1 && table.units.iter().any(Option::is_some);
    let is_long = table.rows.len() > FILTERED;
    let can_chart = table.rows.len() > 1 && Chart::of_table(&table, &table.order(None, "")).is_some();
    let seen = Seen::of(table);
    let charts = RwSignal::new(false);
    let mut tools = vec![];
    let totals = seen.totals;
    if has_totals {
        tools.push(switch("Totals", totals).set("title", "Add up the columns of numbers"));
    }
    if can_chart {
        tools.push(switch("Chart", charts).set("title", "Show as a chart"));
    }
    let (as_csv, as_markdown, charted) = (seen.clone(), seen.clone(), seen.clone());
    tools.push(copy_as("CSV", move || as_csv.table.csv(&untrack(|| as_csv.places()))).set("title", "Copy as CSV, as it is shown"));
    let markdown = move || as_markdown.table.markdown(&untrack(|| as_markdown.places()));
    tools.push(copy_as("Markdown", markdown).set("title", "Copy as Markdown, as it is shown"));
    let filter = is_long.then(|| {
        el("input")
            .class("filter")
            .set("type", "search")
            .set("placeholder", "Filter rows")
            .set("aria-label", "Filter rows")
            .bind(seen.words)
    });
    let drawn = move || grid(&seen, &cell);
    let charted = move || {
        let of = charted.clone();
        div("as-chart").part(move || Chart::of_table(&of.table, &of.places()).map(|chart| figure(&Rc::new(chart))))
    };
    (tools, div("tabled").children(filter).child(if_else(move || charts.get(), charted, drawn)))
}
