//! What passes over the connection, counted: read when much passed, once a second at most, and every twenty seconds, while somebody
//! looks; asked of nobody.
//! Refuses to count; the connection does, always.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::counts::{self, HEIGHT};
use super::odd::odd;
use super::table::{Shows, table};
use crate::domain::say;
use crate::gateway::Measured;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::ui::el::{El, div, effect, el, span, svg};

const METHODS: Shows = Shows {
    name: "Requests by method",
    heads: &["Method", "Last minute", "In all", "Bytes", "Median", "p95", "Failed", "In flight"],
    rows: counts::methods,
    cells: counts::method,
    none: "Nothing was asked yet.",
};

const EVENTS: Shows = Shows {
    name: "Events by name",
    heads: &["Event", "Count", "Bytes"],
    rows: counts::events,
    cells: counts::event,
    none: "No event came yet.",
};

/// Since when frames are counted.
const SINCE: &str = "Since this page connected to this gateway";

/// So long figures stand at least, since nobody reads faster.
const STAND: Duration = Duration::from_secs(1);
/// So many frames at least are worth drawing at once. Fewer are a sign of life now and then, which no person waits for: to draw each
/// would cost more than all else on a page at rest.
const MUCH: u64 = 4;
/// What counts for the last minute ages in steps of so many seconds.
const AGES: u64 = 20;
/// So many seconds are drawn.
const MINUTE: usize = 60;
/// Unlike any number of frames, or of seconds.
const NONE: u64 = u64::MAX;

/// Returns the figures: anew when much passed, and now and then, since what counts for the last minute ages.
fn measuring() -> RwSignal<Measured> {
    let profile: Profile = expect_context();
    let ticker: Ticker = expect_context();
    let measured = RwSignal::new(Measured::default());
    let turn = StoredValue::new(NONE);
    effect(move || {
        let now = ticker.calm().now.as_secs();
        // What is told as time that is left ages by itself.
        let mine = if measured.with_untracked(is_spared) { now } else { now / AGES * AGES };
        if turn.get_value() == mine {
            return;
        }
        turn.set_value(mine);
        spawn_local(async move {
            let mut drawn = None;
            // Until the next turn begins, or the view is left.
            while turn.try_get_value() == Some(mine)
                && let Some(now) = profile.measured(NONE).await
            {
                let seen = now.heard.frames + now.said.frames;
                // Fewer than before: another gateway is meant. That the gateway is spared, or not any more, is said at once.
                let is_much = drawn.is_none_or(|drawn| seen.abs_diff(drawn) >= MUCH);
                if is_much || measured.try_with_untracked(is_spared) == Some(!is_spared(&now)) {
                    drawn = Some(seen);
                    let _ = measured.try_set(now);
                }
                if profile.measured(seen).await.is_none() {
                    return;
                }
                // A question and its answer are told together.
                profile.sleep(STAND).await;
                profile.clock().shown().await;
            }
        });
    });
    measured
}

/// Whether something is not asked for a while, to spare the gateway.
fn is_spared(measured: &Measured) -> bool {
    measured.holds_back.is_some() || !measured.cooling.is_empty()
}

/// Draws the figures.
pub fn metrics() -> El {
    let measured = measuring();
    let spares = Memo::new(move |_| measured.with(counts::sparing));
    let note = |words: String| el("p").class("note-line").text(&words);
    div("metrics")
        .child(
            el("p")
                .class("summary")
                .say(move || measured.with(counts::sentence))
                .child(span("failed").say(move || measured.with(counts::failed))),
        )
        .child(div("notes").set("role", "status").part(move || spares.get().into_iter().map(note).collect::<Vec<_>>()))
        .child(tiles(measured))
        .child(table(measured, METHODS))
        .child(div("pair").child(table(measured, EVENTS)).child(odd(measured)))
}

fn tiles(measured: RwSignal<Measured>) -> El {
    let tile = move |name: &'static str, hint: &'static str, read: fn(&Measured) -> String| {
        div("tile").set("title", hint).child(el("h2").text(name)).child(span("figure").say(move || measured.with(read)))
    };
    let size = move |read: fn(&Measured) -> u64| span("quiet").say(move || say::bytes(measured.with(read)));
    let again = |measured: &Measured| match measured.hellos {
        0 => counts::UNKNOWN.to_owned(),
        hellos => say::count(hellos as usize - 1),
    };
    let unused = |measured: &Measured| {
        let unused = &measured.counters;
        say::count((unused.late + unused.duplicate + unused.foreign + unused.malformed) as usize)
    };
    div("tiles")
        .child(tile("From the gateway", SINCE, |measured| counts::frames(measured.heard)).child(size(|measured| measured.heard.bytes)))
        .child(tile("From this page", SINCE, |measured| counts::frames(measured.said)).child(size(|measured| measured.said.bytes)))
        .child(tile("Reconnects", "How often the connection was made anew", again))
        .child(tile("Gaps", "How often events were lost on the way; what was lost was read anew", |measured| {
            say::count(measured.counters.gaps as usize)
        }))
        .child(tile("Answers of no use", "Late, double, foreign and garbled ones", unused))
        .child(line(measured))
}

/// Draws the frames of the last minute.
fn line(measured: RwSignal<Measured>) -> El {
    // A whole minute from the first second on: before it nothing came.
    let seconds = Memo::new(move |_| {
        measured.with(|measured| {
            let mut all = vec![0_u32; MINUTE.saturating_sub(measured.seconds.len())];
            all.extend(&measured.seconds);
            all
        })
    });
    let most = move || seconds.with(|seconds| counts::line(seconds).1.to_string());
    let says = move || Some(["Frames a second in the last minute, at most ", &most()].concat());
    let path = move || Some(seconds.with(|seconds| counts::line(seconds).0));
    let drawn = svg("svg")
        .class("line")
        .set("role", "img")
        .live("aria-label", says)
        .set("viewBox", &format!("0 -2 {} {}", MINUTE - 1, HEIGHT + 4))
        .set("preserveAspectRatio", "none")
        .child(svg("path").live("d", path));
    div("tile wide").child(el("h2").say(move || ["Frames a second, at most ", &most()].concat())).child(drawn)
}
