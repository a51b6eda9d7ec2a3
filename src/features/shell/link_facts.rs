//! What is known of the connection: how fast it answers, who is at the other end, what it grants, when it was lost.
//! Refuses to measure anything; the link knows.

use leptos::prelude::*;

use super::link_chip::word;
use crate::domain::{grants, say};
use crate::paths;
use crate::platform::dom;
use crate::protocol::PROTOCOL;
use crate::state::disconnects::Disconnect;
use crate::state::latency::Latency;
use crate::state::link::LinkView;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::ui::el::{El, button, div, el, link, part, span, svg};

/// How high the line of the latest answers is.
const HEIGHT: u64 = 24;
/// Fewer answers than this make no line worth looking at.
const FEW: usize = 5;

/// Draws all of it.
pub fn link_facts() -> El {
    let Profile { link: state_of, .. } = expect_context();
    let ticker: Ticker = expect_context();
    let state = move || {
        state_of.with(|view| match view.disconnects.since {
            Some(since) => format!("Connected for {}", say::span(since, ticker.near(since).wall)),
            None => word(&view.link).to_owned(),
        })
    };
    let trouble = move || state_of.diagnosis.get().map(|(_, advice)| format!("{} {}", advice.what, advice.next)).unwrap_or_default();
    let clear = button("button")
        .set("data-size", "small")
        .flag("hidden", move || state_of.with(|view| view.disconnects.latest.is_empty()))
        .text("Clear")
        .click(move || state_of.clear_disconnects());
    let all = vec![
        div("head").child(el("h2").say(state)),
        el("p").class("hint").say(trouble),
        part(move || state_of.latency.with(speed)),
        part(move || state_of.with(other_end)),
        link(&paths::connection()).click(dom::close_popovers).text("What passes over this connection"),
        div("head").child(el("h2").text("Disconnects")).child(clear),
        part(move || state_of.with(losses)),
    ];
    div("link-facts").children(all)
}

fn hint(words: &str) -> El {
    el("p").class("hint").text(words)
}

fn speed(latency: &Latency) -> Vec<El> {
    let Some(figures) = latency.figures() else { return vec![hint("No answer was measured yet.")] };
    let told = format!("The latest {} answers took {} to {} ms", latency.count(), figures.least, figures.most);
    let line = svg("svg")
        .class("line")
        .set("role", "img")
        .set("aria-label", &told)
        .set("viewBox", &format!("0 -2 {} {}", latency.width(), HEIGHT + 4))
        .set("preserveAspectRatio", "none")
        .child(svg("path").set("d", &latency.path(HEIGHT)));
    let mut drawn = vec![];
    if latency.count() >= FEW {
        drawn.push(line);
    }
    let figures = [("Median", figures.median), ("p95", figures.p95), ("p99", figures.p99)];
    let figures: Vec<El> = figures.into_iter().map(|(name, ms)| fact(name, &format!("{ms} ms"))).collect();
    drawn.push(el("ul").class("figures").children(figures));
    drawn
}

fn other_end(view: &LinkView) -> El {
    let mut facts = vec![fact("Address", &view.scene.url)];
    facts.extend(view.version().map(|version| fact("Gateway", &format!("OpenClaw {version}, protocol {PROTOCOL}"))));
    facts.extend(view.disconnects.since.map(|since| fact("Since", &dom::local_time(since))));
    if let Some(hello) = &view.hello {
        let mut name = "May";
        for scope in &hello.auth.scopes {
            facts.push(fact(std::mem::take(&mut name), grants::words(scope)));
        }
        if !name.is_empty() {
            facts.push(fact(name, "Nothing"));
        }
    }
    el("ul").class("facts").children(facts)
}

fn fact(name: &str, what: &str) -> El {
    el("li").child(span("hint").text(name)).text(" ").child(el("span").text(what))
}

fn losses(view: &LinkView) -> El {
    let log = &view.disconnects;
    if log.latest.is_empty() {
        return hint("None since this tab was opened.");
    }
    let row = |(at, lost): (usize, &Disconnect)| {
        let said = if lost.reason.is_empty() { String::new() } else { format!(": {}", lost.reason) };
        let back = match lost.away {
            Some(away) => format!(", back after {}", say::duration(away)),
            None if at == 0 && log.is_away => ", not back yet".into(),
            None => String::new(),
        };
        let words = el("p")
            .text(&format!("{}{said} ", lost.why()))
            .child(el("code").text(&lost.code.to_string()))
            .child(span("more").text(&format!("Had lasted {}{back}", say::duration(lost.lasted))));
        el("li").child(span("time").set("title", &dom::local_time(lost.at)).text(&dom::time_of_day(lost.at))).child(words)
    };
    el("ul").class("log").children(log.latest.iter().enumerate().map(row).collect::<Vec<_>>())
}
