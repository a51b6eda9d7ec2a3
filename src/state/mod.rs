//! What is known: reactive state that features share, each kept true by one task.
//! Refuses to draw anything, and to touch the browser.

pub mod cached;
pub mod collection;
pub mod link;
pub mod prefs;
pub mod profile;
pub mod sessions;
pub mod stops;
pub mod stored;
pub mod ticker;
