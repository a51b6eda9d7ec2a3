//! Conversations that are open or were lately, as views take them.
//! Refuses to read them; `keep` does.

use std::sync::Arc;

use futures::StreamExt;
use futures::channel::{mpsc, oneshot};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::conversation::Conversation;
use super::keep::{Keeper, Wish};
use crate::gateway::{Clock, Gateway, Notice};
use crate::protocol::SessionKey;

/// How the reading of a conversation stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// The first answer is on its way.
    #[default]
    Waits,
    /// It still is, and this is why.
    Delayed(String),
    /// What there is, is there; an older page may be on its way.
    Read {
        /// It is.
        is_reading_older: bool,
    },
    /// It cannot be read, for this reason.
    Failed(String),
}

/// A conversation that somebody looks at. Taken from [`Chats::open`]; ends with the owner that asked for it.
#[derive(Clone, Copy)]
pub struct Talk {
    /// Whose.
    pub key: StoredValue<SessionKey>,
    /// What was said.
    pub conversation: RwSignal<Conversation>,
    /// How the reading stands.
    pub reading: RwSignal<Reading>,
    wishes: StoredValue<mpsc::UnboundedSender<Wish>>,
}

impl Talk {
    /// Asks for the page before what is here, if there is one.
    pub fn read_older(&self) {
        self.wish(Wish::Older);
    }

    /// Asks for the newest once more.
    pub fn read_again(&self) {
        self.wish(Wish::Again);
    }

    fn wish(&self, wish: Wish) {
        self.wishes.with_value(|wishes| {
            // The task ends with whoever looks; then nobody wishes.
            let _ = wishes.unbounded_send(wish);
        });
    }
}

/// Conversations that were open lately.
#[derive(Clone, Copy)]
pub struct Chats {
    kept: StoredValue<Vec<(SessionKey, ArcRwSignal<Conversation>)>>,
    gateway: StoredValue<Gateway>,
    clock: StoredValue<Arc<dyn Clock>>,
}

/// How many conversations are kept after they were left.
const KEPT: usize = 8;

impl Chats {
    /// Starts with none.
    pub fn new(gateway: Gateway, clock: Arc<dyn Clock>) -> Self {
        let kept = StoredValue::new(Vec::new());
        let mut notices = gateway.notices(&[]);
        spawn_local(async move {
            while let Some(notice) = notices.next().await {
                if matches!(notice, Notice::AnotherGateway) {
                    kept.set_value(vec![]);
                }
            }
        });
        Self { kept, gateway: StoredValue::new(gateway), clock: StoredValue::new(clock) }
    }

    /// Whether a run of a session goes on, as far as an open conversation knows.
    pub fn is_busy(&self, key: &SessionKey) -> bool {
        self.kept
            .with_value(|kept| kept.iter().any(|(of, talk)| of == key && talk.with_untracked(|talk| talk.is_busy() || talk.is_settling())))
    }

    /// Opens a conversation for as long as the present owner lives.
    pub fn open(&self, key: SessionKey) -> Talk {
        let conversation = self.take(&key);
        let is_read = conversation.with_untracked(|talk| talk.is_read);
        let start = if is_read { Reading::Read { is_reading_older: false } } else { Reading::Waits };
        let reading = ArcRwSignal::new(start);
        let (wishes, wished) = mpsc::unbounded();
        let (looks, looks_away) = oneshot::channel::<()>();
        // Dropping the sender is the signal.
        on_cleanup(move || drop(looks));
        let gateway = self.gateway.get_value();
        let keeper = Keeper::new(key.clone(), conversation.clone(), reading.clone(), gateway, self.clock.get_value());
        spawn_local(keeper.keep(wished, looks_away));
        Talk { key: StoredValue::new(key), conversation: conversation.into(), reading: reading.into(), wishes: StoredValue::new(wishes) }
    }

    /// Takes a conversation that was open before, or begins one. The one that was open longest ago goes.
    fn take(&self, key: &SessionKey) -> ArcRwSignal<Conversation> {
        self.kept
            .try_update_value(|kept| {
                let at = kept.iter().position(|(of, _)| of == key);
                let entry = at.map_or_else(|| (key.clone(), ArcRwSignal::new(Conversation::default())), |at| kept.remove(at));
                let conversation = entry.1.clone();
                kept.push(entry);
                let surplus = kept.len().saturating_sub(KEPT);
                kept.drain(..surplus);
                conversation
            })
            .unwrap_or_default()
    }
}
