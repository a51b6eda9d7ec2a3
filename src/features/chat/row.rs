//! One row of a conversation, as what it is.
//! Refuses to know its neighbours, and which rows are in view.

use std::sync::Arc;

use leptos::prelude::*;

use super::menu;
use super::room::Room;
use super::{text, tool};
use crate::domain::say;
use crate::platform::dom;
use crate::protocol::chat::Media;
use crate::state::chat::row::{End, Row, Teller, What};
use crate::ui::el::{El, button, div, el, part, span};
use crate::ui::markdown::marked;

/// A row that is drawn, and what it shows now. Its kind stays the same.
pub type Cell = RwSignal<Arc<Row>>;

/// Draws the row.
pub fn row(room: Room, key: &Arc<str>, cell: Cell) -> El {
    let what = cell.with_untracked(|row| row.what.clone());
    let (kind, content) = match what {
        What::Said { .. } => ("said", said(room, cell)),
        What::Told { by, .. } => ("told", told(room, key.clone(), cell, by)),
        What::Text { .. } => ("text", text::text(room, cell)),
        What::Thought { .. } => ("thought", thought(room, key.clone(), cell)),
        What::Tool(_) => ("tool", tool::tool(room, key.clone(), cell)),
        What::Note(_) => ("note", note(room, cell)),
        What::Mark(words) => ("mark", span("words").text(if words.is_empty() { "Here the gateway left a mark" } else { &words })),
        What::End(_) => ("end", part(move || cell.with(|row| if let What::End(of) = &row.what { end(room, row, of) } else { vec![] }))),
        What::Doing(_) => ("doing", span("words").set("role", "status").say(move || cell.with(|row| row.text().to_owned()))),
    };
    let is_shown = key.clone();
    div("row")
        .set("data-key", key)
        .set("data-kind", kind)
        .flag("data-found", move || {
            room.found.with(|found| found.as_ref().and_then(|found| found.now()).is_some_and(|now| *now == is_shown))
        })
        .child(content)
}

fn said(room: Room, cell: Cell) -> El {
    let words = move || {
        let needle = room.needle();
        cell.with(|row| marked(row.text(), &needle))
    };
    let media = move || cell.with(|row| if let What::Said { media, .. } = &row.what { media.iter().map(medium).collect() } else { vec![] });
    div("bubble-line").child(menu::of_message(room, cell)).child(
        div("bubble").live("title", move || cell.with(|row| row.at).map(dom::local_time)).child(div("words").part(words)).part(media),
    )
}

/// Says what was attached. Nothing is fetched: it lies with the gateway.
fn medium(media: &Media) -> El {
    let name = media.file_name.clone().unwrap_or_else(|| "attachment".into());
    let kind = media.content_type.clone().unwrap_or_default();
    let size = media.size_bytes.map(say::bytes).unwrap_or_default();
    div("medium").child(el("strong").text(&name)).child(span("quiet").text(&format!(" {kind} {size}")))
}

fn thought(room: Room, key: Arc<str>, cell: Cell) -> El {
    // While it is thought it is shown, afterwards folded away, unless a person wants it otherwise.
    let is_open = move || cell.with(|row| matches!(row.what, What::Thought { is_open: true, .. }));
    folded(room, key, cell, is_open, move || if is_open() { "Thinking" } else { "Thought" })
}

/// Says who told the agent something in the place of a person.
pub fn teller(by: Teller) -> &'static str {
    match by {
        Teller::Gateway => "Told by the gateway",
        Teller::Session => "Told from another session",
    }
}

fn told(room: Room, key: Arc<str>, cell: Cell, by: Teller) -> El {
    folded(room, key, cell, || false, move || teller(by))
}

/// Draws words that are folded away under a word.
fn folded(
    room: Room,
    key: Arc<str>,
    cell: Cell,
    is_open: impl Fn() -> bool + Copy + Send + Sync + 'static,
    word: impl Fn() -> &'static str + 'static,
) -> El {
    let (of, turned) = (key.clone(), key);
    let is_shown = move || room.is_open(&of, is_open());
    let (shown, now) = (is_shown.clone(), is_shown.clone());
    div("thought")
        .child(
            button("fold")
                .truth("aria-expanded", is_shown)
                .say(move || word().to_owned())
                .click(move || room.open(&turned, !untrack(&now))),
        )
        .when(shown, move || div("words").child(text::searched(room, move || cell.with(|row| row.text().to_owned()))))
}

fn note(room: Room, cell: Cell) -> El {
    div("note").child(span("tag").text("Note")).child(text::text(room, cell)).child(menu::of_message(room, cell))
}

/// Says how a run ended, and what it used.
fn end(room: Room, row: &Arc<Row>, end: &End) -> Vec<El> {
    let mut shown = vec![];
    if let Some(error) = &end.error {
        let error = error.clone();
        shown.push(
            div("broke")
                .set("role", "alert")
                .child(el("strong").text("The run failed. "))
                .child(el("span").text(&error))
                .child(menu::retry(room, row.key.clone())),
        );
    }
    if end.is_stopped {
        shown.push(
            div("stopped")
                .child(el("strong").text("Stopped. "))
                .child(el("span").text("What was said so far stands above."))
                .child(menu::retry(room, row.key.clone())),
        );
    }
    let used = end.used();
    let tokens = used.input + used.cache_read + used.cache_write;
    let mut facts = span("facts");
    if tokens + used.output > 0 {
        let cost = used.cost.as_ref().map_or_else(|| "unpriced".to_owned(), |cost| say::money(cost.total));
        let exactly = used.cost.as_ref().map_or_else(
            || "The gateway knows no price for this model".to_owned(),
            |cost| format!("{}, as the gateway reports it", say::money_exactly(cost.total)),
        );
        let into = format!(
            "{} in, {} of them from the cache, {} out",
            say::tokens(tokens),
            say::tokens(used.cache_read),
            say::tokens(used.output)
        );
        facts = facts.child(span("cost").set("title", &exactly).text(&cost)).child(span("").set("title", &into).text(&format!(
            "{} in · {} out",
            say::tokens(tokens),
            say::tokens(used.output)
        )));
    }
    if let Some(model) = &end.model {
        facts = facts.child(span("").text(model));
    }
    if let Some(at) = row.at {
        facts = facts.child(span("").set("title", &dom::local_time(at)).text(&dom::time_of_day(at)));
    }
    shown.push(div("foot").child(facts).child(menu::of_run(room, row.clone())));
    shown
}
