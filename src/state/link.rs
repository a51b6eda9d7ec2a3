//! The link as a signal: how it stands, what the gateway said in its hello, how fast it answers.
//! Refuses to decide anything about it.

use std::sync::Arc;

use futures::StreamExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::disconnects::Disconnects;
use super::latency::Latency;
use super::skew::Skew;
use crate::gateway::advice::Scene;
use crate::gateway::{Advice, Cause, Clock, Gateway, Link, Notice};
use crate::protocol::{Event, Family, Hello, Method, Scope, UnixMs};

/// What is known of the link.
#[derive(Clone, Debug, Default)]
pub struct LinkView {
    /// How it stands.
    pub link: Link,
    /// What the gateway said when it last let us in.
    pub hello: Option<Arc<Hello>>,
    /// When it was lost, and since when it stands.
    pub disconnects: Disconnects,
    /// Why the last try failed; stays while the next one is made, and is gone once it succeeds.
    pub trouble: Option<Cause>,
    /// Whether it was ready once since this tab was opened.
    pub was_ready: bool,
    /// The page connects by itself to where it was connected before, and nothing has gone wrong so far.
    pub is_resuming: bool,
    /// There was no connection so far: what is shown is from then.
    pub recalled: Option<UnixMs>,
    /// Where we connect to, and from where.
    pub scene: Scene,
    /// By how much the gateway's clock is ahead of ours, in milliseconds.
    ahead: i64,
}

/// Clocks this close are equal: a frame takes its time.
const CLOSE: u64 = 3_000;

impl LinkView {
    /// Whether the gateway would let us call a method.
    pub fn allows<M: Method>(&self) -> bool {
        self.hello.as_ref().is_some_and(|hello| hello.allows::<M>())
    }

    /// Says why something that needs a scope cannot be done now, if so.
    pub fn obstacle(&self, scope: Scope) -> Option<String> {
        match (self.link.is_ready(), &self.hello) {
            (_, Some(hello)) if !hello.grants(scope) => Some(format!("Needs {}, which this connection was not granted", scope.as_str())),
            (true, Some(_)) => None,
            _ => Some(self.lack().into()),
        }
    }

    /// Says what is so as long as there is no connection. After a trouble it keeps its words while the next try is made.
    pub fn lack(&self) -> &'static str {
        match (&self.link, &self.trouble) {
            (Link::Connecting { .. } | Link::Authenticating, None) => "Connecting",
            _ => "Not connected",
        }
    }

    /// Whether the gateway says that it has a method.
    pub fn announces<M: Method>(&self) -> bool {
        self.hello.as_ref().is_some_and(|hello| hello.announces::<M>())
    }

    /// Puts into words what is wrong, and names its kind for styles and tests. A trouble keeps its words while the next try is
    /// made, so that they do not flicker.
    pub fn diagnosis(&self) -> Option<(&'static str, Advice)> {
        match (&self.link, &self.trouble) {
            (Link::Connecting { .. } | Link::Authenticating, trouble) => {
                trouble.as_ref().map(|cause| (cause.as_str(), cause.advice(&self.scene)))
            }
            (link, _) => link.advice(&self.scene).map(|advice| (link.kind(), advice)),
        }
    }

    /// Returns the version of the gateway that we are connected to.
    pub fn version(&self) -> Option<&str> {
        self.hello.as_ref().filter(|_| self.link.is_ready()).map(|hello| hello.server.version.as_str())
    }

    /// Returns what the gateway's clock shows when ours shows this: the age of what the gateway has dated counts by its own clock.
    /// While the link is down it stands still: nothing is known of what has passed there since.
    pub fn gateway_time(&self, wall: UnixMs) -> UnixMs {
        self.skew().there(wall)
    }

    /// Returns how the gateway's clock and ours differ.
    pub fn skew(&self) -> Skew {
        let lost = self.disconnects.latest.first().filter(|_| self.disconnects.is_away);
        Skew { ahead: self.ahead, stands: self.recalled.or(lost.map(|lost| lost.at)) }
    }

    /// Whether there is, or may be in a moment, something to show in views.
    pub fn has_views(&self) -> bool {
        self.was_ready || self.is_resuming || self.recalled.is_some()
    }

    /// Notes what the gateway's clock shows now; returns whether that is news.
    fn compare(&mut self, theirs: Option<UnixMs>, ours: UnixMs) -> bool {
        let before = self.ahead;
        if let Some(theirs) = theirs {
            let ahead = theirs.0.saturating_sub(ours.0);
            self.ahead = match (ahead.unsigned_abs() < CLOSE, ahead.abs_diff(before) < CLOSE) {
                (true, _) => 0,
                (_, true) => before,
                _ => ahead,
            };
        }
        self.ahead != before
    }

    /// Takes a notice that came at this time; returns whether there is something new to tell.
    fn take(&mut self, notice: Notice, at: UnixMs) -> bool {
        match notice {
            Notice::Link(link) => {
                match &link {
                    Link::Reconnecting { cause, .. } => self.trouble = Some(cause.clone()),
                    Link::Connecting { .. } | Link::Authenticating | Link::Pairing(_) => {}
                    Link::Idle | Link::Ready | Link::Closing | Link::Halted(_) => self.trouble = None,
                }
                self.was_ready |= link.is_ready();
                // The first notice still says how things stood before anybody asked.
                self.is_resuming &= matches!(link, Link::Idle | Link::Connecting { attempt: 0 } | Link::Authenticating);
                if link.is_ready() || matches!(link, Link::Idle) {
                    self.recalled = None;
                }
                if link.is_ready() {
                    self.disconnects.connected(at);
                } else if self.disconnects.since.is_some() || matches!(link, Link::Idle) {
                    self.disconnects.left();
                }
                self.link = link;
            }
            // What was begun is what is meant now; everything else was said of the one before.
            Notice::AnotherGateway => {
                let Self { scene, link, is_resuming, .. } = std::mem::take(self);
                *self = Self { scene, link, is_resuming, ..Self::default() };
            }
            Notice::Lost { code, reason } => self.disconnects.lost(code, reason, at),
            Notice::Hello(hello) => {
                self.compare(hello.began_at, at);
                self.hello = Some(hello);
            }
            Notice::Event(event) => return matches!(*event, Event::Tick(theirs) if self.compare(theirs, at)),
            Notice::Latency(_) | Notice::Missed => return false,
        }
        true
    }
}

/// The link of one gateway, as a signal.
#[derive(Clone, Copy)]
pub struct LinkState {
    view: RwSignal<LinkView>,
    /// How fast the gateway answers. Apart, since it is told of again and again while all else stands.
    pub latency: RwSignal<Latency>,
    ready: Memo<bool>,
    /// See [`LinkView::diagnosis`]; wakes only when the words change.
    pub diagnosis: Memo<Option<(&'static str, Advice)>>,
}

impl LinkState {
    /// Notes that what is shown is from then; not where something newer was shown already.
    pub fn recall(&self, at: UnixMs) -> bool {
        let is_wanted = self.view.with_untracked(|view| !view.was_ready && !view.link.is_ready());
        if is_wanted {
            self.view.update(|view| view.recalled = Some(at));
        }
        is_wanted
    }

    /// Follows a gateway's link for as long as the page lives.
    pub fn follow(gateway: &Gateway, origin: String, clock: Arc<dyn Clock>) -> Self {
        let scene = Scene { origin, ..Scene::default() };
        let view = RwSignal::new(LinkView { scene, ..LinkView::default() });
        let latency = RwSignal::new(Latency::default());
        let mut notices = gateway.notices(&[Family::Gateway]);
        spawn_local(async move {
            while let Some(notice) = notices.next().await {
                match notice {
                    Notice::Latency(took) => latency.update(|latency| latency.take(took)),
                    Notice::AnotherGateway => latency.set(Latency::default()),
                    _ => {}
                }
                view.maybe_update(|view| view.take(notice, clock.wall()));
            }
        });
        let ready = Memo::new(move |_| view.with(|view| view.link.is_ready()));
        Self { view, latency, ready, diagnosis: Memo::new(move |_| view.with(LinkView::diagnosis)) }
    }

    /// Notes that we are to be connected there: from now on nothing on screen may speak of what was before.
    pub fn begin(&self, url: &str, is_resuming: bool) {
        self.view.update(|view| {
            view.is_resuming = is_resuming;
            url.clone_into(&mut view.scene.url);
            (view.link, view.trouble) = (Link::Connecting { attempt: 0 }, None);
        });
    }

    /// Forgets when it was lost.
    pub fn clear_disconnects(&self) {
        self.view.update(|view| view.disconnects.clear());
    }

    /// Reads what is known, and tracks it.
    pub fn with<R>(&self, read: impl FnOnce(&LinkView) -> R) -> R {
        self.view.with(read)
    }

    /// Returns where we connect to, without tracking it.
    pub fn url(&self) -> String {
        self.view.with_untracked(|view| view.scene.url.clone())
    }

    /// Whether calls can be made to that gateway; does not track it.
    pub fn is_ready_at(&self, url: &str) -> bool {
        self.view.with_untracked(|view| view.link.is_ready() && view.scene.url == url)
    }

    /// Whether calls can be made; tracks that alone.
    pub fn is_ready(&self) -> bool {
        self.ready.get()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "link_tests.rs"]
mod tests;
