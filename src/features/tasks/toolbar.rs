//! How tasks are looked at: as board or list or by the gateway's own lists, what is searched for, order and heads; and what is wrong with what is kept.
//! Refuses to know what is found.

use leptos::prelude::*;

use super::address::Shape;
use super::desk::Desk;
use crate::domain::query;
use crate::domain::task::listing::{Group, Sort};
use crate::platform::dom;
use crate::protocol::background::TasksList;
use crate::protocol::workboard::CardsList;
use crate::state::link::LinkView;
use crate::ui::el::{El, button, div, el, part};

/// What is looked at, and as what. What the gateway keeps is there only where it says that it does.
pub fn ways(desk: Desk) -> El {
    let way = move |shape: Shape| {
        button("chip-button")
            .truth("aria-pressed", move || desk.look.with(|look| look.shape == shape))
            .text(shape.words().1)
            .click(move || desk.change_look(|look| look.shape = shape))
    };
    let link = desk.profile.link;
    div("chips")
        .set("role", "group")
        .set("aria-label", "How tasks are looked at")
        .child(way(Shape::Board))
        .child(way(Shape::List))
        .when(move || link.with(LinkView::announces::<CardsList>), move || way(Shape::Workboard))
        .when(move || link.with(LinkView::announces::<TasksList>), move || way(Shape::Runs))
}

/// The search, chips that write into it, order and heads.
pub fn toolbar(desk: Desk) -> El {
    let find = el("input")
        .set("type", "search")
        .set("placeholder", "Search, or label:docs due:overdue")
        .set("aria-label", "Search tasks")
        .set("spellcheck", "false")
        .set("autocomplete", "off")
        .value(move || desk.look.with(|look| look.wish.query.clone()))
        .input(move |typed| desk.change_look(|look| look.wish.query = typed))
        .keys(move |event| {
            if event.key() == "Escape" {
                desk.change_look(|look| look.wish.query.clear());
            }
        });
    let chip = move |word: &str, token: &'static str| {
        button("chip-button")
            .truth("aria-pressed", move || desk.look.with(|look| query::has(&look.wish.query, token)))
            .text(word)
            .click(move || desk.change_look(|look| look.wish.query = query::toggle(&look.wish.query, token)))
    };
    let sorts = Sort::ALL.iter().map(|sort| sort.as_str()).collect();
    let groups = Group::ALL.iter().map(|group| group.as_str()).collect();
    div("toolbar").set("role", "search").child(div("find").child(find)).child(
        div("chips")
            .child(chip("Overdue", "due:overdue"))
            .child(chip("Blocked", "is:blocked"))
            .child(chip("Archived", "is:archived"))
            .child(choice(
                "Group",
                groups,
                move || desk.look.with(|look| look.wish.group.as_str()),
                move |word| {
                    let group = Group::ALL.iter().find(|group| group.as_str() == word).copied().unwrap_or_default();
                    desk.change_look(|look| look.wish.group = group);
                },
            ))
            .child(choice(
                "Sort",
                sorts,
                move || desk.look.with(|look| look.wish.sort.as_str()),
                move |word| {
                    let sort = Sort::ALL.iter().find(|sort| sort.as_str() == word).copied().unwrap_or_default();
                    desk.change_look(|look| (look.wish.sort, look.wish.is_reversed) = (sort, false));
                },
            ))
            .when(
                move || desk.look.with(|look| look.wish.sort != Sort::Manual),
                move || {
                    button("chip-button")
                        .truth("aria-pressed", move || desk.look.with(|look| look.wish.is_reversed))
                        .text("Reversed")
                        .click(move || desk.change_look(|look| look.wish.is_reversed = !look.wish.is_reversed))
                },
            ),
    )
}

/// One out of a few words.
fn choice(label: &str, words: Vec<&'static str>, now: impl Fn() -> &'static str + 'static, choose: impl Fn(String) + 'static) -> El {
    let options = words.into_iter().map(|word| el("option").set("value", word).text(word)).collect::<Vec<_>>();
    let select = el("select").children(options).value(move || now().to_owned()).change(choose);
    el("label").class("choice").child(el("span").text(label)).child(select)
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".into() } else { [&count.to_string(), " entries"].concat() }
}

/// Says what is wrong with what is kept.
pub fn trouble(desk: Desk) -> El {
    let trouble = desk.tasks.trouble;
    part(move || {
        let (is_full, spoilt, newer) = trouble.with(|trouble| (trouble.is_full, trouble.spoilt.len(), trouble.newer));
        let mut said = vec![];
        if is_full {
            said.push(
                "The browser has no room for the latest changes: they last as long as this tab. Import or export saves them as a file."
                    .to_owned(),
            );
        }
        if spoilt > 0 {
            said.push([&entries(spoilt), " could not be read, and what lies there is left as it is."].concat());
        }
        if newer > 0 {
            said.push([&entries(newer), " of a newer dashboard cannot be read, and what lies there is left as it is."].concat());
        }
        let mut lines: Vec<El> = said.iter().map(|words| el("p").class("fault").set("role", "alert").text(words)).collect();
        if spoilt > 0 {
            let save = move || {
                let texts = trouble.with_untracked(|trouble| trouble.spoilt.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>());
                dom::download("unreadable-tasks.txt", "text/plain", &texts.join("\n"));
            };
            let ways = div("deeds").child(button("button").set("data-size", "small").text("Save them as a file").click(save)).child(
                button("button")
                    .set("data-size", "small")
                    .set("data-kind", "danger")
                    .text("Discard them")
                    .click(move || desk.tasks.discard_spoilt()),
            );
            lines.push(ways);
        }
        lines
    })
}
