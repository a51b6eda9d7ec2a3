//! Orders with a slash in front: which fit what was typed so far, and the list to choose from.
//! Refuses to carry them out; the gateway does.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::room::Room;
use crate::protocol::chat::{CommandsList, SlashCommand};
use crate::ui::el::{El, button, div, effect, el, span};

/// How many are offered at most.
const MOST: usize = 8;

/// The list of orders.
#[derive(Clone, Copy)]
pub struct Slash {
    room: Room,
    all: RwSignal<Option<Vec<SlashCommand>>>,
    /// Which is chosen.
    pub at: RwSignal<usize>,
    /// The list was closed for what is typed now.
    pub is_shut: RwSignal<bool>,
}

impl Slash {
    /// Begins without a list; it is asked for when the first slash is typed.
    pub fn new(room: Room) -> Self {
        let slash = Self { room, all: RwSignal::default(), at: RwSignal::default(), is_shut: RwSignal::default() };
        effect(move || {
            let begins = room.draft.with(|draft| draft.starts_with('/'));
            if begins && slash.all.with_untracked(Option::is_none) && room.profile.link.is_ready() {
                slash.all.set(Some(vec![]));
                spawn_local(async move {
                    // Without the list orders can still be typed.
                    if let Ok(listed) = room.profile.call(&CommandsList {}).await {
                        let _ = slash.all.try_set(Some(listed.commands.items));
                    }
                });
            }
            slash.at.set(0);
            if !begins {
                slash.is_shut.set(false);
            }
        });
        slash
    }

    /// Returns what fits, and tracks it.
    pub fn fitting(&self) -> Vec<SlashCommand> {
        if self.is_shut.get() {
            return vec![];
        }
        self.room.draft.with(|draft| self.all.with(|all| fitting(all.as_deref().unwrap_or_default(), draft)))
    }

    /// Moves the choice.
    pub fn step(&self, by: isize) {
        let count = isize::try_from(untrack(|| self.fitting()).len()).unwrap_or(1).max(1);
        self.at.update(|at| *at = usize::try_from((isize::try_from(*at).unwrap_or(0) + by).rem_euclid(count)).unwrap_or(0));
    }

    /// Writes the chosen order.
    pub fn take(&self) {
        let chosen = untrack(|| self.fitting()).get(self.at.get_untracked()).cloned();
        if let Some(order) = chosen {
            self.room.draft.set(format!("/{}{}", order.name, if order.accepts_args { " " } else { "" }));
            self.is_shut.set(true);
        }
    }

    /// Draws the list.
    pub fn list(self) -> El {
        let keys =
            move || self.fitting().into_iter().enumerate().map(|(at, order)| (at, order.name, order.description)).collect::<Vec<_>>();
        let line = move |(at, name, description): (usize, String, String)| {
            button("order")
                .set("role", "option")
                .set("id", &format!("order-{at}"))
                .set("tabindex", "-1")
                .truth("aria-selected", move || self.at.get() == at)
                .child(el("strong").text(&format!("/{name}")))
                .child(span("quiet").text(&description))
                .click(move || {
                    self.at.set(at);
                    self.take();
                })
        };
        div("orders")
            .set("id", "orders")
            .set("role", "listbox")
            .set("aria-label", "Orders")
            .flag("hidden", move || self.fitting().is_empty())
            .part(move || keys().into_iter().map(line).collect::<Vec<_>>())
    }
}

/// Returns the orders that begin with what was typed, then those that have it somewhere.
fn fitting(all: &[SlashCommand], draft: &str) -> Vec<SlashCommand> {
    let Some(typed) = draft.strip_prefix('/').filter(|typed| !typed.contains(char::is_whitespace)) else { return vec![] };
    let typed = typed.to_ascii_lowercase();
    let begins = all.iter().filter(|order| order.name.starts_with(&typed));
    let has = all.iter().filter(|order| !order.name.starts_with(&typed) && order.name.contains(&typed));
    begins.chain(has).take(MOST).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_so_comes_first() {
        let order = |name: &str| SlashCommand { name: name.into(), description: String::new(), accepts_args: false };
        let all = ["new", "model", "models", "reset", "think"].map(order);
        let names = |draft| fitting(&all, draft).into_iter().map(|order| order.name).collect::<Vec<_>>();
        assert_eq!(names("/mo"), ["model", "models"]);
        assert_eq!(names("/E"), ["new", "model", "models", "reset"]);
        assert_eq!((names("/model x"), names("model"), names("/zzz")), (vec![], vec![], vec![]));
    }
}
