//! Stories of the list: what rows show, what a change redraws, what is said when there are no rows, search, order, kinship.

use openclutch::protocol::connect::Credential;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Event;

use crate::page::{ALL, Page, row, wait_for, with};

#[wasm_bindgen_test]
async fn rows_show_title_key_state_and_model() {
    let page = Page::listing(&ALL, json!([row("a", true, 1), row("b", false, 1)])).await;
    page.see(".row[data-key=a][data-state=running]").await;
    page.see(".row[data-key=b][data-state=killed]").await;
    let text = page.text();
    for word in ["Title of a", "running", "stopped", "m-1", "1 running"] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
}

#[wasm_bindgen_test]
async fn a_change_redraws_its_own_row_and_no_other() {
    let mut page = Page::listing(&ALL, json!([row("a", false, 1), row("b", false, 1)])).await;
    let (a, b) = (page.see(".row[data-key=a]").await, page.see(".row[data-key=b]").await);
    page.change("patch", row("a", true, 2));
    page.see(".row[data-key=a][data-state=running]").await;
    assert!(a == page.see(".row[data-key=a]").await && b == page.see(".row[data-key=b]").await);
}

#[wasm_bindgen_test]
async fn a_stop_is_marked_at_once_and_confirmed_by_the_gateway() {
    let mut page = Page::listing(&ALL, json!([row("a", true, 1), row("b", true, 1)])).await;
    page.see("button[aria-label='Stop Title of a']").await.click();
    page.see(".row[data-key=a][data-state=stopping]").await;
    page.see(".row[data-key=b][data-state=running]").await;
    let request = page.request("sessions.abort").await;
    assert_eq!(request["params"], json!({"key": "a"}));
    page.answer(&request, json!({"ok": true, "abortedRunId": "r", "status": "aborted"}));
    page.change("patch", row("a", false, 2));
    page.see(".row[data-key=a][data-state=killed]").await;
    assert!(page.find("button[aria-label='Stop Title of a']").is_none());
}

#[wasm_bindgen_test]
async fn without_the_right_to_write_nothing_can_be_done_and_the_buttons_say_why() {
    let mut page = Page::listing(&["operator.read"], json!([row("a", true, 1)])).await;
    page.see(".row[data-key=a][data-state=running]").await;
    page.read("Read only").await;
    for selector in [".row .actions button", ".view-head button"] {
        let button = page.see(selector).await;
        assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"), "{selector}");
        assert!(button.get_attribute("title").unwrap().contains("operator.write"), "{selector}");
        button.click();
    }
    for key in ["j", "r", "p", "e", "n"] {
        page.key(key).await;
    }
    assert_eq!(page.calls_meanwhile().await, Vec::<String>::new());
    assert!(page.find("dialog[open]").is_none());
}

#[wasm_bindgen_test]
async fn pitfall_6_without_any_right_the_page_says_which_is_missing() {
    let mut page = Page::open();
    page.profile.connect("ws://gateway".into(), Credential::None);
    page.let_in(&[]).await;
    page.read("It needs operator.read").await;
    assert!(page.find("[role=treegrid]").is_none());
}

#[wasm_bindgen_test]
async fn an_empty_list_says_what_to_do() {
    let page = Page::listing(&ALL, json!([])).await;
    page.read("No sessions yet").await;
}

#[wasm_bindgen_test]
async fn a_lost_link_keeps_the_rows_dims_them_and_says_so() {
    let mut page = Page::listing(&ALL, json!([row("a", true, 1)])).await;
    page.see(".row[data-key=a]").await;
    page.lose();
    page.see(".link-banner").await;
    page.see(".master[data-stale] .row[data-key=a]").await;
    page.read("What you see is from").await;
    let button = page.see("button[aria-label='Stop Title of a']").await;
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn until_the_first_answer_its_place_is_held_and_a_refusal_is_said_in_it() {
    let mut page = Page::open();
    page.profile.connect("ws://gateway".into(), Credential::None);
    page.let_in(&ALL).await;
    let request = page.request("sessions.subscribe").await;
    page.see(".skeleton[role=status]").await;
    page.refuse(&request, json!({}));
    page.see(".list-fault[role=alert]").await;
    page.read("The sessions could not be read: no such luck.").await;
    page.see_no(".skeleton").await;
    assert!(!page.text().contains("No sessions yet"), "a failure is not an empty list");
}

#[wasm_bindgen_test]
async fn what_waits_for_somebody_is_asked_for_only_where_it_may_be_seen() {
    let mut page = Page::listing(&["operator.read"], json!([row("a", true, 1)])).await;
    page.calls_meanwhile().await;
    assert!(!page.asked().iter().any(|method| method == "exec.approval.list" || method == "question.list"), "{:?}", page.asked());

    let scopes = ["operator.read", "operator.approvals", "operator.questions"];
    let mut page = Page::listing(&scopes, json!([row("a", true, 1)])).await;
    page.calls_meanwhile().await;
    for method in ["exec.approval.list", "question.list"] {
        assert_eq!(page.asked().iter().filter(|asked| *asked == method).count(), 1, "{method}");
    }
    page.tell("exec.approval.requested", json!({"id": "1", "request": {"sessionKey": "a", "command": "rm -r x"}}));
    page.see(".row[data-key=a][data-state=waiting]").await;
    page.read("asks to run: rm -r x").await;
    page.read("1 waits for you").await;
    page.tell("exec.approval.resolved", json!({"id": "1"}));
    page.see(".row[data-key=a][data-state=running]").await;
}

#[wasm_bindgen_test]
async fn a_search_shows_its_result_without_a_call() {
    let mut page = Page::listing(&ALL, json!([row("a", true, 1), row("b", false, 1), row("c", false, 1)])).await;
    page.see(".row[data-key=c]").await;
    page.calls_meanwhile().await;
    page.type_into("input[type=search]", "title of b").await;
    wait_for("only b", || page.keys() == ["b"]).await;
    page.type_into("input[type=search]", "status:running").await;
    wait_for("only a", || page.keys() == ["a"]).await;
    page.type_into("input[type=search]", "nonsense").await;
    page.read("No session fits").await;
    page.press(".page-note", "Show all").await;
    wait_for("all", || page.keys() == ["a", "b", "c"]).await;
    assert_eq!(page.calls_meanwhile().await, Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn the_head_of_a_column_sorts_by_it_and_turns_it_round() {
    let page = Page::listing(&ALL, json!([row("b", false, 1), row("a", false, 1)])).await;
    page.press(".head", "Session").await;
    wait_for("a first", || page.keys() == ["a", "b"]).await;
    page.see("[aria-sort=ascending]").await;
    page.press(".head", "Session").await;
    wait_for("b first", || page.keys() == ["b", "a"]).await;
    page.see("[aria-sort=descending]").await;
}

#[wasm_bindgen_test]
async fn a_row_under_the_pointer_stays_and_what_is_new_waits_behind_a_pill() {
    let mut page = Page::listing(&ALL, json!([row("b", false, 1), row("c", false, 1)])).await;
    wait_for("both", || page.keys() == ["b", "c"]).await;
    page.see(".master").await.dispatch_event(&Event::new("pointerenter").unwrap()).unwrap();
    page.change("create", row("a", true, 2));
    page.change("send", row("c", true, 2));
    page.see(".fresh").await;
    page.read("1 new").await;
    page.see(".row[data-key=c][data-state=running]").await;
    assert_eq!(page.keys(), ["b", "c"], "nothing moved");
    page.click(".fresh").await;
    wait_for("the new order", || page.keys() == ["a", "c", "b"]).await;
    page.see_no(".fresh").await;
}

#[wasm_bindgen_test]
async fn a_sub_agent_is_folded_under_whoever_sent_it() {
    let child = with(row("b", true, 1), json!({"spawnedBy": "a", "classification": "subagent"}));
    let mut page = Page::listing(&ALL, json!([row("a", false, 1), child])).await;
    wait_for("the parent alone", || page.keys() == ["a"]).await;
    page.see(".row[data-key=a][aria-expanded=false]").await;
    page.read("1 sub-agent, 1 running").await;
    page.click(".twig").await;
    page.see(".row[data-key=b][data-depth='1'][aria-level='2']").await;
    page.see(".row[data-key=a][aria-expanded=true]").await;
    page.change("patch", with(row("b", false, 2), json!({"spawnedBy": "a", "classification": "subagent", "status": "failed"})));
    page.read("1 sub-agent, 1 failed").await;
    page.click(".twig").await;
    wait_for("the parent alone", || page.keys() == ["a"]).await;
}
