//! The recorder as it outlives the view: begun, ended and saved by hand, and not there until then.
//! Refuses to draw.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::redact::{Masked, redact_json, said};
use crate::domain::say;
use crate::gateway::Command;
use crate::gateway::record::file::{self, Head};
use crate::gateway::record::{Frame, Recorder, Shared};
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::state::profile::Profile;
use crate::state::toasts::Toasts;

/// The recorder. Copies share it.
#[derive(Clone, Copy)]
pub struct Bench {
    kept: RwSignal<Option<Kept>>,
}

/// What is being recorded, or was.
#[derive(Clone)]
pub struct Kept {
    shared: Shared,
    began_at: UnixMs,
    /// When it was ended, if it was.
    pub ended_at: Option<UnixMs>,
    /// From which gateway it is.
    url: String,
    head: Head,
    /// It lies in a file as it is.
    is_saved: bool,
}

impl Kept {
    /// Looks at the frames.
    pub fn with<R>(&self, look: impl FnOnce(&mut Recorder) -> R) -> R {
        self.shared.with(look)
    }

    /// Says how long it went on.
    pub fn span(&self, now: UnixMs) -> String {
        say::span(self.began_at, self.ended_at.unwrap_or(now))
    }
}

impl Bench {
    /// Returns the recorder of this page.
    pub fn of(profile: &Profile) -> Self {
        let profile = *profile;
        profile.keep(|_, _| {
            let bench = Self { kept: RwSignal::new(None) };
            // A recording is of one gateway.
            let url = Memo::new(move |_| profile.link.with(|view| view.scene.url.clone()));
            Effect::new(move || {
                let is_another = |kept: Option<&Kept>| kept.is_some_and(|kept| kept.url != url.get());
                if bench.with(is_another) && untrack(|| bench.is_running()) {
                    bench.stop(&profile);
                }
            });
            bench
        })
    }

    /// Reads what is kept, and tracks whether there is anything.
    pub fn with<R>(&self, read: impl FnOnce(Option<&Kept>) -> R) -> R {
        self.kept.with(|kept| read(kept.as_ref()))
    }

    /// Returns a frame by its number, without tracking anything.
    pub fn frame(&self, number: u64) -> Option<Arc<Frame>> {
        self.kept.with_untracked(|kept| kept.as_ref().and_then(|kept| kept.with(|recorder| recorder.get(number).cloned())))
    }

    /// Whether frames are taken down right now; tracks it.
    pub fn is_running(&self) -> bool {
        self.with(|kept| kept.is_some_and(|kept| kept.ended_at.is_none()))
    }

    /// Begins anew; on a connection that is made anew too, if that is wanted, so that what pages ask at their start is in it.
    pub fn start(&self, profile: &Profile, is_anew: bool) {
        let head = profile.link.with(|view| Head {
            version: env!("CARGO_PKG_VERSION").into(),
            gateway: view.hello.as_ref().map(|hello| hello.server.version.clone()).unwrap_or_default(),
            scopes: view.hello.as_ref().map(|hello| hello.auth.scopes.clone()).unwrap_or_default(),
            methods: view.hello.as_ref().map(|hello| hello.features.methods.clone()).unwrap_or_default(),
            ..Head::default()
        });
        let shared = Shared::new(profile.clock().now());
        profile.tell(Command::Tap(Some(Box::new(shared.clone()))));
        let (url, began_at) = (profile.link.url(), profile.wall());
        self.kept.set(Some(Kept { shared, began_at, ended_at: None, url, head, is_saved: false }));
        if is_anew {
            profile.resume(profile.link.url());
        }
    }

    /// Ends what is being recorded.
    pub fn stop(&self, profile: &Profile) {
        profile.tell(Command::Tap(None));
        let now = profile.wall();
        self.kept.maybe_update(|kept| {
            let ended = kept.as_mut().map(|kept| kept.ended_at.get_or_insert(now));
            ended.is_some()
        });
    }

    /// Whether something was recorded that lies in no file.
    pub fn is_unsaved(&self) -> bool {
        self.kept
            .with_untracked(|kept| kept.as_ref().is_some_and(|kept| !kept.is_saved && kept.with(|recorder| recorder.frames().len() > 0)))
    }

    /// Throws away what was recorded.
    pub fn clear(&self, profile: &Profile) {
        profile.tell(Command::Tap(None));
        self.kept.set(None);
    }

    /// Saves what was recorded as a file, and says what was masked in it.
    pub fn save(&self, profile: &Profile, toasts: Toasts, day: &str) {
        let now = profile.wall();
        let Some(kept) = self.kept.get_untracked() else { return };
        let mut masked: Vec<Masked> = vec![];
        let (frames, count, dropped) = kept.with(|recorder| {
            let frames = file::frames(recorder, &mut |words| redact_json(words, &mut masked));
            (frames, recorder.frames().len(), recorder.dropped)
        });
        let duration_ms = u64::try_from(kept.ended_at.unwrap_or(now).0.saturating_sub(kept.began_at.0)).unwrap_or(0);
        self.kept.update(|kept| kept.iter_mut().for_each(|kept| kept.is_saved = kept.ended_at.is_some()));
        let head = Head { began_at: kept.began_at, duration_ms, dropped, ..kept.head };
        let list: Vec<(&str, usize)> = masked.iter().map(|masked| (masked.what, masked.count)).collect();
        dom::download(&["openclutch-recording-", day, ".json"].concat(), "application/json", &file::whole(&head, &list, &frames));
        toasts.note(["Saved ", &say::many(count, "frame"), ". ", &said(&masked)].concat());
    }
}
