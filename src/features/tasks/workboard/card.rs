//! One card of the gateway: what stands on it, where it goes, and who wins when two changed it at once.
//! Refuses to send anything; `deeds` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::Bench;
use crate::domain::say;
use crate::domain::task::proposed;
use crate::features::tasks::card::bars;
use crate::paths;
use crate::protocol::Method;
use crate::protocol::workboard::{Card, CardsMove};
use crate::state::workboard::{Clash, Wish};
use crate::ui::el::{El, button, div, el, link, memo, span};

type Seen = Memo<Option<Arc<Card>>>;

/// Draws a card.
pub(super) fn card(bench: Bench, id: Arc<str>) -> El {
    let key = id.clone();
    let seen: Seen = Memo::new(move |_| bench.shared.live.with_value(|all| all.get(&key).cloned()).flatten());
    let of = StoredValue::new(id.clone());
    let is_busy = memo(move || bench.shared.busy.with(|busy| of.with_value(|id| busy.iter().any(|other| **other == **id))));
    let clash = Memo::new(move |_| {
        bench.shared.clashes.with(|clashes| of.with_value(|id| clashes.iter().find(|clash| *clash.id == **id).cloned()))
    });
    let title = button("title")
        .say(move || seen.with(|card| card.as_ref().map(|card| card.title.clone())).unwrap_or_default())
        .click(move || bench.editing.set(seen.get_untracked()));
    let age = Memo::new(move |_| {
        let at = seen.with(|card| card.as_ref().map(|card| card.updated_at))?;
        Some(say::age(at, bench.desk.ticker.there_calmly()))
    });
    div("work-card")
        .set("role", "listitem")
        .set("data-key", &id)
        .flag("data-busy", move || is_busy.get())
        .flag("data-archived", move || seen.with(|card| card.as_ref().is_some_and(|card| card.metadata.archived_at.is_some())))
        .child(title)
        .child(
            div("marks")
                .part(move || seen.with(|card| card.as_deref().map(marks)).unwrap_or_default())
                .child(span("quiet").say(move || age.get().unwrap_or_default())),
        )
        .part(move || clash.get().map(|clash| who_wins(bench, seen, clash)))
        .child(ways(bench, seen))
}

/// What is worth knowing of it at a glance.
fn marks(card: &Card) -> Vec<El> {
    let tag = |words: &str| span("tag").text(words);
    let mut marks = vec![bars(proposed::priority(&card.priority))];
    marks.extend(card.metadata.archived_at.map(|_| tag("archived")));
    marks.extend(card.labels.iter().map(|label| tag(label)));
    marks.extend(card.agent_id.as_deref().map(tag));
    marks.extend(card.session_key.as_deref().map(|key| link(&paths::chat(key)).class("tag").text("session")));
    marks
}

/// Where it goes, and the way to a task of one's own. What is rarely done to it stands in its dialog.
fn ways(bench: Bench, seen: Seen) -> El {
    let obstacle = move || bench.desk.hindrance(CardsMove::SCOPE);
    let statuses = Memo::new(move |_| bench.shared.live.with_value(|all| all.statuses.clone()).unwrap_or_default());
    let now = move || seen.with(|card| card.as_ref().map(|card| card.status.clone())).unwrap_or_default();
    let option = |status: &String| el("option").set("value", status).text(status);
    let select = el("select")
        .set("aria-label", "Status")
        .live("title", obstacle)
        .part(move || statuses.with(|statuses| statuses.iter().map(option).collect::<Vec<_>>()))
        .value(now)
        .flag("disabled", move || obstacle().is_some())
        .change(move |status| {
            if let Some(card) = seen.get_untracked().filter(|card| card.status != status) {
                bench.wish(&card, Wish::Move(status));
            }
        });
    div("ways").child(select).child(own(bench, seen))
}

/// Makes it a task of one's own; once it is one, the way there.
fn own(bench: Bench, seen: Seen) -> El {
    let known = Memo::new(move |_| {
        let origin = seen.with(|card| card.as_ref().map(|card| bench.origin(&card.id)))?;
        bench.desk.tasks.board.with(|board| board.made_of(&origin).filter(|task| !*task.gone).map(|task| task.name()))
    });
    let add = move || {
        button("button").set("data-size", "small").set("title", "Makes it a task of your own, in this browser").text("Add to board").click(
            move || {
                if let Some(card) = seen.get_untracked() {
                    bench.take(&card);
                }
            },
        )
    };
    let open = |name: &str| link(&paths::task(name)).class("button").set("data-size", "small").text(&["Open ", name].concat());
    crate::ui::el::part(move || known.with(|known| known.as_deref().map_or_else(add, open)))
}

/// Shows both, what was wanted and what somebody else made of it meanwhile, and asks who wins.
fn who_wins(bench: Bench, seen: Seen, clash: Clash) -> El {
    let theirs = seen.with(|card| card.as_deref().map(|card| standing(card, &clash.wish))).unwrap_or_default();
    let row = |who: &str, what: &str| vec![el("dt").text(who), el("dd").text(what)];
    let (mine, id) = (wanted(&clash.wish), clash.id);
    let again = move || {
        if let Some(card) = seen.get_untracked() {
            bench.wish(&card, clash.wish.clone());
        }
    };
    div("clash")
        .set("role", "alert")
        .child(el("p").text("Somebody changed this card meanwhile, so yours was not written."))
        .child(el("dl").children(row("Now", &theirs)).children(row("Yours", &mine)))
        .child(
            div("deeds")
                .child(button("button").set("data-size", "small").text("Keep theirs").click(move || bench.settle(&id)))
                .child(button("button").set("data-size", "small").text("Write yours").click(again)),
        )
}

/// Says what was wanted.
fn wanted(wish: &Wish) -> String {
    match wish {
        Wish::Write(text) => said(&text.title, &text.priority, &text.labels, &text.notes),
        Wish::Move(status) => status.clone(),
        Wish::Archive(true) => "archived".into(),
        Wish::Archive(false) => "taken back".into(),
        Wish::Delete => "deleted".into(),
    }
}

/// Says how a card stands, in what a wish is about.
fn standing(card: &Card, wish: &Wish) -> String {
    match wish {
        Wish::Move(_) => card.status.clone(),
        _ => said(&card.title, &card.priority, &card.labels, card.notes.as_deref().unwrap_or_default()),
    }
}

fn said(title: &str, priority: &str, labels: &[String], notes: &str) -> String {
    let labels = labels.join(", ");
    let notes: String = notes.chars().take(200).collect();
    [title, priority, &labels, &notes].into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" · ")
}
