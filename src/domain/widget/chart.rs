//! A chart as it is declared, or as a table implies it: labels, and series of values, exact.
//! Refuses to lay it out; `plot` does.

use super::decimal::{self, Decimal};
use super::table::Table;
use super::tree::{Kind as Json, Tree};

/// How it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A line through the values.
    #[default]
    Line,
    /// A bar for each value.
    Bar,
    /// A line with the space below it filled.
    Area,
    /// A piece of a ring for each value of the first series.
    Pie,
    /// A point for each value, the labels being numbers too.
    Scatter,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Line, Self::Bar, Self::Area, Self::Pie, Self::Scatter];

    /// Returns its name, as it is declared.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Bar => "bar",
            Self::Area => "area",
            Self::Pie => "pie",
            Self::Scatter => "scatter",
        }
    }
}

/// The values of one series, one for each label; a gap is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// Its values.
    pub values: Vec<Option<Decimal>>,
}

/// A chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// How it is drawn.
    pub kind: Kind,
    /// What it is called, if it is.
    pub title: Option<String>,
    /// What stands below it.
    pub labels: Vec<String>,
    /// What it shows.
    pub series: Vec<Series>,
    /// The unit of its values.
    pub unit: String,
}

/// More series cannot be told apart.
pub const MOST_SERIES: usize = 8;
/// More points than this are more than a screen has.
const MOST_POINTS: usize = 5_000;

impl Chart {
    /// Reads a declaration: `{type, labels, series: [{name, values}]}`, or one series as `values`.
    ///
    /// # Errors
    /// Says in words what is wrong with it.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let tree = Tree::read(text).map_err(|_| "It is no JSON.")?;
        let word = |at: usize, name: &str| tree.get(at, name).map(|at| tree.say(at));
        let kind = word(0, "type").map_or(Some(Kind::Line), |word| Kind::ALL.into_iter().find(|kind| kind.as_str() == word));
        let kind = kind.ok_or("Its type is none of line, bar, area, pie and scatter.")?;
        let values = |at: usize| -> Option<Vec<Option<Decimal>>> {
            let list = tree.get(at, "values").filter(|list| tree.node(*list).is_some_and(|node| node.kind == Json::Array))?;
            Some(tree.children(list).map(|value| decimal::read(&tree.say(value)).map(|(number, _)| number)).collect())
        };
        let mut series = vec![];
        if let Some(list) = tree.get(0, "series") {
            for (place, at) in tree.children(list).enumerate() {
                let name = word(at, "name").unwrap_or_else(|| ["Series ", &(place + 1).to_string()].concat());
                series.push(Series { name, values: values(at).ok_or("A series has no values.")? });
            }
        } else if let Some(values) = values(0) {
            series.push(Series { name: word(0, "name").unwrap_or_else(|| "Value".into()), values });
        }
        let labels = tree.get(0, "labels").map(|list| tree.children(list).map(|label| tree.say(label)).collect()).unwrap_or_default();
        let title = word(0, "title").filter(|title| !title.is_empty());
        Self { kind, title, labels, series, unit: word(0, "unit").unwrap_or_default() }.checked()
    }

    /// Makes a chart of the rows of a table: the first column of texts are the labels, those of numbers the series.
    pub fn of_table(table: &Table, places: &[usize]) -> Option<Self> {
        let cell = |row: &usize, column: usize| table.rows.get(*row).and_then(|row| row.get(column)).cloned().unwrap_or_default();
        let named = table.units.iter().position(Option::is_none);
        let mut numbers: Vec<usize> = (0..table.units.len()).filter(|at| table.units.get(*at).is_some_and(Option::is_some)).collect();
        // Numbers alone: the first of several columns is what the others are over.
        let named = match named {
            Some(named) => named,
            None if numbers.len() > 1 => numbers.remove(0),
            None => return None,
        };
        let labels = places.iter().map(|row| cell(row, named)).collect();
        let unit = numbers.first().and_then(|at| table.units.get(*at)?.clone())?;
        // Other units would need another scale.
        let alike = numbers.into_iter().filter(|at| table.units.get(*at) == Some(&Some(unit.clone())));
        let series = alike.take(MOST_SERIES).map(|column| Series {
            name: table.head.get(column).cloned().unwrap_or_default(),
            values: places.iter().map(|row| decimal::read(&cell(row, column)).map(|(number, _)| number)).collect(),
        });
        let kind = if places.len() > 12 { Kind::Line } else { Kind::Bar };
        Self { kind, title: None, labels, series: series.collect(), unit }.checked().ok()
    }

    fn checked(mut self) -> Result<Self, &'static str> {
        let longest = self.series.iter().map(|series| series.values.len()).max().unwrap_or(0);
        if self.series.iter().all(|series| series.values.iter().all(Option::is_none)) {
            return Err("It has no values.");
        }
        if self.series.len() > MOST_SERIES {
            return Err("It has more than eight series, which nobody tells apart.");
        }
        if longest > MOST_POINTS {
            return Err("It has more than 5,000 points.");
        }
        let count = self.labels.len().max(longest);
        for at in self.labels.len()..count {
            self.labels.push((at + 1).to_string());
        }
        self.series.iter_mut().for_each(|series| series.values.resize(count, None));
        Ok(self)
    }

    /// Returns the same as a table: the labels, and a column for each series.
    pub fn table(&self) -> Table {
        let head = std::iter::once(String::new()).chain(self.series.iter().map(|series| series.name.clone())).collect();
        let rows = self.labels.iter().enumerate().map(|(at, label)| {
            std::iter::once(label.clone()).chain(self.series.iter().map(|series| self.say(series, at).unwrap_or_default())).collect()
        });
        Table::new(head, rows.collect())
    }

    /// Says a value exactly.
    pub fn say(&self, series: &Series, at: usize) -> Option<String> {
        series.values.get(at).copied().flatten().map(|value| decimal::with_unit(value, &self.unit))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "chart_tests.rs"]
mod tests;
