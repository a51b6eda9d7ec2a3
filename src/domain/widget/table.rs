//! A table of texts that knows which of its columns are numbers: put in order, filtered, added up, copied.
//! Refuses to know how cells look.

use std::cmp::Ordering;

use super::csv;
use super::decimal::{self, Decimal};
use super::tree::{Kind, Tree, decoded};
use crate::domain::query::small;
use crate::domain::sorted::sort;

/// The most columns that are shown of objects with ever other names.
const MOST_COLUMNS: usize = 64;

/// The widest table that is one, in columns.
pub const WIDEST: usize = 200;
/// The most cells of a table. Short rows are filled up, so a short text could ask for any number of them.
const MOST_CELLS: usize = 1_000_000;

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What the columns are called.
    pub head: Vec<String>,
    /// The cells, as many in each row as in the head.
    pub rows: Vec<Vec<String>>,
    /// The unit of each column of numbers; none for columns of texts.
    pub units: Vec<Option<String>>,
}

/// By which column it is put in order, and whether the other way round.
pub type Order = Option<(usize, bool)>;

/// What stands for nothing in a cell.
fn is_nothing(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-" | "–" | "—" | "n/a" | "N/A" | "null")
}

impl Table {
    /// Makes a table of rows; those that are too short are filled up.
    pub fn new(mut head: Vec<String>, mut rows: Vec<Vec<String>>) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(head.len());
        head.resize(width, String::new());
        rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        let units = (0..width).map(|column| unit(&rows, column)).collect();
        Self { head, rows, units }
    }

    /// Reads a text with commas or tabs, the head first.
    ///
    /// # Errors
    /// Says in words what is wrong with it.
    pub fn of_csv(text: &str, separator: char) -> Result<Self, &'static str> {
        let mut rows = csv::read(text, separator)?;
        if rows.is_empty() {
            return Err("There is nothing in it.");
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width > WIDEST || width.saturating_mul(rows.len()) > MOST_CELLS {
            return Err("It has too many columns to be shown as a table.");
        }
        let head = rows.remove(0);
        Ok(Self::new(head, rows))
    }

    /// Makes a table of a JSON list of objects; none if it is another thing.
    pub fn of_tree(tree: &Tree) -> Option<Self> {
        let top = tree.node(0).filter(|node| node.kind == Kind::Array && node.count > 0)?;
        let mut head: Vec<String> = vec![];
        let mut rows = Vec::with_capacity(top.count);
        for row in tree.children(0) {
            tree.node(row).filter(|node| node.kind == Kind::Object)?;
            let mut cells = vec![String::new(); head.len()];
            for cell in tree.children(row) {
                let name = decoded(tree.text(&tree.node(cell)?.key));
                let at = match head.iter().position(|known| *known == name) {
                    Some(at) => at,
                    None if head.len() >= MOST_COLUMNS => return None,
                    None => {
                        head.push(name);
                        cells.push(String::new());
                        head.len() - 1
                    }
                };
                if let Some(place) = cells.get_mut(at) {
                    *place = tree.say(cell);
                }
            }
            rows.push(cells);
        }
        (!head.is_empty()).then(|| Self::new(head, rows))
    }

    /// Returns the places of the rows that hold the words, in order.
    pub fn order(&self, order: Order, words: &str) -> Vec<usize> {
        let needle = small(words.trim());
        let fits = |row: &[String]| needle.is_empty() || row.iter().any(|cell| small(cell).contains(&needle));
        let mut places: Vec<usize> = self.rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| at).collect();
        if let Some((column, is_reverse)) = order {
            let cell = |at: &usize| self.rows.get(*at).and_then(|row| row.get(column)).map_or("", String::as_str);
            let is_number = self.units.get(column).is_some_and(Option::is_some);
            // Read once, not for every comparison.
            let read = |at: usize| decimal::read(cell(&at)).map(|(number, _)| number).filter(|_| is_number);
            let numbers: Vec<Option<Decimal>> = (0..self.rows.len()).map(read).collect();
            sort(&mut places, &|one, two| {
                let order = match (numbers.get(one).copied().flatten(), numbers.get(two).copied().flatten()) {
                    (Some(left), Some(right)) => left.order(right),
                    _ => natural(cell(&one), cell(&two)),
                };
                // What is not there comes last, whichever way round.
                let missing = is_nothing(cell(&one)).cmp(&is_nothing(cell(&two)));
                missing.then(if is_reverse { order.reverse() } else { order })
            });
        }
        places
    }

    /// Returns the sum of a column of numbers over these rows.
    pub fn total(&self, column: usize, places: &[usize]) -> Option<String> {
        let unit = self.units.get(column)?.as_ref()?;
        let numbers = places.iter().filter_map(|at| decimal::read(self.rows.get(*at)?.get(column)?));
        let mut sum = None::<Decimal>;
        for (number, _) in numbers {
            sum = Some(sum.map_or(Some(number), |sum| sum.plus(number))?);
        }
        sum.map(|sum| decimal::with_unit(sum, unit))
    }

    /// Writes the head and these rows with commas.
    pub fn csv(&self, places: &[usize]) -> String {
        csv::write(std::iter::once(self.head.as_slice()).chain(self.picked(places)))
    }

    /// Writes the head and these rows as Markdown.
    pub fn markdown(&self, places: &[usize]) -> String {
        let line = |cells: &[String]| {
            let cells = cells.iter().map(|cell| cell.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " "));
            ["| ", &cells.collect::<Vec<_>>().join(" | "), " |\n"].concat()
        };
        let sides = self.units.iter().map(|unit| if unit.is_some() { "---:" } else { "---" }.to_owned()).collect::<Vec<_>>();
        let rows = self.picked(places).map(line).collect::<String>();
        [line(&self.head), line(&sides), rows].concat()
    }

    fn picked<'a>(&'a self, places: &'a [usize]) -> impl Iterator<Item = &'a [String]> + 'a {
        places.iter().filter_map(|at| self.rows.get(*at).map(Vec::as_slice))
    }
}

/// The unit that all numbers of a column share, if it is one of numbers: at least one, and nothing else but gaps.
fn unit(rows: &[Vec<String>], column: usize) -> Option<String> {
    let mut found = None::<&str>;
    for cell in rows.iter().filter_map(|row| row.get(column)).filter(|cell| !is_nothing(cell)) {
        let (_, unit) = decimal::read(cell)?;
        if found.is_some_and(|found| found != unit) {
            return None;
        }
        found = Some(unit);
    }
    found.map(str::to_owned)
}

/// Compares texts the way people do: digits as the numbers that they are, letters whatever their size.
fn natural(left: &str, right: &str) -> Ordering {
    let (mut one, mut two) = (left, right);
    loop {
        let (digits, others) = (digits(one), digits(two));
        let order = if digits.is_empty() || others.is_empty() {
            let (mut a, mut b) = (one.chars(), two.chars());
            let order = match (a.next(), b.next()) {
                (None, None) => return left.cmp(right),
                (a, b) => a.map(|a| a.to_ascii_lowercase()).cmp(&b.map(|b| b.to_ascii_lowercase())),
            };
            (one, two) = (a.as_str(), b.as_str());
            order
        } else {
            (one, two) = (one.get(digits.len()..).unwrap_or_default(), two.get(others.len()..).unwrap_or_default());
            let (a, b) = (digits.trim_start_matches('0'), others.trim_start_matches('0'));
            a.len().cmp(&b.len()).then(a.cmp(b))
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn digits(text: &str) -> &str {
    text.get(..text.bytes().take_while(u8::is_ascii_digit).count()).unwrap_or_default()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "table_tests.rs"]
mod tests;
