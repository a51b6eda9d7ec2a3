//! What is chosen: range, measure, steps, zone, filters; and what is said of the answer's age.
//! Refuses to know figures.

use leptos::prelude::*;

use super::desk::Desk;
use super::draw::{quiet, switch};
use super::export;
use crate::domain::say;
use crate::domain::usage::span::{RANGES, Range, Step, words};
use crate::domain::usage::sum::Measure;
use crate::platform::dom;
use crate::protocol::day::Day;
use crate::protocol::usage::UsageOfAll;
use crate::state::usage::Standing;
use crate::ui::el::{El, button, div, el, span};

/// Draws the head: which time by which clock, how old the figures are, and the way to take them along.
pub fn head(desk: Desk) -> El {
    let usages = desk.profile.usages;
    // What was refused is asked once more after a pause; meanwhile nobody counts.
    let is_counting = move || usages.with(|standing: &Standing| standing.is_asking && standing.trouble.is_none());
    let when = move || [words(desk.spans.with(|(span, _)| *span)), ", ".into(), desk.zone()].concat();
    let age = move || {
        let counted = usages.with(|standing: &Standing| standing.ledger.as_ref().map(|ledger| ledger.counted_at));
        match counted {
            _ if is_counting() => "counting".to_owned(),
            Some(at) => ["counted ", &say::ago(at, desk.ticker.there_calmly())].concat(),
            None if usages.with(|standing: &Standing| standing.trouble.is_some()) => "not counted".into(),
            None => String::new(),
        }
    };
    let link = desk.profile.link;
    let may_ask = move || link.is_ready() && link.with(|view| view.allows::<UsageOfAll>());
    let refresh = button("button")
        .set("data-size", "small")
        .text("Count again")
        .set("title", "Asks the gateway once more. It is not asked by itself, since counting is hard work for it.")
        .flag("disabled", move || is_counting() || !may_ask())
        .click(move || desk.ask(true));
    el("header")
        .class("view-head")
        .child(el("h1").text("Analytics"))
        .child(el("p").class("summary").say(when))
        .child(span("quiet").set("role", "status").say(age))
        .child(refresh)
        .child(export::buttons(desk))
}

/// Draws the choices and the filters that are set.
pub fn toolbar(desk: Desk) -> El {
    let group = |label: &str| div("choice").set("role", "group").set("aria-label", label);
    let is_custom = move || desk.look.with(|look| matches!(look.range, Range::Custom(..)));
    let ranges = RANGES.map(|(_, words, range)| {
        switch(words, move || desk.look.with(|look| look.range == range), move || desk.change(|look| look.range = range))
    });
    let custom = switch("Custom", is_custom, move || {
        let (span, _) = desk.spans.get_untracked();
        desk.change(|look| look.range = Range::Custom(span.first_day(), span.last_day()));
    });
    let units = [("Spend", Measure::Money), ("Tokens", Measure::Tokens)].map(|(words, measure)| {
        switch(words, move || desk.look.with(|look| look.measure == measure), move || desk.change(|look| look.measure = measure))
    });
    let steps = move || {
        Step::ALL.map(|step| {
            let words = ["Per ", step.as_str()].concat();
            switch(&words, move || desk.look.with(|look| look.step == step), move || desk.change(|look| look.step = step))
        })
    };
    let own = dom::own_zone();
    let option = |value: &str, words: &str| el("option").set("value", value).text(words);
    let zones = el("select")
        .class("pick")
        .set("aria-label", "Days begin by the clock of")
        .child(option("own", &own))
        .children((own != "UTC").then(|| option("utc", "UTC")))
        .value(move || if desk.look.with(|look| look.is_utc) { "utc".into() } else { "own".into() })
        .change(move |zone| desk.change(|look| look.is_utc = zone == "utc"));
    div("toolbar")
        .child(group("Time").children(Vec::from(ranges)).child(custom).when(is_custom, move || dates(desk)))
        .child(group("Measure").children(Vec::from(units)))
        .when(move || desk.look.with(|look| look.range != Range::Hours), move || group("Steps").children(Vec::from(steps())))
        .child(zones)
        .part(move || way(desk))
}

/// The first and the last day.
fn dates(desk: Desk) -> Vec<El> {
    let field = move |label: &str, is_last: bool| {
        let now = move || {
            let (span, _) = desk.spans.get();
            if is_last { span.last_day().write() } else { span.first_day().write() }
        };
        el("input").set("type", "date").set("aria-label", label).value(now).change(move |typed| {
            if let Some(day) = Day::read(&typed) {
                let (span, _) = desk.spans.get_untracked();
                let (from, to) = if is_last { (span.first_day().min(day), day) } else { (day, span.last_day().max(day)) };
                desk.change(|look| look.range = Range::Custom(from, to));
            }
        })
    };
    vec![field("First day", false), quiet("to"), field("Last day", true)]
}

/// The way from all to what is looked at: a step for each filter, and the steps of a session at its end. Each step leads back to where it
/// stands, and each filter can be taken away by itself.
fn way(desk: Desk) -> Option<El> {
    let (set, open) = desk.look.with(|look| (look.filters.clone(), look.open.clone()));
    let within = desk.within();
    if set.is_empty() && open.is_none() && within.is_none() {
        return None;
    }
    let back = move |kept: usize| {
        desk.change(|look| look.back_to(kept));
        request_animation_frame(|| dom::focus_if_free(".analytics .way button, .analytics .toolbar button"));
    };
    let mut steps = vec![el("li").child(button("link").text("All").click(move || {
        desk.place.choose("");
        back(0);
    }))];
    if let Some(name) = within {
        let words = ["project: ", &name].concat();
        let cross = button("cross")
            .set("aria-label", &["Take away the filter ", &words].concat())
            .set("title", "Show everything")
            .text("×")
            .click(move || desk.place.choose(""));
        steps.push(el("li").set("data-joint", "in").child(span("chip").child(span("filter-words").text(&words)).child(cross)));
    }
    let mut before = None;
    for (at, (dim, value)) in set.iter().enumerate() {
        let (dim, value) = (*dim, value.clone());
        let words = [dim.as_str(), ": ", &desk.called(dim, &value)].concat();
        let is_last = at + 1 == set.len() && open.is_none();
        let name = if is_last {
            span("filter-words").set("aria-current", "page")
        } else {
            button("link filter-words").click(move || back(at + 1))
        };
        let cross = button("cross")
            .set("aria-label", &["Take away the filter ", &words].concat())
            .set("title", "Take this filter away")
            .text("×")
            .click(move || desk.toggle(dim, &value));
        // Of one kind any of several will do.
        let step = el("li").set("data-joint", if before == Some(dim) { "or" } else { "in" });
        steps.push(step.child(span("chip").child(name.text(&words)).child(cross)));
        before = Some(dim);
    }
    let title = open.map(|key| ["steps of ", &desk.title(&key, None)].concat());
    let end = |title: String| el("li").set("data-joint", "in").child(span("filter-words").set("aria-current", "page").text(&title));
    let list = el("ol").children(steps).children(title.map(end));
    Some(el("nav").class("way").set("aria-label", "The way to what is shown").child(list))
}
