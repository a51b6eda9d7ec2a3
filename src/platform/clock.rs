//! Time from the browser: monotonic now, pauses, the next frame, and the clock on the wall.
//! Refuses to know who waits for what.

use std::time::Duration;

use futures::channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Performance;

use crate::gateway::Moment;
use crate::gateway::socket::{Clock, Local};
use crate::protocol::UnixMs;

thread_local! {
    /// The page's own time, which every frame asks for: looked up once.
    static PAGE: Option<Performance> = web_sys::window().and_then(|window| window.performance());
}

/// The browser's clocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> Moment {
        Duration::from_micros((PAGE.with(|page| page.as_ref().map_or(0.0, Performance::now)) * 1000.0) as u64)
    }

    fn wall(&self) -> UnixMs {
        UnixMs(js_sys::Date::now() as i64)
    }

    fn sleep(&self, pause: Duration) -> Local<()> {
        // A longer pause than an hour is slept in parts: the browser's timers hold no more than 24 days.
        let pause = pause.min(Duration::from_secs(3600));
        // Rounded up: a timer that fires early would find nothing due and be set again.
        let ms = pause.as_secs() as u32 * 1000 + pause.subsec_millis() + 1;
        Box::pin(TimeoutFuture::new(ms))
    }

    fn frame(&self) -> Local<()> {
        let (drawn, soon) = oneshot::channel::<()>();
        let callback = Closure::once_into_js(move || drop(drawn));
        if let Some(window) = web_sys::window() {
            // Fails only on a window that is gone, and then nothing needs drawing.
            let _ = window.request_animation_frame(callback.as_ref().unchecked_ref());
        }
        Box::pin(async move {
            // Dropping the sender is the signal.
            let _ = soon.await;
        })
    }

    fn leisure(&self) -> Local<()> {
        let (idle, soon) = oneshot::channel::<()>();
        super::page::at_leisure(30, move || drop(idle));
        Box::pin(async move {
            // Dropping the sender is the signal.
            let _ = soon.await;
        })
    }

    fn shown(&self) -> Local<()> {
        // To ask for a frame has the browser draw one, and while the page is hidden there is none.
        if super::page::is_visible() { Box::pin(std::future::ready(())) } else { self.frame() }
    }
}
