//! What it means, shared and pure: words and numbers as people read them.
//! Refuses to know leptos, the browser, and where values come from.

pub mod danger;
pub mod dated;
pub mod favicon;
pub mod grants;
pub mod job;
pub mod json;
pub mod log;
pub mod markdown;
pub mod notify;
pub mod palette;
pub mod project;
pub mod query;
pub mod queue;
pub mod redact;
pub mod say;
pub mod schedule;
pub mod session;
pub mod settings;
pub mod shortcuts;
pub mod sorted;
pub mod syntax;
pub mod task;
pub mod usage;
pub mod widget;
