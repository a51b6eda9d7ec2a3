//! What was used, taken apart and put together again: ranges, sums, series, shares, what a month will come to. Pure.
//! Refuses to know the wire's calls, the time of day, and how anything looks.

pub mod alarm;
pub mod anomaly;
pub mod budget;
pub mod compare;
pub mod filter;
pub mod forecast;
pub mod heat;
pub mod ledger;
pub mod saving;
pub mod share;
pub mod span;
pub mod spending;
pub mod stack;
pub mod sum;
pub mod waterfall;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod samples;
