//! The program that colours code, from inside: a question in, the pieces out.
//! Refuses to know who asks.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Answers whoever asks, for as long as the page lives. `pieces` cuts a text of a language.
pub fn serve(pieces: fn(&str, &str) -> Option<Vec<u32>>) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let page = scope.clone();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let question: js_sys::Array = event.data().unchecked_into();
        let text = |at| question.get(at).as_string().unwrap_or_default();
        let number = question.get(0).as_f64().unwrap_or_default() as u32;
        let mut answer = vec![number];
        answer.extend(pieces(&text(1), &text(2)).unwrap_or_default());
        // The page may be about to go.
        let _ = page.post_message(&JsValue::from(js_sys::Uint32Array::from(answer.as_slice())));
    });
    scope.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
}
