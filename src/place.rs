//! Where the app is: the address as a signal, and the ways to go elsewhere. A router of a library was measured and left: its links
//! wait for its own views, its steps in the history panic where a browser limits them, and it is 7 kB of program.
//! Refuses to know what is shown at an address; `routes` and the views do.

use leptos::prelude::*;

use crate::platform::dom;

/// An address within the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// Its path, below the root of the bundle.
    pub path: String,
    /// What stands behind the path, with the question mark; empty if nothing does.
    pub search: String,
}

/// Where the app is. Taken from the context.
#[derive(Clone, Copy)]
pub struct Place(RwSignal<Here>);

impl Place {
    /// Follows the address for as long as the page lives: links within the app, and the browser's back and forward.
    pub fn start() -> Self {
        let place = Self(RwSignal::new(read()));
        dom::on_back(move || {
            // Nobody is left to know only when the page is about to go.
            let _ = place.0.try_set(read());
        });
        dom::on_link(move |to| place.go(&to));
        place
    }

    /// Reads the address, and tracks it.
    pub fn with<R>(&self, read: impl FnOnce(&Here) -> R) -> R {
        self.0.with(read)
    }

    /// Goes to an address: a step that can be taken back.
    pub fn go(&self, to: &str) {
        self.step(to, false);
    }

    /// Writes another address in the place of this one.
    pub fn replace(&self, to: &str) {
        self.step(to, true);
    }

    fn step(&self, to: &str, replaces: bool) {
        let (path, search) = to.split_at(to.find('?').unwrap_or(to.len()));
        let next = Here { path: path.into(), search: search.into() };
        if self.0.try_with_untracked(|here| *here == next) == Some(false) {
            dom::step(to, replaces);
            self.0.set(next);
        }
    }
}

fn read() -> Here {
    let (path, search) = dom::here();
    Here { path, search }
}
