//! The link as signals: how it stands, what the gateway said in its hello, how fast it answers.
//! Refuses to decide anything about it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::gateway::advice::Scene;
use crate::gateway::{Cause, Gateway, Link, Notice};
use crate::protocol::{Hello, Method};

/// How many answers the latency is the median of.
const SAMPLES: usize = 15;

/// The link of one gateway, as signals.
#[derive(Clone, Copy)]
pub struct LinkState {
    /// How it stands.
    pub link: RwSignal<Link>,
    /// What the gateway said when it last let us in.
    pub hello: RwSignal<Option<Arc<Hello>>>,
    /// The median time of the latest answers.
    pub latency: RwSignal<Option<Duration>>,
    /// Why the last try failed; stays while the next one is made, and is gone once it succeeds.
    pub trouble: RwSignal<Option<Cause>>,
    /// Whether it was ready once since this tab was opened.
    pub was_ready: RwSignal<bool>,
    /// Where we connect to, and from where.
    pub scene: RwSignal<Scene>,
}

impl LinkState {
    /// Follows a gateway's link for as long as the page lives.
    pub fn follow(gateway: &Gateway, origin: String) -> Self {
        let scene = Scene { origin, ..Scene::default() };
        let state = Self {
            link: RwSignal::new(Link::Idle),
            hello: RwSignal::new(None),
            latency: RwSignal::new(None),
            trouble: RwSignal::new(None),
            was_ready: RwSignal::new(false),
            scene: RwSignal::new(scene),
        };
        let mut notices = gateway.notices(&[]);
        spawn_local(async move {
            let mut samples = VecDeque::new();
            while let Some(notice) = notices.next().await {
                state.take(notice, &mut samples);
            }
        });
        state
    }

    /// Whether the gateway would let us call a method. Tracks the hello.
    pub fn allows<M: Method>(&self) -> bool {
        self.hello.with(|hello| hello.as_ref().is_some_and(|hello| hello.allows::<M>()))
    }

    fn take(&self, notice: Notice, samples: &mut VecDeque<Duration>) {
        match notice {
            Notice::Link(link) => {
                match &link {
                    Link::Reconnecting { cause, .. } => self.trouble.set(Some(cause.clone())),
                    Link::Connecting { .. } | Link::Authenticating | Link::Pairing(_) => {}
                    Link::Idle | Link::Ready | Link::Closing | Link::Halted(_) => self.trouble.set(None),
                }
                if link.is_ready() {
                    self.was_ready.set(true);
                } else {
                    samples.clear();
                    self.latency.set(None);
                }
                self.link.set(link);
            }
            Notice::Hello(hello) => self.hello.set(Some(hello)),
            Notice::Latency(took) => {
                samples.push_back(took);
                if samples.len() > SAMPLES {
                    samples.pop_front();
                }
                self.latency.set(median(samples.iter().copied().collect()));
            }
            Notice::Event(_) | Notice::Missed => {}
        }
    }
}

fn median(mut samples: Vec<Duration>) -> Option<Duration> {
    samples.sort_unstable();
    samples.get(samples.len() / 2).copied()
}
