//! What agents of this conversation propose to have done apart: shown in full, taken up or put away.
//! Refuses to do any of it unasked.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::features::chat::room::Room;
use crate::gateway::Written;
use crate::paths;
use crate::protocol::suggestions::{Suggestion, TaskSuggestionsAccept, TaskSuggestionsDismiss};
use crate::state::proposals::Proposals;
use crate::ui::el::{El, button, div, el, link, span};
use crate::ui::keyed::keyed;

/// Draws the proposals that wait, and where the last one that was taken up is done.
pub fn proposals(room: Room) -> El {
    // Where the last one is done, and what it is.
    let started = Started { key: RwSignal::default(), title: RwSignal::default() };
    let proposed = Proposals::of(&room.profile);
    let all = move || room.talk.key.with_value(|key| proposed.with_value(|proposed| proposed.of(key))).unwrap_or_default();
    let waiting = move || all().iter().map(|proposal| Arc::from(proposal.id.as_str())).collect();
    let drawn = move |id: Arc<str>| {
        let proposal = untrack(all).into_iter().find(|proposal| proposal.id.as_str() == &*id);
        proposal.map_or_else(|| div(""), |proposal| card(room, started, proposal))
    };
    let begun = move || {
        let (key, title) = (started.key.get(), started.title.get());
        (!key.is_empty()).then(|| {
            div("settled").set("role", "status").text(&["Started: ", &title, ". "].concat()).child(link(&paths::chat(&key)).text("Open it"))
        })
    };
    div("asks proposals").part(begun).child(keyed("cards", waiting, drawn))
}

/// What was taken up last.
#[derive(Clone, Copy)]
struct Started {
    key: RwSignal<String>,
    title: RwSignal<String>,
}

fn card(room: Room, started: Started, proposal: Suggestion) -> El {
    let Suggestion { id, title, tldr, prompt, cwd, .. } = proposal;
    let is_sent = RwSignal::new(false);
    let may_not = move || room.may_not::<TaskSuggestionsAccept>();
    let accept = |word: &str, kind: &str, hint: &'static str, mode: &'static str| {
        let (id, title) = (id.clone(), title.clone());
        button("button")
            .set("data-kind", kind)
            .truth("aria-disabled", move || is_sent.get() || may_not().is_some())
            .live("title", move || Some(may_not().unwrap_or_else(|| hint.to_owned())))
            .text(word)
            .click(move || {
                if is_sent.get_untracked() || untrack(may_not).is_some() {
                    return;
                }
                is_sent.set(true);
                let asked = room.profile.call(&TaskSuggestionsAccept { task_id: id.clone(), mode });
                let title = title.clone();
                spawn_local(async move {
                    match asked.await {
                        Ok(accepted) if mode == "local" => {
                            // Nobody may be looking any more.
                            let _ = started.title.try_set(title);
                            let _ = started.key.try_set(accepted.key.to_string());
                        }
                        Ok(_) => {}
                        Err(error) => {
                            room.toasts.fault(["The proposal was not taken up. ", &error.in_words()].concat());
                            let _ = is_sent.try_set(false);
                        }
                    }
                });
            })
    };
    let gone = id.clone();
    let may_not_dismiss = move || room.may_not::<TaskSuggestionsDismiss>();
    let dismiss = button("button")
        .truth("aria-disabled", move || is_sent.get() || may_not_dismiss().is_some())
        .live("title", may_not_dismiss)
        .text("Dismiss")
        .click(move || {
            if is_sent.get_untracked() || untrack(may_not_dismiss).is_some() {
                return;
            }
            is_sent.set(true);
            let answered = room.profile.order(Written::of(&TaskSuggestionsDismiss { task_id: gone.clone() }));
            spawn_local(async move {
                if let Err(error) = answered.await {
                    room.toasts.fault(["The proposal was not put away. ", &error.in_words()].concat());
                    let _ = is_sent.try_set(false);
                }
            });
        });
    div("card")
        .set("role", "group")
        .set("aria-label", "Proposal")
        .set("data-proposal", id.as_str())
        .child(span("quiet").text("An agent proposes"))
        .child(el("h2").text(&title))
        .child(el("p").text(&tldr))
        .child(
            el("details")
                .child(el("summary").text("What it would be told"))
                .child(el("pre").class("command").set("tabindex", "0").text(&prompt))
                .child(el("dl").child(el("dt").text("Folder")).child(el("dd").text(&cwd))),
        )
        .child(
            div("buttons")
                .child(accept("Start in a new session", "primary", "A session of its own does it", "local"))
                .child(accept("Do it here", "", "This session does it, with all that it knows", "session"))
                .child(dismiss),
        )
}
