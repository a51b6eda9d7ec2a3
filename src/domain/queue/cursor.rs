//! Which row of the queue the keyboard is on: by what stands there, never by its place. Pure.
//! Refuses to go by itself to anything that could be answered.

use std::sync::Arc;

use super::{Item, Row};

/// Where the keyboard is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// What it is on; nothing once that left the list.
    pub id: Option<Arc<str>>,
    /// In which place that stood.
    place: usize,
}

impl Cursor {
    /// Goes to something.
    pub fn choose(&mut self, rows: &[Row], id: &str) {
        if let Some(place) = rows.iter().position(|row| *row.item.id == *id) {
            *self = Self { id: Some(rows[place].item.id.clone()), place };
        }
    }

    /// Follows what it is on. If that is gone it is on nothing, and remembers the place.
    pub fn follow(&mut self, rows: &[Row]) {
        let place = self.id.as_ref().and_then(|id| rows.iter().position(|row| row.item.id == *id));
        match place {
            Some(place) => self.place = place,
            None => self.id = None,
        }
    }

    /// Goes so many rows further down, the extremes meaning the very first and last.
    pub fn step(&mut self, rows: &[Row], by: isize) {
        self.follow(rows);
        let Some(last) = rows.len().checked_sub(1) else { return };
        // From where something was, the next one down is what stands there now.
        let from = if self.id.is_none() && by > 0 { by.saturating_sub(1) } else { by };
        let place = self.place.saturating_add_signed(from).min(last);
        *self = Self { id: rows.get(place).map(|row| row.item.id.clone()), place };
    }

    /// Returns what it is on, if that still waits.
    pub fn waiting<'a>(&self, rows: &'a [Row]) -> Option<&'a Item> {
        let id = self.id.as_ref()?;
        rows.iter().find(|row| row.item.id == *id && row.gone.is_none()).map(|row| &row.item)
    }
}
