//! Functions that lie in a part of the program of their own, which is loaded when somebody wants it.
//! Refuses to know what they draw, and how the program is cut; `tools/path/wasm-bindgen` does that.

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
