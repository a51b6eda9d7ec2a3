//! One card: its name, its title, and what is worth knowing at a glance.
//! Refuses to move.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use super::links::linked;
use crate::domain::say;
use crate::domain::task::columns::Stage;
use crate::domain::task::listing::{is_overdue, word};
use crate::domain::task::relations::blockers;
use crate::domain::task::{Priority, Task};
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::protocol::day::Day;
use crate::ui::el::{El, div, el, memo, span};

/// Draws a card.
pub fn card(desk: Desk, id: Arc<str>) -> El {
    let seen = desk.seen(id.clone());
    let name = move || seen.with(|task| task.as_ref().map(|task| task.name())).unwrap_or_default();
    let of = StoredValue::new(id.clone());
    let is = move |other: Option<&str>| of.with_value(|id| other == Some(&**id));
    let is_at = memo(move || desk.cursor.with(|cursor| is(cursor.as_deref())));
    // Without a card of its own the keyboard begins at the first.
    let is_first = memo(move || {
        desk.cursor.with(Option::is_none)
            && desk.listing.with(|listing| listing.lanes.iter().find_map(|lane| lane.ids.first()).is_some_and(|first| is(Some(first))))
    });
    let is_lifted = move || desk.carried.with(|carried| is(carried.as_ref().map(|carried| &*carried.id)));
    let is_dragged = move || desk.dragged.with(|dragged| is(dragged.as_deref()));
    let is_open =
        memo(move || desk.opened.get().is_some_and(|number| seen.with(|task| task.as_ref().is_some_and(|task| *task.number == number))));
    let is_marked = memo(move || desk.marked.with(|marked| marked.iter().any(|other| is(Some(other)))));
    let is_marked = move || is_marked.get();
    let mark = el("input")
        .class("mark")
        .set("type", "checkbox")
        .set("tabindex", "-1")
        .live("aria-label", move || Some(["Mark ", &name()].concat()))
        .checked(is_marked)
        .change(move |_| of.with_value(|id| desk.mark(id)));
    let title = el("a")
        .class("title")
        .set("draggable", "false")
        .live("href", move || Some(dom::href(&desk.path(&name()))))
        .name("tabindex", move || if is_at.get() || is_first.get() { "0" } else { "-1" })
        .live("aria-current", move || is_open.get().then(|| "true".to_owned()))
        .set("aria-describedby", "card-keys")
        .on("focus", move |_| {
            if !is_at.get_untracked() {
                desk.cursor.set(Some(of.get_value()));
            }
        })
        .say(move || seen.with(|task| task.as_ref().map(|task| task.title.value.clone())).unwrap_or_default());
    // By name, so that what others do redraws this card only where it says something of them.
    let waits = Memo::new(move |_| {
        seen.with(|task| {
            let names = |task: &Arc<Task>| {
                let columns = desk.tasks.columns.get();
                desk.tasks.board.with(|board| blockers(board, &columns, task).iter().map(|other| other.name()).collect::<Vec<_>>())
            };
            task.as_ref().filter(|task| !task.blocked_by.is_empty()).map(names).unwrap_or_default()
        })
    });
    div("card")
        .set("role", "listitem")
        .set("data-key", &id)
        .flag("data-lifted", is_lifted)
        .flag("data-dragged", is_dragged)
        .flag("data-open", move || is_open.get())
        .flag("data-marked", is_marked)
        .child(div("card-top").child(mark).child(span("id").say(name)).child(age(desk, seen)))
        .child(title)
        .part(move || seen.with(|task| task.as_ref().map(|task| waits.with(|waits| marks(desk, task, waits)))))
}

/// Since when it has been in its column.
fn age(desk: Desk, seen: Memo<Option<Arc<Task>>>) -> El {
    let since = Memo::new(move |_| seen.with(|task| task.as_ref().map(|task| UnixMs(*task.since))));
    let said = Memo::new(move |_| {
        let now = desk.ticker.calm().wall;
        since.get().map(|since| say::age(since, now)).unwrap_or_default()
    });
    span("age")
        .live("title", move || since.get().map(|since| ["In this column since ", &dom::local_time(since)].concat()))
        .say(move || said.get())
}

/// What stands below the title.
fn marks(desk: Desk, task: &Task, waits: &[String]) -> El {
    let (today, columns) = (desk.today.get(), desk.tasks.columns.get());
    let is_done = columns.stage(&task.column) == Stage::Done;
    let done = task.steps.iter().filter(|step| step.done).count();
    let mut row = div("marks").child(bars(*task.priority));
    let project = desk
        .profile
        .projects
        .with(|all| all.of_task(&task.project, &task.labels).map(|project| (project.name.value.clone(), project.colour.as_str())));
    row = row.children(project.map(|(name, colour)| {
        span("tag").child(span("dot").set("aria-hidden", "true").set("data-colour", colour)).child(el("span").text(&name))
    }));
    for label in task.labels.iter() {
        row = row.child(span("tag").text(label));
    }
    if let Some(due) = *task.due {
        let is_late = is_overdue(task, today) && !is_done;
        let words = [if is_late { "overdue " } else { "due " }, &when(due, today)].concat();
        row = row.child(span("tag").set_if("data-tone", is_late.then_some("bad")).set("title", &due.write()).text(&words));
    }
    if !task.steps.is_empty() {
        let words = [&done.to_string(), "/", &task.steps.len().to_string()].concat();
        row = row.child(span("tag").set("title", "Steps done").text(&words));
    }
    if let Some(first) = waits.first().filter(|_| !is_done) {
        let others = if waits.len() > 1 { [" and ", &(waits.len() - 1).to_string(), " more"].concat() } else { String::new() };
        row = row.child(span("tag").set("data-tone", "warn").text(&["waits for ", first, &others].concat()));
    } else if columns.stage(&task.column) == Stage::Blocked {
        let words = if task.reason.is_empty() { "no reason given" } else { &task.reason };
        row = row.child(span("tag").set("data-tone", "warn").text(words));
    }
    row.children(task.links.iter().map(|of| linked(desk, of)).collect::<Vec<_>>())
}

/// Draws a priority: bars for the eyes, a word for the ears and whoever points at it.
pub fn bars(priority: Priority) -> El {
    span("bars")
        .set("data-level", priority.as_str())
        .set("role", "img")
        .set("aria-label", word(priority))
        .set("title", word(priority))
        .children((0..3).map(|_| span("")).collect::<Vec<_>>())
}

/// Says a day as people do while it is near.
pub fn when(due: Day, today: Day) -> String {
    const WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    match due.0.saturating_sub(today.0) {
        -1 => "yesterday".into(),
        0 => "today".into(),
        1 => "tomorrow".into(),
        2..=6 => usize::try_from(due.weekday()).ok().and_then(|at| WEEK.get(at)).copied().unwrap_or_default().into(),
        _ => due.write(),
    }
}
