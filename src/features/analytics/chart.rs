//! Spend or tokens over time, stacked by model, with the time before as a line; the same as a table.
//! Refuses to add anything up; `domain::usage::stack` does.

use std::rc::Rc;

use leptos::prelude::*;

use super::desk::{Desk, Seen};
use super::draw::{quiet, switch};
use super::plot::drawing;
use super::table::{legend, tabled};
use crate::domain::usage::budget::{Per, line};
use crate::domain::usage::span::{Range, Span, Step, words};
use crate::domain::usage::stack::{Layer, Stack, stack};
use crate::domain::usage::sum::Measure;
use crate::domain::widget::plot::nearest;
use crate::platform::dom;
use crate::protocol::day::Day;
use crate::ui::el::{El, button, div, effect, el, span};

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
            if as_table() {
                return Some(vec![tabled(desk, seen, stack)]);
            }
            let limit = limit(desk, seen);
            Some(vec![plotted(desk, seen, stack, limit, width, at), legend(desk, seen, stack)])
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
    let line = || quiet("The line is the period before.");
    let head = div("panel-head").child(el("h2").say(title)).when(move || !as_table(), line).child(beside);
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

fn plotted(desk: Desk, seen: &Seen, stack: &Made, limit: Option<i64>, width: RwSignal<i32>, at: RwSignal<Option<usize>>) -> El {
    let count = stack.buckets.len();
    let kept = Rc::new((seen.clone(), stack.clone()));
    let (told, tipped, drawn) = (kept.clone(), kept.clone(), kept);
    let alone = stack.buckets.clone();
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
        .part(move || (width.get() > 0).then(|| drawing(desk, &drawn.0, &drawn.1, limit, width.get().max(240) * 10, at, &columns)))
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
                "Enter" => return now.and_then(|now| alone.get(now)).into_iter().for_each(|bucket| look_at(desk, *bucket)),
                _ => return,
            };
            event.prevent_default();
            at.set(Some(to));
        });
    let tip = move || {
        at.get().map_or_else(
            || "Point at a bar, or step with the arrow keys, for exact figures; Enter looks at one alone.".into(),
            |at| said(&tipped.0, &tipped.1, at),
        )
    };
    div("figure").keep(resizes).child(hand).child(div("tip").say(tip))
}

/// Looks at the time of a bucket alone. Of an hour there is no closer look.
pub fn look_at(desk: Desk, bucket: Span) {
    if !bucket.is_hours {
        desk.change(|look| look.range = Range::Custom(Day(bucket.from), Day(bucket.to)));
    }
}

/// Returns what a bucket may cost by a budget that bounds just what is looked at; tracks the budgets.
fn limit(desk: Desk, seen: &Seen) -> Option<i64> {
    let per = match seen.step {
        _ if seen.measure != Measure::Money => return None,
        Step::Day => Per::Day,
        Step::Month => Per::Month,
        Step::Hour | Step::Week => return None,
    };
    line(&desk.watch.here(), &desk.look.with(|look| look.filters.clone()), per)
}
