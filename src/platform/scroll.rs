//! What scrolls, and what grows: measured and moved.
//! Refuses to know what is in it.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Something that scrolls, and what is drawn in it, one below the other. All figures in CSS pixels.
#[derive(Clone, Debug)]
pub struct Scroller {
    view: web_sys::Element,
    rows: web_sys::Element,
}

impl Scroller {
    /// Looks at an element that scrolls, and at the one in it whose children are the rows.
    pub fn new(view: web_sys::Element, rows: web_sys::Element) -> Self {
        Self { view, rows }
    }

    /// Returns how far it is scrolled, and how much of it is in view.
    pub fn place(&self) -> (i32, i32) {
        (self.view.scroll_top(), self.view.client_height())
    }

    /// Returns how far it can be scrolled.
    pub fn end(&self) -> i32 {
        self.view.scroll_height() - self.view.client_height()
    }

    /// Scrolls, unless it is there.
    pub fn go(&self, top: i32) {
        if self.view.scroll_top() != top {
            self.view.set_scroll_top(top);
        }
    }

    /// Returns how wide it is.
    pub fn width(&self) -> i32 {
        self.view.client_width()
    }

    /// Returns where each drawn row begins and how high it is.
    pub fn drawn(&self) -> Vec<(i32, i32)> {
        let children = self.rows.children();
        let row = |at| children.item(at)?.dyn_into::<web_sys::HtmlElement>().ok();
        (0..children.length()).filter_map(row).map(|row| (row.offset_top(), row.offset_height())).collect()
    }
}

/// Calls back after an element changed its size, before that is painted; until it is dropped.
pub struct Resizes {
    observer: web_sys::ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Resizes {
    /// Begins to watch.
    pub fn of(elements: &[&web_sys::Element], callback: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(callback);
        let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        elements.iter().for_each(|element| observer.observe(element));
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for Resizes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back once, when an element comes into view; not any more once it is dropped.
pub struct Seen {
    observer: web_sys::IntersectionObserver,
    _callback: Closure<dyn FnMut(js_sys::Array, web_sys::IntersectionObserver)>,
}

impl Seen {
    /// Begins to watch.
    pub fn of(element: &web_sys::Element, callback: impl Fn() + 'static) -> Option<Self> {
        let seen = move |entries: js_sys::Array, observer: web_sys::IntersectionObserver| {
            let is_in = |entry: wasm_bindgen::JsValue| entry.unchecked_into::<web_sys::IntersectionObserverEntry>().is_intersecting();
            if entries.iter().any(is_in) {
                observer.disconnect();
                callback();
            }
        };
        let callback = Closure::<dyn FnMut(js_sys::Array, web_sys::IntersectionObserver)>::new(seen);
        let observer = web_sys::IntersectionObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for Seen {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Whether a wheel is turned upwards.
pub fn wheels_up(event: &web_sys::MouseEvent) -> bool {
    event.dyn_ref::<web_sys::WheelEvent>().is_some_and(|event| event.delta_y() < 0.0)
}
