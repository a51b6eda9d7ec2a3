//! The sessions and the scheduled jobs that cost most, and the ways from there.
//! Refuses to add anything up.

use leptos::prelude::*;

use super::breakdown::row;
use super::desk::{Desk, Seen};
use super::draw::thousandths;
use crate::domain::usage::filter::Dim;
use crate::domain::usage::share::{Share, shares};
use crate::domain::usage::sum::Measure;
use crate::paths;
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, link};

/// So many are shown.
const MOST: usize = 8;

/// Draws the panel.
pub fn costly(desk: Desk) -> El {
    let title = move || if desk.look.with(|look| look.measure) == Measure::Money { "Costliest sessions" } else { "Largest sessions" };
    let rows = move || desk.seen.with(|seen| seen.as_ref().map(|seen| listed(desk, seen))).unwrap_or_default();
    el("section")
        .class("panel")
        .set("data-panel", "costly")
        .set("aria-label", "Sessions and jobs")
        .child(div("panel-head").child(el("h2").say(move || title().to_owned())))
        .part(rows)
}

fn listed(desk: Desk, seen: &Seen) -> Vec<El> {
    let of = |dim: Dim| shares(&seen.ledger, &seen.fit, seen.span, dim, seen.measure);
    let list = |dim: Dim, parts: &[Share]| {
        let most = parts.first().map_or(0, |share| share.sum.by(seen.measure));
        let rows = parts.iter().take(MOST).map(|share| {
            let share = Share { title: Some(titled(desk, dim, share)), ..share.clone() };
            let said = (share.sum.say(seen.measure), share.sum.exactly(seen.measure));
            let line = row(desk, dim, &share, (&said.0, &said.1), thousandths(share.sum.by(seen.measure), most));
            let ways = (dim == Dim::Session).then(|| ways(desk, &share.value, share.title.as_deref().unwrap_or_default()));
            el("li").child(line).children(ways)
        });
        el("ul").class("bars").children(rows.collect::<Vec<_>>())
    };
    let (sessions, jobs) = (of(Dim::Session), of(Dim::Job));
    if sessions.is_empty() {
        return vec![el("p").class("quiet").text("Nothing was used.")];
    }
    let mut drawn = vec![list(Dim::Session, &sessions)];
    if !jobs.is_empty() {
        drawn.push(el("h3").text(if seen.measure == Measure::Money { "Costliest jobs" } else { "Largest jobs" }));
        drawn.push(list(Dim::Job, &jobs));
    }
    drawn
}

fn titled(desk: Desk, dim: Dim, share: &Share) -> String {
    match dim {
        Dim::Session => desk.title(&share.value, share.title.as_deref()),
        _ => share.title.clone().unwrap_or_else(|| share.value.clone()),
    }
}

/// The ways from a session: its steps, and, as long as it is there, itself and its conversation.
fn ways(desk: Desk, key: &str, title: &str) -> El {
    let (open, of) = (key.to_owned(), [" of ", title].concat());
    let named = |way: El, word: &str| way.set("aria-label", &[word, &of].concat()).text(word);
    let steps = named(button("link"), "Steps").click(move || desk.open(Some(open.clone())));
    // Beside the session that is open, another one.
    let beside = key.to_owned();
    let compare = desk.look.with(|look| look.open.as_ref().is_some_and(|open| open != key)).then(|| {
        named(button("link"), "Compare").set("title", "Beside the session whose steps are open").click(move || {
            let beside = beside.clone();
            desk.change(|look| look.beside = Some(beside));
            request_animation_frame(|| dom::focus(".analytics [data-panel=steps] select"));
        })
    });
    let is_listed = untrack(|| desk.is_listed(key));
    let links = is_listed.then(|| vec![named(link(&paths::session(key)), "Session"), named(link(&paths::chat(key)), "Chat")]);
    div("ways").child(steps).children(compare).children(links.unwrap_or_default())
}
