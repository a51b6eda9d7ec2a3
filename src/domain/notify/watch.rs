//! What is told outside of the page, and when: from what waits before and now. Each thing is told once, what was there when the page came
//! never, and nothing while somebody looks or in quiet hours. Pure.
//! Refuses to know the browser, other tabs, and the time.

use std::sync::Arc;

use super::{Wishes, group};
use crate::domain::queue::{Item, Kind};

/// What is so now.
pub struct Now<'a> {
    /// What waits.
    pub items: &'a [Item],
    /// Whether it is known what waits of a kind.
    pub knows: &'a dyn Fn(Kind) -> bool,
    /// Whose something is, for what must not be told by its own words.
    pub who: &'a dyn Fn(&Item) -> String,
    /// What the person wants.
    pub wishes: &'a Wishes,
    /// It is a quiet hour.
    pub is_quiet: bool,
    /// Somebody looks at this page.
    pub is_watched: bool,
}

/// Something to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Of two with one tag the later takes the place of the earlier.
    pub tag: String,
    /// What it is about.
    pub ids: Vec<Arc<str>>,
    /// What waits.
    pub title: String,
    /// Whose, or which.
    pub body: String,
}

/// What follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follows {
    /// Is to be told, unless another tab does.
    pub tell: Vec<Note>,
    /// Is seen by whoever looks at this page, so nobody needs to tell.
    pub seen: Vec<Arc<str>>,
    /// The tags of what waits no longer.
    pub over: Vec<String>,
}

/// What was noticed so far.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    /// What it was known of last time.
    known: Vec<Kind>,
    /// Came in quiet hours, and waits to be told at their end.
    held: Vec<Arc<str>>,
    /// Told, by tag.
    told: Vec<(String, Vec<Arc<str>>)>,
    /// Was there once: what goes and comes back is not new.
    past: Vec<Arc<str>>,
}

/// More than so many at once are told as one.
const MOST: usize = 3;
/// Of more than so many that were there only those are remembered that still wait.
const PAST: usize = 500;
/// A body has so many letters at most.
const BODY: usize = 120;

impl Watch {
    /// Returns whether something waits for the end of quiet hours.
    pub fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    /// Notices what is so now.
    pub fn step(&mut self, now: &Now<'_>) -> Follows {
        let fresh = self.fresh(now);
        let waits = |id: &Arc<str>| now.items.iter().any(|item| item.id == *id);
        let mut follows = Follows::default();
        if !now.wishes.is_on {
            self.held.clear();
            follows.over = std::mem::take(&mut self.told).into_iter().map(|(tag, _)| tag).collect();
            return follows;
        }
        let mut tell: Vec<Arc<str>> = vec![];
        for item in fresh {
            match (now.is_watched, now.is_quiet) {
                (true, _) => follows.seen.push(item.id.clone()),
                _ if !now.wishes.tells(group(item.kind)) => {}
                (false, true) => self.held.push(item.id.clone()),
                (false, false) => tell.push(item.id.clone()),
            }
        }
        self.held.retain(waits);
        if now.is_watched {
            follows.seen.append(&mut self.held);
        } else if !now.is_quiet && !self.held.is_empty() {
            // What waited for the end of quiet hours is told together.
            tell = std::mem::take(&mut self.held).into_iter().chain(tell).collect();
            follows.tell = self.together(now, tell, tell_one);
        } else {
            let how = if tell.len() > MOST { tell_one } else { tell_each };
            follows.tell = self.together(now, tell, how);
        }
        self.told.retain(|(tag, ids)| {
            let is_over = !ids.iter().any(waits);
            if is_over {
                follows.over.push(tag.clone());
            }
            !is_over
        });
        follows
    }

    /// Returns what is new: its kind was known before, and it was not there.
    fn fresh<'a>(&mut self, now: &Now<'a>) -> Vec<&'a Item> {
        let unseen: Vec<&Item> = now.items.iter().filter(|item| !self.past.contains(&item.id)).collect();
        self.past.extend(unseen.iter().map(|item| item.id.clone()));
        if self.past.len() > PAST {
            self.past.retain(|id| now.items.iter().any(|item| item.id == *id));
        }
        let fresh = unseen.into_iter().filter(|item| self.known.contains(&item.kind)).collect();
        self.known = Kind::ALL.into_iter().filter(|kind| (now.knows)(*kind)).collect();
        fresh
    }

    fn together(&mut self, now: &Now<'_>, ids: Vec<Arc<str>>, how: fn(&Item) -> String) -> Vec<Note> {
        let is_alone = ids.len() == 1;
        let mut tags: Vec<String> = vec![];
        for item in now.items.iter().filter(|item| ids.contains(&item.id)) {
            let tag = if is_alone { tell_each(item) } else { how(item) };
            match self.told.iter_mut().find(|(of, _)| *of == tag) {
                Some((_, told)) => told.push(item.id.clone()),
                None => self.told.push((tag.clone(), vec![item.id.clone()])),
            }
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags.into_iter().filter_map(|tag| self.note(now, tag)).collect()
    }

    /// Writes what is told under a tag: of all that still waits.
    fn note(&mut self, now: &Now<'_>, tag: String) -> Option<Note> {
        let (_, ids) = self.told.iter_mut().find(|(of, _)| *of == tag)?;
        ids.retain(|id| now.items.iter().any(|item| item.id == *id));
        let items: Vec<&Item> = now.items.iter().filter(|item| ids.contains(&item.id)).collect();
        let first = *items.first()?;
        let count = items.len().to_string();
        let is_one_kind = items.iter().all(|item| item.kind == first.kind && item.to == first.to);
        let (one, many) = words(first.kind);
        let (title, body) = match (items.len(), is_one_kind) {
            (1, _) => (one.to_owned(), about(now, first)),
            (_, true) => ([&count, " ", many].concat(), about(now, first)),
            _ => ([&count, " things wait for you"].concat(), String::new()),
        };
        Some(Note { tag, ids: items.iter().map(|item| item.id.clone()).collect(), title, body })
    }
}

/// All of it under one tag.
fn tell_one(_: &Item) -> String {
    "openclutch".into()
}

/// What is of one kind and in one place under one tag.
fn tell_each(item: &Item) -> String {
    ["openclutch:", item.kind.words().0, ":", &item.to].concat()
}

/// Whose something is. What agents ask may hold anything, so their words stay in the page.
fn about(now: &Now<'_>, item: &Item) -> String {
    let words = match item.kind {
        Kind::Approval | Kind::Question => ["In ", &(now.who)(item)].concat(),
        Kind::Message => ["To ", &(now.who)(item)].concat(),
        _ => item.title.clone(),
    };
    if words.chars().count() <= BODY { words } else { words.chars().take(BODY - 1).chain(['…']).collect() }
}

fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Approval => ("An approval waits", "approvals wait"),
        Kind::Question => ("A question waits", "questions wait"),
        Kind::Pairing => ("A device asks to come in", "devices ask to come in"),
        Kind::Failed => ("A job failed", "jobs failed"),
        Kind::Late => ("A job is late", "jobs are late"),
        Kind::Blocked => ("A task is blocked", "tasks are blocked"),
        Kind::Message => ("A message may not have arrived", "messages may not have arrived"),
        Kind::Budget => ("A budget needs a look", "budgets need a look"),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "watch_tests.rs"]
mod tests;
