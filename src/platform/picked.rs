//! A file that a person picked, pasted or dropped.
//! Refuses to keep it.

use futures::channel::oneshot;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::protocol::chat::Attachment;

/// A file, not yet read.
#[derive(Clone, Debug)]
pub struct Picked(web_sys::File);

impl Picked {
    /// Returns the files that an event brings: those chosen in a field, pasted, or dropped.
    pub fn of(event: &web_sys::Event) -> Vec<Self> {
        let get = |from: &JsValue, name: &str| js_sys::Reflect::get(from, &JsValue::from_str(name)).ok();
        let places = ["clipboardData", "dataTransfer", "target"];
        let files = places.iter().find_map(|place| get(&get(event, place)?, "files")?.dyn_into::<web_sys::FileList>().ok());
        let Some(files) = files else { return vec![] };
        (0..files.length()).filter_map(|at| files.get(at)).map(Self).collect()
    }

    /// Returns what it is called.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Returns what kind of thing it is, as the browser sees it.
    pub fn mime(&self) -> String {
        let mime = self.0.type_();
        if mime.is_empty() { "application/octet-stream".into() } else { mime }
    }

    /// Returns how large it is, in bytes.
    pub fn size(&self) -> u64 {
        self.0.size() as u64
    }

    /// Reads it, as it goes over the wire; nothing, if the browser cannot.
    pub async fn read(&self) -> Option<Attachment> {
        let url = self.loaded(web_sys::FileReader::read_as_data_url).await?;
        let (_, content) = url.split_once(',')?;
        let kind = if self.mime().starts_with("image/") { "image" } else { "file" };
        Some(Attachment { kind: kind.into(), mime_type: self.mime(), file_name: self.name(), content: content.to_owned() })
    }

    /// Reads it as text; nothing, if the browser cannot.
    pub async fn text(&self) -> Option<String> {
        self.loaded(web_sys::FileReader::read_as_text).await
    }

    async fn loaded(&self, begin: fn(&web_sys::FileReader, &web_sys::Blob) -> Result<(), JsValue>) -> Option<String> {
        let reader = web_sys::FileReader::new().ok()?;
        let (done, is_done) = oneshot::channel();
        let ended = Closure::once(move || {
            // Nobody waits any more when the page is left.
            let _ = done.send(());
        });
        reader.set_onloadend(Some(ended.as_ref().unchecked_ref()));
        begin(&reader, &self.0).ok()?;
        is_done.await.ok()?;
        reader.set_onloadend(None);
        reader.result().ok()?.as_string()
    }
}

/// Returns the text that a paste brings.
pub fn pasted_text(event: &web_sys::Event) -> String {
    let event = event.dyn_ref::<web_sys::ClipboardEvent>();
    event.and_then(|event| event.clipboard_data()?.get_data("text").ok()).unwrap_or_default()
}
