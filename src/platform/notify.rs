//! The browser's notifications: whether there are any, the permission for them, and one shown until it is dropped.
//! Refuses to decide what is told, and to ask for the permission unless it is told to.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::dom::document;

/// Whether notifications may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// This browser has none.
    Never,
    /// It has none for pages that came over plain http.
    NotHere,
    /// Nobody has asked for the permission yet.
    Unasked,
    /// Yes.
    Yes,
    /// A person, or the browser, said no.
    No,
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name)).ok()
}

// By name: browsers without it are common enough, and its binding would throw there.
fn maker() -> Option<Function> {
    get(&js_sys::global(), "Notification")?.dyn_into().ok()
}

/// Returns whether notifications may be shown.
pub fn may_notify() -> May {
    if !web_sys::window().is_some_and(|window| window.is_secure_context()) {
        return May::NotHere;
    }
    let Some(maker) = maker() else { return May::Never };
    match get(&maker, "permission").and_then(|said| said.as_string()).as_deref() {
        Some("granted") => May::Yes,
        Some("denied") => May::No,
        _ => May::Unasked,
    }
}

/// Asks for the permission, and returns what it is then. It is asked at the call and not later, since browsers want a press for it.
pub fn ask_to_notify() -> impl Future<Output = May> {
    let ask = || {
        let maker = maker()?;
        let ask: Function = get(&maker, "requestPermission")?.dyn_into().ok()?;
        ask.call0(&maker).ok()?.dyn_into::<Promise>().ok()
    };
    let asked = ask();
    async move {
        if let Some(asked) = asked {
            // Whatever came of it is read below.
            let _ = wasm_bindgen_futures::JsFuture::from(asked).await;
        }
        may_notify()
    }
}

/// A notification that is shown. It is closed when this is dropped.
pub struct Shown {
    made: JsValue,
    _pressed: Closure<dyn Fn()>,
}

impl Drop for Shown {
    fn drop(&mut self) {
        let close = get(&self.made, "close").and_then(|close| close.dyn_into::<Function>().ok());
        // One that was closed already does not mind.
        let _ = close.map(|close| close.call0(&self.made));
    }
}

/// Shows a notification in the place of one with the same tag; nothing, if the browser does not let us. A press brings the page to the
/// front first.
pub fn notify(tag: &str, title: &str, body: &str, pressed: impl Fn() + 'static) -> Option<Shown> {
    let options = Object::new();
    for (name, value) in [("tag", tag), ("body", body)] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    // What takes the place of another is news too.
    Reflect::set(&options, &"renotify".into(), &JsValue::TRUE).ok()?;
    // Phones have the name and throw: there only a service worker may.
    let made = Reflect::construct(&maker()?, &Array::of2(&title.into(), &options)).ok()?;
    let pressed = Closure::<dyn Fn()>::new(move || {
        if let Some(window) = web_sys::window() {
            let _ = window.focus();
        }
        pressed();
    });
    Reflect::set(&made, &"onclick".into(), pressed.as_ref()).ok()?;
    Some(Shown { made, _pressed: pressed })
}

/// Whether somebody looks at this page: it is shown, and its window is the one in use.
pub fn is_looked_at() -> bool {
    document().is_none_or(|document| !document.hidden() && document.has_focus().unwrap_or(false))
}

/// Calls back whenever somebody may have begun or ceased to look, for as long as the page lives.
pub fn on_look(callback: impl Fn() + 'static) {
    super::page::on_window(&["focus", "blur", "visibilitychange"], callback);
}
