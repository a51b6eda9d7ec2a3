//! Stories of a conversation on screen: what streams redraws its end alone, what is hostile stays text, what is long stays light.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::page::{ALL, Page, row, wait_for};

pub fn said(seq: usize, role: &str, text: &str) -> Value {
    json!({"role": role, "content": text, "stopReason": "stop", "timestamp": 1, "__openclaw": {"id": format!("m{seq}"), "seq": seq, "runId": format!("r{seq}")}})
}

pub async fn talk(scopes: &[&str], messages: Vec<Value>) -> Page {
    let mut page = Page::listing_at("/chat/a", scopes, json!([row("a", false, 1)])).await;
    page.dress();
    let request = page.request("chat.history").await;
    assert_eq!(request["params"]["sessionKey"], "a");
    let total = messages.len();
    page.answer(&request, json!({"sessionId": "s", "messages": messages, "totalMessages": total, "sessionInfo": {"hasActiveRun": false}}));
    page
}

pub fn news(seq: u64, text: &str, delta: &str) -> Value {
    json!({"sessionKey": "a", "runId": "r", "stream": "assistant", "seq": seq, "data": {"text": text, "delta": delta, "itemId": "i"}})
}

#[wasm_bindgen_test]
async fn what_streams_draws_its_open_end_anew_and_nothing_else() {
    let before = "First.\n\n```rust\nfn first() {}\n```";
    let mut page = talk(&ALL, vec![said(1, "user", "hello"), said(2, "assistant", before)]).await;
    // Once they are here, texts are drawn anew for the widgets.
    page.see("[data-widget=code]").await;
    page.tell("agent", news(1, "One paragraph.\n\nTwo", "One paragraph.\n\nTwo"));
    page.read("Two").await;
    let first = || page.find(".row[data-key='r:r:0'] .frozen p");
    wait_for("a finished paragraph", || first().is_some()).await;
    first().unwrap().set_attribute("data-marked", "").unwrap();
    page.find(".row[data-kind=said]").unwrap().set_attribute("data-marked", "").unwrap();
    let text = "One paragraph.\n\nTwo and a half.\n\n```rust\nfn main() {}\n```";
    page.tell("agent", news(2, text, " and a half.\n\n```rust\nfn main() {}\n```"));
    page.see(".row[data-key='r:r:0'] .code").await;
    assert!(page.find(".row[data-key='r:r:0'] .frozen p[data-marked]").is_some(), "what is finished keeps its element");
    assert!(page.find(".row[data-kind=said][data-marked]").is_some(), "and so does what stands above");
    page.tell("chat", json!({"sessionKey": "a", "runId": "r", "state": "final"}));
    let request = page.request("chat.history").await;
    let written = json!({"role": "assistant", "content": [{"type": "text", "text": text}], "stopReason": "stop", "__openclaw": {"id": "m3", "seq": 3, "runId": "r"}});
    page.answer(&request, json!({"sessionId": "s", "messages": [said(1, "user", "hello"), said(2, "assistant", before), written], "sessionInfo": {"hasActiveRun": false}}));
    page.see(".row[data-key='e:r']").await;
    assert_eq!(page.count(".row[data-key='r:r:0']"), 1);
}

#[wasm_bindgen_test]
async fn hostile_words_stay_words() {
    let hostile = "<script>boom()</script> <img src=x onerror=boom()> [a](javascript:boom()) ![b](https://stranger.example/x.png)\n\n<svg onload=boom()>\n\n[fine](https://example.org) [a](javascript:boom())";
    let page = talk(&ALL, vec![said(1, "user", hostile), said(2, "assistant", hostile)]).await;
    page.read("boom()").await;
    page.settle().await;
    for tag in ["script", "img", "svg", "iframe", "[onerror]", "[onload]", "a[href^=javascript]"] {
        assert_eq!(page.count(&format!(".talk {tag}")), 0, "{tag}");
    }
    let link = page.find(".talk a").unwrap();
    assert_eq!(
        (link.get_attribute("rel").as_deref(), link.get_attribute("target").as_deref()),
        (Some("noopener noreferrer nofollow"), Some("_blank"))
    );
}

#[wasm_bindgen_test]
async fn thousands_of_messages_are_a_few_elements_and_begin_at_the_end() {
    let many = (1..=10_000).map(|seq| said(seq, if seq % 2 == 1 { "user" } else { "assistant" }, &format!("Number {seq}"))).collect();
    let page = talk(&ALL, many).await;
    page.read("Number 10000").await;
    page.settle().await;
    assert!(page.count("*") < 1_500, "{} elements", page.count("*"));
    let view = page.find(".talk").unwrap();
    assert!(view.scroll_top() >= view.scroll_height() - view.client_height() - 2);
    view.set_scroll_top(0);
    page.read("Number 1\n").await;
    assert!(page.count("*") < 1_500, "{} elements", page.count("*"));
}

#[wasm_bindgen_test]
async fn without_the_right_to_write_the_composer_says_which_is_missing() {
    let page = talk(&["operator.read"], vec![said(1, "user", "hello")]).await;
    page.read("hello").await;
    let field = page.see(".composer textarea").await;
    assert!(field.has_attribute("disabled"));
    assert_eq!(field.get_attribute("placeholder").as_deref(), Some("Needs operator.write, which this connection was not granted"));
}

#[wasm_bindgen_test]
async fn a_conversation_that_cannot_be_read_says_why_and_can_be_tried_again() {
    let mut page = Page::listing_at("/chat/a", &ALL, json!([row("a", false, 1)])).await;
    let request = page.request("chat.history").await;
    page.refuse(&request, json!({}));
    page.read("The conversation could not be read.").await;
    page.press(".page-note", "Try again").await;
    let request = page.request("chat.history").await;
    page.answer(&request, json!({"messages": []}));
    page.read("Nothing was said yet.").await;
}

#[wasm_bindgen_test]
async fn a_session_is_changed_once_it_is_known_and_never_in_vain() {
    let mut page = Page::listing_at("/chat/b", &ALL, json!([row("a", false, 1)])).await;
    let request = page.request("chat.history").await;
    page.answer(&request, json!({"messages": []}));
    page.read("Conversation").await;
    let title = || page.find(".chat-head .title[aria-disabled=true]");
    assert!(title().is_some(), "a title that nobody knows is not to be written over");
    title().unwrap().unchecked_into::<HtmlElement>().click();
    page.settle().await;
    assert_eq!(page.count(".chat-head form"), 0);
    assert_eq!(page.count(".composer select.pick:not(:disabled)"), 0);
    page.change("create", row("b", false, 2));
    page.press(".chat-head", "Title of b").await;
    page.type_into(".chat-head input", "Another").await;
    // It goes while its title is written.
    page.tell("sessions.changed", json!({"sessionKey": "b", "reason": "delete", "ts": 3}));
    page.see(".composer select.pick:disabled").await;
    let field = page.see(".chat-head input").await.unchecked_into::<HtmlElement>();
    field.blur().unwrap();
    page.read("The session was not changed").await;
}
