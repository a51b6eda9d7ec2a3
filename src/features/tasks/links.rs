//! What of a gateway a task is about: how it stands right now, the way there, and the way to have it done.
//! Refuses to move the card; `state::following` does, where it was asked to.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::link_to::link_to;
use crate::domain::project::thing::session_name;
use crate::domain::say;
use crate::domain::session;
use crate::domain::task::columns::Stage;
use crate::domain::task::{Kind, Link, Part, Task};
use crate::paths;
use crate::protocol::sessions::{RunStatus, SessionRow, SessionsCreate};
use crate::protocol::{Method, SessionKey};
use crate::state::profile::Profile;
use crate::ui::badge::Tone;
use crate::ui::el::{El, button, div, el, link, span};

/// How something stands that a task is about.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    tone: Tone,
    word: &'static str,
    /// Since when it runs, in milliseconds.
    since: Option<i64>,
    /// What it is called.
    title: String,
}

fn standing(row: &SessionRow, waits: bool) -> Standing {
    let (tone, word) = match &row.status {
        _ if row.has_active_run && waits => (Tone::Warn, "waits for you"),
        _ if row.has_active_run => (Tone::Run, "running"),
        Some(RunStatus::Queued) => (Tone::Run, "queued"),
        Some(RunStatus::Done) => (Tone::Ok, "done"),
        Some(RunStatus::Failed) => (Tone::Bad, "failed"),
        Some(RunStatus::Timeout) => (Tone::Bad, "timed out"),
        Some(RunStatus::Killed) => (Tone::Idle, "stopped"),
        _ => (Tone::Idle, "idle"),
    };
    let since = row.started_at.filter(|_| row.has_active_run).map(|at| at.0);
    Standing { tone, word, since, title: session::title(row) }
}

/// How what a task is about stands, as long as the present owner lives; nothing if it is of a gateway that is not connected.
fn seen(desk: Desk, of: &Link) -> Memo<Option<Standing>> {
    let (profile, kind, gateway) = (desk.profile, of.kind, of.gateway.clone());
    let key = SessionKey::from(of.key.as_str());
    let is_here = Memo::new(move |_| profile.link.with(|view| view.scene.url == gateway));
    Memo::new(move |_| {
        if kind == Kind::Job || !is_here.get() {
            return None;
        }
        let waits = profile.requests.with_value(|waiting| waiting.of(&key).is_some()).unwrap_or(false);
        profile.sessions.with_value(|rows| rows.rows.get(&key).map(|row| standing(row, waits))).flatten()
    })
}

/// The way to what a task is about, and how that stands.
pub fn linked(desk: Desk, of: &Link) -> El {
    let path = match of.kind {
        Kind::Session | Kind::Run => paths::chat(&of.key),
        Kind::Job => paths::job(&of.key),
    };
    let (profile, kind, gateway, seen) = (desk.profile, of.kind, of.gateway.clone(), seen(desk, of));
    let is_here = Memo::new(move |_| profile.link.with(|view| view.scene.url == gateway));
    let lasts = Memo::new(move |_| {
        let since = seen.with(|seen| seen.as_ref().and_then(|seen| seen.since))?;
        let now = desk.ticker.there();
        Some(say::duration(std::time::Duration::from_millis(u64::try_from(now.0.saturating_sub(since)).unwrap_or(0))))
    });
    let word = move || {
        let word = seen.with(|seen| match (seen, kind) {
            (Some(seen), _) => seen.word,
            (None, Kind::Job) => "job",
            (None, _) if is_here.get() => "session, not listed",
            (None, _) => "of another gateway",
        });
        lasts.with(|lasts| lasts.as_ref().map_or_else(|| word.to_owned(), |lasts| [word, " ", lasts].concat()))
    };
    let named = of.key.clone();
    link(&path)
        .class("tag")
        .live("data-tone", move || seen.with(|seen| seen.as_ref().map(|seen| seen.tone.as_str().to_owned())))
        .live("title", move || Some(seen.with(|seen| seen.as_ref().map_or_else(|| named.clone(), |seen| seen.title.clone()))))
        .child(span("dot").set("aria-hidden", "true"))
        .child(el("span").say(word))
}

/// Everything that a task is about, the way to have it done, and whether it moves by itself.
pub fn links(desk: Desk, seen: Memo<Option<Arc<Task>>>) -> El {
    let all = Memo::new(move |_| seen.with(|task| task.as_ref().map(|task| task.links.value.clone())).unwrap_or_default());
    let rows = move || {
        let row = |of: &Link| {
            let gone = of.clone();
            let remove = button("plain").set("aria-label", &["Unlink ", &of.key].concat()).text("×").click(move || {
                if let Some(task) = seen.get_untracked() {
                    let left = task.links.iter().filter(|link| **link != gone).cloned().collect();
                    desk.write(&task, "Links of", vec![Part::Links(left)]);
                }
            });
            let title = self::seen(desk, of);
            let named = of.key.clone();
            let title = move || title.with(|seen| seen.as_ref().map_or_else(|| named.clone(), |seen| seen.title.clone()));
            div("relation about").child(linked(desk, of)).child(span("quiet").say(title)).child(remove)
        };
        all.with(|all| all.iter().map(row).collect::<Vec<_>>())
    };
    let follows = move || seen.with(|task| task.as_ref().is_some_and(|task| *task.follows));
    let has_sessions = move || all.with(|all| all.iter().any(|link| link.kind != Kind::Job));
    let follow = move || {
        let turn = el("input").set("type", "checkbox").checked(follows).on("change", move |_| {
            if let Some(task) = seen.get_untracked() {
                let words = if *task.follows { "Stopped following for" } else { "Follows its run:" };
                desk.write(&task, words, vec![Part::Follows(!*task.follows)]);
            }
        });
        el("label").class("check").child(turn).child(el("span").text("Move the card by itself when its run ends or fails"))
    };
    div("relations")
        .child(el("h3").text("Sessions and jobs"))
        .part(rows)
        .when(has_sessions, follow)
        .child(link_to(desk, seen))
        .child(start(desk, seen))
}

/// Has a task done in a session of its own.
fn start(desk: Desk, seen: Memo<Option<Arc<Task>>>) -> El {
    let profile: Profile = desk.profile;
    let (is_busy, agent) = (RwSignal::new(false), RwSignal::new(String::new()));
    // The same until it was answered: a second try after a lost answer must not make a second session.
    let idempotency_key = StoredValue::new(uuid::Uuid::new_v4().to_string());
    let obstacle = move || desk.hindrance(SessionsCreate::SCOPE);
    let begin = move || {
        let Some(task) = seen.get_untracked().filter(|_| !is_busy.get_untracked() && untrack(obstacle).is_none()) else { return };
        is_busy.set(true);
        let gateway = profile.link.url();
        let method = SessionsCreate {
            agent_id: Some(agent.get_untracked()).filter(|agent| !agent.is_empty()),
            label: Some(task.title.chars().take(200).collect()),
            model: None,
            message: Some(prompt(&task)),
            idempotency_key: idempotency_key.get_value(),
        };
        spawn_local(async move {
            let answer = profile.call(&method).await;
            let _ = is_busy.try_set(false);
            match answer {
                Ok(made) => {
                    // The view may have been left meanwhile.
                    let _ = idempotency_key.try_update_value(|key| *key = uuid::Uuid::new_v4().to_string());
                    let mut links = desk.now(&task.id).map(|task| task.links.value.clone()).unwrap_or_default();
                    let project =
                        untrack(|| profile.projects.with(|all| all.of_task(&task.project, &task.labels).map(|project| project.id.clone())));
                    profile.projects.adopt(&gateway, session_name(made.key.as_str()), &project.unwrap_or_default());
                    links.push(Link { gateway, kind: Kind::Session, key: made.key.to_string(), run: String::new() });
                    let mut parts = vec![Part::Links(links)];
                    let columns = desk.tasks.columns.get_untracked();
                    let to = columns.at(Stage::Doing).filter(|_| columns.stage(&task.column) == Stage::Todo);
                    if let Some(to) = to {
                        let order = desk.tasks.board.with_untracked(|board| board.at_end(&columns, &to.id));
                        parts.extend([Part::Column(to.id.clone()), Part::Since(desk.tasks.now()), Part::Order(order)]);
                    }
                    desk.write(&task, "Started", parts);
                    if made.run_started == Some(false) {
                        desk.toasts.fault("The session was made, but its first message started nothing. Open it, and say it again.");
                    }
                }
                Err(error) => desk.toasts.fault(["No session was started. ", &error.in_words()].concat()),
            }
        });
    };
    let agents = move || {
        profile.catalog.with(|choices| {
            let named =
                choices.agents.iter().map(|agent| el("option").set("value", &agent.id).text(agent.name.as_ref().unwrap_or(&agent.id)));
            let default = el("option").set("value", "").text("Default agent");
            std::iter::once(default).chain(named).collect::<Vec<_>>()
        })
    };
    // Without a connection nothing can be asked, and nobody would ask again.
    let has_agents = move || profile.link.is_ready() && profile.catalog.with(|choices| choices.agents.len() > 1);
    let choose = move || el("select").set("aria-label", "Agent").part(agents).change(move |chosen| agent.set(chosen));
    div("add")
        .child(
            button("button")
                .truth("aria-disabled", move || is_busy.get() || obstacle().is_some())
                .live("title", move || Some(obstacle().unwrap_or_else(|| "Makes a session that is told what this task says".to_owned())))
                .text("Start as a session")
                .click(begin),
        )
        .when(has_agents, choose)
}

/// Says what is to be done, as an agent is told it.
fn prompt(task: &Task) -> String {
    let mut words = [&task.name(), ": ", task.title.as_str()].concat();
    if !task.about.trim().is_empty() {
        words += &["\n\n", task.about.trim()].concat();
    }
    for (at, step) in task.steps.iter().enumerate() {
        words += if at == 0 { "\n\n" } else { "\n" };
        words += &[if step.done { "- [x] " } else { "- [ ] " }, &step.text].concat();
    }
    words
}
