//! The demo gateway as a worker of the browser. Everywhere else this program does nothing: tests host the gateway themselves.

fn main() {
    #[cfg(target_arch = "wasm32")]
    openclutch::platform::demo_worker::serve();
}
