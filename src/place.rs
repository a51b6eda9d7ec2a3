//! Where the app is: the address as a signal, and the ways to go elsewhere. A router of a library was measured and left: its links
//! wait for its own views, its steps in the history panic where a browser limits them, and it is 7 kB of program.
//! Refuses to know what is shown at an address; `routes` and the views do.

use leptos::prelude::*;

use crate::paths;
use crate::platform::dom;

/// An address within the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// Its path, below the root of the bundle.
    pub path: String,
    /// What stands behind the path, with the question mark; empty if nothing does.
    pub search: String,
    /// The project that is chosen, which every address keeps: its id, `none` for what belongs to none, empty for everything.
    pub project: String,
}

/// Where the app is. Taken from the context.
#[derive(Clone, Copy)]
pub struct Place {
    here: RwSignal<Here>,
    project: Memo<String>,
}

impl Place {
    /// Follows the address for as long as the page lives: links within the app, and the browser's back and forward.
    pub fn start() -> Self {
        let here = RwSignal::new(read());
        let place = Self { here, project: Memo::new(move |_| here.with(|here| here.project.clone())) };
        dom::on_back(move || {
            // Nobody is left to know only when the page is about to go.
            let _ = place.here.try_set(read());
        });
        // A link says all of it: where none is chosen, everything is.
        dom::on_link(move |to| place.step(&to, false, String::new()));
        place
    }

    /// Reads the address, and tracks it.
    pub fn with<R>(&self, read: impl FnOnce(&Here) -> R) -> R {
        self.here.with(read)
    }

    /// Returns the project that is chosen: see [`Here::project`]. Tracks it.
    pub fn project(&self) -> String {
        self.project.get()
    }

    /// Chooses a project, or everything, without going elsewhere.
    pub fn choose(&self, project: &str) {
        let to = self.here.with_untracked(|here| [&*here.path, &here.search].concat());
        self.step(&to, false, project.to_owned());
    }

    /// Goes to an address: a step that can be taken back. The chosen project stays, unless another is named.
    pub fn go(&self, to: &str) {
        self.step(to, false, self.project.get_untracked());
    }

    /// Writes another address in the place of this one.
    pub fn replace(&self, to: &str) {
        self.step(to, true, self.project.get_untracked());
    }

    /// Whether the address asks for something by a name alone, as `/cron?new` does; then it does so no longer. Tracks it.
    pub fn take(&self, asked: &str) -> bool {
        let (path, name) = asked.split_once('?').unwrap_or((asked, ""));
        // A view that is being left hears of the address before it goes, and must leave it to the next.
        let rest = self.here.with(|here| paths::without_name(&here.search, name).filter(|_| here.path == path));
        rest.map(|rest| self.replace(&[path, &rest].concat())).is_some()
    }

    fn step(&self, to: &str, replaces: bool, project: String) {
        let (path, search) = to.split_at(to.find('?').unwrap_or(to.len()));
        let (search, named) = paths::without_project(&paths::part_of(search, false));
        let next = Here { path: path.into(), search, project: named.unwrap_or(project) };
        if self.here.try_with_untracked(|here| *here == next) == Some(false) {
            dom::choose(&next.project);
            dom::step(&[path, &next.search].concat(), replaces);
            self.here.set(next);
        }
    }
}

fn read() -> Here {
    let (path, search) = dom::here();
    let (search, project) = paths::without_project(&search);
    let project = project.unwrap_or_default();
    dom::choose(&project);
    Here { path, search, project }
}
