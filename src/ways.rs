//! The views as one goes to them: name, drawing, address. One list for the rail, the title of the page and the palette.
//! Refuses to know what the views show. A new view is a line in `WAYS`.

use crate::paths;
use crate::ui::icon::Icon;

/// A way to a view.
#[derive(Clone, Copy)]
pub struct Way {
    /// The view's name.
    pub name: &'static str,
    /// Its drawing.
    pub icon: Icon,
    /// Its address.
    pub path: fn() -> String,
    /// Words by which somebody may look for it.
    pub says: &'static str,
}

const fn way(name: &'static str, icon: Icon, path: fn() -> String, says: &'static str) -> Way {
    Way { name, icon, path, says }
}

/// All ways in their order.
pub const WAYS: [Way; 9] = [
    way("Now", Icon::Now, paths::now, "queue approvals waiting failed home"),
    way("Sessions", Icon::List, paths::sessions, "list agents runs"),
    way("Chat", Icon::Bubble, paths::chats, "conversation talk messages"),
    way("Cron", Icon::Clock, paths::jobs, "jobs schedule"),
    way("Analytics", Icon::Bars, paths::analytics, "usage cost tokens spending"),
    way("Tasks", Icon::Board, paths::tasks, "board cards"),
    way("Logs", Icon::Prompt, || paths::logs(""), "lines errors tail"),
    way("Connection", Icon::Pulse, paths::connection, "gateway recorder devices figures"),
    way("Settings", Icon::Sliders, paths::settings, "preferences"),
];
