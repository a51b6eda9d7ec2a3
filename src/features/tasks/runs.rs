//! The gateway's ledger of what works in the background: what, since when, what came of it, and a way to end what still goes on.
//! Refuses to take a run for a task.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use crate::domain::project::thing::Thing;
use crate::domain::say;
use crate::paths;
use crate::platform::dom;
use crate::protocol::background::{Background, TasksCancel, TasksList};
use crate::protocol::{Method, UnixMs};
use crate::state::background::Ledger;
use crate::state::cached::Freshness;
use crate::state::collection::Live;
use crate::ui::badge::{Tone, badge};
use crate::ui::dialog::Ask;
use crate::ui::el::{El, button, div, el, if_else, link, memo, span, when};
use crate::ui::keyed::keyed;
use crate::ui::note::page_note;

/// Draws the ledger.
pub fn runs(desk: Desk) -> El {
    let live = desk.profile.keep(|gateway, clock| Live::start(Ledger, gateway, clock));
    let is_open_only = RwSignal::new(false);
    let link = desk.profile.link;
    let is_kept = move || link.with(|view| view.hello.is_none() || view.announces::<TasksList>());
    let may_read = move || link.with(|view| view.hello.is_none() || view.allows::<TasksList>());
    let ids = Memo::new(move |_| shown(desk, live, is_open_only.get()));
    let has_value = move || live.with(|cached| cached.value.is_some());
    let is_loading = move || live.with(|cached| cached.freshness == Freshness::Loading && cached.trouble.is_none());
    let has_rows = move || ids.with(|ids| !ids.is_empty());
    let trouble = move || {
        let words = live.with(|cached| cached.trouble.as_ref().map(|error| error.unread("runs")));
        words.map(|words| el("p").class("fault").set("role", "alert").text(&words))
    };
    let open_only = move || {
        button("chip-button")
            .truth("aria-pressed", move || is_open_only.get())
            .text("Not ended")
            .click(move || is_open_only.update(|only| *only = !*only))
    };
    let list = move || keyed("runs-list", move || ids.get(), move |id: Arc<str>| row(desk, live, id)).set("role", "list");
    let rows = move || if_else(has_rows, list, move || nothing(is_open_only.get()));
    let listed = move || {
        div("runs")
            .flag("data-stale", move || has_value() && !link.is_ready())
            .child(div("chips").child(open_only()))
            .part(trouble)
            .child(if_else(has_value, rows, move || when(is_loading, skeleton)))
            .child(older(desk, live))
    };
    let allowed = move || if_else(may_read, listed, not_allowed);
    if_else(is_kept, allowed, || page_note("No ledger here", "This gateway does not say what works in the background."))
}

/// What is shown, new to old: of the chosen project, and only what goes on if that is wanted.
fn shown(desk: Desk, live: Live<Ledger>, is_open_only: bool) -> Vec<Arc<str>> {
    let (chosen, url) = (desk.place.project(), desk.profile.link.with(|view| view.scene.url.clone()));
    live.with_value(|all| {
        let is_in = |run: &Background| {
            let key = run.child_session_key.as_deref().or(run.session_key.as_deref()).unwrap_or_default();
            let thing = Thing { job: run.job(), name: run.title.clone(), ..Thing::keyed(&url, key, run.agent_id.as_deref()) };
            desk.profile.projects.with(|projects| projects.is_in(&chosen, &thing))
        };
        let fits = |run: &&Arc<Background>| (!is_open_only || run.is_open()) && is_in(run);
        all.runs.iter().filter(fits).map(|run| run.id.as_str().into()).collect()
    })
    .unwrap_or_default()
}

fn tone(status: &str) -> Tone {
    match status {
        "queued" | "running" => Tone::Run,
        "completed" => Tone::Ok,
        "failed" | "timed_out" => Tone::Bad,
        _ => Tone::Idle,
    }
}

fn kind(kind: &str) -> &str {
    match kind {
        "subagent" => "sub-agent",
        "automation_run" => "run of a job",
        "cli" => "command line",
        other => other,
    }
}

fn row(desk: Desk, live: Live<Ledger>, id: Arc<str>) -> El {
    let key = id.clone();
    let seen = Memo::new(move |_| live.with_value(|all| all.get(&key).cloned()).flatten());
    let of = move |read: fn(&Background) -> String| move || seen.with(|run| run.as_deref().map(read)).unwrap_or_default();
    // Only what goes on is looked at every second.
    let lasts = Memo::new(move |_| {
        let (since, ended) = seen.with(|run| run.as_ref().and_then(|run| Some((run.started_at?, run.ended_at))))?;
        Some(say::span(since, ended.unwrap_or_else(|| desk.ticker.there())))
    });
    let made = Memo::new(move |_| seen.with(|run| run.as_ref().map_or(UnixMs(0), |run| run.created_at)));
    let age = Memo::new(move |_| say::ago(made.get(), desk.ticker.there_calmly()));
    let is_open = memo(move || seen.with(|run| run.as_ref().is_some_and(|run| run.is_open())));
    let time = move || {
        let verb = if is_open.get() { "for " } else { "took " };
        // What took no second took some time all the same.
        let told = |lasts: String| [verb, if lasts == "0s" { "<1s" } else { lasts.as_str() }].concat();
        lasts.get().map_or_else(|| "not begun".to_owned(), told)
    };
    let facts = move || {
        let (kind, agent) = (of(|run| kind(&run.kind).to_owned())(), of(|run| run.agent_id.clone().unwrap_or_default())());
        [kind, agent].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    div("run")
        .set("role", "listitem")
        .set("data-key", &id)
        .child(badge(move || tone(&of(|run| run.status.clone())()), of(|run| run.status.replace('_', " "))))
        .child(el("strong").class("title").say(of(|run| run.title.clone())))
        .child(span("quiet").say(facts))
        .child(span("quiet").live("title", move || Some(dom::local_time(made.get()))).say(move || [&time(), " · ", &age.get()].concat()))
        .part(move || seen.with(|run| run.as_deref().map(ways).unwrap_or_default()))
        .when(move || is_open.get(), move || cancel(desk, id.clone(), of(|run| run.title.clone())))
        .part(move || seen.with(|run| run.as_deref().and_then(said)))
}

/// What it says, the weightiest first.
fn said(run: &Background) -> Option<El> {
    let (tone, words) = match (&run.error, &run.terminal_summary) {
        (Some(error), _) => (Some("bad"), error),
        (None, Some(words)) => (None, words),
        // What it does says nothing of a run that has ended.
        (None, None) => (None, run.last_activity.as_ref().or(run.progress_summary.as_ref()).filter(|_| run.is_open())?),
    };
    Some(el("p").class("said").set_if("data-tone", tone).text(words))
}

/// The ways to where it works, and to who asked for it.
fn ways(run: &Background) -> Vec<El> {
    let key = |key: &Option<String>| key.clone().filter(|key| !key.is_empty());
    let way = |path: String, words: &str| link(&path).class("tag").text(words);
    let asked = key(&run.session_key).map(|key| way(paths::chat(&key), "asking session"));
    match run.job() {
        Some(job) => vec![way(paths::job(job), "job")],
        None => key(&run.child_session_key).map(|key| way(paths::chat(&key), "session")).into_iter().chain(asked).collect(),
    }
}

fn cancel(desk: Desk, id: Arc<str>, title: impl Fn() -> String + Copy + 'static) -> El {
    let obstacle = move || desk.hindrance(TasksCancel::SCOPE);
    let deed = move || {
        let task_id = id.to_string();
        spawn_local(async move {
            match desk.profile.call(&TasksCancel { task_id }).await {
                Ok(answer) if answer.cancelled => desk.toasts.note("Cancelled."),
                Ok(answer) => desk.toasts.fault(["It was not cancelled. ", &answer.reason.unwrap_or_default()].concat()),
                Err(error) => desk.toasts.fault(["It was not cancelled. ", &error.in_words()].concat()),
            }
        });
    };
    let deed: Arc<dyn Fn() + Send + Sync> = Arc::new(deed);
    button("button")
        .set("data-size", "small")
        .truth("aria-disabled", move || obstacle().is_some())
        .live("title", obstacle)
        .text("Cancel")
        .click(move || {
            let deed = deed.clone();
            if untrack(obstacle).is_none() {
                desk.ask.set(Some(Ask {
                    title: ["Cancel \u{201c}", &untrack(title), "\u{201d}?"].concat(),
                    text: "What it has done so far stays.".into(),
                    field: None,
                    word: "Cancel the run",
                    is_danger: true,
                    deed: Arc::new(move |_| deed()),
                }));
            }
        })
}

/// Reads what is older, when somebody wants it.
fn older(desk: Desk, live: Live<Ledger>) -> El {
    let is_busy = RwSignal::new(false);
    let next = memo(move || live.with_value(|all| all.next.is_some()).unwrap_or(false));
    let read = move || {
        let cursor = live.with_untracked(|all| all.next.clone()).flatten();
        if cursor.is_none() || is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let answer = desk.profile.call(&TasksList::page(cursor.clone())).await;
            let _ = is_busy.try_set(false);
            match answer {
                // The list may have been read anew meanwhile: then this page is no longer the next.
                Ok(page) => live.learn(|all| {
                    if all.next == cursor {
                        all.learn(page);
                    }
                }),
                Err(error) => desk.toasts.fault(["Older runs were not read. ", &error.in_words()].concat()),
            }
        });
    };
    when(
        move || next.get(),
        move || button("button").class("older").truth("aria-busy", move || is_busy.get()).text("Show older").click(read),
    )
}

fn nothing(is_open_only: bool) -> El {
    match is_open_only {
        true => page_note("Nothing runs in the background", "Runs that have ended are there when \u{201c}Not ended\u{201d} is off."),
        false => page_note("Nothing has run in the background", "Sub-agents and runs of jobs stand here as soon as there are any."),
    }
}

fn not_allowed() -> El {
    page_note("This connection may not read the ledger.", "It needs operator.read. Have this browser approved with that permission.")
        .set("role", "alert")
}

/// Holds the place of the rows while the first answer is on its way.
fn skeleton() -> El {
    div("skeleton").set("role", "status").set("aria-label", "Reading runs").children((0..6).map(|_| el("span")).collect::<Vec<_>>())
}
