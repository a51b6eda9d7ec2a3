//! The views, mounted in a browser over a gateway made of channels: what people see and press.
#![cfg(target_arch = "wasm32")]

mod analytics;
mod chat;
mod cron;
mod deeds;
mod detail;
mod frame;
mod hands;
mod leaving;
mod list;
mod logs;
mod long;
mod now;
mod page;
mod settings;
mod widgets;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
