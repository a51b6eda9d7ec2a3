//! Stories of the settings: found by words and by address, changed, put back, and taken back again.

use openclutch::domain::settings::SETTINGS;
use openclutch::paths;
use openclutch::state::graces::{GRACES, Graces};
use openclutch::state::stored::Stored;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, wait_for};

fn row(id: &str) -> String {
    format!(".setting[data-id={id}]")
}

#[wasm_bindgen_test]
async fn every_setting_of_the_table_has_a_row_with_something_to_do() {
    let page = Page::at("/settings");
    page.see(&row("theme")).await;
    for setting in SETTINGS {
        let controls = page.count(&format!("{} .control :is(input, a, button)", row(setting.id)));
        assert!(controls > 0, "{}", setting.id);
    }
    assert_eq!(page.count(".setting"), u32::try_from(SETTINGS.len()).unwrap());
}

#[wasm_bindgen_test]
async fn words_find_settings_and_hide_the_rest() {
    let page = Page::at("/settings");
    page.see(&row("theme")).await;
    page.dress();
    page.type_into("[type=search]", "quiet hours").await;
    page.read("1 setting found.").await;
    assert_eq!((page.count(".setting:not([hidden])"), page.count(".block:not([hidden])")), (1, 1));
    page.type_into("[type=search]", "nothing is called so").await;
    page.read("No setting fits.").await;
    page.type_into("[type=search]", "").await;
    wait_for("all", || page.count(".setting:not([hidden])") as usize == SETTINGS.len()).await;
}

#[wasm_bindgen_test]
async fn an_address_leads_to_a_setting_whatever_was_searched_for() {
    let page = Page::at(&paths::setting("lines"));
    let found = page.see(&format!("{}[aria-current=true]", row("lines"))).await;
    let focused = || web_sys::window().unwrap().document().unwrap().active_element();
    wait_for("the focus", || focused().as_ref() == Some(found.as_ref())).await;
    page.type_into("[type=search]", "theme").await;
    wait_for("one", || page.count(".setting:not([hidden])") == 1).await;
    page.go(&paths::setting("quiet"));
    page.see(&format!("{}[aria-current=true]:not([hidden])", row("quiet"))).await;
    page.go(&paths::setting("nobody knows"));
    page.see_no(".setting[aria-current]").await;
}

#[wasm_bindgen_test]
async fn what_differs_can_be_put_back_and_taken_back_again() {
    let page = Page::at("/settings");
    page.see(&format!("{} .button[hidden]", row("density"))).await;
    page.see("input[name=Density]:not(:checked)").await.click();
    page.see(&format!("{} .button:not([hidden])", row("density"))).await.click();
    page.read("Density reset to: Comfortable.").await;
    page.see(&format!("{} .button[hidden]", row("density"))).await;
    page.press(".toast", "Undo").await;
    page.see(&format!("{} .button:not([hidden])", row("density"))).await;
    page.see(&format!("{} .button[aria-disabled=false]", row("reset"))).await.click();
    page.read("These go back to what they were at first: Density. Gateways, projects and tasks stay.").await;
    page.see("dialog[open] .button[data-kind=danger]").await.click();
    page.see(&format!("{} .button[aria-disabled=true]", row("reset"))).await;
}

#[wasm_bindgen_test]
async fn what_another_view_keeps_is_told_here_at_once() {
    let page = Page::at("/settings");
    page.see(&row("graces")).await;
    let graces: Stored<Graces> = page.profile.stored(GRACES);
    graces.change(|graces| graces.choose("job", 30));
    page.read("5 minutes, and otherwise for 1 job").await;
    page.see(&format!("{} .button:not([hidden])", row("graces"))).await.click();
    page.read("Patience with jobs reset to: 5 minutes for every job.").await;
    assert_eq!(graces.get_untracked(), Graces::default());
}
