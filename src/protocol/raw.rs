//! A piece of JSON that is kept as it came and read by whoever knows what it is.
//! Refuses to know that.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::fields::{FromJson, Piece, Whole, by_serde};

/// A piece of JSON, word for word. Two are equal when their words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw(Whole);

impl Raw {
    /// Returns the words.
    pub fn get(&self) -> &str {
        self.0.piece().get()
    }

    /// Reads it as something, if it is that.
    pub fn read<T: FromJson>(&self) -> Option<T> {
        T::from_json(self.0.piece()).ok()
    }
}

impl Default for Raw {
    fn default() -> Self {
        Self(Piece::NULL.owned())
    }
}

impl FromJson for Raw {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        Ok(Self(json.owned()))
    }
}

by_serde!(Raw);

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(self.get()).map_err(serde::ser::Error::custom)?.serialize(to)
    }
}
