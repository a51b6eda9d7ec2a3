//! The browser: the only place that touches web-sys, js-sys, wasm-bindgen and gloo.
//! Refuses to know what the app does with it.

mod choice;
pub mod clock;
pub mod demo;
pub mod demo_worker;
pub mod dom;
pub mod files;
mod focus;
pub mod highlight;
pub mod highlight_worker;
pub mod identity;
pub mod notify;
pub mod page;
pub mod picked;
pub mod picture;
pub mod pointer;
pub mod scroll;
pub mod socket;
pub mod storage;
pub mod zones;
