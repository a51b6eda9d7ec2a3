//! Hosts the gateway: connections come as the far ends of sockets, time comes from a clock.
//! The same code in a worker of the browser and in a test. Refuses to decide anything; the gateway does.

use std::sync::Arc;
use std::time::Duration;

use futures::channel::mpsc;
use futures::future::FutureExt;
use futures::stream::{SelectAll, StreamExt};
use futures::{future, select_biased};

use super::faults::Controls;
use super::settings::Settings;
use super::{Demo, LinkId, Out};
use crate::gateway::socket::{Clock, FarEnd, Heard, Local, Said};
use crate::protocol::UnixMs;

/// Who comes to the gateway.
pub enum Visit {
    /// A connection.
    Socket(FarEnd),
    /// Somebody who wants things to go wrong, or right again; with an empty order, only to see what can be changed.
    Order(String, Box<dyn FnOnce(Controls)>),
}

type Words = futures::stream::LocalBoxStream<'static, (LinkId, Option<Said>)>;

/// Runs a gateway until nobody can come any more.
pub async fn host(settings: Settings, clock: Arc<dyn Clock>, mut visits: mpsc::UnboundedReceiver<Visit>) {
    // The clock on the wall may jump; what happens in the demo must not wait for it.
    let (began_at, origin) = (clock.wall().0, clock.now());
    let now = move |clock: &dyn Clock| {
        let passed = clock.now().saturating_sub(origin).as_millis();
        UnixMs(began_at.saturating_add(i64::try_from(passed).unwrap_or(i64::MAX)))
    };
    let mut demo = Demo::new(&settings, now(&*clock));
    let mut ears: Vec<(LinkId, mpsc::UnboundedSender<Heard>)> = vec![];
    let mut words: SelectAll<Words> = SelectAll::new();
    loop {
        while let Some(out) = demo.pop() {
            deliver(&mut ears, out);
        }
        let mut alarm: Local<()> = if demo.is_seen() {
            clock.sleep(Duration::from_millis(u64::try_from(demo.deadline().0.saturating_sub(now(&*clock).0)).unwrap_or(0)))
        } else {
            Box::pin(future::pending())
        };
        let mut heard = if words.is_empty() { future::Fuse::terminated() } else { words.next().fuse() };
        select_biased! {
            word = heard => if let Some((link, word)) = word {
                match word {
                    Some(Said::Text(text)) => demo.hear(link, &text, now(&*clock)),
                    Some(Said::Close { .. }) | None => {
                        demo.hang_up(link);
                        ears.retain(|(of, _)| *of != link);
                    }
                }
            },
            visit = visits.next() => match visit {
                Some(Visit::Socket(FarEnd { heard, said })) => {
                    let link = demo.open(now(&*clock));
                    ears.push((link, heard));
                    let end = futures::stream::iter([(link, None)]);
                    words.push(said.map(move |word| (link, Some(word))).chain(end).boxed_local());
                }
                Some(Visit::Order(order, tell)) => tell(demo.order(&order, now(&*clock))),
                None => return,
            },
            () = alarm.as_mut().fuse() => demo.pass(now(&*clock)),
        }
    }
}

fn deliver(ears: &mut Vec<(LinkId, mpsc::UnboundedSender<Heard>)>, out: Out) {
    let (link, heard) = match out {
        Out::Text(link, text) => (link, Heard::Text(text)),
        Out::Close { link, code, reason } => (link, Heard::Closed { code, reason }),
    };
    let is_last = matches!(heard, Heard::Closed { .. });
    if let Some((_, ear)) = ears.iter().find(|(of, _)| *of == link) {
        // Whoever has gone meanwhile hears nothing.
        let _ = ear.unbounded_send(heard);
    }
    if is_last {
        ears.retain(|(of, _)| *of != link);
    }
}
