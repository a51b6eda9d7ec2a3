//! Stories of the landing view: what waits is answered by what stands on screen, by keys and by hand, and by nobody who may not.

use leptos::prelude::Set;
use openclutch::state::lent::{Lender, Lent};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, row, wait_for};

const MAY: [&str; 6] =
    ["operator.read", "operator.write", "operator.admin", "operator.approvals", "operator.questions", "operator.pairing"];

fn asked(id: &str, until: i64) -> Value {
    let request = json!({"sessionKey": "a", "command": format!("rm -r {id}"), "cwd": "/srv", "host": "gateway", "agentId": "main", "allowedDecisions": ["allow-once", "deny"]});
    json!({"id": id, "request": request, "createdAtMs": 1, "expiresAtMs": until})
}

async fn at_now(scopes: &[&str]) -> Page {
    let mut page = Page::listing_at("/now", scopes, json!([row("a", true, 1)])).await;
    if scopes.contains(&"operator.pairing") {
        let devices = page.request("device.pair.list").await;
        page.answer(&devices, json!({"pending": [], "paired": []}));
    }
    // One kind of request is asked for after the other.
    page.calls_meanwhile().await;
    page
}

const SOON: i64 = 4_000_000_000_000;

#[wasm_bindgen_test]
async fn a_command_is_answered_by_its_key_and_says_so_in_its_place() {
    let mut page = at_now(&MAY).await;
    page.read("Nothing waits for you").await;
    page.tell("exec.approval.requested", asked("one", SOON));
    page.see(".wait[data-kind=approve] .risky").await;
    page.read("/srv").await;
    page.key_on(".now", "j").await;
    page.see(".wait[aria-current=true]").await;
    page.key_on(".now", "a").await;
    let answer = page.request("exec.approval.resolve").await;
    assert_eq!(answer["params"], json!({"id": "one", "decision": "allow-once"}));
    page.answer(&answer, json!({"ok": true}));
    page.tell("exec.approval.resolved", json!({"id": "one", "decision": "allow-once"}));
    page.read("Allowed once").await;
    assert_eq!(page.count(".wait .asked"), 0, "there is nothing to press any more");
}

#[wasm_bindgen_test]
async fn a_count_of_what_waits_has_a_plus_until_all_of_it_was_read() {
    let mut page = at_now(&MAY).await;
    page.tell("exec.approval.requested", asked("one", SOON));
    let count = page.see(".rail [data-to=now] .count:not(:empty)").await;
    wait_for("one and perhaps more", || count.text_content().as_deref() == Some("1+ waiting")).await;
    let lent = Lent::of(&page.profile);
    lent.lend(Lender::Tasks, vec![]);
    lent.lend(Lender::Budgets, vec![]);
    page.settle().await;
    assert_eq!(count.text_content().as_deref(), Some("1+ waiting"), "nothing is known of jobs");
    lent.due.set(Some(vec![]));
    wait_for("one", || count.text_content().as_deref() == Some("1 waiting")).await;
}

#[wasm_bindgen_test]
async fn what_is_settled_elsewhere_takes_no_key_and_gives_none_to_its_neighbour() {
    let mut page = at_now(&MAY).await;
    page.tell("exec.approval.requested", asked("one", SOON));
    page.tell("exec.approval.requested", asked("two", SOON + 1));
    wait_for("both", || page.count(".wait") == 2).await;
    page.key_on(".now", "j").await;
    page.tell("exec.approval.resolved", json!({"id": "one", "decision": "deny", "resolvedBy": "phone"}));
    page.read("Resolved elsewhere: denied by phone").await;
    page.key_on(".now", "a").await;
    let calls = page.calls_meanwhile().await;
    assert!(!page.asked().iter().chain(&calls).any(|call| call == "exec.approval.resolve"), "{calls:?}");
}

#[wasm_bindgen_test]
async fn a_row_that_moved_under_the_pointer_takes_no_press() {
    let mut page = at_now(&MAY).await;
    page.tell("exec.approval.requested", asked("late", SOON));
    page.see(".wait .buttons").await;
    page.tell("exec.approval.requested", asked("soon", SOON - 1));
    wait_for("both", || page.count(".wait") == 2).await;
    page.press(".wait[data-id='asked:late'] .buttons", "Allow once").await;
    page.read("The list moved just now").await;
    let calls = page.calls_meanwhile().await;
    assert!(!calls.iter().any(|call| call == "exec.approval.resolve"), "{calls:?}");
}

#[wasm_bindgen_test]
async fn who_may_not_answer_sees_why() {
    let mut page = at_now(&["operator.read"]).await;
    page.tell("exec.approval.requested", asked("one", SOON));
    let allow = page.see(".wait .buttons .button").await;
    assert_eq!(allow.get_attribute("title").as_deref(), Some("Needs operator.approvals, which this connection was not granted"));
    assert_eq!(allow.get_attribute("aria-disabled").as_deref(), Some("true"));
}
