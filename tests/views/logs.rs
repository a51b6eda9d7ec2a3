//! Stories of the log: read on by its end, marked where something is missing, searched without losing what was found, and left alone.

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{ALL, Page};

fn line(text: &str, level: &str, second: u32) -> Value {
    let line = json!({
        "0": "{\"subsystem\":\"gateway/ws\"}", "1": text, "message": text, "time": format!("2026-11-20T07:15:{second:02}.000+00:00"),
        "_meta": {"logLevelName": level},
    });
    line.to_string().into()
}

fn tailed(cursor: u64, lines: Vec<Value>, more: Value) -> Value {
    let mut answer = json!({"file": "a.log", "cursor": cursor, "size": cursor, "lines": lines, "truncated": false, "reset": false});
    answer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    answer
}

async fn read(address: &str) -> Page {
    let mut page = Page::listing_at(address, &ALL, json!([])).await;
    let request = page.request("logs.tail").await;
    assert!(request["params"]["cursor"].is_null());
    let lines = vec![
        line("one began", "INFO", 1),
        line("two went wrong", "ERROR", 2),
        json!("    at the very end"),
        line("three began", "INFO", 3),
        line("four is odd", "WARN", 4),
    ];
    page.answer(&request, tailed(100, lines, json!({"truncated": true})));
    page
}

#[wasm_bindgen_test]
async fn the_log_is_read_on_from_where_it_ended_and_says_what_is_missing() {
    let mut page = read("/logs").await;
    page.read("four is odd").await;
    page.read("The file has older lines, which the gateway does not hand out").await;
    page.read("+1 line").await;
    let request = page.request("logs.tail").await;
    assert_eq!(request["params"]["cursor"], 100);
    page.answer(
        &request,
        tailed(90_000, vec![line("five came", "INFO", 9)], json!({"truncated": true, "reset": true, "skippedBytes": 5_000})),
    );
    page.read("five came").await;
    page.read("5 kB and maybe more left out here").await;
    assert_eq!(page.count(".logs .row[data-level]"), 5);
}

#[wasm_bindgen_test]
async fn a_level_hides_only_its_own_lines_and_a_bad_search_leaves_the_last_result() {
    let page = read("/logs").await;
    page.read("four is odd").await;
    page.click(".legend [data-level=info]").await;
    page.see_no(".row[data-level=info]").await;
    assert_eq!(page.count(".logs .row[data-level]"), 2);
    page.click(".legend [data-level=info]").await;
    page.type_into(".find input", "began").await;
    page.see_no(".row[data-level=warn]").await;
    page.read("2 shown").await;
    page.type_into(".find input", "began /(/").await;
    page.read("At letter 7: This pattern cannot be read").await;
    assert_eq!((page.count(".logs .row[data-level]"), page.count(".row .text mark")), (2, 2));
    page.type_into(".find input", "level>=warn").await;
    page.see(".row[data-level=error]").await;
    page.see_no(".row[data-level=info]").await;
}

#[wasm_bindgen_test]
async fn the_chosen_project_narrows_the_log() {
    let page = read("/logs?project=none").await;
    page.read("four is odd").await;
    page.read("Only lines that name no session and no job of a project.").await;
    page.go("/logs?project=elsewhere");
    page.read("Only lines that name a session or a job of the chosen project.").await;
    page.read("No line fits").await;
    assert_eq!(page.count(".logs .row[data-level]"), 0);
}

#[wasm_bindgen_test]
async fn a_line_opens_to_its_fields_which_search() {
    let page = read("/logs?q=level%3Aerror").await;
    page.read("1 shown").await;
    page.click(".logs .row[data-level=error] .text").await;
    page.read("at the very end").await;
    assert_eq!(page.count(".detail .around li"), 5);
    page.click(".detail [aria-label='Only lines without this subsystem']").await;
    page.read("No line fits").await;
    page.press(".master", "Show all").await;
    page.see(".row[data-level=warn]").await;
}

#[wasm_bindgen_test]
async fn whoever_pauses_or_leaves_asks_nothing() {
    let mut page = read("/logs").await;
    page.read("four is odd").await;
    page.press(".ways", "Pause").await;
    page.read("paused").await;
    let mut asked = page.calls_meanwhile().await;
    for _ in 0..4 {
        asked.extend(page.calls_meanwhile().await);
    }
    assert!(!asked.contains(&"logs.tail".to_owned()), "{asked:?}");
    page.press(".ways", "Clear").await;
    page.read("cleared here").await;
    page.press(".ways", "Read on").await;
    let request = page.request("logs.tail").await;
    page.go("/settings");
    page.see(".settings").await;
    page.answer(&request, tailed(100, vec![], json!({})));
    let mut asked = vec![];
    for _ in 0..6 {
        asked.extend(page.calls_meanwhile().await);
    }
    assert!(!asked.contains(&"logs.tail".to_owned()), "{asked:?}");
}

#[wasm_bindgen_test]
async fn a_gateway_that_does_not_know_how_is_not_asked_again_and_again() {
    let mut page = Page::listing_at("/logs", &ALL, json!([])).await;
    let request = page.request("logs.tail").await;
    page.refuse(&request, json!({}));
    page.read("This gateway does not let its log be read.").await;
    assert!(!page.calls_meanwhile().await.contains(&"logs.tail".to_owned()));
    page.press(".master", "Try again").await;
    page.request("logs.tail").await;
}
