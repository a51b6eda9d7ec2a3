//! A project by itself: what it is, what belongs to it, and the form in which it is made and changed.
//! Refuses to list projects; the rail does.

mod form;
mod page;
mod spent;
mod tasks;

use leptos::prelude::*;

use crate::paths;
use crate::place::Place;
use crate::state::profile::Profile;
use crate::ui::el::{El, el, if_else, link, part};
use crate::ui::note::page_note;

/// Draws the view.
pub fn projects() -> El {
    let (profile, place): (Profile, Place) = (expect_context(), expect_context());
    let id = Memo::new(move |_| place.with(|here| paths::decode(here.path.rsplit("/projects/").next().unwrap_or_default())));
    el("section").class("project-view").child(part(move || {
        let id = id.get();
        if id == "new" {
            return vec![form::form(None)];
        }
        let is_edited = RwSignal::new(false);
        let of = id.clone();
        let is_there = move || profile.projects.with(|all| all.get(&of).is_some());
        let (shown, edited) = (id.clone(), id);
        let page = move || {
            let (shown, edited) = (shown.clone(), edited.clone());
            let edit = move || form::form(Some((edited.clone(), is_edited)));
            if_else(move || is_edited.get(), edit, move || page::page(&shown, is_edited))
        };
        vec![if_else(is_there, page, no_such)]
    }))
}

fn no_such() -> El {
    page_note("No such project", "It may have been deleted, or it belongs to another browser: projects are kept where they were made.")
        .child(link(&paths::sessions()).text("Go to Sessions"))
}
