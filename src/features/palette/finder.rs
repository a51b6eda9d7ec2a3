//! The palette: a field, and under it what fits what is typed, best first.
//! Refuses to know what there is; `items` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::items::{Item, gather};
use super::{Palette, Sheet};
use crate::domain::palette::{find, remember};
use crate::domain::say;
use crate::platform::dom;
use crate::state::address::is_made_up;
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::ui::dialog::modal;
use crate::ui::el::{El, button, div, el, part, span, when};
use crate::ui::stride::stride;

/// The key under which what was chosen lately is kept.
const RECENT: &str = "openclutch.recent";
/// So many things are shown at most.
const SHOWN: usize = 50;

/// Draws the dialog.
pub fn finder(palette: Palette) -> El {
    modal(
        || Some("Find anything".to_owned()),
        move || palette.is(Sheet::Find),
        move || palette.closed(Sheet::Find),
        move || Some(form(palette)),
    )
}

/// What is found, in order, and where the keyboard is among it.
#[derive(Clone, Copy)]
struct Search {
    items: Memo<Arc<Vec<Item>>>,
    found: Memo<Vec<usize>>,
    /// The id of what the keyboard is on; nothing means the first. An id, because what is found moves while one looks.
    chosen: RwSignal<Option<String>>,
}

impl Search {
    fn ids(self) -> Vec<String> {
        self.items.with(|items| self.found.with(|found| found.iter().filter_map(|at| Some(items.get(*at)?.entry.id.clone())).collect()))
    }

    /// The id of what Enter takes.
    fn taken(self) -> Option<String> {
        let (chosen, ids) = (self.chosen.get(), self.ids());
        chosen.filter(|chosen| ids.contains(chosen)).or_else(|| ids.into_iter().next())
    }

    fn at(self) -> usize {
        let taken = self.taken();
        self.ids().iter().position(|id| Some(id) == taken.as_ref()).unwrap_or_default()
    }

    fn step(self, by: isize) {
        let (at, ids) = untrack(|| (self.at(), self.ids()));
        let last = ids.len().saturating_sub(1);
        let to = match by {
            isize::MIN => 0,
            isize::MAX => last,
            // Round from either end.
            1 if at == last => 0,
            -1 if at == 0 => last,
            by => at.saturating_add_signed(by).min(last),
        };
        self.chosen.set(ids.into_iter().nth(to));
        // Once it is drawn as the one.
        request_animation_frame(|| dom::reveal(".palette [aria-selected=true]"));
    }
}

fn form(palette: Palette) -> El {
    palette.is_there();
    let profile: Profile = expect_context();
    let (typed, recent): (_, Stored<Vec<String>>) = (RwSignal::new(String::new()), profile.stored(RECENT));
    let items = memo_items(palette);
    let found = Memo::new(move |_| {
        let entries: Vec<_> = items.with(|items| items.iter().map(|item| item.entry.clone()).collect());
        typed.with(|typed| find(&entries, typed, &recent.get(), SHOWN))
    });
    let search = Search { items, found, chosen: RwSignal::default() };
    let take = move |id: &str| {
        let item = search.items.with_untracked(|items| items.iter().find(|item| item.entry.id == id).cloned());
        if let Some(Item { deed, is_of_view, .. }) = item {
            // What is made up or replayed leaves nothing behind.
            if !is_of_view && !is_made_up(&profile.link.url()) {
                recent.change(|recent| remember(recent, id));
            }
            palette.close(Some(deed));
        }
    };
    let has_any = move || search.found.with(|found| !found.is_empty());
    let field = el("input")
        .set("type", "text")
        .set("autofocus", "")
        .set("role", "combobox")
        .set("placeholder", "A view, session, job or task")
        .set("aria-label", "Find anything")
        .set("aria-controls", "found")
        .set("aria-autocomplete", "list")
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .truth("aria-expanded", has_any)
        .live("aria-activedescendant", move || has_any().then(|| format!("found-{}", search.at())))
        .bind(typed)
        .input(move |_| search.chosen.set(None))
        .keys(move |event| {
            let key = event.key();
            if event.is_composing() || key.chars().nth(1).is_none() || matches!(&*key, "Home" | "End") {
                return;
            }
            if let Some((by, _)) = stride(&key, false) {
                event.prevent_default();
                search.step(by);
            } else if key == "Enter" {
                event.prevent_default();
                let id = untrack(|| search.taken());
                id.iter().for_each(|id| take(id));
            }
        });
    let rows = part(move || search.items.with(|items| search.found.with(|found| list(items, found, search, take))));
    let none = move || {
        el("p").class("none").text(match profile.sessions.with(|cached| cached.value.is_some()) {
            true => "Nothing fits what is typed. Fewer letters find more.",
            false => "Nothing of what is known fits. Sessions were not read.",
        })
    };
    let close = button("button").text("Close").click(move || palette.close(None));
    div("finder")
        .child(div("line").child(field).child(close))
        .child(el("ul").set("id", "found").set("role", "listbox").set("aria-label", "What fits").child(rows))
        .child(when(move || !has_any(), none))
        .child(div("offscreen").set("role", "status").say(move || say::many(search.found.with(Vec::len), "result")))
}

/// Gathers anew whenever something there is to find comes, goes or is renamed.
fn memo_items(palette: Palette) -> Memo<Arc<Vec<Item>>> {
    let gather = gather(palette);
    Memo::new_with_compare(move |_| Arc::new(gather()), |before, after| before != after)
}

fn list(items: &[Item], found: &[usize], search: Search, take: impl Fn(&str) + Copy + 'static) -> Vec<El> {
    let taken = Memo::new(move |_| search.taken());
    let row = |(at, item): (usize, &Item)| {
        let (id, of) = (item.entry.id.clone(), item.entry.id.clone());
        let is_chosen = move || taken.with(|taken| taken.as_ref() == Some(&of));
        el("li")
            .set("role", "option")
            .set("id", &format!("found-{at}"))
            .truth("aria-selected", is_chosen)
            .child(span("name").text(&item.name))
            .child(span("says").text(&item.says))
            .children((!item.key.is_empty()).then(|| el("kbd").text(&item.key)))
            .child(span("kind").text(item.kind))
            .click(move || take(&id))
    };
    found.iter().filter_map(|at| items.get(*at)).enumerate().map(row).collect()
}
