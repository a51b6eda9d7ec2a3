//! Opening, sending and leaving the editor: nothing written is lost, and nothing made elsewhere is overwritten unseen.
//! Refuses to know fields.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::{Draft, decided};
use super::fields::Form;
use super::written::field_of;
use crate::domain::project::thing::job_name;
use crate::features::cron::deeds::in_words;
use crate::features::cron::desk::{Desk, LIST};
use crate::gateway::CallError;
use crate::gateway::Written;
use crate::platform::dom;
use crate::protocol::Scope;
use crate::protocol::cron::{CronAdd, CronGet, CronUpdate, Whole};
use crate::ui::dialog::Ask;
use crate::zones;

impl Desk {
    /// Opens the editor for a new job, like another one if one is given.
    pub fn create(self, like: Option<&str>) {
        let whole = like.and_then(|id| self.now(id)).map(|known| known.whole);
        let own = zones::own();
        let draft = whole.map_or_else(|| Draft::new(&own), |whole| Draft::of(&whole, true, &own, &|name| zones::zone(name)));
        self.instead(move |desk| desk.draft.set(Some(draft.clone())));
    }

    /// Opens the editor for a new job by a cron expression, by the clock here.
    pub fn create_at(self, expr: &str) {
        let mut draft = Draft::new(&zones::own());
        draft.put(super::draft::Field::Expr, expr);
        let draft = draft.begun();
        self.instead(move |desk| desk.draft.set(Some(draft.clone())));
    }

    /// Opens the editor for a job, as it is now: events do not tell its version.
    pub fn edit(self, id: &str) {
        let id = id.to_owned();
        self.instead(move |desk| {
            let id = id.clone();
            spawn_local(async move {
                match desk.profile.call(&CronGet { id }).await {
                    Ok(whole) => desk.open_editor(&whole),
                    Err(error) => desk.toasts.fault(format!("The job could not be opened. {}", in_words(&error))),
                }
            });
        });
    }

    fn open_editor(self, whole: &Whole) {
        let draft = Draft::of(whole, false, &zones::own(), &|name| zones::zone(name));
        self.draft.set(Some(draft));
    }

    /// Does something in the place of what is being written, which is asked about first.
    fn instead(self, deed: impl Fn(Self) + Send + Sync + 'static) {
        if !self.draft.with_untracked(|draft| draft.as_ref().is_some_and(Draft::is_dirty)) {
            return deed(self);
        }
        self.ask.set(Some(Ask {
            title: "Discard what you wrote".into(),
            text: "The changes in the editor were not saved.".into(),
            field: None,
            word: "Discard",
            is_danger: true,
            deed: Arc::new(move |_| deed(self)),
        }));
    }

    /// Closes the editor, when nothing was written or the person is sure.
    pub fn leave_editor(self) {
        self.instead(|desk| {
            desk.draft.set(None);
            dom::focus(LIST);
            request_animation_frame(|| dom::focus_if_free(LIST));
        });
    }
}

impl Form {
    /// Sends what was written, if nothing is wrong with it.
    pub fn send(self) {
        let desk = self.desk;
        let Some(draft) = desk.draft.get_untracked() else { return };
        if self.is_busy.get_untracked() || untrack(|| self.is_changed_elsewhere()) {
            return;
        }
        if let Some(why) = untrack(|| desk.obstacle(Scope::Admin)) {
            return self.faults.set(vec![(None, format!("{why}."))]);
        }
        let zones = |name: &str| zones::zone(name);
        let faults: Vec<_> =
            draft.faults(untrack(|| desk.ticker.there()), &zones).into_iter().map(|(field, words)| (Some(field), words)).collect();
        let is_well = faults.is_empty();
        self.faults.set(faults);
        if !is_well {
            return request_animation_frame(|| dom::focus(".editor [aria-invalid=true]"));
        }
        if draft.id.is_some() && !draft.is_dirty() {
            return desk.draft.set(None);
        }
        let name = draft.text(super::draft::Field::Name).trim().to_owned();
        let written = match &draft.id {
            None => Written::of(&CronAdd(draft.added(&zones))),
            Some(id) => {
                let (patch, expected_config_revision) = (draft.patch(&zones), draft.revision.clone());
                Written::of(&CronUpdate { id: id.clone(), patch, expected_config_revision })
            }
        };
        self.is_busy.set(true);
        let is_new = draft.id.is_none();
        let project = untrack(|| desk.place.project());
        spawn_local(async move {
            let answer = desk.profile.order(written).await;
            let is_gone = self.is_busy.try_set(false).is_some();
            match answer {
                Ok(answer) => {
                    // What was sent is saved, wherever the person is by now.
                    if desk.draft.with_untracked(|now| now.as_ref() == Some(&draft)) {
                        desk.draft.set(None);
                    }
                    desk.toasts.note(format!("{} {name}.", if is_new { "Created" } else { "Saved" }));
                    if let Some(job) = answer.read::<CronAdd>().ok().filter(|_| is_new) {
                        desk.profile.projects.adopt(&desk.profile.link.url(), job_name(&job.id), &project);
                        if !is_gone {
                            desk.open(&job.id, None);
                        }
                    }
                }
                Err(error) if is_gone => desk.toasts.fault(format!("{name} was not saved. {}", in_words(&error))),
                Err(error) => self.refused(&error),
            }
        });
    }

    fn refused(self, error: &CallError) {
        let CallError::Refused { fault, .. } = error else { return self.faults.set(vec![(None, in_words(error))]) };
        if fault.finest_code() == "CRON_JOB_CHANGED" {
            // Its event may have been missed: then the list is behind.
            self.desk.board.jobs.ask_again();
            let words = "The job was changed elsewhere meanwhile; nothing was saved.".to_owned();
            return self.faults.set(vec![(None, words)]);
        }
        let field = field_of(&fault.message).filter(|_| fault.retry_after().is_none());
        self.faults.set(vec![(field, in_words(error))]);
        if field.is_some() {
            request_animation_frame(|| dom::focus(".editor [aria-invalid=true]"));
        }
    }

    /// Lets go of what was written, for what was changed elsewhere.
    pub fn take_theirs(self) {
        self.with_now(|desk, whole| desk.open_editor(&whole));
    }

    /// Keeps what was written, and saves it over what was changed elsewhere when the person says so next.
    pub fn keep_mine(self) {
        self.with_now(|desk, whole| {
            desk.draft.update(|draft| {
                if let Some(draft) = draft {
                    (draft.revision, draft.seen) = (whole.job.config_revision.clone(), decided(&whole.text));
                }
            });
        });
    }

    fn with_now(self, deed: fn(Desk, Whole)) {
        let desk = self.desk;
        let Some(id) = desk.draft.with_untracked(|draft| draft.as_ref().and_then(|draft| draft.id.clone())) else { return };
        self.faults.set(vec![]);
        spawn_local(async move {
            match desk.profile.call(&CronGet { id }).await {
                Ok(whole) => {
                    desk.board.jobs.learn(|rows| {
                        rows.put(whole.clone());
                    });
                    deed(desk, whole);
                }
                Err(error) => desk.toasts.fault(format!("The job could not be read. {}", in_words(&error))),
            }
        });
    }
}
