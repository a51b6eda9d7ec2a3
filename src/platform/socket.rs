//! The browser's WebSocket behind a [`Socket`].
//! Refuses to read frames and to judge closes.

use futures::channel::mpsc;
use futures::{SinkExt, StreamExt, select_biased};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, WebSocketError};

use super::demo::DemoWorker;
use crate::gateway::socket::{Connector, FarEnd, Heard, Local, Said, Socket};
use crate::state::address::{DEMO_URL, REPLAY_URL, is_made_up};
use crate::state::replaying::Door;

/// Opens the browser's WebSockets, and sockets into the demo gateway's worker and into recordings.
#[derive(Clone)]
pub struct BrowserConnector {
    /// The worker.
    pub demo: DemoWorker,
    /// The way into a recording.
    pub replay: Door,
}

impl Connector for BrowserConnector {
    fn open(&self, url: &str) -> Socket {
        if url == DEMO_URL {
            return self.demo.open();
        }
        if url == REPLAY_URL {
            return self.replay.open();
        }
        let (near, far) = Socket::pair();
        match WebSocket::open(url) {
            Ok(socket) => leptos::task::spawn_local(carry(socket, far)),
            Err(error) => tell(&far.heard, Heard::Blocked { why: error.message.trim_end_matches('.').to_owned() }),
        }
        near
    }

    fn answers_http(&self, url: &str) -> Local<bool> {
        if is_made_up(url) {
            // There is nothing to look at, and the page's own policy would forbid it.
            return Box::pin(std::future::ready(false));
        }
        // `ws:` becomes `http:`, `wss:` becomes `https:`; the gateway's health page needs no login.
        let address = format!("{}/health", url.replacen("ws", "http", 1).trim_end_matches('/'));
        Box::pin(async move {
            let Some(window) = web_sys::window() else { return false };
            let request = web_sys::RequestInit::new();
            // Opaque on purpose: the gateway sends no CORS headers, and that anything answers is all we want to know.
            request.set_mode(web_sys::RequestMode::NoCors);
            wasm_bindgen_futures::JsFuture::from(window.fetch_with_str_and_init(&address, &request)).await.is_ok()
        })
    }
}

/// Carries frames both ways until either side ends.
async fn carry(socket: WebSocket, far: FarEnd) {
    let mut socket = socket.fuse();
    let mut said = far.said;
    loop {
        select_biased! {
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => tell(&far.heard, Heard::Text(text)),
                // The gateway never sends binary frames; one would be nothing we can read.
                Some(Ok(Message::Bytes(_))) => {}
                // gloo says `ConnectionError` first and `ConnectionClose` after it: only the second has the code.
                Some(Err(WebSocketError::ConnectionClose(close))) => {
                    return tell(&far.heard, Heard::Closed { code: close.code, reason: close.reason });
                }
                Some(Err(_)) => {}
                None => return tell(&far.heard, Heard::Closed { code: 1006, reason: String::new() }),
            },
            word = said.next() => match word {
                // A frame that cannot be sent is lost with its socket, whose end is about to be heard.
                Some(Said::Text(text)) => drop(socket.send(Message::Text(text)).await),
                Some(Said::Close { code, reason }) => {
                    // `close` consumes the socket, so nothing more comes from it: we say so ourselves.
                    let _ = socket.into_inner().close(Some(code), Some(reason));
                    return tell(&far.heard, Heard::Closed { code, reason: reason.into() });
                }
                // The near end was dropped; dropping the socket closes it.
                None => return,
            },
        }
    }
}

fn tell(heard: &mpsc::UnboundedSender<Heard>, what: Heard) {
    // The near end may have moved on to another socket; then nobody wants to know.
    let _ = heard.unbounded_send(what);
}
