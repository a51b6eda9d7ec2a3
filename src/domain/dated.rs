//! Records that several tabs may change at once: every field carries when it was written, and what was written later wins, field by field.
//! Refuses to know what is recorded, where it is kept, and the clock.

use std::ops::Deref;

use crate::protocol::fields::{FromJson, Piece, items};
use serde::{Serialize, Serializer};

/// A value, and when it was written, by the clock of whoever wrote it, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dated<T> {
    /// The value.
    pub value: T,
    /// When it was written; 0 for what never was.
    pub at: i64,
}

impl<T> Deref for Dated<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Ord> Dated<T> {
    /// Takes what was written later; of two that were written at once the greater, so that everybody comes to the same.
    pub fn take(&mut self, other: Self) {
        if (other.at, &other.value) > (self.at, &self.value) {
            *self = other;
        }
    }

    /// Writes a value; returns the one before. It is later than the one before, however the clock was put.
    pub fn put(&mut self, value: T, now: i64) -> T {
        self.at = now.max(self.at.saturating_add(1));
        std::mem::replace(&mut self.value, value)
    }
}

/// Written as `[value, at]`.
impl<T: Serialize> Serialize for Dated<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (&self.value, self.at).serialize(to)
    }
}

impl<T: FromJson> FromJson for Dated<T> {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        match *items(json)? {
            [value, at] => Ok(Self { value: T::from_json(value)?, at: i64::from_json(at)? }),
            _ => Err("no value with its time".into()),
        }
    }
}

/// Declares a record: its name, the name of one value of it, and its fields. A record has an `id`, `made_at` when it was made, and is
/// `gone` once it was deleted: what is forgotten at once would come back from another tab.
macro_rules! record {
    ($(#[$doc:meta])* $record:ident, $part:ident { $($(#[$about:meta])* $field:ident: $type:ty = $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $record {
            /// Its id, the same everywhere.
            pub id: String,
            /// When it was made, in milliseconds.
            pub made_at: i64,
            /// It was deleted.
            pub gone: $crate::domain::dated::Dated<bool>,
            $($(#[$about])* pub $field: $crate::domain::dated::Dated<$type>,)*
        }

        #[doc = concat!("A value of one field of a `", stringify!($record), "`.")]
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $part {
            /// It was deleted.
            Gone(bool),
            $($(#[$about])* $variant($type),)*
        }

        impl $record {
            /// Begins one, of which nothing was written yet.
            pub fn begin(id: &str, now: i64) -> Self {
                let gone = $crate::domain::dated::Dated { value: true, at: 0 };
                Self { id: id.to_owned(), made_at: now, gone, ..Self::default() }
            }

            /// Writes a value; returns the one before.
            pub fn put(&mut self, part: $part, now: i64) -> $part {
                match part {
                    $part::Gone(value) => $part::Gone(self.gone.put(value, now)),
                    $($part::$variant(value) => $part::$variant(self.$field.put(value, now)),)*
                }
            }

            /// Returns what is written in it and is another in the other.
            pub fn unlike(&self, other: &Self) -> Vec<$part> {
                let mut parts = vec![];
                if self.gone.value != other.gone.value {
                    parts.push($part::Gone(self.gone.value));
                }
                $(
                    if self.$field.value != other.$field.value {
                        parts.push($part::$variant(self.$field.value.clone()));
                    }
                )*
                parts
            }

            /// Takes over of another picture of it what was written later.
            pub fn merge(&mut self, other: Self) {
                self.made_at = self.made_at.min(other.made_at);
                self.gone.take(other.gone);
                $(self.$field.take(other.$field);)*
            }
        }

        $crate::protocol::fields::reads! { $record { id: needed, made_at, gone, $($field),* } }
    };
}

pub(crate) use record;
