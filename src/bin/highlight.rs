//! Colours code, as a worker of the browser. Everywhere else this program does nothing.

fn main() {
    #[cfg(target_arch = "wasm32")]
    openclutch::platform::highlight_worker::serve(openclutch::domain::syntax::pieces);
}
