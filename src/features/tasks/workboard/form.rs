//! The dialog in which a card of the gateway is written. It keeps what was typed until the gateway took it.
//! Refuses to send anything; `deeds` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Bench, act};
use crate::features::tasks::fields::{choose, field};
use crate::protocol::Method;
use crate::protocol::workboard::{Card, CardText, CardsArchive, CardsDelete, CardsUpdate};
use crate::state::workboard::Wish;
use crate::ui::dialog::{Ask, modal};
use crate::ui::el::{El, button, div, el};

/// The priorities of the gateway.
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];

/// Draws the dialog; it is open while a card is written.
pub(super) fn form(bench: Bench) -> El {
    let is_open = move || bench.editing.with(Option::is_some);
    let title = move || bench.editing.with(|card| card.as_ref().map(|card| name(card).to_owned()));
    modal(title, is_open, move || bench.editing.set(None), move || bench.editing.get().map(|card| fields(bench, card)))
}

fn name(card: &Card) -> &'static str {
    if card.id.is_empty() { "New card of the gateway" } else { "Card of the gateway" }
}

fn fields(bench: Bench, card: Arc<Card>) -> El {
    let (is_new, heading) = (card.id.is_empty(), name(&card));
    let rare = if is_new { vec![] } else { rare(bench, card.clone()) };
    let text = |value: &str| RwSignal::new(value.to_owned());
    let (title, notes, labels) = (text(&card.title), text(card.notes.as_deref().unwrap_or_default()), text(&card.labels.join(", ")));
    let priority = text(if card.priority.is_empty() { "normal" } else { &card.priority });
    let statuses = bench.shared.live.with_untracked(|all| all.statuses.clone()).unwrap_or_default();
    let first =
        if statuses.iter().any(|status| status == "todo") { "todo".to_owned() } else { statuses.first().cloned().unwrap_or_default() };
    let (status, is_busy) = (RwSignal::new(first), RwSignal::new(false));
    let same = |word: &str| (word.to_owned(), word.to_owned());
    let obstacle = move || bench.desk.hindrance(CardsUpdate::SCOPE);
    let send = move || {
        let text = CardText {
            title: title.get_untracked().trim().to_owned(),
            notes: notes.get_untracked(),
            priority: priority.get_untracked(),
            labels: labels
                .with_untracked(|labels| labels.split(',').map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned).collect()),
        };
        if text.title.is_empty() || is_busy.get_untracked() || untrack(obstacle).is_some() {
            return;
        }
        if !is_new {
            bench.editing.set(None);
            bench.wish(&card, Wish::Write(text));
            return;
        }
        is_busy.set(true);
        bench.create(text, status.get_untracked(), move |was_made| {
            let _ = is_busy.try_set(false);
            if was_made {
                bench.editing.set(None);
            }
        });
    };
    let input = |value: RwSignal<String>| el("input").set("type", "text").set("maxlength", "1000").set("autocomplete", "off").bind(value);
    let place = is_new.then(|| {
        let options = statuses.iter().map(|status| same(status)).collect();
        field("Status", choose(options, move || status.get(), move |word| status.set(word)))
    });
    let priorities = PRIORITIES.iter().map(|word| same(word)).collect();
    el("form")
        .class("work-form")
        .child(el("h2").text(heading))
        .child(field("Title", input(title).set("autofocus", "")))
        .child(field("Notes", el("textarea").set("rows", "4").bind(notes)))
        .child(field("Priority", choose(priorities, move || priority.get(), move |word| priority.set(word))))
        .children(place)
        .child(field("Labels, with commas between", input(labels)))
        .part(move || obstacle().map(|why| el("p").class("fault").text(&why)))
        .child(
            div("buttons").children(rare).child(button("button").text("Cancel").click(move || bench.editing.set(None))).child(
                el("button")
                    .class("button")
                    .set("data-kind", "primary")
                    .truth("aria-disabled", move || is_busy.get() || obstacle().is_some())
                    .text(if is_new { "Create" } else { "Save" }),
            ),
        )
        .submit(send)
}

/// What is rarely done to a card.
fn rare(bench: Bench, card: Arc<Card>) -> Vec<El> {
    let is_away = card.metadata.archived_at.is_some();
    let (put_away, gone) = (card.clone(), card);
    let archive = move || {
        bench.editing.set(None);
        bench.wish(&put_away, Wish::Archive(!is_away));
    };
    let delete = move || {
        bench.editing.set(None);
        let card = gone.clone();
        bench.desk.ask.set(Some(Ask {
            title: ["Delete \u{201c}", &card.title, "\u{201d}?"].concat(),
            text: "It goes from the gateway's board for everybody, and cannot be brought back.".into(),
            field: None,
            word: "Delete",
            is_danger: true,
            deed: Arc::new(move |_| bench.wish(&card, Wish::Delete)),
        }));
    };
    vec![
        act(bench, if is_away { "Take back" } else { "Archive" }, CardsArchive::SCOPE, archive),
        act(bench, "Delete", CardsDelete::SCOPE, delete),
        div("gap"),
    ]
}
