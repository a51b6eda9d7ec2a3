//! One task in full, beside the board; every field is edited where it stands.
//! Refuses to know the board.

use std::sync::Arc;

use leptos::prelude::*;

use super::about::about;
use super::checklist::checklist;
use super::desk::Desk;
use super::fields::{choose, field};
use super::links::links;
use crate::domain::task::columns::Stage;
use crate::domain::task::listing::word;
use crate::domain::task::relations::{blocked, refusal};
use crate::domain::task::{Part, Priority, Task};
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::protocol::day::Day;
use crate::ui::el::{El, button, div, el, link, part, when};
use crate::ui::note::page_note;

/// A task, as long as it is there.
type Seen = Memo<Option<Arc<Task>>>;

/// Draws the detail of the task that the address names, and what covers the board where the detail lies over it.
pub fn detail(desk: Desk) -> Vec<El> {
    let seen: Seen = Memo::new(move |_| desk.opened_task());
    let id = Memo::new(move |_| seen.with(|task| task.as_ref().map(|task| task.id.clone())));
    let shown = move || match id.get() {
        Some(_) => full(desk, seen),
        None => vec![page_note("No such task", "No task in this browser goes by this name. It may have been deleted.")],
    };
    let pane = el("aside")
        .class("detail")
        .set("aria-label", "Task")
        .child(button("button shut").set("aria-label", "Close the detail").text("×").click(move || desk.close()))
        .child(part(shown));
    vec![div("scrim").click(move || desk.close()), pane]
}

fn full(desk: Desk, seen: Seen) -> Vec<El> {
    let text =
        move |read: fn(&Task) -> String| Memo::new(move |_| seen.with(|task| task.as_ref().map(|task| read(task))).unwrap_or_default());
    // By its id: a field that is left because the detail closes still writes, and by then no task is open.
    let of = StoredValue::new(seen.with_untracked(|task| task.as_ref().map(|task| task.id.clone()).unwrap_or_default()));
    let write = move |words: &'static str, parts: Vec<Part>| {
        if let Some(task) = of.with_value(|id| desk.now(id)) {
            desk.write(&task, words, parts);
        }
    };
    let emptied = RwSignal::new(0_u32);
    let titled = move |typed: String| {
        let title = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            // A task without a title is none: what it was called comes back.
            let _ = emptied.try_update(|emptied| *emptied += 1);
        } else {
            write("Renamed", vec![Part::Title(title)]);
        }
    };
    let title = text(|task| task.title.value.clone());
    let columns = move || desk.tasks.columns.get().list.into_iter().map(|column| (column.id, column.name)).collect::<Vec<_>>();
    let column =
        move || seen.with(|task| task.as_ref().and_then(|task| desk.tasks.columns.get().of(&task.column).map(|column| column.id.clone())));
    let put = move |to: String| {
        if let Some(task) = seen.get_untracked() {
            desk.move_to(&task.id, &to, usize::MAX);
        }
    };
    let prioritise = move |to: String| {
        if let (Some(task), Some(priority)) = (seen.get_untracked(), Priority::named(&to)) {
            desk.prioritise(&task, priority);
        }
    };
    let priority = text(|task| task.priority.as_str().to_owned());
    let priorities = Priority::ALL.iter().map(|priority| (priority.as_str().to_owned(), word(*priority).to_owned())).collect();
    let due = el("input").class("due-field").set("type", "date");
    let due_day = Memo::new(move |_| seen.with(|task| task.as_ref().and_then(|task| *task.due)));
    let due = due.value(move || due_day.get().map(Day::write).unwrap_or_default()).change(move |typed| {
        let day = Day::read(&typed);
        // The field tells of every digit of a year that is being typed.
        if day.is_none_or(|day| day.parts().0 >= 1_000) {
            write("Due day of", vec![Part::Due(day)]);
        }
    });
    let labels = text(|task| task.labels.join(" "));
    let label = move |typed: String| {
        let labels = typed.split([' ', ',']).map(|label| label.trim_start_matches('#')).filter(|label| !label.is_empty());
        let mut kept: Vec<String> = vec![];
        labels.for_each(|label| {
            if !kept.iter().any(|other| other == label) {
                kept.push(label.to_owned());
            }
        });
        write("Labels of", vec![Part::Labels(kept)]);
    };
    let is_blocked =
        move || seen.with(|task| task.as_ref().is_some_and(|task| desk.tasks.columns.get().stage(&task.column) == Stage::Blocked));
    let reason = text(|task| task.reason.value.clone());
    let reason = move || {
        let input = el("input").set("type", "text").set("placeholder", "What it waits for").value(move || reason.get());
        field("Why it is blocked", input.change(move |typed| write("Reason of", vec![Part::Reason(typed)])))
    };
    let projects = desk.creating.projects;
    let has_projects = move || projects.with(|projects| !projects.is_empty());
    let project = move || {
        let all = [vec![(String::new(), "No project".to_owned())], projects.get()].concat();
        let now = text(|task| task.project.value.clone());
        field("Project", choose(all, move || now.get(), move |to| write("Project of", vec![Part::Project(to)])))
    };
    let deed = move |word: &str, kind: &str, deed: fn(Desk, &Task)| {
        button("button").set("data-kind", kind).text(word).click(move || {
            if let Some(task) = seen.get_untracked() {
                deed(desk, &task);
            }
        })
    };
    vec![
        el("p").class("id").say(move || seen.with(|task| task.as_ref().map(|task| task.name())).unwrap_or_default()),
        el("textarea")
            .class("name-field")
            .set("rows", "1")
            .set("aria-label", "Title")
            .value(move || {
                emptied.track();
                title.get()
            })
            .change(titled),
        div("grid")
            .child(field("Status", part(move || choose(columns(), move || column().unwrap_or_default(), put))))
            .child(field("Priority", choose(priorities, move || priority.get(), prioritise)))
            .child(field("Due", due))
            .child(field("Labels", el("input").class("labels-field").set("type", "text").value(move || labels.get()).change(label))),
        when(has_projects, project),
        when(is_blocked, reason),
        about(seen, move |typed| write("Description of", vec![Part::About(typed)])),
        checklist(desk, seen),
        relations(desk, seen),
        links(desk, seen),
        part(move || seen.with(|task| task.as_ref().map(|task| history(task)))),
        div("deeds")
            .child(deed("Duplicate", "", |desk, task| desk.duplicate(task)))
            .child(deed("Delete", "danger", |desk, task| desk.delete(task))),
    ]
}

/// What it waits for, and what waits for it.
fn relations(desk: Desk, seen: Seen) -> El {
    let (typed, fault) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let drop_one = move |id: String| {
        if let Some(task) = seen.get_untracked() {
            let left = task.blocked_by.iter().filter(|other| **other != id).cloned().collect();
            desk.write(&task, "Relations of", vec![Part::BlockedBy(left)]);
        }
    };
    let by = move || {
        let Some(task) = seen.get() else { return vec![] };
        let known = |id: &String| desk.tasks.board.with(|board| board.get(id).cloned());
        task.blocked_by
            .iter()
            .filter_map(known)
            .map(|other| {
                let id = other.id.clone();
                row(desk, &other).child(
                    button("plain").set("aria-label", &["Remove ", &other.name()].concat()).text("×").click(move || drop_one(id.clone())),
                )
            })
            .collect::<Vec<_>>()
    };
    let waiting = move || {
        let all = seen.with(|task| task.as_ref().map(|task| desk.tasks.board.with(|board| blocked(board, &task.id)))).unwrap_or_default();
        let rows: Vec<El> = all.iter().map(|other| row(desk, other)).collect();
        (!rows.is_empty()).then(|| div("relations").child(el("h3").text("Blocks")).children(rows))
    };
    let add = move || {
        let Some(task) = seen.get_untracked() else { return };
        let words = typed.get_untracked();
        fault.set(match desk.find(&words) {
            None => Some("No task has this name or these words.".into()),
            Some(other) if task.blocked_by.contains(&other.id) => None,
            Some(other) => {
                let refused = desk.tasks.board.with_untracked(|board| refusal(board, &task.id, &other.id));
                if refused.is_none() {
                    let all = [task.blocked_by.value.clone(), vec![other.id.clone()]].concat();
                    desk.write(&task, "Relations of", vec![Part::BlockedBy(all)]);
                    typed.set(String::new());
                }
                refused
            }
        });
    };
    let field = el("input")
        .class("relation-field")
        .set("type", "text")
        .set("placeholder", "OC-12, or words")
        .set("aria-label", "Blocked by")
        .set("list", "tasks-known")
        .bind(typed);
    let known = move || {
        desk.tasks
            .board
            .with(|board| board.all().take(200).map(|task| el("option").set("value", &task.name()).text(&task.title)).collect::<Vec<_>>())
    };
    div("relations")
        .child(el("h3").text("Blocked by"))
        .part(by)
        .child(el("form").class("add").child(field).child(el("button").class("button").text("Add")).submit(add))
        .child(el("datalist").set("id", "tasks-known").part(known))
        .part(move || fault.get().map(|words| el("p").class("fault").set("role", "alert").text(&words)))
        .part(waiting)
}

fn row(desk: Desk, task: &Task) -> El {
    div("relation").child(link(&desk.path(&task.name())).text(&[&task.name(), " ", task.title.as_str()].concat()))
}

/// What was done to it by itself.
fn history(task: &Task) -> El {
    let made = ["Created ", &dom::local_time(UnixMs(task.made_at))].concat();
    let logged = task
        .log
        .iter()
        .rev()
        .map(|entry| el("li").child(el("span").text(&entry.words)).child(el("time").text(&dom::local_time(UnixMs(entry.at)))));
    div("history").child(el("ul").children(logged.collect::<Vec<_>>())).child(el("p").class("hint").text(&made))
}
