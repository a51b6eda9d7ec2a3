//! What the parts of the log share: how it is looked at, what is shown of it, which line is meant.
//! Refuses to ask for lines; `state::logs` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::address::Look;
use super::names;
use crate::domain::log::book::{Shown, Within};
use crate::domain::log::histogram::{Histogram, histogram};
use crate::domain::log::line::Line;
use crate::domain::log::ring::bound_of;
use crate::place::Place;
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::protocol::logs::LogsTail;
use crate::state::logs::{LINES, Logs};
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::el::effect;

/// While a search goes on the chart is counted anew only every so many frames: it takes as long as the rows.
const RARELY: u32 = 4;
/// How wide a stretch of the chart is at least, in CSS pixels.
const STRETCH: i32 = 9;

/// The desk at which a log is read.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The gateway.
    pub profile: Profile,
    /// Where notices go.
    pub toasts: Toasts,
    /// Where the app is.
    pub place: Place,
    /// Now.
    pub ticker: Ticker,
    /// The log.
    pub logs: Logs,
    /// How it is looked at; mirrored in the address.
    pub look: Memo<Look>,
    /// What is searched for.
    pub query: Memo<String>,
    /// The lines that are shown.
    pub shown: RwSignal<Arc<Vec<Shown>>>,
    /// How many there are when.
    pub chart: RwSignal<Arc<Histogram>>,
    /// How wide the chart is, in CSS pixels.
    pub width: RwSignal<i32>,
    /// The newest line stays in view.
    pub is_following: RwSignal<bool>,
    /// Lines from here on came since they are not followed any more.
    pub unseen: RwSignal<u64>,
    /// The line that the keyboard is on.
    pub cursor: RwSignal<Option<u64>>,
    /// The line that is open.
    pub opened: RwSignal<Option<u64>>,
    /// Lines that a person has marked.
    pub bookmarks: RwSignal<Vec<u64>>,
    /// So many lines are kept; 0 for as many as can be.
    pub bound: Stored<u32>,
}

/// The lines that a person has marked, as long as their lines are kept.
#[derive(Clone, Copy)]
struct Bookmarks(RwSignal<Vec<u64>>);

/// Where the keyboard's focus belongs while the log is read.
pub const LIST: &str = ".logs .list";

impl Desk {
    /// Sets the desk up, and begins to read on.
    pub fn new() -> Self {
        let profile: Profile = expect_context();
        let place: Place = expect_context();
        let look = Memo::new(move |_| place.with(|here| Look::read(&here.search)));
        let desk = Self {
            profile,
            toasts: expect_context(),
            place,
            ticker: expect_context(),
            logs: profile.keep(Logs::new),
            look,
            query: Memo::new(move |_| look.with(|look| look.query.trim().to_owned())),
            shown: RwSignal::default(),
            chart: RwSignal::default(),
            width: RwSignal::new(0),
            is_following: RwSignal::new(true),
            unseen: RwSignal::default(),
            cursor: RwSignal::default(),
            opened: RwSignal::default(),
            bookmarks: profile.keep(|_, _| Bookmarks(RwSignal::default())).0,
            bound: profile.stored(LINES),
        };
        let (logs, link) = (desk.logs, profile.link);
        logs.follow(move || {
            let can = link.with(|view| view.link.is_ready() && view.allows::<LogsTail>());
            (can && !logs.is_paused.get()).then(|| link.with(|view| view.scene.url.clone()))
        });
        effect(move || logs.keep(bound_of(desk.bound.get())));
        effect(move || logs.search(&desk.query.get()));
        desk.narrow();
        desk.derive();
        desk
    }

    /// Keeps to the lines of the chosen project.
    fn narrow(self) {
        let (place, profile) = (self.place, self.profile);
        let chosen = Memo::new(move |_| (place.project(), profile.link.with(|view| view.scene.url.clone())));
        effect(move || {
            let (choice, gateway) = chosen.get();
            profile.projects.with(|_| ());
            let is_all = choice.is_empty();
            let row = move |key: &str| profile.sessions.with_untracked(|rows| rows.rows.get(&key.into()).cloned()).flatten();
            let is_in = move |line: &Line| untrack(|| profile.projects.with(|all| names::is_in(line, &choice, &gateway, all, &row)));
            self.logs.narrow((!is_all).then(|| Box::new(is_in) as Within));
        });
    }

    /// Keeps what is shown true.
    fn derive(self) {
        let view = Memo::new(move |_| self.look.with(|look| look.view));
        effect(move || {
            let view = view.get();
            let (shown, is_busy) = self.logs.with(|book| (book.shown(view), book.is_busy()));
            // Until the first line is found, or none is, what was found before stays.
            if !(is_busy && shown.is_empty()) {
                self.shown.set(Arc::new(shown));
            }
        });
        let mut frames = 0_u32;
        let mut last = None;
        effect(move || {
            let (span, width) = (view.get().span, self.width.get());
            let made = self.logs.with(|book| {
                frames = frames.wrapping_add(1);
                let is_same_look = last == Some((span, width));
                if book.is_busy() && is_same_look && !frames.is_multiple_of(RARELY) {
                    return None;
                }
                last = Some((span, width));
                let (from, to) = span.or_else(|| book.span())?;
                Some(histogram(book.points(), from, to, usize::try_from(width / STRETCH).unwrap_or(0)))
            });
            let is_empty = self.logs.with_untracked(|book| !book.is_busy() && book.points().next().is_none());
            if made.is_some() || (is_empty && span.is_none()) {
                self.chart.set(Arc::new(made.unwrap_or_default()));
            }
        });
    }

    /// Looks at the log in another way.
    pub fn change(self, change: impl FnOnce(&mut Look)) {
        let mut look = self.look.get_untracked();
        change(&mut look);
        self.place.replace(&(untrack(|| self.place.with(|here| here.path.clone())) + &look.write()));
    }

    /// Returns a line, if it is still kept.
    pub fn line(self, serial: u64) -> Option<Arc<Line>> {
        self.logs.with_untracked(|book| book.ring.get(serial).cloned())
    }

    /// Returns by how many minutes the clocks that are shown are ahead of UTC at a time; tracks the look.
    pub fn ahead(self, at: i64) -> i32 {
        if self.look.with(|look| look.is_utc) { 0 } else { dom::own_offset(UnixMs(at)) }
    }

    /// Follows the newest line, or not any more.
    pub fn follow(self, is_following: bool) {
        if self.is_following.get_untracked() != is_following {
            self.unseen.set(self.logs.with_untracked(|book| book.ring.end()));
            self.is_following.set(is_following);
        }
    }

    /// Returns how many lines came that are shown below what is read; tracks them.
    pub fn fresh(self) -> usize {
        if self.is_following.get() {
            return 0;
        }
        let unseen = self.unseen.get();
        self.shown.with(|shown| shown.len() - shown.partition_point(|shown| shown.serial < unseen))
    }

    /// Opens a line, and puts the keyboard on it.
    pub fn open(self, serial: u64) {
        self.cursor.set(Some(serial));
        self.opened.set(Some(serial));
    }

    /// Takes nothing new, or goes on.
    pub fn pause(self) {
        self.logs.is_paused.update(|is_paused| *is_paused = !*is_paused);
    }

    /// Drops all lines.
    pub fn clear(self) {
        self.logs.clear();
        self.cursor.set(None);
        self.opened.set(None);
        self.bookmarks.set(vec![]);
        self.follow(true);
    }
}
