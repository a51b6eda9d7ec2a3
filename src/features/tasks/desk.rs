//! What the parts of the view of tasks share: how they are looked at, what is lifted, where the keyboard is.
//! Refuses to change a task; `deeds` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::address::{Look, Shape, opened_at};
use super::create::Creating;
use super::drag::Target;
use crate::domain::task::Task;
use crate::domain::task::listing::{Around, Group, Lane, Listing, Sort, listing};
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::protocol::day::Day;
use crate::protocol::{Scope, UnixMs};
use crate::state::profile::Profile;
use crate::state::tasks::Tasks;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::dialog::Ask;

/// A day, in milliseconds.
const DAY: i64 = 24 * 3_600_000;

/// A card that the keyboard carries, and where it stands meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The card.
    pub id: Arc<str>,
    /// The column.
    pub lane: String,
    /// The place in it.
    pub at: usize,
}

/// The desk at which tasks are worked on.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The gateway.
    pub profile: Profile,
    /// The tasks.
    pub tasks: Tasks,
    /// Where notices go.
    pub toasts: Toasts,
    /// Now.
    pub ticker: Ticker,
    /// Where a new task is asked for.
    pub creating: Creating,
    /// How they are looked at; mirrored in the address.
    pub look: Memo<Look>,
    /// The number of the task whose detail is open, by the address.
    pub opened: Memo<Option<u32>>,
    /// Today, where the person is.
    pub today: Memo<Day>,
    /// What is shown; the card that the keyboard carries stands where it would be dropped.
    pub listing: Memo<Listing>,
    /// The card that the keyboard is on.
    pub cursor: RwSignal<Option<Arc<str>>>,
    /// The column in which it is on it: by labels one card may stand in several.
    pub lane: RwSignal<String>,
    /// The tasks marked for doing something to all of them.
    pub marked: RwSignal<Vec<Arc<str>>>,
    /// The card that the keyboard carries.
    pub carried: RwSignal<Option<Carried>>,
    /// The card that a pointer carries.
    pub dragged: RwSignal<Option<String>>,
    /// Where it would be dropped.
    pub target: RwSignal<Option<Target>>,
    /// Where the pointer is meanwhile.
    pub pointed: RwSignal<(i32, i32)>,
    /// The column that is edited.
    pub editing: RwSignal<Option<String>>,
    /// What is asked before something is done.
    pub ask: RwSignal<Option<Ask>>,
    /// What is told to whoever listens instead of looking.
    pub told: RwSignal<String>,
    /// Where in the app this is.
    pub place: Place,
}

impl Desk {
    /// Sets the desk up for the present address.
    pub fn new() -> Self {
        let profile: Profile = expect_context();
        let (ticker, place): (Ticker, Place) = (expect_context(), expect_context());
        let tasks = Tasks::of(&profile);
        let look = Memo::new(move |_| place.with(|here| Look::read(&here.search)));
        let today = Memo::new(move |_| today(ticker.calm().wall));
        let creating = Creating::of(&profile);
        let carried = RwSignal::new(None::<Carried>);
        let listing = Memo::new(move |_| {
            let (columns, today) = (tasks.columns.get(), today.get());
            let mut made = creating.projects.with(|projects| {
                let chosen = place.project();
                let is_in = |task: &Task| profile.projects.with(|all| all.has_task(&chosen, &task.project, &task.labels));
                let around = Around { columns: &columns, projects, today, now: i64::from(today.0) * DAY + DAY, is_in: &is_in };
                tasks.board.with(|board| look.with(|look| listing(board, around, &look.wish)))
            });
            if let Some(Carried { id, lane, at }) = carried.get() {
                made.lanes.iter_mut().for_each(|lane| lane.ids.retain(|other| *other != id));
                if let Some(lane) = made.lanes.iter_mut().find(|of| of.id == lane) {
                    lane.ids.insert(at.min(lane.ids.len()), id);
                }
            }
            made
        });
        Self {
            profile,
            tasks,
            toasts: expect_context(),
            ticker,
            creating,
            look,
            opened: Memo::new(move |_| place.with(|here| opened_at(&here.path))),
            today,
            listing,
            cursor: RwSignal::default(),
            lane: RwSignal::default(),
            marked: RwSignal::default(),
            carried,
            dragged: RwSignal::default(),
            target: RwSignal::default(),
            pointed: RwSignal::default(),
            editing: RwSignal::default(),
            ask: RwSignal::default(),
            told: RwSignal::default(),
            place,
        }
    }

    /// Returns what the chosen project is called, if one is, and tracks it.
    pub fn within(self) -> Option<String> {
        self.profile.projects.with(|all| all.called(&self.place.project()))
    }

    /// Shows everything, not only what is in a project.
    pub fn leave(self) {
        self.place.choose("");
    }

    /// Sees a task, for as long as the present owner lives.
    pub fn seen(self, id: Arc<str>) -> Memo<Option<Arc<Task>>> {
        Memo::new(move |_| self.tasks.board.with(|board| board.get(&id).cloned()))
    }

    /// Returns a task as it is, without tracking it.
    pub fn now(self, id: &str) -> Option<Arc<Task>> {
        self.tasks.board.with_untracked(|board| board.get(id).cloned())
    }

    /// Returns the task whose detail is open, and tracks which one that is.
    pub fn opened_task(self) -> Option<Arc<Task>> {
        let number = self.opened.get()?;
        self.tasks.board.with(|board| board.numbered(number).cloned())
    }

    /// Looks at tasks in another way.
    pub fn change_look(self, change: impl FnOnce(&mut Look)) {
        let mut look = self.look.get_untracked();
        change(&mut look);
        self.place.replace(&(untrack(|| self.place.with(|here| here.path.clone())) + &look.write()));
    }

    /// Returns the path of a task's detail, the look kept; tracks the look.
    pub fn path(self, name: &str) -> String {
        paths::task(name) + &self.look.with(Look::write)
    }

    /// Opens a task's detail.
    pub fn open(self, name: &str) {
        let to = untrack(|| self.path(name));
        if self.opened.with_untracked(Option::is_some) {
            self.place.replace(&to);
        } else {
            self.place.go(&to);
        }
    }

    /// Closes the detail.
    pub fn close(self) {
        let task = untrack(|| self.opened_task());
        self.place.replace(&(paths::tasks() + &self.look.with_untracked(Look::write)));
        if let Some(task) = task {
            self.focus(&task.id);
        }
    }

    /// Says why cards cannot be put in their places by hand now, if so, and tracks it.
    pub fn obstacle(self) -> Option<&'static str> {
        self.look.with(|Look { wish, .. }| match (wish.group, wish.sort) {
            (Group::Status, Sort::Manual) => None,
            (Group::Status, _) => Some("Sorted by a field: cards go to other columns, and the order is not by hand."),
            _ => Some("Cards are moved by hand only when they are grouped by status."),
        })
    }

    /// Says why something that needs a scope cannot be done now, if so, and tracks it.
    pub fn hindrance(self, scope: Scope) -> Option<String> {
        self.profile.link.with(|view| view.obstacle(scope))
    }

    /// Whether cards can be moved to other columns now.
    pub fn can_move(self) -> bool {
        self.look.with_untracked(|look| look.wish.group == Group::Status && look.shape == Shape::Board)
    }

    /// Returns something of the lane in which a task stands, and its place there; without tracking.
    pub fn standing<R>(self, id: &str, read: impl FnOnce(&Lane, usize) -> R) -> Option<R> {
        self.listing.with_untracked(|listing| {
            let (lane, at) = listing.find(id)?;
            Some(read(listing.lanes.get(lane)?, at))
        })
    }

    /// Puts the keyboard on a card, once it is drawn.
    pub fn focus(self, id: &str) {
        self.cursor.set(Some(id.into()));
        let is_in = self.listing.with_untracked(|listing| self.lane.with_untracked(|lane| listing.find_in(lane, id).map(|(at, _)| at)));
        let at = is_in.or_else(|| self.listing.with_untracked(|listing| listing.find(id).map(|(at, _)| at))).unwrap_or_default();
        let lane = self.listing.with_untracked(|listing| listing.lanes.get(at).map(|lane| lane.id.clone())).unwrap_or_default();
        let selector = [".tasks [data-lane=\"", &lane.replace(['"', '\\'], ""), "\"] [data-key=\"", id, "\"] .title"].concat();
        request_animation_frame(move || dom::focus(&selector));
    }

    /// Tells something to whoever listens.
    pub fn tell(self, words: String) {
        self.told.set(words);
    }
}

/// Returns the day at a time, where the person is.
pub fn today(at: UnixMs) -> Day {
    let local = at.0.saturating_add(i64::from(dom::own_offset(at)) * 60_000);
    Day(i32::try_from(local.div_euclid(DAY)).unwrap_or_default())
}
