//! The handful of DOM calls that views need, each a free function.
//! Refuses to hold state.

use std::time::Duration;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::clock::BrowserClock;
use crate::gateway::Clock;
use crate::paths;
use crate::protocol::UnixMs;

pub use super::choice::{CHOICES, choose, href, href_in};
pub use super::focus::{
    KeyEvent, focus, focus_if_free, focus_on, is_covered, is_focus_free, is_focus_in, is_mac, is_typing, leave_field, reveal,
};
pub use super::highlight::highlight;
pub use super::notify::{May, Shown, ask_to_notify, is_looked_at, may_notify, notify, on_look};
pub use super::page::set_icon;
pub use super::picked::{Picked, pasted_text};
pub use super::picture::{save_drawing, save_picture};
pub use super::pointer::{Area, Element, Pointer, area, areas, around, capture, pointer, scroll_by};
pub use super::scroll::{Resizes, Scroller, Seen, wheels_up};
pub use super::zones::{ZoneClock, own_offset, own_zone, zone_names};

/// Sets or removes an attribute of the document's root, for the style sheet.
pub fn mark(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    // Fails only for names that are no attribute names.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Closes every open popover: a link inside one does not close it by itself.
pub fn close_popovers() {
    let open = || document()?.query_selector(":popover-open").ok()??.dyn_into::<web_sys::HtmlElement>().ok();
    while let Some(popover) = open() {
        if popover.hide_popover().is_err() {
            return;
        }
    }
}

/// Opens the `dialog` element of this id before everything else.
pub fn open_dialog(id: &str) {
    let dialog = document().and_then(|document| document.get_element_by_id(id)?.dyn_into::<web_sys::HtmlDialogElement>().ok());
    if let Some(dialog) = dialog {
        // Fails when it is open already.
        let _ = dialog.show_modal();
    }
}

pub(super) fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Opens a dialog as a modal one, or closes it.
pub fn set_open(dialog: &web_sys::Element, is_open: bool) {
    let dialog: &web_sys::HtmlDialogElement = dialog.unchecked_ref();
    match (is_open, dialog.open()) {
        // Fails only for a dialog that is out of the page.
        (true, false) => drop(dialog.show_modal()),
        (false, true) => dialog.close(),
        _ => {}
    }
}

/// Marks all that stands in a field.
pub fn select(field: &web_sys::Element) {
    if let Some(field) = field.dyn_ref::<web_sys::HtmlInputElement>() {
        field.select();
    }
}

/// Empties a field.
pub fn empty(field: &web_sys::Element) {
    if let Some(field) = field.dyn_ref::<web_sys::HtmlInputElement>() {
        field.set_value("");
    }
}

/// Returns how far a list is scrolled, how much of it is in view, and how high its first row is, in CSS pixels.
pub fn measure(list: &web_sys::Element, row: &str) -> (i32, i32, Option<i32>) {
    let row =
        list.query_selector(row).ok().flatten().map(|row| row.dyn_into::<web_sys::HtmlElement>().map_or(0, |row| row.offset_height()));
    (list.scroll_top(), list.client_height(), row)
}

/// Returns the path under which the page lies, without a trailing slash.
pub fn root() -> String {
    attribute("data-root")
}

pub(super) fn attribute(name: &str) -> String {
    document().and_then(|document| document.document_element()?.get_attribute(name)).unwrap_or_default()
}

/// Returns an attribute of what was pressed within a list, unless it was one of its controls, or a text was marked.
pub fn pressed(event: &web_sys::MouseEvent, item: &str, attribute: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let is_control = target.closest("a, button, input").ok()?.is_some();
    let has_marked = web_sys::window()?.get_selection().ok()?.is_some_and(|selection| !selection.is_collapsed());
    target.closest(item).ok()??.get_attribute(attribute).filter(|_| !is_control && !has_marked)
}

/// Returns the path below the root of the bundle, and what stands behind it, without what chose the demo.
pub fn here() -> (String, String) {
    let Some(window) = web_sys::window() else { return Default::default() };
    let place = window.location();
    let (path, root) = (place.pathname().unwrap_or_default(), root());
    (path.strip_prefix(&root).unwrap_or(&path).to_owned(), paths::part_of(&place.search().unwrap_or_default(), false))
}

/// Writes an address within the app, as a step in the history or in the place of the last one. A browser that has had enough of
/// it keeps the old one in its bar, which costs nothing but the link.
pub fn step(to: &str, replaces: bool) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    let (none, url) = (wasm_bindgen::JsValue::NULL, href(to));
    let _ =
        if replaces { history.replace_state_with_url(&none, "", Some(&url)) } else { history.push_state_with_url(&none, "", Some(&url)) };
}

/// Calls back when the browser goes back or forward, for as long as the page lives.
pub fn on_back(callback: impl Fn() + 'static) {
    super::page::on_window(&["popstate"], callback);
}

/// Calls back with the address of a link within the app that is pressed, for as long as the page lives. With a key held, or to
/// another window, the browser follows a link in its own way.
pub fn on_link(callback: impl Fn(String) + 'static) {
    let follow = move |event: web_sys::MouseEvent| {
        let is_plain = event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        let link = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()?.closest("a[href]").ok()?);
        let Some(link) = link.filter(|link| is_plain && !event.default_prevented() && link.get_attribute("target").is_none()) else {
            return;
        };
        let to = link.get_attribute("href").unwrap_or_default();
        if let Some(to) = to.strip_prefix(&root()).filter(|to| to.starts_with('/') && !to.starts_with("//")) {
            event.prevent_default();
            callback(to.to_owned());
        }
    };
    let listener = Closure::<dyn Fn(web_sys::MouseEvent)>::new(follow);
    if let Some(document) = document() {
        // Fails for no event name and no listener.
        let _ = document.add_event_listener_with_callback("click", listener.as_ref().unchecked_ref());
    }
    // The page's own lifetime is the listener's.
    listener.forget();
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

/// Reads what an address of the page's own origin answers: the status and the text; nothing, if nothing does.
pub async fn read_own(address: &str) -> Option<String> {
    let answer = wasm_bindgen_futures::JsFuture::from(web_sys::window()?.fetch_with_str(address)).await.ok()?;
    let answer: web_sys::Response = answer.dyn_into().ok()?;
    let text = wasm_bindgen_futures::JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
    Some(format!("{} {text}", answer.status()))
}

/// Waits.
pub async fn pause(pause: Duration) {
    BrowserClock.sleep(pause).await;
}

/// The language whose dates read `2026-11-30 09:00:12`: the words of the page are English for readers of any country, and of all ways to
/// write a date only this one means the same to all of them.
const DATES: &str = "sv-SE";

/// Says a point in time in this browser's zone: `2026-11-30 09:00:12`.
pub fn local_time(at: UnixMs) -> String {
    let date = js_sys::Date::new(&(at.0 as f64).into());
    // Without options the browser keeps its formatter; with an object of them, even an empty one, it may make one each time, which
    // was a third of the time that rows took to draw.
    String::from(date.to_locale_string(DATES, &wasm_bindgen::JsValue::UNDEFINED))
}

/// Says the time of day of a point in time in this browser's zone: `09:00:12`.
pub fn time_of_day(at: UnixMs) -> String {
    let date = js_sys::Date::new(&(at.0 as f64).into());
    String::from(date.to_locale_time_string(DATES))
}

/// Saves a text as a file.
pub fn download(name: &str, mime: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let write = || {
        let blob = web_sys::Blob::new_with_str_sequence(&parts).ok()?;
        let blob = blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), mime).ok()?;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        save(&url, name);
        // The browser has taken the bytes by then.
        web_sys::Url::revoke_object_url(&url).ok()
    };
    write();
}

/// Saves what an address of the page's own holds as a file.
pub(super) fn save(address: &str, name: &str) {
    let link = document().and_then(|document| document.create_element("a").ok()?.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(address);
        link.set_download(name);
        link.click();
    }
}

/// Returns how wide an element is, in CSS pixels.
pub fn width(element: &web_sys::Element) -> i32 {
    element.client_width()
}

/// Returns how far from an element's left edge a pointer is, in CSS pixels.
pub fn x_within(event: &web_sys::MouseEvent, element: &web_sys::Element) -> i32 {
    event.client_x() - element.get_bounding_client_rect().left() as i32
}

/// Whether a person has marked something in what a selector finds.
pub fn has_selection_in(selector: &str) -> bool {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok()?);
    let Some(selection) = selection.filter(|selection| !selection.is_collapsed()) else { return false };
    let node = selection.anchor_node().and_then(|node| node.dyn_ref::<web_sys::Element>().cloned().or_else(|| node.parent_element()));
    node.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}
