//! The demo gateway's worker from inside: ports of the page become the far ends of sockets, other messages are orders.
//! Refuses to know what is said.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

use super::clock::BrowserClock;
use super::demo::{CLOSE, SOCKET, TEXT};
use crate::demo::faults::in_lines;
use crate::demo::host::{Visit, host};
use crate::demo::settings::Settings;
use crate::gateway::Moment;
use crate::gateway::socket::{Clock, FarEnd, Heard, Local, Said};
use crate::protocol::UnixMs;

/// Serves whoever comes, for as long as the page lives. The choices stand in the worker's own address.
pub fn serve() {
    std::panic::set_hook(Box::new(super::page::tell));
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let settings = Settings::read(&scope.location().search());
    let (visits, come) = mpsc::unbounded();
    let page = scope.clone();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let word = event.data().as_string().unwrap_or_default();
        let visit = if word == SOCKET {
            Visit::Socket(far_end(event.ports().get(0).unchecked_into()))
        } else {
            let page = page.clone();
            // The page may be about to go.
            Visit::Order(word, Box::new(move |controls| drop(page.post_message(&in_lines(&controls).into()))))
        };
        // The gateway lives as long as this sender, so it is there.
        let _ = visits.unbounded_send(visit);
    });
    scope.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    wasm_bindgen_futures::spawn_local(host(settings, Arc::new(WorkerClock), come));
}

/// The browser's clocks as a worker sees them: it has no window, and draws nothing.
struct WorkerClock;

impl Clock for WorkerClock {
    fn now(&self) -> Moment {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        Duration::from_micros((scope.performance().map_or(0.0, |performance| performance.now()) * 1000.0) as u64)
    }

    fn wall(&self) -> UnixMs {
        BrowserClock.wall()
    }

    fn sleep(&self, pause: Duration) -> Local<()> {
        BrowserClock.sleep(pause)
    }

    fn frame(&self) -> Local<()> {
        Box::pin(std::future::pending())
    }
}

/// Makes a port the far end of a socket.
fn far_end(port: MessagePort) -> FarEnd {
    let (heard, mut from_gateway) = mpsc::unbounded();
    let (to_gateway, said) = mpsc::unbounded();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let mut message = event.data().as_string().unwrap_or_default();
        if message.starts_with(TEXT) {
            message.remove(0);
            let _ = to_gateway.unbounded_send(Said::Text(message));
        } else {
            // With which code the page leaves is of no interest to anybody here.
            let _ = to_gateway.unbounded_send(Said::Close { code: 1000, reason: "" });
            to_gateway.close_channel();
        }
    });
    port.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    wasm_bindgen_futures::spawn_local(async move {
        while let Some(what) = from_gateway.next().await {
            let message = match what {
                Heard::Text(text) => format!("{TEXT}{text}"),
                Heard::Closed { code, reason } => format!("{CLOSE}{code} {reason}"),
                Heard::Blocked { .. } => continue,
            };
            let _ = port.post_message(&message.into());
        }
    });
    FarEnd { heard, said }
}
