//! Functions that lie in a part of the program of their own, which is loaded when somebody wants it.
//! Refuses to know what they draw, and how the program is cut; `tools/path/wasm-bindgen` does that.

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A part did not come: the host does not answer, or has a newer program by now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Missing;

#[cfg(feature = "parts")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

#[cfg(not(feature = "parts"))]
impl From<std::convert::Infallible> for Missing {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// Loads a part.
pub type Load = fn() -> LocalBoxFuture<'static, Result<(), Missing>>;

/// Fetches a part, and says whether it came: at once if it was here before, nothing while it is on its way.
pub fn fetched(load: Load) -> RwSignal<Option<bool>> {
    let came = RwSignal::new(load().now_or_never().map(|heard| heard.is_ok()).filter(|is_here| *is_here));
    if came.get_untracked().is_none() {
        fetch(load, came);
    }
    came
}

/// Fetches a part, once more if it did not come, and says so there.
pub fn fetch(load: Load, came: RwSignal<Option<bool>>) {
    came.set(None);
    fetch_after(Box::pin(std::future::ready(())), load, came);
}

/// Fetches a part after something else, and says there whether it came.
pub fn fetch_after(first: LocalBoxFuture<'static, ()>, load: Load, came: RwSignal<Option<bool>>) {
    spawn_local(async move {
        first.await;
        let heard = load().await.is_ok();
        // Nobody may be looking any more.
        let _ = came.try_set(Some(heard));
    });
}

/// Puts a function into a part: `lazy!(part, load, fn name(arguments) -> Type { … })` makes `name`, which loads the part if it is not
/// there and resolves at once if it is, and `load`, which only loads it. All functions of one part are loaded together. Without the
/// feature they are functions like others: there are no files to load in tests, and none in the native build.
#[macro_export]
macro_rules! lazy {
    ($part:ident, $load:ident, $vis:vis fn $name:ident($($given:ident: $type:ty),*) -> $result:ty $body:block) => {
        #[cfg(feature = "parts")]
        #[allow(unsafe_code)] // what the attribute writes
        #[wasm_split_helpers::wasm_split($part, fallible, preload(
            /// Loads the part.
            #[allow(unsafe_code)]
            $load
        ))]
        /// Draws, once the part is here.
        $vis fn $name($($given: $type),*) -> Result<$result, $crate::ui::lazy::Missing> {
            Ok($body)
        }

        #[cfg(not(feature = "parts"))]
        /// Draws, once the part is here.
        $vis async fn $name($($given: $type),*) -> Result<$result, $crate::ui::lazy::Missing> {
            Ok($body)
        }

        #[cfg(not(feature = "parts"))]
        /// Loads the part.
        $vis async fn $load() -> Result<(), std::convert::Infallible> {
            Ok(())
        }
    };
}
