//! All that the palette finds: views, deeds of the view one is in, actions, settings, projects, gateways, sessions, jobs, tasks.
//! Refuses to ask the gateway for anything: it finds what is known.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Deed, Palette, Sheet};
use crate::domain::palette::Entry;
use crate::domain::project::NONE;
use crate::domain::session;
use crate::domain::settings::SETTINGS;
use crate::domain::shortcuts::{Context, Kind, SHORTCUTS, Shortcut};
use crate::keys::{Keys, context};
use crate::paths;
use crate::place::Place;
use crate::protocol::Scope;
use crate::protocol::approvals::Asked;
use crate::protocol::sessions::SessionRow;
use crate::state::board::Board;
use crate::state::gateways::Gateways;
use crate::state::pairings::Pairings;
use crate::state::prefs::Prefs;
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::state::tasks::Tasks;
use crate::ways::WAYS;

/// One thing.
#[derive(Clone)]
pub struct Item {
    /// What it is found by.
    pub entry: Entry,
    /// Its name.
    pub name: String,
    /// What else there is to say.
    pub says: String,
    /// What it is.
    pub kind: &'static str,
    /// The key that does the same; empty if none does.
    pub key: String,
    /// Goes there, or does it.
    pub deed: Deed,
    /// It does something to what the view is on, which another time may be something else: that is not to be repeated by habit.
    pub is_of_view: bool,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        (&self.entry, &self.name, &self.says, &self.key) == (&other.entry, &other.name, &other.says, &other.key)
    }
}

/// What is written of a thing.
struct Words<'a> {
    kind: &'static str,
    weight: u32,
    id: &'a str,
    name: &'a str,
    /// What is said beside the name.
    says: &'a str,
    /// Other words by which it is looked for.
    also: &'a str,
}

fn item(words: &Words<'_>, key: String, deed: Deed) -> Item {
    let Words { kind, weight, id, name, says, also } = *words;
    let entry = Entry::new([kind, " ", id].concat(), name, &[kind, " ", says, " ", also].concat(), weight);
    Item { entry, name: name.to_owned(), says: says.to_owned(), kind, key, deed, is_of_view: false }
}

/// Returns what gathers all things, and tracks what it gathers from.
pub fn gather(palette: Palette) -> impl Fn() -> Vec<Item> + Send + Sync {
    let (profile, place): (Profile, Place) = (expect_context(), expect_context());
    let keys: Keys = expect_context();
    let (board, tasks) = (Board::of(&profile), Tasks::of(&profile));
    let (prefs, gateways): (Stored<Prefs>, Stored<Gateways>) = (expect_context(), expect_context());
    let leads = move |to: String| -> Deed { Arc::new(move || place.go(&to)) };
    move || {
        let here = place.with(|here| context(&here.path)).filter(|here| keys.is_heard(*here));
        let mut all = deeds(keys, here, profile);
        for (at, way) in WAYS.iter().enumerate() {
            let words = Words { kind: "View", weight: 22 - at as u32, id: way.name, name: way.name, says: "", also: way.says };
            all.push(item(&words, String::new(), leads((way.path)())));
        }
        all.extend(actions(keys, here, palette, place, prefs));
        for setting in SETTINGS {
            let words = Words { kind: "Setting", weight: 0, id: setting.id, name: setting.name, says: setting.group, also: setting.says };
            all.push(item(&words, String::new(), leads(paths::setting(setting.id))));
        }
        projects(&mut all, profile, place);
        gateways_of(&mut all, profile, gateways);
        profile.sessions.with(|cached| {
            for row in cached.value.iter().flat_map(|rows| rows.rows.all()) {
                all.push(of_session(row, &leads));
            }
        });
        for whole in board.all() {
            let job = &whole.job;
            let words =
                Words { kind: "Job", weight: 2, id: &job.id, name: &job.name, says: if job.enabled { "" } else { "paused" }, also: "" };
            all.push(item(&words, String::new(), leads(paths::job(&job.id))));
        }
        tasks.board.with(|board| {
            for task in board.all() {
                let name = task.name();
                let words = Words { kind: "Task", weight: 1, id: &task.id, name: &task.title, says: &name, also: "" };
                all.push(item(&words, String::new(), leads(paths::task(&name))));
            }
        });
        all
    }
}

fn of_session(row: &SessionRow, leads: &impl Fn(String) -> Deed) -> Item {
    let says = match (row.has_active_run, row.archived) {
        (true, _) => ["running · ", row.key.as_str()].concat(),
        (_, true) => ["archived · ", row.key.as_str()].concat(),
        _ => row.key.to_string(),
    };
    let weight = if session::is_noise(row) || row.archived { 0 } else { 3 };
    let words = Words { kind: "Session", weight, id: row.key.as_str(), name: &session::title(row), says: &says, also: "" };
    item(&words, String::new(), leads(paths::chat(row.key.as_str())))
}

/// What the keys of this view do, as far as it is there to do it.
fn deeds(keys: Keys, here: Option<Context>, profile: Profile) -> Vec<Item> {
    let is_here = |shortcut: &&Shortcut| shortcut.kind == Kind::Deed && Some(shortcut.context) == here && is_of_use(shortcut, profile);
    let deed = |shortcut: &'static Shortcut| {
        let context = shortcut.context.as_str();
        let (id, says) = ([context, " ", shortcut.key].concat(), ["here, in ", context].concat());
        let words = Words { kind: "Action", weight: 12, id: &id, name: shortcut.says, says: &says, also: "" };
        let now = keys.label(shortcut.context, shortcut.key).unwrap_or_default();
        Item { is_of_view: true, ..item(&words, now, Arc::new(move || keys.press(shortcut.context, shortcut.key))) }
    };
    SHORTCUTS.iter().filter(is_here).map(deed).collect()
}

/// Whether a key that says yes or no finds something that waits for that, and this connection may say it. Other keys are of use anyway.
fn is_of_use(shortcut: &Shortcut, profile: Profile) -> bool {
    let decision = match (shortcut.context, shortcut.key) {
        (Context::Now, "a") => "allow-once",
        (Context::Now, "A") => "allow-always",
        (Context::Now, "d") => "deny",
        _ => return true,
    };
    let may = |scope: Scope| profile.link.with(|view| view.obstacle(scope).is_none());
    let takes = |asked: &Asked| asked.wants_decision() && asked.decisions().contains(&decision);
    let is_asked = profile.requests.with_value(|waiting| waiting.all().iter().any(takes)).unwrap_or(false);
    // A device is let in or turned away by the same keys, but never for good.
    let is_device = || decision != "allow-always" && Pairings::of(&profile).with_value(|devices| !devices.is_empty()).unwrap_or(false);
    (is_asked && may(Scope::Approvals)) || (may(Scope::Pairing) && is_device())
}

/// What can be done from anywhere.
fn actions(keys: Keys, here: Option<Context>, palette: Palette, place: Place, prefs: Stored<Prefs>) -> Vec<Item> {
    let key_of = |key: &str| keys.label(Context::Everywhere, key).unwrap_or_default();
    let action = |name: &'static str, also: &'static str, key: String, deed: Deed| {
        item(&Words { kind: "Action", weight: 10, id: name, name, says: "", also }, key, deed)
    };
    let goes = |to: fn() -> String| -> Deed { Arc::new(move || place.go(&to())) };
    let is_compact = prefs.get().compact;
    let density = if is_compact { "Comfortable rows" } else { "Compact rows" };
    let all = [
        // Where the view has it as a deed of its own it is there once.
        (here != Some(Context::Sessions))
            .then(|| action("New session", "start talk conversation", String::new(), goes(paths::new_session))),
        (here != Some(Context::Cron)).then(|| action("New job", "cron schedule", String::new(), goes(paths::new_job))),
        Some(action("New task", "write card", key_of("c"), Arc::new(move || keys.press(Context::Everywhere, "c")))),
        Some(action("New project", "", String::new(), goes(paths::new_project))),
        Some(action("Add a gateway", "connect", String::new(), goes(paths::connect))),
        Some(action("Show the keys", "shortcuts keyboard help", key_of("?"), Arc::new(move || palette.open(Sheet::Keys)))),
        Some(action(density, "density looks", String::new(), Arc::new(move || prefs.change(|prefs| prefs.compact = !is_compact)))),
    ];
    all.into_iter().flatten().collect()
}

fn projects(all: &mut Vec<Item>, profile: Profile, place: Place) {
    profile.projects.with(|known| {
        let mut choices = vec![];
        for project in known.projects() {
            let words = Words { kind: "Project", weight: 6, id: &project.id, name: &project.name, says: "", also: "page" };
            let to = paths::project(&project.id);
            all.push(item(&words, String::new(), Arc::new(move || place.go(&to))));
            choices.push((project.id.clone(), ["Show only ", &project.name].concat()));
        }
        if !choices.is_empty() {
            choices.push((NONE.to_owned(), "Show only what is untagged".into()));
            choices.push((String::new(), "Show all projects".into()));
        }
        for (id, name) in choices {
            let key = ["project ", &id].concat();
            let words = Words { kind: "Action", weight: 4, id: &key, name: &name, says: "", also: "project" };
            all.push(item(&words, String::new(), Arc::new(move || place.choose(&id))));
        }
    });
}

fn gateways_of(all: &mut Vec<Item>, profile: Profile, gateways: Stored<Gateways>) {
    let here = profile.link.url();
    for known in gateways.get().list.into_iter().filter(|known| known.url != here) {
        let name = ["Switch to ", &known.name].concat();
        let words = Words { kind: "Action", weight: 4, id: &known.url, name: &name, says: &known.url, also: "gateway" };
        let url = known.url.clone();
        all.push(item(&words, String::new(), Arc::new(move || gateways.switch(profile, url.clone()))));
    }
    if !here.is_empty() {
        let words = Words { kind: "Action", weight: 4, id: "Disconnect", name: "Disconnect", says: "", also: "leave the gateway" };
        all.push(item(&words, String::new(), Arc::new(move || gateways.leave(profile))));
    }
}
