//! Stories of what agents produce: each kind is drawn as what it is once it is whole, stays light however long it is, and can be
//! worked with by hand.

use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlElement, KeyboardEvent, KeyboardEventInit};

use crate::chat::{news, said, talk};
use crate::page::{ALL, Page, wait_for};

/// A conversation in which an agent said this.
async fn told(text: &str) -> Page {
    let page = talk(&ALL, vec![said(1, "user", "hello"), said(2, "assistant", text)]).await;
    page.see(".row[data-kind=text] .widget").await;
    page.settle().await;
    page
}

fn fenced(language: &str, text: &str) -> String {
    format!("```{language}\n{text}\n```")
}

/// The texts of what a selector finds.
fn texts(page: &Page, selector: &str) -> Vec<String> {
    let found = page.find(".talk").unwrap().query_selector_all(selector).unwrap();
    (0..found.length()).filter_map(|at| found.item(at)?.text_content()).collect()
}

fn strike(element: &HtmlElement, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    element.dispatch_event(&KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap()).unwrap();
}

#[wasm_bindgen_test]
async fn a_fence_is_plain_until_it_closes_and_what_stands_above_stays() {
    let mut page = talk(&ALL, vec![said(1, "user", "hello")]).await;
    page.read("hello").await;
    let mut so_far = String::new();
    let mut grow = |page: &mut Page, seq: u64, more: &str| {
        so_far.push_str(more);
        page.tell("agent", news(seq, &so_far, more));
    };
    grow(&mut page, 1, "Above.\n\n```csv\na,b\n1,");
    page.see(".row[data-key='r:r:0'] .growing .widget.code").await;
    assert_eq!(page.count("[data-widget]"), 0);
    page.see(".row[data-key='r:r:0'] .frozen p").await.set_attribute("data-marked", "").unwrap();
    grow(&mut page, 2, "2\n3,4\n");
    page.read("3,4").await;
    assert_eq!(page.count("[data-widget]"), 0, "a table may still become something else");
    grow(&mut page, 3, "```\n");
    page.see("[data-widget=table]").await.set_attribute("data-marked", "").unwrap();
    assert!(page.find(".frozen p[data-marked]").is_some(), "what stands above keeps its element");
    grow(&mut page, 4, "\nBelow.");
    page.read("Below.").await;
    page.tell("chat", json!({"sessionKey": "a", "runId": "r", "state": "final"}));
    let request = page.request("chat.history").await;
    let written = json!({"role": "assistant", "content": [{"type": "text", "text": so_far}], "stopReason": "stop", "__openclaw": {"id": "m3", "seq": 3, "runId": "r"}});
    page.answer(
        &request,
        json!({"sessionId": "s", "messages": [said(1, "user", "hello"), written], "sessionInfo": {"hasActiveRun": false}}),
    );
    page.see(".row[data-key='e:r']").await;
    page.settle().await;
    assert!(page.find("[data-widget=table][data-marked]").is_some(), "and so does a widget when the run ends");
}

/// Every kind of fence one after the other in one answer: while one streams in nothing above is made anew, and it is plain.
#[wasm_bindgen_test]
async fn every_kind_of_fence_is_plain_until_it_closes_and_leaves_alone_what_stands_above() {
    let kinds = [
        ("code", fenced("rust", "fn main() {}\nlet a = 1;")),
        ("diff", fenced("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new")),
        ("table", fenced("tsv", "a\tb\n1\t2\n3\t4")),
        ("json", fenced("json", "{\"a\": [1, 2, {\"b\": null}]}")),
        ("chart", fenced("chart", "{\"type\": \"bar\", \"labels\": [\"x\", \"y\"], \"series\": [{\"name\": \"n\", \"values\": [1, 2]}]}")),
        ("task", fenced("task", "{\"title\": \"Sweep\", \"checklist\": [\"one\", \"two\"]}")),
        ("code", fenced("mermaid", "graph TD; A-->B;")),
    ];
    let mut page = talk(&ALL, vec![said(1, "user", "hello")]).await;
    page.read("hello").await;
    let (mut so_far, mut seq) = (String::new(), 0);
    let mut grow = |page: &mut Page, more: &str| {
        so_far.push_str(more);
        seq += 1;
        page.tell("agent", news(seq, &so_far, more));
    };
    for (at, (name, fence)) in (0_u32..).zip(&kinds) {
        let (opening, end) = fence.split_at(fence.len() - 3);
        // In two pieces, the second without the end of the fence.
        let (one, two) = opening.split_at(opening.len() / 2);
        for piece in [one, two] {
            grow(&mut page, piece);
            page.see(".growing .widget.code").await;
            page.settle().await;
            assert_eq!(
                page.count(".frozen > * [data-marked], .frozen > [data-marked]"),
                at,
                "{name}: what stands above keeps its elements"
            );
            assert_eq!(page.count(".frozen [data-widget], .frozen > [data-widget]"), at, "{name}: it is plain until it closes");
        }
        grow(&mut page, &format!("{end}\n\n"));
        wait_for("a widget", || page.count("[data-widget]") == at + 1).await;
        let all = page.find(".talk").unwrap().query_selector_all("[data-widget]").unwrap();
        let last: HtmlElement = all.item(at).unwrap().unchecked_into();
        assert_eq!(last.get_attribute("data-widget").as_deref(), Some(*name));
        last.set_attribute("data-marked", "").unwrap();
    }
}

#[wasm_bindgen_test]
async fn a_table_is_put_in_order_filtered_and_added_up() {
    let rows = (1..=10).map(|at| format!("row {at},{}\n", at * 37 % 11)).collect::<String>();
    let page = told(&fenced("csv", &format!("name,n\n{rows}"))).await;
    let first = || texts(&page, ".row-line td:first-child").first().cloned().unwrap_or_default();
    assert_eq!((first().as_str(), page.count(".row-line")), ("row 1", 10));
    page.press("thead", "n").await;
    wait_for("the smallest first", || first() == "row 3").await;
    assert_eq!(page.find("th[aria-sort=ascending]").unwrap().text_content().as_deref(), Some("n"));
    page.press("thead", "n").await;
    wait_for("the largest first", || first() == "row 8").await;
    page.type_into(".filter", "row 1").await;
    wait_for("two rows", || page.count(".row-line") == 2).await;
    page.read("2 of 10 rows").await;
    page.press(".widget", "Totals").await;
    wait_for("the sum", || texts(&page, "tfoot td") == ["Total", "11"]).await;
    page.press(".widget", "Source").await;
    page.see(".bare").await;
    assert!(texts(&page, ".bare")[0].starts_with("name,n\nrow 1,4"));
}

#[wasm_bindgen_test]
async fn ten_thousand_rows_and_lines_are_a_few_elements() {
    let rows = (1..=10_000).map(|at| format!("{at},{}\n", at % 7)).collect::<String>();
    let page = told(&fenced("csv", &format!("id,n\n{rows}"))).await;
    assert!(page.count(".row-line") < 60, "{} rows", page.count(".row-line"));
    let list = page.find(".table[data-windowed]").unwrap();
    list.set_scroll_top(list.scroll_height());
    page.read("10000").await;
    assert!(page.count(".row-line") < 60, "{} rows", page.count(".row-line"));

    let lines = (1..=10_000).map(|at| format!("line {at} {}\n", "x".repeat(90))).collect::<String>();
    let page = told(&fenced("text", lines.trim_end())).await;
    assert_eq!(page.count(".widget .line"), 400);
    page.press(".widget", "Show all 10,000 lines").await;
    wait_for("a window", || page.count(".widget .line") < 100).await;
    let list = page.find("pre[data-windowed]").unwrap();
    list.set_scroll_top(list.scroll_height());
    page.read("line 10000").await;
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_its_source_with_a_note() {
    let page = told(&fenced("chart", "{\"type\": \"gauge\", \"values\": [1]}")).await;
    page.read("Its type is none of line, bar, area, pie and scatter.").await;
    assert_eq!(page.count("[data-widget=code] .line"), 1);
}

#[wasm_bindgen_test]
async fn a_tree_draws_what_is_opened() {
    let deep = format!("{{\"a\": {{\"b\": [{}]}}}}", (0..250).map(|at| at.to_string()).collect::<Vec<_>>().join(","));
    let page = told(&fenced("json", &deep)).await;
    assert_eq!(page.count(".tree .leaf"), 2);
    for name in ["a, 1 field", "b, 250 items"] {
        page.click(&format!(".fold-in[aria-label='{name}']")).await;
    }
    wait_for("a hundred", || page.count(".tree .leaf") == 103).await;
    page.press(".tree", "Show 100 more").await;
    wait_for("two hundred", || page.count(".tree .leaf") == 203).await;
    assert_eq!(page.find(".tree .inner .inner .inner .key").unwrap().get_attribute("title").as_deref(), Some("Copy the path $.a.b[0]"));
}

#[wasm_bindgen_test]
async fn a_chart_is_read_by_keys_and_as_a_table() {
    let chart = r#"{"type": "line", "labels": ["a", "b", "c"], "series": [{"name": "x", "values": [1, 2.50, 4]}]}"#;
    let page = told(&fenced("chart", chart)).await;
    let plot = page.see(".plot").await;
    page.see(".plot .line-way").await;
    plot.dispatch_event(&Event::new("focus").unwrap()).unwrap();
    strike(&plot, "ArrowRight");
    let said = || plot.get_attribute("aria-valuetext").unwrap_or_default();
    wait_for("the second value", || said() == "b: x 2.50").await;
    strike(&plot, "End");
    wait_for("the last value", || said() == "c: x 4").await;
    page.choose(".figure .pick", "bar").await;
    wait_for("bars", || page.count(".bar") == 3).await;
    page.choose(".figure .pick", "pie").await;
    wait_for("pieces", || page.count(".slice") == 3).await;
    page.press(".widget", "Table").await;
    wait_for("the values", || page.count(".row-line") == 3).await;
    assert_eq!(texts(&page, ".row-line:last-child td"), ["c", "4"]);
}

#[wasm_bindgen_test]
async fn two_hundred_points_are_drawn_with_few_elements() {
    let values = (0..200).map(|at| (at * 13 % 50).to_string()).collect::<Vec<_>>().join(",");
    let page = told(&fenced("chart", &format!("{{\"values\": [{values}]}}"))).await;
    page.see(".plot .line-way").await;
    assert!(page.count(".figure *") < 120, "{} elements", page.count(".figure *"));
}

#[wasm_bindgen_test]
async fn a_strangers_image_is_fetched_only_when_somebody_asks() {
    let page =
        talk(&ALL, vec![said(1, "assistant", "![a cat](https://stranger.example/cat.png) and ![no](data:image/png;base64,AAAA)")]).await;
    page.read("a cat").await;
    page.settle().await;
    assert_eq!(page.count(".talk img"), 0);
    page.press(".image", "Show the image from stranger.example").await;
    let image = page.see(".talk img").await;
    assert_eq!(image.get_attribute("referrerpolicy").as_deref(), Some("no-referrer"));
    assert_eq!(page.count(".talk .image"), 1, "data is no address");
}

#[wasm_bindgen_test]
async fn what_is_searched_for_is_marked_in_widgets() {
    let page = told(
        &[fenced("rust", "let needle = 1;"), fenced("csv", "a,b\nneedle,2\nx,3"), fenced("task", "{\"title\": \"Find the needle\"}")]
            .join("\n\n"),
    )
    .await;
    page.press(".chat-head", "Find").await;
    page.type_into(".find-bar input", "needle").await;
    wait_for("three marks", || page.count(".widget mark") == 3).await;
}

#[wasm_bindgen_test]
async fn a_proposal_is_shown_in_full_taken_up_or_put_away() {
    let mut page = talk(&ALL, vec![said(1, "user", "hello")]).await;
    page.read("hello").await;
    // What waits was asked for, too.
    page.calls_meanwhile().await;
    let proposal = |id: &str| json!({"id": id, "title": format!("Title {id}"), "tldr": "It saves time.", "prompt": "Do this.", "cwd": "/work", "sessionKey": "a", "createdAt": 1});
    for id in ["one", "two"] {
        page.tell("task.suggestion", json!({"action": "created", "suggestion": proposal(id)}));
    }
    page.tell("task.suggestion", json!({"action": "created", "suggestion": {"id": "x", "title": "Elsewhere", "sessionKey": "b"}}));
    page.see("[data-proposal=two]").await;
    page.read("It saves time.").await;
    assert!(!page.text().contains("Elsewhere"));
    page.press("[data-proposal=one]", "Dismiss").await;
    let request = page.request("taskSuggestions.dismiss").await;
    assert_eq!(request["params"], json!({"taskId": "one"}));
    page.answer(&request, json!({"taskId": "one", "dismissed": true}));
    page.tell("task.suggestion", json!({"action": "resolved", "taskId": "one", "resolution": "dismissed"}));
    page.see_no("[data-proposal=one]").await;
    page.press("[data-proposal=two]", "Start in a new session").await;
    let request = page.request("taskSuggestions.accept").await;
    assert_eq!(request["params"], json!({"taskId": "two", "mode": "local"}));
    page.tell("task.suggestion", json!({"action": "resolved", "taskId": "two", "resolution": "accepted"}));
    page.answer(&request, json!({"taskId": "two", "key": "agent:main:new"}));
    page.see_no("[data-proposal=two]").await;
    page.read("Started: Title two.").await;
    let link = page.see(".proposals a").await.unchecked_into::<HtmlElement>();
    assert!(link.get_attribute("href").unwrap().contains("/chat/agent"));
}

#[wasm_bindgen_test]
async fn who_may_not_start_work_is_told_why() {
    let mut page = talk(&["operator.read", "operator.write"], vec![said(1, "user", "hello")]).await;
    page.read("hello").await;
    page.calls_meanwhile().await;
    page.tell("task.suggestion", json!({"action": "created", "suggestion": {"id": "one", "title": "T", "sessionKey": "a"}}));
    let button = page.see("[data-proposal=one] [data-kind=primary]").await;
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert_eq!(button.get_attribute("title").as_deref(), Some("Needs operator.admin, which this connection was not granted"));
}
