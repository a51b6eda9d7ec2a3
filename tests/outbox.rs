//! The outbox over a gateway at the far end of a lossy way: what was typed goes out once, in order, or it is said why not.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use openclutch::gateway::{Clock, Gateway};
use openclutch::protocol::chat::Attachment;
use openclutch::state::chat::chats::{Chats, Talk};
use openclutch::state::chat::outbox::{Attached, Item, State};
use openclutch::state::chat::outgoing::{Files, OUTBOX, Outbox};
use openclutch::state::chat::sender::Around;
use openclutch::state::stored::{KeyValue, Memory, StorageError};
use serde_json::{Value, json};
use support::URL;
use support::room::{KEY, MemoryFiles, Room, Way};
use support::story::tell;

/// A store that may be full.
#[derive(Default)]
struct Store {
    kept: Memory,
    is_full: AtomicBool,
}

impl KeyValue for Store {
    fn get(&self, key: &str) -> Option<String> {
        self.kept.get(key)
    }

    fn set(&self, key: &str, value: Option<&str>) -> Result<(), StorageError> {
        if self.is_full.load(Ordering::Relaxed) {
            return Err(StorageError::Full { key: key.into() });
        }
        self.kept.set(key, value)
    }

    fn keys(&self, prefix: &str) -> Vec<String> {
        self.kept.keys(prefix)
    }
}

/// Somebody with a page open, on the way to a room.
struct Desk {
    room: Room,
    outbox: Outbox,
    store: Arc<Store>,
    files: Arc<MemoryFiles>,
    gateway: Gateway,
    clock: Arc<dyn Clock>,
    chats: Chats,
    _talk: Talk,
}

impl Desk {
    fn new() -> Self {
        let (room, gateway, clock) = Room::with(2);
        let (store, files) = (Arc::<Store>::default(), Arc::<MemoryFiles>::default());
        let chats = Chats::new(gateway.clone(), clock.clone());
        let outbox = outbox(&gateway, &clock, &store, &files, chats);
        Self { room, outbox, store, files, gateway, clock, chats, _talk: chats.open(KEY.into()) }
    }

    async fn connected() -> Self {
        let mut desk = Self::new();
        desk.room.connect().await;
        desk
    }

    fn write(&self, id: &str) {
        self.outbox.push(item(id)).unwrap();
    }

    fn states(&self) -> Vec<(String, State)> {
        self.outbox.of(URL, &KEY.into()).into_iter().map(|item| (item.id, item.state)).collect()
    }

    fn state(&self) -> State {
        self.states().into_iter().next().expect("something waits").1
    }

    /// The texts that were sent, each as often as it was.
    fn sent(&self) -> Vec<&str> {
        self.room.calls("chat.send").iter().map(|params| params["message"].as_str().unwrap()).collect()
    }

    /// The texts that people said, as the transcript has them.
    fn said(&self) -> Vec<&str> {
        let said = self.room.messages.iter().filter(|message| message["role"] == "user");
        said.skip(1).map(|message| message["content"].as_str().unwrap()).collect()
    }
}

fn outbox(gateway: &Gateway, clock: &Arc<dyn Clock>, store: &Arc<Store>, files: &Arc<MemoryFiles>, chats: Chats) -> Outbox {
    let around = Around { url: Box::new(|| URL.into()), is_busy: Box::new(move |key| chats.is_busy(key)) };
    Outbox::start(gateway.clone(), clock.clone(), store.clone(), files.clone(), around)
}

fn item(id: &str) -> Item {
    Item {
        id: id.into(),
        gateway: URL.into(),
        session: KEY.into(),
        text: format!("the words of {id}"),
        files: vec![],
        state: State::Waiting,
        is_steer: false,
        tried: 0,
        boot: String::new(),
    }
}

#[test]
fn what_is_typed_without_a_connection_goes_out_once_when_there_is_one() {
    tell(|| async {
        let mut desk = Desk::new();
        desk.write("a");
        desk.room.pass(2_000).await;
        assert_eq!(desk.state(), State::Waiting);
        desk.room.connect().await;
        desk.room.pass(60_000).await;
        assert_eq!((desk.sent(), desk.said()), (vec!["the words of a"], vec!["the words of a"]));
        assert_eq!(desk.states(), []);
    });
}

#[test]
fn a_message_whose_receipt_was_lost_is_found_in_the_transcript_and_not_sent_again() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.room.way = Way::LosesTheAnswer;
        desk.write("a");
        desk.room.pass(50).await;
        assert_eq!(desk.state(), State::Doubtful);
        desk.room.way = Way::Takes;
        desk.room.connect().await;
        desk.room.pass(60_000).await;
        assert_eq!((desk.sent().len(), desk.said().len(), desk.states()), (1, 1, vec![]));
    });
}

#[test]
fn a_message_that_was_lost_on_the_way_is_sent_again_under_the_same_key() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.room.way = Way::Loses;
        desk.write("a");
        for _ in 0..2 {
            desk.room.pass(50).await;
            desk.room.connect().await;
            desk.room.pass(1_000).await;
        }
        desk.room.way = Way::Takes;
        desk.room.connect().await;
        desk.room.pass(30_000).await;
        let keys: Vec<&Value> = desk.room.calls("chat.send").iter().map(|params| &params["idempotencyKey"]).collect();
        assert!(keys.len() >= 3 && keys.iter().all(|key| **key == "a"), "{keys:?}");
        assert_eq!((desk.said().len(), desk.states()), (1, vec![]));
    });
}

#[test]
fn nobody_can_say_what_became_of_a_message_if_the_gateway_was_started_anew_since() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.room.way = Way::Loses;
        desk.write("a");
        desk.room.pass(50).await;
        desk.room.way = Way::Takes;
        desk.room.restart("b-2");
        desk.room.connect().await;
        desk.room.pass(120_000).await;
        assert_eq!((desk.state(), desk.sent().len()), (State::Unconfirmed, 1), "it is not sent again by itself");
        desk.write("b");
        desk.room.pass(1_000).await;
        assert_eq!(desk.sent().len(), 1, "what comes behind waits for a decision");
        desk.outbox.edit("a", |item| (item.state, item.tried) = (State::Waiting, 0));
        desk.room.pass(1_000).await;
        assert_eq!(desk.said(), ["the words of a"]);
    });
}

#[test]
fn a_message_that_a_restart_left_in_the_transcript_is_no_question() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.room.way = Way::LosesTheAnswer;
        desk.write("a");
        desk.room.pass(50).await;
        desk.room.way = Way::Takes;
        desk.room.restart("b-2");
        desk.room.connect().await;
        desk.room.pass(60_000).await;
        assert_eq!((desk.states(), desk.sent().len()), (vec![], 1));
    });
}

#[test]
fn messages_go_out_in_order_each_when_the_one_before_was_answered() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        for id in ["a", "b", "c"] {
            desk.write(id);
        }
        desk.outbox.shift("c", -1);
        for (number, id) in ["a", "c", "b"].into_iter().enumerate() {
            desk.room.pass(20_000).await;
            assert_eq!(desk.sent().len(), number + 1, "{id} goes out, and nothing else");
            desk.room.says(id, "answered");
            desk.room.pass(100).await;
            desk.room.ends(id);
        }
        desk.room.pass(5_000).await;
        assert_eq!((desk.said(), desk.states()), (vec!["the words of a", "the words of c", "the words of b"], vec![]));
    });
}

#[test]
fn what_is_to_steer_goes_into_the_turn_that_goes_on() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.room.says("run", "on it");
        desk.room.pass(100).await;
        desk.write("a");
        desk.outbox.push(Item { is_steer: true, ..item("b") }).unwrap();
        desk.room.pass(1_000).await;
        assert_eq!(desk.sent(), ["the words of b"]);
    });
}

#[test]
fn a_message_that_is_refused_says_why_and_holds_up_nobody() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.room.way = Way::Refuses(json!({"code": "INVALID_REQUEST", "message": "the session is archived"}));
        desk.write("a");
        desk.room.pass(100).await;
        assert!(matches!(desk.state(), State::Refused(why) if why.contains("the session is archived")));
        desk.room.way = Way::Takes;
        desk.write("b");
        desk.room.pass(100).await;
        assert_eq!(desk.said(), ["the words of b"]);
    });
}

#[test]
fn a_gateway_that_takes_nothing_for_now_is_asked_again() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.room.way = Way::Refuses(json!({"code": "UNAVAILABLE", "message": "busy", "retryable": true}));
        desk.write("a");
        desk.room.pass(1_000).await;
        desk.room.way = Way::Takes;
        desk.room.pass(30_000).await;
        assert_eq!((desk.said().len(), desk.states()), (1, vec![]));
    });
}

#[test]
fn what_cannot_be_kept_is_not_sent() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.store.is_full.store(true, Ordering::Relaxed);
        assert!(desk.outbox.push(item("a")).is_err());
        desk.room.pass(5_000).await;
        assert_eq!((desk.sent().len(), desk.states()), (0, vec![]));
    });
}

#[test]
fn a_store_that_fills_up_later_sends_nothing_twice() {
    tell(|| async {
        let mut desk = Desk::new();
        desk.write("a");
        desk.outbox.push(Item { session: "agent:main:other".into(), ..item("b") }).unwrap();
        desk.store.is_full.store(true, Ordering::Relaxed);
        desk.room.connect().await;
        desk.room.pass(5_000).await;
        assert_eq!(desk.sent(), ["the words of a", "the words of b"]);
    });
}

#[test]
fn the_outbox_outlives_the_page() {
    tell(|| async {
        let mut desk = Desk::new();
        desk.write("a");
        desk.store.kept.set("other", Some("x")).unwrap();
        assert!(desk.store.get(OUTBOX).is_some_and(|kept| kept.contains("the words of a")));
        // The page is killed; another one begins with the same store.
        let mut kept: Vec<Item> = desk.outbox.of(URL, &KEY.into());
        let reloaded = outbox(&desk.gateway, &desk.clock, &desk.store, &desk.files, desk.chats);
        assert_eq!(reloaded.of(URL, &KEY.into()), std::mem::take(&mut kept));
        desk.outbox = reloaded;
        desk.room.connect().await;
        desk.room.pass(5_000).await;
        assert_eq!(desk.said(), ["the words of a"]);
    });
}

#[test]
fn a_page_that_was_killed_while_it_sent_finds_out_what_became_of_it() {
    for (is_written, sent) in [(true, 0), (false, 1)] {
        tell(|| async {
            let mut desk = Desk::new();
            let now = desk.clock.wall().0;
            desk.write("a");
            desk.outbox.edit("a", |item| (item.state, item.tried, item.boot) = (State::Sending, now, "b-1".into()));
            if is_written {
                desk.room.write(json!({"role": "user", "content": "the words of a", "idempotencyKey": "a:user"}), "");
            }
            desk.room.connect().await;
            desk.room.pass(5_000).await;
            assert_eq!((desk.sent().len(), desk.said().len(), desk.states()), (sent, 1, vec![]));
        });
    }
}

#[test]
fn what_is_attached_goes_with_the_message_and_what_is_gone_holds_it_back() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        let files = vec![Attached { name: "dot.png".into(), mime: "image/png".into(), size: 7 }];
        desk.outbox.push(Item { files: files.clone(), ..item("gone") }).unwrap();
        desk.room.pass(200).await;
        assert!(matches!(desk.state(), State::Refused(why) if why.contains("Attach it again")));
        desk.outbox.discard("gone");
        let dot = Attachment { kind: "image".into(), mime_type: "image/png".into(), file_name: "dot.png".into(), content: "AAAA".into() };
        desk.outbox.keep_files("a", vec![dot]).await.unwrap();
        desk.outbox.push(Item { files, ..item("a") }).unwrap();
        desk.room.pass(200).await;
        assert_eq!(desk.room.calls("chat.send")[0]["attachments"][0]["content"], "AAAA");
        assert_eq!((desk.states(), desk.files.get("a").await), (vec![], vec![]), "the bytes are not kept for longer");
    });
}

#[test]
fn what_was_given_up_before_any_run_took_it_in_is_not_lost() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.room.says("run", "on it");
        desk.room.way = Way::Loses;
        desk.outbox.push(Item { is_steer: true, ..item("a") }).unwrap();
        desk.room.pass(50).await;
        desk.room.pending = vec![json!({"id": "p", "state": "queued", "runId": "a"})];
        desk.room.connect().await;
        desk.room.pass(500).await;
        assert_eq!(desk.state(), State::Sent);
        // Somebody stops everything: what waits ends like a run.
        desk.room.pending[0]["state"] = json!("cancelled");
        desk.room.tell("chat", json!({"sessionKey": KEY, "runId": "a", "state": "final"}));
        desk.room.pass(500).await;
        assert!(matches!(desk.state(), State::Refused(_)), "{:?}", desk.state());
    });
}

#[test]
fn a_message_waits_for_its_own_gateway() {
    tell(|| async {
        let mut desk = Desk::connected().await;
        desk.outbox.push(Item { gateway: "ws://elsewhere".into(), ..item("a") }).unwrap();
        desk.room.pass(30_000).await;
        assert_eq!((desk.sent().len(), desk.outbox.of("ws://elsewhere", &KEY.into()).len()), (0, 1));
    });
}
