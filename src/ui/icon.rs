//! The icons, drawn by a pen of one width. An icon says nothing by itself: a word stands beside it or names its button.
//! Refuses to know where they are used.

use super::el::{El, svg};

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Bars of a chart.
    Bars,
    /// Columns of a board.
    Board,
    /// A bell.
    Bell,
    /// A speech bubble.
    Bubble,
    /// A clock.
    Clock,
    /// A cross.
    Close,
    /// What opens downwards.
    Down,
    /// A lens.
    Find,
    /// A list.
    List,
    /// What needs somebody now.
    Now,
    /// What passes.
    Pulse,
    /// Where a command is typed.
    Prompt,
    /// More of the same kind.
    More,
    /// Sliders.
    Sliders,
}

impl Icon {
    /// The way of the pen, in a square of 24.
    fn path(self) -> &'static str {
        match self {
            Self::Bars => "M5 20v-7M12 20V5M19 20v-10",
            Self::Bell => "M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4",
            Self::Board => "M4 5h4v14h-4zM10 5h4v9h-4zM16 5h4v6h-4z",
            Self::Bubble => "M4 5h16v11h-9l-4 4v-4h-3z",
            Self::Clock => "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0M12 8v4.5l3 2",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Down => "M7 10l5 5 5-5",
            Self::Find => "M5 10.5a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0M14.5 14.5L19.5 19.5",
            Self::List => "M4 6h16M4 12h16M4 18h10",
            Self::Now => "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0M12 7.5v5.5M12 16v.5",
            Self::Pulse => "M3 12h4l3-7 4 14 3-7h4",
            Self::Prompt => "M5 7l5 5-5 5M12 18h7",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Sliders => "M4 7h9M17 7h3M13 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0M4 17h3M11 17h9M7 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
        }
    }
}

/// Draws an icon.
pub fn icon(icon: Icon) -> El {
    // Dots are seen by their width alone.
    let width = (icon == Icon::More).then_some("3");
    let path = svg("path").set("d", icon.path()).set_if("stroke-width", width);
    svg("svg").class("icon").set("viewBox", "0 0 24 24").set("aria-hidden", "true").child(path)
}
