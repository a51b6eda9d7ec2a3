//! The browser's localStorage as the app's store; memory, where the browser forbids it.
//! Refuses to know what is stored.

use std::rc::Rc;
use std::sync::Arc;

use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::page::on_window;
use crate::state::stored::{KeyValue, Memory, Outside, StorageError};

/// localStorage, and memory for what it does not take: where there is none (private windows, blocked cookies) and where it is full.
#[derive(Debug, Default)]
pub struct LocalStorage {
    memory: Arc<Memory>,
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
    fn keys(&self, prefix: &str) -> Vec<String> {
        let in_memory = self.memory.keys(prefix);
        let mut keys = in_memory.clone();
        let storage = storage();
        let count = storage.as_ref().and_then(|storage| storage.length().ok()).unwrap_or_default();
        for at in 0..count {
            let key = storage.as_ref().and_then(|storage| storage.key(at).ok().flatten());
            keys.extend(key.filter(|key| key.starts_with(prefix) && !in_memory.contains(key)));
        }
        keys
    }

    fn watch(&self, hear: Box<dyn Fn(Outside)>) {
        let hear = Rc::new(hear);
        let leaving = hear.clone();
        on_window(&["pagehide", "visibilitychange"], move || leaving(Outside::Leaving));
        let memory = self.memory.clone();
        let listener = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            // A store that was cleared has no key to name; what is in memory here is not lost by it.
            if let Some(key) = Reflect::get(&event, &JsValue::from_str("key")).ok().and_then(|key| key.as_string()) {
                // What another tab could keep is newer than what this one could not. Memory never refuses.
                let _ = memory.set(&key, None);
                hear(Outside::Written(key));
            }
        });
        if let Some(window) = web_sys::window() {
            // Fails for no event name and no listener.
            let _ = window.add_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
        }
        // The page's own lifetime is the listener's.
        listener.forget();
    }
}
