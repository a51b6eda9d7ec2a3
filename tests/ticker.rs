//! What a page at rest is woken by: every second only while somebody reads seconds, and by figures of the link only when frames passed.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures::FutureExt;
use leptos::prelude::*;
use openclutch::gateway::socket::Local;
use openclutch::gateway::{Clock, Moment};
use openclutch::protocol::UnixMs;
use openclutch::state::link::LinkState;
use openclutch::state::ticker::Ticker;
use support::fake::{FakeGateway, PausedClock, settle};
use support::story::tell;

/// Counts how often it wakes somebody.
struct Alarms(Arc<PausedClock>, Arc<AtomicU32>);

impl Clock for Alarms {
    fn now(&self) -> Moment {
        self.0.now()
    }

    fn wall(&self) -> UnixMs {
        self.0.wall()
    }

    fn sleep(&self, pause: Duration) -> Local<()> {
        let (alarm, rung) = (self.0.sleep(pause), self.1.clone());
        Box::pin(async move {
            alarm.await;
            rung.fetch_add(1, Ordering::Relaxed);
        })
    }

    fn frame(&self) -> Local<()> {
        self.0.frame()
    }
}

fn ticking() -> (Ticker, Arc<PausedClock>, Arc<AtomicU32>) {
    let (_, gateway, clock) = FakeGateway::start();
    let link = LinkState::follow(&gateway, String::new(), clock.clone());
    let rung = Arc::<AtomicU32>::default();
    (Ticker::start(Arc::new(Alarms(clock.clone(), rung.clone())), link), clock, rung)
}

async fn pass(seconds: u64) {
    tokio::time::sleep(Duration::from_millis(seconds * 1_000 + 20)).await;
}

#[test]
fn nobody_is_woken_by_the_second_while_nobody_reads_seconds() {
    tell(|| async {
        let (ticker, clock, rung) = ticking();
        let calm = Memo::new(move |_| ticker.calm().now);
        pass(65).await;
        assert!(rung.load(Ordering::Relaxed) <= 7, "every ten seconds");
        assert!(clock.now() - calm.get_untracked() <= Duration::from_secs(11), "which is when ages are told anew");
        assert_eq!(untrack(|| ticker.get().now), clock.now(), "whoever reads is told the truth");
    });
}

#[test]
fn after_a_sleep_ages_are_told_at_once() {
    tell(|| async {
        let (ticker, clock, _) = ticking();
        let calm = Memo::new(move |_| ticker.calm().now);
        pass(13).await;
        assert!(calm.get_untracked() < clock.now());
        ticker.catch_up();
        assert_eq!(calm.get_untracked(), clock.now());
    });
}

#[test]
fn whoever_reads_seconds_is_told_each_until_he_looks_away() {
    tell(|| async {
        let (ticker, _, rung) = ticking();
        pass(34).await;
        let seen = Rc::new(RefCell::new(vec![]));
        let owner = Owner::current().expect("a story has one").child();
        let noted = seen.clone();
        owner.with(|| Effect::new(move || noted.borrow_mut().push(ticker.get().now.as_secs())));
        pass(5).await;
        // Each pause is a little longer than a second.
        assert_eq!(seen.borrow()[..5], [34, 35, 36, 37, 38]);
        owner.cleanup();
        let read = seen.borrow().len();
        pass(2).await;
        rung.store(0, Ordering::Relaxed);
        pass(60).await;
        assert_eq!(seen.borrow().len(), read);
        assert!(rung.load(Ordering::Relaxed) <= 7, "{rung:?}");
    });
}

#[test]
fn what_was_counted_is_told_once_frames_passed_and_to_whoever_asked_last() {
    tell(|| async {
        let (mut fake, gateway, _) = FakeGateway::start();
        fake.accept().await;
        settle().await;
        let now = gateway.measured(u64::MAX).await.expect("unlike any number");
        let seen = now.heard.frames + now.said.frames;
        let first = gateway.measured(seen);
        settle().await;
        let mut later = gateway.measured(seen);
        assert_eq!(first.await, None, "somebody else waits instead");
        assert!(later.as_mut().now_or_never().is_none(), "nothing passed");
        fake.emit("tick", serde_json::json!({"ts": 1}));
        let then = later.await.expect("something passed");
        assert_eq!(then.heard.frames, now.heard.frames + 1);
    });
}
