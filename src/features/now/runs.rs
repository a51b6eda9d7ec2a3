//! What runs, with how long it does and a stop; and what failed since somebody last looked.
//! Refuses to know how a run is stopped.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use crate::domain::{say, session};
use crate::paths;
use crate::platform::dom;
use crate::protocol::sessions::{RunStatus, SessionRow, SessionsAbort};
use crate::protocol::{Method, SessionKey};
use crate::state::requests::Waiting;
use crate::state::steps::Steps;
use crate::state::stops::Stop;
use crate::ui::badge::{Tone, badge};
use crate::ui::el::{El, button, div, el, link, span, when};
use crate::ui::keyed::keyed;

/// So many are listed; the others are in the list of sessions.
const SHOWN: usize = 4;

/// What is seen of a session. Only a change of it wakes anybody.
type Seen = Memo<Option<Arc<SessionRow>>>;
/// Sessions, in order.
pub type Rows = Memo<Vec<Arc<SessionRow>>>;

/// Draws what runs.
pub fn runs(desk: Desk, rows: Rows) -> El {
    panel(desk, "going", ("Runs", span("")), "Nothing runs.", rows, "status:running", move |key| run(desk, &key))
}

/// Draws what failed, and the button that calls it seen.
pub fn failures(desk: Desk, rows: Rows, see: impl Fn() + Copy + 'static) -> El {
    let seen = move || button("button").set("data-size", "small").text("Mark as seen").click(see);
    let end = when(move || rows.with(|rows| !rows.is_empty()), seen);
    panel(desk, "failures", ("Failed since you looked", end), "Nothing failed.", rows, "status:failed", move |key| failure(desk, &key))
}

fn panel(
    desk: Desk,
    class: &str,
    (name, end): (&'static str, El),
    none: &'static str,
    rows: Rows,
    query: &'static str,
    draw: impl Fn(Arc<str>) -> El + 'static,
) -> El {
    let keys = move || rows.with(|rows| rows.iter().take(SHOWN).map(|row| Arc::from(row.key.as_str())).collect::<Vec<Arc<str>>>());
    let others = move || rows.with(Vec::len).saturating_sub(SHOWN);
    let more = move || {
        let to = [&*paths::sessions(), "?q=", &paths::encode(query)].concat();
        link(&to).class("others").say(move || ["and ", &*say::count(others()), " more"].concat())
    };
    let nothing = move || {
        let (has_come, is_in_trouble) = desk.profile.sessions.with(|cached| (cached.value.is_some(), cached.trouble.is_some()));
        let words = match (has_come, is_in_trouble) {
            (true, _) => none,
            (_, true) => "Could not be read.",
            _ if desk.is_reading() => "Reading sessions",
            _ => "Not known without a connection.",
        };
        words.to_owned()
    };
    div(&["panel ", class].concat())
        .child(div("panel-head").child(el("h2").set("id", class).text(name)).child(end))
        .child(keyed("list", keys, draw).set("role", "list").set("aria-labelledby", class))
        .when(move || rows.with(Vec::is_empty), move || el("p").class("none").say(nothing))
        .when(move || others() > 0, more)
}

fn seen(desk: Desk, key: &Arc<str>) -> Seen {
    let key = SessionKey::from(&**key);
    let profile = desk.profile;
    Memo::new(move |_| profile.sessions.with_value(|rows| rows.rows.get(&key).cloned()).flatten())
}

/// A line about a session: a badge, its name, more about it, and what stands at the end.
fn line(key: &str, row: Seen, badge: El, more: impl Fn(&SessionRow) -> String + 'static, end: Vec<El>) -> El {
    let of = move |read: &dyn Fn(&SessionRow) -> String| row.with(|row| row.as_ref().map_or(String::new(), |row| read(row)));
    let words = div("words")
        .child(link(&paths::chat(key)).class("title").say(move || of(&session::title)))
        .child(span("more").say(move || of(&more)));
    div("line").set("role", "listitem").set("data-key", key).child(badge).child(words).children(end)
}

fn run(desk: Desk, key: &Arc<str>) -> El {
    let row = seen(desk, key);
    let stop = Memo::new(move |_| row.with(|row| row.as_ref().and_then(|row| desk.profile.stops.of(row))));
    let of = SessionKey::from(&**key);
    let waits = Memo::new(move |_| desk.profile.requests.with_value(|waiting: &Waiting| waiting.of(&of)).flatten());
    let word = move || match (stop.get(), waits.with(Option::is_some)) {
        (Some(Stop::Stopping), _) => "stopping",
        (Some(Stop::Unconfirmed), _) => "stop unconfirmed",
        (Some(Stop::Refused(_)), _) => "stop refused",
        (None, true) => "waiting",
        (None, false) => "running",
    };
    let mark = badge(move || if word() == "running" { Tone::Run } else { Tone::Warn }, move || word().to_owned());
    let elapsed = move || {
        let since = row.with(|row| row.as_ref().and_then(|row| row.started_at));
        since.map_or_else(|| "—".into(), |since| say::span(since, desk.waits.ticker.there()))
    };
    let hint = move || {
        let since = row.with(|row| row.as_ref().and_then(|row| row.started_at));
        Some(since.map_or_else(|| "The gateway did not say since when".into(), |since| ["Since ", &dom::local_time(since)].concat()))
    };
    let obstacle = move || desk.obstacle(SessionsAbort::SCOPE);
    let press = move || {
        let is_stopping = stop.with_untracked(|stop| matches!(stop, Some(Stop::Stopping)));
        if let Some(row) = row.get_untracked().filter(|_| !is_stopping && untrack(obstacle).is_none()) {
            let sessions = desk.profile.sessions;
            desk.profile.stops.stop(&row, move || sessions.ask_again());
        }
    };
    let button = button("button")
        .set("data-size", "small")
        .truth("aria-disabled", move || obstacle().is_some() || stop.with(|stop| matches!(stop, Some(Stop::Stopping))))
        .live("title", obstacle)
        .text("Stop")
        .child(
            span("offscreen").say(move || row.with(|row| row.as_ref().map_or(String::new(), |row| [" ", &session::title(row)].concat()))),
        )
        .click(press);
    // What it did last is told to whoever subscribed to it, from then on.
    let steps = desk.profile.watch(SessionKey::from(&**key));
    let step = Memo::new(move |_| steps.with(last_step));
    let more = move |row: &SessionRow| waits.get().or_else(|| step.get()).unwrap_or_else(|| about(row));
    line(key, row, mark, more, vec![span("age").live("title", hint).say(elapsed), div("deeds").child(button)])
}

/// Says what a run did last, as far as that is known.
fn last_step(steps: &Steps) -> Option<String> {
    let step = steps.steps.last()?;
    let words = if step.title.is_empty() { &step.tool } else { &step.title };
    Some(if step.took.is_some() { ["after ", words].concat() } else { words.clone() })
}

/// Says who works, with what.
fn about(row: &SessionRow) -> String {
    let parts = [row.agent_id.as_deref(), row.model.as_deref(), row.spawned_by.as_ref().map(|_| "sub-agent")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn failure(desk: Desk, key: &Arc<str>) -> El {
    let row = seen(desk, key);
    let is_late = move || row.with(|row| row.as_ref().is_some_and(|row| row.status == Some(RunStatus::Timeout)));
    let mark = badge(|| Tone::Bad, move || if is_late() { "timed out" } else { "failed" }.to_owned());
    let ended = move || row.with(|row| row.as_ref().and_then(|row| row.ended_at));
    let age = span("age")
        .live("title", move || ended().map(dom::local_time))
        .say(move || ended().map_or_else(|| "—".into(), |at| say::age(at, desk.waits.ticker.there_calmly())));
    let more = |row: &SessionRow| row.last_run_error.clone().unwrap_or_else(|| "The gateway did not say why".into());
    let open = link(&paths::chat(key)).class("button").set("data-size", "small").text("Open");
    line(key, row, mark, more, vec![age, div("deeds").child(open)])
}
