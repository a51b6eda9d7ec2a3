//! Chat: one session's conversation, as it was and as it goes on, and what is said in it.
//! Refuses to know how it comes here; `state::chat` does.

mod asks;
mod attach;
mod composer;
mod estimate;
mod export;
mod find;
mod head;
mod list;
mod menu;
mod queue;
mod room;
mod row;
mod slash;
mod text;
mod tool;
mod widgets;

pub use export::{Export, Exporting, export};
use leptos::prelude::*;

use crate::domain::shortcuts::Context;
use crate::keys::{meaning, named};
pub use widgets::load as load_widgets;

use crate::domain::project::thing::Thing;
use crate::paths;
use crate::place::Place;
use crate::protocol::SessionKey;
use crate::protocol::chat::{ChatHistory, ChatSend};
use crate::protocol::sessions::SessionRow;
use crate::state::chat::chats::Reading;
use crate::state::profile::Profile;
use crate::ui::dialog::asking;
use crate::ui::el::{El, button, div, effect, el, if_else, link, part, when};
use crate::ui::note::page_note;
use room::Room;

/// Draws the view.
pub fn chat() -> El {
    let place: Place = expect_context();
    let key = Memo::new(move |_| place.with(|here| key_at(&here.path)));
    part(move || match key.get() {
        Some(key) => conversation(key),
        None => latest(),
    })
}

/// Returns the session that an address names.
fn key_at(path: &str) -> Option<SessionKey> {
    let (_, key) = path.rsplit_once("/chat/")?;
    (!key.is_empty()).then(|| SessionKey::from(paths::decode(key).as_str()))
}

/// Leads to the session that was at work last.
fn latest() -> El {
    let Profile { sessions, projects, link: state, .. } = expect_context();
    let place: Place = expect_context();
    let newest = move || {
        let (project, url) = (place.project(), state.with(|view| view.scene.url.clone()));
        let is_in = |row: &SessionRow| projects.with(|all| all.is_in(&project, &Thing::session(&url, row)));
        sessions.with_value(|rows| {
            let active = |row: &SessionRow| [row.last_interaction_at, row.updated_at].into_iter().flatten().max().map(|at| at.0);
            let talks = rows.rows.all().iter().filter(|row| !row.archived && !row.is_background && row.spawned_by.is_none() && is_in(row));
            talks.max_by_key(|row| active(row)).map(|row| row.key.clone())
        })
    };
    effect(move || {
        if let Some(key) = newest().flatten() {
            place.replace(&paths::chat(key.as_str()));
        }
    });
    let none = move || {
        div("page-note")
            .child(el("p").child(el("strong").say(move || match projects.with(|all| all.called(&place.project())) {
                Some(name) => ["No conversations in ", &name].concat(),
                None => "No conversations yet".to_owned(),
            })))
            .child(el("p").text("Make a session first: ").child(link(&paths::sessions()).text("go to Sessions")))
    };
    when(move || newest() == Some(None), none)
}

fn conversation(key: SessionKey) -> El {
    let room = Room::new(key);
    let reading = room.talk.reading;
    let is_waiting = move || reading.with(|reading| matches!(reading, Reading::Waits | Reading::Delayed(_)));
    let failed = move || match reading.get() {
        Reading::Failed(why) => Some(trouble(room, &why)),
        Reading::Delayed(why) => Some(el("p").class("list-fault").set("role", "alert").text(&why)),
        _ => None,
    };
    let is_empty = move || room.talk.conversation.with(|talk| talk.is_read && talk.is_empty());
    let skeleton = || {
        div("skeleton")
            .set("role", "status")
            .set("aria-label", "Reading the conversation")
            .children((0..5).map(|_| el("span")).collect::<Vec<_>>())
    };
    let nothing = move || {
        let next = move || match room.may_not::<ChatSend>() {
            Some(_) => "Nothing was said yet. This connection may only read.",
            None => "Nothing was said yet. What you write below begins the conversation.",
        };
        div("page-note").child(el("p").say(move || next().to_owned()))
    };
    let may_read = move || room.profile.link.with(|view| view.hello.is_none() || view.allows::<ChatHistory>());
    let body = move || {
        vec![
            part(failed),
            when(move || reading.with(|reading| *reading == Reading::Waits), skeleton),
            when(is_empty, nothing),
            list::list(room),
            asks::asks(room),
            queue::queue(room),
            composer::composer(room),
        ]
    };
    // Wherever the focus is: a button that was pressed may be gone.
    let meaning = meaning(Context::Chat);
    let struck = window_event_listener(leptos::ev::keydown, move |event| {
        if meaning(&event).is_some_and(|meant| head::keys(room, &meant.key, meant.control)) {
            event.prevent_default();
        }
    });
    on_cleanup(move || struck.remove());
    named(Context::Chat, move |meant| head::keys(room, &meant.key, meant.control));
    el("section")
        .class("chat")
        .flag("data-stale", move || !room.profile.link.is_ready() && !is_waiting())
        .picks("drop", move |files| attach::add(room, files))
        .on("dragover", |event| event.prevent_default())
        .child(head::head(room))
        .child(find::bar(room))
        .child(if_else(may_read, body, not_allowed))
        .child(asking(room.ask))
        .child(menu::raw(room))
}

fn not_allowed() -> El {
    let way = "It needs operator.read. Have this browser approved with that permission on the gateway's machine.";
    page_note("This connection may not read conversations.", way).set("role", "alert")
}

fn trouble(room: Room, why: &str) -> El {
    page_note("The conversation could not be read.", why)
        .set("role", "alert")
        .child(button("button").text("Try again").click(move || room.talk.read_again()))
}
