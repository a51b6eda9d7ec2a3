//! The parts of the program that are loaded when somebody first looks at them, and what stands in their place meanwhile.
//! Refuses to know what a part shows, and how the program is cut; `tools/path/wasm-bindgen` does that.
#![allow(unsafe_code)] // what the attribute writes; nothing here does

#[cfg(not(feature = "parts"))]
use std::convert::Infallible;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::el::{El, button, div, el, part};

/// A part did not come: the host does not answer, or has a newer program by now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Missing;

/// A view that may have to be loaded before it can be drawn.
#[derive(Clone, Copy)]
pub struct Part {
    load: fn() -> LocalBoxFuture<'static, Result<(), Missing>>,
    draw: fn() -> LocalBoxFuture<'static, Result<El, Missing>>,
}

#[cfg(feature = "parts")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

#[cfg(not(feature = "parts"))]
impl From<Infallible> for Missing {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Makes parts, each of a name and the function that draws it. Without the feature they are functions like others: there are no
/// files to load in tests, and none in the native build.
macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident, $draw:ident, $load:ident = $view:path;)*) => {
        $(
            #[cfg(feature = "parts")]
            #[wasm_split_helpers::wasm_split($name, fallible, preload($load))]
            fn $draw() -> Result<El, Missing> {
                Ok($view())
            }

            #[cfg(not(feature = "parts"))]
            async fn $draw() -> Result<El, Missing> {
                Ok($view())
            }

            #[cfg(not(feature = "parts"))]
            async fn $load() -> Result<(), Infallible> {
                Ok(())
            }

            $(#[$doc])*
            pub fn $name() -> Part {
                Part { load: || Box::pin(async { Ok($load().await?) }), draw: || Box::pin($draw()) }
            }
        )*

        const ALL: &[fn() -> Part] = &[$($name),*];
    };
}

parts! {
    /// The conversations.
    chat, draw_chat, load_chat = crate::features::chat::chat;
    /// What was used, and what it cost.
    analytics, draw_analytics, load_analytics = crate::features::analytics::analytics;
}

/// Loads all parts before somebody opens them, so that they are there even when the host is not.
pub fn prefetch() {
    for part in ALL {
        spawn_local(async move {
            // Who opens it hears of the failure, and tries again.
            let _ = (part().load)().await;
        });
    }
}

impl Part {
    /// Draws the part, and what is to be said as long as it is not here.
    pub fn view(self) -> El {
        let came = RwSignal::new(None::<Result<(), Missing>>);
        let ask = move || {
            came.set(None);
            spawn_local(async move {
                let heard = (self.load)().await;
                // Nobody may be looking any more.
                let _ = came.try_set(Some(heard));
            });
        };
        // What is here already is drawn at once.
        match (self.load)().now_or_never() {
            Some(Ok(())) => came.set(Some(Ok(()))),
            _ => ask(),
        }
        part(move || match came.get() {
            Some(Ok(())) => (self.draw)().now_or_never().and_then(Result::ok),
            Some(Err(Missing)) => Some(missing(ask)),
            None => Some(div("page-note").set("role", "status").child(el("p").text("Loading this view"))),
        })
    }
}

fn missing(again: impl Fn() + 'static) -> El {
    div("page-note")
        .set("role", "alert")
        .child(el("p").child(el("strong").text("This view could not be loaded.")))
        .child(el("p").text("The server that hosts this page does not answer, or was updated meanwhile. Try again, or reload the page."))
        .child(button("button").text("Try again").click(again))
}
