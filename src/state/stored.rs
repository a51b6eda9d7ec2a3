//! What outlives a reload: a value behind a version tag, in a store of texts.
//! Refuses to know what is stored and where; the browser's store is in `platform::storage`.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::protocol::fields::{Fields, FromJson, Piece, Whole};

/// A store of texts by key.
pub trait KeyValue: Send + Sync {
    /// Returns the text under a key.
    fn get(&self, key: &str) -> Option<String>;

    /// Sets or, with `None`, removes the text under a key.
    ///
    /// # Errors
    /// See [`StorageError`].
    fn set(&self, key: &str, value: Option<&str>) -> Result<(), StorageError>;

    /// Returns the keys that begin so.
    fn keys(&self, prefix: &str) -> Vec<String>;

    /// Calls back with what happens to the store from outside, for as long as the page lives.
    fn watch(&self, _hear: Box<dyn Fn(Outside)>) {}
}

/// What happens to a store from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Another tab wrote under this key, or removed it.
    Written(String),
    /// The page may be about to go: what is to be kept must be written now.
    Leaving,
}

/// Why something could not be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The browser has no room left, or does not allow storing.
    #[error("{key}: the browser has no room to keep it")]
    Full {
        /// What could not be kept.
        key: String,
    },
    /// A newer dashboard wrote there what this one cannot read, and must not lose.
    #[error("{key}: kept by a newer OpenClutch, and left as it is")]
    Newer {
        /// What could not be kept.
        key: String,
    },
    /// The value cannot be written as JSON.
    #[error("{key}: cannot be written: {why}")]
    Encode {
        /// What could not be kept.
        key: String,
        /// The serialiser's words.
        why: String,
    },
}

/// The version of all that is stored so far. A value of another version is read as absent; that of a newer one is never written over.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Envelope<'a> {
    v: u32,
    value: &'a RawValue,
}

/// Reads a value; absent, unreadable and of another version are the same to the caller.
pub fn read<T: FromJson>(store: &dyn KeyValue, key: &str) -> Option<T> {
    T::from_json(opened(store, key)?.piece()).ok()
}

pub(super) fn opened(store: &dyn KeyValue, key: &str) -> Option<Whole> {
    let text = store.get(key)?;
    let mut envelope = Fields::read(&text).ok()?;
    let version: u32 = envelope.get("v");
    (version == VERSION).then(|| envelope.raw("value"))?.map(Piece::owned)
}

/// Whether a newer dashboard wrote there.
pub fn is_newer(store: &dyn KeyValue, key: &str) -> bool {
    store.get(key).is_some_and(|text| Fields::read(&text).is_ok_and(|mut there| there.get::<u32>("v") > VERSION))
}

/// Writes a value.
///
/// # Errors
/// See [`StorageError`].
pub fn write<T: Serialize>(store: &dyn KeyValue, key: &str, value: &T) -> Result<(), StorageError> {
    sealed(store, key, to_raw_value(value))
}

fn sealed(store: &dyn KeyValue, key: &str, value: serde_json::Result<Box<RawValue>>) -> Result<(), StorageError> {
    if is_newer(store, key) {
        return Err(StorageError::Newer { key: key.into() });
    }
    let encoded = value.and_then(|value| serde_json::to_string(&Envelope { v: VERSION, value: &value }));
    let text = encoded.map_err(|error| StorageError::Encode { key: key.into(), why: error.to_string() })?;
    store.set(key, Some(&text))
}

/// A store that lasts as long as itself: for tests, and for browsers that keep nothing.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Vec<(String, String)>>);

impl KeyValue for Memory {
    fn get(&self, key: &str) -> Option<String> {
        let texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.iter().find(|(of, _)| of == key).map(|(_, text)| text.clone())
    }

    fn set(&self, key: &str, value: Option<&str>) -> Result<(), StorageError> {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.retain(|(of, _)| of != key);
        texts.extend(value.map(|value| (key.to_owned(), value.to_owned())));
        Ok(())
    }

    fn keys(&self, prefix: &str) -> Vec<String> {
        let texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.iter().filter(|(key, _)| key.starts_with(prefix)).map(|(key, _)| key.clone()).collect()
    }
}

/// A signal that is also kept. In this tab it is the only writer of its key.
pub struct Stored<T: 'static> {
    key: &'static str,
    store: StoredValue<Arc<dyn KeyValue>>,
    value: RwSignal<T>,
}

impl<T> Clone for Stored<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Stored<T> {}

impl<T: Clone + Default + PartialEq + Serialize + FromJson + Send + Sync> Stored<T> {
    /// Reads the kept value, or starts with the default.
    pub fn new(store: Arc<dyn KeyValue>, key: &'static str) -> Self {
        let value = RwSignal::new(read(&*store, key).unwrap_or_default());
        Self { key, store: StoredValue::new(store), value }
    }

    /// Returns the key under which it is kept.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// Returns the value, and tracks it.
    pub fn get(&self) -> T {
        self.value.get()
    }

    /// Returns the value without tracking it.
    pub fn get_untracked(&self) -> T {
        self.value.get_untracked()
    }

    /// Changes the value and keeps it. What cannot be kept still holds until the tab closes.
    pub fn set(&self, value: T) {
        let _ = self.keep(value);
    }

    /// Like `set`, but what is the same is not written again.
    pub fn put(&self, value: T) {
        if self.value.with_untracked(|known| *known != value) {
            self.set(value);
        }
    }

    /// Like `set`, for whoever must say that it could not be kept.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub fn keep(&self, value: T) -> Result<(), StorageError> {
        let kept = self.store.with_value(|store| write(&**store, self.key, &value));
        self.value.set(value);
        kept
    }

    /// Changes a part of the value and keeps the whole.
    pub fn change(&self, change: impl FnOnce(&mut T)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }

    /// Reads again what is kept, because another tab may have written; nobody is woken when it is the same.
    pub fn reread(&self) {
        // Its owner may be gone by the time another tab writes.
        let Some(kept) = self.store.try_with_value(|store| read(&**store, self.key)) else { return };
        let kept = kept.unwrap_or_default();
        if self.value.with_untracked(|value| *value != kept) {
            self.value.set(kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let store = Memory::default();
        write(&store, "k", &vec![1, 2]).unwrap();
        assert_eq!(store.get("k").as_deref(), Some(r#"{"v":1,"value":[1,2]}"#));
        assert_eq!(read::<Vec<i64>>(&store, "k"), Some(vec![1, 2]));
    }

    #[test]
    fn what_another_tab_wrote_is_read_again() {
        let _owner = Owner::new();
        let store: Arc<dyn KeyValue> = Arc::new(Memory::default());
        let (here, there) = (Stored::<Vec<i64>>::new(store.clone(), "k"), Stored::<Vec<i64>>::new(store.clone(), "k"));
        there.change(|value| value.push(7));
        assert!(here.get_untracked().is_empty());
        here.reread();
        assert_eq!(here.get_untracked(), vec![7]);
        store.set("k", None).unwrap();
        here.reread();
        assert!(here.get_untracked().is_empty());
    }

    #[test]
    fn other_versions_and_spoilt_texts_read_as_absent() {
        let store = Memory::default();
        for text in [r#"{"v":2,"value":[1]}"#, "", "nonsense", r#"{"v":1,"value":"x"}"#] {
            store.set("k", Some(text)).unwrap();
            assert_eq!(read::<Vec<i64>>(&store, "k"), None, "{text}");
        }
    }

    #[test]
    fn what_a_newer_version_keeps_is_not_written_over() {
        let store = Memory::default();
        for (there, is_written) in [(r#"{"v":2,"value":{"of":"later"}}"#, false), (r#"{"v":0,"value":1}"#, true), ("nonsense", true)] {
            store.set("k", Some(there)).unwrap();
            assert_eq!(write(&store, "k", &vec![1]).is_ok(), is_written, "{there}");
            assert_eq!(store.get("k").as_deref() == Some(there), !is_written, "{there}");
        }
    }
}
