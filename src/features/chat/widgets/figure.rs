//! A chart on screen: its marks, its legend, and the exact values of where somebody points or steps.
//! Refuses to know where its values came from.

use std::rc::Rc;

use leptos::prelude::*;

use super::frame::deed;
use crate::domain::widget::chart::{Chart, Kind};
use crate::domain::widget::plot::{Plot, Room, nearest, plot, tenths};
use crate::platform::dom;
use crate::ui::el::{El, div, effect, el, span, svg};

/// How high a chart is, in CSS pixels.
const HEIGHT: i32 = 240;
/// With more points than these only the one that is looked at has a mark.
const MARKED: usize = 40;

/// Draws a chart; how it is drawn can be changed.
pub fn figure(chart: Chart) -> El {
    let kind = RwSignal::new(chart.kind);
    let width = RwSignal::new(0_i32);
    let at = RwSignal::new(None::<usize>);
    let chart = StoredValue::new(chart);
    let laid = Memo::new(move |_| {
        let chart = Chart { kind: kind.get(), ..chart.get_value() };
        plot(&chart, Room { width: width.get().max(240), height: HEIGHT })
    });
    let count = chart.with_value(|chart| chart.labels.len());
    let view = div("figure");
    let room = view.raw();
    let measured = {
        let room = room.clone();
        move || width.set(dom::width(&room))
    };
    let resizes = dom::Resizes::of(&[&room], measured);
    let drawing = move || (width.get() > 0).then(|| chart.with_value(|chart| drawn(chart, kind.get(), &laid.get(), at)));
    let hand = div("plot")
        .set("tabindex", "0")
        .set("role", "slider")
        .set("aria-label", "Values of the chart")
        .set("aria-valuemin", "1")
        .set("aria-valuemax", &count.max(1).to_string())
        .live("aria-valuenow", move || Some((at.get().unwrap_or(0) + 1).to_string()))
        .live("aria-valuetext", move || Some(chart.with_value(|chart| said(chart, at.get().unwrap_or(0)))));
    let (place, of_svg) = (hand.raw(), hand.raw());
    let pointed = move |event: &dyn Fn() -> i32| {
        laid.with(|plot| if plot.columns.is_empty() { None } else { Some(nearest(&plot.columns, event() * 10)) })
    };
    let hand = hand
        .part(drawing)
        .mouse("mousemove", move |event| {
            if let Some(found) = pointed(&|| dom::x_within(event, &place)) {
                at.set(Some(found));
            }
        })
        .on("mouseleave", move |_| at.set(None))
        .on("focus", move |_| {
            if at.get_untracked().is_none() {
                at.set(Some(0));
            }
        })
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
            event.stop_propagation();
            at.set(Some(to));
        });
    // Heard by the slider's own words; this is for the eye.
    let tip = move || at.get().map(|at| chart.with_value(|chart| said(chart, at))).unwrap_or_default();
    let kinds = Kind::ALL.map(|of| el("option").set("value", of.as_str()).text(of.as_str()));
    let choose = el("select")
        .class("pick")
        .set("aria-label", "How it is drawn")
        .children(Vec::from(kinds))
        .value(move || kind.get().as_str().to_owned())
        .change(move |name| kind.set(Kind::ALL.into_iter().find(|kind| kind.as_str() == name).unwrap_or_default()));
    let png = of_svg.clone();
    let tools = div("tools")
        .child(choose)
        .child(deed("SVG", move || dom::save_drawing(&of_svg, "chart.svg")).set("title", "Save as a drawing"))
        .child(deed("PNG", move || dom::save_picture(&png, "chart.png")).set("title", "Save as a picture"));
    effect(move || {
        kind.track();
        at.set(None);
    });
    view.keep(resizes).child(hand).child(div("tip").say(tip)).child(div("below").child(part_of_legend(chart, kind)).child(tools))
}

/// Says what stands at a label, exactly.
fn said(chart: &Chart, at: usize) -> String {
    let label = chart.labels.get(at).map_or("", String::as_str);
    let values =
        chart.series.iter().map(|series| [series.name.as_str(), " ", &chart.say(series, at).unwrap_or_else(|| "—".into())].concat());
    [label, ": ", &values.collect::<Vec<_>>().join(", ")].concat()
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

/// The legend: of a ring its pieces, of one series that is named by nothing else nothing.
fn part_of_legend(chart: StoredValue<Chart>, kind: RwSignal<Kind>) -> El {
    let entries = move || {
        chart.with_value(|chart| {
            let names: Vec<String> = if kind.get() == Kind::Pie {
                chart.labels.clone()
            } else {
                chart.series.iter().map(|series| series.name.clone()).collect()
            };
            let entry = |(at, name): (usize, &String)| {
                let swatch = svg("svg").class("swatch").set("viewBox", "0 0 16 10").set("aria-hidden", "true");
                let mark = if kind.get() == Kind::Pie {
                    svg("rect").class("slice-mark").set("width", "16").set("height", "10")
                } else {
                    shape(at, 80, 50)
                };
                let value = if kind.get() == Kind::Pie { chart.series.first().and_then(|series| chart.say(series, at)) } else { None };
                let value = value.map(|value| span("value").text(&value));
                el("li").set("data-series", colour(at)).child(swatch.child(mark)).child(el("span").text(name)).children(value)
            };
            names.iter().take(12).enumerate().map(entry).collect::<Vec<_>>()
        })
    };
    el("ul").class("legend").part(entries)
}

/// The colour of a series, one of eight.
fn colour(at: usize) -> &'static str {
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

fn drawn(chart: &Chart, kind: Kind, plot: &Plot, at: RwSignal<Option<usize>>) -> El {
    let width = plot.frame[2] / 10 + 12;
    let root = svg("svg").class("drawing").set("role", "img").set("aria-label", &[kind.as_str(), &summary(chart)].concat());
    if kind == Kind::Pie {
        return ring(root, plot, at);
    }
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
        let x = at.get().and_then(|at| columns.get(at).copied())?;
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
            group = group.child(bar.flag("data-now", move || of.is_some() && at.get() == of));
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
                    let at = at.get()?;
                    points.iter().find(|(of, _, _)| *of == at).map(|(_, x, y)| shape(series, *x, *y))
                });
            }
        }
        root = root.child(group);
    }
    root
}

/// A ring: circles whose strokes are dashes, since a thousandth of a circle needs no sine that way.
fn ring(root: El, plot: &Plot, at: RwSignal<Option<usize>>) -> El {
    let mut root = root.set("width", "220").set("height", "220").set("viewBox", "0 0 220 220");
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
            .flag("data-now", move || at.get() == Some(of))
            .on("mouseenter", move |_| at.set(Some(of)));
        root = root.child(piece);
    }
    root.child(svg("text").set("x", "110").set("y", "114").set("text-anchor", "middle").child(span_of_share(plot, at)))
}

/// What the piece that is looked at makes of the whole.
fn span_of_share(plot: &Plot, at: RwSignal<Option<usize>>) -> El {
    let slices = Rc::new(plot.slices.clone());
    svg("tspan").say(move || {
        let slice = at.get().and_then(|at| slices.iter().find(|slice| slice.at == at));
        slice
            .map(|slice| [(slice.length / 10).to_string(), ".".into(), (slice.length % 10).to_string(), " %".into()].concat())
            .unwrap_or_default()
    })
}
