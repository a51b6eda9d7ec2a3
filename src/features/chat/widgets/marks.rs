//! The marks of a chart, as elements of a drawing: lines, bars, points, pieces of a ring, and what names them.
//! Refuses to know what somebody does with them.

use std::rc::Rc;

use leptos::prelude::*;

use crate::domain::widget::chart::{Chart, Kind};
use crate::domain::widget::plot::{Plot, tenths};
use crate::ui::el::{El, svg};

/// How high a chart is, in CSS pixels.
pub const HEIGHT: i32 = 240;
/// How high and wide a ring is.
const RING: i32 = 220;
/// With more points than these only the one that is looked at has a mark.
const MARKED: usize = 40;
/// So many pieces of a ring are named.
const MOST_NAMED: usize = 12;

/// Draws a chart that is laid out; `at` is the label that is looked at.
pub fn drawing(chart: &Chart, kind: Kind, plot: &Plot, at: RwSignal<usize>) -> El {
    let root = svg("svg").class("drawing").set("role", "img").set("aria-label", &[kind.as_str(), &summary(chart)].concat());
    if kind == Kind::Pie {
        keyed(ring(root, plot, at), chart, kind, RING)
    } else {
        keyed(drawn(root, chart, kind, plot, at), chart, kind, HEIGHT)
    }
}

/// Says what a chart shows, for whoever does not see it.
fn summary(chart: &Chart) -> String {
    let names = chart.series.iter().map(|series| series.name.as_str()).collect::<Vec<_>>().join(", ");
    let edges = match (chart.labels.first(), chart.labels.last()) {
        (Some(first), Some(last)) if chart.labels.len() > 1 => [" from ", first, " to ", last].concat(),
        _ => String::new(),
    };
    [" chart of ", &names, &edges].concat()
}

/// What the legend names: of a ring its pieces and their values, of all else the series.
pub fn named(chart: &Chart, kind: Kind) -> Vec<(&str, Option<String>)> {
    let value = |at| chart.series.first().and_then(|series| chart.say(series, at));
    match kind {
        Kind::Pie => chart.labels.iter().take(MOST_NAMED).enumerate().map(|(at, label)| (label.as_str(), value(at))).collect(),
        _ => chart.series.iter().map(|series| (series.name.as_str(), None)).collect(),
    }
}

/// The mark by which the legend shows something, at a place in tenths.
pub fn sign(kind: Kind, at: usize, x: i32, y: i32) -> El {
    match kind {
        Kind::Pie => {
            svg("rect").class("slice-mark").set("x", &tenths(x - 70)).set("y", &tenths(y - 40)).set("width", "14").set("height", "8")
        }
        _ => shape(at, x, y),
    }
}

/// The same within a drawing, below what is seen on screen: for files, which have nothing around them.
fn keyed(root: El, chart: &Chart, kind: Kind, height: i32) -> El {
    let named = named(chart, kind);
    let count = i32::try_from(named.len()).unwrap_or(0);
    let mut group = svg("g").class("key");
    let mut y = height * 10 + 80;
    for (at, (name, value)) in named.into_iter().enumerate() {
        let words = [name, " ", value.as_deref().unwrap_or_default()].concat();
        let text = svg("text").set("x", "26").set("y", &tenths(y + 40)).text(&words);
        group = group.child(svg("g").set("data-series", colour(at)).child(sign(kind, at, 140, y)).child(text));
        y += 180;
    }
    root.set("data-whole", &(height + count * 18 + 6).to_string()).child(group)
}

/// The colour of a series, one of eight.
pub fn colour(at: usize) -> &'static str {
    const COLOURS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];
    COLOURS.get(at % COLOURS.len()).copied().unwrap_or("1")
}

/// A mark whose shape tells its series, at a place in tenths.
fn shape(series: usize, x: i32, y: i32) -> El {
    let p = |dx: i32, dy: i32| [tenths(x + dx), " ".into(), tenths(y + dy)].concat();
    let way = |points: &[(i32, i32)]| {
        let steps = points.iter().enumerate().map(|(at, (dx, dy))| [if at == 0 { "M" } else { "L" }, &p(*dx, *dy)].concat());
        [steps.collect::<String>(), "Z".into()].concat()
    };
    let d = match series % 4 {
        0 => return svg("circle").class("mark").set("cx", &tenths(x)).set("cy", &tenths(y)).set("r", "3.5"),
        1 => way(&[(-32, -32), (32, -32), (32, 32), (-32, 32)]),
        2 => way(&[(0, -42), (40, 32), (-40, 32)]),
        _ => way(&[(0, -45), (45, 0), (0, 45), (-45, 0)]),
    };
    svg("path").class("mark").set("d", &d)
}

fn drawn(root: El, chart: &Chart, kind: Kind, plot: &Plot, at: RwSignal<usize>) -> El {
    let width = plot.frame[2] / 10 + 12;
    let [left, _, right, bottom] = plot.frame;
    let line = |class: &str, x1: i32, y1: i32, x2: i32, y2: i32| {
        svg("line").class(class).set("x1", &tenths(x1)).set("y1", &tenths(y1)).set("x2", &tenths(x2)).set("y2", &tenths(y2))
    };
    let text = |words: &str, x: i32, y: i32, anchor: &str| {
        svg("text").set("x", &tenths(x)).set("y", &tenths(y)).set("text-anchor", anchor).text(words)
    };
    let mut root = root
        .set("width", &width.to_string())
        .set("height", &HEIGHT.to_string())
        .set("viewBox", &["0 0 ", &width.to_string(), " ", &HEIGHT.to_string()].concat());
    for (y, words) in &plot.steps {
        root = root.child(line("grid-line", left, *y, right, *y)).child(text(words, left - 60, *y + 40, "end"));
    }
    let last = plot.labels.len().saturating_sub(1);
    for (place, (x, label)) in plot.labels.iter().enumerate() {
        let words: String = chart.labels.get(*label).map(|label| label.chars().take(16).collect()).unwrap_or_default();
        // The last one must not run out of the page.
        let is_edge = kind != Kind::Bar && place == last && words.chars().count() > 3;
        let anchor = if is_edge { "end" } else { "middle" };
        root = root.child(text(&words, *x, bottom + 170, anchor));
    }
    let columns = Rc::new(plot.columns.clone());
    let top = plot.frame[1];
    root = root.part(move || {
        let x = columns.get(at.get()).copied()?;
        Some(
            svg("line").class("cursor-line").set("x1", &tenths(x)).set("x2", &tenths(x)).set("y1", &tenths(top)).set("y2", &tenths(bottom)),
        )
    });
    let is_few = plot.columns.len() <= MARKED;
    for (series, drawn) in plot.drawn.iter().enumerate() {
        let mut group = svg("g").set("data-series", colour(series));
        for (place, [x, y, wide, high]) in drawn.bars.iter().enumerate() {
            let of = drawn.points.get(place).map(|(of, _, _)| *of);
            let bar = svg("rect")
                .class("bar")
                .set("x", &tenths(*x))
                .set("y", &tenths(*y))
                .set("width", &tenths(*wide))
                .set("height", &tenths(*high));
            group = group.child(bar.flag("data-now", move || of == Some(at.get())));
            // Told apart without colours: so many stripes as the series has before it.
            let stripes = if *high > 60 { series % 4 } else { 0 };
            for stripe in 1..=stripes {
                let y = *y + high * i32::try_from(stripe).unwrap_or(1) / i32::try_from(stripes + 1).unwrap_or(2);
                group = group.child(line("stripe", *x, y, *x + wide, y));
            }
        }
        if !drawn.area.is_empty() {
            group = group.child(svg("path").class("area").set("d", &drawn.area));
        }
        if !drawn.line.is_empty() {
            group = group.child(svg("path").class("line-way").set("d", &drawn.line));
        }
        if drawn.bars.is_empty() {
            if is_few || kind == Kind::Scatter {
                group = group.children(drawn.points.iter().map(|(_, x, y)| shape(series, *x, *y)).collect::<Vec<_>>());
            } else {
                let points = Rc::new(drawn.points.clone());
                group = group.part(move || {
                    let at = at.get();
                    points.iter().find(|(of, _, _)| *of == at).map(|(_, x, y)| shape(series, *x, *y))
                });
            }
        }
        root = root.child(group);
    }
    root
}

/// A ring: circles whose strokes are dashes, since a thousandth of a circle needs no sine that way.
fn ring(root: El, plot: &Plot, at: RwSignal<usize>) -> El {
    let mut root = root.set("width", "220").set("height", &RING.to_string()).set("viewBox", "0 0 220 220");
    for slice in &plot.slices {
        let of = slice.at;
        // A gap parts the pieces, colours or not.
        let length = (slice.length - 4).max(1);
        let piece = svg("circle")
            .class("slice")
            .set("data-series", colour(of))
            .set("cx", "110")
            .set("cy", "110")
            .set("r", "74")
            .set("pathLength", "1000")
            .set("stroke-dasharray", &[length.to_string(), " ".into(), (1_000 - length).to_string()].concat())
            .set("stroke-dashoffset", &(250 - slice.from).to_string())
            .flag("data-now", move || at.get() == of)
            .on("mouseenter", move |_| at.set(of));
        root = root.child(piece);
    }
    root.child(svg("text").set("x", "110").set("y", "114").set("text-anchor", "middle").child(span_of_share(plot, at)))
}

/// What the piece that is looked at makes of the whole.
fn span_of_share(plot: &Plot, at: RwSignal<usize>) -> El {
    let slices = Rc::new(plot.slices.clone());
    svg("tspan").say(move || {
        let slice = slices.iter().find(|slice| slice.at == at.get());
        slice
            .map(|slice| [(slice.length / 10).to_string(), ".".into(), (slice.length % 10).to_string(), " %".into()].concat())
            .unwrap_or_default()
    })
}
