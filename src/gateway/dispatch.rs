//! Who hears what happened: fan-out by family, to whoever still listens.
//! Refuses to look into events, and to keep any but the newest state of the link.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures::Stream;
use futures::channel::mpsc;
use futures::stream::FusedStream;

use super::link::Link;
use crate::protocol::{Event, Family, Hello};

/// What happened.
#[derive(Clone, Debug)]
pub enum Notice {
    /// From now on another gateway is meant: what is known belongs to the one before.
    AnotherGateway,
    /// The link is in another state.
    Link(Link),
    /// The gateway let us in. Comes before `Link(Ready)`.
    Hello(Arc<Hello>),
    /// The gateway told something.
    Event(Arc<Event>),
    /// Events were lost on the way: what was made from them may be wrong.
    Missed,
    /// The gateway answered our question whether it is there, this fast.
    Latency(Duration),
    /// A connection that stood has ended, and nobody here wanted that. Comes before the link is told to be down.
    Lost {
        /// The close code; 4000 when we gave up a link that had fallen silent.
        code: u16,
        /// The text beside it, often empty.
        reason: String,
    },
}

/// Hands notices to subscribers. Cloning shares it.
#[derive(Clone, Debug, Default)]
pub struct Dispatcher(Arc<Mutex<Listeners>>);

#[derive(Debug, Default)]
struct Listeners {
    last_id: u64,
    listeners: Vec<Listener>,
    link: Link,
    hello: Option<Arc<Hello>>,
}

#[derive(Debug)]
struct Listener {
    id: u64,
    families: &'static [Family],
    to: mpsc::UnboundedSender<Notice>,
}

impl Dispatcher {
    /// Hands a notice to all whom it concerns: events by family, everything else to everybody.
    pub fn publish(&self, notice: &Notice) {
        let mut inner = self.lock();
        match notice {
            Notice::Link(link) => inner.link = link.clone(),
            Notice::Hello(hello) => inner.hello = Some(hello.clone()),
            Notice::AnotherGateway => inner.hello = None,
            _ => {}
        }
        for listener in &inner.listeners {
            let concerned = match notice {
                Notice::Event(event) => listener.families.contains(&event.family()),
                _ => true,
            };
            if concerned {
                // The far end is gone only for the moment between its drop and its removal.
                let _ = listener.to.unbounded_send(notice.clone());
            }
        }
    }

    /// Listens to events of some families and to all that concerns the link, beginning with how it stands.
    pub fn subscribe(&self, families: &'static [Family]) -> Subscription {
        let (to, notices) = mpsc::unbounded();
        let mut inner = self.lock();
        inner.last_id += 1;
        let id = inner.last_id;
        for notice in inner.hello.clone().map(Notice::Hello).into_iter().chain([Notice::Link(inner.link.clone())]) {
            to.unbounded_send(notice).expect("the receiving end is in this very function");
        }
        inner.listeners.push(Listener { id, families, to });
        Subscription { id, notices, dispatcher: self.clone() }
    }

    /// Returns what the gateway said when it last let us in.
    pub fn hello(&self) -> Option<Arc<Hello>> {
        self.lock().hello.clone()
    }

    /// Returns how many listen.
    pub fn listeners(&self) -> usize {
        self.lock().listeners.len()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Listeners> {
        // Nothing that can panic runs under the lock; and half a fan-out is no reason to stop.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream of notices. Dropping it ends the subscription.
#[derive(Debug)]
pub struct Subscription {
    id: u64,
    notices: mpsc::UnboundedReceiver<Notice>,
    dispatcher: Dispatcher,
}

impl Stream for Subscription {
    type Item = Notice;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Notice>> {
        Pin::new(&mut self.notices).poll_next(cx)
    }
}

impl FusedStream for Subscription {
    fn is_terminated(&self) -> bool {
        self.notices.is_terminated()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.dispatcher.lock().listeners.retain(|listener| listener.id != self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt;
    use futures::executor::block_on;

    #[test]
    fn a_subscription_starts_with_how_the_link_stands() {
        let dispatcher = Dispatcher::default();
        dispatcher.publish(&Notice::Link(Link::Ready));
        let mut late = dispatcher.subscribe(&[]);
        assert!(matches!(block_on(late.next()), Some(Notice::Link(Link::Ready))));
    }

    #[test]
    fn events_reach_their_family_only() {
        let dispatcher = Dispatcher::default();
        let (mut mine, mut other) = (dispatcher.subscribe(&[Family::Gateway]), dispatcher.subscribe(&[Family::Sessions]));
        dispatcher.publish(&Notice::Event(Arc::new(Event::Tick(None))));
        dispatcher.publish(&Notice::Missed);
        assert!(matches!(block_on(mine.next()), Some(Notice::Link(_))));
        assert!(matches!(block_on(mine.next()), Some(Notice::Event(_))));
        assert!(matches!(block_on(other.next()), Some(Notice::Link(_))));
        assert!(matches!(block_on(other.next()), Some(Notice::Missed)), "the tick was not for this one");
    }

    #[test]
    fn dropping_ends_it() {
        let dispatcher = Dispatcher::default();
        let one = dispatcher.subscribe(&[]);
        let two = dispatcher.subscribe(&[]);
        assert_eq!(dispatcher.listeners(), 2);
        drop(one);
        assert_eq!(dispatcher.listeners(), 1);
        drop(two);
        assert_eq!(dispatcher.listeners(), 0);
    }
}
