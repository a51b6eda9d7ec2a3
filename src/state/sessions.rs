//! The sessions of the gateway: rows by key, kept true by events.
//! Refuses to sort for the eye and to draw.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cached::Fold;
use super::collection::Collection;
use crate::gateway::{CallError, Gateway};
use crate::protocol::sessions::{ListQuery, SessionRow, SessionsList, SessionsListed, SessionsSubscribe};
use crate::protocol::{Event, Family, SessionKey};

/// How many rows are asked for at first, and more of at a time.
pub const PAGE: usize = 100;

/// The newest sessions, up to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sessions {
    /// How many.
    pub limit: usize,
}

/// The rows that we hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionRows {
    /// The rows by key.
    pub rows: FxHashMap<SessionKey, Arc<SessionRow>>,
    /// How many sessions the gateway has in all, if it said so.
    pub total: Option<usize>,
    /// How many rows could not be read.
    pub unreadable: usize,
}

impl From<SessionsListed> for SessionRows {
    fn from(listed: SessionsListed) -> Self {
        let rows = listed.sessions.items.into_iter().map(|row| (row.key.clone(), Arc::new(row)));
        Self { rows: rows.collect(), total: listed.total_count, unreadable: listed.sessions.unreadable }
    }
}

impl Collection for Sessions {
    type State = SessionRows;
    const FAMILIES: &'static [Family] = &[Family::Sessions];

    async fn fetch(&self, gateway: &Gateway, subscribe: bool, on_trouble: impl FnMut(CallError)) -> Result<SessionRows, CallError> {
        let query = ListQuery::newest(self.limit);
        let listed = if subscribe {
            gateway.ask(&SessionsSubscribe(query), on_trouble).await?.list
        } else {
            gateway.ask(&SessionsList(query), on_trouble).await?
        };
        Ok(listed.into())
    }

    fn fold(state: &mut SessionRows, event: &Event) -> Fold {
        match event {
            Event::SessionsChanged(changed) => match (&changed.session_key, &changed.session) {
                (_, Some(row)) => state.put(row, changed.reason.as_deref() == Some("create")),
                (Some(key), None) if changed.reason.as_deref() == Some("delete") => state.deleted(key),
                // Follows each deletion, whose keyed form came just before: nothing new for us.
                (None, None) if changed.reason.as_deref() == Some("delete") => Fold::Same,
                _ => Fold::Stale,
            },
            Event::SessionMessage(message) => message.session.as_ref().map_or(Fold::Same, |row| state.put(row, false)),
            Event::Unknown { why: Some(_), .. } => Fold::Stale,
            _ => Fold::Same,
        }
    }
}

impl SessionRows {
    /// Puts the newer of two pictures of a row in place.
    fn put(&mut self, row: &SessionRow, is_created: bool) -> Fold {
        if row.archived {
            return self.remove(&row.key);
        }
        let Some(old) = self.rows.get(&row.key) else {
            self.rows.insert(row.key.clone(), Arc::new(row.clone()));
            // A row that we did not hold need not be a new one: the list was cut at its limit.
            let created = usize::from(is_created);
            self.total = self.total.map(|total| (total + created).max(self.rows.len()));
            return Fold::Changed;
        };
        if let (Some(new), Some(old)) = (row.snapshot_at, old.snapshot_at)
            && new < old
        {
            return Fold::Same;
        }
        let mut row = row.clone();
        if row.active_run_ids.is_none() {
            row.active_run_ids.clone_from(&old.active_run_ids);
        }
        // A title once known is better than a key.
        if row.derived_title.is_none() {
            row.derived_title.clone_from(&old.derived_title);
        }
        if row == **old {
            return Fold::Same;
        }
        self.rows.insert(row.key.clone(), Arc::new(row));
        Fold::Changed
    }

    fn deleted(&mut self, key: &SessionKey) -> Fold {
        match self.remove(key) {
            // It stood beyond the limit: how many there are now, only the gateway knows.
            Fold::Same if self.total > Some(self.rows.len()) => Fold::Stale,
            fold => fold,
        }
    }

    fn remove(&mut self, key: &SessionKey) -> Fold {
        if self.rows.remove(key).is_none() {
            return Fold::Same;
        }
        self.total = self.total.map(|total| total.saturating_sub(1));
        Fold::Changed
    }
}
