//! A piece of JSON that is kept as it came and read by whoever knows what it is.
//! Refuses to know that.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::fields::{FromJson, Piece, by_serde};

/// A piece of JSON, word for word. Two are equal when their words are.
#[derive(Clone, Debug)]
pub struct Raw(Box<RawValue>);

impl Raw {
    /// Returns the words.
    pub fn get(&self) -> &str {
        self.0.get()
    }

    /// Reads it as something, if it is that.
    pub fn read<T: FromJson>(&self) -> Option<T> {
        T::from_json(Piece::of(&self.0)).ok()
    }
}

impl Default for Raw {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Raw {}

impl FromJson for Raw {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        Ok(Self(RawValue::from_string(json.get().to_owned()).map_err(|error| error.to_string())?))
    }
}

by_serde!(Raw);

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}
