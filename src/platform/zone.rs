//! The zone of this browser: what it is called, and what its clock shows when.
//! Refuses to know any other zone.

use wasm_bindgen::JsValue;

use crate::protocol::UnixMs;

/// Returns the name of this browser's zone; `UTC` where it has none to tell.
pub fn zone() -> String {
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    let name = js_sys::Reflect::get(&options, &JsValue::from_str("timeZone")).ok().and_then(|name| name.as_string());
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "UTC".into())
}

/// Returns by how many minutes the clock of this browser's zone is ahead of UTC at a time.
pub fn offset(at: UnixMs) -> i32 {
    let behind = js_sys::Date::new(&(at.0 as f64).into()).get_timezone_offset();
    // A time that there is not has no clock.
    if behind.is_finite() { -behind as i32 } else { 0 }
}
