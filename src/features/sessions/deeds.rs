//! What can be done to sessions: each deed by the gateway's own method, shown at once, taken back when refused, and told about.
//! Refuses to draw buttons.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::shown;
use crate::domain::say;
use crate::gateway::socket::Local;
use crate::gateway::{CallError, Written};
use crate::protocol::SessionKey;
use crate::protocol::chat::ChatSend;
use crate::protocol::sessions::{Change, SessionRow, SessionsCompact, SessionsDelete, SessionsPatch, SessionsReset};
use crate::state::edits::Edit;
use crate::ui::dialog::Ask;

/// How many of several are called by their titles.
const NAMED: usize = 3;

/// Does something to one session.
type Deed = fn(Desk, Arc<SessionRow>) -> Local<Result<(), CallError>>;

impl Desk {
    /// Stops what sessions run.
    pub fn stop(self, keys: &[SessionKey]) {
        let sessions = self.profile.sessions;
        for row in self.rows(keys).iter().filter(|row| row.has_active_run) {
            self.profile.stops.stop(row, move || sessions.ask_again());
        }
    }

    /// Says `/stop` in a session: it also ends what a tool has started, which a stop may leave behind.
    pub fn say_stop(self, key: SessionKey) {
        let idempotency_key = uuid::Uuid::new_v4().to_string();
        let said = ChatSend { session_key: key.clone(), message: "/stop".into(), idempotency_key, attachments: vec![] };
        spawn_local(async move {
            match self.profile.order(Written::of(&said)).await {
                Ok(_) => self.toasts.note(format!("/stop was sent to {}.", self.title(&key))),
                Err(error) => self.toasts.fault(format!("/stop was not sent. {}", error.in_words())),
            }
        });
    }

    /// Changes something about a session.
    pub fn change(self, key: &SessionKey, change: Change) {
        let done = if matches!(change, Change::Label(_)) { "renamed" } else { "changed" };
        let (key, title) = (key.clone(), self.title(key));
        spawn_local(async move {
            if let Err(error) = self.patch(&key, change).await {
                self.toasts.fault(format!("{title} was not {done}. {}", in_words(&error)));
            }
        });
    }

    /// Keeps a session on top, or no longer.
    pub fn pin(self, key: &SessionKey) {
        if let Some(row) = untrack(|| self.row(key)) {
            self.change(key, Change::Pinned(!row.pinned));
        }
    }

    /// Asks for a title and gives it.
    pub fn rename(self, key: &SessionKey) {
        let Some(row) = untrack(|| self.row(key)) else { return };
        let key = key.clone();
        self.ask.set(Some(Ask {
            title: "Rename session".into(),
            text: "Leave it empty to go back to the title that the gateway finds.".into(),
            field: Some(("Title", row.label.clone().unwrap_or_else(|| shown::title(&row)))),
            word: "Rename",
            is_danger: false,
            deed: Arc::new(move |title| {
                let title = title.trim();
                self.change(&key, Change::Label((!title.is_empty()).then(|| title.to_owned())));
            }),
        }));
    }

    /// Puts sessions away, with a way back. Asks first if that would end runs.
    pub fn archive(self, keys: &[SessionKey]) {
        let rows: Vec<_> = self.rows(keys).into_iter().filter(|row| !row.is_main()).collect();
        if rows.is_empty() {
            return self.toasts.hint("The main session of an agent cannot be archived.");
        }
        let running = rows.iter().filter(|row| row.has_active_run).count();
        if running == 0 {
            return self.archive_now(rows);
        }
        self.ask.set(Some(Ask {
            title: format!("Archive {}", named(&rows)),
            text: format!(
                "{}{} at work: archiving stops what runs, and an undo does not start it again.",
                listed(&rows),
                say::many(running, "session")
            ),
            field: None,
            word: "Stop and archive",
            is_danger: true,
            deed: Arc::new(move |_| self.archive_now(rows.clone())),
        }));
    }

    fn archive_now(self, rows: Vec<Arc<SessionRow>>) {
        self.leave_if_open(&rows);
        let archive: Deed = |desk, row| Box::pin(async move { desk.patch(&row.key, Change::Archived(true)).await });
        self.each(rows, "archived", archive, |desk, done| {
            let said = format!("Archived {}.", named(&done));
            desk.toasts.offer(said, "Undo", move || desk.restore(&keys_of(&done)));
        });
    }

    /// Takes sessions back that were put away.
    pub fn restore(self, keys: &[SessionKey]) {
        let restore: Deed = |desk, row| Box::pin(async move { desk.patch(&row.key, Change::Archived(false)).await });
        self.each(self.rows(keys), "restored", restore, |desk, done| desk.toasts.note(format!("Restored {}.", named(&done))));
    }

    /// Deletes sessions, when the person is sure.
    pub fn delete(self, keys: &[SessionKey]) {
        let rows: Vec<_> = self.rows(keys).into_iter().filter(|row| !row.is_main()).collect();
        if rows.is_empty() {
            return self.toasts.hint("The main session of an agent cannot be deleted.");
        }
        let running = rows.iter().filter(|row| row.has_active_run).count();
        let stops = if running > 0 { format!(" {} at work, and stopped by this.", say::many(running, "session")) } else { String::new() };
        let transcripts = if rows.len() == 1 { "Its conversation leaves" } else { "Their conversations leave" };
        self.ask.set(Some(Ask {
            title: format!("Delete {}", named(&rows)),
            text: format!(
                "{}{transcripts} the gateway for good; only a packed copy stays in its state folder, which nothing here can bring back. Sub-agents still at work are stopped.{stops}",
                listed(&rows)
            ),
            field: None,
            word: "Delete",
            is_danger: true,
            deed: Arc::new(move |_| {
                self.leave_if_open(&rows);
                let delete: Deed = |desk, row| {
                    Box::pin(async move {
                        let order = Written::of(&SessionsDelete { key: row.key.clone() });
                        desk.profile.edits.make(&row.key, Edit::Gone, order).await.map(|_| ())
                    })
                };
                self.each(rows.clone(), "deleted", delete, |desk, done| desk.toasts.note(format!("Deleted {}.", named(&done))));
            }),
        }));
    }

    /// Begins a conversation anew, when the person is sure.
    pub fn reset(self, key: &SessionKey) {
        let Some(row) = untrack(|| self.row(key)) else { return };
        let stops = if row.has_active_run { " What it runs is stopped." } else { "" };
        self.ask.set(Some(Ask {
            title: format!("Reset “{}”", shown::title(&row)),
            text: format!(
                "The conversation begins anew under the same key: its messages so far are cleared, its usage counts from zero, and nothing here brings them back.{stops}"
            ),
            field: None,
            word: "Reset",
            is_danger: true,
            deed: Arc::new(move |_| {
                let key = row.key.clone();
                spawn_local(async move {
                    let order = Written::of(&SessionsReset { key: key.clone() });
                    match self.profile.edits.make(&key, Edit::Busy("resetting"), order).await {
                        Ok(_) => self.toasts.note(format!("Reset “{}”.", self.title(&key))),
                        Err(error) => self.toasts.fault(format!("{} was not reset. {}", self.title(&key), error.in_words())),
                    }
                });
            }),
        }));
    }

    /// Has the older messages of a session summed up, when the person is sure.
    pub fn compact(self, key: &SessionKey) {
        let key = key.clone();
        self.ask.set(Some(Ask {
            title: format!("Compact “{}”", self.title(&key)),
            text: "The model writes a summary that takes the place of older messages in its context. That costs about as much as a run."
                .into(),
            field: None,
            word: "Compact",
            is_danger: false,
            deed: Arc::new(move |_| {
                let key = key.clone();
                spawn_local(async move {
                    let order = Written::of(&SessionsCompact { key: key.clone() });
                    let title = self.title(&key);
                    let answer = self.profile.edits.make(&key, Edit::Busy("compacting"), order).await;
                    match answer.and_then(|answer| answer.read::<SessionsCompact>()) {
                        Ok(answer) if answer.compacted => self.toasts.note(format!("Compacted “{title}”.")),
                        Ok(answer) => {
                            let why = answer.reason.unwrap_or_else(|| "the gateway did not say why".into());
                            self.toasts.hint(format!("{title} was left as it is: {why}."));
                        }
                        Err(error) => self.toasts.fault(format!("{title} was not compacted. {}", error.in_words())),
                    }
                });
            }),
        }));
    }

    /// Puts sessions into one of the gateway's groups, or takes them out.
    pub fn move_to_group(self, keys: &[SessionKey], group: Option<String>) {
        for key in keys {
            self.change(key, Change::Category(group.clone()));
        }
    }

    async fn patch(self, key: &SessionKey, change: Change) -> Result<(), CallError> {
        let session_id = untrack(|| self.row(key)).and_then(|row| row.session_id.clone());
        let order = Written::of(&SessionsPatch { key: key.clone(), session_id, change: change.clone() });
        self.profile.edits.make(key, Edit::Change(change), order).await.map(|_| ())
    }

    /// Does something to one session after the other: the gateway does such things one by one anyway, and the list shows how far it is.
    fn each(self, rows: Vec<Arc<SessionRow>>, done_word: &'static str, deed: Deed, tell: fn(Self, Vec<Arc<SessionRow>>)) {
        spawn_local(async move {
            let (mut done, mut failed) = (vec![], vec![]);
            for row in rows {
                match deed(self, row.clone()).await {
                    Ok(()) => done.push(row),
                    Err(error) => failed.push((row, error)),
                }
            }
            // What was done may be taken back from another view, where nothing is marked.
            let _ = self.marked.try_update(|marked| marked.retain(|key| done.iter().all(|row| row.key != *key)));
            if !done.is_empty() {
                tell(self, done);
            }
            if let Some((row, error)) = failed.first() {
                let who = if failed.len() == 1 { shown::title(row) } else { say::many(failed.len(), "session") };
                let verb = if failed.len() == 1 { "was" } else { "were" };
                self.toasts.fault(format!("{who} {verb} not {done_word}. {}", in_words(error)));
            }
        });
    }

    /// Closes the detail of a session that is about to go.
    fn leave_if_open(self, rows: &[Arc<SessionRow>]) {
        if self.opened.with_untracked(|opened| rows.iter().any(|row| opened.as_ref() == Some(&row.key))) {
            self.close();
        }
    }

    fn rows(self, keys: &[SessionKey]) -> Vec<Arc<SessionRow>> {
        untrack(|| keys.iter().filter_map(|key| self.row(key)).collect())
    }
}

fn keys_of(rows: &[Arc<SessionRow>]) -> Vec<SessionKey> {
    rows.iter().map(|row| row.key.clone()).collect()
}

/// Names one session by its title, several by their number.
fn named(rows: &[Arc<SessionRow>]) -> String {
    match rows {
        [row] => format!("“{}”", shown::title(row)),
        rows => say::many(rows.len(), "session"),
    }
}

/// Names the first few of several by their titles.
fn listed(rows: &[Arc<SessionRow>]) -> String {
    if rows.len() < 2 {
        return String::new();
    }
    let titles: Vec<String> = rows.iter().take(NAMED).map(|row| shown::title(row)).collect();
    titles.join(", ") + if rows.len() > NAMED { " and others. " } else { ". " }
}

/// Like the error's own words, and better where we know what the gateway means.
pub fn in_words(error: &CallError) -> String {
    match error {
        CallError::Refused { fault, .. } if fault.message.starts_with("label already in use") => {
            "Another session of this agent has that title. Choose another one.".into()
        }
        CallError::Refused { fault, .. } if fault.reason() == Some("session-changed") => {
            "Somebody else changed it in the same moment. Look at it, then try again.".into()
        }
        other => other.in_words(),
    }
}
