//! The recorded frames, the newest on top; one that is opened shows its words laid out, with what is secret masked.
//! Refuses to draw thousands: so many are shown, and more when somebody asks.

use std::sync::Arc;

use leptos::prelude::*;

use super::bench::Bench;
use super::sift::Sift;
use crate::domain::redact::redact_json;
use crate::domain::{json, say};
use crate::gateway::record::{Frame, Kind};
use crate::state::ticker::Ticker;
use crate::ui::el::{El, button, div, el, span};
use crate::ui::keyed::keyed;

/// So many are shown at once.
const AT_ONCE: usize = 200;

/// Draws the list.
pub fn frames(bench: Bench, sift: RwSignal<Sift>) -> El {
    let ticker: Ticker = expect_context();
    let most = RwSignal::new(AT_ONCE);
    let found: Memo<(Vec<Arc<str>>, bool)> = Memo::new(move |_| {
        if bench.is_running() {
            ticker.get();
        }
        let most = most.get();
        let sift = sift.get();
        let query = sift.query();
        bench.with(|kept| {
            kept.map_or_else(Default::default, |kept| {
                kept.with(|recorder| {
                    let mut fit = recorder.frames().rev().filter(|frame| sift.fits(&query, frame));
                    let keys = fit.by_ref().take(most).map(|frame| key(frame)).collect();
                    (keys, fit.next().is_some())
                })
            })
        })
    });
    let none = move || found.with(|(keys, _)| keys.is_empty());
    let row = move |key: Arc<str>| {
        let number = key.trim_end_matches('+').parse().unwrap_or(u64::MAX);
        let frame = bench.frame(number);
        frame.map_or_else(|| div("frame"), |frame| row(&frame))
    };
    div("frames")
        .child(keyed("list", move || found.with(|(keys, _)| keys.clone()), row).set("role", "list").set("aria-label", "Frames"))
        .when(none, || el("p").class("hint").text("No frame fits."))
        .when(
            move || found.with(|(_, has_more)| *has_more),
            move || button("button").text("Show more").click(move || most.update(|most| *most += AT_ONCE)),
        )
}

/// A row is made anew once its answer has come.
fn key(frame: &Frame) -> Arc<str> {
    let joined = if frame.took.is_some() { "+" } else { "" };
    [&frame.number.to_string(), joined].concat().into()
}

fn row(frame: &Arc<Frame>) -> El {
    let is_open = RwSignal::new(false);
    let (sign, words) = match frame.kind {
        Kind::Request => ("↑", "request"),
        Kind::Answer if frame.is_refused => ("↓", "refusal"),
        Kind::Answer => ("↓", "answer"),
        Kind::Event => ("•", "event"),
        other => ("×", other.as_str()),
    };
    let took = frame.took.map(|took| [&say::count(usize::try_from(took.as_millis()).unwrap_or(usize::MAX)), " ms"].concat());
    let name = if frame.name.is_empty() { "unknown" } else { &frame.name };
    let summary = el("summary")
        .child(span("sign").set("aria-hidden", "true").text(sign))
        .child(span("time").text(&at(frame)))
        .child(span("kind").set_if("data-tone", frame.is_refused.then_some("bad")).text(words))
        .child(span("name").text(name))
        .child(span("id").text(&if frame.id.is_empty() { String::new() } else { ["#", &frame.id].concat() }))
        .child(span("took").text(&took.unwrap_or_default()))
        .child(span("size").text(&say::bytes(frame.size as u64)));
    let of = frame.clone();
    let node = el("details").class("frame").child(summary);
    let raw = node.raw();
    let node = node.on("toggle", move |_| is_open.set(raw.has_attribute("open"))).when(
        move || is_open.get(),
        move || {
            let words = if of.text.is_empty() && of.size > 0 {
                "This frame was too long to be kept.".to_owned()
            } else {
                json::pretty(&redact_json(&of.text, &mut vec![]))
            };
            el("pre").set("tabindex", "0").text(&words)
        },
    );
    div("").set("role", "listitem").child(node)
}

/// Says when a frame passed, from the beginning.
fn at(frame: &Frame) -> String {
    let ms = frame.at.as_millis();
    let thousandths = (ms % 1_000).to_string();
    [&(ms / 1_000).to_string(), ".", &"000"[thousandths.len().min(3)..], &thousandths].concat()
}
