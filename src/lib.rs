//! OpenClutch: a dashboard that runs wholly in the browser and operates an OpenClaw gateway over one WebSocket.
//!
//! Layers, each of which may use only those to its left (`tests/layers.rs` holds them to it):
//!
//! ```text
//! protocol <- gateway <- state <- features <- parts <- routes <- app <- main
//!    what is said | how it is said | what is known | what people see | when it is loaded
//! domain (pure meanings), ui (looks) and paths (addresses) help from the side; platform is the browser, and only app builds it.
//! ```
// Not forbidden, for what one attribute in `ui::lazy` writes; `tests/layers.rs` finds the word anywhere else.
#![deny(unsafe_code)]
#![warn(missing_docs)]

pub mod app;
pub mod asked;
pub mod demo;
pub mod domain;
pub mod features;
pub mod gateway;
pub mod keys;
pub mod parts;
pub mod paths;
pub mod place;
pub mod platform;
pub mod protocol;
pub mod routes;
pub mod state;
pub mod ui;
pub mod ways;
pub mod zones;
