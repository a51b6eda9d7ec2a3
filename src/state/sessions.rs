//! The sessions of the gateway: rows by key, the first page at once and the others behind it, kept true by events.
//! Refuses to sort for the eye and to draw.

use std::sync::Arc;

use leptos::prelude::*;

use super::cached::Fold;
use super::collection::Collection;
use super::keeper::Ask;
use crate::gateway::{CallError, Gateway};
use crate::protocol::sessions::{ListQuery, SessionRow, SessionsList, SessionsListed, SessionsRest, SessionsSubscribe};
use crate::protocol::{Event, Family, SessionKey, UnixMs};

/// How many rows are asked for at first: they fill a screen and cost 150 kB.
pub const FIRST: usize = 100;
/// How many are asked for in each page after that. One is a single frame of 370 kB: larger ones would keep a slow road silent for so long
/// that it seemed lost.
pub const PAGE: usize = 250;
/// How many where the page before came quickly. The gateway goes through all of its sessions for every page, however small.
pub const BRISK_PAGE: usize = 1_000;
/// How many rows of the page before are asked for again: a row that is deleted meanwhile moves all others up by one.
const OVERLAP: usize = 10;

/// How many rounds are tried to find rows that are missing; a gateway that counts otherwise must not keep us asking.
const ROUNDS: u8 = 2;
/// A picture that is older than the one we hold by more than this, in milliseconds, was not overtaken: the gateway's clock was put
/// back, and what comes last is true.
const PUT_BACK: i64 = 10_000;

/// All sessions.
#[derive(Clone, Copy, Debug)]
pub struct Sessions {
    /// Somebody looks at the list, and waits for the rest of it.
    pub is_looked_at: StoredValue<bool>,
}

/// Rows in the order of their keys. A list, because a map of their own kind would be 2 kB of program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows(Vec<Arc<SessionRow>>);

impl Rows {
    /// Returns the row of a key.
    pub fn get(&self, key: &SessionKey) -> Option<&Arc<SessionRow>> {
        self.0.get(self.find(key).ok()?)
    }

    /// Returns all rows.
    pub fn all(&self) -> &[Arc<SessionRow>] {
        &self.0
    }

    /// Puts a row in its place.
    fn put(&mut self, row: Arc<SessionRow>) {
        match self.find(&row.key) {
            Ok(at) => self.0[at] = row,
            Err(at) => self.0.insert(at, row),
        }
    }

    fn remove(&mut self, key: &SessionKey) -> Option<Arc<SessionRow>> {
        let at = self.find(key).ok()?;
        Some(self.0.remove(at))
    }

    fn find(&self, key: &SessionKey) -> Result<usize, usize> {
        self.0.binary_search_by(|row| row.key.cmp(key))
    }
}

/// The rows that we hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionRows {
    /// The rows. Those that were put away are among them as far as we heard of them.
    pub rows: Rows,
    /// How many sessions that were not put away the gateway has in all, if it said so.
    pub total: Option<usize>,
    /// How many rows could not be read.
    pub unreadable: usize,
    /// Where the next page begins, while there is one to ask for.
    next: Option<usize>,
    /// The keys that came in this round of pages; what did not come is gone at its end.
    seen: Vec<SessionKey>,
    /// When something was last heard of each running session that was told of since it was listed.
    heard: Vec<(SessionKey, UnixMs)>,
    /// How many rounds in a row ended with fewer rows than the gateway counts.
    short: u8,
}

impl Collection for Sessions {
    type State = SessionRows;
    type Answer = SessionsListed;
    const FAMILIES: &'static [Family] = &[Family::Sessions];

    async fn fetch(&self, gateway: &Gateway, ask: Ask, on_trouble: impl FnMut(CallError) + 'static) -> Result<SessionsListed, CallError> {
        if ask.subscribe {
            return Ok(gateway.ask(&SessionsSubscribe(ListQuery::page(0, FIRST)), on_trouble).await?.list);
        }
        let limit = match ask {
            Ask { from: 0, .. } => FIRST,
            Ask { is_brisk: true, .. } => BRISK_PAGE,
            _ => PAGE,
        };
        let query = ListQuery::page(ask.from, limit);
        if self.is_looked_at.get_value() {
            return gateway.ask(&SessionsRest(query), on_trouble).await;
        }
        gateway.ask(&SessionsList(query), on_trouble).await
    }

    fn place(&self, old: Option<SessionRows>, answer: SessionsListed, from: usize) -> SessionRows {
        let mut rows = old.unwrap_or_default();
        if from == 0 {
            rows.unreadable = 0;
            rows.seen.clear();
        }
        let came = answer.sessions.items.len() + answer.sessions.unreadable;
        rows.unreadable += answer.sessions.unreadable;
        for row in answer.sessions.items {
            rows.seen.push(row.key.clone());
            rows.put(&row, false);
        }
        rows.total = answer.total_count;
        let reached = from + came;
        rows.next = (came > OVERLAP && answer.total_count > Some(reached)).then(|| reached - OVERLAP);
        if rows.next.is_none() {
            let seen = std::mem::take(&mut rows.seen);
            // By reference, like all other lists of keys that are sorted: one sort for all of them.
            let mut keys: Vec<&SessionKey> = seen.iter().collect();
            keys.sort_unstable();
            rows.rows.0.retain(|row| row.archived || keys.binary_search(&&row.key).is_ok());
            rows.look_again();
        }
        rows
    }

    fn next_page(rows: &SessionRows) -> Option<usize> {
        rows.next
    }

    fn fold(state: &mut SessionRows, event: &Event) -> Fold {
        match event {
            Event::SessionsChanged(changed) => match (&changed.session_key, &changed.session, changed.reason.as_deref()) {
                (_, Some(row), reason) => state.hear(row, reason == Some("create")),
                (Some(key), None, Some("delete")) => state.deleted(key),
                // The first follows each deletion, whose keyed form came just before; the second is about names of groups, and whether
                // rows are behind shows when those are read.
                (None, None, Some("delete" | "groups")) => Fold::Same,
                _ => Fold::Stale,
            },
            Event::SessionMessage(message) => message.session.as_ref().map_or(Fold::Same, |row| state.hear(row, false)),
            Event::Unknown { why: Some(_), .. } => Fold::Stale,
            _ => Fold::Same,
        }
    }
}

impl SessionRows {
    /// Begins another round if rows are missing: many left between two pages, and others moved up past the overlap.
    fn look_again(&mut self) {
        let held = self.rows.0.iter().filter(|row| !row.archived && !row.is_passing()).count() + self.unreadable;
        let is_short = self.total > Some(held) && self.short < ROUNDS;
        self.short = if is_short { self.short + 1 } else { 0 };
        self.next = is_short.then_some(0);
    }

    /// Returns when an event last told of a running session, by the gateway's clock.
    pub fn heard(&self, key: &SessionKey) -> Option<UnixMs> {
        self.heard.iter().find(|(of, _)| of == key).map(|(_, at)| *at)
    }

    /// Takes a row that an event brought: a sign of life, which a row of a list is not.
    fn hear(&mut self, row: &SessionRow, is_created: bool) -> Fold {
        self.heard.retain(|(of, _)| *of != row.key);
        self.heard.extend(row.snapshot_at.filter(|_| row.has_active_run).map(|at| (row.key.clone(), at)));
        self.put(row, is_created)
    }

    /// Whether every session of the gateway is here.
    pub fn is_complete(&self) -> bool {
        self.next.is_none()
    }

    /// Whether any row names a group that is not among these: then it is behind.
    pub fn is_in_other_group_than(&self, groups: &[String]) -> bool {
        self.rows.0.iter().filter(|row| !row.archived).filter_map(|row| row.category.as_ref()).any(|category| !groups.contains(category))
    }

    /// Puts a row in that was asked for apart from the list.
    pub fn learn(&mut self, row: &SessionRow) {
        self.put(row, false);
    }

    /// Puts those in that were put away. If these are all of them, no other is.
    pub fn learn_archived(&mut self, rows: &[SessionRow], is_all: bool) {
        self.rows.0.retain(|held| !held.archived || !is_all || rows.iter().any(|row| row.key == held.key));
        for row in rows {
            self.put(row, false);
        }
    }

    /// Puts the newer of two pictures of a row in place. Which is newer they say themselves, unless the clock was put back.
    fn put(&mut self, row: &SessionRow, is_created: bool) -> Fold {
        if self.next.is_some() {
            self.seen.push(row.key.clone());
        }
        if row.is_passing() && !row.has_active_run {
            return self.rows.remove(&row.key).map_or(Fold::Same, |_| Fold::Changed);
        }
        let Some(old) = self.rows.get(&row.key) else {
            self.rows.put(Arc::new(row.clone()));
            // A row that we did not hold need not be a new one: perhaps its page has not come yet.
            self.count(usize::from(is_created && !row.is_passing()), 0);
            return Fold::Changed;
        };
        if let (Some(new), Some(old)) = (row.snapshot_at, old.snapshot_at)
            && (1..PUT_BACK).contains(&old.0.saturating_sub(new.0))
        {
            return Fold::Same;
        }
        let mut row = row.clone();
        if row.active_run_ids.is_none() {
            row.active_run_ids.clone_from(&old.active_run_ids);
        }
        // A title once known is better than a key, unless it was one that somebody gave and took back.
        if row.derived_title.is_none() && row.label == old.label {
            row.derived_title.clone_from(&old.derived_title);
        }
        if row == **old {
            return Fold::Same;
        }
        let (left, came) = (row.archived && !old.archived, old.archived && !row.archived);
        self.rows.put(Arc::new(row));
        self.count(usize::from(came), usize::from(left));
        Fold::Changed
    }

    fn deleted(&mut self, key: &SessionKey) -> Fold {
        match self.rows.remove(key) {
            Some(row) => {
                self.count(0, usize::from(!row.archived));
                Fold::Changed
            }
            // We should have held it: how many there are now, only the gateway knows.
            None if self.is_complete() && self.total > Some(self.rows.0.len()) => Fold::Stale,
            None => Fold::Same,
        }
    }

    /// Follows how many there are in all.
    fn count(&mut self, came: usize, left: usize) {
        self.total = self.total.map(|total| (total + came).saturating_sub(left));
    }
}
