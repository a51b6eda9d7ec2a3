//! Tells of what comes to wait while nobody looks: once, whichever of several tabs does it, and takes back what waits no longer.
//! Refuses to decide what is told, and to look by the clock: what changes in the queue wakes it, and the end of quiet hours.

use std::time::Duration;

use futures::StreamExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::waits::Waits;
use crate::domain::notify::claims::{Claims, SEEN, TOLD};
use crate::domain::notify::watch::{Note, Now, Watch};
use crate::domain::notify::{NOTIFY, Wishes};
use crate::domain::queue::{Item, Kind};
use crate::domain::session;
use crate::gateway::Notice;
use crate::paths;
use crate::place::Place;
use crate::platform::dom::{self, May, Shown};
use crate::protocol::{Event, Family};
use crate::state::profile::Profile;
use crate::state::stored::{self, Stored};
use crate::state::toasts::Toasts;
use crate::ui::el::effect;

/// A tab that is looked at says first what was seen there.
const LEAVES: Duration = Duration::from_millis(600);
/// Two tabs may claim at once; after so long both know whose claim stands.
const SETTLES: Duration = Duration::from_millis(300);
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Who tells.
#[derive(Clone, Copy)]
struct Teller {
    profile: Profile,
    waits: Waits,
    place: Place,
    toasts: Toasts,
    wishes: Stored<Wishes>,
    watch: StoredValue<Watch>,
    shown: StoredValue<Vec<(String, Shown)>, LocalStorage>,
    /// Wakes it besides the queue.
    pulse: RwSignal<()>,
    /// The end of quiet hours is waited for.
    is_waiting: StoredValue<bool>,
    /// This tab's name.
    name: StoredValue<String>,
}

/// The mark that it was begun.
#[derive(Clone, Copy)]
struct Tells;

/// Tells from now on, unless that was begun before.
pub fn begin(profile: Profile, waits: Waits, place: Place, toasts: Toasts) {
    profile.keep(|gateway, clock| {
        // Nobody else began at the same moment of both clocks.
        let name = [clock.wall().0.to_string(), clock.now().as_micros().to_string()].join("-");
        let teller = Teller {
            profile,
            waits,
            place,
            toasts,
            wishes: profile.stored(NOTIFY),
            watch: StoredValue::default(),
            shown: StoredValue::new_local(vec![]),
            pulse: RwSignal::default(),
            is_waiting: StoredValue::new(false),
            name: StoredValue::new(name),
        };
        effect(move || teller.look());
        dom::on_look(move || teller.pulse.notify());
        let mut notices = gateway.notices(&[Family::Gateway]);
        spawn_local(async move {
            // The gateway's own ticks move the time on where nothing else does.
            while let Some(notice) = notices.next().await {
                if matches!(&notice, Notice::Event(event) if matches!(**event, Event::Tick(_))) {
                    waits.lent.pulse.notify();
                    teller.pulse.notify();
                }
            }
        });
        Tells
    });
}

impl Teller {
    fn look(self) {
        self.pulse.track();
        let (mut wishes, known, items) = (self.wishes.get(), self.waits.known(), self.waits.items.get());
        wishes.is_on &= dom::may_notify() == May::Yes;
        let wall = self.profile.wall();
        let left = wishes.quiet.left((wall.0 + i64::from(dom::own_offset(wall)) * 60_000).rem_euclid(DAY));
        let now = Now {
            items: &items,
            knows: &|kind: Kind| known.contains(&kind),
            who: &|item: &Item| self.who(item),
            wishes: &wishes,
            is_quiet: left.is_some(),
            is_watched: dom::is_looked_at(),
        };
        let Some((follows, holds)) = self.watch.try_update_value(|watch| (watch.step(&now), watch.holds())) else { return };
        self.shown.update_value(|shown| shown.retain(|(tag, _)| !follows.over.contains(tag)));
        if !follows.seen.is_empty() {
            self.claim(follows.seen.iter().map(|id| &**id), SEEN);
        }
        for note in follows.tell {
            spawn_local(self.tell(note));
        }
        if let Some(left) = left.filter(|_| holds && !self.is_waiting.get_value()) {
            self.is_waiting.set_value(true);
            spawn_local(async move {
                // A long sleep comes in parts; each looks at the clock again.
                self.profile.sleep(Duration::from_millis(left.unsigned_abs())).await;
                self.is_waiting.set_value(false);
                self.pulse.notify();
            });
        }
    }

    /// Whose something is: of the session that its address names.
    fn who(&self, item: &Item) -> String {
        let key = item.to.strip_prefix("/chat/").map(paths::decode).unwrap_or_default();
        let title = self.profile.sessions.with_untracked(|rows| rows.rows.get(&key.as_str().into()).map(|row| session::title(row)));
        title.flatten().unwrap_or_else(|| if key.is_empty() { "a session".into() } else { key })
    }

    /// Claims things; returns whether nobody had claimed one of them.
    fn claim<'a>(&self, ids: impl Iterator<Item = &'a str>, by: &str) -> bool {
        let store = self.profile.store();
        let mut claims: Claims = stored::read(&*store, TOLD).unwrap_or_default();
        let is_new = claims.claim(ids, by);
        // Where nothing can be kept, memory keeps it, and each tab is by itself.
        let _ = is_new.then(|| stored::write(&*store, TOLD, &claims));
        is_new
    }

    async fn tell(self, note: Note) {
        let ids = || note.ids.iter().map(|id| &**id);
        let name = self.name.get_value();
        self.profile.sleep(LEAVES).await;
        if !self.claim(ids(), &name) {
            return;
        }
        self.profile.sleep(SETTLES).await;
        let claims: Claims = stored::read(&*self.profile.store(), TOLD).unwrap_or_default();
        let waits = self.waits.items.with_untracked(|items| items.iter().any(|item| note.ids.contains(&item.id)));
        if !claims.is_by(ids(), &name) || !waits || dom::is_looked_at() {
            return;
        }
        // The old one first: closing it later would close the one that took its place.
        self.shown.update_value(|shown| shown.retain(|(tag, _)| *tag != note.tag));
        let first = note.ids.first().cloned();
        let pressed = move || {
            self.place.go(&paths::now());
            self.waits.wanted.set(first.clone());
        };
        match dom::notify(&note.tag, &note.title, &note.body, pressed) {
            Some(made) => self.shown.update_value(|shown| shown.push((note.tag, made))),
            None => self.toasts.fault("This browser did not show a notification, though it may. On phones they are not for pages."),
        }
    }
}
