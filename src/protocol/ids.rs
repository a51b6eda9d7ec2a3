//! The names that things carry on the wire, as types of their own, so that a run cannot be passed for a session.
//! Refuses to know what a name stands for.

use std::fmt;
use std::sync::Arc;

use super::fields::{FromJson, Piece, by_serde, text};
use serde::Serialize;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Returns the text as it stands on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl FromJson for $name {
            fn from_json(json: Piece<'_>) -> Result<Self, String> {
                text(json).map(|text| Self::from(&*text))
            }
        }

        by_serde!($name);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// The key of a session, such as `agent:main:main`: the full form that rows and events use.
    SessionKey
}
name! {
    /// The id of one run of an agent. For `chat.send` it equals the idempotency key.
    RunId
}

name! {
    /// The id of a request that waits for somebody: to run a command, to answer a question.
    RequestId
}

/// Money as the wire gives it, in US dollars; kept in millionths, so that sums are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(pub i64);

by_serde!(Usd);

impl FromJson for Usd {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        f64::from_json(json).map(|dollars| Self((dollars * 1e6).round() as i64))
    }
}

/// A point in time as the wire gives it: milliseconds since 1970, UTC.
///
/// Reads any JSON number, since a fraction must not cost us the row it stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct UnixMs(pub i64);

by_serde!(UnixMs);

impl FromJson for UnixMs {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        f64::from_json(json).map(|ms| Self(ms as i64))
    }
}
