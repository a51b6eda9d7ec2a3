//! What agents of this conversation want of a person: a yes to a command, an answer to a question, to have something done apart. At the end,
//! where the run waits.
//! Refuses to know how that is answered.

use std::sync::Arc;

use futures::FutureExt;
use leptos::prelude::*;

use super::room::Room;
use super::widgets::proposals;
use crate::asked::{Answering, drawn};
use crate::domain::say;
use crate::lazy;
use crate::state::proposals::{Proposals, Proposed};
use crate::state::requests::{Over, Waiting};
use crate::ui::el::{El, button, div, effect, part, span};
use crate::ui::keyed::keyed;
use crate::ui::lazy::{Load, fetch, fetched};

lazy!(
    now,
    load_list,
    fn draw_list(room: Room) -> El {
        div("asking").child(proposals(room)).child(list(room))
    }
);

/// What is said while the part that draws it does not come.
const MISSING: &str = "An agent wants something here. It cannot be shown, since the server that hosts this page does not answer.";

/// Draws what is wanted here, once something is: in few conversations it is, so that lies in the part of the view that has all requests.
pub fn asks(room: Room) -> El {
    let proposed = Proposals::of(&room.profile);
    let is_asked = Memo::new(move |before: Option<&bool>| {
        let waits = |waiting: &Waiting| room.talk.key.with_value(|key| !waiting.all_of(key).is_empty());
        let is_proposed = |all: &Proposed| room.talk.key.with_value(|key| all.has_any(key));
        before == Some(&true) || room.profile.requests.with_value(waits) == Some(true) || proposed.with_value(is_proposed) == Some(true)
    });
    let shown = move || {
        let load: Load = || Box::pin(async { Ok(load_list().await?) });
        let came = fetched(load);
        let missing = move || {
            let again = button("button").set("data-size", "small").text("Try again").click(move || fetch(load, came));
            div("asks").child(div("settled").set("role", "alert").text(MISSING).child(again))
        };
        part(move || match came.get() {
            Some(true) => draw_list(room).now_or_never().and_then(Result::ok),
            Some(false) => Some(missing()),
            None => None,
        })
    };
    div("asking").when(move || is_asked.get(), shown)
}

/// Draws the requests that wait, and how the last ones ended.
fn list(room: Room) -> El {
    let desk = Answering::new(room.profile, room.toasts, |_| true);
    let key = room.talk.key;
    let waiting = move || {
        let all = key.with_value(|key| room.profile.requests.with_value(|waiting| waiting.all_of(key)).unwrap_or_default());
        all.iter().map(|asked| Arc::from(asked.id.as_str())).collect()
    };
    let over = move || key.with_value(|key| room.profile.requests.with_value(|waiting| waiting.over_in(key)).unwrap_or_default());
    // How one ended is said until something else is said here; of before this look nothing.
    let passed = RwSignal::new(vec![]);
    effect(move || {
        room.to_end.track();
        passed.set(untrack(over));
    });
    let shown = move || passed.with(|passed| over().into_iter().filter(|over| !passed.contains(over)).collect());
    div("asks").child(keyed("over", shown, |over| div("settled").set("role", "status").text(&ended(&over)))).child(keyed(
        "cards",
        waiting,
        move |id| card(room, desk, &id),
    ))
}

/// Says how a request ended.
fn ended(over: &Over) -> String {
    let by = over.by.as_ref().map(|by| [" by ", by].concat()).unwrap_or_default();
    [over.words(), &by, ": ", &over.what].concat()
}

fn card(room: Room, desk: Answering, id: &Arc<str>) -> El {
    let asked = room.profile.requests.with_untracked(|waiting| waiting.get(id).cloned()).flatten();
    let until = asked.as_ref().and_then(|asked| asked.expires_at_ms);
    let left = move || until.map_or(String::new(), |until| [&*say::span(room.ticker.there(), until), " left"].concat());
    let card = div("card").set("role", "group").set("data-request", id);
    card.children(asked.map(|asked| drawn(desk, &asked)).unwrap_or_default()).child(span("quiet left").say(left))
}
