//! Watching one session closely: its messages are subscribed to while somebody looks, and its steps are gathered.
//! Refuses to watch two, and to go on when nobody looks.

use std::sync::Arc;
use std::time::Duration;

use futures::channel::oneshot;
use futures::future::{Fuse, FusedFuture, FutureExt};
use futures::{StreamExt, select_biased};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::steps::Steps;
use crate::gateway::socket::Local;
use crate::gateway::{Clock, Gateway, Link, Notice};
use crate::protocol::agent::{SessionsMessagesSubscribe, SessionsMessagesUnsubscribe};
use crate::protocol::{Event, Family, SessionKey};

/// How long somebody must stay with a session before it is subscribed to: leafing through the list asks nothing.
const STAY: Duration = Duration::from_millis(250);

/// Watches a session until the owner that asked for it is gone. The steps are of what happened since.
pub fn watch(gateway: Gateway, clock: Arc<dyn Clock>, key: SessionKey) -> ReadSignal<Steps> {
    let (steps, set_steps) = signal(Steps::default());
    let (looks, mut looks_away) = oneshot::channel::<()>();
    // Dropping the sender is the signal.
    on_cleanup(move || drop(looks));
    spawn_local(async move {
        let mut stayed = clock.sleep(STAY).fuse();
        select_biased! {
            _ = looks_away => return,
            () = stayed => {}
        }
        let _ends = Unsubscribe::at_end(&gateway, &key);
        let mut notices = gateway.notices(&[Family::Steps, Family::Sessions]);
        let mut frame: Fuse<Local<()>> = Fuse::terminated();
        let mut shown = Steps::default();
        loop {
            let changed = select_biased! {
                _ = looks_away => return,
                notice = notices.next() => match notice {
                    Some(Notice::Link(Link::Ready)) => {
                        // What cannot be subscribed to is not shown as it happens; the rest of the view is none the worse.
                        let subscribe = gateway.clone();
                        let key = key.clone();
                        spawn_local(async move {
                            let _ = subscribe.call(&SessionsMessagesSubscribe { key }).await;
                        });
                        false
                    }
                    Some(Notice::Event(event)) => match &*event {
                        Event::AgentStep(step) if step.session_key == key => shown.take(step),
                        Event::SessionsChanged(changed) if changed.session_key.as_ref() == Some(&key) => {
                            let is_over = changed.session.as_ref().is_some_and(|row| !row.has_active_run);
                            if is_over {
                                shown.cut_off();
                            }
                            is_over
                        }
                        _ => false,
                    },
                    Some(_) => false,
                    None => return,
                },
                () = &mut frame => {
                    set_steps.set(shown.clone());
                    false
                }
            };
            if changed && frame.is_terminated() {
                frame = clock.frame().fuse();
            }
        }
    });
    steps
}

/// Ends the subscription to a session's messages with whoever holds it.
pub struct Unsubscribe {
    gateway: Gateway,
    key: SessionKey,
}

impl Unsubscribe {
    /// Ends it when this is dropped.
    pub fn at_end(gateway: &Gateway, key: &SessionKey) -> Self {
        Self { gateway: gateway.clone(), key: key.clone() }
    }
}

impl Drop for Unsubscribe {
    fn drop(&mut self) {
        let (gateway, key) = (self.gateway.clone(), self.key.clone());
        spawn_local(async move {
            // A connection that is gone has no subscriptions left to end.
            let _ = gateway.call(&SessionsMessagesUnsubscribe { key }).await;
        });
    }
}
