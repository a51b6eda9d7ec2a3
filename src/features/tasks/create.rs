//! The dialog in which tasks are written, one line each. It stays open for the next one.
//! Refuses to read the line itself; `domain::task::quick` does.

use leptos::prelude::*;

use super::desk::today;
use crate::domain::task::Part;
use crate::domain::task::listing::word;
use crate::domain::task::quick::{Quick, read};
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::state::profile::Profile;
use crate::state::tasks::Tasks;
use crate::state::ticker::Ticker;
use crate::ui::dialog::modal;
use crate::ui::el::{El, button, div, effect, el, link, span};

/// Where a new task is asked for.
#[derive(Clone, Copy)]
pub struct Creating {
    /// In which column, while one is asked for; empty for the first.
    pub asked: RwSignal<Option<String>>,
    /// Ids and names of the projects that there are.
    pub projects: Memo<Vec<(String, String)>>,
}

impl Creating {
    /// Stands for the first column.
    pub const FIRST: &str = "";

    /// Returns where tasks of this profile are asked for.
    pub fn of(profile: &Profile) -> Self {
        let projects = profile.projects;
        let named = move |_: Option<&Vec<(String, String)>>| {
            projects.with(|all| all.projects().map(|project| (project.id.clone(), project.name.value.clone())).collect())
        };
        profile.keep(|_, _| Self { asked: RwSignal::default(), projects: Memo::new(named) })
    }

    /// Asks for one.
    pub fn ask(self, column: &str) {
        self.asked.set(Some(column.to_owned()));
    }
}

/// Draws the dialog; it is open while somebody asks for a task.
pub fn create() -> El {
    let (profile, place): (Profile, Place) = (expect_context(), expect_context());
    let creating = Creating::of(&profile);
    // A link in it leads away from it.
    let path = Memo::new(move |_| place.with(|here| here.path.clone()));
    let before = StoredValue::new(path.get_untracked());
    effect(move || {
        let path = path.get();
        if before.with_value(|before| *before != path) {
            before.set_value(path);
            creating.asked.maybe_update(|asked| asked.take().is_some());
        }
    });
    let is_open = move || creating.asked.with(Option::is_some);
    modal(|| Some("New task".into()), is_open, move || creating.asked.set(None), move || is_open().then(|| form(profile, creating)))
}

fn form(profile: Profile, creating: Creating) -> El {
    let tasks = Tasks::of(&profile);
    let (ticker, place): (Ticker, Place) = (expect_context(), expect_context());
    let (typed, made) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let quick = Memo::new(move |_| {
        let today = today(untrack(|| ticker.get()).wall);
        let chosen = place.project();
        creating.projects.with(|projects| {
            let mut quick = typed.with(|typed| read(typed, projects, today));
            // What is made in a project belongs to it, unless the line says otherwise.
            quick.project = quick.project.or_else(|| projects.iter().find(|(id, _)| *id == chosen).cloned());
            quick
        })
    });
    let column = move || {
        let columns = tasks.columns.get();
        creating.asked.with(|asked| columns.of(asked.as_deref().unwrap_or_default()).map(|column| column.name.clone())).unwrap_or_default()
    };
    let field = el("input")
        .set("type", "text")
        .set("autofocus", "")
        .set("maxlength", "1000")
        .set("autocomplete", "off")
        .set("placeholder", "Ship the docs !high #docs ^fri")
        .bind(typed);
    let node = field.raw();
    let send = move || {
        let line = quick.get_untracked();
        if line.title.is_empty() {
            dom::focus_on(&node);
            return;
        }
        let column = creating.asked.get_untracked().unwrap_or_default();
        made.set(Some(add(tasks, line, &column)));
        typed.set(String::new());
        dom::focus_on(&node);
    };
    let said = move || {
        made.get().map(|name| {
            let path = paths::task(&name);
            el("p")
                .class("hint")
                .set("role", "status")
                .child(link(&path).text(&name))
                .text(" was made. Write the next one, or press Escape.")
        })
    };
    el("form")
        .class("new-task")
        .child(el("h2").text("New task"))
        .child(el("label").class("field").child(el("span").say(move || ["Title, in ", &column()].concat())).child(field))
        .child(div("understood").set("role", "status").part(move || quick.with(chips)))
        .child(el("p").class("hint").text("! priority, # label, @ project, ^ due: today, fri, 3d, 2w or a date"))
        .part(said)
        .child(
            div("buttons")
                .child(button("button").text("Close").click(move || creating.asked.set(None)))
                .child(el("button").class("button").set("data-kind", "primary").text("Create")),
        )
        .submit(send)
}

/// Shows what was understood besides the title.
fn chips(quick: &Quick) -> Vec<El> {
    let chip = |words: &str| span("tag").text(words);
    let mut chips: Vec<El> = quick.priority.iter().map(|priority| chip(word(*priority))).collect();
    chips.extend(quick.labels.iter().map(|label| chip(&["#", label].concat())));
    chips.extend(quick.project.iter().map(|(_, name)| chip(&["@", name].concat())));
    chips.extend(quick.due.map(|due| chip(&["due ", &due.write()].concat())));
    chips
}

/// Makes a task at the end of a column; returns its name.
fn add(tasks: Tasks, quick: Quick, column: &str) -> String {
    let parts = vec![
        Part::Title(quick.title),
        Part::Priority(quick.priority.unwrap_or_default()),
        Part::Labels(quick.labels),
        Part::Project(quick.project.map(|(id, _)| id).unwrap_or_default()),
        Part::Due(quick.due),
    ];
    tasks.make(uuid::Uuid::new_v4().to_string(), column, parts)
}
