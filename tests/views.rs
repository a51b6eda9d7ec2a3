//! The views, mounted in a browser over a gateway made of channels: what people see and press.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::Router;
use openclutch::features::connect::ServedBy;
use openclutch::features::shell::Shell;
use openclutch::gateway::socket::{FarEnd, Heard, Local, Said};
use openclutch::gateway::{self, Clock, Config, Connector, Identity, Socket};
use openclutch::platform::clock::BrowserClock;
use openclutch::protocol::connect::{Credential, Proof, ProofRequest};
use openclutch::routes::Views;
use openclutch::state::prefs::{GATEWAY, LastGateway, PREFS, Prefs};
use openclutch::state::profile::Profile;
use openclutch::state::stored::{KeyValue, Memory, Stored};
use openclutch::state::ticker::Ticker;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

const ALL: [&str; 3] = ["operator.read", "operator.write", "operator.admin"];

struct Door(Rc<RefCell<Vec<FarEnd>>>);

impl Connector for Door {
    fn open(&self, _: &str) -> Socket {
        let (near, far) = Socket::pair();
        self.0.borrow_mut().push(far);
        near
    }

    fn answers_http(&self, _: &str) -> Local<bool> {
        Box::pin(async { false })
    }
}

struct Keys;

impl Identity for Keys {
    fn prove(&self, _: &str, _: &ProofRequest) -> Proof {
        Proof { device_id: "id".into(), public_key: "pk".into(), signature: "sig".into() }
    }

    fn token(&self, _: &str) -> Option<String> {
        None
    }

    fn keep_token(&self, _: &str, _: &str) {}

    fn forget_token(&self, _: &str, _: &str) {}
}

/// The app on a page of its own, and the gateway's end of its socket.
struct Page {
    root: HtmlElement,
    door: Rc<RefCell<Vec<FarEnd>>>,
    far: Option<FarEnd>,
    seq: u64,
    profile: Profile,
    _mounted: Box<dyn std::any::Any>,
}

impl Page {
    fn open() -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        document.body().unwrap().append_child(&root).unwrap();
        web_sys::window().unwrap().history().unwrap().replace_state_with_url(&"".into(), "", Some("/sessions")).unwrap();

        let door = Rc::new(RefCell::new(vec![]));
        let clock: Arc<dyn Clock> = Arc::new(BrowserClock);
        let config = Config { instance_id: "tab".into(), origin: "http://127.0.0.1".into(), seed: 1 };
        let (gateway, driver) = gateway::start(Rc::new(Door(door.clone())), clock.clone(), Rc::new(Keys), config);
        let store: Arc<dyn KeyValue> = Arc::new(Memory::default());
        let profile = Rc::new(RefCell::new(None));
        let made = profile.clone();
        let mounted = mount_to(root.clone(), move || {
            leptos::task::spawn_local(driver);
            let profile = Profile::start(gateway, clock.clone(), "http://127.0.0.1".into());
            *made.borrow_mut() = Some(profile);
            provide_context(profile);
            provide_context(Stored::<LastGateway>::new(store.clone(), GATEWAY));
            provide_context(Stored::<Prefs>::new(store, PREFS));
            provide_context(Ticker::start(clock));
            provide_context(ServedBy(None));
            view! {
                <Router>
                    <Shell>
                        <Views />
                    </Shell>
                </Router>
            }
        });
        let profile = profile.borrow().expect("the app was mounted just now");
        Self { root, door, far: None, seq: 0, profile, _mounted: Box::new(mounted) }
    }

    /// A page that is connected with these scopes and lists these rows.
    async fn listing(scopes: &[&str], rows: Value) -> Self {
        let mut page = Self::open();
        page.profile.connect("ws://gateway".into(), Credential::Token("t".into()));
        page.let_in(scopes).await;
        let request = page.request("sessions.subscribe").await;
        let total = rows.as_array().unwrap().len();
        page.answer(&request, json!({"subscribed": true, "list": {"sessions": rows, "totalCount": total}}));
        page
    }

    async fn take_connection(&mut self) -> Value {
        wait_for("a connection", || !self.door.borrow().is_empty()).await;
        self.far = self.door.borrow_mut().pop();
        self.send(json!({"type": "event", "event": "connect.challenge", "payload": {"nonce": "n", "ts": 1}}));
        self.request("connect").await
    }

    async fn let_in(&mut self, scopes: &[&str]) {
        let connect = self.take_connection().await;
        self.answer(&connect, json!({"type": "hello-ok", "protocol": 4, "server": {"version": "1"}, "auth": {"scopes": scopes}}));
    }

    /// Waits for a call, answering pulses on the way.
    async fn request(&mut self, method: &str) -> Value {
        loop {
            let said = self.far.as_mut().unwrap().said.next().await.unwrap();
            let Said::Text(text) = said else { continue };
            let request: Value = serde_json::from_str(&text).unwrap();
            if request["method"] == method {
                return request;
            }
            self.answer(&request, Value::Null);
        }
    }

    fn answer(&self, request: &Value, payload: Value) {
        self.send(json!({"type": "res", "id": request["id"], "ok": true, "payload": payload}));
    }

    fn refuse(&self, request: &Value, details: Value) {
        let error = json!({"code": "INVALID_REQUEST", "message": "m", "details": details});
        self.send(json!({"type": "res", "id": request["id"], "ok": false, "error": error}));
    }

    fn change(&mut self, row: Value) {
        self.seq += 1;
        let payload = json!({"sessionKey": row["key"], "session": row, "ts": 1});
        self.send(json!({"type": "event", "event": "sessions.changed", "payload": payload, "seq": self.seq}));
    }

    fn send(&self, frame: Value) {
        self.far.as_ref().unwrap().heard.unbounded_send(Heard::Text(frame.to_string())).unwrap();
    }

    fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    async fn see(&self, selector: &str) -> HtmlElement {
        wait_for(selector, || self.find(selector).is_some()).await;
        self.find(selector).unwrap()
    }

    fn text(&self) -> String {
        self.root.inner_text()
    }

    async fn read(&self, text: &str) {
        wait_for(text, || self.text().contains(text)).await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Waits for a condition, and gives up loudly.
async fn wait_for(what: &str, mut condition: impl FnMut() -> bool) {
    for _ in 0..500 {
        if condition() {
            return;
        }
        BrowserClock.sleep(Duration::from_millis(10)).await;
    }
    panic!("{what} did not come within 5 s");
}

fn row(key: &str, is_running: bool, at: i64) -> Value {
    let status = if is_running { "running" } else { "killed" };
    json!({"key": key, "displayName": format!("Title of {key}"), "hasActiveRun": is_running, "status": status, "model": "m-1", "snapshotAt": at})
}

#[wasm_bindgen_test]
async fn before_a_connection_every_address_shows_the_form() {
    let page = Page::open();
    page.see("form[aria-label='Connect to a gateway']").await;
    assert!(page.find("table").is_none());
    assert_eq!(page.see("[data-link]").await.get_attribute("data-link").as_deref(), Some("idle"));
}

#[wasm_bindgen_test]
async fn the_form_connects_with_what_was_typed_and_a_refusal_is_explained() {
    let mut page = Page::open();
    let field = page.see("input[type=password]").await.unchecked_into::<web_sys::HtmlInputElement>();
    field.set_value("typed");
    field.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &bubbling()).unwrap()).unwrap();
    // The address is filled in a moment after the form is drawn.
    let address = page.see("input[type=text]").await.unchecked_into::<web_sys::HtmlInputElement>();
    wait_for("the address", || !address.value().is_empty()).await;
    page.see("button[type=submit]").await.click();
    let connect = page.take_connection().await;
    assert_eq!(connect["params"]["auth"], json!({"token": "typed"}));
    page.refuse(&connect, json!({"code": "AUTH_TOKEN_MISMATCH"}));
    page.see(".diagnosis[data-halt=token-mismatch]").await;
    page.read("The gateway refused the token.").await;
    assert_eq!(page.door.borrow().len(), 0, "and it is not tried again");
}

fn bubbling() -> web_sys::EventInit {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init
}

#[wasm_bindgen_test]
async fn rows_show_title_key_state_and_model() {
    let page = Page::listing(&ALL, json!([row("a", true, 1), row("b", false, 1)])).await;
    page.see("tr[data-key=a][data-state=running]").await;
    page.see("tr[data-key=b][data-state=killed]").await;
    let text = page.text();
    for word in ["Title of a", "running", "stopped", "m-1", "1 running"] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
}

#[wasm_bindgen_test]
async fn a_change_redraws_its_own_row_and_no_other() {
    let mut page = Page::listing(&ALL, json!([row("a", false, 1), row("b", false, 1)])).await;
    let (a, b) = (page.see("tr[data-key=a]").await, page.see("tr[data-key=b]").await);
    page.change(row("a", true, 2));
    page.see("tr[data-key=a][data-state=running]").await;
    assert!(a == page.see("tr[data-key=a]").await && b == page.see("tr[data-key=b]").await);
}

#[wasm_bindgen_test]
async fn a_stop_is_marked_at_once_and_confirmed_by_the_gateway() {
    let mut page = Page::listing(&ALL, json!([row("a", true, 1), row("b", true, 1)])).await;
    page.see("button[aria-label='Stop Title of a']").await.click();
    page.see("tr[data-key=a][data-state=stopping]").await;
    page.see("tr[data-key=b][data-state=running]").await;
    let request = page.request("sessions.abort").await;
    assert_eq!(request["params"], json!({"key": "a"}));
    page.answer(&request, json!({"ok": true, "abortedRunId": "r", "status": "aborted"}));
    page.change(row("a", false, 2));
    page.see("tr[data-key=a][data-state=killed]").await;
    assert!(page.find("button[aria-label='Stop Title of a']").is_none());
}

#[wasm_bindgen_test]
async fn without_the_right_to_write_there_is_no_stop_button() {
    let page = Page::listing(&["operator.read"], json!([row("a", true, 1)])).await;
    page.see("tr[data-key=a][data-state=running]").await;
    page.read("Read only").await;
    assert!(page.find("tr button").is_none());
}

#[wasm_bindgen_test]
async fn pitfall_6_without_any_right_the_page_says_which_is_missing() {
    let mut page = Page::open();
    page.profile.connect("ws://gateway".into(), Credential::None);
    page.let_in(&[]).await;
    page.read("It needs operator.read").await;
    assert!(page.find("table").is_none());
}

#[wasm_bindgen_test]
async fn an_empty_list_says_what_to_do() {
    let page = Page::listing(&ALL, json!([])).await;
    page.read("No sessions yet").await;
}

#[wasm_bindgen_test]
async fn more_than_a_page_is_offered() {
    let mut page = Page::open();
    page.profile.connect("ws://gateway".into(), Credential::None);
    page.let_in(&ALL).await;
    let request = page.request("sessions.subscribe").await;
    page.answer(&request, json!({"list": {"sessions": [row("a", false, 1)], "totalCount": 1_000}}));
    page.read("1 of 1,000 shown").await;
    page.see(".view-foot button").await.click();
    assert_eq!(page.request("sessions.list").await["params"]["limit"], 200);
}

#[wasm_bindgen_test]
async fn a_lost_link_keeps_the_rows_dims_them_and_says_so() {
    let mut page = Page::listing(&ALL, json!([row("a", true, 1)])).await;
    page.see("tr[data-key=a]").await;
    page.far = None;
    page.see(".link-banner").await;
    page.see(".table-wrap[data-stale] tr[data-key=a]").await;
    page.read("What you see is from").await;
    let button = page.see("button[aria-label='Stop Title of a']").await;
    assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
}
