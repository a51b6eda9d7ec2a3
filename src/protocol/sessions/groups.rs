//! The gateway's own groups of sessions: their names. Which session is in which stands in its row.
//! Refuses to know what people use them for.

use serde::Serialize;
use serde::de::IgnoredAny;

use crate::protocol::fields::reads;
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::scope::Scope;

/// `sessions.groups.list`.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsGroupsList {}

impl Method for SessionsGroupsList {
    const NAME: &'static str = "sessions.groups.list";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = SessionsGroupsListed;
}

/// The answer to `sessions.groups.list`.
#[derive(Clone, Debug, Default)]
pub struct SessionsGroupsListed {
    /// The groups in their order.
    pub groups: Lenient<Group>,
}

reads! { SessionsGroupsListed { groups: needed } }

/// One group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name, which is all that there is to it.
    pub name: String,
}

reads! { Group { name: needed } }

/// `sessions.groups.rename`: the sessions in it follow.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsGroupsRename {
    /// As it is called.
    pub name: String,
    /// As it shall be called.
    pub to: String,
}

impl Method for SessionsGroupsRename {
    const NAME: &'static str = "sessions.groups.rename";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = IgnoredAny;
}

/// `sessions.groups.delete`: the sessions in it stay, without a group.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsGroupsDelete {
    /// Which one.
    pub name: String,
}

impl Method for SessionsGroupsDelete {
    const NAME: &'static str = "sessions.groups.delete";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = IgnoredAny;
}
