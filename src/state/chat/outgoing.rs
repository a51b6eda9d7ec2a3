//! The outbox of this browser, as views and the sender take it: kept before it is sent, the same in all tabs.
//! Refuses to send; `sender` does.

use std::sync::Arc;

use futures::channel::mpsc;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::drafts;
use super::outbox::{Item, State, shift};
use super::sender::{Around, Sender};
use crate::gateway::socket::Local;
use crate::gateway::{Clock, Gateway};
use crate::protocol::SessionKey;
use crate::protocol::chat::Attachment;
use crate::state::stored::{self, KeyValue, StorageError};

/// Under which key the outbox is kept.
pub const OUTBOX: &str = "openclutch.outbox";
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
        spawn_local(Sender::new(outbox, gateway, clock, around).run(woken));
        outbox
    }

    /// Returns what waits in a session of a gateway, and tracks it.
    pub fn of(&self, gateway: &str, session: &SessionKey) -> Vec<Item> {
        self.items.with(|items| items.iter().filter(|item| item.gateway == gateway && item.session == *session).cloned().collect())
    }

    /// Returns what of a gateway needs a person: nobody knows whether it arrived, or it was refused. Tracks it.
    pub fn in_doubt(&self, gateway: &str) -> Vec<Item> {
        let needs = |item: &&Item| item.gateway == gateway && matches!(item.state, State::Unconfirmed | State::Refused(_));
        self.items.with(|items| items.iter().filter(needs).cloned().collect())
    }

    /// Reads all of it without tracking.
    pub(super) fn with_untracked<R>(&self, read: impl FnOnce(&[Item]) -> R) -> R {
        self.items.with_untracked(|items| read(items))
    }

    /// Returns the bytes of what is attached to a message.
    pub(super) fn files_of(&self, id: &str) -> Local<Vec<Attachment>> {
        self.files.with_value(|files| files.get(id))
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

    /// Takes a message out to be changed, with the bytes of what is attached to it; none that is on its way by then.
    pub async fn take_back(&self, id: &str) -> Option<(Item, Vec<Attachment>)> {
        let files = self.files_of(id).await;
        let is_here = |item: &Item| item.id == id && matches!(item.state, State::Waiting | State::Refused(_));
        if !self.with_untracked(|items| items.iter().any(is_here)) {
            return None;
        }
        self.discard(id).map(|item| (item, files))
    }

    /// Lets a message that was refused wait again, under a new key: the old one may be refused for ever.
    pub fn renew(self, id: String, new: String) {
        spawn_local(async move {
            let files = self.files_of(&id).await;
            if !files.is_empty() && self.keep_files(&new, files).await.is_ok() {
                self.files.with_value(|files| files.remove(&id));
            }
            self.edit(&id, |item| (item.id, item.state, item.tried) = (new, State::Waiting, 0));
        });
    }

    /// Moves a message that waits by one place.
    pub fn shift(&self, id: &str, by: isize) {
        let _ = self.change(|items| shift(items, id, by));
    }

    /// Returns what was being written in a session and not sent.
    pub fn draft(&self, gateway: &str, session: &SessionKey) -> String {
        self.store.with_value(|store| drafts::read(&**store, gateway, session))
    }

    /// Keeps what is being written in a session.
    pub fn keep_draft(&self, gateway: &str, session: &SessionKey, text: &str) {
        self.store.with_value(|store| drafts::keep(&**store, gateway, session, text));
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
