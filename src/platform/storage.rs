//! The browser's localStorage as the app's store; memory, where the browser forbids it.
//! Refuses to know what is stored.

use crate::state::stored::{KeyValue, Memory, StorageError};

/// localStorage, and memory for what it does not take: where there is none (private windows, blocked cookies) and where it is full.
#[derive(Debug, Default)]
pub struct LocalStorage {
    memory: Memory,
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

impl KeyValue for LocalStorage {
    fn get(&self, key: &str) -> Option<String> {
        self.memory.get(key).or_else(|| storage()?.get_item(key).ok()?)
    }

    fn set(&self, key: &str, value: Option<&str>) -> Result<(), StorageError> {
        let kept = storage().and_then(|storage| {
            match value {
                Some(value) => storage.set_item(key, value),
                None => storage.remove_item(key),
            }
            .ok()
        });
        // What cannot be kept must still be the same for as long as this tab lives.
        self.memory.set(key, if kept.is_none() { value } else { None })?;
        kept.ok_or_else(|| StorageError::Full { key: key.into() })
    }
}
