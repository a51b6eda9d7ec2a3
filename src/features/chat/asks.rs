//! What an agent of this conversation waits for: a yes to a command, an answer to a question. At the end, where the run waits.
//! Refuses to know how that is answered.

use std::sync::Arc;

use leptos::prelude::*;

use super::room::Room;
use crate::asked::{Answering, drawn};
use crate::domain::say;
use crate::state::requests::Over;
use crate::ui::el::{El, div, effect, span};
use crate::ui::keyed::keyed;

/// Draws the requests that wait, and how the last ones ended.
pub fn asks(room: Room) -> El {
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
    let left = move || until.map_or(String::new(), |until| [&*say::span(room.now(), until), " left"].concat());
    let card = div("card").set("role", "group").set("data-request", id);
    card.children(asked.map(|asked| drawn(desk, &asked)).unwrap_or_default()).child(span("quiet left").say(left))
}
