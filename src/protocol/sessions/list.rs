//! The list of sessions, asked for once or together with its events.
//! Refuses to know what becomes of the rows.

use serde::Serialize;

use super::SessionRow;
use crate::protocol::fields::reads;
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::scope::Scope;

/// Which rows to list, and how many: in the gateway's own order, pinned first, then newest. The gateway accepts any limit;
/// 1,000 rows are 1.5 MB.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    /// How many rows at most.
    pub limit: usize,
    /// How many to leave out before them.
    #[serde(skip_serializing_if = "is_zero")]
    pub offset: usize,
    /// Asks for those that were put away, instead of the others.
    #[serde(skip_serializing_if = "is_false")]
    pub archived: bool,
    /// Asks for titles made from the first message.
    pub include_derived_titles: bool,
}

fn is_zero(offset: &usize) -> bool {
    *offset == 0
}

fn is_false(archived: &bool) -> bool {
    !*archived
}

impl ListQuery {
    /// Asks for a page of rows with readable titles.
    pub fn page(offset: usize, limit: usize) -> Self {
        Self { limit, offset, archived: false, include_derived_titles: true }
    }

    /// Asks for sessions that were put away.
    pub fn archived(limit: usize) -> Self {
        Self { archived: true, ..Self::page(0, limit) }
    }
}

/// `sessions.list`.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct SessionsList(pub ListQuery);

impl Method for SessionsList {
    const NAME: &'static str = "sessions.list";
    // The first page comes with the subscription.
    const KIND: Kind = Kind::Background;
    const SCOPE: Scope = Scope::Read;
    type Reply = SessionsListed;
}

/// The same for somebody who looks at the list and waits for the rest of it.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct SessionsRest(pub ListQuery);

impl Method for SessionsRest {
    const NAME: &'static str = SessionsList::NAME;
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = SessionsListed;
}

/// `sessions.subscribe`: switches row events on, and with a query also answers the list.
/// Events may arrive before the answer. The query does not filter them.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct SessionsSubscribe(pub ListQuery);

impl Method for SessionsSubscribe {
    const NAME: &'static str = "sessions.subscribe";
    const KIND: Kind = Kind::Subscribe;
    const SCOPE: Scope = Scope::Read;
    type Reply = SessionsSubscribed;
}

/// The answer to `sessions.subscribe`.
#[derive(Clone, Debug)]
pub struct SessionsSubscribed {
    /// The list, as `sessions.list` would answer it.
    pub list: SessionsListed,
}

reads! { SessionsSubscribed { list: needed } }

/// The answer to `sessions.list`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionsListed {
    /// The rows, those that could be read.
    pub sessions: Lenient<SessionRow>,
    /// How many there are in all.
    pub total_count: Option<usize>,
}

reads! { SessionsListed { sessions: needed, total_count } }
