//! The head of a conversation: title, state, model, context, and what can be done with the whole.
//! Refuses to know messages.

use std::sync::Arc;

use leptos::prelude::*;

use super::export::{Exporting, Form};
use super::find::Found;
use super::room::Room;
use super::{export, find};
use crate::domain::{say, session};
use crate::paths;
use crate::protocol::sessions::Change;
use crate::state::chat::row::What;
use crate::state::stops::Stop;
use crate::ui::badge::{Tone, badge};
use crate::ui::el::{El, button, div, effect, el, if_else, link, span};

/// Draws the head.
pub fn head(room: Room) -> El {
    let is_renaming = RwSignal::new(false);
    // Before the session's row is there, nothing is said of it that would be made up.
    let is_known = move || room.row().is_some();
    let title = move || {
        let obstacle = move || room.may_not_change();
        button("title")
            .truth("aria-disabled", move || obstacle().is_some())
            .live("title", move || if is_known() { obstacle().or_else(|| Some("Rename".into())) } else { Some(room.key().to_string()) })
            .say(move || if is_known() { room.title() } else { "Conversation".into() })
            .click(move || is_renaming.set(untrack(obstacle).is_none()))
    };
    let state = move || badge(move || stands(room).0, move || stands(room).1);
    let facts = move || {
        let Some(row) = room.row() else { return String::new() };
        let model = row.model.clone().unwrap_or_else(|| "model unknown".into());
        let context = session::context(&row).map(|of| format!(" · context {} %", of.percent));
        model + &context.unwrap_or_default()
    };
    let exports = use_context::<Exporting>().map(|exporting| {
        let way = |words: &str, form| button("button").text(words).click(move || export::begin(exporting, room, form));
        vec![way("Export as Markdown", Form::Markdown), way("Export as JSON", Form::Json)]
    });
    let more = div("menu")
        .set("id", "chat-more")
        .set("popover", "auto")
        .children(exports.unwrap_or_default())
        .child(link(&room.talk.key.with_value(|key| paths::session(key.as_str()))).class("button").text("Show in Sessions"));
    el("header")
        .class("chat-head")
        .child(el("h1").child(if_else(move || is_renaming.get(), move || rename(room, is_renaming), title)))
        .when(move || is_known() || room.is_busy(), state)
        .child(span("facts").say(facts))
        .child(
            button("button").set("data-size", "small").set("aria-keyshortcuts", "Control+F").text("Find").click(move || find::open(room)),
        )
        .child(button("button").set("data-size", "small").set("popovertarget", "chat-more").text("More"))
        .child(more)
        .child(announced(room))
}

fn rename(room: Room, is_renaming: RwSignal<bool>) -> El {
    let given = RwSignal::new(untrack(|| room.title()));
    let save = move || {
        if is_renaming.get_untracked() {
            is_renaming.set(false);
            let text = given.get_untracked().trim().to_owned();
            if untrack(|| room.title()) != text {
                room.change(Change::Label((!text.is_empty()).then_some(text)));
            }
        }
    };
    let field = el("input").set("type", "text").set("maxlength", "512").set("aria-label", "Title").bind(given);
    let node = field.raw();
    effect(move || crate::platform::dom::focus_on(&node));
    el("form").submit(save).child(field.on("blur", move |_| save())).keys(move |event| {
        if event.key() == "Escape" {
            event.stop_propagation();
            is_renaming.set(false);
        }
    })
}

/// Says how the session stands.
fn stands(room: Room) -> (Tone, String) {
    let row = room.row();
    let stop = row.as_ref().and_then(|row| room.profile.stops.of(row));
    let waits = room.profile.requests.with_value(|waiting| waiting.of(&room.key()).is_some()).unwrap_or(false);
    let started = row.as_ref().and_then(|row| row.started_at);
    match stop {
        Some(Stop::Stopping) => (Tone::Warn, "stopping".into()),
        Some(Stop::Unconfirmed) => (Tone::Warn, "stop unconfirmed".into()),
        Some(Stop::Refused(_)) => (Tone::Bad, "stop refused".into()),
        None if !room.profile.link.is_ready() => (Tone::Idle, "not connected".into()),
        None if room.is_busy() && waits => (Tone::Warn, "waits for you".into()),
        None if room.is_busy() => {
            (Tone::Run, started.map_or_else(|| "running".into(), |from| format!("running {}", say::span(from, room.ticker.there()))))
        }
        None => (Tone::Idle, "idle".into()),
    }
}

/// Tells those who listen of each answer once, when it is finished.
fn announced(room: Room) -> El {
    const MOST: usize = 500;
    let told = RwSignal::new(String::new());
    // While a run goes on: the last answer of before it, if there was one.
    let began = StoredValue::new(None::<Option<Arc<str>>>);
    effect(move || {
        room.talk.conversation.with(|talk| match (began.get_value(), talk.is_busy()) {
            (None, true) => {
                let last = talk.rows().rev().find(|row| matches!(row.what, What::Text { is_open: false, .. }));
                began.set_value(Some(last.map(|row| row.key.clone())));
                told.set(String::new());
            }
            (Some(last), false) => {
                began.set_value(None);
                let texts = talk.rows().rev().filter(|row| matches!(row.what, What::Text { .. }));
                let mut new: Vec<&str> = texts.take_while(|row| Some(&row.key) != last.as_ref()).map(|row| row.text()).collect();
                new.reverse();
                told.set(new.join("\n").chars().take(MOST).collect());
            }
            _ => {}
        });
    });
    div("offscreen").set("role", "status").say(move || told.get())
}

/// Keys of the whole view.
pub fn keys(room: Room, key: &str, is_ctrl: bool) -> bool {
    if is_ctrl && key.eq_ignore_ascii_case("f") {
        find::open(room);
        return true;
    }
    if key == "Escape" && room.found.with_untracked(Option::is_some) {
        room.found.set(None::<Found>);
        return true;
    }
    false
}
