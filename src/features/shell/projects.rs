//! The choice of a project: a list in the rail, and where the rail has no room for it a button in the top bar that opens the same list.
//! What is dragged onto a project belongs to it from then on.
//! Refuses to make and change projects; their pages do.

use leptos::prelude::*;

use crate::domain::project::NONE;
use crate::domain::project::thing::Thing;
use crate::domain::{say, session};
use crate::paths;
use crate::place::{Here, Place};
use crate::platform::dom;
use crate::state::profile::Profile;
use crate::state::toasts::Toasts;
use crate::ui::el::{El, button, div, effect, el, link, memo, span};
use crate::ui::icon::{Icon, icon};
use crate::ui::keyed::keyed;

/// A project as the list shows it: its id, its name, its colour.
type Line = (String, String, &'static str);

/// Says what could not be read or kept, once there is a gateway: notices go when it changes.
pub fn say_troubles() {
    let (profile, toasts): (Profile, Toasts) = (expect_context(), expect_context());
    effect(move || {
        let was_ready = profile.link.with(|view| view.was_ready);
        if let Some(words) = profile.projects.trouble.get().filter(|_| was_ready) {
            toasts.fault(words);
            profile.projects.trouble.set(None);
        }
    });
}

/// Draws the list in the rail.
pub fn group() -> El {
    let profile: Profile = expect_context();
    let has_any = move || profile.projects.with(|all| all.projects().next().is_some());
    let title = move || el("h2").text("Projects");
    div("projects").set("role", "group").set("aria-label", "Projects").when(has_any, title).children(choices())
}

/// Draws the button and what it opens.
pub fn selector() -> Vec<El> {
    let (profile, place): (Profile, Place) = (expect_context(), expect_context());
    let called = move || profile.projects.with(|all| all.called(&place.project())).unwrap_or_else(|| "All projects".into());
    let has_any = memo(move || profile.projects.with(|all| all.projects().next().is_some()));
    let choose = button("button project-button")
        .set("popovertarget", "project-choice")
        .flag("data-empty", move || !has_any.get())
        .live("aria-label", move || Some(["Project: ", &called()].concat()))
        .child(dot().live("data-colour", move || colour(profile, &place.project())))
        .child(span("name").say(called))
        .child(icon(Icon::Down));
    let list = div("pop projects").set("id", "project-choice").set("popover", "auto").set("role", "group").set("aria-label", "Project");
    vec![choose, list.children(choices()).click(dom::close_popovers)]
}

fn dot() -> El {
    span("dot").set("aria-hidden", "true")
}

fn colour(profile: Profile, id: &str) -> Option<String> {
    profile.projects.with(|all| all.get(id).map(|project| project.colour.as_str().to_owned()))
}

/// Everything, the projects, what belongs to none, and the way to a new one.
fn choices() -> Vec<El> {
    let (profile, place): (Profile, Place) = (expect_context(), expect_context());
    let has_any = memo(move || profile.projects.with(|all| all.projects().next().is_some()));
    let counts = counts(profile);
    let lines = move || {
        let line = |id: &str, name: &str, colour| (id.to_owned(), name.to_owned(), colour);
        profile.projects.with(|all| {
            let projects = all.projects().map(|project| line(&project.id, &project.name, project.colour.as_str()));
            let mut lines = vec![line("", "All", "")];
            lines.extend(projects);
            lines.push(line(NONE, "Untagged", ""));
            if has_any.get() { lines } else { vec![] }
        })
    };
    let new = link(&paths::new_project())
        .class("entry quiet")
        .live("aria-current", move || place.with(|here| here.path.ends_with("/projects/new")).then(|| "page".to_owned()))
        .child(span("plus").set("aria-hidden", "true").text("+"))
        .child(span("name").text("New project"));
    vec![keyed("lines", lines, move |line: Line| entry(profile, place, counts, line)), new]
}

fn entry(profile: Profile, place: Place, counts: Memo<Vec<(String, usize)>>, (id, name, colour): Line) -> El {
    let (of, titled) = (StoredValue::new(id.clone()), StoredValue::new(name.clone()));
    let projects = profile.projects;
    let is_over = RwSignal::new(false);
    let can_drop = move || !of.with_value(String::is_empty) && projects.dragged.with_untracked(|dragged| !dragged.is_empty());
    let count = move || counts.with(|counts| of.with_value(|id| counts.iter().find(|(of, _)| of == id).map_or(0, |(_, count)| *count)));
    let toasts: Toasts = expect_context();
    let choice = el("a")
        .class("entry")
        .set("data-chooses", "")
        .live("href", move || Some(of.with_value(|id| dom::href_in(&place.with(|here| there(here, id)), id))))
        .live("title", move || Some(titled.with_value(|name| [name, ": ", &say::many(count(), "session"), " in the list"].concat())))
        .live("aria-current", move || of.with_value(|id| place.project() == *id).then(|| "true".to_owned()))
        .flag("data-over", move || is_over.get())
        .on("dragover", move |event| {
            if can_drop() {
                event.prevent_default();
                is_over.set(true);
            }
        })
        .on("dragleave", move |_| is_over.set(false))
        .on("drop", move |event| {
            is_over.set(false);
            if can_drop() {
                event.prevent_default();
                let things = projects.dragged.get_untracked();
                projects.dragged.set(vec![]);
                of.with_value(|id| projects.tag(toasts, profile.link.url(), &things, id));
            }
        });
    let choice = choice
        .child(dot().set_if("data-colour", Some(colour).filter(|colour| !colour.is_empty())))
        .child(span("name").text(&name))
        .child(span("count").say(move || say::count(count())).child(span("offscreen").text(" sessions")));
    let page = (!colour.is_empty()).then(|| {
        el("a")
            .class("about")
            .set("data-chooses", "")
            .set("href", &dom::href_in(&paths::project(&id), &id))
            .set("aria-label", &["About ", &name].concat())
            .set("title", "About this project")
            .child(icon(Icon::Sliders))
    });
    div("line").child(choice).children(page)
}

/// Where a choice leads: it stays where it is, but a project's page gives way to that of the other one.
fn there(here: &Here, id: &str) -> String {
    match (here.path.starts_with("/projects/"), id) {
        (false, _) => [&*here.path, &here.search].concat(),
        (true, "" | NONE) => paths::sessions(),
        (true, id) => paths::project(id),
    }
}

/// How many sessions stand in the list of each choice: none that was put away, and none that is mere noise unless it is at work.
/// The rail and what the button opens show the same, so they are counted once.
fn counts(profile: Profile) -> Memo<Vec<(String, usize)>> {
    let counted = profile.keep(|_, _| Counts(Memo::new(move |_| count_all(profile))));
    counted.0
}

/// How many sessions stand in the list of each choice.
#[derive(Clone, Copy)]
struct Counts(Memo<Vec<(String, usize)>>);

fn count_all(profile: Profile) -> Vec<(String, usize)> {
    let url = profile.link.with(|view| view.scene.url.clone());
    profile.projects.with(|all| {
        let mut counts: Vec<(String, usize)> = all.projects().map(|project| (project.id.clone(), 0)).collect();
        if counts.is_empty() {
            return counts;
        }
        counts.extend([(String::new(), 0), (NONE.to_owned(), 0)]);
        profile.sessions.with_value(|sessions| {
            for row in sessions.rows.all().iter().filter(|row| !row.archived && (row.has_active_run || !session::is_noise(row))) {
                let of = all.of(&Thing::session(&url, row)).map_or(NONE, |project| &project.id);
                for (id, count) in &mut counts {
                    *count += usize::from(id.is_empty() || id == of);
                }
            }
        });
        counts
    })
}
