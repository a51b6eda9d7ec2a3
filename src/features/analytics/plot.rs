//! The drawing of the chart of use over time.
//! Refuses to add anything up, and to know keys and pointers.

use std::cell::RefCell;

use leptos::prelude::*;

use super::desk::{Desk, Seen};
use super::draw::colour;
use crate::domain::say;
use crate::domain::usage::budget::told;
use crate::domain::usage::filter::Dim;
use crate::domain::usage::span::{mark, words};
use crate::domain::usage::stack::Stack;
use crate::domain::usage::sum::{Measure, Sum};
use crate::domain::widget::decimal;
use crate::domain::widget::plot::tenths;
use crate::domain::widget::scale::scale;
use crate::ui::el::{El, svg};

/// How high the chart is, in tenths of a CSS pixel.
const HEIGHT: i32 = 2_400;
/// Where the values end below and begin above.
const FLOOR: i32 = HEIGHT - 240;
const TOP: i32 = 80;

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

/// Draws bars, stacked by model, with the time before and a budget as lines. Notes where the columns stand.
pub fn drawing(
    desk: Desk,
    seen: &Seen,
    stack: &Stack,
    limit: Option<i64>,
    width: i32,
    at: RwSignal<Option<usize>>,
    columns: &RefCell<Vec<i32>>,
) -> El {
    let measure = seen.measure;
    let unit = if measure == Measure::Money { 1e9 } else { 1.0 };
    let value = |sum: &Sum| sum.by(measure).max(0) as f64 / unit;
    let most = stack.sums.iter().chain(&stack.before).map(value).fold(0.0, f64::max);
    // A budget far above all bars would press them flat: of that it is only said that it is above.
    let limit = limit.filter(|_| most > 0.0).map(|limit| (limit, limit as f64 / unit));
    let top = limit.filter(|(_, limit)| *limit <= most * 3.0).map_or(most, |(_, limit)| limit.max(most));
    let axis = scale(0.0, top, 4);
    let y = |value: f64| FLOOR - (f64::from(FLOOR - TOP) * axis.part(value)) as i32;
    let said: Vec<String> = axis.steps.iter().map(|(_, step)| step_words(*step, measure)).collect();
    let letters = said.iter().map(|said| said.chars().count()).max().unwrap_or(0);
    let left = i32::try_from(letters).unwrap_or(0) * 66 + 120;
    let right = (width - 20).max(left + 400);
    let count = i32::try_from(stack.buckets.len()).unwrap_or(1).max(1);
    let middle = move |place: usize| left + (right - left) / count * i32::try_from(place).unwrap_or(0) + (right - left) / count / 2;
    let wide = ((right - left) / count * 4 / 5).clamp(15, 420);
    let stack_len = stack.buckets.len();
    columns.replace((0..stack_len).map(middle).collect());
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
        // One that would run out of the drawing ends with it.
        let (x, anchor) = if middle(place) + 310 > width { (width, "end") } else { (middle(place), "middle") };
        root = root.child(text(&mark(seen.step, *bucket), x, FLOOR + 170, anchor));
    }
    // Behind the bars, where the hand points.
    let shown = move || at.get().filter(|at| *at < stack_len).map(middle);
    let band = svg("rect")
        .class("band")
        .set("width", &tenths(wide + 20))
        .set("y", &tenths(TOP))
        .set("height", &tenths(FLOOR - TOP))
        .live("x", move || Some(tenths(shown().unwrap_or_default() - wide / 2 - 10)))
        .flag("data-now", move || shown().is_some());
    root = root.child(band);
    let mut floors = vec![0.0_f64; stack.buckets.len()];
    for (layer_at, layer) in stack.layers.iter().enumerate() {
        // One element for all bars of a model: a year of days would be thousands.
        let mut way = String::new();
        for ((place, sum), floor) in layer.sums.iter().enumerate().zip(&mut floors) {
            let height = value(sum);
            if height <= 0.0 {
                continue;
            }
            let (top, bottom) = (y(*floor + height), y(*floor));
            *floor += height;
            // A hair between two parts, where there is room for it.
            let gap = if bottom - top > 40 { 10 } else { 0 };
            let [x, top, wide, high] = [middle(place) - wide / 2, top, wide, (bottom - top - gap).max(5)].map(tenths);
            way += &["M", &x, " ", &top, "h", &wide, "v", &high, "h-", &wide, "z"].concat();
        }
        let bars = svg("path").class("bar").set("data-series", colour(layer.model.map(|_| layer_at))).set("d", &way);
        root = root.child(match layer.model.map(|model| seen.ledger.name(model).to_owned()) {
            Some(name) if seen.ledger.models.iter().any(|model| model.name == name) => {
                bars.set("data-pressable", "").on("click", move |_| desk.toggle(Dim::Model, &name))
            }
            _ => bars,
        });
    }
    if stack.before.iter().any(|sum| value(sum) > 0.0) {
        let mut way = String::new();
        for (place, sum) in stack.before.iter().enumerate() {
            way += &[if place == 0 { "M" } else { "L" }, &tenths(middle(place)), " ", &tenths(y(value(sum)))].concat();
        }
        root = root.child(svg("path").class("ghost").set("d", &way));
    }
    if let Some((nano, limit)) = limit {
        let is_above = limit > top;
        let y = if is_above { 0 } else { y(limit) };
        if !is_above {
            root = root.child(line("limit", y));
        }
        let words = ["budget ", &told(nano), if is_above { ", above" } else { "" }].concat();
        // Above its line, or below it where there is no room.
        root = root.child(text(&words, right, if y < 160 { y + 150 } else { y - 60 }, "end").class("limit-words"));
    }
    root
}

/// Says what the chart shows, for whoever does not see it.
fn summary(seen: &Seen, stack: &Stack) -> String {
    let all = Sum::of(stack.sums.iter()).exactly(seen.measure);
    [&words(seen.span), ": ", &all, " in all. The table has every figure."].concat()
}
