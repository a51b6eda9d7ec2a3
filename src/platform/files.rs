//! What is attached to messages that wait: kept in IndexedDB, where a megabyte is no matter.
//! Refuses to know which messages there are.

use futures::channel::oneshot;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

use crate::gateway::socket::Local;
use crate::protocol::chat::Attachment;
use crate::protocol::fields::{FromJson, Piece};
use crate::state::chat::outgoing::Files;

/// The browser's own database.
#[derive(Clone, Copy, Debug)]
pub struct IndexedFiles;

const DATABASE: &str = "openclutch";
const STORE: &str = "files";

impl Files for IndexedFiles {
    fn put(&self, id: &str, files: Vec<Attachment>) -> Local<Result<(), String>> {
        let id = JsValue::from_str(id);
        Box::pin(async move {
            let text = serde_json::to_string(&files).map_err(|error| error.to_string())?;
            let kept = within(IdbTransactionMode::Readwrite, |store| store.put_with_key(&JsValue::from_str(&text), &id)).await;
            kept.map(|_| ()).ok_or_else(|| "This browser keeps no files, or has no room left for them.".to_owned())
        })
    }

    fn get(&self, id: &str) -> Local<Vec<Attachment>> {
        let id = JsValue::from_str(id);
        Box::pin(async move {
            let text = within(IdbTransactionMode::Readonly, |store| store.get(&id)).await.and_then(|text| text.as_string());
            text.and_then(|text| FromJson::from_json(Piece::read(&text).ok()?).ok()).unwrap_or_default()
        })
    }

    fn remove(&self, id: &str) {
        let id = JsValue::from_str(id);
        spawn_local(async move {
            // What cannot be removed is of no use to anybody, and harms nobody.
            within(IdbTransactionMode::Readwrite, |store| store.delete(&id)).await;
        });
    }
}

/// Does one thing in the store; nothing comes back where the browser has no database or refuses.
async fn within(mode: IdbTransactionMode, act: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>) -> Option<JsValue> {
    let database = open().await?;
    let transaction = database.transaction_with_str_and_mode(STORE, mode).ok()?;
    let request = act(&transaction.object_store(STORE).ok()?).ok()?;
    let result = settled(&request).await;
    database.close();
    result
}

async fn open() -> Option<IdbDatabase> {
    let request = web_sys::window()?.indexed_db().ok()??.open_with_u32(DATABASE, 1).ok()?;
    let upgrading = request.clone();
    let upgrade = Closure::once(move || {
        let database = upgrading.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok());
        // Fails only where it is there already.
        let _ = database.map(|database| database.create_object_store(STORE));
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let opened = settled(request.unchecked_ref()).await;
    request.set_onupgradeneeded(None);
    opened?.dyn_into().ok()
}

/// Waits for a request.
async fn settled(request: &IdbRequest) -> Option<JsValue> {
    let (done, is_done) = oneshot::channel();
    let done = std::rc::Rc::new(std::cell::Cell::new(Some(done)));
    let tell = move |is_good: bool| {
        let done = done.clone();
        Closure::<dyn FnMut()>::new(move || {
            if let Some(done) = done.take() {
                // Nobody waits any more when the page is left.
                let _ = done.send(is_good);
            }
        })
    };
    let (good, bad) = (tell(true), tell(false));
    request.set_onsuccess(Some(good.as_ref().unchecked_ref()));
    request.set_onerror(Some(bad.as_ref().unchecked_ref()));
    let is_good = is_done.await.unwrap_or(false);
    request.set_onsuccess(None);
    request.set_onerror(None);
    if is_good { request.result().ok() } else { None }
}
