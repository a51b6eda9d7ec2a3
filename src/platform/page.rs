//! The page around the app: where it was served from, whether anybody looks, when the machine slept.
//! Refuses to know what follows from that.

use std::panic::PanicHookInfo;
use std::time::Duration;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::clock::BrowserClock;
use crate::gateway::Clock;

/// Where the page came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The path under which the bundle lives, without a trailing slash; empty at the root of a host.
    pub root: String,
    /// Such as `http://127.0.0.1:8080`.
    pub origin: String,
    /// The address of the gateway that served the page, if one did.
    pub gateway: Option<String>,
}

/// Reads where the page came from. The start script has found the root and left it on the document.
pub fn place() -> Place {
    let Some(window) = web_sys::window() else { return Place::default() };
    let mark = |name: &str| window.document()?.document_element()?.get_attribute(name);
    let origin = window.location().origin().unwrap_or_default();
    let gateway = mark("data-openclaw-control-ui-base-path").map(|_| origin.replacen("http", "ws", 1));
    Place { root: mark("data-root").unwrap_or_default(), origin, gateway }
}

/// The event of the window that tells of a link which handed something over to a page that was here already.
pub const HANDED: &str = "openclutch-handed";

/// Returns what a link handed over behind `#`, once. The page's first script has taken it out of the address.
pub fn handed() -> String {
    boot("handed").and_then(|taken| taken.as_string()).unwrap_or_default()
}

/// Calls what the page's own scripts offer under this name.
fn boot(name: &str) -> Option<JsValue> {
    let boot = js_sys::Reflect::get(web_sys::window()?.as_ref(), &"openclutchBoot".into()).ok()?;
    let offered: js_sys::Function = js_sys::Reflect::get(&boot, &name.into()).ok()?.dyn_into().ok()?;
    offered.call0(&boot).ok()
}

/// The event of the window that tells of a newer bundle, which waits for the person to take it.
pub const NEWER: &str = "openclutch-newer";

/// Takes the newer bundle, and loads the page anew with it.
pub fn renew() {
    boot("renew");
}

/// Whether the tab is shown.
pub fn is_visible() -> bool {
    web_sys::window().and_then(|window| window.document()).is_none_or(|document| !document.hidden())
}

/// Sets the icon of the page.
pub fn set_icon(address: &str) {
    if let Some(link) =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.query_selector("link[rel=icon]").ok()?)
    {
        // It was an attribute before.
        let _ = link.set_attribute("href", address);
    }
}

/// Calls back on every one of these events of the window, for as long as the page lives.
pub fn on_window(events: &[&str], callback: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn Fn()>::new(callback);
    for event in events {
        // Fails for no event name and no listener.
        let _ = window.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    }
    // The page's own lifetime is the listener's.
    listener.forget();
}

/// How often the clocks are compared.
const CHECK: Duration = Duration::from_secs(4);
/// A gap beyond this between two checks, or between two clocks, means that the machine slept.
const JUMP: Duration = Duration::from_secs(6);

/// Resolves when the machine has slept since the call. Some browsers stop the monotonic clock meanwhile and others do not,
/// so both clocks are watched; a hidden tab's timers are slow by design and prove nothing.
pub async fn woken() {
    let clock = BrowserClock;
    loop {
        let (before, wall_before) = (clock.now(), clock.wall().0);
        clock.sleep(CHECK).await;
        let passed = clock.now().saturating_sub(before);
        let passed_on_wall = Duration::from_millis(u64::try_from(clock.wall().0.saturating_sub(wall_before)).unwrap_or(0));
        let slept_unnoticed = passed_on_wall.saturating_sub(passed) > JUMP;
        if slept_unnoticed || (is_visible() && passed > CHECK + JUMP) {
            return;
        }
    }
}

/// Calls back once, when the page has nothing better to do; after so many milliseconds where the browser cannot say when that is.
pub fn at_leisure(otherwise: i32, callback: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let callback = Closure::once_into_js(callback);
    // A page that is busy for long is at leisure all the same. Safari has no such call.
    let options = web_sys::IdleRequestOptions::new();
    options.set_timeout(2_000);
    if window.request_idle_callback_with_options(callback.unchecked_ref(), &options).is_err() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), otherwise);
    }
}

/// Removes what the page showed while the program was on its way.
pub fn remove_start_text() {
    if let Some(boot) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("boot")) {
        boot.remove();
    }
}

/// Tells the console of a panic; the browser adds from where it came.
pub fn tell(panic: &PanicHookInfo<'_>) {
    web_sys::console::error_1(&panic.to_string().into());
}

/// Installs the hook that shows a sheet instead of a frozen page, should the program ever panic.
pub fn install_panic_sheet() {
    std::panic::set_hook(Box::new(|panic| {
        tell(panic);
        if let Some(sheet) =
            web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("stopped"))
        {
            // Nothing else can be done here if even this fails.
            let _ = sheet.remove_attribute("hidden");
        }
    }));
}
