//! What is searched for and how the lines are shown: the search box with what is wrong in it, the time that was chosen, repeats, columns.
//! Refuses to know what is found.

use leptos::prelude::*;

use super::address::{Look, Times};
use super::desk::{Desk, LIST};
use super::export::{Form, export};
use crate::domain::log::repeat::Repeats;
use crate::domain::log::ring::{BOUNDS, bound_of};
use crate::domain::log::time;
use crate::domain::query::strict::Mistake;
use crate::domain::say;
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, memo, span};

/// What can be done with the whole log.
pub fn ways(desk: Desk) -> El {
    let small = |words: &str| button("button").set("data-size", "small").text(words);
    let is_paused = move || desk.logs.is_paused.get();
    let is_empty = move || desk.shown.with(|shown| shown.is_empty());
    div("ways")
        .child(
            button("button")
                .set("data-size", "small")
                .set("title", "Space")
                .say(move || if is_paused() { "Read on".into() } else { "Pause".into() })
                .click(move || desk.pause()),
        )
        .child(
            small("Clear")
                .set("title", "Drop all lines that are kept here; the file keeps them")
                .flag("disabled", move || desk.logs.with(|book| !book.ring.has_lines()))
                .click(move || desk.clear()),
        )
        .child(
            small("Save text")
                .set("title", "Save the lines that are shown, for people")
                .flag("disabled", is_empty)
                .click(move || export(desk, Form::Text)),
        )
        .child(
            small("Save JSONL")
                .set("title", "Save the lines that are shown as they were written, for programs")
                .flag("disabled", is_empty)
                .click(move || export(desk, Form::Lines)),
        )
}

/// Draws the toolbar.
pub fn toolbar(desk: Desk) -> El {
    let typed = move || desk.look.with(|look| look.query.clone());
    let mistake = move || desk.logs.with(|book| book.mistake.clone());
    let is_wrong = memo(move || mistake().is_some());
    let find = el("input")
        .set("type", "search")
        .set("placeholder", "Words, \"a phrase\", /regex/, level>=warn, subsystem:ws, -not")
        .set("aria-label", "Search the log")
        .set("aria-describedby", "log-mistake")
        .set("spellcheck", "false")
        .set("autocomplete", "off")
        .truth("aria-invalid", move || is_wrong.get())
        .value(typed)
        .input(move |typed| desk.change(|look| look.query = typed))
        .keys(move |event| match event.key().as_str() {
            "Enter" | "ArrowDown" => {
                event.prevent_default();
                dom::focus(LIST);
            }
            "Escape" => {
                event.prevent_default();
                desk.change(|look| look.query.clear());
            }
            _ => {}
        });
    let wrong = move || mistake().map(|mistake| shown(&typed(), &mistake)).unwrap_or_default();
    let chips = div("chips")
        .part(move || desk.look.with(|look| look.view.span).map(|span| range(desk, span)))
        .part(move || desk.look.with(|look| look.columns.clone()).into_iter().map(|name| column(desk, name)).collect::<Vec<_>>())
        .child(choice(
            "Repeats",
            &[("Repeats: all lines", "shown"), ("Repeats: same words once", "exact"), ("Repeats: numbers ignored", "numbers")],
            move || desk.look.with(|look| look.view.repeats.as_str()).to_owned(),
            move |chosen| {
                let by = Repeats::ALL.into_iter().find(|by| by.as_str() == chosen).unwrap_or_default();
                desk.change(|look| look.view.repeats = by);
            },
        ))
        .child(choice(
            "Times",
            &Times::ALL.map(|(by, words)| (words, by.as_str())),
            move || desk.look.with(|look| look.times.as_str()).to_owned(),
            move |chosen| {
                let by = Times::ALL.into_iter().find(|(by, _)| by.as_str() == chosen).unwrap_or_default().0;
                desk.change(|look| look.times = by);
            },
        ))
        .child(switch("UTC", move || desk.look.with(|look| look.is_utc), move || desk.change(|look| look.is_utc = !look.is_utc)))
        .child(bounds(desk))
        .child(span("reading").set("role", "status").say(move || found(desk)));
    div("toolbar")
        .set("role", "search")
        .child(div("find").child(find).child(div("mistake").set("id", "log-mistake").set("aria-live", "polite").part(wrong)))
        .child(chips)
}

/// Says how much of the log fits, and whether the search goes on: shortly, since the style sheet keeps so much room free.
fn found(desk: Desk) -> String {
    let (has_query, is_all) = desk.look.with(|look| (!look.query.trim().is_empty(), look.view == Default::default()));
    if !has_query && is_all {
        return String::new();
    }
    let shown = desk.shown.with(|shown| shown.iter().filter(|shown| shown.times > 0).count());
    let goes_on = has_query && desk.logs.with(|book| book.left() > 0);
    say::count(shown) + if goes_on { " so far" } else { " shown" }
}

/// What was typed, with the place marked where it is wrong, and why. What was found before stays.
fn shown(typed: &str, mistake: &Mistake) -> Vec<El> {
    // The search trims what is around it; the mistake may lie behind blanks.
    let skipped = typed.len() - typed.trim_start().len();
    let (from, to) = (mistake.from + skipped, mistake.to + skipped);
    let piece = |from: usize, to: usize| typed.get(from..to).unwrap_or_default();
    let before = typed.get(..from).unwrap_or_default().chars().count();
    let place = ["At letter ", &(before + 1).to_string(), ": ", &mistake.words].concat();
    vec![
        el("code").child(El::words(piece(0, from))).child(el("mark").text(piece(from, to))).child(El::words(piece(to, typed.len()))),
        el("p").text(&[&place, " The last result stays."].concat()),
    ]
}

/// The time that was chosen, and the way back.
fn range(desk: Desk, (from, to): (i64, i64)) -> El {
    let said = move || {
        let time = |at: i64| time::in_full(at, desk.ahead(at));
        let (from, to) = (time(from), time(to));
        let is_one_day = from.get(..10) == to.get(..10);
        [from.get(..19).unwrap_or_default(), " to ", to.get(if is_one_day { 11..19 } else { 0..19 }).unwrap_or_default()].concat()
    };
    chip(Box::new(said), "Show all times", Box::new(|look| look.view.span = None), desk)
}

/// A column of a field, and the way to be rid of it.
fn column(desk: Desk, name: String) -> El {
    let words = ["column ", &name].concat();
    chip(Box::new(move || words.clone()), "Take the column away", Box::new(move |look| look.column(&name, false)), desk)
}

fn chip(words: Box<dyn Fn() -> String>, way: &str, leave: Box<dyn Fn(&mut Look)>, desk: Desk) -> El {
    let cross = button("cross").set("aria-label", way).set("title", way).text("×").click(move || desk.change(|look| leave(look)));
    span("within").child(el("span").say(words)).child(cross)
}

fn switch(words: &str, is_on: impl FnMut() -> bool + 'static, turn: impl Fn() + 'static) -> El {
    button("chip-button").text(words).truth("aria-pressed", is_on).click(turn)
}

/// A list of which one is chosen.
fn choice(name: &str, options: &[(&str, &str)], read: impl Fn() -> String + 'static, choose: impl Fn(String) + 'static) -> El {
    let option = |(words, value): &(&str, &str)| el("option").set("value", value).text(words);
    el("select").class("pick").set("aria-label", name).children(options.iter().map(option).collect::<Vec<_>>()).value(read).change(choose)
}

/// How many lines are kept.
fn bounds(desk: Desk) -> El {
    let options = BOUNDS.map(|bound| (["Keep ", &say::count(bound), " lines"].concat(), bound.to_string()));
    let options: Vec<(&str, &str)> = options.iter().map(|(words, value)| (words.as_str(), value.as_str())).collect();
    choice(
        "Lines to keep",
        &options,
        move || bound_of(desk.bound.get()).to_string(),
        move |chosen| desk.bound.set(chosen.parse().unwrap_or_default()),
    )
}
