//! What the parts of the view of jobs share: how the list is looked at, what is marked, which question is open.
//! Refuses to do anything to a job; `deeds` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::address::Look;
use super::costs::{Cost, Counted, is_own, places};
use super::editor::Draft;
use super::listing::{Known, Listing, listing};
use super::shown::{Around, shown};
use crate::domain::job::facts::facts;
use crate::domain::project::thing::{Thing, job_name};
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::protocol::cron::RunEntry;
use crate::protocol::{Scope, SessionKey, UnixMs};
use crate::state::board::Board;
use crate::state::graces::{GRACES, Graces};
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::dialog::Ask;
use crate::ui::el::effect;
use crate::zones;

/// What is seen of one job. Only a change of it wakes anybody.
pub type Seen = Memo<Option<Known>>;

/// The desk at which jobs are worked on.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The gateway.
    pub profile: Profile,
    /// Its jobs.
    pub board: Board,
    /// Where notices go.
    pub toasts: Toasts,
    /// Now.
    pub ticker: Ticker,
    /// How the list is looked at; mirrored in the address.
    pub look: Memo<Look>,
    /// The job whose detail is open, by the address.
    pub opened: Memo<Option<Arc<str>>>,
    /// The jobs in the order of their ids, and how they stand.
    pub known: Memo<Vec<Known>>,
    /// Those of the chosen project.
    pub inside: Memo<Vec<Known>>,
    /// The list as it stands.
    pub listing: Memo<Listing>,
    /// The jobs marked for doing something to all of them.
    pub marked: RwSignal<Vec<Arc<str>>>,
    /// The row that the keyboard is on.
    pub cursor: RwSignal<Option<Arc<str>>>,
    /// The pointer is on the list, so nothing may move.
    pub is_pointed: RwSignal<bool>,
    /// The question that is open.
    pub ask: RwSignal<Option<Ask>>,
    /// What is being written about a job, while the editor is open.
    pub draft: RwSignal<Option<Draft>>,
    /// How late jobs may be.
    pub graces: Stored<Graces>,
    /// What runs cost, as far as somebody asked.
    pub counted: RwSignal<Counted>,
    /// Where the app is.
    pub place: Place,
}

impl Desk {
    /// Sets the desk up for the present address.
    pub fn new() -> Self {
        let profile: Profile = expect_context();
        let ticker: Ticker = expect_context();
        let place: Place = expect_context();
        let board = Board::of(&profile);
        let graces = profile.stored(GRACES);
        let look = Memo::new(move |_| place.with(|here| Look::read(&here.search)));
        let opened = Memo::new(move |_| place.with(|here| opened_at(&here.path)));
        let known = Memo::new(move |before: Option<&Vec<Known>>| {
            let now = ticker.there_calmly();
            knowing(board, &graces.get(), now, before.map_or(&[], Vec::as_slice))
        });
        let (is_pointed, projects) = (RwSignal::new(false), profile.projects);
        let url = Memo::new(move |_| profile.link.with(|view| view.scene.url.clone()));
        let inside = Memo::new(move |_| {
            let (project, url) = (place.project(), url.get());
            let is_in = |known: &&Known| projects.with(|all| all.is_in(&project, &Thing::job(&url, &known.whole.job)));
            known.with(|known| known.iter().filter(is_in).cloned().collect::<Vec<_>>())
        });
        let listing = Memo::new(move |before: Option<&(Look, String, Listing)>| {
            let url = url.get();
            let called = |known: &Known, names: &[String]| projects.with(|all| all.is_called(&Thing::job(&url, &known.whole.job), names));
            let now = inside.with(|known| look.with(|look| listing(known, look, &called)));
            let project = place.project();
            // Nothing moves under the pointer, unless the person looks in another way.
            let is_same = |of: &Look, in_project: &str| project == in_project && look.with(|look| look.of_list() == *of);
            let held = before.filter(|(of, in_project, _)| is_pointed.get() && is_same(of, in_project));
            let now = match held {
                Some((_, _, before)) => now.held(&before.ids),
                None => now,
            };
            (look.with(Look::of_list), project, now)
        });
        let listing = Memo::new(move |_| listing.with(|(_, _, listing)| listing.clone()));
        let drafted = profile.keep(|_, _| Drafted { draft: RwSignal::default(), counted: RwSignal::default(), of: StoredValue::default() });
        let (marked, cursor) = (RwSignal::default(), RwSignal::default());
        // What is marked or written on one gateway says nothing about another.
        effect(move || {
            let url = url.get();
            if drafted.of.get_value() != url {
                drafted.of.set_value(url);
                drafted.draft.set(None);
                drafted.counted.set(Counted::default());
                marked.set(vec![]);
                cursor.set(None);
            }
        });
        Self {
            profile,
            board,
            toasts: expect_context(),
            ticker,
            look,
            opened,
            known,
            inside,
            listing,
            marked,
            cursor,
            is_pointed,
            ask: RwSignal::default(),
            draft: drafted.draft,
            graces,
            counted: drafted.counted,
            place,
        }
    }

    /// Looks at jobs in another way.
    pub fn change_look(&self, change: impl FnOnce(&mut Look)) {
        let mut look = self.look.get_untracked();
        change(&mut look);
        self.place.replace(&(untrack(|| self.place.with(|here| here.path.clone())) + &look.write()));
    }

    /// Returns the address of a job's detail, the look kept; tracks the look.
    pub fn href(&self, id: &str) -> String {
        dom::href(&(paths::job(id) + &self.look.with(|look| look.of_list().write())))
    }

    /// Opens a job's detail, at a run if one is given, in the place of another that is open.
    pub fn open(&self, id: &str, run: Option<i64>) {
        self.cursor.set(Some(id.into()));
        let tab = if run.is_some() { super::address::Tab::Runs } else { self.look.with_untracked(|look| look.tab) };
        let to = paths::job(id) + &Look { run, tab, ..self.look.with_untracked(Look::of_list) }.write();
        if self.opened.with_untracked(Option::is_some) {
            self.place.replace(&to);
        } else {
            self.place.go(&to);
        }
        dom::focus(LIST);
    }

    /// Closes the detail; the way back leads to before it was opened.
    pub fn close(&self) {
        self.place.replace(&(paths::jobs() + &self.look.with_untracked(|look| look.of_list().write())));
        dom::focus(LIST);
        // A dialog that is about to close gives the focus to what is gone by then.
        request_animation_frame(|| dom::focus_if_free(LIST));
    }

    /// Returns what the chosen project is called, if one is, and tracks it.
    pub fn within(&self) -> Option<String> {
        self.profile.projects.with(|all| all.called(&self.place.project()))
    }

    /// Puts jobs, and so their runs, into a project by hand.
    pub fn tag(self, ids: &[Arc<str>], project: &str) {
        let things: Vec<String> = ids.iter().map(|id| job_name(id)).collect();
        self.profile.projects.tag(self.toasts, self.profile.link.url(), &things, project);
    }

    /// Remembers what is being dragged: a job, or all that is marked if it is among that.
    pub fn drag(self, id: &Arc<str>) {
        let marked = self.marked.get_untracked();
        let ids = if marked.contains(id) { &marked } else { std::slice::from_ref(id) };
        self.profile.projects.dragged.set(ids.iter().map(|id| job_name(id)).collect());
    }

    /// Sees a job, for as long as the present owner lives.
    pub fn seen(self, id: Arc<str>) -> Seen {
        Memo::new(move |_| self.known.with(|known| find(known, &id).cloned()))
    }

    /// Returns a job as it is seen, without tracking it.
    pub fn now(&self, id: &str) -> Option<Known> {
        self.known.with_untracked(|known| find(known, id).cloned())
    }

    /// Says why something that needs a scope cannot be done now, if so, and tracks it.
    pub fn obstacle(&self, scope: Scope) -> Option<String> {
        self.profile.link.with(|view| view.obstacle(scope))
    }

    /// Returns the key of the session in which a run is shown, and whether it is there still; without tracking it.
    pub fn session_of(&self, run: &RunEntry) -> (Option<String>, bool) {
        let Some(key) = run.session_key.as_deref() else { return (None, false) };
        let Some((_, job)) = places(run).filter(|_| is_own(run)) else { return (Some(key.to_owned()), true) };
        let last = self.profile.sessions.with_untracked(|rows| rows.rows.get(&SessionKey::from(job))?.session_id.clone()).flatten();
        (Some(job.to_owned()), last.is_some() && last == run.session_id)
    }

    /// Returns what a run cost as far as that is known, and tracks it.
    pub fn cost_of(&self, run: &RunEntry) -> Cost {
        let key = places(run).filter(|_| is_own(run)).map(|(_, key)| SessionKey::from(key));
        let row = self.profile.sessions.with_value(|rows| {
            let row = rows.rows.get(key.as_ref()?)?;
            Some((row.session_id.clone()?, row.estimated_cost_usd))
        });
        let row = row.flatten();
        self.counted.with(|counted| counted.of(run, row.as_ref().map(|(id, cost)| (id.as_str(), *cost))))
    }
}

/// What is being written, kept when the view is left.
#[derive(Clone, Copy)]
struct Drafted {
    draft: RwSignal<Option<Draft>>,
    /// What was counted, which stays true.
    counted: RwSignal<Counted>,
    /// On which gateway.
    of: StoredValue<String>,
}

/// Where the keyboard's focus belongs while the list is worked on.
pub const LIST: &str = ".cron .list";

/// Finds a job among those that are known, in the order of their ids.
pub fn find<'a>(known: &'a [Known], id: &str) -> Option<&'a Known> {
    known.get(known.binary_search_by(|known| known.whole.job.id.as_str().cmp(id)).ok()?)
}

/// Knows all jobs, as far as possible from what was known before: reading a schedule takes its time.
fn knowing(board: Board, graces: &Graces, now: UnixMs, before: &[Known]) -> Vec<Known> {
    let own = zones::own();
    let jobs = board.all();
    let mut known = Vec::with_capacity(jobs.len());
    board.jobs.with(|cached| {
        for whole in jobs {
            let id = &whole.job.id;
            let same = find(before, id).filter(|before| Arc::ptr_eq(&before.whole, &whole));
            let facts = same.map_or_else(|| Arc::new(facts(&whole.job, &|name| zones::zone(name), &own)), |same| same.facts.clone());
            let runs = cached.value.as_ref().and_then(|rows| rows.runs(id)).unwrap_or_default();
            let around = Around { is_starting: board.is_starting(id), grace: graces.of(id), runs, now };
            let shown = shown(&whole.job, &facts, around);
            known.push(Known { whole, facts, shown });
        }
    });
    known
}

/// Returns the job that an address names.
fn opened_at(path: &str) -> Option<Arc<str>> {
    let (_, id) = path.rsplit_once("/cron/")?;
    (!id.is_empty()).then(|| paths::decode(id).as_str().into())
}
