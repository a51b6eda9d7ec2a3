//! The dialog in which a column is named, limited, given a meaning, added to and taken away.
//! Refuses to touch tasks.

use leptos::prelude::*;

use super::desk::Desk;
use super::fields::{choose, field};
use crate::domain::task::columns::{Column, Stage};
use crate::ui::dialog::modal;
use crate::ui::el::{El, button, div, el, part};

/// Draws the dialog; it is open while a column is edited.
pub fn editor(desk: Desk) -> El {
    let editing = desk.editing;
    modal(
        || Some("Column".into()),
        move || editing.with(Option::is_some),
        move || editing.set(None),
        move || editing.get().map(|id| form(desk, id)),
    )
}

/// What a stage is called.
fn meaning(stage: Stage) -> &'static str {
    match stage {
        Stage::Todo => "Not begun",
        Stage::Doing => "Under way",
        Stage::Review => "Waits for somebody to look at it",
        Stage::Blocked => "Cannot go on",
        Stage::Done => "Done",
    }
}

fn form(desk: Desk, id: String) -> El {
    let columns = desk.tasks.columns;
    let now = columns.get_untracked().list.into_iter().find(|column| column.id == id).unwrap_or_default();
    let limit = if now.limit > 0 { now.limit.to_string() } else { String::new() };
    let (name, limit) = (RwSignal::new(now.name), RwSignal::new(limit));
    let stage = RwSignal::new(now.stage);
    let id = StoredValue::new(id);
    let save = move || {
        columns.change(|columns| {
            if let Some(column) = columns.list.iter_mut().find(|column| id.with_value(|id| column.id == *id)) {
                let typed = name.get_untracked().trim().to_owned();
                if !typed.is_empty() {
                    column.name = typed;
                }
                column.limit = limit.get_untracked().trim().parse().unwrap_or_default();
                column.stage = stage.get_untracked();
            }
        });
        desk.editing.set(None);
    };
    let add = move || {
        let new = uuid::Uuid::new_v4().to_string();
        columns.change(|columns| {
            let at = columns.list.iter().position(|column| id.with_value(|id| column.id == *id));
            let column = Column { id: new.clone(), name: "New column".into(), stage: stage.get_untracked(), ..Column::default() };
            columns.list.insert(at.map_or(columns.list.len(), |at| at + 1), column);
        });
        desk.editing.set(Some(new));
    };
    // Why it must stay, if so.
    let kept = move || {
        let columns = columns.get();
        let stand = |column: &str| columns.of(column).is_some_and(|of| id.with_value(|id| of.id == *id));
        let count = desk.tasks.board.with(|board| board.all().filter(|task| stand(&task.column)).count());
        match (columns.list.len(), count) {
            (0 | 1, _) => Some("The last column stays.".to_owned()),
            (_, 0) => None,
            (_, 1) => Some("A task stands in it, so it stays.".to_owned()),
            (_, count) => Some([&count.to_string(), " tasks stand in it, so it stays."].concat()),
        }
    };
    let remove = move || {
        if untrack(kept).is_none() {
            columns.change(|columns| columns.list.retain(|column| id.with_value(|id| column.id != *id)));
            desk.editing.set(None);
        }
    };
    let removal = part(move || match kept() {
        Some(why) => el("p").class("hint").text(&why),
        None => button("button").set("data-kind", "danger").text("Remove the column").click(remove),
    });
    let stages = Stage::ALL.iter().map(|(stage, word)| ((*word).to_owned(), meaning(*stage).to_owned())).collect();
    let word = move || Stage::ALL.iter().find(|(of, _)| *of == stage.get()).map(|(_, word)| (*word).to_owned()).unwrap_or_default();
    let mean = move |word: String| stage.set(Stage::ALL.iter().find(|(_, of)| *of == word).map(|(stage, _)| *stage).unwrap_or_default());
    el("form")
        .class("column-form")
        .child(el("h2").text("Column"))
        .child(field("Name", el("input").set("type", "text").set("autofocus", "").set("maxlength", "80").bind(name)))
        .child(field("Limit, empty for none", el("input").set("type", "number").set("min", "0").set("max", "9999").bind(limit)))
        .child(field("What stands in it is", choose(stages, word, mean)))
        .child(removal)
        .child(
            div("buttons")
                .child(button("button").text("Add a column after it").click(add))
                .child(button("button").text("Cancel").click(move || desk.editing.set(None)))
                .child(el("button").class("button").set("data-kind", "primary").text("Save")),
        )
        .submit(save)
}
