//! The gateway's own groups: the one that is looked at can be renamed and dissolved.
//! Refuses to make one: putting a session into a new group does.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::filter;
use crate::domain::query::small;
use crate::gateway::Written;
use crate::protocol::sessions::{SessionsGroupsDelete, SessionsGroupsRename};
use crate::ui::dialog::Ask;
use crate::ui::el::{El, button};

/// Draws the two links while a group is looked at.
pub fn links(desk: Desk) -> Vec<El> {
    let link = |words: &str, deed: fn(Desk, String)| {
        let obstacle = move || desk.obstacle::<SessionsGroupsRename>();
        button("link")
            .text(words)
            .flag("hidden", move || looked_at(desk).is_none())
            .truth("aria-disabled", move || obstacle().is_some())
            .live("title", obstacle)
            .click(move || {
                if let Some(name) = untrack(|| looked_at(desk).filter(|_| obstacle().is_none())) {
                    deed(desk, name);
                }
            })
    };
    vec![link("Rename group", rename), link("Dissolve group", dissolve)]
}

/// Returns the group that the search box names, as the gateway writes it.
fn looked_at(desk: Desk) -> Option<String> {
    let query = desk.look.with(|look| filter::read(&look.query));
    let term = query.terms.iter().find(|term| term.key == Some("group") && !term.is_negated)?;
    let [wanted] = term.values.as_slice() else { return None };
    let name = desk
        .profile
        .sessions
        .with_value(|rows| rows.rows.all().iter().filter_map(|row| row.category.as_ref()).find(|name| small(name) == *wanted).cloned());
    name.flatten()
}

fn rename(desk: Desk, name: String) {
    ask(desk, "Rename", "Its sessions follow. A name that is taken joins the two groups.", name, true);
}

fn dissolve(desk: Desk, name: String) {
    ask(desk, "Dissolve", "Its sessions stay, without a group.", name, false);
}

/// Asks, and then does one or the other.
fn ask(desk: Desk, word: &'static str, text: &str, name: String, is_rename: bool) {
    desk.ask.set(Some(Ask {
        title: format!("{word} the group “{name}”"),
        text: text.into(),
        field: is_rename.then(|| ("Name", name.clone())),
        word,
        is_danger: !is_rename,
        deed: Arc::new(move |to| {
            let (name, to) = (name.clone(), to.trim().to_owned());
            if is_rename && to.is_empty() {
                return;
            }
            let order = if is_rename {
                Written::of(&SessionsGroupsRename { name: name.clone(), to: to.clone() })
            } else {
                Written::of(&SessionsGroupsDelete { name: name.clone() })
            };
            let answer = desk.profile.order(order);
            spawn_local(async move {
                match answer.await {
                    Ok(_) if !is_rename => desk.toasts.note(format!("The group {name} was dissolved.")),
                    Ok(_) if desk.is_gone() => {}
                    Ok(_) => desk.change_look(|look| look.query = quoted(&to)),
                    Err(error) => desk.toasts.fault(format!("The group {name} is as it was. {}", error.in_words())),
                }
            });
        }),
    }));
}

/// Writes the term that looks at a group.
pub fn quoted(name: &str) -> String {
    format!("group:\"{name}\"")
}
