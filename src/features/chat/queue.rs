//! What was written and is not yet part of the conversation: on its way, waiting for its turn, in doubt, refused.
//! Refuses to send; the outbox does.

use leptos::prelude::*;

use super::composer;
use super::room::Room;
use crate::domain::say;
use crate::protocol::chat::ChatSend;
use crate::state::chat::outbox::{Item, State};
use crate::state::chat::row::said_key;
use crate::ui::el::{El, button, div, span};

/// Draws what waits.
pub fn queue(room: Room) -> El {
    // Remembered, so that what streams meanwhile does not draw it anew under somebody's hand.
    let items = Memo::new(move |_| {
        let mut items = room.queue();
        // What the conversation shows already is no longer waited for.
        items.retain(|item| !room.talk.conversation.with(|talk| talk.has_read(&said_key(&item.id))));
        items
    });
    let lines = move || items.get().into_iter().map(|item| line(room, item)).collect::<Vec<_>>();
    div("queue").set("role", "list").set("aria-label", "Not yet part of the conversation").part(lines)
}

fn line(room: Room, item: Item) -> El {
    let (state, word) = match &item.state {
        State::Waiting if item.is_steer => ("waiting", "goes in at once"),
        State::Waiting => ("waiting", "waits"),
        State::Sending | State::Doubtful => ("sending", if item.state == State::Sending { "sending" } else { "looking for it" }),
        State::Sent => ("sent", "taken in"),
        State::Unconfirmed => ("unconfirmed", "delivery unconfirmed"),
        State::Refused(_) => ("refused", "not sent"),
    };
    let why = match &item.state {
        State::Waiting if !room.profile.link.is_ready() => "It goes out when the connection is back.".to_owned(),
        State::Unconfirmed => {
            "The connection was lost while it was on its way, and the gateway no longer knows. Look whether it was answered.".to_owned()
        }
        State::Refused(why) => why.clone(),
        _ => String::new(),
    };
    let files = item.files.iter().map(|file| span("quiet").text(&format!("{} {} ", file.name, say::bytes(file.size)))).collect::<Vec<_>>();
    div("waits").set("role", "listitem").set("data-state", state).child(div("words").text(&item.text)).children(files).child(
        div("line").child(span("tag").text(word)).child(span("quiet").text(&why)).child(span("gap")).part(move || deeds(room, &item)),
    )
}

/// What can be done with it, as it stands.
fn deeds(room: Room, item: &Item) -> Vec<El> {
    let outbox = room.profile.outbox;
    let small = |word: &str, label: Option<&str>| button("button").set("data-size", "small").set_if("aria-label", label).text(word);
    let may_not = room.may_not::<ChatSend>();
    let is_barred = may_not.is_some();
    let sends = |word: &str| small(word, None).set_if("disabled", may_not.as_ref().map(|_| "")).set_if("title", may_not.as_deref());
    let id = item.id.clone();
    let edit = |id: String| small("Edit", None).click(move || composer::take_back(room, id.clone()));
    let discard = |id: String| small("Discard", None).click(move || drop(outbox.discard(&id)));
    let again = |id: String| sends("Send again").click(move || outbox.edit(&id, |item| (item.state, item.tried) = (State::Waiting, 0)));
    let shift =
        |id: String, word: &'static str, label: &'static str, by: isize| small(word, Some(label)).click(move || outbox.shift(&id, by));
    let now = |id: String| {
        sends("Send now")
            .set_if("title", (!is_barred).then_some("Says it into the turn that goes on"))
            .click(move || outbox.edit(&id, |item| item.is_steer = true))
    };
    match &item.state {
        State::Waiting => {
            let mut deeds = vec![];
            if room.is_busy() && !item.is_steer {
                deeds.push(now(id.clone()));
            }
            if room.queue().len() > 1 {
                deeds.push(shift(id.clone(), "↑", "Earlier", -1));
                deeds.push(shift(id.clone(), "↓", "Later", 1));
            }
            deeds.extend([edit(id.clone()), discard(id)]);
            deeds
        }
        State::Unconfirmed => vec![again(id.clone()), discard(id)],
        State::Refused(_) => {
            let renewed = id.clone();
            let anew = sends("Send again").click(move || outbox.renew(renewed.clone(), uuid::Uuid::new_v4().to_string()));
            vec![anew, edit(id.clone()), discard(id)]
        }
        State::Sending | State::Doubtful | State::Sent => vec![],
    }
}
