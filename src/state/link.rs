//! The link as a signal: how it stands, what the gateway said in its hello, how fast it answers.
//! Refuses to decide anything about it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::gateway::advice::Scene;
use crate::gateway::{Advice, Cause, Gateway, Link, Notice};
use crate::protocol::{Hello, Method};

/// How many answers the latency is the median of.
const SAMPLES: usize = 15;

/// What is known of the link.
#[derive(Clone, Debug, Default)]
pub struct LinkView {
    /// How it stands.
    pub link: Link,
    /// What the gateway said when it last let us in.
    pub hello: Option<Arc<Hello>>,
    /// The median time of the latest answers.
    pub latency: Option<Duration>,
    /// Why the last try failed; stays while the next one is made, and is gone once it succeeds.
    pub trouble: Option<Cause>,
    /// Whether it was ready once since this tab was opened.
    pub was_ready: bool,
    /// The page connects by itself to where it was connected before, and nothing has gone wrong so far.
    pub is_resuming: bool,
    /// Where we connect to, and from where.
    pub scene: Scene,
    samples: VecDeque<Duration>,
}

impl LinkView {
    /// Whether the gateway would let us call a method.
    pub fn allows<M: Method>(&self) -> bool {
        self.hello.as_ref().is_some_and(|hello| hello.allows::<M>())
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

    fn take(&mut self, notice: Notice) {
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
                if !link.is_ready() {
                    self.samples.clear();
                    self.latency = None;
                }
                self.link = link;
            }
            Notice::AnotherGateway => *self = Self { scene: std::mem::take(&mut self.scene), ..Self::default() },
            Notice::Hello(hello) => self.hello = Some(hello),
            Notice::Latency(took) => {
                self.samples.push_back(took);
                if self.samples.len() > SAMPLES {
                    self.samples.pop_front();
                }
                self.latency = median(&self.samples);
            }
            Notice::Event(_) | Notice::Missed => {}
        }
    }
}

/// The link of one gateway, as a signal.
#[derive(Clone, Copy)]
pub struct LinkState {
    view: RwSignal<LinkView>,
    /// See [`LinkView::diagnosis`]; wakes only when the words change.
    pub diagnosis: Memo<Option<(&'static str, Advice)>>,
}

impl LinkState {
    /// Follows a gateway's link for as long as the page lives.
    pub fn follow(gateway: &Gateway, origin: String) -> Self {
        let scene = Scene { origin, ..Scene::default() };
        let view = RwSignal::new(LinkView { scene, ..LinkView::default() });
        let mut notices = gateway.notices(&[]);
        spawn_local(async move {
            while let Some(notice) = notices.next().await {
                view.update(|view| view.take(notice));
            }
        });
        Self { view, diagnosis: Memo::new(move |_| view.with(LinkView::diagnosis)) }
    }

    /// Notes that we are to be connected there: from now on nothing on screen may speak of what was before.
    pub fn begin(&self, url: &str, is_resuming: bool) {
        self.view.update(|view| {
            view.is_resuming = is_resuming;
            url.clone_into(&mut view.scene.url);
            (view.link, view.trouble) = (Link::Connecting { attempt: 0 }, None);
        });
    }

    /// Reads what is known, and tracks it.
    pub fn with<R>(&self, read: impl FnOnce(&LinkView) -> R) -> R {
        self.view.with(read)
    }

    /// Whether calls can be made; tracks it.
    pub fn is_ready(&self) -> bool {
        self.with(|view| view.link.is_ready())
    }
}

/// The middle one of the samples, the upper of two.
fn median(samples: &VecDeque<Duration>) -> Option<Duration> {
    // Fifteen are sorted as they are taken in; the library's sort would be 1 kB of the first load.
    let mut sorted = Vec::with_capacity(SAMPLES);
    for sample in samples {
        sorted.insert(sorted.partition_point(|other| other < sample), *sample);
    }
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        let of = |ms: &[u64]| median(&ms.iter().copied().map(Duration::from_millis).collect()).map(|median| median.as_millis());
        assert_eq!((of(&[]), of(&[7]), of(&[9, 1, 5]), of(&[4, 1, 3, 2]), of(&[2, 2, 2, 9])), (None, Some(7), Some(5), Some(3), Some(2)));
    }

    #[test]
    fn a_page_that_resumes_stops_to_call_it_so_at_the_first_trouble() {
        let mut view = LinkView { is_resuming: true, ..LinkView::default() };
        view.take(Notice::Link(Link::Authenticating));
        assert!(view.is_resuming);
        view.take(Notice::Link(Link::Halted(crate::gateway::Halt::BuildMismatch)));
        assert!(!view.is_resuming);
    }

    #[test]
    fn a_trouble_keeps_its_words_while_the_next_try_is_made() {
        let mut view = LinkView::default();
        let failed = Link::Reconnecting { attempt: 1, at: Duration::ZERO, cause: Cause::Network { answers_http: None }, held: false };
        view.take(Notice::Link(failed));
        let words = view.diagnosis();
        assert!(words.is_some());
        view.take(Notice::Link(Link::Connecting { attempt: 1 }));
        assert_eq!(view.diagnosis(), words);
        view.take(Notice::Link(Link::Ready));
        assert_eq!(view.diagnosis(), None);
    }
}
