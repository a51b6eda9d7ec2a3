//! What lies behind a widget: texts read into tables, trees, charts, tasks and changes, and how they are laid out. Pure.
//! Refuses to know how any of it looks, and what it was said in.

pub mod chart;
pub mod csv;
pub mod decimal;
pub mod diff;
pub mod lines;
pub mod plot;
pub mod scale;
pub mod table;
pub mod task;
pub mod tree;

/// The longest text that is taken apart, in bytes. What is longer is shown as the text that it is.
pub const MOST: usize = 1_000_000;
