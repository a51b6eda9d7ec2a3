//! Where a pointer is, and where things are on screen, for what is carried about. All figures in CSS pixels of the window.
//! Refuses to know what is carried.

use wasm_bindgen::JsCast;
pub use web_sys::Element;

/// A pointer at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// Which one: a screen feels several fingers.
    pub id: i32,
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// It is a finger.
    pub is_touch: bool,
    /// It is the first finger, or the main button.
    pub is_main: bool,
}

/// Where something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// From the left.
    pub left: i32,
    /// From the top.
    pub top: i32,
    /// To its right edge.
    pub right: i32,
    /// To its lower edge.
    pub bottom: i32,
}

/// Reads where the pointer of an event is.
pub fn pointer(event: &web_sys::Event) -> Option<Pointer> {
    let event: &web_sys::PointerEvent = event.dyn_ref()?;
    let is_plain = event.button() <= 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key());
    Some(Pointer {
        id: event.pointer_id(),
        x: event.client_x(),
        y: event.client_y(),
        is_touch: event.pointer_type() == "touch",
        is_main: event.is_primary() && is_plain,
    })
}

/// Has an element hear of a pointer wherever it goes, until it is let go.
pub fn capture(element: &web_sys::Element, id: i32) {
    // Fails when it was let go just now.
    let _ = element.set_pointer_capture(id);
}

/// Returns an attribute of what a selector finds around where an event happened.
pub fn around(event: &web_sys::Event, item: &str, attribute: &str) -> Option<String> {
    event.target()?.dyn_into::<web_sys::Element>().ok()?.closest(item).ok()??.get_attribute(attribute)
}

/// Returns where an element is.
pub fn area(element: &web_sys::Element) -> Area {
    let area = element.get_bounding_client_rect();
    Area { left: area.left() as i32, top: area.top() as i32, right: area.right() as i32, bottom: area.bottom() as i32 }
}

/// Returns what a selector finds within an element, each by an attribute, and where it is.
pub fn areas(within: &web_sys::Element, item: &str, attribute: &str) -> Vec<(String, web_sys::Element)> {
    let Ok(found) = within.query_selector_all(item) else { return vec![] };
    let one = |at| {
        let element = found.item(at)?.dyn_into::<web_sys::Element>().ok()?;
        Some((element.get_attribute(attribute)?, element))
    };
    (0..found.length()).filter_map(one).collect()
}

/// Scrolls an element by so much.
pub fn scroll_by(element: &web_sys::Element, x: i32, y: i32) {
    if x != 0 {
        element.set_scroll_left(element.scroll_left() + x);
    }
    if y != 0 {
        element.set_scroll_top(element.scroll_top() + y);
    }
}
