//! What all parts of a conversation's view share: the conversation, the session's row, what is searched for, what is written.
//! Refuses to draw.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::widgets;
use crate::domain::session;
use crate::gateway::Written;
use crate::protocol::chat::Attachment;
use crate::protocol::sessions::{Change, SessionRow, SessionsPatch};
use crate::protocol::{Method, Scope, SessionKey};
use crate::state::chat::chats::Talk;
use crate::state::chat::outbox::{Attached, Item, State};
use crate::state::edits::Edit;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::dialog::Ask;
use crate::ui::markdown::Ink;

/// One conversation on screen.
#[derive(Clone, Copy)]
pub struct Room {
    /// Its gateway.
    pub profile: Profile,
    /// What was said.
    pub talk: Talk,
    /// Notices.
    pub toasts: Toasts,
    /// The time on the wall.
    pub ticker: Ticker,
    /// What is being written.
    pub draft: RwSignal<String>,
    /// What is attached to it.
    pub files: RwSignal<Vec<Attachment>>,
    /// The names and sizes of files that are being read, to be attached then.
    pub reads: RwSignal<Vec<(String, u64)>>,
    /// What is written is a note, and starts nothing.
    pub is_note: RwSignal<bool>,
    /// What is searched for, while the search is open.
    pub found: RwSignal<Option<super::find::Found>>,
    /// A question that must be answered first.
    pub ask: RwSignal<Option<Ask>>,
    /// The row whose JSON is shown.
    pub raw: RwSignal<Option<Arc<str>>>,
    /// Asks the list to go to its end.
    pub to_end: Trigger,
    /// Asks the list to show a row by its key.
    pub shows: RwSignal<Option<Arc<str>>>,
    /// Whether what shows code, tables and charts is here.
    pub widgets: RwSignal<Option<bool>>,
    /// Tools and reasoning that a person has opened or shut, by their keys.
    pub folds: RwSignal<Vec<(Arc<str>, bool)>>,
}

/// For so long somebody must not write before a draft is kept.
const REST: Duration = Duration::from_millis(300);

impl Room {
    /// Returns the key of the session.
    pub fn session(&self) -> Arc<str> {
        self.talk.key.with_value(|key| key.as_str().into())
    }

    /// Opens a conversation for as long as the present owner lives.
    pub fn new(key: SessionKey) -> Self {
        let profile: Profile = expect_context();
        let talk = profile.chats.open(key.clone());
        let draft = RwSignal::new(profile.outbox.draft(&profile.link.url(), &key));
        let room = Self {
            profile,
            talk,
            toasts: expect_context(),
            ticker: expect_context(),
            draft,
            files: RwSignal::default(),
            reads: RwSignal::default(),
            is_note: RwSignal::default(),
            found: RwSignal::default(),
            ask: RwSignal::default(),
            raw: RwSignal::default(),
            to_end: Trigger::new(),
            shows: RwSignal::default(),
            widgets: widgets::here(),
            folds: RwSignal::default(),
        };
        room.keep_draft();
        room
    }

    /// Keeps what is being written when the writing rests, and when the room is left.
    fn keep_draft(self) {
        let (last, outbox) = (StoredValue::new(0_u32), self.profile.outbox);
        let (url, key) = (self.profile.link.url(), self.key());
        let (left_url, left_key) = (url.clone(), key.clone());
        let kept = StoredValue::new(self.draft.get_untracked());
        crate::ui::el::effect(move || {
            let text = self.draft.get();
            kept.set_value(text.clone());
            last.update_value(|last| *last += 1);
            let (number, url, key) = (last.get_value(), url.clone(), key.clone());
            spawn_local(async move {
                self.profile.sleep(REST).await;
                if last.try_get_value() == Some(number) {
                    outbox.keep_draft(&url, &key, &text);
                }
            });
        });
        on_cleanup(move || {
            if let Some(text) = kept.try_get_value() {
                outbox.keep_draft(&left_url, &left_key, &text);
            }
        });
    }

    /// Returns whose conversation it is.
    pub fn key(&self) -> SessionKey {
        self.talk.key.get_value()
    }

    /// Reads the session's row as it will be, and tracks it.
    pub fn row(&self) -> Option<Arc<SessionRow>> {
        let Profile { sessions, edits, .. } = self.profile;
        let row = self.talk.key.with_value(|key| sessions.with_value(|rows| rows.rows.get(key).cloned()).flatten())?;
        edits.over(&row)
    }

    /// Returns the session's title, and tracks it.
    pub fn title(&self) -> String {
        self.row().map_or_else(|| self.key().to_string(), |row| session::title(&row))
    }

    /// Whether the session is at work, and tracks that.
    pub fn is_busy(&self) -> bool {
        self.row().is_some_and(|row| row.has_active_run) || self.talk.conversation.with(|talk| talk.is_busy())
    }

    /// Returns what waits to be sent here, and tracks it.
    pub fn queue(&self) -> Vec<Item> {
        let url = self.profile.link.with(|view| view.scene.url.clone());
        self.talk.key.with_value(|key| self.profile.outbox.of(&url, key))
    }

    /// Returns how blocks are drawn here: what is searched for is marked, and what will not change any more goes to the widgets.
    pub fn ink(&self, needle: String, is_settled: bool) -> Ink {
        Ink { needle: needle.into(), is_settled, session: self.session(), claim: widgets::shown, code: widgets::open_code }
    }

    /// Says why something that needs a method cannot be done, if this connection may not, and tracks that.
    pub fn may_not<M: Method>(&self) -> Option<String> {
        self.may_not_scope(M::SCOPE)
    }

    /// Says why something that needs a scope cannot be done, if this connection may not, and tracks that.
    pub fn may_not_scope(&self, scope: Scope) -> Option<String> {
        let is_granted = self.profile.link.with(|view| view.hello.as_ref().is_none_or(|hello| hello.grants(scope)));
        (!is_granted).then(|| format!("Needs {}, which this connection was not granted", scope.as_str()))
    }

    /// Says why the session cannot be changed, and tracks that: a change is of a session that is known.
    pub fn may_not_change(&self) -> Option<String> {
        self.may_not::<SessionsPatch>().or_else(|| self.row().is_none().then(|| "This session is not known yet".to_owned()))
    }

    /// Takes a message in to be sent. Whoever wrote it still has it when that fails.
    pub async fn send(self, text: String, files: Vec<Attachment>, is_steer: bool) -> Result<(), String> {
        let id = uuid::Uuid::new_v4().to_string();
        let attached = files.iter().map(|file| Attached {
            name: file.file_name.clone(),
            mime: file.mime_type.clone(),
            size: file.content.len() as u64 / 4 * 3,
        });
        let item = Item {
            id: id.clone(),
            gateway: self.profile.link.url(),
            session: self.key(),
            text,
            files: attached.collect(),
            state: State::Waiting,
            is_steer,
            tried: 0,
            boot: String::new(),
        };
        if !files.is_empty() {
            self.profile.outbox.keep_files(&id, files).await?;
        }
        self.profile
            .outbox
            .push(item)
            .map_err(|_| "This browser has no room left to keep the message until it is sent. Free some, or send it shorter.".to_owned())
    }

    /// Changes something about the session.
    pub fn change(self, change: Change) {
        let Some(row) = untrack(|| self.row()) else {
            return self.toasts.fault("The session was not changed: it is not in the list, so it may be gone.");
        };
        let patch = SessionsPatch { key: row.key.clone(), session_id: row.session_id.clone(), change: change.clone() };
        let edited = self.profile.edits.make(&row.key, Edit::Change(change), Written::of(&patch));
        spawn_local(async move {
            if let Err(error) = edited.await {
                self.toasts.fault(format!("The session was not changed. {}", error.in_words()));
            }
        });
    }

    /// Stops what the session runs.
    pub fn stop(self) {
        let sessions = self.profile.sessions;
        if let Some(row) = untrack(|| self.row()) {
            self.profile.stops.stop(&row, move || sessions.ask_again());
        }
    }

    /// Whether something is open: as a person wants it, or else as it is by itself.
    pub fn is_open(&self, key: &str, by_itself: bool) -> bool {
        self.folds.with(|folds| folds.iter().find(|(of, _)| &**of == key).map_or(by_itself, |(_, is_open)| *is_open))
    }

    /// Opens or shuts something of the conversation.
    pub fn open(&self, key: &Arc<str>, is_open: bool) {
        self.folds.update(|folds| match folds.iter_mut().find(|(of, _)| of == key) {
            Some((_, is)) => *is = is_open,
            None => folds.push((key.clone(), is_open)),
        });
    }
}
