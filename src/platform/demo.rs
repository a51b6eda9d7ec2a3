//! The demo gateway's worker, seen from the page: sockets into it, orders to it, and whether this tab is in the demo.
//! Refuses to know what it is asked and what it answers.

use std::cell::RefCell;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::JsValue;
use web_sys::{MessageChannel, MessageEvent, MessagePort, Worker, WorkerOptions, WorkerType};

use super::dom;
use crate::gateway::socket::{FarEnd, Heard, Said, Socket};
use crate::paths;

/// Whose name in the session's storage says that this tab is in the demo, and in which one.
const KEPT: &str = "openclutch.demo";
/// Whose name there says that the way round was shown.
const TOURED: &str = "openclutch.toured";

/// The first letter of a message that carries a frame.
pub(super) const TEXT: char = 't';
/// The first letter of one that carries a close: its code, a space and its reason.
pub(super) const CLOSE: char = 'c';
/// The message that brings a socket.
pub(super) const SOCKET: &str = "socket";

/// Returns the choices of this tab's demo as they stood in its address; `None` outside of it. A tab that is in the demo stays in it
/// over reloads.
pub fn chosen() -> Option<String> {
    let window = web_sys::window()?;
    let store = window.session_storage().ok().flatten();
    let mut choices = paths::part_of(&window.location().search().unwrap_or_default(), true);
    if !choices.split('&').any(|pair| pair.starts_with("demo")) {
        choices = store?.get_item(KEPT).ok().flatten()?;
    } else {
        // Where nothing can be kept, only the address knows.
        let _ = store.map(|store| store.set_item(KEPT, &choices));
    }
    dom::mark(dom::CHOICES, Some(&choices));
    Some(String::from("?") + &choices)
}

/// Whether somebody sees the demo for the first time in this tab, and as it is offered: trials and tests choose more. Says so once.
pub fn is_first(choices: Option<&str>) -> bool {
    let store = web_sys::window().and_then(|window| window.session_storage().ok().flatten());
    let Some(store) = store.filter(|_| choices == Some("?demo")) else { return false };
    let is_new = matches!(store.get_item(TOURED), Ok(None));
    // Where it cannot be noted it would be shown again and again.
    is_new && store.set_item(TOURED, "1").is_ok()
}

/// From now on a page loaded anew is not in the demo.
pub fn forget() {
    let store = web_sys::window().and_then(|window| window.session_storage().ok().flatten());
    let _ = store.map(|store| store.remove_item(KEPT));
    dom::mark(dom::CHOICES, None);
    let (path, search) = dom::here();
    dom::step(&(path + &search), true);
}

/// Leaves the demo, for the form to connect to a gateway.
pub fn leave(root: &str) {
    forget();
    let Some(window) = web_sys::window() else { return };
    // A page made anew holds nothing of the demo.
    let _ = window.location().assign(&format!("{root}/connect"));
}

/// The worker, started by the first who needs it. One that fails is given up with all its sockets, and the next to come starts another.
#[derive(Clone)]
pub struct DemoWorker {
    /// Which demo: read once, since the address moves on.
    choices: Rc<str>,
    inside: Rc<RefCell<Inside>>,
}

#[derive(Default)]
struct Inside {
    worker: Option<Worker>,
    /// Those who hear from it.
    ears: Vec<mpsc::UnboundedSender<Heard>>,
    /// Hears what can be ordered.
    tell: Option<Rc<dyn Fn(String)>>,
}

impl DemoWorker {
    /// Makes the way to the worker of a demo, as it was chosen.
    pub fn of(choices: &str) -> Self {
        Self { choices: choices.into(), inside: Rc::default() }
    }

    /// Opens a socket into the worker.
    pub fn open(&self) -> Socket {
        let (near, far) = Socket::pair();
        let ear = far.heard.clone();
        if self.carry(far).is_err() {
            let _ = ear.unbounded_send(gone());
        }
        near
    }

    /// Gives an order, and hears what can be ordered now.
    pub fn order(&self, order: &str, tell: impl Fn(String) + 'static) {
        self.inside.borrow_mut().tell = Some(Rc::new(tell));
        if let Ok(worker) = self.worker() {
            // Fails for no text.
            let _ = worker.post_message(&order.into());
        }
    }

    /// Ends the worker and all its sockets.
    pub fn stop(&self) {
        let Inside { worker, ears, .. } = self.inside.take();
        if let Some(worker) = worker {
            worker.terminate();
        }
        for ear in ears {
            // Whoever listened may have gone.
            let _ = ear.unbounded_send(gone());
        }
    }

    fn worker(&self) -> Result<Worker, JsValue> {
        if let Some(worker) = &self.inside.borrow().worker {
            return Ok(worker.clone());
        }
        let document = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
        let mark = |name: &str| document.as_ref().and_then(|html| html.get_attribute(name)).unwrap_or_default();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        // The start script has left both on the document.
        let address = mark("data-root") + &mark("data-demo") + &self.choices;
        let worker = Worker::new_with_options(&address, &options)?;
        let failed = self.clone();
        let fails = Closure::<dyn Fn()>::new(move || failed.stop());
        worker.set_onerror(Some(fails.into_js_value().unchecked_ref()));
        let this = self.clone();
        let told = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let tell = this.inside.borrow().tell.clone();
            if let Some(tell) = tell {
                tell(event.data().as_string().unwrap_or_default());
            }
        });
        worker.set_onmessage(Some(told.into_js_value().unchecked_ref()));
        self.inside.borrow_mut().worker = Some(worker.clone());
        Ok(worker)
    }

    fn carry(&self, far: FarEnd) -> Result<(), JsValue> {
        let FarEnd { heard, mut said } = far;
        let channel = MessageChannel::new()?;
        let (ours, theirs) = (channel.port1(), channel.port2());
        let worker = self.worker()?;
        {
            let mut inside = self.inside.borrow_mut();
            inside.ears.retain(|ear| !ear.is_closed());
            inside.ears.push(heard.clone());
        }
        hear(&ours, heard);
        worker.post_message_with_transfer(&SOCKET.into(), &js_sys::Array::of1(&theirs))?;
        leptos::task::spawn_local(async move {
            while let Some(word) = said.next().await {
                let message = match word {
                    Said::Text(text) => format!("{TEXT}{text}"),
                    Said::Close { code, reason } => format!("{CLOSE}{code} {reason}"),
                };
                let _ = ours.post_message(&message.into());
            }
            let _ = ours.post_message(&format!("{CLOSE}1000 ").into());
            // What is said first still arrives.
            ours.close();
        });
        Ok(())
    }
}

/// What is heard when the worker could not be started, or has failed: a connection that broke off, to be tried again.
fn gone() -> Heard {
    Heard::Closed { code: 1006, reason: String::new() }
}

/// Passes on what comes through a port.
fn hear(port: &MessagePort, heard: mpsc::UnboundedSender<Heard>) {
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let mut message = event.data().as_string().unwrap_or_default();
        let what = if message.starts_with(TEXT) {
            message.remove(0);
            Heard::Text(message)
        } else {
            let (code, reason) = message.get(1..).and_then(|rest| rest.split_once(' ')).unwrap_or_default();
            Heard::Closed { code: code.parse().unwrap_or(1006), reason: reason.into() }
        };
        // Whoever listened may have gone.
        let _ = heard.unbounded_send(what);
    });
    port.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
}
