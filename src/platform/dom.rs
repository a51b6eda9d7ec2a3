//! The handful of DOM calls that views need, each a free function.
//! Refuses to hold state.

use wasm_bindgen::JsCast;

use crate::protocol::UnixMs;

/// Sets the theme on the document; `None` follows the system.
pub fn set_theme(theme: Option<&str>) {
    let Some(root) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element()) else {
        return;
    };
    // Fails only for names that are no attribute names.
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

/// Whether the keyboard's focus is inside what a selector finds.
pub fn is_focus_in(selector: &str) -> bool {
    let focused = web_sys::window().and_then(|window| window.document()).and_then(|document| document.active_element());
    focused.is_some_and(|focused| focused.closest(selector).is_ok_and(|found| found.is_some()))
}

/// Copies a text; returns whether the browser let us. Plain-http pages have no clipboard object, so the older command serves there.
pub async fn copy(text: String) -> bool {
    let Some(window) = web_sys::window() else { return false };
    if window.is_secure_context() {
        return wasm_bindgen_futures::JsFuture::from(window.navigator().clipboard().write_text(&text)).await.is_ok();
    }
    copy_by_selection(&window, &text).unwrap_or(false)
}

fn copy_by_selection(window: &web_sys::Window, text: &str) -> Option<bool> {
    let document = window.document()?.dyn_into::<web_sys::HtmlDocument>().ok()?;
    let area = document.create_element("textarea").ok()?.dyn_into::<web_sys::HtmlTextAreaElement>().ok()?;
    area.set_value(text);
    area.set_class_name("offscreen");
    document.body()?.append_child(&area).ok()?;
    area.select();
    let copied = document.exec_command("copy").unwrap_or(false);
    area.remove();
    Some(copied)
}

/// Says a point in time the way this browser's language and zone do.
pub fn local_time(at: UnixMs) -> String {
    let date = js_sys::Date::new(&(at.0 as f64).into());
    String::from(date.to_locale_string("default", &js_sys::Object::new()))
}
