//! What the parts of the sessions view share: how the list is looked at, what is marked, which question is open.
//! Refuses to do anything to a session; `deeds` does.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::address::Look;
use super::listing::{Asks, Listing, listing};
use super::shown::{self, Over, Shown};
use crate::domain::project::thing::{Thing, session_name};
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::protocol::sessions::SessionRow;
use crate::protocol::{Method, Scope, SessionKey, UnixMs};
use crate::state::profile::Profile;
use crate::state::requests::Waiting;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::dialog::Ask;
use crate::ui::el::effect;

/// What is seen of one session: its row as it will be, and how it stands. Only a change of these wakes anybody.
pub type Seen = Memo<Option<(Arc<SessionRow>, Shown)>>;

/// The desk at which sessions are worked on.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The gateway.
    pub profile: Profile,
    /// Where notices go.
    pub toasts: Toasts,
    /// Now.
    pub ticker: Ticker,
    /// How the list is looked at; mirrored in the address.
    pub look: Memo<Look>,
    /// The session whose detail is open, by the address.
    pub opened: Memo<Option<SessionKey>>,
    /// The list as it stands.
    pub listing: Memo<Listing>,
    /// The sessions whose sub-agents are shown.
    pub unfolded: RwSignal<Vec<SessionKey>>,
    /// The sessions marked for doing something to all of them.
    pub marked: RwSignal<Vec<SessionKey>>,
    /// The row that the keyboard is on.
    pub cursor: RwSignal<Option<SessionKey>>,
    /// The pointer is on the list, so nothing may move.
    pub is_pointed: RwSignal<bool>,
    /// The list is scrolled: what comes above would push away what is read.
    pub is_scrolled: RwSignal<bool>,
    /// Counts how often the order was let go.
    pub released: RwSignal<u32>,
    /// The question that is open.
    pub ask: RwSignal<Option<Ask>>,
    /// The form for a new session is open.
    pub is_creating: RwSignal<bool>,
    /// Where the app is.
    pub place: Place,
}

impl Desk {
    /// Sets the desk up for the present address.
    pub fn new() -> Self {
        let profile: Profile = expect_context();
        let ticker: Ticker = expect_context();
        let place: Place = expect_context();
        let look = Memo::new(move |_| place.with(|here| Look::read(&here.search)));
        let opened = Memo::new(move |_| place.with(|here| opened_at(&here.path)));
        let (is_pointed, is_scrolled) = (RwSignal::new(false), RwSignal::new(false));
        let (unfolded, released) = (RwSignal::new(vec![]), RwSignal::new(0));
        let rows_changed = paced(profile);
        let listing = Memo::new(move |before: Option<&Listing>| {
            rows_changed.track();
            let release = released.get();
            let is_held = is_pointed.get() || is_scrolled.get() || dom::is_focus_in(LIST);
            let project = place.project();
            let before = before.filter(|before| is_held && before.release == release && before.project == project);
            let mut listing = made(profile, look, opened, unfolded, ticker, before, &project);
            (listing.release, listing.project) = (release, project);
            listing
        });
        let desk = Self {
            profile,
            toasts: expect_context(),
            ticker,
            look,
            opened,
            listing,
            unfolded,
            marked: RwSignal::default(),
            cursor: RwSignal::default(),
            is_pointed,
            is_scrolled,
            released,
            ask: RwSignal::default(),
            is_creating: RwSignal::new(false),
            place,
        };
        // What is marked on one gateway, or in one of the two lists, says nothing about the other.
        let scene = Memo::new(move |_| {
            profile.link.with(|view| view.scene.url.clone()) + if look.with(|look| look.archived) { " archived" } else { "" }
        });
        effect(move || {
            scene.get();
            desk.marked.set(vec![]);
            desk.unfolded.set(vec![]);
            desk.cursor.set(None);
        });
        desk
    }

    /// Whether the view was left meanwhile.
    pub fn is_gone(&self) -> bool {
        self.cursor.is_disposed()
    }

    /// Looks at the list in another way.
    pub fn change_look(&self, change: impl FnOnce(&mut Look)) {
        let mut look = self.look.get_untracked();
        change(&mut look);
        self.place.replace(&(untrack(|| self.place.with(|here| here.path.clone())) + &look.write()));
    }

    /// Returns the address of a session's detail, the look kept; tracks the look.
    pub fn href(&self, key: &SessionKey) -> String {
        dom::href(&(paths::session(key.as_str()) + &self.look.with(|look| Look { tab: look.tab, ..look.of_list() }.write())))
    }

    /// Opens a session's detail, in the place of another that is open.
    pub fn open(&self, key: &SessionKey) {
        self.open_at(key, None);
    }

    /// Opens a session's detail at a message, if one is given: its life and its id.
    pub fn open_at(&self, key: &SessionKey, message: Option<(String, String)>) {
        self.cursor.set(Some(key.clone()));
        let to = paths::session(key.as_str()) + &Look { message, ..self.look.get_untracked() }.write();
        if self.opened.with_untracked(Option::is_some) {
            self.place.replace(&to);
        } else {
            self.place.go(&to);
        }
        // Keys go on working from wherever the click came.
        dom::focus(LIST);
    }

    /// Closes the detail; the way back leads to before it was opened.
    pub fn close(&self) {
        self.place.replace(&(paths::sessions() + &self.look.with_untracked(|look| look.of_list().write())));
        dom::focus(LIST);
        // A dialog that is about to close gives the focus to what is gone by then.
        request_animation_frame(|| dom::focus_if_free(LIST));
    }

    /// Returns a session as it will be when all that is under way is done, and tracks it.
    pub fn row(&self, key: &SessionKey) -> Option<Arc<SessionRow>> {
        let Profile { sessions, edits, .. } = self.profile;
        let row = sessions.with_value(|rows| rows.rows.get(key).cloned()).flatten()?;
        edits.over(&row)
    }

    /// Sees a session, for as long as the present owner lives.
    pub fn seen(self, of: StoredValue<SessionKey>) -> Seen {
        Memo::new(move |_| {
            let row = of.with_value(|key| self.row(key))?;
            let state = shown::state(&row, &self.over(&row));
            Some((row, state))
        })
    }

    /// Returns what is laid over a session's own state, and tracks it.
    pub fn over(&self, row: &SessionRow) -> Over {
        let Profile { stops, requests, edits, .. } = self.profile;
        Over { stop: stops.of(row), waits_for: requests.with_value(|waiting| waiting.of(&row.key)).flatten(), busy: edits.busy(&row.key) }
    }

    /// Returns the title of a session without tracking it.
    pub fn title(&self, key: &SessionKey) -> String {
        untrack(|| self.row(key)).map_or_else(|| key.to_string(), |row| shown::title(&row))
    }

    /// Returns what the chosen project is called, if one is, and tracks it.
    pub fn within(&self) -> Option<String> {
        self.profile.projects.with(|all| all.called(&self.place.project()))
    }

    /// Returns the project of a session, and tracks it.
    pub fn project_of(&self, row: &SessionRow) -> Option<String> {
        let url = self.profile.link.with(|view| view.scene.url.clone());
        self.profile.projects.with(|all| all.of(&Thing::session(&url, row)).map(|project| project.name.value.clone()))
    }

    /// Puts sessions into a project by hand.
    pub fn tag(self, keys: &[SessionKey], project: &str) {
        let things: Vec<String> = keys.iter().map(|key| session_name(key.as_str())).collect();
        self.profile.projects.tag(self.toasts, self.profile.link.url(), &things, project);
    }

    /// Remembers what is being dragged: a session, or all that is marked if it is among that.
    pub fn drag(self, key: &SessionKey) {
        let marked = self.marked.get_untracked();
        let keys = if marked.contains(key) { &marked } else { std::slice::from_ref(key) };
        self.profile.projects.dragged.set(keys.iter().map(|key| session_name(key.as_str())).collect());
    }

    /// Says why something that needs a method cannot be done now, if so, and tracks it.
    pub fn obstacle<M: Method>(&self) -> Option<String> {
        self.obstacle_of(M::SCOPE)
    }

    /// Says why something that needs a scope cannot be done now, if so, and tracks it.
    pub fn obstacle_of(&self, scope: Scope) -> Option<String> {
        self.profile.link.with(|view| view.obstacle(scope))
    }
}

/// Where the keyboard's focus belongs while the list is worked on.
pub const LIST: &str = ".sessions .list";

/// A list of more rows than this is put in order anew only so often, however fast its rows change.
const LONG: usize = 1_000;
/// The pause between two orders of a long list. Each row shows its own change at once all the same.
const PACE: Duration = Duration::from_millis(250);

/// Wakes when rows have changed: at once, and of a long list not again within the pause.
fn paced(profile: Profile) -> Trigger {
    let (changed, is_pausing, is_due) = (Trigger::new(), StoredValue::new(false), StoredValue::new(false));
    effect(move || {
        let is_long = profile.sessions.with_value(|rows| rows.rows.all().len() > LONG).unwrap_or(false);
        if is_pausing.get_value() {
            return is_due.set_value(true);
        }
        changed.notify();
        if is_long {
            is_pausing.set_value(true);
            spawn_local(async move {
                // Once more at the end of each pause in which something changed. The view may be left meanwhile.
                loop {
                    profile.sleep(PACE).await;
                    if is_due.try_get_value() != Some(true) {
                        break;
                    }
                    is_due.set_value(false);
                    changed.notify();
                }
                let _ = is_pausing.try_set_value(false);
            });
        }
    });
    changed
}

/// Returns the session that an address names.
fn opened_at(path: &str) -> Option<SessionKey> {
    let (_, key) = path.rsplit_once("/sessions/")?;
    (!key.is_empty()).then(|| SessionKey::from(paths::decode(key).as_str()))
}

fn made(
    profile: Profile,
    look: Memo<Look>,
    opened: Memo<Option<SessionKey>>,
    unfolded: RwSignal<Vec<SessionKey>>,
    ticker: Ticker,
    held: Option<&Listing>,
    project: &str,
) -> Listing {
    let Profile { sessions, requests, edits, .. } = profile;
    let mut rows = sessions.with_untracked(|rows| edits.over_all(rows.rows.all())).unwrap_or_default();
    let url = profile.link.with(|view| view.scene.url.clone());
    let projects = profile.projects;
    if !project.is_empty() {
        projects.with(|all| rows.retain(|row| all.is_in(project, &Thing::session(&url, row))));
    }
    let called = |row: &SessionRow, names: &[String]| projects.with(|all| all.is_called(&Thing::session(&url, row), names));
    let waiting = requests.with_value(Waiting::sessions).unwrap_or_default();
    let waits = |key: &SessionKey| waiting.contains(key);
    look.with(|look| {
        let now = if look.query.contains("active:") { ticker.there_calmly() } else { UnixMs::default() };
        let opened = opened.get();
        unfolded.with(|open| listing(&rows, &Asks { look, open, opened: opened.as_ref(), waits: &waits, now, called: &called }, held))
    })
}
