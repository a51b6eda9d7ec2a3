//! What the link tells, as it is heard.

use super::*;
use std::time::Duration;

const NOW: UnixMs = UnixMs(0);

#[test]
fn a_page_that_resumes_stops_to_call_it_so_at_the_first_trouble() {
    let mut view = LinkView { is_resuming: true, ..LinkView::default() };
    view.take(Notice::Link(Link::Authenticating), NOW);
    assert_eq!((view.is_resuming, view.lack()), (true, "Connecting"));
    view.take(Notice::Link(Link::Halted(crate::gateway::Halt::BuildMismatch)), NOW);
    assert!(!view.is_resuming);
}

#[test]
fn a_trouble_keeps_its_words_while_the_next_try_is_made() {
    let mut view = LinkView::default();
    let failed = Link::Reconnecting { attempt: 1, at: Duration::ZERO, cause: Cause::Network { answers_http: None }, held: false };
    view.take(Notice::Link(failed), NOW);
    let words = view.diagnosis();
    assert!(words.is_some());
    view.take(Notice::Link(Link::Connecting { attempt: 1 }), NOW);
    assert_eq!((view.diagnosis(), view.lack()), (words, "Not connected"));
    view.take(Notice::Link(Link::Ready), NOW);
    assert_eq!(view.diagnosis(), None);
}

#[test]
fn another_gateway_keeps_what_was_begun_and_nothing_else() {
    let mut view = LinkView { is_resuming: true, was_ready: true, link: Link::Connecting { attempt: 0 }, ..LinkView::default() };
    view.scene.url = "ws://b".into();
    view.disconnects.lost(1006, String::new(), NOW);
    view.take(Notice::AnotherGateway, NOW);
    assert_eq!((view.scene.url.as_str(), &view.link, view.is_resuming), ("ws://b", &Link::Connecting { attempt: 0 }, true));
    assert!(!view.was_ready && view.disconnects.latest.is_empty());
}

#[test]
fn leaving_is_no_loss_and_being_lost_is() {
    let mut view = LinkView::default();
    for link in [Link::Ready, Link::Closing, Link::Idle, Link::Ready] {
        view.take(Notice::Link(link), NOW);
    }
    assert!(view.disconnects.latest.is_empty() && view.disconnects.since.is_some());
    view.take(Notice::Lost { code: 1012, reason: "service restart".into() }, NOW);
    view.take(Notice::Link(Link::Connecting { attempt: 0 }), NOW);
    assert_eq!(view.disconnects.latest[0].code, 1012);
}

#[test]
fn ages_count_by_the_gateways_clock() {
    let ours = UnixMs(1_000_000);
    let hello = |began_at| Notice::Hello(Arc::new(Hello { began_at, ..Hello::default() }));
    let tick = |at| Notice::Event(Arc::new(Event::Tick(at)));
    let mut view = LinkView::default();
    for (notice, theirs) in [
        (hello(None), 1_000_000),
        (hello(Some(UnixMs(999_000))), 1_000_000),
        (hello(Some(UnixMs(400_000))), 400_000),
        (tick(None), 400_000),
        (tick(Some(UnixMs(4_000_000))), 4_000_000),
        (tick(Some(ours)), 1_000_000),
    ] {
        view.take(notice, ours);
        assert_eq!(view.gateway_time(ours), UnixMs(theirs));
    }
}

#[test]
fn ages_stand_still_while_the_link_is_down() {
    let mut view = LinkView::default();
    view.take(Notice::Link(Link::Ready), UnixMs(1_000));
    assert_eq!(view.gateway_time(UnixMs(5_000)), UnixMs(5_000));
    view.take(Notice::Lost { code: 1006, reason: String::new() }, UnixMs(6_000));
    assert_eq!(view.gateway_time(UnixMs(90_000)), UnixMs(6_000));
    view.take(Notice::Link(Link::Ready), UnixMs(91_000));
    assert_eq!(view.gateway_time(UnixMs(92_000)), UnixMs(92_000));
}

#[test]
fn what_is_told_again_and_again_is_no_news() {
    let tick = |at| Notice::Event(Arc::new(Event::Tick(Some(UnixMs(at)))));
    let mut view = LinkView::default();
    assert!(!view.take(Notice::Latency(Duration::ZERO), NOW) && !view.take(Notice::Missed, NOW));
    assert!(!view.take(tick(2_000), NOW), "a frame takes its time");
    assert!(view.take(tick(60_000), NOW), "another clock");
    assert!(!view.take(tick(61_500), NOW) && !view.take(tick(58_500), NOW));
    assert_eq!(view.gateway_time(NOW), UnixMs(60_000));
    assert!(view.take(Notice::Link(Link::Ready), NOW));
}
