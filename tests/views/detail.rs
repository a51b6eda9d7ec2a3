//! Stories of one session in full, beside the list.

use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlSelectElement;

use crate::page::{ALL, Page, row, wait_for, with};

#[wasm_bindgen_test]
async fn a_key_that_no_session_has_is_said_to_have_none() {
    let mut page = Page::listing_at("/sessions/agent%3Amain%3Anope", &ALL, json!([row("a", false, 1)])).await;
    let request = page.request("sessions.describe").await;
    assert_eq!(request["params"], json!({"key": "agent:main:nope"}));
    page.answer(&request, json!({"session": null}));
    page.see(".detail[data-key='agent:main:nope']").await;
    page.read("No such session").await;
    page.read("agent:main:nope").await;
    page.see(".row[data-key=a]").await;
}

#[wasm_bindgen_test]
async fn a_session_that_is_in_no_page_is_asked_for_by_its_address() {
    let mut page = Page::listing_at("/sessions/b", &ALL, json!([row("a", false, 1)])).await;
    let request = page.request("sessions.describe").await;
    page.answer(&request, json!({"session": with(row("b", false, 1), json!({"archived": true}))}));
    page.press(".detail", "Restore").await;
    assert_eq!(page.request("sessions.patch").await["params"]["archived"], false);
}

#[wasm_bindgen_test]
async fn the_detail_has_its_parts_on_tabs_and_closes() {
    let mut page = Page::listing(&ALL, json!([row("a", true, 1), row("b", false, 1)])).await;
    page.click(".row[data-key=a] .title").await;
    page.see(".detail[data-key=a] h2").await;
    page.see(".row[data-key=a][data-open]").await;
    let request = page.request("sessions.usage").await;
    let totals = json!({
        "input": 1000, "output": 200, "cacheRead": 1000, "cacheWrite": 0, "totalTokens": 2200, "totalCost": 0.5, "missingCostEntries": 0
    });
    page.answer(&request, json!({"totals": totals, "cacheStatus": {"status": "fresh"}}));
    page.read("cached 50 %").await;
    page.press(".tabs", "tools").await;
    page.read("No tool was used since you opened this.").await;
    page.press(".tabs", "raw").await;
    let request = page.request("sessions.describe").await;
    page.answer(&request, json!({"session": {"key": "a", "secretOfTheRow": 7}}));
    page.read("secretOfTheRow").await;
    assert_eq!(page.count("[role=tab][aria-selected=true]"), 1);
    // Another session takes the place of this one, on the same tab.
    page.click(".row[data-key=b] .title").await;
    page.see(".detail[data-key=b]").await;
    assert_eq!(page.request("sessions.describe").await["params"]["key"], "b");
    page.click(".detail .shut").await;
    page.see_no(".detail").await;
    page.see_no(".row[data-open]").await;
}

#[wasm_bindgen_test]
async fn the_detail_follows_its_session() {
    let mut page = Page::listing(&ALL, json!([row("a", true, 1)])).await;
    page.click(".row[data-key=a] .title").await;
    page.see(".detail .badge[data-tone=run]").await;
    page.press(".detail .deeds", "Stop").await;
    page.read("stopping").await;
    let request = page.request("sessions.abort").await;
    page.answer(&request, json!({"ok": true, "abortedRunId": "r"}));
    page.change("abort", row("a", false, 2));
    page.see(".detail .badge[data-tone=idle]").await;
    let stops = || page.find(".detail .deeds").unwrap().inner_text().contains("Stop");
    wait_for("no Stop", || !stops()).await;
}

#[wasm_bindgen_test]
async fn a_model_is_chosen_among_those_that_there_are() {
    let mut page = Page::listing(&ALL, json!([row("a", false, 1)])).await;
    page.click(".row[data-key=a] .title").await;
    page.request("sessions.usage").await;
    // The catalogue is answered on the way.
    page.calls_meanwhile().await;
    page.see(".detail select[aria-label='Change model'] option[value='p/m-2']").await;
    page.choose(".detail select[aria-label='Change model']", "p/m-2").await;
    let list: HtmlSelectElement = page.see(".detail select[aria-label='Change model']").await.unchecked_into();
    wait_for("an offer again", || list.value().is_empty()).await;
    let request = page.request("sessions.patch").await;
    assert_eq!(request["params"], json!({"key": "a", "model": "p/m-2"}));
    page.read("p/m-2").await;
    page.refuse(&request, json!({}));
    page.read("Title of a was not changed.").await;
}
