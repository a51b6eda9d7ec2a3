//! The demo gateway over time and under a road that holds back: nothing happens while everybody sleeps, what is held back is let go,
//! and who reads too slowly is given up.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::Duration;

use serde_json::json;
use support::demo::Demo;
use support::story::tell;

const READ: [&str; 1] = ["operator.read"];

#[test]
fn what_was_slept_through_did_not_happen() {
    tell(|| async {
        let demo = Demo::start("?rate=100");
        let mut talk = demo.talk(&READ).await;
        talk.ask("sessions.subscribe", json!({})).await.unwrap();
        drop(talk);
        tokio::time::sleep(Duration::from_secs(8 * 3600)).await;
        let mut talk = demo.talk(&READ).await;
        talk.ask("sessions.subscribe", json!({})).await.unwrap();
        assert!(talk.events.len() < 50, "{} events at once", talk.events.len());
        tokio::time::sleep(Duration::from_secs(20)).await;
        talk.ask("health", json!({})).await.unwrap();
        assert!(talk.events.len() > 1_000, "and then it goes on");
    });
}

#[test]
fn what_was_held_back_is_let_go_when_nothing_holds_it_any_more() {
    tell(|| async {
        let demo = Demo::start("?still");
        let mut talk = demo.talk(&READ).await;
        demo.order("trickle 1").await;
        demo.order("latency 60000").await;
        for _ in 0..20 {
            talk.send("health", json!({}));
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
        demo.order("trickle off").await;
        demo.order("latency off").await;
        let asked = tokio::time::Instant::now();
        talk.ask("health", json!({})).await.unwrap();
        assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    });
}

#[test]
fn who_reads_too_slowly_is_given_up() {
    tell(|| async {
        let demo = Demo::start("?still");
        let mut talk = demo.talk(&READ).await;
        demo.order("trickle 1").await;
        demo.order("huge 30").await;
        assert!(!talk.is_over().await);
        for _ in 0..3 {
            demo.order("huge 30").await;
        }
        assert!(talk.is_over().await);
        demo.order("clear").await;
        demo.talk(&READ).await.ask("health", json!({})).await.unwrap();
    });
}
