//! When scheduled jobs are due: what the gateway's schedules mean, when they come next, and how that is said in words. Pure.
//! Refuses to know jobs, and where a zone's offsets come from.

pub mod civil;
mod digits;
pub mod named;
pub mod pattern;
pub mod sentence;
pub mod spread;
pub mod turn;
pub mod when;

pub use pattern::Pattern;
pub use turn::{Turn, turn_of};
pub use when::{Schedule, Utc, Zone};
