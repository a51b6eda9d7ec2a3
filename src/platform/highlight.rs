//! The program that colours code, seen from the page: started by the first who needs it, asked by number, and given up for good once
//! it fails, since code without colours is code all the same.
//! Refuses to know languages.

use std::cell::RefCell;

use futures::channel::oneshot;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::dom;

/// The worker, and who waits for it.
#[derive(Default)]
enum Painter {
    /// Nobody needed it yet.
    #[default]
    Idle,
    /// It runs.
    Runs {
        worker: Worker,
        /// The number of the last question.
        last: u32,
        waiting: Vec<(u32, oneshot::Sender<Vec<u32>>)>,
    },
    /// It could not be started, or broke.
    Gone,
}

thread_local! {
    static PAINTER: RefCell<Painter> = RefCell::default();
}

/// Returns the pieces of a text in a language, each as its length, sixteen times, plus its kind; nothing where there is no telling.
pub async fn highlight(language: &str, text: &str) -> Option<Vec<u32>> {
    let answer = PAINTER.with_borrow_mut(|painter| {
        if matches!(painter, Painter::Idle) {
            *painter = start().map_or(Painter::Gone, |worker| Painter::Runs { worker, last: 0, waiting: vec![] });
        }
        let Painter::Runs { worker, last, waiting } = painter else { return None };
        *last += 1;
        let question = js_sys::Array::of3(&JsValue::from(*last), &language.into(), &text.into());
        worker.post_message(&question).ok()?;
        let (answers, answer) = oneshot::channel();
        waiting.push((*last, answers));
        Some(answer)
    })?;
    answer.await.ok()
}

fn start() -> Option<Worker> {
    let html = web_sys::window()?.document()?.document_element()?;
    // The start script has left it there; a page without it has none.
    let file = html.get_attribute("data-highlight").filter(|file| !file.is_empty())?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&(dom::root() + &file), &options).ok()?;
    let failed = Closure::<dyn Fn()>::new(|| {
        // Dropping those who would answer tells all who wait.
        PAINTER.with_borrow_mut(|painter| *painter = Painter::Gone);
    });
    worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
    let told = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let Ok(answer) = event.data().dyn_into::<js_sys::Uint32Array>() else { return };
        let mut pieces = answer.to_vec();
        let number = if pieces.is_empty() { return } else { pieces.remove(0) };
        PAINTER.with_borrow_mut(|painter| {
            let Painter::Runs { waiting, .. } = painter else { return };
            if let Some(at) = waiting.iter().position(|(of, _)| *of == number) {
                // Whoever asked may be gone.
                let _ = waiting.swap_remove(at).1.send(pieces);
            }
        });
    });
    worker.set_onmessage(Some(told.into_js_value().unchecked_ref()));
    Some(worker)
}
