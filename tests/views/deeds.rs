//! Stories of what is done to sessions: shown at once, taken back when refused, asked about where it cannot be taken back.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{ALL, Page, row, wait_for, with};

async fn three() -> Page {
    let page = Page::listing(&ALL, json!([row("a", false, 1), row("b", false, 1), row("c", true, 1)])).await;
    page.see(".row[data-key=c]").await;
    page
}

#[wasm_bindgen_test]
async fn a_new_title_is_shown_at_once_and_taken_back_when_refused() {
    let mut page = three().await;
    for key in ["j", "j", "r"] {
        page.key(key).await;
    }
    page.see("dialog[open]").await;
    page.type_into("dialog[open] input", "Report").await;
    page.press("dialog[open]", "Rename").await;
    let request = page.request("sessions.patch").await;
    assert_eq!(request["params"], json!({"key": "a", "label": "Report"}));
    let title = || page.find(".row[data-key=a] .title").unwrap().inner_text();
    wait_for("the new title", || title() == "Report").await;
    page.refuse(&request, json!({}));
    wait_for("the old title", || title() == "Title of a").await;
    page.see(".toast[role=alert]").await;
    page.read("Title of a was not renamed.").await;
    page.see_no("dialog[open]").await;
}

#[wasm_bindgen_test]
async fn a_new_title_stays_when_the_gateway_agrees() {
    let mut page = three().await;
    for key in ["Home", "r"] {
        page.key(key).await;
    }
    page.type_into("dialog[open] input", "Report").await;
    page.press("dialog[open]", "Rename").await;
    let request = page.request("sessions.patch").await;
    page.answer(&request, json!({"ok": true}));
    let key = request["params"]["key"].as_str().unwrap().to_owned();
    page.change("patch", with(row(&key, key == "c", 2), json!({"displayName": "Report", "label": "Report"})));
    page.settle().await;
    wait_for("the new title", || page.find(&format!(".row[data-key={key}] .title")).unwrap().inner_text() == "Report").await;
    assert!(page.find(".toast").is_none());
}

#[wasm_bindgen_test]
async fn deleting_asks_first() {
    let mut page = three().await;
    page.click(".row[data-key=a] input[type=checkbox]").await;
    page.press(".bulk", "Delete").await;
    page.see("dialog[open]").await;
    page.read("Delete “Title of a”").await;
    page.press("dialog[open]", "Cancel").await;
    page.see_no("dialog[open]").await;
    assert!(!page.calls_meanwhile().await.contains(&"sessions.delete".to_owned()));
    page.see(".row[data-key=a]").await;

    page.press(".bulk", "Delete").await;
    page.see("dialog[open] [data-kind=danger]").await;
    page.press("dialog[open]", "Delete").await;
    let request = page.request("sessions.delete").await;
    assert_eq!(request["params"], json!({"key": "a"}));
    page.see_no(".row[data-key=a]").await;
    page.answer(&request, json!({"ok": true}));
    page.tell("sessions.changed", json!({"sessionKey": "a", "reason": "delete", "ts": 1}));
    page.read("Deleted “Title of a”.").await;
    page.settle().await;
    assert!(page.find(".row[data-key=a]").is_none() && page.find(".bulk").is_none());
}

#[wasm_bindgen_test]
async fn a_refused_deletion_brings_the_row_back() {
    let mut page = three().await;
    page.click(".row[data-key=b] input[type=checkbox]").await;
    page.press(".bulk", "Delete").await;
    page.press("dialog[open]", "Delete").await;
    let request = page.request("sessions.delete").await;
    page.see_no(".row[data-key=b]").await;
    page.refuse(&request, json!({}));
    page.see(".row[data-key=b]").await;
    page.read("Title of b was not deleted.").await;
}

#[wasm_bindgen_test]
async fn what_was_put_away_is_taken_back_by_undo() {
    let mut page = three().await;
    page.click(".row[data-key=a] input[type=checkbox]").await;
    page.key("e").await;
    let request = page.request("sessions.patch").await;
    assert_eq!(request["params"], json!({"key": "a", "expectedSessionId": "life-of-a", "archived": true}));
    page.see_no(".row[data-key=a]").await;
    page.answer(&request, json!({"ok": true}));
    page.change("patch", with(row("a", false, 2), json!({"archived": true})));
    page.read("Archived “Title of a”.").await;
    page.press(".toast", "Undo").await;
    let request = page.request("sessions.patch").await;
    assert_eq!(request["params"], json!({"key": "a", "expectedSessionId": "life-of-a", "archived": false}));
    page.see(".row[data-key=a]").await;
    page.answer(&request, json!({"ok": true}));
    page.change("patch", row("a", false, 3));
    page.read("Restored “Title of a”.").await;
    page.see(".row[data-key=a]").await;
}

#[wasm_bindgen_test]
async fn putting_away_what_runs_asks_first() {
    let mut page = three().await;
    page.click(".row[data-key=c] input[type=checkbox]").await;
    page.press(".bulk", "Archive").await;
    page.read("archiving stops what runs").await;
    page.press("dialog[open]", "Stop and archive").await;
    let request = page.request("sessions.patch").await;
    page.refuse(&request, json!({"reason": "session-changed"}));
    page.see(".row[data-key=c]").await;
    page.read("Title of c was not archived.").await;
}

#[wasm_bindgen_test]
async fn keys_mark_rows_and_the_bar_counts_them() {
    let page = three().await;
    wait_for("what runs on top", || page.keys() == ["c", "a", "b"]).await;
    assert!(page.find(".bulk").is_none());
    page.key("j").await;
    page.see(".row[data-key=c][data-cursor]").await;
    page.key("x").await;
    page.see(".row[data-key=c][aria-selected=true]").await;
    page.key("J").await;
    page.see(".row[data-key=a][aria-selected=true][data-cursor]").await;
    page.read("2 marked").await;
    page.key("x").await;
    page.read("1 marked").await;
    page.press(".bulk", "Unmark all").await;
    page.see_no(".bulk").await;
    page.see_no(".row[aria-selected=true]").await;
}

#[wasm_bindgen_test]
async fn the_bar_does_to_all_what_is_done_to_one() {
    let mut page = three().await;
    for key in ["a", "b"] {
        page.click(&format!(".row[data-key={key}] input[type=checkbox]")).await;
    }
    page.press(".bulk", "Group").await;
    page.type_into("dialog[open] input", "Work").await;
    page.press("dialog[open]", "Move").await;
    for _ in 0..2 {
        let request = page.request("sessions.patch").await;
        assert_eq!(request["params"]["category"], "Work");
        page.answer(&request, json!({"ok": true}));
    }
    page.see_no(".bulk").await;
}
