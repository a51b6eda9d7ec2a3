//! Spend or tokens over time, stacked by model, with the time before as a line; the same as a table.
//! Refuses to add anything up; `domain::usage::stack` does.

use std::rc::Rc;

use leptos::prelude::*;

use super::desk::{Desk, Seen};
use super::draw::{colour, quiet, switch};
use super::table::{legend, tabled};
use crate::domain::say;
use crate::domain::usage::filter::Dim;
use crate::domain::usage::span::{mark, words};
use crate::domain::usage::stack::{Layer, Stack, stack};
use crate::domain::usage::sum::{Measure, Sum};
use crate::domain::widget::decimal;
use crate::domain::widget::plot::{nearest, tenths};
use crate::domain::widget::scale::scale;
use crate::platform::dom;
use crate::ui::el::{El, button, div, effect, el, span, svg};

/// How high the chart is, in tenths of a CSS pixel.
const HEIGHT: i32 = 2_400;
/// Where the values end below and begin above.
const FLOOR: i32 = HEIGHT - 240;
const TOP: i32 = 80;

/// Draws the panel.
pub fn chart(desk: Desk) -> El {
    let made = Memo::new(move |_| desk.seen.with(|seen| seen.as_ref().map(|seen| (seen.clone(), Made::new(made(seen))))));
    let as_table = move || desk.look.with(|look| look.is_table);
    let table = switch("Table", as_table, move || desk.change(|look| look.is_table = !look.is_table));
    let title = move || {
        let (step, measure) = desk.look.with(|look| (look.step(), look.measure));
        let what = if measure == Measure::Money { "Spend" } else { "Tokens" };
        [what, " per ", step.as_str(), ", by model"].concat()
    };
    let width = RwSignal::new(0_i32);
    let at = RwSignal::new(None::<usize>);
    effect(move || {
        made.track();
        at.set(None);
    });
    let body = move || {
        made.with(|made| {
            let (seen, stack) = made.as_ref()?;
            Some(if as_table() {
                vec![tabled(desk, seen, stack)]
            } else {
                vec![plotted(desk, seen, stack, width, at), legend(desk, seen, stack)]
            })
        })
        .unwrap_or_default()
    };
    let view = el("section").class("panel").set("data-panel", "chart").set("aria-label", "Over time");
    let drawn = view.raw();
    let files = move || {
        let (as_drawing, as_picture) = (drawn.clone(), drawn.clone());
        let way = |words: &str, title: &str| button("button").set("data-size", "small").set("title", title).text(words);
        vec![
            way("SVG", "Save as a drawing").click(move || dom::save_drawing(&as_drawing, "usage.svg")),
            way("PNG", "Save as a picture").click(move || dom::save_picture(&as_picture, "usage.png")),
        ]
    };
    let beside = span("beside").when(move || !as_table(), files).child(table);
    let head = div("panel-head").child(el("h2").say(title)).child(quiet("The line is the period before.")).child(beside);
    view.child(head).part(body)
}

/// What was made, compared by where it lies.
#[derive(Clone)]
struct Made(std::sync::Arc<Stack>);

impl Made {
    fn new(stack: Stack) -> Self {
        Self(std::sync::Arc::new(stack))
    }
}

impl PartialEq for Made {
    fn eq(&self, other: &Self) -> bool {
        std::sync::Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Made {
    type Target = Stack;

    fn deref(&self) -> &Stack {
        &self.0
    }
}

/// Adds up what a chart and what is saved of it show.
pub fn made(seen: &Seen) -> Stack {
    stack(&seen.ledger, &seen.fit, seen.span, seen.before, seen.step, seen.measure)
}

/// Returns what a layer is called.
pub fn called<'a>(seen: &'a Seen, layer: &Layer) -> &'a str {
    layer.model.map_or("other models", |model| seen.ledger.name(model))
}

/// Says what stands at a bucket, exactly.
fn said(seen: &Seen, stack: &Stack, at: usize) -> String {
    let (Some(bucket), Some(sum)) = (stack.buckets.get(at), stack.sums.get(at)) else { return String::new() };
    let mut said = [&words(*bucket), ": ", &sum.exactly(seen.measure)].concat();
    let mut separator = " · ";
    for layer in &stack.layers {
        let of = layer.sums.get(at).copied().unwrap_or_default();
        if of.tokens > 0 && stack.layers.len() > 1 {
            said += &[separator, called(seen, layer), " ", &of.exactly(seen.measure)].concat();
            separator = ", ";
        }
    }
    if let Some(before) = stack.before.get(at).filter(|before| before.tokens > 0) {
        said += &[" · before ", &before.exactly(seen.measure)].concat();
    }
    said
}

fn plotted(desk: Desk, seen: &Seen, stack: &Made, width: RwSignal<i32>, at: RwSignal<Option<usize>>) -> El {
    let count = stack.buckets.len();
    let kept = Rc::new((seen.clone(), stack.clone()));
    let (told, tipped, drawn) = (kept.clone(), kept.clone(), kept);
    let columns: Rc<std::cell::RefCell<Vec<i32>>> = Rc::default();
    let pointed = columns.clone();
    let hand = div("plot")
        .set("tabindex", "0")
        .set("role", "slider")
        .set("aria-label", "Values of the chart")
        .set("aria-valuemin", "1")
        .set("aria-valuemax", &count.max(1).to_string())
        .live("aria-valuenow", move || Some((at.get().unwrap_or(0) + 1).to_string()))
        .live("aria-valuetext", move || Some(said(&told.0, &told.1, at.get().unwrap_or(0))));
    let (room, place) = (hand.raw(), hand.raw());
    let measured = {
        let room = room.clone();
        move || {
            let _ = width.try_set(dom::width(&room));
        }
    };
    let resizes = dom::Resizes::of(&[&room], measured);
    let hand = hand
        .part(move || (width.get() > 0).then(|| drawing(desk, &drawn.0, &drawn.1, width.get().max(240) * 10, at, &columns)))
        .mouse("mousemove", move |event| {
            let x = dom::x_within(event, &place) * 10;
            let columns = pointed.borrow();
            at.set((!columns.is_empty()).then(|| nearest(&columns, x)));
        })
        .on("mouseleave", move |_| at.set(None))
        .on("blur", move |_| at.set(None))
        .keys(move |event| {
            let (now, last) = (at.get_untracked(), count.saturating_sub(1));
            let to = match event.key().as_str() {
                "ArrowRight" | "ArrowUp" => now.map_or(0, |now| (now + 1).min(last)),
                "ArrowLeft" | "ArrowDown" => now.map_or(last, |now| now.saturating_sub(1)),
                "Home" => 0,
                "End" => last,
                "Escape" => return at.set(None),
                _ => return,
            };
            event.prevent_default();
            at.set(Some(to));
        });
    let tip = move || {
        at.get()
            .map_or_else(|| "Point at a bar, or step with the arrow keys, for exact figures.".into(), |at| said(&tipped.0, &tipped.1, at))
    };
    div("figure").keep(resizes).child(hand).child(div("tip").say(tip))
}

/// Writes a step of the axis.
fn step_words(value: decimal::Decimal, measure: Measure) -> String {
    match measure {
        Measure::Money if value.about() == 0.0 => "$0".into(),
        Measure::Money => {
            let said = decimal::with_unit(value, "$");
            // Cents are two digits.
            let is_short = said.find('.').is_some_and(|at| at + 2 == said.len());
            if is_short { said + "0" } else { said }
        }
        Measure::Tokens => say::tokens(value.about().max(0.0) as u64),
    }
}

fn drawing(desk: Desk, seen: &Seen, stack: &Stack, width: i32, at: RwSignal<Option<usize>>, columns: &std::cell::RefCell<Vec<i32>>) -> El {
    let measure = seen.measure;
    let unit = if measure == Measure::Money { 1e9 } else { 1.0 };
    let value = |sum: &Sum| sum.by(measure).max(0) as f64 / unit;
    let most = stack.sums.iter().chain(&stack.before).map(value).fold(0.0, f64::max);
    let axis = scale(0.0, most, 4);
    let y = |value: f64| FLOOR - (f64::from(FLOOR - TOP) * axis.part(value)) as i32;
    let said: Vec<String> = axis.steps.iter().map(|(_, step)| step_words(*step, measure)).collect();
    let letters = said.iter().map(|said| said.chars().count()).max().unwrap_or(0);
    let left = i32::try_from(letters).unwrap_or(0) * 66 + 120;
    let right = (width - 20).max(left + 400);
    let count = i32::try_from(stack.buckets.len()).unwrap_or(1).max(1);
    let middle = |place: usize| left + (right - left) / count * i32::try_from(place).unwrap_or(0) + (right - left) / count / 2;
    let wide = ((right - left) / count * 4 / 5).clamp(15, 420);
    columns.replace((0..stack.buckets.len()).map(middle).collect());
    let line = |class: &str, y: i32| {
        svg("line").class(class).set("x1", &tenths(left)).set("x2", &tenths(right)).set("y1", &tenths(y)).set("y2", &tenths(y))
    };
    let text = |words: &str, x: i32, y: i32, anchor: &str| {
        svg("text").set("x", &tenths(x)).set("y", &tenths(y)).set("text-anchor", anchor).text(words)
    };
    let mut root = svg("svg")
        .class("drawing")
        .set("role", "img")
        .set("aria-label", &summary(seen, stack))
        .set("width", &tenths(width))
        .set("height", &tenths(HEIGHT))
        .set("viewBox", &["0 0 ", &tenths(width), " ", &tenths(HEIGHT)].concat());
    for ((step, _), words) in axis.steps.iter().zip(&said) {
        root = root.child(line("grid-line", y(*step))).child(text(words, left - 60, y(*step) + 40, "end"));
    }
    // Labels have about seven letters.
    let every = usize::try_from((620 * count).div_euclid((right - left).max(1)) + 1).unwrap_or(1);
    for (place, bucket) in stack.buckets.iter().enumerate().step_by(every) {
        root = root.child(text(&mark(seen.step, *bucket), middle(place), FLOOR + 170, "middle"));
    }
    let mut floors = vec![0.0_f64; stack.buckets.len()];
    for (layer_at, layer) in stack.layers.iter().enumerate() {
        let mut group = svg("g").set("data-series", colour(layer.model.map(|_| layer_at)));
        for ((place, sum), floor) in layer.sums.iter().enumerate().zip(&mut floors) {
            let height = value(sum);
            if height <= 0.0 {
                continue;
            }
            let (top, bottom) = (y(*floor + height), y(*floor));
            *floor += height;
            // A hair between two parts, where there is room for it.
            let gap = if bottom - top > 40 { 10 } else { 0 };
            let bar = svg("rect")
                .class("bar")
                .set("x", &tenths(middle(place) - wide / 2))
                .set("y", &tenths(top))
                .set("width", &tenths(wide))
                .set("height", &tenths((bottom - top - gap).max(5)))
                .flag("data-now", move || at.get() == Some(place));
            group = group.child(match layer.model.map(|model| seen.ledger.name(model).to_owned()) {
                Some(name) if seen.ledger.models.iter().any(|model| model.name == name) => {
                    bar.set("data-pressable", "").on("click", move |_| desk.toggle(Dim::Model, &name))
                }
                _ => bar,
            });
        }
        root = root.child(group);
    }
    if stack.before.iter().any(|sum| value(sum) > 0.0) {
        let mut way = String::new();
        for (place, sum) in stack.before.iter().enumerate() {
            way += &[if place == 0 { "M" } else { "L" }, &tenths(middle(place)), " ", &tenths(y(value(sum)))].concat();
        }
        root = root.child(svg("path").class("ghost").set("d", &way));
    }
    root
}

/// Says what the chart shows, for whoever does not see it.
fn summary(seen: &Seen, stack: &Stack) -> String {
    let all = Sum::of(stack.sums.iter()).exactly(seen.measure);
    [&words(seen.span), ": ", &all, " in all. The table has every figure."].concat()
}
