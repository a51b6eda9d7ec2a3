//! Tasks into a file and out of one, with a look at what that would do before it is done.
//! Refuses to read files itself; `domain::task::exchange` does.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use crate::domain::say;
use crate::domain::task::Task;
use crate::domain::task::exchange::{self, Import};
use crate::platform::dom;
use crate::ui::dialog::modal;
use crate::ui::el::{El, button, div, el};

/// So many tasks are named one by one.
const NAMED: usize = 8;

/// Draws the button, and the dialog that it opens.
pub fn files(desk: Desk) -> Vec<El> {
    let is_open = RwSignal::new(false);
    let open = button("button").text("Import or export").click(move || is_open.set(true));
    let dialog = modal(
        || Some("Import or export".into()),
        move || is_open.get(),
        move || is_open.set(false),
        move || is_open.get().then(|| form(desk, is_open)),
    );
    vec![open, dialog]
}

fn form(desk: Desk, is_open: RwSignal<bool>) -> El {
    let import = RwSignal::new(None::<Import>);
    let fault = RwSignal::new("");
    let save = move |as_json: bool| {
        let day = desk.today.get_untracked().write();
        desk.tasks.board.with_untracked(|board| {
            if as_json {
                dom::download(&["tasks-", &day, ".json"].concat(), "application/json", &exchange::json(board));
            } else {
                let columns = desk.tasks.columns.get_untracked();
                let text = desk.creating.projects.with_untracked(|projects| exchange::markdown(board, &columns, projects));
                dom::download(&["tasks-", &day, ".md"].concat(), "text/markdown", &text);
            }
        });
    };
    let read = move |files: Vec<dom::Picked>| {
        let Some(file) = files.into_iter().next() else { return };
        spawn_local(async move {
            let text = file.text().await;
            let read = text.map(|text| {
                let (columns, when) = (desk.tasks.columns.get_untracked(), (desk.tasks.now(), desk.today.get_untracked()));
                let mut id = || uuid::Uuid::new_v4().to_string();
                desk.tasks.board.with_untracked(|board| {
                    desk.creating.projects.with_untracked(|projects| exchange::read(&text, board, &columns, projects, when, &mut id))
                })
            });
            // The dialog may be closed meanwhile.
            let _ = fault.try_set(if read.is_none() { "The browser could not read this file." } else { "" });
            let _ = import.try_set(read);
        });
    };
    let take = move || {
        let Some(read) = import.get_untracked() else { return };
        let words = ["Imported ", &say::many(read.added.len() + read.updated.len(), "task")].concat();
        desk.tasks.take(words.clone(), read.tasks());
        is_open.set(false);
        desk.toasts.note([&words, ". Ctrl+Z takes it back."].concat());
    };
    let may_take =
        move || import.with(|import| import.as_ref().is_some_and(|import| !import.added.is_empty() || !import.updated.is_empty()));
    let saving = |words: &str, title: &str, as_json: bool| button("button").set("title", title).text(words).click(move || save(as_json));
    div("exchange")
        .child(el("h2").text("Import or export"))
        .child(div("buttons").child(saving("Save as JSON", "All of it, to be read in again", true)).child(saving(
            "Save as Markdown",
            "For people, and for other programs",
            false,
        )))
        .child(
            el("label")
                .class("field")
                .child(el("span").text("Read a file in: JSON or Markdown. Nothing is written before you say so."))
                .child(
                    el("input")
                        .set("type", "file")
                        .set("accept", ".json,.md,.txt,application/json,text/markdown,text/plain")
                        .picks("change", read),
                ),
        )
        .part(move || {
            Some(fault.get()).filter(|words| !words.is_empty()).map(|words| el("p").class("fault").set("role", "alert").text(words))
        })
        .child(div("preview").set("role", "status").part(move || import.with(|import| import.as_ref().map(preview)).unwrap_or_default()))
        .child(
            div("buttons")
                .child(button("button").text("Close").click(move || is_open.set(false)))
                .when(may_take, move || button("button").set("data-kind", "primary").text("Import").click(take)),
        )
}

/// Says what would be added, updated and left, and what could not be read.
fn preview(import: &Import) -> Vec<El> {
    let titles = |tasks: &[Task]| tasks.iter().map(|task| task.title.value.clone()).collect::<Vec<_>>();
    let group = |words: &str, count: usize, named: Vec<String>| {
        let rest = named.len().saturating_sub(NAMED);
        let mut rows: Vec<El> = named.iter().take(NAMED).map(|name| el("li").text(name)).collect();
        rows.extend((rest > 0).then(|| el("li").text(&["and ", &say::count(rest), " more"].concat())));
        let head = el("h3").text(&[words, " ", &say::many(count, "task")].concat());
        (count > 0).then(|| div("group").child(head).child(el("ul").children(rows)))
    };
    let unread = (!import.unread.is_empty()).then(|| {
        let rows = import.unread.iter().take(NAMED).map(|why| el("li").text(why)).collect::<Vec<_>>();
        let head = [&say::many(import.unread.len(), "item"), " cannot be read: left out"].concat();
        div("group").set("data-tone", "bad").child(el("h3").text(&head)).child(el("ul").children(rows))
    });
    let groups = [
        group("Adds", import.added.len(), titles(&import.added)),
        group("Updates", import.updated.len(), titles(&import.updated)),
        group("Leaves as they are", import.skipped.len(), import.skipped.clone()),
        unread,
    ];
    let groups: Vec<El> = groups.into_iter().flatten().collect();
    if groups.is_empty() { vec![el("p").class("hint").text("There is no task in this file.")] } else { groups }
}
