//! What can be done with a message: copy it, see it word for word, say it again.
//! Refuses to draw the message.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::room::Room;
use super::row::Cell;
use crate::domain::json;
use crate::protocol::chat::{ChatMessageGet, ChatSend};
use crate::state::chat::row::{Row, What};
use crate::ui::dialog::modal;
use crate::ui::el::{El, button, div, effect, el};
use crate::ui::paste::copy;

/// The most that is asked for of one message.
const WHOLE: usize = 2_000_000;

/// Draws the buttons of one message.
pub fn of_message(room: Room, cell: Cell) -> El {
    div("deeds")
        .child(copy(move || cell.with_untracked(|row| row.text().to_owned())))
        .child(json_of(room, move || cell.with_untracked(|row| row.message.clone())))
}

/// Draws the buttons of all that a run said.
pub fn of_run(room: Room, row: Arc<Row>) -> El {
    let message = row.message.clone();
    div("deeds").child(copy(move || answer(room, &row))).child(json_of(room, move || message.clone()))
}

fn json_of(room: Room, message: impl Fn() -> Option<Arc<str>> + 'static) -> El {
    button("button").set("data-size", "small").text("JSON").click(move || room.raw.set(message()))
}

/// Returns the texts of the run that ends in a row.
fn answer(room: Room, end: &Row) -> String {
    room.talk.conversation.with_untracked(|talk| {
        let at = talk.place(&end.key).unwrap_or(0);
        let before = talk.rows().take(at).collect::<Vec<_>>();
        let of_run =
            before.iter().rev().take_while(|row| !matches!(row.what, What::Said { .. } | What::Told { .. } | What::End(_) | What::Mark(_)));
        let mut texts: Vec<&str> = of_run.filter(|row| matches!(row.what, What::Text { .. })).map(|row| row.text()).collect();
        texts.reverse();
        texts.join("\n\n")
    })
}

/// A button that says again what was said before a run that did not end well.
pub fn retry(room: Room, end: Arc<str>) -> El {
    let again = move || {
        let said = room.talk.conversation.with_untracked(|talk| {
            let at = talk.place(&end)?;
            let said = talk.rows().take(at).filter(|row| matches!(row.what, What::Said { .. })).last()?;
            Some(said.text().to_owned())
        });
        let Some(said) = said else {
            return room.toasts.hint("What was said before this run was not read yet: scroll up to it first.");
        };
        spawn_local(async move {
            if let Err(why) = room.send(said, vec![], false).await {
                room.toasts.fault(why);
            }
        });
    };
    button("button")
        .set("data-size", "small")
        .flag("disabled", move || room.may_not::<ChatSend>().is_some())
        .live("title", move || room.may_not::<ChatSend>())
        .text("Say it again")
        .click(again)
}

/// The dialog that shows a message word for word.
pub fn raw(room: Room) -> El {
    let text = RwSignal::new(String::new());
    effect(move || {
        let Some(message) = room.raw.get() else { return };
        text.set("Reading".into());
        let asked = ChatMessageGet { session_key: room.key(), message_id: message.to_string(), max_chars: WHOLE };
        spawn_local(async move {
            let said = match room.profile.call(&asked).await {
                Ok(got) => json::pretty(got.message.get()),
                Err(error) => error.in_words(),
            };
            // Nobody may be looking any more, or somebody at another one.
            if room.raw.try_with_untracked(|raw| raw.as_deref() == Some(asked.message_id.as_str())) == Some(true) {
                text.set(said);
            }
        });
    });
    let content = move || {
        Some(
            div("raw-part")
                .child(el("h2").text("Message as JSON"))
                .child(el("pre").class("raw").set("tabindex", "0").say(move || text.get()))
                .child(
                    div("buttons")
                        .child(copy(move || text.get_untracked()))
                        .child(button("button").set("data-kind", "primary").text("Close").click(move || room.raw.set(None))),
                ),
        )
    };
    modal(move || Some("Message as JSON".into()), move || room.raw.with(Option::is_some), move || room.raw.set(None), content)
}
