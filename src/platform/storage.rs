//! The browser's localStorage as the app's store; memory, where the browser forbids it.
//! Refuses to know what is stored.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::state::stored::{KeyValue, StorageError};

/// localStorage, or memory for this tab where there is none (private windows, blocked cookies).
#[derive(Debug, Default)]
pub struct LocalStorage {
    memory: Mutex<HashMap<String, String>>,
}

impl LocalStorage {
    fn storage() -> Option<web_sys::Storage> {
        web_sys::window()?.local_storage().ok()?
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyValue for LocalStorage {
    fn get(&self, key: &str) -> Option<String> {
        match Self::storage() {
            Some(storage) => storage.get_item(key).ok()?,
            None => self.memory().get(key).cloned(),
        }
    }

    fn set(&self, key: &str, value: Option<&str>) -> Result<(), StorageError> {
        match (Self::storage(), value) {
            (Some(storage), Some(value)) => storage.set_item(key, value).map_err(|_| StorageError::Full { key: key.into() }),
            (Some(storage), None) => storage.remove_item(key).map_err(|_| StorageError::Full { key: key.into() }),
            (None, Some(value)) => {
                self.memory().insert(key.into(), value.into());
                Ok(())
            }
            (None, None) => {
                self.memory().remove(key);
                Ok(())
            }
        }
    }
}
