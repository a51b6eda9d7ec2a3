//! Stories of pointer, keys and marks: what they reach, wherever the focus is, and whatever is shown meanwhile.

use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent, KeyboardEventInit};

use crate::page::{ALL, Page, row, wait_for, with};

async fn three() -> Page {
    let page = Page::listing(&ALL, json!([row("a", false, 1), row("b", false, 1), row("c", false, 1)])).await;
    wait_for("all", || page.keys() == ["a", "b", "c"]).await;
    page
}

fn strike(key: &str, on: &Element) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    on.dispatch_event(&KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap()).unwrap();
}

fn focused() -> HtmlElement {
    web_sys::window().unwrap().document().unwrap().active_element().unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn keys_work_while_nothing_has_the_focus_and_beside_an_open_detail() {
    let page = three().await;
    focused().blur().unwrap();
    strike("j", &focused());
    page.see(".row[data-key=a][data-cursor]").await;
    assert_eq!(focused().class_name(), "list", "and the list has the focus from then on");
    strike("Enter", &focused());
    page.see(".detail[data-key=a]").await;
    let tab = page.see(".detail [role=tab]").await;
    tab.focus().unwrap();
    strike("ArrowDown", &tab);
    strike("j", &tab);
    page.see(".detail[data-key=b]").await;
    let tab = page.see(".detail [role=tab]").await;
    tab.focus().unwrap();
    strike("Escape", &tab);
    page.see_no(".detail").await;
}

#[wasm_bindgen_test]
async fn a_key_right_after_escape_is_meant_for_the_page_and_not_for_the_dialog_that_just_closed() {
    let page = three().await;
    focused().blur().unwrap();
    strike("n", &focused());
    let form: HtmlDialogElement = page.see("dialog[open]").await.unchecked_into();
    wait_for("the keyboard in the form", || form.contains(Some(&focused()))).await;
    // As the browser closes it by Escape: it tells of that in a task of its own, and what had the keyboard keeps it till the next frame.
    form.close();
    strike("j", &focused());
    page.see(".row[data-key=a][data-cursor]").await;
}

#[wasm_bindgen_test]
async fn enter_in_the_search_box_leads_to_the_first_row_that_fits() {
    let page = three().await;
    page.type_into("input[type=search]", "status:stopped").await;
    page.settle().await;
    assert!(!page.text().contains("Search in messages"), "keys alone are no words");
    page.type_into("input[type=search]", "title -a").await;
    page.read("Search in messages").await;
    strike("Enter", &page.see("input[type=search]").await.into());
    page.see(".list .row[data-key=b][data-cursor]").await;
    assert_eq!(focused().class_name(), "list");
}

#[wasm_bindgen_test]
async fn a_press_anywhere_on_a_row_opens_it_and_one_beside_the_sheet_closes_it() {
    let page = three().await;
    page.click(".row[data-key=b] .doing").await;
    page.see(".detail[data-key=b]").await;
    page.click(".scrim").await;
    page.see_no(".detail").await;
}

#[wasm_bindgen_test]
async fn marks_out_of_sight_are_counted_apart_named_before_they_go_and_gone_in_the_other_list() {
    let page = three().await;
    for key in ["a", "b"] {
        page.click(&format!(".row[data-key={key}] input[type=checkbox]")).await;
    }
    let stop = page.see(".bulk [data-kind=danger]").await;
    assert_eq!(stop.get_attribute("title").as_deref(), Some("None of the marked sessions runs"));
    assert_eq!(stop.get_attribute("aria-disabled").as_deref(), Some("true"));
    page.type_into("input[type=search]", "title of b").await;
    page.read("2 marked, 1 not shown").await;
    page.press(".bulk", "Delete").await;
    page.read("Title of a, Title of b. Their conversations").await;
    page.press("dialog[open]", "Cancel").await;
    page.press(".chips", "Archived").await;
    page.see_no(".bulk").await;
}

#[wasm_bindgen_test]
async fn when_its_row_goes_the_keyboard_goes_on_with_the_next_and_at_the_end_with_the_last() {
    let mut page = three().await;
    for (from, gone, next) in [("j", "a", "b"), ("End", "c", "b")] {
        page.key(from).await;
        page.see(&format!(".row[data-key={gone}][data-cursor]")).await;
        page.key("e").await;
        let request = page.request("sessions.patch").await;
        assert_eq!(request["params"]["key"], gone);
        page.answer(&request, json!({"ok": true}));
        page.change("patch", with(row(gone, false, 2), json!({"archived": true})));
        page.see(&format!(".row[data-key={next}][data-cursor]")).await;
    }
}

#[wasm_bindgen_test]
async fn hidden_noise_is_in_no_count_and_is_shown_when_its_kind_is_asked_for() {
    let noise = with(row("n", false, 1), json!({"classification": "cron", "isBackground": true, "status": "failed"}));
    let page = Page::listing(&ALL, json!([row("a", true, 1), noise])).await;
    wait_for("the other", || page.keys() == ["a"]).await;
    page.read("1 hidden: cron").await;
    page.read("Failed 0").await;
    page.type_into("input[type=search]", "kind:cron").await;
    wait_for("the noise", || page.keys() == ["n"]).await;
}

#[wasm_bindgen_test]
async fn a_run_is_silent_since_it_last_did_something_or_was_heard_of() {
    // The gateway's clock begins at 1 in these stories.
    let begun = json!({"startedAt": -600_000, "updatedAt": -300_000});
    let mut page = Page::listing(&ALL, json!([with(row("a", true, 1), begun.clone())])).await;
    page.read("silent for 5m").await;
    page.change("send", with(row("a", true, 2), begun));
    wait_for("a sign of life", || !page.text().contains("silent for")).await;
}
