//! The app on a page of its own, the gateway's end of its socket, and the hands of a person: click, type, press a key.
//! Refuses to assert more than arrival; the stories do.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once};
use std::time::Duration;

use futures::{FutureExt, StreamExt, select_biased};
use leptos::mount::mount_to;
use leptos::prelude::*;
use openclutch::domain::shortcuts::{KEYS, Keymap};
use openclutch::features::connect::{FromLink, ServedBy};
use openclutch::features::demo::badge;
use openclutch::features::shell::shell;
use openclutch::gateway::socket::{FarEnd, Heard, Local, Said};
use openclutch::gateway::{self, Clock, Config, Connector, Identity, Socket};
use openclutch::keys;
use openclutch::place::Place;
use openclutch::platform::clock::BrowserClock;
use openclutch::platform::files::IndexedFiles;
use openclutch::protocol::Scope;
use openclutch::protocol::connect::{Credential, Proof, ProofRequest};
use openclutch::routes::{create, link_facts, views};
use openclutch::state::gateways::{GATEWAYS, Gateways, Known};
use openclutch::state::prefs::{PREFS, Prefs};
use openclutch::state::profile::{Profile, Stores};
use openclutch::state::stored::{self, KeyValue, Memory, Stored};
use openclutch::state::ticker::Ticker;
use openclutch::state::toasts::Toasts;
use openclutch::ui::el::host;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

pub const ALL: [&str; 3] = ["operator.read", "operator.write", "operator.admin"];

/// The styles of the bundle, for stories about what is in view.
const STYLES: &[&str] = &[
    include_str!("../../style/tokens.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/ui.css"),
    include_str!("../../style/shell.css"),
    include_str!("../../style/now.css"),
    include_str!("../../style/sessions.css"),
    include_str!("../../style/chat.css"),
    include_str!("../../style/widgets.css"),
    include_str!("../../style/cron.css"),
    include_str!("../../style/analytics.css"),
    include_str!("../../style/logs.css"),
    include_str!("../../style/tasks.css"),
    include_str!("../../style/projects.css"),
    include_str!("../../style/connection.css"),
    include_str!("../../style/workboard.css"),
    include_str!("../../style/palette.css"),
    include_str!("../../style/settings.css"),
    include_str!("../../style/demo.css"),
    include_str!("../../style/touch.css"),
];

/// Something panicked in a task of the page, which by itself would fail no test.
static PANICKED: AtomicBool = AtomicBool::new(false);

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Notes every panic from now on. The hook can be set once only: after a panic nothing may touch it any more.
fn watch_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            PANICKED.store(true, Ordering::Relaxed);
            others(panic);
        }));
    });
    PANICKED.store(false, Ordering::Relaxed);
}

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
        Proof { device_id: "id".into(), public_key: "pk".into(), signature: "sig".into(), scopes: &Scope::ALL }
    }

    fn token(&self, _: &str) -> Option<String> {
        None
    }

    fn keep_token(&self, _: &str, _: &str) {}

    fn forget_token(&self, _: &str, _: &str) {}

    fn secret(&self, _: &str) -> Credential {
        Credential::None
    }

    fn keep_secret(&self, _: &str, _: &Credential) {}

    fn forget(&self, _: &str) {}
}

/// The app on a page of its own, and the gateway's end of its socket.
pub struct Page {
    root: HtmlElement,
    pub door: Rc<RefCell<Vec<FarEnd>>>,
    pub far: Option<FarEnd>,
    seq: u64,
    asked: RefCell<Vec<String>>,
    runs: RefCell<Value>,
    pub profile: Profile,
    pub toasts: Toasts,
}

impl Page {
    pub fn open() -> Self {
        Self::at("/sessions")
    }

    pub fn at(address: &str) -> Self {
        watch_panics();
        // A story that failed has left its page behind.
        while let Some(left) = document().query_selector(".test-page").unwrap() {
            left.remove();
        }
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        root.set_class_name("test-page");
        document().body().unwrap().append_child(&root).unwrap();
        web_sys::window().unwrap().history().unwrap().replace_state_with_url(&"".into(), "", Some(address)).unwrap();

        let door = Rc::new(RefCell::new(vec![]));
        let clock: Arc<dyn Clock> = Arc::new(BrowserClock);
        let config = Config { instance_id: "tab".into(), origin: "http://127.0.0.1".into(), seed: 1 };
        let (gateway, driver) = gateway::start(Rc::new(Door(door.clone())), clock.clone(), Rc::new(Keys), config);
        let store: Arc<dyn KeyValue> = Arc::new(Memory::default());
        let known =
            Gateways { list: vec![Known { url: "ws://gateway".into(), name: "Home".into(), is_read_only: false }], ..Gateways::default() };
        stored::write(&*store, GATEWAYS, &known).unwrap();
        let profile = Rc::new(RefCell::new(None));
        let made = profile.clone();
        let mounted = mount_to(root.clone(), move || {
            leptos::task::spawn_local(driver);
            let profile = Profile::start(
                gateway,
                clock.clone(),
                "http://127.0.0.1".into(),
                Stores { store: store.clone(), files: Arc::new(IndexedFiles) },
            );
            let toasts = Toasts::new(clock.clone());
            *made.borrow_mut() = Some((profile, toasts));
            provide_context(profile);
            provide_context(Stored::<Gateways>::new(store.clone(), GATEWAYS));
            provide_context(keys::Keys::new(Stored::<Keymap>::new(store.clone(), KEYS)));
            provide_context(Stored::<Prefs>::new(store, PREFS));
            provide_context(toasts);
            provide_context(Ticker::start(clock, profile.link));
            provide_context(ServedBy(None));
            provide_context(FromLink(RwSignal::new(None)));
            provide_context(Place::start());
            host(create(shell(views(), vec![badge()], link_facts)))
        });
        // The app lives as long as its page, and is not made to be taken down.
        std::mem::forget(mounted);
        let (profile, toasts) = profile.borrow().expect("the app was mounted just now");
        let runs = RefCell::new(json!({"entries": [], "total": 0}));
        Self { root, door, far: None, seq: 0, asked: RefCell::default(), runs, profile, toasts }
    }

    /// A page that is connected with these scopes and lists these rows.
    pub async fn listing(scopes: &[&str], rows: Value) -> Self {
        Self::listing_at("/sessions", scopes, rows).await
    }

    pub async fn listing_at(address: &str, scopes: &[&str], rows: Value) -> Self {
        let mut page = Self::at(address);
        let total = rows.as_array().unwrap().len();
        page.connect(scopes, rows, total).await;
        page
    }

    /// Connects, and answers the first question for rows: there are so many in all.
    pub async fn connect(&mut self, scopes: &[&str], rows: Value, total: usize) {
        self.profile.connect("ws://gateway".into(), Credential::Token("t".into()));
        self.let_in(scopes).await;
        let request = self.request("sessions.subscribe").await;
        self.answer(&request, json!({"subscribed": true, "list": {"sessions": rows, "totalCount": total}}));
    }

    /// Gives the page the styles of the bundle.
    pub fn dress(&self) {
        let style = document().create_element("style").unwrap();
        style.set_text_content(Some(&STYLES.concat()));
        self.root.append_child(&style).unwrap();
    }

    pub async fn take_connection(&mut self) -> Value {
        wait_for("a connection", || !self.door.borrow().is_empty()).await;
        self.far = self.door.borrow_mut().pop();
        self.send(json!({"type": "event", "event": "connect.challenge", "payload": {"nonce": "n", "ts": 1}}));
        self.request("connect").await
    }

    pub async fn let_in(&mut self, scopes: &[&str]) {
        let connect = self.take_connection().await;
        self.answer(&connect, json!({"type": "hello-ok", "protocol": 4, "server": {"version": "1"}, "auth": {"scopes": scopes}}));
    }

    /// Waits for a call, answering on the way what no story is about.
    pub async fn request(&mut self, method: &str) -> Value {
        let mut patience = BrowserClock.sleep(Duration::from_secs(5)).fuse();
        loop {
            assert_calm();
            let said = select_biased! {
                said = self.far.as_mut().unwrap().said.next() => said.unwrap(),
                () = patience => panic!("{method} was not called within 5 s, only {:?}", self.asked.borrow()),
            };
            if let Some(request) = self.heard(said).filter(|request| request["method"] == method) {
                return request;
            }
        }
    }

    /// Lets half a second pass and returns the names of the calls meanwhile, without those that no story is about.
    pub async fn calls_meanwhile(&mut self) -> Vec<String> {
        let mut calls = vec![];
        // In turns, since an answer may be what the next call waits for.
        for _ in 0..5 {
            BrowserClock.sleep(Duration::from_millis(100)).await;
            while let Ok(said) = self.far.as_mut().unwrap().said.try_recv() {
                calls.extend(self.heard(said).and_then(|request| request["method"].as_str().map(str::to_owned)));
            }
        }
        calls
    }

    /// Reads a request; those that no story is about are answered at once.
    fn heard(&self, said: Said) -> Option<Value> {
        let Said::Text(text) = said else { return None };
        let request: Value = serde_json::from_str(&text).unwrap();
        let method = request["method"].as_str().unwrap();
        self.asked.borrow_mut().push(method.to_owned());
        let usual = match method {
            "last-heartbeat" | "sessions.messages.subscribe" | "sessions.messages.unsubscribe" => Value::Null,
            "exec.approval.list" => json!([]),
            "question.list" => json!({"questions": []}),
            "taskSuggestions.list" => json!({"suggestions": []}),
            "models.list" => json!({"models": [{"id": "m-2", "provider": "p", "name": "Second"}]}),
            "agents.list" => json!({"agents": [{"id": "main"}]}),
            "cron.runs" => self.runs.borrow().clone(),
            "sessions.groups.list" => json!({"groups": [{"name": "Work"}]}),
            _ => return Some(request),
        };
        self.answer(&request, usual);
        None
    }

    /// What is answered from now on about runs of jobs, whichever.
    pub fn answers_runs(&self, answer: Value) {
        self.runs.replace(answer);
    }

    pub fn answer(&self, request: &Value, payload: Value) {
        self.send(json!({"type": "res", "id": request["id"], "ok": true, "payload": payload}));
    }

    pub fn refuse(&self, request: &Value, details: Value) {
        let error = json!({"code": "INVALID_REQUEST", "message": "no such luck", "details": details});
        self.send(json!({"type": "res", "id": request["id"], "ok": false, "error": error}));
    }

    /// Returns the names of all calls so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.borrow().clone()
    }

    /// The gateway tells that a row changed, and why.
    pub fn change(&mut self, reason: &str, row: Value) {
        self.tell("sessions.changed", json!({"sessionKey": row["key"], "session": row, "reason": reason, "ts": 1}));
    }

    /// The gateway tells something.
    pub fn tell(&mut self, event: &str, payload: Value) {
        self.seq += 1;
        self.send(json!({"type": "event", "event": event, "payload": payload, "seq": self.seq}));
    }

    /// Breaks the connection off without a word.
    pub fn lose(&mut self) {
        self.far = None;
    }

    fn send(&self, frame: Value) {
        self.far.as_ref().unwrap().heard.unbounded_send(Heard::Text(frame.to_string())).unwrap();
    }

    pub fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    pub fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    /// Returns the keys on screen, in order.
    pub fn keys(&self) -> Vec<String> {
        let rows = self.root.query_selector_all(".row[data-key]").unwrap();
        let key = |at| rows.item(at)?.unchecked_into::<Element>().get_attribute("data-key");
        (0..rows.length()).filter_map(key).collect()
    }

    pub async fn see(&self, selector: &str) -> HtmlElement {
        wait_for(selector, || self.find(selector).is_some()).await;
        self.find(selector).unwrap()
    }

    pub async fn see_no(&self, selector: &str) {
        wait_for(&format!("no {selector}"), || self.find(selector).is_none()).await;
    }

    pub fn text(&self) -> String {
        self.root.inner_text()
    }

    pub async fn read(&self, text: &str) {
        wait_for(text, || self.text().contains(text)).await;
    }

    pub async fn click(&self, selector: &str) {
        self.see(selector).await.click();
    }

    /// Presses the button that says exactly this, inside what a selector finds.
    pub async fn press(&self, within: &str, word: &str) {
        let found = || {
            let buttons = self.root.query_selector_all(&format!("{within} button")).unwrap();
            let all = (0..buttons.length()).filter_map(|at| buttons.item(at)).map(JsCast::unchecked_into::<HtmlElement>);
            all.into_iter().find(|button| button.text_content().as_deref() == Some(word))
        };
        wait_for(&format!("a button {word} in {within}"), || found().is_some()).await;
        found().unwrap().click();
    }

    pub async fn type_into(&self, selector: &str, text: &str) {
        self.enter("input", selector, text).await;
    }

    pub async fn choose(&self, selector: &str, value: &str) {
        self.enter("change", selector, value).await;
    }

    /// Both kinds of fields have a value by the same name.
    async fn enter(&self, event: &str, selector: &str, value: &str) {
        let field: HtmlInputElement = self.see(selector).await.unchecked_into();
        field.set_value(value);
        let init = EventInit::new();
        init.set_bubbles(true);
        field.dispatch_event(&Event::new_with_event_init_dict(event, &init).unwrap()).unwrap();
    }

    /// Presses a key on the list.
    pub async fn key(&self, key: &str) {
        self.key_on("[role=treegrid]", key).await;
    }

    /// Presses a key on what a selector finds.
    pub async fn key_on(&self, selector: &str, key: &str) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_shift_key(key.len() == 1 && key.chars().all(char::is_uppercase));
        init.set_bubbles(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.see(selector).await.dispatch_event(&event).unwrap();
    }

    /// Goes to another address, as Back and Forward do.
    pub fn go(&self, address: &str) {
        let window = web_sys::window().unwrap();
        window.history().unwrap().push_state_with_url(&"".into(), "", Some(address)).unwrap();
        window.dispatch_event(&Event::new("popstate").unwrap()).unwrap();
    }

    /// Lets everything that is due happen, drawing included.
    pub async fn settle(&self) {
        for _ in 0..3 {
            BrowserClock.frame().await;
        }
        BrowserClock.sleep(Duration::from_millis(20)).await;
        assert_calm();
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

fn assert_calm() {
    assert!(!PANICKED.load(Ordering::Relaxed), "something panicked; it is said above");
}

/// Waits for a condition, and gives up loudly.
pub async fn wait_for(what: &str, mut condition: impl FnMut() -> bool) {
    for _ in 0..500 {
        assert_calm();
        if condition() {
            return;
        }
        BrowserClock.sleep(Duration::from_millis(10)).await;
    }
    panic!("{what} did not come within 5 s");
}

pub fn row(key: &str, is_running: bool, at: i64) -> Value {
    let status = if is_running { "running" } else { "killed" };
    json!({
        "key": key, "sessionId": format!("life-of-{key}"), "displayName": format!("Title of {key}"), "hasActiveRun": is_running,
        "status": status, "model": "m-1", "snapshotAt": at, "updatedAt": 1_000_000 - i64::from(key.as_bytes()[0]),
    })
}

/// The same row with other fields laid over it.
pub fn with(mut row: Value, more: Value) -> Value {
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    row
}
