//! The facts of a session: model, context, what it used, where it belongs; some can be changed here.
//! Refuses to guess: what the gateway does not say is called unknown.

use std::time::Duration;

use leptos::prelude::*;

use super::tools::rows;
use crate::domain::project::all::All;
use crate::domain::say;
use crate::features::sessions::create::{models, option};
use crate::features::sessions::desk::{Desk, Seen};
use crate::features::sessions::groups::quoted;
use crate::features::sessions::{kind, shown};
use crate::gateway::CallError;
use crate::platform::dom;
use crate::protocol::SessionKey;
use crate::protocol::sessions::{Change, SessionRow, SessionTotals, SessionsPatch, SessionsUsage};
use crate::ui::el::{El, button, div, effect, el, part, span};
use crate::ui::keyed::keyed;
use crate::ui::within::project_list;

/// Draws the facts.
pub fn overview(desk: Desk, of: StoredValue<SessionKey>, seen: Seen) -> El {
    let fact = move |of: fn(&SessionRow) -> String| move || seen.with(|seen| seen.as_ref().map(|(row, _)| of(row))).unwrap_or_default();
    let totals = totals(desk, of.get_value());
    let tokens = move || {
        totals.with(|totals| match totals {
            None => "counting".into(),
            Some(Ok(totals)) => used(totals),
            Some(Err(why)) => format!("unknown: {why}"),
        })
    };
    let dollars = move || totals.with(|totals| totals.as_ref().and_then(|totals| totals.as_ref().ok()).map(cost).unwrap_or_default());
    let quiet = |words: fn(&SessionRow) -> String| span("quiet").say(fact(words));
    let value = |words: fn(&SessionRow) -> String| el("dd").child(el("span").say(fact(words)));
    let facts = el("dl")
        .children(named("Model", chosen(desk, of, seen)))
        .children(named("Thinking", thinking(desk, of, seen)))
        .children(named("Group", grouped(desk, of, seen)))
        .children(named("Project", project(desk, of, seen)))
        .children(named("Context", value(shown::context_words).child(quiet(shown::context_hint))))
        .children(named("Last run", value(last_run)))
        .children(named("In all", el("dd").child(el("span").say(tokens)).child(span("quiet").say(dollars))))
        .children(named("Kind", value(kind_and_agent)))
        .children(named("Started", el("dd").say(fact(started))))
        .children(named("Ended", el("dd").say(fact(ended))));
    div("overview")
        .when(
            move || seen.with(|seen| seen.as_ref().is_some_and(|(row, _)| row.has_active_run)),
            move || {
                let steps = desk.profile.watch(of.get_value());
                vec![el("h3").text("Now"), part(move || steps.with(|steps| rows(desk, steps, 4)))]
            },
        )
        .child(facts)
        .child(keyed("kin", move || of.with_value(|key| kin(desk, key, seen)), move |kin| kin_line(desk, kin)))
}

fn kind_and_agent(row: &SessionRow) -> String {
    let kind = kind::with_channel(row);
    row.agent_id.as_ref().map_or_else(|| kind.clone(), |agent| format!("{kind} · agent {agent}"))
}

fn started(row: &SessionRow) -> String {
    match row.started_at {
        Some(at) => dom::local_time(at),
        None if row.status.is_none() => "never".into(),
        None => "unknown".into(),
    }
}

fn ended(row: &SessionRow) -> String {
    match row.ended_at {
        _ if row.has_active_run => "still running".into(),
        Some(at) => dom::local_time(at),
        None if row.status.is_none() => "never".into(),
        None => "unknown".into(),
    }
}

fn named(name: &str, value: El) -> Vec<El> {
    vec![el("dt").text(name), value]
}

fn last_run(row: &SessionRow) -> String {
    match (row.input_tokens, row.output_tokens) {
        (Some(into), Some(out)) => format!("in {} · out {} · {}", say::tokens(into), say::tokens(out), shown::cost(row)),
        _ => "unknown".into(),
    }
}

fn used(totals: &SessionTotals) -> String {
    if totals.total_tokens == 0 {
        return "nothing yet".into();
    }
    let read = totals.input + totals.cache_read + totals.cache_write;
    let cached = (totals.cache_read * 100).checked_div(read).unwrap_or(0);
    format!("in {} · out {} · cached {cached} %", say::tokens(read), say::tokens(totals.output))
}

fn cost(totals: &SessionTotals) -> String {
    let unpriced = usize::try_from(totals.missing_cost_entries).unwrap_or(usize::MAX);
    let beside = if unpriced == 0 { String::new() } else { format!(" and {} unpriced", say::many(unpriced, "answer")) };
    format!("{}{beside}, by the gateway's count", say::money(totals.total_cost))
}

/// How long somebody must stay with a session before its totals are asked for.
const STAY: Duration = Duration::from_millis(250);
/// The pause before they are asked for again while the gateway still counts.
const AGAIN: Duration = Duration::from_millis(1_500);
/// How often they are asked for at most.
const TRIES: usize = 8;

/// How the question for the totals stands: under way, known, failed and why.
type Totals = Option<Result<SessionTotals, String>>;

fn totals(desk: Desk, key: SessionKey) -> RwSignal<Totals> {
    let totals: RwSignal<Totals> = RwSignal::new(None);
    // Once for each opening, and once more when a link comes back that was lost before the answer.
    effect(move || {
        if desk.profile.link.is_ready() && !matches!(totals.get_untracked(), Some(Ok(_))) {
            leptos::task::spawn_local(ask_for_totals(desk, key.clone(), totals));
        }
    });
    totals
}

async fn ask_for_totals(desk: Desk, key: SessionKey, totals: RwSignal<Totals>) {
    desk.profile.sleep(STAY).await;
    for _ in 0..TRIES {
        // Nobody looks any more.
        if totals.is_disposed() {
            return;
        }
        let said = match desk.profile.call(&SessionsUsage { key: key.clone(), range: "all" }).await {
            // A cold count is too small or zero, and says so.
            Ok(used) if used.cache_status.status != "fresh" => None,
            Ok(used) => Some(Ok(used.totals)),
            Err(CallError::LinkLost { .. }) => Some(Err("the connection was lost before the gateway answered.".into())),
            Err(error) => Some(Err(error.in_words())),
        };
        if said.is_some() {
            let _ = totals.try_set(said);
            return;
        }
        desk.profile.sleep(AGAIN).await;
    }
    let _ = totals.try_set(Some(Err("the gateway is still counting. Open the session again in a while.".into())));
}

/// The model, to be chosen among those that the gateway has.
fn chosen(desk: Desk, of: StoredValue<SessionKey>, seen: Seen) -> El {
    let now = move || seen.with(|seen| seen.as_ref().map(|(row, _)| shown::model_in_full(row))).unwrap_or_default();
    pick(desk, of, "model", el("span").say(now), part(move || models(desk)), "The agent's default", Change::Model)
}

/// How hard to think, to be chosen among the levels of the model.
fn thinking(desk: Desk, of: StoredValue<SessionKey>, seen: Seen) -> El {
    let row = move || seen.with(|seen| seen.as_ref().map(|(row, _)| row.clone()));
    let now = move || row().and_then(|row| row.thinking_level.clone()).unwrap_or_else(|| "the model's default".into());
    let levels = move || {
        let of = row().and_then(|row| row.model.clone()).unwrap_or_default();
        desk.profile.catalog.with(|choices| {
            let model = choices.models.iter().find(|model| model.id == of);
            model.into_iter().flat_map(|model| &model.thinking_levels).map(|level| option(&level.id, &level.id)).collect::<Vec<_>>()
        })
    };
    pick(desk, of, "thinking", el("span").say(now), part(levels), "The model's default", Change::Thinking)
}

/// The gateway's group, to be chosen among those that there are.
fn grouped(desk: Desk, of: StoredValue<SessionKey>, seen: Seen) -> El {
    let now = move || seen.with(|seen| seen.as_ref().and_then(|(row, _)| row.category.clone())).unwrap_or_else(|| "none".into());
    let groups = move || desk.profile.catalog.with(|choices| choices.groups.iter().map(|group| option(group, group)).collect::<Vec<_>>());
    let show = move || {
        if let Some(group) = untrack(|| seen.with(|seen| seen.as_ref().and_then(|(row, _)| row.category.clone()))) {
            desk.change_look(|look| look.query = quoted(&group));
        }
    };
    let now =
        button("link").flag("disabled", move || seen.with(|seen| seen.as_ref().is_none_or(|(row, _)| row.category.is_none()))).say(now);
    pick(desk, of, "group", now.click(show), part(groups), "None", Change::Category)
}

/// The project, to be chosen among those that there are.
fn project(desk: Desk, of: StoredValue<SessionKey>, seen: Seen) -> El {
    let projects = desk.profile.projects;
    let now = move || seen.with(|seen| seen.as_ref().and_then(|(row, _)| desk.project_of(row))).unwrap_or_else(|| "none".into());
    let list = move || {
        project_list(
            "Change",
            move || projects.with(All::places),
            move |project| {
                of.with_value(|key| desk.tag(std::slice::from_ref(key), project));
            },
        )
    };
    el("dd").child(el("span").say(now)).when(move || projects.with(|all| all.projects().next().is_some()), list)
}

/// The value that stands for "what the gateway chooses".
const DEFAULT: &str = "-";

/// What is, and a list to choose something else from. The list always offers a choice, never claims what is.
fn pick(
    desk: Desk,
    of: StoredValue<SessionKey>,
    what: &'static str,
    now: El,
    options: El,
    default: &str,
    change: fn(Option<String>) -> Change,
) -> El {
    let obstacle = move || desk.obstacle::<SessionsPatch>();
    let again = RwSignal::new(());
    let list = el("select")
        .class("pick")
        .set("aria-label", &format!("Change {what}"))
        .flag("disabled", move || obstacle().is_some())
        .live("title", obstacle)
        .child(option("", "Change"))
        .child(option(DEFAULT, default))
        .child(options)
        .change(move |chosen| {
            if !chosen.is_empty() {
                of.with_value(|key| desk.change(key, change((chosen != DEFAULT).then_some(chosen))));
                again.notify();
            }
        })
        .value(move || {
            again.track();
            String::new()
        });
    el("dd").child(now).child(list)
}

/// One of the sessions that this one belongs with: who, what it is to this one, its title.
type Kin = (SessionKey, &'static str, String);

/// Who sent this session, and whom it sent.
fn kin(desk: Desk, of: &SessionKey, seen: Seen) -> Vec<Kin> {
    let parent = seen.with(|seen| seen.as_ref().and_then(|(row, _)| row.spawned_by.clone()));
    let parent = parent.map(|key| {
        let title = desk.row(&key).map_or_else(|| key.to_string(), |row| shown::title(&row));
        (key, "Sent by", title)
    });
    let children = desk.profile.sessions.with_value(|rows| {
        let sent = rows.rows.all().iter().filter(|row| row.spawned_by.as_ref() == Some(of));
        sent.map(|row| (row.key.clone(), "Sub-agent", shown::title(row))).collect::<Vec<_>>()
    });
    parent.into_iter().chain(children.unwrap_or_default()).collect()
}

fn kin_line(desk: Desk, (key, is, title): Kin) -> El {
    el("p").child(span("quiet").text(is)).text(" ").child(button("link").text(&title).click(move || desk.open(&key)))
}
