//! What the page offers and what a gateway must have and grant for it. Pure.
//! Refuses to hide anything itself; the views do, each its own.

use std::sync::Arc;

use crate::protocol::approvals::{ExecApprovalResolve, QuestionResolve};
use crate::protocol::background::TasksList;
use crate::protocol::chat::ChatSend;
use crate::protocol::cron::{CronAdd, CronList};
use crate::protocol::devices::DevicePairList;
use crate::protocol::logs::LogsTail;
use crate::protocol::sessions::{SessionsAbort, SessionsDelete, SessionsPatch, SessionsSearch};
use crate::protocol::usage::UsageOfAll;
use crate::protocol::workboard::CardsList;
use crate::protocol::{Hello, Method, Scope};

/// Something that the page offers.
pub struct Feature {
    /// What it is called.
    pub name: &'static str,
    /// What it needs of the gateway.
    pub method: &'static str,
    scope: Scope,
    /// Where it is not announced, nothing of it is shown.
    is_left_out: bool,
}

const fn feature<M: Method>(name: &'static str) -> Feature {
    Feature { name, method: M::NAME, scope: M::SCOPE, is_left_out: false }
}

const fn optional<M: Method>(name: &'static str) -> Feature {
    Feature { is_left_out: true, ..feature::<M>(name) }
}

/// All of it.
pub const FEATURES: [Feature; 14] = [
    feature::<ChatSend>("Talk to agents"),
    feature::<SessionsAbort>("Stop runs"),
    feature::<SessionsPatch>("Rename, pin, archive and regroup sessions"),
    feature::<SessionsDelete>("Delete sessions"),
    feature::<SessionsSearch>("Search in what was said"),
    feature::<ExecApprovalResolve>("Let agents run commands"),
    feature::<QuestionResolve>("Answer the questions of agents"),
    feature::<CronList>("See scheduled jobs"),
    feature::<CronAdd>("Make and change scheduled jobs"),
    feature::<UsageOfAll>("See what was used and what it cost"),
    feature::<LogsTail>("Read the log"),
    optional::<CardsList>("The gateway's own board"),
    optional::<TasksList>("What works in the background"),
    feature::<DevicePairList>("Let devices in"),
];

/// What a gateway has that it does not announce.
const UNANNOUNCED: [&str; 2] = ["sessions.usage", "sessions.search"];

/// How something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stands {
    /// Nobody knows: there is no gateway.
    #[default]
    Unknown,
    /// It is there.
    There,
    /// It is there, and not for this connection.
    NotGranted,
    /// The gateway does not say that it has it.
    NotAnnounced,
}

impl Stands {
    /// Returns the name of its colour.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "idle",
            Self::There => "ok",
            Self::NotGranted | Self::NotAnnounced => "warn",
        }
    }

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown",
            Self::There => "Works",
            Self::NotGranted => "Not granted",
            Self::NotAnnounced => "Not announced",
        }
    }
}

/// Returns the methods that a gateway announces.
pub fn methods(hello: &Hello) -> Vec<Arc<str>> {
    hello.features.methods.iter().map(|name| name.as_str().into()).collect()
}

/// Says how something stands, and why.
pub fn judged(feature: &Feature, hello: Option<&Hello>) -> (Stands, String) {
    let Some(hello) = hello else { return (Stands::Unknown, String::new()) };
    let announced = &hello.features.methods;
    let is_announced = announced.is_empty() || announced.iter().any(|name| name == feature.method);
    if !hello.grants(feature.scope) {
        return (Stands::NotGranted, ["Needs ", feature.scope.as_str()].concat());
    }
    if !is_announced && !UNANNOUNCED.contains(&feature.method) {
        return (
            Stands::NotAnnounced,
            if feature.is_left_out {
                "This gateway does not have it, so nothing of it is shown"
            } else {
                "This gateway does not list it; it is tried all the same"
            }
            .into(),
        );
    }
    (Stands::There, if is_announced { String::new() } else { "Never listed by gateways".into() })
}

/// Returns where a gateway answers plain HTTP, if a page of this origin may read that.
pub fn own_http(url: &str, origin: &str) -> Option<String> {
    let address = url.replacen("ws", "http", 1).trim_end_matches('/').to_owned();
    let rest = address.strip_prefix(origin)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::hello::{Features, Granted};

    fn hello(methods: &[&str], scopes: &[Scope]) -> Hello {
        let features = Features { methods: methods.iter().map(|name| (*name).into()).collect() };
        let scopes = scopes.iter().map(|scope| scope.as_str().into()).collect();
        Hello { features, auth: Granted { scopes, device_token: None }, ..Hello::default() }
    }

    #[test]
    fn what_is_missing_is_named() {
        let of = |name: &str, hello: &Hello| {
            let feature = FEATURES.iter().find(|feature| feature.method == name).unwrap();
            judged(feature, Some(hello)).0
        };
        let some = hello(&["chat.send", "cron.list"], &[Scope::Read]);
        assert_eq!(methods(&some).len(), 2);
        assert_eq!(of("chat.send", &some), Stands::NotGranted);
        assert_eq!(of("cron.list", &some), Stands::There);
        assert_eq!(of("sessions.usage", &some), Stands::There);
        let older = hello(&["chat.send"], &[Scope::Admin]);
        assert_eq!((of("chat.send", &older), of("cron.list", &older)), (Stands::There, Stands::NotAnnounced));
        assert_eq!(of("cron.list", &hello(&[], &[Scope::Admin])), Stands::There, "who lists nothing hides nothing");
        assert_eq!(judged(&FEATURES[0], None).0, Stands::Unknown);
    }

    #[test]
    fn plain_http_is_read_from_ones_own_origin_only() {
        for (url, origin, address) in [
            ("ws://h:1", "http://h:1", Some("http://h:1")),
            ("wss://h/gw/", "https://h", Some("https://h/gw")),
            ("ws://h:12", "http://h:1", None),
            ("ws://other", "http://h", None),
            ("demo:", "http://h", None),
        ] {
            assert_eq!(own_http(url, origin).as_deref(), address, "{url}");
        }
    }
}
