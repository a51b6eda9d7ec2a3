//! The history of a job: its runs by pages, by how they came out, and one of them in full.
//! Refuses to ask for them; `page` does.

use std::sync::Arc;

use leptos::prelude::*;

use super::page::{PAGE, Page, page};
use super::spent::spent;
use crate::domain::say;
use crate::features::cron::address::{Look, OUTCOMES};
use crate::features::cron::costs::Cost;
use crate::features::cron::desk::{Desk, Seen};
use crate::features::cron::shown::{delivery, outcome, took};
use crate::features::cron::toolbar::switch;
use crate::paths;
use crate::platform::dom;
use crate::protocol::cron::RunEntry;
use crate::ui::badge::badge;
use crate::ui::el::{El, button, div, el, if_else, link, span};
use crate::ui::keyed::keyed;
use crate::ui::paste::paste;

/// Draws the history.
pub fn runs(desk: Desk, of: StoredValue<Arc<str>>, seen: Seen) -> Vec<El> {
    let page = page(desk, of);
    let filter = |at: usize| {
        let words = move || OUTCOMES.get(at).map_or("", |(_, words)| words).to_owned();
        let turn = move |look: &mut Look| *look = Look { outcome: at, page: 0, run: None, ..look.clone() };
        switch(desk, words, move |look| look.outcome == at, turn)
    };
    let filters =
        div("chips").set("role", "group").set("aria-label", "Which runs").children((0..OUTCOMES.len()).map(filter).collect::<Vec<_>>());
    let entries = move || page.with(|page| page.as_ref().map(|page| page.runs.clone()).unwrap_or_default());
    // A key is the run's beginning; what is known of a run that is over does not change.
    let keys = move || entries().iter().map(|run| run.at().0).collect();
    let line = move |at: i64| {
        let run = page.with_untracked(|page| page.as_ref().and_then(|page| page.runs.iter().find(|run| run.at().0 == at).cloned()));
        run.map_or_else(|| el("li"), |run| one(desk, run))
    };
    let list = div("runs-list").child(keyed("history", keys, line).set("role", "list"));
    let none = move || {
        let words = if desk.look.with(|look| look.outcome != 0) { "No such run." } else { "It has not run yet." };
        el("p").class("quiet").text(words)
    };
    let fault = move || {
        let words = page.with(|page| page.as_ref().and_then(|page| page.fault.clone()));
        words.map(|words| el("p").class("fault").set("role", "alert").text(&format!("The runs could not be read. {words}")))
    };
    let has_any = move || page.with(|page| page.as_ref().is_none_or(|page| !page.runs.is_empty() || page.fault.is_some()));
    let now = div("now")
        .flag("hidden", move || seen.with(|seen| seen.as_ref().is_none_or(|known| known.whole.job.state.running_at_ms.is_none())));
    let running = now.say(move || {
        let since = seen.with(|seen| seen.as_ref().and_then(|known| known.whole.job.state.running_at_ms));
        since.map_or(String::new(), |since| format!("Running for {}", say::span(since, desk.ticker.there())))
    });
    vec![filters, running, crate::ui::el::part(fault), spent(desk, page), list, if_else(has_any, || (), none), paging(desk, page)]
}

fn paging(desk: Desk, page: RwSignal<Option<Page>>) -> El {
    let total = move || page.with(|page| page.as_ref().map_or(0, |page| page.total));
    let number = move || desk.look.with(|look| look.page);
    let step = move |word: &str, by: isize| {
        let to = move || number().saturating_add_signed(by);
        let cannot = move || (by < 0 && number() == 0) || (by > 0 && (number() + 1) * PAGE >= total());
        button("button").set("data-size", "small").flag("disabled", cannot).text(word).click(move || {
            let to = untrack(to);
            desk.change_look(|look| (look.page, look.run) = (to, None));
        })
    };
    let words = move || {
        let (from, total) = (number() * PAGE, total());
        format!("{}–{} of {}", say::count(from + 1), say::count((from + PAGE).min(total)), say::count(total))
    };
    div("paging")
        .flag("hidden", move || total() <= PAGE)
        .child(step("Newer", -1))
        .child(span("quiet").set("role", "status").say(words))
        .child(step("Older", 1))
}

/// One run: a line, and under it all that is known of it while it is open.
fn one(desk: Desk, run: Arc<RunEntry>) -> El {
    let at = run.at().0;
    let is_open = move || desk.look.with(|look| look.run == Some(at));
    let (word, tone) = outcome(run.status.as_deref());
    let by = if run.is_by_hand() { "by hand" } else { "by schedule" };
    let told = match delivery(run.delivery_status.as_deref()) {
        Some(("delivered", _)) => ", delivered",
        Some(("not delivered", _)) => ", not delivered",
        Some(_) => ", delivery unknown",
        None => "",
    };
    let of = StoredValue::new(run.clone());
    let cost = move || of.with_value(|run| desk.cost_of(run)).said();
    let tokens = run.usage.as_ref().and_then(|usage| usage.total_tokens).map(|total| [&say::tokens(total), " tokens"].concat());
    let comma = if tokens.is_some() { ", " } else { "" };
    // Why it is not known stands in the run in full.
    let price = move || match of.with_value(|run| desk.cost_of(run)) {
        Cost::No(_) => String::new(),
        known => [comma, &known.said().0].concat(),
    };
    let spent_line = span("spent-line")
        .child(El::words(&tokens.unwrap_or_default()))
        .child(span("cost-said").live("title", move || Some(cost().1)).say(price));
    let line = button("run-line")
        .truth("aria-expanded", is_open)
        .child(span("time").text(&dom::local_time(run.at())))
        .child(badge(move || tone, move || word.to_owned()))
        .child(span("took").text(&took(run.duration_ms)))
        .child(span("by").text(&[by, told].concat()))
        .child(spent_line)
        .click(move || desk.change_look(|look| look.run = if look.run == Some(at) { None } else { Some(at) }));
    el("div").class("run").set("role", "listitem").set("data-at", &at.to_string()).child(line).when(is_open, move || full(desk, &run, cost))
}

fn full(desk: Desk, run: &RunEntry, cost: impl Fn() -> (String, String) + 'static) -> El {
    let tokens = run.usage.as_ref().map(|usage| {
        let said = |tokens: Option<u64>| tokens.map_or_else(|| "—".into(), say::tokens);
        format!("{} in, {} out", said(usage.input_tokens), said(usage.output_tokens))
    });
    let mut facts = el("dl").class("facts");
    for (name, words) in [("Model", run.model.clone()), ("Tokens", tokens)] {
        if let Some(words) = words {
            facts = facts.child(el("dt").text(name)).child(el("dd").text(&words));
        }
    }
    facts = facts.child(el("dt").text("Cost")).child(el("dd").say(move || cost().1));
    let mut body = div("run-full").child(facts);
    for (class, words) in [("fault", &run.error), ("fault", &run.delivery_error), ("said", &run.summary)] {
        if let Some(words) = words
            .as_ref()
            .filter(|words| !words.is_empty() && (class == "said" || run.error.as_ref() == Some(words) || run.error.is_none()))
        {
            body = body.child(el("p").class(class).text(words));
        }
    }
    body = body.child(session(desk, run));
    match &run.run_id {
        Some(id) => body.child(paste(id.clone())),
        None => body,
    }
}

/// The ways to the session of a run. The gateway shows what was said in it as long as it is the last life of its session.
fn session(desk: Desk, run: &RunEntry) -> El {
    let (key, is_last) = desk.session_of(run);
    match key {
        Some(key) if is_last => div("deeds")
            .child(link(&paths::chat(&key)).class("button").set("data-size", "small").text("Open chat"))
            .child(link(&paths::session(&key)).class("button").set("data-size", "small").text("Open session")),
        Some(_) => el("p").class("quiet").text("Its session is over: the gateway shows that of the last run only."),
        None => el("p").class("quiet").text("It had no session."),
    }
}
