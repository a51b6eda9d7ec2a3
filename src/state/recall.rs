//! What was known of the sessions when the page was last left, for a start without a connection.
//! Refuses to keep messages, and more sessions than a list begins with.

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;
use serde::Serialize;

use super::address::is_made_up;
use super::collection::Collection;
use super::gateways::identity_key;
use super::profile::Profile;
use super::sessions::{FIRST, Sessions};
use super::stored::{self, KeyValue, Outside};
use crate::protocol::UnixMs;
use crate::protocol::fields::reads;
use crate::protocol::sessions::{RunStatus, SessionRow, SessionsListed};

/// The key under which it is kept.
pub const LAST: &str = "openclutch.last";

#[derive(Serialize)]
struct Written<'a> {
    url: String,
    at: i64,
    list: List<'a>,
}

#[derive(Serialize)]
struct List<'a> {
    sessions: Vec<Row<'a>>,
}

/// A row under the gateway's own names, so that it is read as the gateway's are.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    key: &'a str,
    agent_id: Option<&'a str>,
    classification: Option<&'a str>,
    is_background: bool,
    category: Option<&'a str>,
    channel: Option<&'a str>,
    display_name: Option<&'a str>,
    label: Option<&'a str>,
    derived_title: Option<&'a str>,
    spawned_by: Option<&'a str>,
    status: Option<&'a str>,
    has_active_run: bool,
    started_at: Option<i64>,
    ended_at: Option<i64>,
    updated_at: Option<i64>,
    last_interaction_at: Option<i64>,
    model_provider: Option<&'a str>,
    model: Option<&'a str>,
    total_tokens: Option<u64>,
    total_tokens_fresh: Option<bool>,
    context_tokens: Option<u64>,
    pinned: bool,
}

struct Last {
    url: String,
    at: i64,
    list: SessionsListed,
}

reads! { Last { url: needed, at: needed, list: needed } }

/// Keeps it from now on, whenever the page may be about to go; the first time it begins.
pub fn begin(profile: Profile) {
    profile.keep(|_, _| {
        profile.store().watch(Box::new(move |outside| {
            if outside == Outside::Leaving {
                untrack(|| keep(profile));
            }
        }));
        Begun
    });
}

/// The mark that it was begun.
#[derive(Clone, Copy)]
struct Begun;

fn keep(profile: Profile) {
    let (url, is_ready, stands) = profile.link.with(|view| (view.scene.url.clone(), view.link.is_ready(), view.skew().stands));
    let at = if is_ready { Some(profile.wall()) } else { stands };
    // Another tab may have forgotten this device meanwhile.
    let is_wanted = |url: &str| !is_made_up(url) && profile.store().get(&identity_key(url)).is_some();
    let Some(at) = at.filter(|_| is_wanted(&url)) else { return };
    profile.sessions.with_untracked(|rows| {
        let written = Written { url, at: at.0, list: List { sessions: newest(rows.rows.all()).into_iter().map(Row::of).collect() } };
        // Where there is no room, a later start without a connection shows nothing old.
        let _ = stored::write(&*profile.store(), LAST, &written);
    });
}

/// Returns those that were talked to last, and those kept on top.
fn newest(rows: &[Arc<SessionRow>]) -> Vec<&SessionRow> {
    let mut rows: Vec<&SessionRow> = rows.iter().map(|row| &**row).filter(|row| !row.archived && !row.is_passing()).collect();
    rows.sort_by_key(|row| Reverse((row.pinned, row.updated_at)));
    rows.truncate(FIRST);
    rows
}

/// Puts what was known in the place of what cannot be asked for, if it is of the gateway that we cannot reach.
pub fn recall(profile: Profile) {
    let last = stored::read::<Last>(&*profile.store(), LAST).filter(|last| last.url == untrack(|| profile.link.url()));
    if let Some(last) = last.filter(|last| profile.link.recall(UnixMs(last.at))) {
        profile.sessions.recall(Sessions { is_looked_at: profile.is_listed }.place(None, last.list, 0));
    }
}

/// Forgets what is known of a gateway.
pub fn forget(store: &dyn KeyValue, url: &str) {
    if stored::read::<Last>(store, LAST).is_none_or(|last| last.url == url) {
        // Without a store there is nothing to forget.
        let _ = store.set(LAST, None);
    }
}

impl<'a> Row<'a> {
    fn of(row: &'a SessionRow) -> Self {
        let at = |time: Option<UnixMs>| time.map(|time| time.0);
        Self {
            key: row.key.as_str(),
            agent_id: row.agent_id.as_deref(),
            classification: row.classification.as_deref(),
            is_background: row.is_background,
            category: row.category.as_deref(),
            channel: row.channel.as_deref(),
            display_name: row.display_name.as_deref(),
            label: row.label.as_deref(),
            derived_title: row.derived_title.as_deref(),
            spawned_by: row.spawned_by.as_ref().map(|key| key.as_str()),
            status: row.status.as_ref().map(RunStatus::as_str),
            has_active_run: row.has_active_run,
            started_at: at(row.started_at),
            ended_at: at(row.ended_at),
            updated_at: at(row.updated_at),
            last_interaction_at: at(row.last_interaction_at),
            model_provider: row.model_provider.as_deref(),
            model: row.model.as_deref(),
            total_tokens: row.total_tokens,
            total_tokens_fresh: row.total_tokens_fresh,
            context_tokens: row.context_tokens,
            pinned: row.pinned,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::SessionKey;
    use crate::state::stored::Memory;

    fn row(text: &str) -> Arc<SessionRow> {
        Arc::new(serde_json::from_str(text).unwrap())
    }

    fn kept(rows: &[Arc<SessionRow>]) -> Last {
        let store = Memory::default();
        let list = List { sessions: newest(rows).into_iter().map(Row::of).collect() };
        stored::write(&store, LAST, &Written { url: "ws://a:1".into(), at: 5, list }).unwrap();
        stored::read(&store, LAST).unwrap()
    }

    #[test]
    fn a_row_comes_back_as_it_was_as_far_as_it_is_kept() {
        let text = r#"{"key":"agent:main:x","label":"Mine","derivedTitle":"T","status":"failed","endedAt":7,"updatedAt":9,
            "model":"m","pinned":true,"totalTokens":10,"contextTokens":20,"lastRunError":"may hold anything"}"#;
        let before = row(text);
        let last = kept(std::slice::from_ref(&before));
        let after = &last.list.sessions.items[0];
        assert_eq!((last.url.as_str(), last.at), ("ws://a:1", 5));
        assert_eq!(*after, SessionRow { last_run_error: None, ..(*before).clone() });
    }

    #[test]
    fn a_list_keeps_the_newest_and_what_is_pinned() {
        let made = |at: usize| row(&format!(r#"{{"key":"agent:main:{at}","updatedAt":{at},"pinned":{}}}"#, at == 3));
        let rows: Vec<_> = (0..500).map(made).collect();
        let last = kept(&rows);
        let keys: Vec<&str> = last.list.sessions.items.iter().map(|row| row.key.as_str()).collect();
        assert_eq!((keys.len(), keys[0], keys[1]), (FIRST, "agent:main:3", "agent:main:499"));
        let placed = Sessions { is_looked_at: StoredValue::new(false) }.place(None, last.list, 0);
        assert!(placed.is_complete() && placed.rows.get(&SessionKey::from("agent:main:499")).is_some());
    }

    #[test]
    fn what_is_put_away_or_passing_is_left_out() {
        let rows = [row(r#"{"key":"agent:main:a","archived":true}"#), row(r#"{"key":"agent:main:cron:j:run:r"}"#)];
        assert!(kept(&rows).list.sessions.items.is_empty());
    }

    #[test]
    fn a_gateway_that_is_forgotten_leaves_nothing() {
        let store = Memory::default();
        let written = || Written { url: "ws://a:1".into(), at: 5, list: List { sessions: vec![] } };
        stored::write(&store, LAST, &written()).unwrap();
        forget(&store, "ws://b:2");
        assert!(store.get(LAST).is_some());
        forget(&store, "ws://a:1");
        assert_eq!(store.get(LAST), None);
    }
}
