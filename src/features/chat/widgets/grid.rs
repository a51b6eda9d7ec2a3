//! The rows of a table on screen: in order, filtered, added up; of long ones those in view.
//! Refuses to know where the table came from.

use std::rc::Rc;

use leptos::prelude::*;

use crate::domain::say;
use crate::domain::widget::table::{Order, Table};
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, span};
use crate::ui::window::{Measure, window};

/// With more rows than these only those in view are drawn.
const WINDOWED: usize = 100;
/// How high a row of a long table is, in CSS pixels, until it was measured.
const ROW: i32 = 33;
/// The widest column of a long table, in letters.
const WIDEST: usize = 40;

/// Draws the cell of a row and a column.
pub type Cell = Rc<dyn Fn(usize, usize) -> Vec<El>>;

/// How a table is looked at.
#[derive(Clone, Copy)]
pub struct Seen {
    /// The table.
    pub table: StoredValue<Table>,
    /// By what it is put in order.
    pub order: RwSignal<Order>,
    /// What it is filtered by.
    pub words: RwSignal<String>,
    /// Columns are added up.
    pub totals: RwSignal<bool>,
}

impl Seen {
    /// Returns the rows to show, in order, and tracks what decides that.
    pub fn places(self) -> Vec<usize> {
        let (order, words) = (self.order.get(), self.words.get());
        self.table.with_value(|table| table.order(order, &words))
    }
}

/// Draws the table.
pub fn grid(seen: Seen, cell: Cell) -> El {
    let (count, widths) = seen.table.with_value(|table| (table.rows.len(), widths(table)));
    let is_long = count > WINDOWED;
    let places = Memo::new(move |_| seen.places());
    let measure = RwSignal::new(Measure { top: 0, height: 480, row: ROW });
    let range = Memo::new(move |_| {
        let count = places.with(Vec::len);
        let range = if is_long { window(measure.get(), count) } else { 0..count };
        (range.start, range.end)
    });
    let space = move |rows: usize| {
        let height = move || format!("{}px", i32::try_from(rows).unwrap_or(i32::MAX / 64).saturating_mul(measure.get_untracked().row));
        (rows > 0).then(|| el("tr").class("space").set("aria-hidden", "true").child(el("td").style("height", height)))
    };
    let body = move || {
        // The rows before the range, which is made of them: asked the other way round, new rows in an old range are no news.
        places.with(|places| {
            let (from, to) = range.get();
            let rows = places
                .iter()
                .enumerate()
                .skip(from)
                .take(to.saturating_sub(from))
                .map(|(place, row)| line(seen, &cell, place, *row, is_long));
            space(from).into_iter().chain(rows).chain(space(places.len().saturating_sub(to))).collect::<Vec<_>>()
        })
    };
    let nothing = move || el("p").class("quiet nothing").set("role", "status").text("No row holds these words.");
    let view = div("table").set("tabindex", "0").set("role", "region").set("aria-label", "Table").flag("data-windowed", move || is_long);
    let list = view.raw();
    let table = el("table").live("aria-rowcount", move || is_long.then(|| (places.with(Vec::len) + 1).to_string()));
    let table = if is_long { table.child(columns(widths)) } else { table };
    let table = table
        .child(el("thead").child(head(seen)))
        .child(el("tbody").part(body))
        .part(move || seen.totals.get().then(|| foot(seen, places)));
    let view = view.child(table).on("scroll", move |_| {
        if is_long {
            let (top, height, row) = dom::measure(&list, "tbody .row-line");
            measure.set(Measure { top, height, row: row.filter(|row| *row > 0).unwrap_or(ROW) });
        }
    });
    let counted = move || {
        let shown = places.with(Vec::len);
        if shown == count { String::new() } else { [&say::count(shown), " of ", &say::many(count, "row")].concat() }
    };
    div("grid")
        .child(view)
        .when(move || count > 0 && places.with(Vec::is_empty), nothing)
        .child(span("counted quiet").set("role", "status").say(counted))
}

/// So wide are the columns of a long table that they stay as they are while rows come and go, in letters.
fn widths(table: &Table) -> Vec<usize> {
    let wide = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column)).chain(table.head.get(column));
        cells.map(|cell| cell.len().min(WIDEST)).max().unwrap_or(0) + 4
    };
    (0..table.head.len()).map(wide).collect()
}

fn columns(widths: Vec<usize>) -> El {
    el("colgroup").children(widths.into_iter().map(|wide| el("col").style("width", move || format!("{wide}ch"))).collect::<Vec<_>>())
}

/// The head: each name a button that puts the rows in order, the other way round, and back.
fn head(seen: Seen) -> El {
    let one = |(column, name): (usize, &String)| {
        let order = seen.order;
        let state = move || match order.get().filter(|(by, _)| *by == column) {
            Some((_, true)) => "descending",
            Some(_) => "ascending",
            None => "none",
        };
        let turn = move || {
            order.update(|order| {
                *order = match *order {
                    Some((by, false)) if by == column => Some((column, true)),
                    Some((by, true)) if by == column => None,
                    _ => Some((column, false)),
                }
            })
        };
        let name = if name.is_empty() { "—" } else { name };
        let is_number = seen.table.with_value(|table| table.units.get(column).is_some_and(Option::is_some));
        el("th")
            .set("scope", "col")
            .set_if("data-align", is_number.then_some("right"))
            .name("aria-sort", state)
            .child(button("sort").set("title", "Put in order").text(name).click(turn))
    };
    el("tr").children(seen.table.with_value(|table| table.head.iter().enumerate().map(one).collect::<Vec<_>>()))
}

fn line(seen: Seen, cell: &Cell, place: usize, row: usize, is_long: bool) -> El {
    let one = |column: usize| {
        let (is_number, text) = seen.table.with_value(|table| {
            let text = table.rows.get(row).and_then(|row| row.get(column)).filter(|_| is_long).cloned();
            (table.units.get(column).is_some_and(Option::is_some), text)
        });
        el("td").set_if("data-align", is_number.then_some("right")).set_if("title", text.as_deref()).children(cell(row, column))
    };
    let line = el("tr").class("row-line");
    let line = if is_long { line.set("aria-rowindex", &(place + 2).to_string()) } else { line };
    let width = seen.table.with_value(|table| table.head.len());
    line.children((0..width).map(one).collect::<Vec<_>>())
}

/// The sums of the columns of numbers.
fn foot(seen: Seen, places: Memo<Vec<usize>>) -> El {
    let sums = seen
        .table
        .with_value(|table| places.with(|places| (0..table.head.len()).map(|column| table.total(column, places)).collect::<Vec<_>>()));
    let first = sums.iter().position(Option::is_none);
    let one = |(column, sum): (usize, &Option<String>)| match sum {
        Some(sum) => el("td").set("data-align", "right").text(sum),
        None => el("td").text(if first == Some(column) { "Total" } else { "" }),
    };
    el("tfoot").child(el("tr").children(sums.iter().enumerate().map(one).collect::<Vec<_>>()))
}
