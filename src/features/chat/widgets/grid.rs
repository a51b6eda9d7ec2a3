//! The rows of a table on screen: in order, filtered, added up; of long ones those in view.
//! Refuses to know where the table came from.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use crate::domain::say;
use crate::domain::widget::table::Table;
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, span};
use crate::ui::window::{Measure, window};

/// With more rows than these only those in view are drawn.
const WINDOWED: usize = 100;
/// How high a row of a long table is, in CSS pixels, as the style sheet has it.
const ROW: i32 = 33;
/// So many rows of a long table are drawn before it was scrolled.
const FIRST: usize = 28;
/// The widest column of a long table, in letters.
const WIDEST: usize = 40;

/// Draws the cell of a row and a column.
pub type Cell = Rc<dyn Fn(usize, usize) -> Vec<El>>;

/// How a table is looked at.
#[derive(Clone)]
pub struct Seen {
    /// The table.
    pub table: Rc<Table>,
    /// By what it is put in order, in one number: none, or twice the column's place, and one more the other way round.
    order: RwSignal<usize>,
    /// What it is filtered by.
    pub words: RwSignal<String>,
    /// Columns are added up.
    pub totals: RwSignal<bool>,
    /// The rows that were shown last, and what decided it.
    last: Rc<RefCell<Option<(usize, String, Places)>>>,
}

type Places = Rc<Vec<usize>>;

/// As it came.
const AS_IT_CAME: usize = 0;

impl Seen {
    /// Looks at a table as it came.
    pub fn of(table: Rc<Table>) -> Self {
        Self { table, order: RwSignal::new(AS_IT_CAME), words: RwSignal::default(), totals: RwSignal::new(false), last: Rc::default() }
    }

    /// Returns the rows to show, in order, and tracks what decides that.
    pub fn places(&self) -> Places {
        let (order, words) = (self.order.get(), self.words.get());
        let mut last = self.last.borrow_mut();
        if let Some((_, _, places)) = last.as_ref().filter(|(by, of, _)| *by == order && *of == words) {
            return places.clone();
        }
        let by = (order > AS_IT_CAME).then(|| (order / 2 - 1, order % 2 == 1));
        let places = Rc::new(self.table.order(by, &words));
        *last = Some((order, words, places.clone()));
        places
    }
}

/// Draws the table.
pub fn grid(seen: &Seen, cell: &Cell) -> El {
    let count = seen.table.rows.len();
    let is_long = count > WINDOWED;
    let range = RwSignal::new(if is_long { (0, FIRST) } else { (0, count) });
    let space = |rows: usize| {
        let height = i32::try_from(rows).unwrap_or(i32::MAX / 64).saturating_mul(ROW);
        let cell = el("td").style("height", move || format!("{height}px"));
        (rows > 0).then(|| el("tr").class("space").set("aria-hidden", "true").child(cell))
    };
    let (of, cell) = (seen.clone(), cell.clone());
    let body = move || {
        let (places, (from, to)) = (of.places(), range.get());
        let to = to.min(places.len());
        let from = from.min(to);
        let shown = places.iter().enumerate().skip(from).take(to - from);
        let rows = shown.map(|(place, row)| line(&of.table, &cell, place, *row, is_long));
        space(from).into_iter().chain(rows).chain(space(places.len() - to)).collect::<Vec<_>>()
    };
    let view =
        div("table").set("tabindex", "0").set("role", "group").set("aria-label", "Table").set_if("data-windowed", is_long.then_some(""));
    let table = el("table").set_if("aria-rowcount", is_long.then(|| (count + 1).to_string()).as_deref());
    let table = if is_long { table.child(columns(&seen.table)) } else { table };
    let (totals, sums) = (seen.totals, seen.clone());
    let foot = move || totals.get().then(|| foot(&sums.table, &sums.places()));
    let table = table.child(el("thead").child(head(seen))).child(el("tbody").part(body)).part(foot);
    let (list, scrolled) = (view.raw(), seen.clone());
    let view = view.child(table).on("scroll", move |_| {
        if is_long {
            let (top, height, _) = dom::measure(&list, "tbody");
            let shown = window(Measure { top, height, row: ROW }, untrack(|| scrolled.places().len()));
            if range.get_untracked() != (shown.start, shown.end) {
                range.set((shown.start, shown.end));
            }
        }
    });
    let counted = seen.clone();
    let said = move || match counted.places().len() {
        0 if count > 0 => "No row holds these words.".into(),
        shown if shown == count => String::new(),
        shown => [&say::count(shown), " of ", &say::many(count, "row")].concat(),
    };
    div("grid").child(view).child(span("counted quiet").set("role", "status").say(said))
}

/// The columns of a long table: so wide that they stay as they are while rows come and go.
fn columns(table: &Table) -> El {
    let one = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column)).chain(table.head.get(column));
        let wide = cells.map(|cell| cell.len().min(WIDEST)).max().unwrap_or(0) + 4;
        el("col").style("width", move || format!("{wide}ch"))
    };
    el("colgroup").children((0..table.head.len()).map(one).collect::<Vec<_>>())
}

/// The head: each name a button that puts the rows in order, the other way round, and back.
fn head(seen: &Seen) -> El {
    let one = |(column, name): (usize, &String)| {
        let (order, by) = (seen.order, (column + 1) * 2);
        let state = move || match order.get() {
            now if now == by => "ascending",
            now if now == by + 1 => "descending",
            _ => "none",
        };
        let turn = move || {
            order.update(|now| {
                *now = match *now {
                    now if now == by => by + 1,
                    now if now == by + 1 => AS_IT_CAME,
                    _ => by,
                }
            })
        };
        let name = if name.is_empty() { "—" } else { name };
        el("th")
            .set("scope", "col")
            .set_if("data-align", side(&seen.table, column))
            .name("aria-sort", state)
            .child(button("sort").set("title", "Put in order").text(name).click(turn))
    };
    el("tr").children(seen.table.head.iter().enumerate().map(one).collect::<Vec<_>>())
}

/// Numbers stand at the right.
fn side(table: &Table, column: usize) -> Option<&'static str> {
    table.units.get(column).is_some_and(Option::is_some).then_some("right")
}

fn line(table: &Table, cell: &Cell, place: usize, row: usize, is_long: bool) -> El {
    let one = |column: usize| {
        // What is cut off in a long table can be read by pointing at it.
        let text = table.rows.get(row).and_then(|row| row.get(column)).filter(|_| is_long);
        el("td").set_if("data-align", side(table, column)).set_if("title", text.map(String::as_str)).children(cell(row, column))
    };
    let line = el("tr").class("row-line").set_if("aria-rowindex", is_long.then(|| (place + 2).to_string()).as_deref());
    line.children((0..table.head.len()).map(one).collect::<Vec<_>>())
}

/// The sums of the columns of numbers.
fn foot(table: &Table, places: &[usize]) -> El {
    let sums: Vec<Option<String>> = (0..table.head.len()).map(|column| table.total(column, places)).collect();
    let first = sums.iter().position(Option::is_none);
    let one = |(column, sum): (usize, &Option<String>)| match sum {
        Some(sum) => el("td").set("data-align", "right").text(sum),
        None => el("td").text(if first == Some(column) { "Total" } else { "" }),
    };
    el("tfoot").child(el("tr").children(sums.iter().enumerate().map(one).collect::<Vec<_>>()))
}
