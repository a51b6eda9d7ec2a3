//! What has the keyboard: whether something does, and giving it and taking it away.
//! Refuses to know what a key means.

use wasm_bindgen::JsCast;

use super::dom::{document, select};

/// Returns what has the keyboard's focus. A dialog that was just closed keeps it till the next frame, and what is typed by then is
/// meant for the page under it.
fn focused() -> Option<web_sys::Element> {
    let focused = document()?.active_element()?;
    let is_gone = focused.closest("dialog:not([open])").is_ok_and(|closed| closed.is_some());
    (!is_gone).then_some(focused)
}

/// Whether the keyboard's focus is inside what a selector finds.
pub fn is_focus_in(selector: &str) -> bool {
    focused().is_some_and(|focused| focused.closest(selector).is_ok_and(|found| found.is_some()))
}

/// Whether nothing has the keyboard's focus, and nothing lies over the page.
pub fn is_focus_free() -> bool {
    !is_focus_in("body *") && !is_covered()
}

/// Whether a dialog or a popover is open.
pub fn is_covered() -> bool {
    let found = document().and_then(|document| document.query_selector("dialog[open], :popover-open").ok()?);
    found.is_some()
}

/// Puts the focus there if nothing has it: what had it may be gone.
pub fn focus_if_free(selector: &str) {
    if is_focus_free() {
        focus(selector);
    }
}

/// Puts the keyboard's focus on what a selector finds, and marks a text field's content.
pub fn focus(selector: &str) {
    let found = web_sys::window().and_then(|window| window.document()).and_then(|document| document.query_selector(selector).ok()?);
    if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails for nothing that can be seen.
        let _ = element.focus();
    }
}

/// Puts the keyboard's focus on an element, and marks what stands in it.
pub fn focus_on(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        // Fails for nothing that can be seen.
        let _ = element.focus();
    }
    select(element);
}

/// A key that was pressed.
pub type KeyEvent = web_sys::KeyboardEvent;

/// Takes the keyboard away from what is typed into, and from what lies outside the view.
pub fn leave_field() {
    let active = document().and_then(|document| document.active_element()?.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(active) = active.filter(|_| is_typing() || !is_focus_in("#content *")) {
        // Fails for nothing that has it.
        let _ = active.blur();
    }
}

/// Whether the keyboard has a command key where others have control.
pub fn is_mac() -> bool {
    web_sys::window().and_then(|window| window.navigator().platform().ok()).is_some_and(|platform| platform.starts_with("Mac"))
}

/// Brings what a selector finds into view within what it lies in directly, as little as needed.
pub fn reveal(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok()?);
    let Some((row, list)) = found.and_then(|row| Some((row.get_bounding_client_rect(), row.parent_element()?))) else { return };
    let view = list.get_bounding_client_rect();
    let by = (row.top() - view.top()).min(0.0) + (row.bottom() - view.bottom()).max(0.0);
    list.set_scroll_top(list.scroll_top() + by as i32);
}

/// Whether the keyboard writes into a field right now.
pub fn is_typing() -> bool {
    is_focus_in("input:not([type=checkbox]), textarea, select, dialog")
}
