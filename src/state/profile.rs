//! All that belongs to one gateway: its handle, its link, its collections. Views take it from the context as one thing.
//! Refuses to be global, so that a second gateway can live beside the first.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use serde::Serialize;

use super::catalog::Catalog;
use super::chat::chats::Chats;
use super::chat::outgoing::{Files, Outbox};
use super::chat::sender::Around;
use super::collection::Live;
use super::edits::Edits;
use super::link::LinkState;
use super::projects::Projects;
use super::requests::{Requests, Waiting};
use super::sessions::Sessions;
use super::steps::Steps;
use super::stops::Stops;
use super::stored::{KeyValue, Outside, Stored};
use super::usage::Usages;
use super::watch::watch;
use crate::gateway::socket::Local;
use crate::gateway::{Answer, CallError, Clock, Command, Gateway, Measured, Written};
use crate::protocol::connect::Credential;
use crate::protocol::fields::FromJson;
use crate::protocol::sessions::SessionRow;
use crate::protocol::{Method, SessionKey, UnixMs};

/// One gateway.
#[derive(Clone, Copy)]
pub struct Profile {
    gateway: StoredValue<Gateway>,
    /// Its link.
    pub link: LinkState,
    /// Its sessions.
    pub sessions: Live<Sessions>,
    /// Whether their list is looked at.
    pub is_listed: StoredValue<bool>,
    /// Requests that wait for somebody.
    pub requests: Live<Requests>,
    /// Stops under way.
    pub stops: Stops,
    /// Other changes under way.
    pub edits: Edits,
    /// What there is to choose from.
    pub catalog: Catalog,
    /// Conversations that were open lately.
    pub chats: Chats,
    /// What was said and waits to be sent.
    pub outbox: Outbox,
    /// What it has said about usage.
    pub usages: Usages,
    /// Projects, which belong to the person and not to the gateway.
    pub projects: Projects,
    /// How many things wait for a person, as whoever keeps the queue says, and whether that is all; nothing until somebody does.
    pub waits: RwSignal<Option<(usize, bool)>>,
    clock: StoredValue<Arc<dyn Clock>>,
    store: StoredValue<Arc<dyn KeyValue>>,
    /// What views made for this gateway and want to find again, and what its signals belong to.
    shelf: StoredValue<(Owner, Vec<Box<dyn Any + Send + Sync>>)>,
}

/// Where what belongs to the person is kept.
pub struct Stores {
    /// Texts.
    pub store: Arc<dyn KeyValue>,
    /// What is attached to messages.
    pub files: Arc<dyn Files>,
}

impl Profile {
    /// Starts to mirror a gateway. `origin` is the page's.
    pub fn start(gateway: Gateway, clock: Arc<dyn Clock>, origin: String, kept: Stores) -> Self {
        let is_listed = StoredValue::new(false);
        let sessions = Live::start(Sessions { is_looked_at: is_listed }, gateway.clone(), clock.clone());
        let read_again = move |groups: &[String]| {
            let is_behind = sessions.with_untracked(|rows| rows.is_in_other_group_than(groups));
            if is_behind == Some(true) {
                sessions.ask_again();
            }
        };
        let link = LinkState::follow(&gateway, origin, clock.clone());
        let chats = Chats::new(gateway.clone(), clock.clone());
        let is_at_work =
            move |key: &SessionKey| sessions.with_untracked(|rows| rows.rows.get(key).is_some_and(|row| row.has_active_run)) == Some(true);
        let kept_store = kept.store.clone();
        let around = Around { url: Box::new(move || link.url()), is_busy: Box::new(move |key| chats.is_busy(key) || is_at_work(key)) };
        Self {
            sessions,
            is_listed,
            link,
            chats,
            store: StoredValue::new(kept.store.clone()),
            outbox: Outbox::start(gateway.clone(), clock.clone(), kept.store, kept.files, around),
            requests: Live::start(Requests, gateway.clone(), clock.clone()),
            stops: Stops::new(gateway.clone(), clock.clone()),
            edits: Edits::new(gateway.clone(), clock.clone()),
            catalog: Catalog::new(gateway.clone(), read_again),
            usages: Usages::default(),
            projects: Projects::new(kept_store, clock.clone()),
            waits: RwSignal::default(),
            clock: StoredValue::new(clock),
            shelf: StoredValue::new((Owner::current().unwrap_or_default(), vec![])),
            gateway: StoredValue::new(gateway),
        }
    }

    /// Connects there because a person wants it. Without a secret the token issued to this device is used.
    pub fn connect(&self, url: String, secret: Credential) {
        self.link.begin(&url, false);
        self.tell(Command::Connect { url, secret });
    }

    /// Connects there with what was issued to this device or is remembered on it: at the start of the page, or to switch.
    pub fn resume(&self, url: String) {
        self.link.begin(&url, true);
        self.tell(Command::Connect { url, secret: Credential::None });
    }

    /// Returns what a view keeps for this gateway beyond its own life; the first time it is made. So what only one view needs begins,
    /// and is loaded, with that view.
    pub fn keep<T: Any + Copy + Send + Sync>(&self, make: impl FnOnce(Gateway, Arc<dyn Clock>) -> T) -> T {
        let known = self.shelf.with_value(|(_, kept)| kept.iter().find_map(|kept| kept.downcast_ref::<T>().copied()));
        known.unwrap_or_else(|| {
            let owner = self.shelf.with_value(|(owner, _)| owner.clone());
            let made = owner.with(|| make(self.gateway.get_value(), self.clock.get_value()));
            self.shelf.update_value(|(_, kept)| kept.push(Box::new(made)));
            made
        })
    }

    /// Calls a method.
    ///
    /// # Errors
    /// See [`Gateway::call`].
    pub fn call<M: Method>(&self, method: &M) -> impl Future<Output = Result<M::Reply, CallError>> + use<M> {
        self.gateway.with_value(|gateway| gateway.call(method))
    }

    /// Calls a method, and tells of each passing trouble.
    ///
    /// # Errors
    /// See [`Gateway::ask`].
    pub fn ask<M: Method, F: FnMut(CallError) + 'static>(
        &self,
        method: &M,
        on_trouble: F,
    ) -> impl Future<Output = Result<M::Reply, CallError>> + use<M, F> {
        self.gateway.with_value(|gateway| gateway.ask(method, on_trouble))
    }

    /// Calls what is already written, for whoever does not need to read the answer.
    pub fn order(&self, written: Written) -> Local<Result<Answer, CallError>> {
        self.order_telling(written, Box::new(|_| {}))
    }

    /// Like [`Profile::order`], and tells of each passing trouble.
    pub fn order_telling(&self, written: Written, on_trouble: Box<dyn FnMut(CallError)>) -> Local<Result<Answer, CallError>> {
        self.gateway.with_value(|gateway| gateway.ask_written(written, on_trouble))
    }

    /// Counts what runs as the list of sessions does: what waits for somebody is counted apart. Tracks it, while nobody can see the page too.
    pub fn running(&self) -> usize {
        self.sessions.listen();
        let waiting = self.requests.with_value(Waiting::sessions).unwrap_or_default();
        let runs = |row: &&Arc<SessionRow>| row.has_active_run && !row.archived && !waiting.contains(&row.key);
        self.sessions.with_value(|sessions| sessions.rows.all().iter().filter(runs).count()).unwrap_or_default()
    }

    /// Returns what was counted of the connection, once that is another number of frames than was `seen`.
    pub fn measured(&self, seen: u64) -> Local<Option<Measured>> {
        self.gateway.with_value(|gateway| gateway.measured(seen))
    }

    /// Returns what is kept on this device under a key: the same to everybody, so that what one view writes the others see. It follows
    /// what other tabs write.
    pub fn stored<T: Clone + Default + PartialEq + Serialize + FromJson + Send + Sync>(&self, key: &'static str) -> Stored<T> {
        let is_it = |kept: &Box<dyn Any + Send + Sync>| kept.downcast_ref::<Stored<T>>().copied().filter(|stored| stored.key() == key);
        let (owner, known) = self.shelf.with_value(|(owner, kept)| (owner.clone(), kept.iter().find_map(is_it)));
        known.unwrap_or_else(|| {
            let made = owner.with(|| Stored::new(self.store.get_value(), key));
            self.shelf.update_value(|(_, kept)| kept.push(Box::new(made)));
            let follow = move |outside| match outside {
                Outside::Written(of) if of == key => made.reread(),
                _ => {}
            };
            self.store.with_value(|store| store.watch(Box::new(follow)));
            made
        })
    }

    /// Returns where things are kept on this device.
    pub fn store(&self) -> Arc<dyn KeyValue> {
        self.store.get_value()
    }

    /// Returns what the clock on the wall shows.
    pub fn wall(&self) -> UnixMs {
        self.clock.with_value(|clock| clock.wall())
    }

    /// Returns the clock.
    pub fn clock(&self) -> Arc<dyn Clock> {
        self.clock.get_value()
    }

    /// Waits.
    pub fn sleep(&self, pause: Duration) -> Local<()> {
        self.clock.with_value(|clock| clock.sleep(pause))
    }

    /// Watches a session closely for as long as the present owner lives.
    pub fn watch(&self, key: SessionKey) -> ReadSignal<Steps> {
        watch(self.gateway.get_value(), self.clock.get_value(), key)
    }

    /// Asks something of the connection.
    pub fn tell(&self, command: Command) {
        self.gateway.with_value(|gateway| gateway.tell(command));
    }
}
