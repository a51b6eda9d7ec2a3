//! What is searched for: the search box, chips that write into it, views kept for later.
//! Refuses to know what is found.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::address::Look;
use super::desk::Desk;
use super::filter;
use super::groups;
use super::sums::Counts;
use crate::domain::{query, say};
use crate::protocol::sessions::{ListQuery, SessionsList};
use crate::state::prefs::{Prefs, SavedLook};
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::ui::dialog::Ask;
use crate::ui::el::{El, button, div, effect, el, memo, span};

/// Draws the toolbar.
pub fn toolbar(desk: Desk) -> El {
    let saved: Stored<Prefs> = expect_context();
    let typed = move || desk.look.with(|look| look.query.clone());
    let search_messages = move || desk.change_look(|look| look.said = filter::read(&look.query).words());
    let find = el("input")
        .set("type", "search")
        .set("placeholder", "Search titles and keys")
        .set("title", "Narrow it down by status: agent: kind: model: group: project:")
        .set("aria-label", "Search sessions")
        .set("spellcheck", "false")
        .set("autocomplete", "off")
        .value(typed)
        .input(move |typed| desk.change_look(|look| look.query = typed))
        .keys(move |event| match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => search_messages(),
            "Enter" | "ArrowDown" => {
                event.prevent_default();
                desk.to_first();
            }
            "Escape" => desk.change_look(|look| (look.query, look.said) = (String::new(), String::new())),
            _ => {}
        });
    let hidden = move || desk.listing.with(|listing| listing.hidden.clone());
    let link = |words: &str| button("link").text(words);
    let chips = div("chips")
        .child(chip(desk, "active:24h", "Active 24 h", |_| None))
        .child(chip(desk, "status:running", "Running", |counts| Some(counts.running)))
        .child(chip(desk, "status:waiting", "Waiting", |counts| Some(counts.waiting)))
        .child(chip(desk, "status:failed", "Failed", |counts| Some(counts.failed)))
        .when(
            move || !hidden().is_empty() || desk.look.with(|look| look.with_noise),
            move || switch(desk, move || noise(&hidden()), |look| look.with_noise, |look| look.with_noise = !look.with_noise),
        )
        .child(switch(desk, || "Archived".into(), |look| look.archived, |look| look.archived = !look.archived))
        .part(move || saved.get().views.into_iter().map(|look| kept(desk, saved, look)).collect::<Vec<_>>())
        .when(
            move || desk.look.with(|look| !filter::read(&look.query).words().is_empty() && look.said.is_empty()),
            move || link("Search in messages").set("title", "Ctrl+Enter").click(search_messages),
        )
        .when(
            move || {
                let now = desk.look.with(|look| look.of_list().write());
                !now.is_empty() && saved.get().views.iter().all(|view| view.search != now)
            },
            move || link("Save view").click(move || save(desk, saved)),
        )
        .children(groups::links(desk))
        .child(span("reading").set("role", "status").say(move || reading(desk)));
    div("toolbar").set("role", "search").child(div("find").child(find)).child(chips)
}

/// Says how much of the list has come, while not all of it has.
fn reading(desk: Desk) -> String {
    let held = desk.profile.sessions.with_value(|rows| (!rows.is_complete()).then_some((rows.rows.all().len(), rows.total))).flatten();
    held.map_or(String::new(), |(held, total)| format!("Reading {} of {}", say::count(held), say::count(total.unwrap_or(held).max(held))))
}

fn noise(hidden: &[(&'static str, usize)]) -> String {
    if hidden.is_empty() {
        return "Hide background".to_owned();
    }
    let kinds = hidden.iter().map(|(kind, _)| *kind).collect::<Vec<_>>().join(", ");
    format!("{} hidden: {kinds}", say::count(hidden.iter().map(|(_, count)| count).sum()))
}

/// A chip that writes a term into the search box, and takes it out. It counts nothing before there is a list.
fn chip(desk: Desk, term: &'static str, word: &'static str, count: fn(&Counts) -> Option<usize>) -> El {
    let words = move || {
        let is_known = desk.profile.sessions.with_value(|_| ()).is_some();
        let count = desk.listing.with(|listing| count(&listing.counts)).filter(|_| is_known);
        count.map_or_else(|| word.to_owned(), |count| format!("{word} {}", say::count(count)))
    };
    switch(desk, words, move |look| query::has(&look.query, term), move |look| look.query = query::toggle(&look.query, term))
}

/// A chip that changes the look and shows whether it did.
fn switch(
    desk: Desk,
    words: impl Fn() -> String + 'static,
    is_on: impl Fn(&Look) -> bool + 'static,
    turn: impl Fn(&mut Look) + 'static,
) -> El {
    pressed(Box::new(move || desk.look.with(&is_on)), button("chip-button").say(words)).click(move || desk.change_look(&turn))
}

fn pressed(is_on: Box<dyn Fn() -> bool>, chip: El) -> El {
    chip.truth("aria-pressed", is_on)
}

/// A view that was kept: pressed while it is looked at.
fn kept(desk: Desk, saved: Stored<Prefs>, kept: SavedLook) -> El {
    let SavedLook { name, search } = kept;
    let (of, again) = (search.clone(), search.clone());
    let forget = button("forget").set("aria-label", &format!("Forget the view {name}")).text("×").click(move || {
        saved.change(|prefs| prefs.views.retain(|view| view.search != search));
    });
    span("kept")
        .child(switch(desk, move || name.clone(), move |look| look.of_list().write() == of, move |look| *look = Look::read(&again)))
        .child(forget)
}

fn save(desk: Desk, saved: Stored<Prefs>) {
    desk.ask.set(Some(Ask {
        title: "Save view".into(),
        text: "Search, order and filters are kept under a name, on this device.".into(),
        field: Some(("Name", desk.look.with_untracked(|look| look.query.clone()))),
        word: "Save",
        is_danger: false,
        deed: Arc::new(move |name| {
            let search = desk.look.with_untracked(|look| look.of_list().write());
            let name = if name.trim().is_empty() { "View".to_owned() } else { name.trim().to_owned() };
            saved.change(|prefs| {
                prefs.views.retain(|view| view.search != search);
                prefs.views.push(SavedLook { name, search });
            });
        }),
    }));
}

/// How many sessions that were put away are asked for.
const ARCHIVED: usize = 500;

/// Asks for what was put away whenever it is looked at: it is not in the list that is kept.
pub fn read_archived(desk: Desk) {
    let Profile { link, sessions, .. } = desk.profile;
    let is_due = memo(move || desk.look.with(|look| look.archived) && link.is_ready() && sessions.with_value(|_| ()).is_some());
    effect(move || {
        if is_due.get() {
            let answer = desk.profile.call(&SessionsList(ListQuery::archived(ARCHIVED)));
            spawn_local(async move {
                match answer.await {
                    Ok(listed) => {
                        let total = listed.total_count.unwrap_or_default();
                        if total > ARCHIVED {
                            desk.toasts.hint(format!(
                                "The newest {} of {} archived sessions are shown.",
                                say::count(ARCHIVED),
                                say::count(total)
                            ));
                        }
                        sessions.learn(|rows| rows.learn_archived(&listed.sessions.items, total <= ARCHIVED));
                    }
                    Err(error) => desk.toasts.fault(format!("Archived sessions could not be read. {}", error.in_words())),
                }
            });
        }
    });
}
