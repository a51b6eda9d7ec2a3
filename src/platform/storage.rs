//! The browser's localStorage as the app's store; memory, where the browser forbids it.
//! Refuses to know what is stored.

use crate::state::stored::{KeyValue, Memory, StorageError};

/// localStorage, or memory for this tab where there is none (private windows, blocked cookies).
#[derive(Debug, Default)]
pub struct LocalStorage {
    memory: Memory,
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

impl KeyValue for LocalStorage {
    fn get(&self, key: &str) -> Option<String> {
        match storage() {
            Some(storage) => storage.get_item(key).ok()?,
            None => self.memory.get(key),
        }
    }

    fn set(&self, key: &str, value: Option<&str>) -> Result<(), StorageError> {
        let Some(storage) = storage() else { return self.memory.set(key, value) };
        let kept = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
        kept.map_err(|_| StorageError::Full { key: key.into() })
    }
}
