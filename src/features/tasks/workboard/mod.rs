//! The gateway's own board: its columns, its cards, and what can be done to them. Told apart from the person's own tasks.
//! Refuses to start agents on cards.

mod card;
mod deeds;
mod form;

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use crate::protocol::workboard::{Card, CardsCreate, CardsList};
use crate::protocol::{Method, Scope};
use crate::state::cached::Freshness;
use crate::state::workboard::Shared;
use crate::ui::el::{El, button, div, el, if_else, span, when};
use crate::ui::keyed::keyed;
use crate::ui::note::page_note;

/// The desk at which the gateway's cards are worked on.
#[derive(Clone, Copy)]
struct Bench {
    desk: Desk,
    shared: Shared,
    /// The board that is looked at; all of them if there is none.
    board: RwSignal<String>,
    /// What was put away is shown.
    with_archived: RwSignal<bool>,
    /// The card that is written on; an empty id for a new one.
    editing: RwSignal<Option<Arc<Card>>>,
}

impl Bench {
    /// Whether a card is shown. Tracks what decides that.
    fn shows(self, card: &Card) -> bool {
        let chosen = self.desk.place.project();
        let is_here = self.board.with(|board| board.is_empty() || card.board() == board);
        let is_there = self.with_archived.get() || card.metadata.archived_at.is_none();
        is_here && is_there && self.desk.profile.projects.with(|all| all.has_task(&chosen, "", &card.labels))
    }

    /// Returns the columns that hold something, and those that do not.
    fn columns(self) -> (Vec<Arc<str>>, Vec<String>) {
        self.shared
            .live
            .with_value(|all| {
                let mut statuses = all.statuses.clone();
                // A status that the list of them does not name is still one.
                for card in &all.cards {
                    if !statuses.contains(&card.status) {
                        statuses.push(card.status.clone());
                    }
                }
                let (full, empty): (Vec<String>, Vec<String>) =
                    statuses.into_iter().partition(|status| all.cards.iter().any(|card| card.status == *status && self.shows(card)));
                (full.iter().map(|status| status.as_str().into()).collect(), empty)
            })
            .unwrap_or_default()
    }
}

/// Draws the board.
pub fn workboard(desk: Desk) -> El {
    let bench = Bench {
        desk,
        shared: Shared::of(&desk.profile),
        board: RwSignal::default(),
        with_archived: RwSignal::new(false),
        editing: RwSignal::new(None),
    };
    let link = desk.profile.link;
    let is_kept = move || link.with(|view| view.hello.is_none() || view.announces::<CardsList>());
    let may_read = move || link.with(|view| view.hello.is_none() || view.allows::<CardsList>());
    let allowed = move || if_else(may_read, move || shown(bench), not_allowed);
    if_else(is_kept, allowed, || page_note("No Workboard here", "This gateway has none: its plugin Workboard is off."))
}

fn shown(bench: Bench) -> El {
    let (live, link) = (bench.shared.live, bench.desk.profile.link);
    let columns = Memo::new(move |_| bench.columns());
    let has_value = move || live.with(|cached| cached.value.is_some());
    let is_loading = move || live.with(|cached| cached.freshness == Freshness::Loading && cached.trouble.is_none());
    let has_cards = move || columns.with(|(full, _)| !full.is_empty());
    let trouble = move || {
        let words = live.with(|cached| cached.trouble.as_ref().map(|error| error.unread("cards")));
        words.map(|words| el("p").class("fault").set("role", "alert").text(&words))
    };
    let unreadable = move || {
        let count = live.with_value(|all| all.unreadable).unwrap_or_default();
        (count > 0).then(|| el("p").class("hint").text(&[&count.to_string(), " cards could not be read."].concat()))
    };
    let empty = move || {
        let words = columns.with(|(_, empty)| empty.join(", "));
        (!words.is_empty()).then(|| el("p").class("hint").text(&["Nothing in ", &words, "."].concat()))
    };
    let board = move || keyed("columns", move || columns.with(|(full, _)| full.clone()), move |status: Arc<str>| column(bench, status));
    let filled = move || if_else(has_cards, board, || page_note("No cards", "Nothing on the gateway's board fits. New card makes one."));
    div("workboard")
        .flag("data-stale", move || has_value() && !link.is_ready())
        .child(toolbar(bench))
        .part(trouble)
        .part(unreadable)
        .child(if_else(has_value, filled, move || when(is_loading, skeleton)))
        .part(move || if has_cards() { empty() } else { None })
        .child(form::form(bench))
}

fn toolbar(bench: Bench) -> El {
    let boards = move || {
        bench
            .shared
            .live
            .with_value(|all| {
                all.boards.iter().map(|board| (board.id.clone(), board.name.clone().unwrap_or_else(|| board.id.clone()))).collect::<Vec<(
                    String,
                    String,
                )>>(
                )
            })
            .unwrap_or_default()
    };
    let boards = Memo::new(move |_| boards());
    let choose = move || {
        let option = |(id, name): &(String, String)| el("option").set("value", id).text(name);
        let options = boards.with(|boards| boards.iter().map(option).collect::<Vec<_>>());
        let all = el("option").set("value", "").text("All boards");
        let select = el("select").child(all).children(options).value(move || bench.board.get()).change(move |id| bench.board.set(id));
        el("label").class("choice").child(el("span").text("Board")).child(select)
    };
    let archived = button("chip-button")
        .truth("aria-pressed", move || bench.with_archived.get())
        .text("Archived")
        .click(move || bench.with_archived.update(|with| *with = !*with));
    div("chips").part(move || boards.with(|boards| boards.len() > 1).then(choose)).child(archived).child(
        act(bench, "New card", CardsCreate::SCOPE, move || bench.editing.set(Some(Arc::new(Card::default())))).set("data-kind", "primary"),
    )
}

/// A button that needs a scope.
fn act(bench: Bench, words: &str, scope: Scope, deed: impl Fn() + 'static) -> El {
    let obstacle = move || bench.desk.hindrance(scope);
    button("button")
        .set("data-size", "small")
        .truth("aria-disabled", move || obstacle().is_some())
        .live("title", obstacle)
        .text(words)
        .click(move || {
            if untrack(obstacle).is_none() {
                deed();
            }
        })
}

fn column(bench: Bench, status: Arc<str>) -> El {
    let of = status.clone();
    let ids = Memo::new(move |_| {
        let ids = |all: &crate::state::workboard::Cards| {
            let stands = |card: &&Arc<Card>| card.status == *of && bench.shows(card);
            all.cards.iter().filter(stands).map(|card| card.id.as_str().into()).collect::<Vec<Arc<str>>>()
        };
        bench.shared.live.with_value(ids).unwrap_or_default()
    });
    let head = div("head")
        .child(el("h2").text(&status))
        .child(span("count").say(move || ids.with(Vec::len).to_string()).child(span("offscreen").text(" cards")));
    let cards = keyed("cards", move || ids.get(), move |id: Arc<str>| card::card(bench, id)).set("role", "list");
    el("section").class("column").set("aria-label", &status).child(head).child(cards)
}

fn not_allowed() -> El {
    page_note("This connection may not read the board.", "It needs operator.read. Have this browser approved with that permission.")
        .set("role", "alert")
}

/// Holds the place of the cards while the first answer is on its way.
fn skeleton() -> El {
    div("skeleton").set("role", "status").set("aria-label", "Reading the board").children((0..4).map(|_| el("span")).collect::<Vec<_>>())
}
