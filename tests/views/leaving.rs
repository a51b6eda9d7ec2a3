//! Stories of answers that come when nobody looks any more: nothing may panic, and what matters is still said.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{ALL, Page, row, with};

async fn one() -> Page {
    let page = Page::listing(&ALL, json!([row("a", false, 1)])).await;
    page.see(".row[data-key=a]").await;
    page
}

async fn leave(page: &Page) {
    page.go("/settings");
    page.see(".gateways").await;
    page.see_no(".sessions").await;
}

async fn fill_in(page: &Page) {
    page.press(".view-head", "New session").await;
    page.type_into("dialog[open] input", "New one").await;
    page.press("dialog[open]", "Create").await;
}

#[wasm_bindgen_test]
async fn a_new_session_opens_beside_the_list() {
    let mut page = one().await;
    fill_in(&page).await;
    let request = page.request("sessions.create").await;
    assert_eq!(request["params"]["label"], "New one");
    page.see("dialog[open] [data-kind=primary][disabled]").await;
    page.answer(&request, json!({"key": "n"}));
    page.change("create", row("n", false, 2));
    page.see_no("dialog[open]").await;
    page.see(".detail[data-key=n] h2").await;
    page.settle().await;
}

#[wasm_bindgen_test]
async fn the_form_may_be_closed_before_the_session_is_made() {
    let mut page = one().await;
    for is_refused in [true, false] {
        fill_in(&page).await;
        let request = page.request("sessions.create").await;
        page.press("dialog[open]", "Cancel").await;
        page.see_no("dialog[open]").await;
        if is_refused {
            page.refuse(&request, json!({}));
            page.read("The session was not made.").await;
        } else {
            page.answer(&request, json!({"key": "n"}));
            page.read("The new session is among the others.").await;
            assert!(page.find(".detail[data-key=n]").is_none(), "who closed the form is not taken elsewhere");
        }
        page.settle().await;
    }
}

#[wasm_bindgen_test]
async fn the_view_may_be_left_before_the_session_is_made() {
    for is_refused in [true, false] {
        let mut page = one().await;
        fill_in(&page).await;
        let request = page.request("sessions.create").await;
        leave(&page).await;
        if is_refused {
            page.refuse(&request, json!({}));
            page.read("The session was not made.").await;
        } else {
            page.answer(&request, json!({"key": "n"}));
            page.read("The new session is among the others.").await;
        }
        page.settle().await;
    }
}

#[wasm_bindgen_test]
async fn a_closed_detail_takes_no_answers() {
    let mut page = one().await;
    page.click(".row[data-key=a] .title").await;
    let usage = page.request("sessions.usage").await;
    page.press(".tabs", "raw").await;
    let raw = page.request("sessions.describe").await;
    page.click(".detail .shut").await;
    page.see_no(".detail").await;
    page.answer(&usage, json!({"totals": {}, "cacheStatus": {"status": "fresh"}}));
    page.answer(&raw, json!({"session": {"key": "a"}}));
    page.settle().await;
}

#[wasm_bindgen_test]
async fn a_left_view_takes_no_answers() {
    let mut page = one().await;
    page.click(".row[data-key=a] .title").await;
    let usage = page.request("sessions.usage").await;
    page.press(".tabs", "raw").await;
    let raw = page.request("sessions.describe").await;
    page.type_into("input[type=search]", "wombat").await;
    page.press(".toolbar", "Search in messages").await;
    let search = page.request("sessions.search").await;
    page.press(".toolbar", "Archived").await;
    let archived = page.request("sessions.list").await;
    assert_eq!(archived["params"]["archived"], true);
    leave(&page).await;
    page.answer(&usage, json!({"totals": {}, "cacheStatus": {"status": "fresh"}}));
    page.answer(&raw, json!({"session": {"key": "a"}}));
    page.answer(&search, json!({"results": []}));
    page.answer(&archived, json!({"sessions": [with(row("z", false, 1), json!({"archived": true}))], "totalCount": 1}));
    page.settle().await;
}

#[wasm_bindgen_test]
async fn a_message_that_was_found_may_be_left_before_it_is_read() {
    let mut page = one().await;
    page.type_into("input[type=search]", "wombat").await;
    page.press(".toolbar", "Search in messages").await;
    let search = page.request("sessions.search").await;
    let hit = json!({
        "sessionKey": "a", "sessionId": "life-of-a", "messageId": "m", "role": "user", "timestamp": 1, "snippet": "a wombat"
    });
    page.answer(&search, json!({"results": [hit]}));
    page.click(".hit").await;
    let history = page.request("chat.history").await;
    page.press(".tabs", "tools").await;
    page.answer(&history, json!({"messages": []}));
    page.settle().await;
    page.read("No tool was used").await;
}

#[wasm_bindgen_test]
async fn what_was_refused_after_leaving_is_still_said() {
    let mut page = one().await;
    for key in ["j", "r"] {
        page.key(key).await;
    }
    page.type_into("dialog[open] input", "Report").await;
    page.press("dialog[open]", "Rename").await;
    let rename = page.request("sessions.patch").await;
    page.settle().await;
    page.click(".row[data-key=a] .title").await;
    page.press(".menu", "Reset").await;
    page.press("dialog[open]", "Reset").await;
    let reset = page.request("sessions.reset").await;
    page.settle().await;
    page.press(".menu", "Compact").await;
    page.press("dialog[open]", "Compact").await;
    let compact = page.request("sessions.compact").await;
    leave(&page).await;
    for (request, words) in [(rename, "Title of a was not renamed."), (reset, "Title of a was not reset.")] {
        page.refuse(&request, json!({}));
        page.read(words).await;
    }
    page.answer(&compact, json!({"compacted": true}));
    page.read("Compacted ").await;
    page.settle().await;
}

#[wasm_bindgen_test]
async fn an_undo_works_from_another_view() {
    let mut page = one().await;
    for key in ["j", "e"] {
        page.key(key).await;
    }
    let request = page.request("sessions.patch").await;
    leave(&page).await;
    page.answer(&request, json!({"ok": true}));
    page.change("patch", with(row("a", false, 2), json!({"archived": true})));
    page.press(".toast", "Undo").await;
    let request = page.request("sessions.patch").await;
    assert_eq!(request["params"]["archived"], false);
    page.answer(&request, json!({"ok": true}));
    page.read("Restored “Title of a”.").await;
    page.settle().await;
}

#[wasm_bindgen_test]
async fn a_deletion_may_end_after_its_view() {
    let mut page = one().await;
    page.click(".row[data-key=a] .title").await;
    page.press(".menu", "Delete").await;
    page.press("dialog[open]", "Delete").await;
    let request = page.request("sessions.delete").await;
    page.see_no(".detail").await;
    leave(&page).await;
    page.answer(&request, json!({"ok": true}));
    page.tell("sessions.changed", json!({"sessionKey": "a", "reason": "delete", "ts": 1}));
    page.read("Deleted “Title of a”.").await;
    page.settle().await;
}

#[wasm_bindgen_test]
async fn events_in_the_moment_of_leaving_and_returning_draw_nothing_that_is_gone() {
    let mut page = one().await;
    for round in 2..6 {
        page.key("j").await;
        page.change("send", row("a", round % 2 == 0, round));
        page.change("create", row(&format!("n{round}"), true, round));
        leave(&page).await;
        page.change("send", row("a", true, round));
        page.go("/sessions");
        page.see(".row[data-key=a]").await;
    }
    page.lose();
    page.see(".link-banner").await;
    page.settle().await;
}
