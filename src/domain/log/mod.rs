//! The lines of a log: read, kept, sifted and counted. Pure.
//! Refuses to ask for lines, and to draw them.

pub mod book;
pub mod filter;
pub mod histogram;
pub mod level;
pub mod line;
pub mod repeat;
pub mod ring;
pub mod sifting;
pub mod tail;
pub mod time;
