//! Listening to what happens to an element.
//! Refuses to change it.

use std::any::Any;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget, KeyboardEvent, MouseEvent, Node};

use super::{El, document};
use crate::platform::dom::{self, Picked, pasted_text};

/// Like `Read`, for what acts.
trait Act {
    fn act(&mut self, event: Event);
}

impl<F: FnMut(Event)> Act for F {
    fn act(&mut self, event: Event) {
        self(event);
    }
}

/// A listener that is taken off before it ends with its element: to keys of the whole page, and to what the browser tells of an element a
/// frame later, when that may be gone.
struct TakenOff(EventTarget, &'static str, Closure<dyn FnMut(Event)>);

impl Drop for TakenOff {
    fn drop(&mut self) {
        // Fails for no event name and no listener.
        let _ = self.0.remove_event_listener_with_callback(self.1, self.2.as_ref().unchecked_ref());
    }
}

/// What is told a frame later.
const LATER: [&str; 2] = ["scroll", "toggle"];

impl El {
    /// Listens to an event.
    pub fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(act))
    }

    fn listen(mut self, event: &str, mut act: Box<dyn Act>) -> Self {
        let act: Box<dyn FnMut(Event)> = Box::new(move |event| act.act(event));
        let listener = Closure::wrap(act);
        // Fails for no event name and no listener.
        let _ = self.element().add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        let kept: Box<dyn Any> = match LATER.into_iter().find(|later| *later == event) {
            Some(later) => Box::new(TakenOff(self.raw().into(), later, listener)),
            None => Box::new(listener),
        };
        self.0.keep.push(kept);
        self
    }

    /// Acts when it is pressed.
    pub fn click(self, mut act: impl FnMut() + 'static) -> Self {
        self.on("click", move |_| act())
    }

    /// Acts when it is pressed, and looks at which keys are held.
    pub fn mouse(self, event: &str, mut act: impl FnMut(&MouseEvent) + 'static) -> Self {
        self.on(event, move |event| act(event.unchecked_ref()))
    }

    /// Acts on keys.
    pub fn keys(self, mut act: impl FnMut(&KeyboardEvent) + 'static) -> Self {
        self.on("keydown", move |event| act(event.unchecked_ref()))
    }

    /// Acts on keys within, and on those that are pressed while nothing at all has the focus.
    pub fn all_keys(mut self, mut act: impl FnMut(&KeyboardEvent) + 'static) -> Self {
        let node = self.raw();
        let hear: Box<dyn FnMut(Event)> = Box::new(move |event: Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            let is_ours = node.contains(target.as_ref()) || (node.is_connected() && dom::is_focus_free());
            if is_ours && !event.default_prevented() {
                act(event.unchecked_ref());
            }
        });
        let listener = Closure::wrap(hear);
        // Fails for no event name and no listener.
        let _ = document().add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
        self.0.keep.push(Box::new(TakenOff(document().into(), "keydown", listener)));
        self
    }

    /// Acts on what is typed.
    pub fn input(self, act: impl FnMut(String) + 'static) -> Self {
        self.value_on("input", act)
    }

    /// Acts on what is chosen.
    pub fn change(self, act: impl FnMut(String) + 'static) -> Self {
        self.value_on("change", act)
    }

    fn value_on(self, event: &str, mut act: impl FnMut(String) + 'static) -> Self {
        self.on(event, move |event| {
            let value = event.target().and_then(|field| js_sys::Reflect::get(&field, &JsValue::from_str("value")).ok()?.as_string());
            act(value.unwrap_or_default());
        })
    }

    /// Acts on files that are chosen, pasted or dropped.
    pub fn picks(self, event: &str, mut act: impl FnMut(Vec<Picked>) + 'static) -> Self {
        self.on(event, move |event| {
            let files = Picked::of(&event);
            if !files.is_empty() {
                event.prevent_default();
                act(files);
            }
        })
    }

    /// Acts on a text that is pasted; if that returns true, it goes nowhere else.
    pub fn pastes(self, mut act: impl FnMut(String) -> bool + 'static) -> Self {
        self.on("paste", move |event| {
            let text = pasted_text(&event);
            if !text.is_empty() && act(text) {
                event.prevent_default();
            }
        })
    }

    /// Acts when the form is sent off, which goes nowhere else.
    pub fn submit(self, mut act: impl FnMut() + 'static) -> Self {
        self.on("submit", move |event| {
            event.prevent_default();
            act();
        })
    }
}
