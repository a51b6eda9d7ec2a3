//! Sends what waits in the outbox: in order, once, and finds out what became of what was on its way when the connection went.
//! Refuses to decide either; `outbox` does.

use std::sync::Arc;
use std::time::Duration;

use futures::channel::mpsc;
use futures::{FutureExt, StreamExt, select_biased};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::outbox::{Fate, Item, State, fate, may_repeat, next, shift};
use crate::gateway::socket::Local;
use crate::gateway::{CallError, Clock, Gateway, Link, Moment, Notice};
use crate::protocol::chat::{Attachment, ChatHistory, ChatSend, Message};
use crate::protocol::{Event, Family, SessionKey};
use crate::state::stored::{self, KeyValue, StorageError};

/// Under which key the outbox is kept.
pub const OUTBOX: &str = "openclutch.outbox";
/// Under which key drafts are kept.
pub const DRAFTS: &str = "openclutch.drafts";
/// How many drafts are kept, the latest.
const MOST_DRAFTS: usize = 50;
/// How far back a message is looked for.
const BACK: usize = 200;
/// A message that was taken and is not to be seen is looked for after this long.
const OVERDUE: Duration = Duration::from_secs(10);
/// Why a message was given up.
const GIVEN_UP: &str = "Everything was stopped before an agent took it in. To say it all the same, edit it and send it anew.";

/// What is being written in a session.
#[derive(Serialize, Deserialize)]
struct Draft {
    gateway: String,
    session: SessionKey,
    text: String,
}

/// Keeps the bytes of what is attached, by the key of the message.
pub trait Files: Send + Sync {
    /// Keeps them.
    fn put(&self, id: &str, files: Vec<Attachment>) -> Local<Result<(), String>>;

    /// Returns them.
    fn get(&self, id: &str) -> Local<Vec<Attachment>>;

    /// Forgets them.
    fn remove(&self, id: &str);
}

/// The outbox of this browser, for all gateways; what is of the present one goes out.
#[derive(Clone, Copy)]
pub struct Outbox {
    items: RwSignal<Vec<Item>>,
    store: StoredValue<Arc<dyn KeyValue>>,
    /// What was written last could not be kept: only memory knows how things stand.
    is_unkept: StoredValue<bool>,
    files: StoredValue<Arc<dyn Files>>,
    wakes: StoredValue<mpsc::UnboundedSender<()>>,
}

/// What the sender must know of the world around it.
pub struct Around {
    /// The address of the present gateway.
    pub url: Box<dyn Fn() -> String>,
    /// Whether a session is at work.
    pub is_busy: Box<dyn Fn(&SessionKey) -> bool>,
}

impl Outbox {
    /// Starts with what was kept.
    pub fn start(gateway: Gateway, clock: Arc<dyn Clock>, store: Arc<dyn KeyValue>, files: Arc<dyn Files>, around: Around) -> Self {
        let items = RwSignal::new(stored::read(&*store, OUTBOX).unwrap_or_default());
        let (wakes, woken) = mpsc::unbounded();
        let outbox = Self {
            items,
            store: StoredValue::new(store),
            is_unkept: StoredValue::new(false),
            files: StoredValue::new(files),
            wakes: StoredValue::new(wakes),
        };
        spawn_local(Sender { outbox, gateway, clock, around, is_ready: false, boot: String::new(), begins: vec![] }.run(woken));
        outbox
    }

    /// Returns what waits in a session of a gateway, and tracks it.
    pub fn of(&self, gateway: &str, session: &SessionKey) -> Vec<Item> {
        self.items.with(|items| items.iter().filter(|item| item.gateway == gateway && item.session == *session).cloned().collect())
    }

    /// Takes a message in; it is kept before it is sent.
    ///
    /// # Errors
    /// [`StorageError`], when it cannot be kept; then it is not taken.
    pub fn push(&self, item: Item) -> Result<(), StorageError> {
        let id = item.id.clone();
        let kept = self.change(|items| items.push(item));
        if kept.is_err() {
            // What is not kept is not sent: whoever wrote it still has it.
            let _ = self.change(|items| items.retain(|item| item.id != id));
        }
        self.wake();
        kept
    }

    /// Keeps the bytes of what is attached to a message that is about to be taken in.
    pub fn keep_files(&self, id: &str, files: Vec<Attachment>) -> Local<Result<(), String>> {
        self.files.with_value(|kept| kept.put(id, files))
    }

    /// Changes one message.
    pub fn edit(&self, id: &str, change: impl FnOnce(&mut Item)) {
        // Should it not be kept, memory has it; it was kept before.
        let _ = self.change(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.id == id) {
                change(item);
            }
        });
        self.wake();
    }

    /// Takes a message out, and returns it.
    pub fn discard(&self, id: &str) -> Option<Item> {
        let mut taken = None;
        let _ = self.change(|items| taken = items.iter().position(|item| item.id == id).map(|at| items.remove(at)));
        if taken.as_ref().is_some_and(|item| !item.files.is_empty()) {
            self.files.with_value(|files| files.remove(id));
        }
        self.wake();
        taken
    }

    /// Moves a message that waits by one place.
    pub fn shift(&self, id: &str, by: isize) {
        let _ = self.change(|items| shift(items, id, by));
    }

    /// Returns what was being written in a session and not sent.
    pub fn draft(&self, gateway: &str, session: &SessionKey) -> String {
        let drafts: Vec<Draft> = self.store.with_value(|store| stored::read(&**store, DRAFTS).unwrap_or_default());
        let draft = drafts.into_iter().find(|draft| draft.gateway == gateway && draft.session == *session);
        draft.map(|draft| draft.text).unwrap_or_default()
    }

    /// Keeps what is being written in a session.
    pub fn keep_draft(&self, gateway: &str, session: &SessionKey, text: &str) {
        self.store.with_value(|store| {
            let mut drafts: Vec<Draft> = stored::read(&**store, DRAFTS).unwrap_or_default();
            let before = drafts.len();
            let had = drafts.iter().any(|draft| draft.gateway == gateway && draft.session == *session && draft.text == text);
            drafts.retain(|draft| draft.gateway != gateway || draft.session != *session);
            if had || (text.is_empty() && drafts.len() == before) {
                return;
            }
            if !text.is_empty() {
                drafts.push(Draft { gateway: gateway.into(), session: session.clone(), text: text.into() });
            }
            let surplus = drafts.len().saturating_sub(MOST_DRAFTS);
            drafts.drain(..surplus);
            // A draft that cannot be kept is still on screen.
            let _ = stored::write(&**store, DRAFTS, &drafts);
        });
    }

    /// Reads again what another tab may have changed.
    pub fn reread(&self) {
        let kept: Vec<Item> = self.store.with_value(|store| stored::read(&**store, OUTBOX).unwrap_or_default());
        if self.items.with_untracked(|items| *items != kept) {
            self.items.set(kept);
            self.wake();
        }
    }

    /// Looks whether something can be sent now.
    pub fn wake(&self) {
        self.wakes.with_value(|wakes| {
            // The task ends only with the page.
            let _ = wakes.unbounded_send(());
        });
    }

    /// Changes what is kept. Other tabs have the same list, so it is read before it is written.
    fn change(&self, change: impl FnOnce(&mut Vec<Item>)) -> Result<(), StorageError> {
        let mut items: Vec<Item> = if self.is_unkept.get_value() {
            self.items.get_untracked()
        } else {
            self.store.with_value(|store| stored::read(&**store, OUTBOX).unwrap_or_default())
        };
        change(&mut items);
        let kept = self.store.with_value(|store| stored::write(&**store, OUTBOX, &items));
        self.is_unkept.set_value(kept.is_err());
        if self.items.try_with_untracked(|before| *before != items) == Some(true) {
            self.items.set(items);
        }
        kept
    }
}

struct Sender {
    outbox: Outbox,
    gateway: Gateway,
    clock: Arc<dyn Clock>,
    around: Around,
    is_ready: bool,
    boot: String,
    /// What was just written, and since when: its run begins, though nobody may have told of that yet.
    begins: Vec<(SessionKey, String, Moment)>,
}

impl Sender {
    async fn run(mut self, mut woken: mpsc::UnboundedReceiver<()>) {
        let mut notices = self.gateway.notices(&[Family::Sessions, Family::Steps]);
        let mut overdue = self.clock.sleep(OVERDUE).fuse();
        loop {
            select_biased! {
                notice = notices.next() => match notice {
                    Some(notice) => self.hear(&notice),
                    None => return,
                },
                _ = woken.next() => {}
                () = overdue => {
                    overdue = self.clock.sleep(OVERDUE).fuse();
                    let now = self.clock.now();
                    self.begins.retain(|(.., since)| now.saturating_sub(*since) < OVERDUE);
                    self.look_for(|item| matches!(item.state, State::Sent | State::Doubtful));
                }
            }
            self.send_next();
        }
    }

    fn hear(&mut self, notice: &Notice) {
        match notice {
            Notice::Hello(hello) => self.boot.clone_from(&hello.server.boot_id),
            Notice::Link(Link::Ready) => {
                self.is_ready = true;
                self.look_for(|item| matches!(item.state, State::Sending | State::Sent | State::Doubtful));
            }
            Notice::Link(_) => {
                self.is_ready = false;
                self.begins.clear();
            }
            Notice::Missed => self.look_for(|item| matches!(item.state, State::Sent | State::Doubtful)),
            Notice::Event(event) => match &**event {
                Event::SessionMessage(told) => {
                    let message = told.message.as_ref().and_then(|raw| raw.read::<Message>());
                    if let Some(key) = message.and_then(|message| message.idempotency_key)
                        && let Some(id) = key.strip_suffix(":user")
                    {
                        self.written(id);
                    }
                }
                // So ends what was answered, and what was given up before any run took it in: the gateway knows which.
                Event::ChatState(state) if matches!(state.state.as_str(), "final" | "aborted" | "error") => {
                    self.begins.retain(|(_, id, _)| id != state.run_id.as_str());
                    self.look_for(|item| item.state == State::Sent && item.id == state.run_id.as_str());
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn written(&mut self, id: &str) {
        if self.outbox.items.with_untracked(|items| items.iter().any(|item| item.id == id))
            && let Some(item) = self.outbox.discard(id)
        {
            self.begins.push((item.session, item.id, self.clock.now()));
        }
    }

    /// Finds out what became of messages.
    fn look_for(&self, of: impl Fn(&Item) -> bool) {
        if !self.is_ready {
            return;
        }
        let url = (self.around.url)();
        let doubtful: Vec<Item> =
            self.outbox.items.with_untracked(|items| items.iter().filter(|item| item.gateway == url && of(item)).cloned().collect());
        for item in doubtful {
            let (outbox, gateway, clock, boot) = (self.outbox, self.gateway.clone(), self.clock.clone(), self.boot.clone());
            spawn_local(async move {
                let Ok(history) = gateway.call(&ChatHistory::page(&item.session, BACK, 0)).await else { return };
                match fate(&item, &history, &boot, clock.wall()) {
                    Fate::Written => drop(outbox.discard(&item.id)),
                    Fate::Taken => outbox.edit(&item.id, |item| item.state = State::Sent),
                    // It was taken, so it will come, unless the gateway has begun another life since.
                    Fate::Again if item.state == State::Sent => {}
                    Fate::Again => outbox.edit(&item.id, |item| item.state = State::Waiting),
                    Fate::GivenUp => outbox.edit(&item.id, |item| item.state = State::Refused(GIVEN_UP.into())),
                    Fate::Unknown => outbox.edit(&item.id, |item| item.state = State::Unconfirmed),
                }
            });
        }
    }

    fn send_next(&self) {
        if !self.is_ready {
            return;
        }
        let url = (self.around.url)();
        let is_busy = |key: &SessionKey| self.begins.iter().any(|(of, ..)| of == key) || (self.around.is_busy)(key);
        while let Some(item) = self.outbox.items.with_untracked(|items| next(items, &url, is_busy).cloned()) {
            self.send(item);
        }
    }

    fn send(&self, item: Item) {
        let now = self.clock.wall();
        if !may_repeat(&item, &self.boot, now) {
            return self.outbox.edit(&item.id, |item| item.state = State::Unconfirmed);
        }
        let boot = self.boot.clone();
        self.outbox.edit(&item.id, |item| {
            item.state = State::Sending;
            // The key is remembered from the first time on.
            item.tried = if item.tried == 0 { now.0 } else { item.tried };
            item.boot = boot;
        });
        let (outbox, gateway) = (self.outbox, self.gateway.clone());
        let files = outbox.files.with_value(|files| if item.files.is_empty() { None } else { Some(files.get(&item.id)) });
        spawn_local(async move {
            let attachments = match files {
                Some(files) => files.await,
                None => vec![],
            };
            if attachments.len() < item.files.len() {
                let why = "What was attached is no longer on this device. Attach it again.".to_owned();
                return outbox.edit(&item.id, |item| item.state = State::Refused(why));
            }
            let is_order = item.text.starts_with('/');
            let said = ChatSend { session_key: item.session.clone(), message: item.text, idempotency_key: item.id.clone(), attachments };
            match gateway.call(&said).await {
                Ok(_) if is_order => drop(outbox.discard(&item.id)),
                Ok(_) => {
                    outbox.edit(&item.id, |item| item.state = if item.state == State::Sending { State::Sent } else { item.state.clone() })
                }
                Err(CallError::NotReady { .. }) => outbox.edit(&item.id, |item| (item.state, item.tried) = (State::Waiting, 0)),
                Err(CallError::LinkLost { .. } | CallError::TimedOut { .. } | CallError::Decode { .. }) => {
                    outbox.edit(&item.id, |item| item.state = State::Doubtful);
                }
                // It did not take it for now; it is looked at again when it is overdue.
                Err(error) if error.is_retryable() => outbox.edit(&item.id, |item| item.state = State::Doubtful),
                Err(error) => outbox.edit(&item.id, |item| item.state = State::Refused(error.in_words())),
            }
        });
    }
}
