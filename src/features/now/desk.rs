//! What the parts of the view share: the queue as it stands on screen, the row that the keyboard is on, what was answered here.
//! Refuses to draw.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keys::{Stroke, stroke};
use super::waits::Waits;
use crate::asked::Answering;
use crate::domain::queue::cursor::Cursor;
use crate::domain::queue::{Item, Kind, Row, settled};
use crate::domain::say;
use crate::gateway::Written;
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::protocol::approvals::{Asked, ExecApprovalList, QuestionList};
use crate::protocol::cron::{CronRun, RunMode};
use crate::protocol::devices::{DevicePairApprove, DevicePairList, DevicePairReject};
use crate::protocol::{Method, RequestId, Scope};
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::state::wellbeing::{Wellbeing, wellbeing};
use crate::ui::el::effect;

/// The desk.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The gateway.
    pub profile: Profile,
    /// Where notices go.
    pub toasts: Toasts,
    /// Where the app is.
    pub place: Place,
    /// What waits.
    pub waits: Waits,
    /// The queue on screen: what is gone keeps its place for a moment.
    pub rows: Memo<Vec<Row>>,
    /// The row that the keyboard is on.
    pub cursor: RwSignal<Cursor>,
    /// By what requests are answered.
    pub answering: Answering,
    /// How the gateway last said that it is.
    pub wellbeing: ReadSignal<Option<Wellbeing>>,
    done: Done,
}

/// What was done here, by the ids of the rows: "Let in".
type Done = RwSignal<Vec<(Arc<str>, &'static str)>>;

impl Desk {
    /// Sets the desk up.
    pub fn new() -> Self {
        let (profile, toasts, ticker): (Profile, Toasts, Ticker) = (expect_context(), expect_context(), expect_context());
        let waits = Waits::of(profile, ticker);
        let done = Done::default();
        // Set once the list is there, which it asks about.
        let still: StoredValue<Option<Memo<Vec<Row>>>> = StoredValue::new(None);
        let may_press = move |id: &RequestId| still.get_value().is_none_or(|rows| is_still(profile, toasts, rows, id.as_str()));
        let answering = Answering::new(profile, toasts, may_press);
        let listed = Memo::new(move |before: Option<&(String, Vec<Row>)>| {
            let url = profile.link.with(|view| view.scene.url.clone());
            let before = before.filter(|(of, _)| *of == url).map_or(&[][..], |(_, rows)| rows.as_slice());
            let how = |item: &Item| how_it_ended(profile, waits, answering, done, item);
            let rows = settled(before, waits.items.get(), &how, profile.wall().0);
            // What waits no longer leaves in a moment.
            if rows.iter().any(|row| row.gone.is_some()) {
                ticker.get();
            }
            (url, rows)
        });
        let rows = Memo::new(move |_| listed.with(|(_, rows)| rows.clone()));
        still.set_value(Some(rows));
        let cursor = RwSignal::new(Cursor::default());
        effect(move || {
            rows.with(|rows| {
                let mut followed = cursor.get_untracked();
                followed.follow(rows);
                cursor.maybe_update(|cursor| std::mem::replace(cursor, followed.clone()) != followed);
            });
        });
        effect(move || {
            let is_here = |id: &Arc<str>| rows.with(|rows| rows.iter().any(|row| row.item.id == *id));
            if let Some(id) = waits.wanted.get().filter(is_here) {
                waits.wanted.set(None);
                rows.with_untracked(|rows| cursor.update(|cursor| cursor.choose(rows, &id)));
                request_animation_frame(move || focus_row(&id));
            }
        });
        Self { profile, toasts, place: expect_context(), waits, rows, cursor, answering, wellbeing: wellbeing(&profile), done }
    }

    /// Whether the gateway has said what runs and what is asked; tracks it.
    pub fn is_known(&self) -> bool {
        self.profile.sessions.with(|cached| cached.value.is_some()) && self.profile.requests.with(|cached| cached.value.is_some())
    }

    /// Whether what is not known yet is on its way; tracks it. It is not while a connection that was lost, or one of an earlier time, is
    /// waited for.
    pub fn is_reading(&self) -> bool {
        self.profile.link.with(|view| view.recalled.is_none() && (view.link.is_ready() || !view.was_ready))
    }

    /// Names what may wait without this connection being let see it, and tracks that.
    pub fn unseen(&self) -> Vec<&'static str> {
        self.profile.link.with(|view| {
            let kinds = [
                ("commands", view.allows::<ExecApprovalList>()),
                ("questions", view.allows::<QuestionList>()),
                ("devices", view.allows::<DevicePairList>()),
            ];
            kinds.into_iter().filter(|(_, may_see)| view.hello.is_some() && !may_see).map(|(name, _)| name).collect()
        })
    }

    /// Returns what stands in a row, and tracks it.
    pub fn row(&self, id: &str) -> Option<Row> {
        self.rows.with(|rows| rows.iter().find(|row| *row.item.id == *id).cloned())
    }

    /// Returns the request of a row, without tracking it.
    pub fn asked(&self, item: &Item) -> Option<Asked> {
        self.profile.requests.with_untracked(|waiting| waiting.get(&item.of).cloned()).flatten()
    }

    /// Says why something that needs a scope cannot be done now, if so, and tracks it.
    pub fn obstacle(&self, scope: Scope) -> Option<String> {
        self.profile.link.with(|view| view.obstacle(scope))
    }

    /// Whether a press on a row counts: not while things move under the pointer.
    pub fn may_press(&self, item: &Item) -> bool {
        is_still(self.profile, self.toasts, self.rows, &item.of)
    }

    /// Lets a device in, or turns it away.
    pub fn pair(self, item: &Item, lets_in: bool) {
        let request_id = item.of.to_string();
        let written = match lets_in {
            true => Written::of(&DevicePairApprove { request_id }),
            false => Written::of(&DevicePairReject { request_id }),
        };
        self.order(item, DevicePairApprove::SCOPE, written, if lets_in { "Let in" } else { "Turned away" });
    }

    /// Starts a job.
    pub fn run(self, item: &Item) {
        let written = Written::of(&CronRun { id: item.of.to_string(), mode: RunMode::Force });
        self.order(item, CronRun::SCOPE, written, "Started");
    }

    /// Puts something off.
    pub fn snooze(self, item: &Item) {
        self.waits.snooze(item);
    }

    /// Sends what a row's button says, once.
    fn order(self, item: &Item, scope: Scope, written: Written, word: &'static str) {
        let id = item.id.clone();
        if untrack(|| self.obstacle(scope)).is_some() || self.done.with_untracked(|done| done.iter().any(|(of, _)| *of == id)) {
            return;
        }
        self.done.update(|done| done.push((id.clone(), word)));
        let answered = self.profile.order(written);
        spawn_local(async move {
            if let Err(error) = answered.await {
                self.toasts.fault(["It was not done. ", &error.in_words()].concat());
                // Whoever looked may have left.
                let _ = self.done.try_update(|done| done.retain(|(of, _)| *of != id));
            }
        });
    }

    /// Whether something was done with a row and is not seen done yet; tracks it.
    pub fn is_done(&self, id: &str) -> bool {
        self.done.with(|done| done.iter().any(|(of, _)| **of == *id))
    }

    /// Puts the keyboard on a row.
    pub fn choose(self, id: &str) {
        let mut chosen = self.cursor.get_untracked();
        self.rows.with_untracked(|rows| chosen.choose(rows, id));
        self.cursor.maybe_update(|cursor| std::mem::replace(cursor, chosen.clone()) != chosen);
    }

    /// Hears a key; returns whether it meant the queue.
    pub fn hear(self, key: &str) -> bool {
        let is_press = matches!(key, "Enter" | " ") && dom::is_focus_in(".now :is(button, a, input)");
        let stroke = stroke(key).filter(|_| !is_press && !dom::is_typing() && !dom::is_covered());
        stroke.map(|stroke| self.struck(stroke)).is_some()
    }

    /// Does what a key says: to what the keyboard is on, by its id, and to nothing if that waits no longer.
    fn struck(self, stroke: Stroke) {
        if let Stroke::Move(by) = stroke {
            let mut cursor = self.cursor.get_untracked();
            self.rows.with_untracked(|rows| cursor.step(rows, by));
            let id = cursor.id.clone();
            self.cursor.set(cursor);
            if let Some(id) = id {
                focus_row(&id);
            }
            return;
        }
        let cursor = self.cursor.get_untracked();
        // What was done elsewhere a moment ago may not be drawn yet.
        let item = self.rows.with_untracked(|rows| cursor.waiting(rows).cloned());
        let Some(item) = item else {
            self.toasts.hint(if cursor.id.is_some() { "It was settled already." } else { "Nothing is chosen. Choose a row first." });
            return;
        };
        match (stroke, item.kind) {
            (Stroke::Open, _) => self.place.go(&item.to),
            (Stroke::Snooze, _) => self.snooze(&item),
            (Stroke::Allow, Kind::Approval) => self.decide(&item, "allow-once"),
            (Stroke::AllowAlways, Kind::Approval) => self.decide(&item, "allow-always"),
            (Stroke::Deny, Kind::Approval) => self.decide(&item, "deny"),
            (Stroke::Allow, Kind::Pairing) => self.pair(&item, true),
            (Stroke::Deny, Kind::Pairing) => self.pair(&item, false),
            (Stroke::Run, Kind::Failed | Kind::Late) => self.run(&item),
            _ => {}
        }
    }

    fn decide(self, item: &Item, decision: &str) {
        if let Some(asked) = self.asked(item) {
            self.answering.decide(&asked, decision);
        }
    }
}

fn focus_row(id: &str) {
    dom::focus(&[".now .wait[data-id=\"", &paths::encode(id), "\"]"].concat());
}

/// Whether the row of something has stood still long enough to be pressed; says so if not.
fn is_still(profile: Profile, toasts: Toasts, rows: Memo<Vec<Row>>, of: &str) -> bool {
    let now = profile.wall().0;
    let is_still = rows.with_untracked(|rows| rows.iter().find(|row| *row.item.of == *of).is_none_or(|row| row.is_still(now)));
    if !is_still {
        toasts.hint("The list moved just now, so nothing was answered. Press again.");
    }
    is_still
}

/// Says how something ended that waits no longer; nothing for what is only put off.
fn how_it_ended(profile: Profile, waits: Waits, answering: Answering, done: Done, item: &Item) -> Option<String> {
    if waits.snoozed.get_untracked().holds(&item.id, profile.wall().0) {
        return None;
    }
    let word = done.with_untracked(|done| done.iter().find(|(of, _)| *of == item.id).map(|(_, word)| *word));
    if let Some(word) = word {
        return Some(word.into());
    }
    let over =
        profile.requests.with_untracked(|waiting| waiting.over().iter().find(|over| over.id.as_str() == &*item.of).cloned()).flatten();
    Some(match (over, item.kind) {
        (Some(over), _) if answering.has_ended(&over.id, &over.how) => over.words().into(),
        (Some(over), _) => {
            let by = over.by.as_ref().map_or(String::new(), |by| [" by ", by].concat());
            ["Resolved elsewhere: ", &say::lower(over.words()), &by].concat()
        }
        (None, Kind::Approval | Kind::Question | Kind::Pairing) => "Resolved elsewhere".into(),
        (None, _) => "Waits no longer".into(),
    })
}
