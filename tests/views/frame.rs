//! Stories of the frame: the form, the refusal, the chip, notices, settings.

use leptos::prelude::*;
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{ALL, Page, row, wait_for};

#[wasm_bindgen_test]
async fn before_a_connection_every_address_shows_the_form() {
    let page = Page::open();
    page.see("form[aria-label='Connect to a gateway']").await;
    assert!(page.find("[role=treegrid]").is_none());
    assert_eq!(page.see("[data-link]").await.get_attribute("data-link").as_deref(), Some("idle"));
}

#[wasm_bindgen_test]
async fn the_form_connects_with_what_was_typed_and_a_refusal_is_explained() {
    let mut page = Page::open();
    page.type_into("input[type=password]", "typed").await;
    // The address is filled in a moment after the form is drawn.
    let address = page.see("input[type=text]").await.unchecked_into::<web_sys::HtmlInputElement>();
    wait_for("the address", || !address.value().is_empty()).await;
    page.press("form", "Connect").await;
    let connect = page.take_connection().await;
    assert_eq!(connect["params"]["auth"], json!({"token": "typed"}));
    page.refuse(&connect, json!({"code": "AUTH_TOKEN_MISMATCH"}));
    page.see(".diagnosis[data-halt=token-mismatch]").await;
    page.read("The gateway refused the token.").await;
    assert_eq!(page.door.borrow().len(), 0, "and it is not tried again");
}

#[wasm_bindgen_test]
async fn notices_merge_are_closed_by_hand_and_stay_in_the_drawer() {
    let page = Page::open();
    page.see(".top .plain").await.click();
    page.read("Nothing happened yet").await;
    page.toasts.fault("The gateway refused it.");
    page.toasts.fault("The gateway refused it.");
    page.see(".toast[role=alert] .times").await;
    assert_eq!(page.find(".toast .times").unwrap().inner_text(), "×2");
    page.see(".toast button[aria-label='Close this notice']").await.click();
    wait_for("an empty corner", || page.find(".toast").is_none()).await;
    page.see("#notices li[data-tone=bad]").await;
    page.see("#notices .head button").await.click();
    wait_for("an empty drawer", || page.find("#notices li").is_none()).await;
}

#[wasm_bindgen_test]
async fn an_offer_does_what_its_button_says_and_goes() {
    let page = Page::open();
    let undone = RwSignal::new(0);
    page.toasts.offer("Archived.", "Undo", move || undone.update(|count| *count += 1));
    page.see("[aria-live=polite] .toast .button:not(.plain)").await.click();
    assert_eq!(undone.get_untracked(), 1);
    wait_for("an empty corner", || page.find(".toast").is_none()).await;
}

#[wasm_bindgen_test]
async fn the_chip_opens_what_is_known_of_the_link_and_its_losses() {
    let mut page = Page::listing(&ALL, json!([row("a", true, 1)])).await;
    page.see(".row[data-key=a]").await;
    page.see(".rail .count").await;
    page.see(".chip").await.click();
    page.see("#link:popover-open .figures").await;
    for words in ["Connected for", "Median", "OpenClaw 1, protocol 4", "Start and stop runs", "None since this tab was opened"] {
        page.read(words).await;
    }
    page.lose();
    page.see("#link .log li").await;
    page.read("1006").await;
    page.read("not back yet").await;
    page.see("#link .head button").await.click();
    wait_for("an empty log", || page.find("#link .log li").is_none()).await;
}

#[wasm_bindgen_test]
async fn what_is_known_of_the_link_gives_the_keyboard_back_and_is_gone_when_it_closes() {
    let page = Page::listing(&ALL, json!([row("a", true, 1)])).await;
    page.see(".row[data-key=a]").await;
    let chip = page.see(".chip").await;
    chip.focus().unwrap();
    chip.click();
    page.see("#link:popover-open a").await.focus().unwrap();
    page.see("#link").await.hide_popover().unwrap();
    page.see_no("#link .figures").await;
    let focused = web_sys::window().unwrap().document().unwrap().active_element();
    assert_eq!(focused.map(|focused| focused.class_name()).as_deref(), Some("chip"));
}

#[wasm_bindgen_test]
async fn settings_change_theme_and_density_of_the_document() {
    let page = Page::at("/settings");
    let root = web_sys::window().unwrap().document().unwrap().document_element().unwrap();
    for (nth, attribute, value) in [(2, "data-theme", "dark"), (3, "data-theme", "light"), (4, "data-theme", "contrast")] {
        page.see(&format!(".setting[data-id=theme] label:nth-of-type({nth}) input")).await.click();
        wait_for(value, || root.get_attribute(attribute).as_deref() == Some(value)).await;
    }
    page.see("input[name=Density]:not(:checked)").await.click();
    wait_for("compact", || root.get_attribute("data-density").as_deref() == Some("compact")).await;
    wait_for("the title", || web_sys::window().unwrap().document().unwrap().title() == "Settings · OpenClutch").await;
    page.see("input[name=Theme]").await.click();
    page.see("input[name=Density]").await.click();
    wait_for("the usual looks", || !root.has_attribute("data-theme") && !root.has_attribute("data-density")).await;
}

#[wasm_bindgen_test]
async fn a_gateway_whose_name_is_taken_away_goes_by_its_host() {
    let page = Page::at("/settings");
    let name: web_sys::HtmlInputElement = page.see(".gateways input").await.unchecked_into();
    for _ in 0..2 {
        page.choose(".gateways input", "").await;
        wait_for("the host", || name.value() == "gateway").await;
    }
}

#[wasm_bindgen_test]
async fn what_one_gateway_said_is_past_at_the_next_and_the_title_counts_runs() {
    let page = Page::listing(&ALL, json!([row("a", true, 1)])).await;
    wait_for("the title", || web_sys::window().unwrap().document().unwrap().title() == "(1) Sessions · OpenClutch").await;
    page.toasts.fault("It was refused.");
    page.see(".toast[role=alert]").await;
    page.profile.resume("ws://other".into());
    page.see_no(".toast").await;
    page.see("#notices li[data-tone=bad]").await;
}

#[wasm_bindgen_test]
async fn forgetting_a_device_asks_first_and_says_what_is_lost() {
    let page = Page::at("/settings");
    page.see(".gateways .button[data-kind=danger]").await.click();
    page.see("dialog[open]").await;
    page.read("Forget this device at Home?").await;
    page.read("must be paired anew").await;
    page.see("dialog .button:not([data-kind])").await.click();
    wait_for("a closed dialog", || page.find("dialog[open]").is_none()).await;
    page.see(".gateways .button[data-kind=danger]").await.click();
    page.see("dialog[open] .button[data-kind=danger]").await.click();
    page.read("This browser forgot its key and token for Home.").await;
    wait_for("a closed dialog", || page.find("dialog[open]").is_none()).await;
}
