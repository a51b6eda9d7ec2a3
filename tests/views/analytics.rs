//! Stories of what was used: what is asked, what is dropped, and what is said while the gateway still counts.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{ALL, Page, row};

/// What a session used on a day: so many tokens, at a price or at none.
fn told(day: &str, status: &str, tokens: u64, dollars: f64) -> Value {
    let sums = json!({
        "input": tokens, "output": 0, "cacheRead": 0, "cacheWrite": 0, "totalTokens": tokens, "totalCost": dollars, "inputCost": dollars,
        "outputCost": 0, "cacheReadCost": 0, "cacheWriteCost": 0, "missingCostEntries": u64::from(dollars == 0.0),
    });
    let mut dated = sums.clone();
    dated["date"] = json!(day);
    let usage = json!({
        "dailyBreakdown": [dated],
        "modelUsage": [{"provider": "p", "model": "m", "count": 1, "totals": sums}],
        "dailyModelUsage": [{"date": day, "provider": "p", "model": "m", "tokens": tokens, "cost": dollars}],
    });
    json!({
        "updatedAt": 1, "totals": sums, "aggregates": {"costDaily": [dated]}, "cacheStatus": {"status": status},
        "sessions": [{"key": "a", "label": "Errand", "agentId": "main", "usage": usage}],
    })
}

async fn open(address: &str) -> (Page, Value) {
    let mut page = Page::listing_at(address, &ALL, json!([row("a", false, 1)])).await;
    let request = page.request("sessions.usage").await;
    (page, request)
}

#[wasm_bindgen_test]
async fn a_gateway_that_still_counts_is_asked_once_more_and_then_left_alone() {
    let (mut page, request) = open("/analytics").await;
    let params = &request["params"];
    assert_eq!((&params["agentScope"], &params["mode"]), (&json!("all"), &json!("specific")));
    let day = params["endDate"].as_str().unwrap().to_owned();
    page.answer(&request, told(&day, "refreshing", 10, 0.001));
    page.read("The gateway is still counting").await;
    page.read("<$0.01").await;
    // Longer than a story usually waits for a call.
    page.calls_meanwhile().await;
    let again = page.request("sessions.usage").await;
    page.answer(&again, told(&day, "partial", 2_000, 1.5));
    page.read("$1.50").await;
    assert!(!page.calls_meanwhile().await.contains(&"sessions.usage".to_owned()));
    page.read("The gateway is still counting").await;
}

#[wasm_bindgen_test]
async fn an_answer_that_nobody_waits_for_any_more_is_dropped() {
    let (mut page, first) = open("/analytics").await;
    page.press(".toolbar", "90 d").await;
    let second = page.request("sessions.usage").await;
    let day = second["params"]["endDate"].as_str().unwrap().to_owned();
    page.answer(&first, told(&day, "fresh", 10, 7.0));
    page.answer(&second, told(&day, "fresh", 2_000, 1.5));
    page.read("$1.50").await;
    assert!(!page.text().contains("$7.00"));
    // The longer answer holds the shorter one.
    page.press(".toolbar", "30 d").await;
    page.press(".toolbar", "7 d").await;
    page.read("$1.50").await;
    assert_eq!(page.calls_meanwhile().await, Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn parts_that_do_not_come_to_the_whole_are_said_and_what_has_no_price_is_no_zero() {
    let (page, request) = open("/analytics?range=7d").await;
    let day = request["params"]["endDate"].as_str().unwrap().to_owned();
    let mut answer = told(&day, "fresh", 2_000, 0.0);
    answer["aggregates"]["costDaily"][0]["totalTokens"] = json!(2_500);
    page.answer(&request, answer);
    page.read("The parts come to $0 and 2,000 tokens, but the gateway says $0 and 2,500 tokens.").await;
    page.read("p/m has no price").await;
    assert_eq!(page.see("[data-tile=spend] .figure").await.inner_text(), "unpriced");
    page.press("[data-panel=breakdown]", "Agent").await;
    // The name of the row and its figure.
    page.press("[data-panel=breakdown]", "mainunpriced").await;
    page.read("agent: main").await;
    page.click(".way .cross").await;
    page.see_no(".way").await;
}

#[wasm_bindgen_test]
async fn a_refusal_is_said_and_asked_again_on_a_click() {
    let (mut page, request) = open("/analytics").await;
    page.refuse(&request, json!({}));
    page.press(".notes", "Try again").await;
    let request = page.request("sessions.usage").await;
    let day = request["params"]["endDate"].as_str().unwrap().to_owned();
    page.answer(&request, told(&day, "fresh", 2_000, 1.5));
    page.read("$1.50").await;
    page.see_no(".note-line").await;
}
