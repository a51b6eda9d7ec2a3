//! The program: installs the panic sheet and mounts the app.

use openclutch::app::App;
use openclutch::platform::page;

fn main() {
    page::install_panic_sheet();
    page::remove_start_text();
    leptos::mount::mount_to_body(App);
}
