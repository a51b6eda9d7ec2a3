//! Where people write: send, queue, steer, stop, leave a note, choose how the answer is made.
//! Refuses to know how a message goes out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::attach;
use super::room::Room;
use super::slash::Slash;
use crate::protocol::SessionKey;
use crate::protocol::chat::{Attachment, ChatInject, ChatSend};
use crate::protocol::sessions::{Change, SessionsAbort};
use crate::state::chat::outbox::State;
use crate::state::chat::row::What;
use crate::ui::el::{El, button, div, el, span, when};

/// Draws the composer.
pub fn composer(room: Room) -> El {
    let slash = Slash::new(room);
    let obstacle = move || if room.is_note.get() { room.may_not::<ChatInject>() } else { room.may_not::<ChatSend>() };
    let field = el("textarea")
        .set("rows", "1")
        .set("aria-label", "Message")
        .set("aria-controls", "orders")
        .live("placeholder", move || {
            Some(obstacle().unwrap_or_else(|| {
                if room.is_note.get() { "A note in the agent's name; nothing answers it" } else { "Message, or / for commands" }.to_owned()
            }))
        })
        .live("aria-activedescendant", move || (!slash.fitting().is_empty()).then(|| format!("order-{}", slash.at.get())))
        .flag("disabled", move || obstacle().is_some())
        .bind(room.draft)
        .picks("paste", move |files| attach::add(room, files))
        .pastes(move |text| attach::take_paste(room, &text))
        .keys(move |event| {
            // A letter that is still being composed is not yet an order to send.
            if event.is_composing() || event.key_code() == 229 {
                return;
            }
            if struck(room, slash, &event.key(), event.shift_key()) {
                event.prevent_default();
            }
        });
    let word = move || match (room.is_note.get(), room.is_busy()) {
        (true, _) => "Add note",
        (false, true) => "Queue",
        (false, false) => "Send",
    };
    let is_empty = move || room.draft.with(|draft| draft.trim().is_empty()) && room.files.with(Vec::is_empty);
    let is_reading = move || room.reads.with(|reads| !reads.is_empty());
    let line = div("line")
        .child(attach::choose(room, obstacle))
        .child(note_switch(room))
        .child(model(room))
        .child(thinking(room))
        .child(span("gap"))
        .when(move || room.is_busy(), move || stop(room))
        .when(
            move || room.is_busy() && !is_empty() && !room.is_note.get(),
            move || button("button").set("title", "Says it into the turn that goes on").text("Steer now").click(move || send(room, true)),
        )
        .child(
            el("button")
                .class("button")
                .set("data-kind", "primary")
                .truth("aria-disabled", move || is_empty() || is_reading() || obstacle().is_some())
                .live("title", move || is_reading().then(|| "A file is still being read.".to_owned()).or_else(obstacle))
                .say(move || word().to_owned()),
        );
    el("form")
        .class("composer")
        .flag("data-note", move || room.is_note.get())
        .child(slash.list())
        .child(attach::chips(room))
        .child(field)
        .child(line)
        .submit(move || send(room, false))
}

/// Acts on a key; whether it was taken.
fn struck(room: Room, slash: Slash, key: &str, is_shifted: bool) -> bool {
    let is_choosing = !untrack(|| slash.fitting()).is_empty();
    match key {
        "ArrowDown" if is_choosing => slash.step(1),
        "ArrowUp" if is_choosing => slash.step(-1),
        "Enter" | "Tab" if is_choosing && !is_shifted => slash.take(),
        "Escape" if is_choosing => slash.is_shut.set(true),
        "Escape" if untrack(|| room.is_busy()) => room.stop(),
        "Enter" if !is_shifted => send(room, false),
        "ArrowUp" if room.draft.with_untracked(String::is_empty) => return edit_last(room),
        _ => return false,
    }
    true
}

/// Takes a message that is not on its way out of the queue, to be changed, with all that is attached to it.
pub fn take_back(room: Room, id: String) {
    let (outbox, place) = (room.profile.outbox, place(room));
    spawn_local(async move {
        if let Some((item, files)) = outbox.take_back(&id).await {
            put_back(room, &place, &item.text, files);
        }
    });
}

/// Takes back what was written last: what still waits is taken out of the queue, what was said is said anew.
fn edit_last(room: Room) -> bool {
    let waiting = untrack(|| room.queue()).into_iter().rev().find(|item| item.state == State::Waiting);
    if let Some(item) = waiting {
        take_back(room, item.id);
        return true;
    }
    let said = room
        .talk
        .conversation
        .with_untracked(|talk| talk.rows().rev().find(|row| matches!(row.what, What::Said { .. })).map(|row| row.text().to_owned()));
    said.is_some_and(|said| {
        room.draft.set(said);
        true
    })
}

fn send(room: Room, is_steer: bool) {
    let (text, files) = (room.draft.get_untracked(), room.files.get_untracked());
    // What is still being read would not go along.
    if (text.trim().is_empty() && files.is_empty()) || room.reads.with_untracked(|reads| !reads.is_empty()) {
        return;
    }
    let text = text.trim_end().to_owned();
    if room.is_note.get_untracked() {
        return leave_note(room, text);
    }
    // Taken at the key: what is typed while files are being kept is the next message, and a second Enter finds nothing.
    room.draft.set(String::new());
    room.files.set(vec![]);
    let place = place(room);
    spawn_local(async move {
        match room.send(text.clone(), files.clone(), is_steer).await {
            Ok(()) => room.to_end.notify(),
            Err(why) => {
                put_back(room, &place, &text, files);
                room.toasts.fault(why);
            }
        }
    });
}

/// Where the draft of a conversation is kept: the gateway's address, and the session.
fn place(room: Room) -> (String, SessionKey) {
    (room.profile.link.url(), room.key())
}

/// Puts what was not taken back before what was written since. Where the room was left meanwhile, the words wait there as the draft.
fn put_back(room: Room, (url, key): &(String, SessionKey), text: &str, files: Vec<Attachment>) {
    let before = |draft: &str| if draft.trim().is_empty() { text.to_owned() } else { [text, "\n", draft].concat() };
    if room.draft.try_update(|draft| *draft = before(draft)).is_none() {
        let outbox = room.profile.outbox;
        outbox.keep_draft(url, key, &before(&outbox.draft(url, key)));
    }
    let _ = room.files.try_update(|now| {
        let since = std::mem::replace(now, files);
        now.extend(since);
    });
}

fn leave_note(room: Room, text: String) {
    if text.is_empty() {
        return;
    }
    room.draft.set(String::new());
    let place = place(room);
    let note = ChatInject { session_key: room.key(), message: text.clone() };
    spawn_local(async move {
        match room.profile.call(&note).await {
            Ok(_) => {
                let _ = room.is_note.try_set(false);
                room.talk.read_again();
            }
            Err(error) => {
                put_back(room, &place, &text, vec![]);
                room.toasts.fault(format!("The note was not added. {}", error.in_words()));
            }
        }
    });
}

fn note_switch(room: Room) -> El {
    let obstacle = move || room.may_not::<ChatInject>();
    button("button")
        .set("data-size", "small")
        .truth("aria-pressed", move || room.is_note.get())
        .truth("aria-disabled", move || obstacle().is_some())
        .live("title", move || obstacle().or_else(|| Some("Writes a note into the conversation; no agent answers".into())))
        .text("Note")
        .click(move || {
            if untrack(obstacle).is_none() {
                room.is_note.update(|is_note| *is_note = !*is_note);
            }
        })
}

fn stop(room: Room) -> El {
    let obstacle = move || room.may_not::<SessionsAbort>();
    button("button")
        .set("data-kind", "danger")
        .truth("aria-disabled", move || obstacle().is_some())
        .live("title", move || obstacle().or_else(|| Some("Esc".into())))
        .text("Stop")
        .click(move || {
            if untrack(obstacle).is_none() {
                room.stop();
            }
        })
}

/// The value that stands for what the gateway chooses.
const DEFAULT: &str = "-";

fn model(room: Room) -> El {
    let options = move || {
        room.profile.catalog.with(|choices| {
            choices
                .models
                .iter()
                .map(|model| (format!("{}/{}", model.provider, model.id), model.name.clone().unwrap_or_else(|| model.id.clone())))
                .collect::<Vec<_>>()
        })
    };
    let now = move || room.row().and_then(|row| Some(format!("{}/{}", row.model_provider.as_ref()?, row.model.as_ref()?)));
    select(room, "Model", options, now, Change::Model)
}

fn thinking(room: Room) -> El {
    let options = move || {
        let row = room.row();
        let of = row.and_then(|row| row.model.clone()).unwrap_or_default();
        room.profile.catalog.with(|choices| {
            let model = choices.models.iter().find(|model| model.id == of);
            model.into_iter().flat_map(|model| &model.thinking_levels).map(|level| (level.id.clone(), level.id.clone())).collect::<Vec<_>>()
        })
    };
    let now = move || room.row().and_then(|row| row.thinking_level.clone());
    when(move || options().len() > 1, move || select(room, "Thinking", options, now, Change::Thinking))
}

/// A list that says what is, and chooses something else.
fn select(
    room: Room,
    what: &'static str,
    options: impl Fn() -> Vec<(String, String)> + Copy + 'static,
    now: impl Fn() -> Option<String> + Copy + 'static,
    change: fn(Option<String>) -> Change,
) -> El {
    let obstacle = move || room.may_not_change();
    let option =
        |value: &str, word: &str, is_now: bool| el("option").set("value", value).set_if("selected", is_now.then_some("")).text(word);
    let all = move || {
        let (now, options) = (now(), options());
        let is_known = now.as_ref().is_none_or(|now| options.iter().any(|(value, _)| value == now));
        let unknown = now.iter().filter(|_| !is_known).map(|now| option(now, now, true));
        let default = option(DEFAULT, &format!("{what}: default"), now.is_none());
        std::iter::once(default)
            .chain(unknown)
            .chain(options.iter().map(|(value, word)| option(value, word, now.as_ref() == Some(value))))
            .collect::<Vec<_>>()
    };
    el("select")
        .class("pick")
        .set("aria-label", what)
        .flag("disabled", move || obstacle().is_some())
        .live("title", obstacle)
        .part(all)
        .change(move |chosen| room.change(change((chosen != DEFAULT).then_some(chosen))))
}
