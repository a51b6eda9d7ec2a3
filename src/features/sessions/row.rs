//! One session in the list: title and key, state, model or activity, context, cost, last activity, and its stop button.
//! Refuses to know its neighbours.

use std::time::Duration;

use leptos::prelude::*;

use super::desk::{Desk, Seen};
use super::sums::Brood;
use super::{kind, shown};
use crate::domain::{say, session};
use crate::platform::dom;
use crate::protocol::sessions::{SessionRow, SessionsAbort};
use crate::protocol::{SessionKey, UnixMs};
use crate::ui::badge::badge;
use crate::ui::el::{El, button, div, el, span};

/// Draws the row. It listens to its own session alone, so a change of one does not redraw the others. `place` tells where it
/// stands in the list and what stands under it, as long as it is in view.
pub fn row(desk: Desk, key: SessionKey, depth: u8, place: impl Fn(&SessionKey) -> Option<(usize, Option<Brood>)> + Copy + 'static) -> El {
    let name = key.to_string();
    let of = StoredValue::new(key);
    let seen = desk.seen(of);
    let at = move || of.with_value(|key| place(key));
    let brood = move || at().and_then(|(_, brood)| brood);
    let text = move |of: fn(&SessionRow) -> String| move || seen.with(|seen| seen.as_ref().map(|(row, _)| of(row))).unwrap_or_default();
    let hint = move |of: fn(&SessionRow) -> String| move || seen.with(|seen| seen.as_ref().map(|(row, _)| of(row)));
    let state = move || seen.with(|seen| seen.as_ref().map_or("idle", |(_, state)| state.name));
    let is_marked = move || of.with_value(|key| desk.marked.with(|marked| marked.contains(key)));
    let cell = |class: &str| div(class).set("role", "gridcell");

    let title = el("a")
        .class("title")
        .set("tabindex", "-1")
        .live("href", move || Some(of.with_value(|key| desk.href(key))))
        .live("title", hint(shown::title))
        .say(text(shown::title))
        .mouse("click", move |event| {
            // With a key held the browser opens the link in its own way.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                desk.open(&of.get_value());
            }
        });
    let mark = el("input")
        .set("type", "checkbox")
        .set("tabindex", "-1")
        .live("aria-label", hint(|row| format!("Mark {}", shown::title(row))))
        .checked(is_marked)
        .mouse("click", move |event| desk.mark(&of.get_value(), event.shift_key()));
    let context = el("meter")
        .class("meter")
        .set("min", "0")
        .set("max", "100")
        .set("aria-label", "Context")
        .live("value", move || level(seen).map(|of| of.percent.to_string()))
        .live("data-level", move || level(seen).map(|of| of.level.to_owned()));
    div("row")
        .set("role", "row")
        .set("id", &row_id(&name))
        .set("data-key", &name)
        .on("dragstart", move |_| of.with_value(|key| desk.drag(key)))
        .on("dragend", move |_| desk.profile.projects.dragged.set(vec![]))
        .set("data-depth", &depth.min(3).to_string())
        .set("aria-level", &(depth + 1).to_string())
        .live("aria-rowindex", move || at().map(|(at, _)| (at + 2).to_string()))
        .live("aria-expanded", move || brood().map(|brood| if brood.is_open { "true" } else { "false" }.to_owned()))
        .name("data-state", state)
        .flag("data-cursor", move || of.with_value(|key| desk.cursor.with(|cursor| cursor.as_ref() == Some(key))))
        .flag("data-open", move || of.with_value(|key| desk.opened.with(|opened| opened.as_ref() == Some(key))))
        .truth("aria-selected", is_marked)
        .child(cell("mark").child(mark))
        .child(
            cell("name")
                .child(title)
                .child(span("key").set("title", &name).say(text(below_title)))
                .child(span("tags").say(text(tags)))
                .child(twig(desk, of, brood)),
        )
        .child(cell("state").child(badge(
            move || seen.with(|seen| seen.as_ref().map_or_else(Default::default, |(_, state)| state.tone)),
            move || seen.with(|seen| seen.as_ref().map(|(_, state)| state.word.clone())).unwrap_or_default(),
        )))
        .child(cell("doing").live("title", move || doing_hint(seen)).say(move || doing(seen, desk)))
        .child(cell("context").live("title", hint(shown::context_hint)).child(context).child(el("span").say(text(shown::context_words))))
        .child(cell("number cost").live("title", hint(cost_hint)).say(text(shown::cost)))
        .child(
            cell("number age")
                .live("title", move || last_active(seen).map(dom::local_time))
                .say(move || last_active(seen).map_or_else(|| "unknown".into(), |at| say::age(at, desk.ticker.there_calmly()))),
        )
        .child(
            cell("actions").when(
                move || seen.with(|seen| seen.as_ref().is_some_and(|(row, _)| row.has_active_run)),
                move || stop_button(desk, of, seen),
            ),
        )
}

fn stop_button(desk: Desk, of: StoredValue<SessionKey>, seen: Seen) -> El {
    let obstacle = move || desk.obstacle::<SessionsAbort>();
    let cannot_now = move || obstacle().is_some() || seen.with(|seen| seen.as_ref().is_none_or(|(_, state)| state.name == shown::STOPPING));
    button("button")
        .set("data-kind", "danger")
        .set("data-size", "small")
        .live("title", obstacle)
        .live("aria-label", move || seen.with(|seen| seen.as_ref().map(|(row, _)| shown::stop_label(row))))
        .truth("aria-disabled", cannot_now)
        .text("Stop")
        .click(move || {
            if !untrack(cannot_now) {
                desk.stop(&[of.get_value()]);
            }
        })
}

/// Says what stands below the title: the key, unless the key had to serve as the title.
fn below_title(row: &SessionRow) -> String {
    if shown::title(row) == row.key.as_str() { String::new() } else { row.key.to_string() }
}

/// Says what else tells it from others: that it is pinned, kind and channel unless it is a plain conversation, and the group.
fn tags(row: &SessionRow) -> String {
    let kind = Some(kind::with_channel(row)).filter(|kind| kind != "direct");
    let group = row.category.as_ref().map(|group| format!("in {group}"));
    let pinned = row.pinned.then(|| "pinned".to_owned());
    [pinned, kind, group].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Names a row for whoever points at it.
pub fn row_id(key: &str) -> String {
    format!("row-{key}")
}

fn level(seen: Seen) -> Option<session::Context> {
    seen.with(|seen| seen.as_ref().and_then(|(row, _)| session::context(row)))
}

fn last_active(seen: Seen) -> Option<crate::protocol::UnixMs> {
    seen.with(|seen| seen.as_ref().and_then(|(row, _)| shown::last_active(row)))
}

/// The switch that shows or hides sub-agents, with what they come to; there while there are any.
fn twig(desk: Desk, of: StoredValue<SessionKey>, brood: impl Fn() -> Option<Brood> + Copy + 'static) -> El {
    button("twig")
        .set("tabindex", "-1")
        .flag("hidden", move || brood().is_none())
        .flag("data-open", move || brood().is_some_and(|brood| brood.is_open))
        .say(move || brood().map_or(String::new(), |brood| brood.words()))
        .click(move || desk.unfold(&of.get_value(), untrack(brood).is_some_and(|brood| !brood.is_open)))
}

/// After so long without a sign a run is called silent.
const SILENT: Duration = Duration::from_secs(60);

/// Says what is wrong or waited for; else how long a run has been going on, and for how long nothing was heard of it; else which
/// model the session has.
fn doing(seen: Seen, desk: Desk) -> String {
    seen.with(|seen| {
        let Some((row, state)) = seen else { return String::new() };
        if let Some(hint) = &state.hint {
            return hint.clone();
        }
        let model = shown::model(row);
        // Until a new run has begun to work, the row still tells of the one before.
        let is_of_now = |started: &UnixMs| row.ended_at.is_none_or(|ended| ended < *started);
        let Some(started) = row.started_at.filter(|_| row.has_active_run).filter(is_of_now) else { return model };
        let now = desk.ticker.there();
        let ran = say::span(started, now);
        let told = desk.profile.sessions.with_untracked(|rows| rows.heard(&row.key)).flatten();
        let heard = told.max(shown::last_active(row)).filter(|at| now.0.saturating_sub(at.0) >= SILENT.as_millis() as i64);
        heard.map_or_else(|| format!("{ran} · {model}"), |at| format!("{ran}, silent for {}", say::span(at, now)))
    })
}

fn doing_hint(seen: Seen) -> Option<String> {
    seen.with(|seen| seen.as_ref().map(|(row, state)| state.hint.clone().unwrap_or_else(|| shown::model_in_full(row))))
}

fn cost_hint(row: &SessionRow) -> String {
    let exactly = row.estimated_cost_usd.map(|cost| format!("{} in the last run, by the gateway's prices. ", say::money_exactly(cost)));
    let tokens = match (row.input_tokens, row.output_tokens) {
        (Some(into), Some(out)) => format!("{} tokens in, {} out in the last run. ", say::tokens(into), say::tokens(out)),
        _ => "No run is known. ".into(),
    };
    exactly.unwrap_or_default() + &tokens + kind::word(row)
}
