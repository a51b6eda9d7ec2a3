//! What is known: reactive state that features share, each kept true by one task.
//! Refuses to draw anything, and to touch the browser.

pub mod address;
pub mod background;
pub mod board;
pub mod cached;
pub mod catalog;
pub mod chat;
pub mod collection;
pub mod disconnects;
pub mod edits;
pub mod following;
pub mod gateways;
pub mod jobs;
pub mod keeper;
pub mod latency;
pub mod link;
pub mod logs;
mod making;
pub mod notices;
pub mod prefs;
pub mod profile;
pub mod projects;
pub mod replaying;
pub mod requests;
pub mod sessions;
pub mod spending;
pub mod steps;
pub mod stops;
pub mod stored;
pub mod tasks;
pub mod ticker;
pub mod toasts;
pub mod usage;
pub mod watch;
pub mod workboard;
