//! Where words were said: the hits of a search in all messages, in the list's place.
//! Refuses to show more of a message than its words around the hit.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use crate::domain::project::thing::Thing;
use crate::domain::say;
use crate::platform::dom;
use crate::protocol::sessions::{SearchHit, SessionsSearch};
use crate::ui::el::{El, button, div, effect, el, span};

/// How the search stands: under way, done, failed and why.
type Found = Option<Result<Vec<SearchHit>, String>>;

/// Draws the hits of the present search.
pub fn said(desk: Desk) -> El {
    let found: RwSignal<Found> = RwSignal::new(None);
    let words = move || desk.look.with(|look| look.said.clone());
    // Asked again when the words change or the link comes back, not when another part of the look changes.
    let asked = Memo::new(move |_| if desk.profile.link.is_ready() { words() } else { String::new() });
    effect(move || {
        let query = asked.get();
        if query.is_empty() {
            return;
        }
        found.set(None);
        spawn_local(async move {
            let answer = desk.profile.call(&SessionsSearch::everywhere(query.clone())).await;
            // An answer to what nobody asks any more is of no use.
            if asked.try_get_untracked() == Some(query) {
                found.set(Some(answer.map(|answer| answer.results.items).map_err(|error| error.in_words())));
            }
        });
    });
    let quiet = |text: &str| el("p").class("quiet").set("role", "status").text(text);
    let hits = move || match found.get() {
        None => quiet("Searching"),
        Some(Err(why)) => el("p").class("fault").set("role", "alert").text(&why),
        Some(Ok(hits)) if !hits.iter().any(|hit| is_in(desk, hit)) => {
            quiet("No message has all of these words. Whole words are searched for, in every session here.")
        }
        Some(Ok(hits)) => {
            el("ul").children(hits.into_iter().filter(|hit| is_in(desk, hit)).map(|found| hit(desk, found)).collect::<Vec<_>>())
        }
    };
    let back = button("button").set("data-size", "small").text("Back to the list");
    div("said")
        .child(
            div("said-head")
                .child(back.click(move || desk.change_look(|look| look.said = String::new())))
                .child(el("strong").say(move || format!("Messages with “{}”", words()))),
        )
        .part(hits)
}

/// Whether a hit is in the chosen project. Tracks the choice and projects.
fn is_in(desk: Desk, hit: &SearchHit) -> bool {
    let (project, url) = (desk.place.project(), desk.profile.link.url());
    let row = untrack(|| desk.row(&hit.session_key));
    desk.profile.projects.with(|all| match &row {
        Some(row) => all.is_in(&project, &Thing::session(&url, row)),
        None => all.is_in(&project, &Thing::keyed(&url, hit.session_key.as_str(), None)),
    })
}

fn hit(desk: Desk, hit: SearchHit) -> El {
    let SearchHit { session_key, session_id, message_id, role, timestamp, snippet } = hit;
    let who = if role == "user" { "you" } else { "agent" };
    let when = move || format!("{who} · {}", say::age(timestamp, desk.ticker.there_calmly()));
    let words = button("hit")
        .child(el("strong").text(&desk.title(&session_key)))
        .child(span("quiet").set("title", &dom::local_time(timestamp)).say(when))
        .child(span("snippet").text(&snippet));
    el("li").child(words.click(move || desk.open_at(&session_key, Some((session_id.clone(), message_id.clone())))))
}
