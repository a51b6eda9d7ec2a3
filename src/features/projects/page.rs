//! The page of a project: what it is, its rules in words, its tasks, its sessions as they stand, its jobs and when they are due, what it cost
//! this month.
//! Refuses to change anything but the project itself.

use std::sync::Arc;

use leptos::prelude::*;

use super::{spent, tasks};
use crate::domain::job::late::AT_ONCE;
use crate::domain::project::thing::Thing;
use crate::domain::project::{Part, Project};
use crate::domain::sorted::sorted;
use crate::domain::{say, session};
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::protocol::cron::{CronList, Whole};
use crate::protocol::sessions::SessionRow;
use crate::state::board::Board;
use crate::state::profile::Profile;
use crate::state::requests::Waiting;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::el::{El, button, div, el, part, span};
use crate::ui::keyed::keyed;

/// So many sessions are shown here; the list has all.
const SHOWN: usize = 10;

/// What a part of the page needs.
#[derive(Clone, Copy)]
pub struct Scope {
    /// The gateway.
    pub profile: Profile,
    /// Now.
    pub ticker: Ticker,
    /// The project's id.
    pub id: StoredValue<String>,
}

impl Scope {
    /// Reads the project, and tracks it.
    fn read(self, read: fn(&Project) -> String) -> String {
        self.profile.projects.with(|all| self.id.with_value(|id| all.get(id).map(|project| read(project)))).unwrap_or_default()
    }

    fn is_in(self, thing: &Thing<'_>) -> bool {
        self.profile.projects.with(|all| self.id.with_value(|id| all.is_in(id, thing)))
    }
}

/// Draws the page.
pub fn page(id: &str, is_edited: RwSignal<bool>) -> El {
    let scope = Scope { profile: expect_context(), ticker: expect_context(), id: StoredValue::new(id.to_owned()) };
    let name = el("h1")
        .child(
            span("dot").set("aria-hidden", "true").live("data-colour", move || Some(scope.read(|project| project.colour.as_str().into()))),
        )
        .child(el("span").say(move || scope.read(|project| project.name.value.clone())));
    let to = |path: String, words: &str| el("a").class("button").set("data-chooses", "").set("href", &dom::href_in(&path, id)).text(words);
    let deeds = div("deeds")
        .child(to(paths::sessions(), "Sessions"))
        .child(to(paths::jobs(), "Jobs"))
        .child(to(paths::analytics(), "Analytics"))
        .child(to(paths::tasks(), "Tasks"))
        .child(button("button").text("Edit").click(move || is_edited.set(true)))
        .child(button("button").set("data-kind", "danger").text("Delete").click(deleting(scope)));
    let about = move || scope.read(|project| project.about.value.clone());
    let rules = move || {
        let words = |project: &Project| project.rules.iter().map(|rule| [rule.what.words(), " ", &rule.text].concat()).collect();
        let all: Vec<String> =
            scope.profile.projects.with(|all| scope.id.with_value(|id| all.get(id).map(|project| words(project)))).unwrap_or_default();
        if all.is_empty() {
            vec![quiet("No rules: only what is put here by hand.")]
        } else {
            vec![el("ul").children(all.iter().map(|words| el("li").text(words)).collect::<Vec<_>>())]
        }
    };
    div("project-page").child(el("header").class("view-head").child(name).child(deeds)).child(el("p").class("about").say(about)).child(
        div("panels")
            .child(panel("This month", vec![spent::spent(scope)]))
            .child(panel("Tasks", tasks::tasks(scope)))
            .child(panel("Sessions", sessions(scope)))
            .child(panel("Jobs", jobs(scope)))
            .child(panel("What belongs to it by itself", vec![part(rules)])),
    )
}

fn panel(title: &str, content: Vec<El>) -> El {
    el("section").class("panel").set("aria-label", title).child(el("h2").text(title)).children(content)
}

pub(super) fn quiet(words: &str) -> El {
    el("p").class("quiet").text(words)
}

/// Deletes the project, with a way back. What belonged to it is not touched.
fn deleting(scope: Scope) -> impl Fn() {
    let (place, toasts): (Place, Toasts) = (expect_context(), expect_context());
    move || {
        let (projects, id) = (scope.profile.projects, scope.id.get_value());
        let name = untrack(|| scope.read(|project| project.name.value.clone()));
        projects.change(&id, vec![Part::Gone(true)]);
        place.go(&[&paths::sessions(), "?", paths::PROJECT, "="].concat());
        let said = [&name, " was deleted. Its sessions and jobs stay, untagged."].concat();
        toasts.offer(said, "Undo", move || drop(projects.change(&id, vec![Part::Gone(false)])));
    }
}

/// A line of the page: the name leads there, and what stands beside it says how it stands.
pub(super) fn line(href: String, name: String, state: String) -> El {
    div("item").child(el("a").set("href", &href).text(&name)).child(span("quiet").text(&state))
}

/// The sessions of the project that were not put away, what is at work first, then the newest.
fn sessions(scope: Scope) -> Vec<El> {
    let found = Memo::new(move |_| {
        let url = scope.profile.link.with(|view| view.scene.url.clone());
        let is_shown = |row: &&Arc<SessionRow>| {
            !row.archived && (row.has_active_run || !session::is_noise(row)) && scope.is_in(&Thing::session(&url, row))
        };
        let rows = scope.profile.sessions.with_value(|rows| rows.rows.all().iter().filter(is_shown).cloned().collect::<Vec<_>>())?;
        Some(sorted(rows, &|one, other| (other.has_active_run, other.updated_at).cmp(&(one.has_active_run, one.updated_at))))
    });
    let lines = move || {
        let waiting = scope.profile.requests.with_value(Waiting::sessions).unwrap_or_default();
        let state = |row: &SessionRow| match (row.has_active_run, waiting.contains(&row.key)) {
            (true, true) => "waiting",
            (true, false) => "running",
            _ => "",
        };
        let line = |row: &Arc<SessionRow>| (row.key.clone(), session::title(row), state(row), row.updated_at);
        found.with(|rows| rows.iter().flatten().take(SHOWN).map(line).collect::<Vec<_>>())
    };
    let draw = move |(key, title, state, at): (crate::protocol::SessionKey, String, &'static str, Option<UnixMs>)| {
        let age = move || match at {
            _ if !state.is_empty() => state.to_owned(),
            Some(at) => say::age(at, scope.ticker.there_calmly()),
            None => "unknown".into(),
        };
        div("item")
            .child(el("a").set("href", &dom::href(&paths::session(key.as_str()))).text(&title))
            .child(span("quiet").name("data-state", move || state).say(age))
    };
    let rest = move || {
        found.with(|rows| match rows.as_ref().map(Vec::len) {
            None => "Sessions were not read yet.".to_owned(),
            Some(0) => "No sessions.".to_owned(),
            Some(count) if count > SHOWN => ["and ", &say::count(count - SHOWN), " more in the list"].concat(),
            Some(_) => String::new(),
        })
    };
    vec![keyed("items", lines, draw), el("p").class("quiet").say(rest)]
}

/// The jobs of the project, what is due next first.
fn jobs(scope: Scope) -> Vec<El> {
    if !untrack(|| scope.profile.link.with(|view| view.hello.is_none() || view.allows::<CronList>())) {
        return vec![quiet("This connection may not read jobs.")];
    }
    let board = Board::of(&scope.profile);
    let content = move || {
        let url = scope.profile.link.with(|view| view.scene.url.clone());
        if board.jobs.with_value(|_| ()).is_none() {
            return vec![quiet("Jobs were not read yet.")];
        }
        let is_in = |whole: &Arc<Whole>| scope.is_in(&Thing::job(&url, &whole.job));
        let mine: Vec<Arc<Whole>> = board.all().into_iter().filter(is_in).collect();
        let due = |whole: &Arc<Whole>| whole.job.state.next_run_at_ms.filter(|_| whole.job.enabled).map_or(i64::MAX, |at| at.0);
        let mine = sorted(mine, &|one, other| due(one).cmp(&due(other)));
        if mine.is_empty() {
            return vec![quiet("No jobs.")];
        }
        let draw = move |whole: &Arc<Whole>| {
            let job = &whole.job;
            let name = job.display_name.as_ref().unwrap_or(&job.name);
            let (next, is_paused) = (job.state.next_run_at_ms.filter(|_| job.enabled), !job.enabled);
            let state = move || match next {
                Some(at) => say::until(at, scope.ticker.there_near(at)),
                None if is_paused => "paused".to_owned(),
                None => "no next run".to_owned(),
            };
            // What runs is no longer due.
            let due = next.filter(|_| job.state.running_at_ms.is_none());
            let is_late = move || due.is_some_and(|at| scope.ticker.there_near(at).0 - at.0 > AT_ONCE);
            div("item").child(el("a").set("href", &dom::href(&paths::job(&job.id))).text(name)).child(
                span("quiet")
                    .name("data-state", move || if is_late() { "late" } else { "" })
                    .set_if("title", next.map(dom::local_time).as_deref())
                    .say(state),
            )
        };
        vec![div("items").children(mine.iter().map(draw).collect::<Vec<_>>())]
    };
    vec![part(content)]
}
