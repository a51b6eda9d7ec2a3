//! A chart on screen: its marks, its legend, and the exact values of where somebody points or steps.
//! Refuses to know where its values came from.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use super::frame::deed;
use crate::domain::widget::chart::{Chart, Kind};
use crate::domain::widget::plot::{Plot, Room, nearest, plot, tenths};
use crate::platform::dom;
use crate::ui::el::{El, div, el, span, svg};

/// How high a chart is, in CSS pixels.
const HEIGHT: i32 = 240;
/// With more points than these only the one that is looked at has a mark.
const MARKED: usize = 40;
/// So many pieces of a ring are named.
const MOST_NAMED: usize = 12;

/// What is looked at when nothing is.
const NOTHING: usize = usize::MAX;

/// How a chart is looked at.
#[derive(Clone, Copy)]
struct Look {
    /// How it is drawn, by its place among all ways.
    kind: RwSignal<usize>,
    /// Which label is looked at.
    at: RwSignal<usize>,
}

impl Look {
    fn kind(self) -> Kind {
        Kind::ALL.get(self.kind.get()).copied().unwrap_or_default()
    }
}

/// Draws a chart; how it is drawn can be changed.
pub fn figure(chart: &Rc<Chart>) -> El {
    let kind = Kind::ALL.iter().position(|kind| *kind == chart.kind).unwrap_or(0);
    let look = Look { kind: RwSignal::new(kind), at: RwSignal::new(NOTHING) };
    let width = RwSignal::new(0_usize);
    // Where the labels' columns stand now, for pointing.
    let columns: Rc<RefCell<Vec<i32>>> = Rc::default();
    let view = div("figure");
    let room = view.raw();
    let of_room = room.clone();
    let resizes = dom::Resizes::of(&[&room], move || width.set(usize::try_from(dom::width(&of_room)).unwrap_or(0)));
    let (of, placed) = (chart.clone(), columns.clone());
    let drawing = move || {
        let (kind, width) = (look.kind(), i32::try_from(width.get()).unwrap_or(0));
        let plot = plot(&of, kind, Room { width: width.max(240), height: HEIGHT });
        placed.borrow_mut().clone_from(&plot.columns);
        (width > 0).then(|| drawn(&of, kind, &plot, look.at))
    };
    let hand = hand(chart, look, columns).part(drawing);
    let (of_svg, of_png) = (hand.raw(), hand.raw());
    let tipped = chart.clone();
    // Heard by the slider's own words; this is for the eye.
    let tip = move || Some(look.at.get()).filter(|at| *at != NOTHING).map(|at| said(&tipped, at)).unwrap_or_default();
    let choose = el("select")
        .class("pick")
        .set("aria-label", "How it is drawn")
        .children(Vec::from(Kind::ALL.map(|of| el("option").set("value", of.as_str()).text(of.as_str()))))
        .value(move || look.kind().as_str().to_owned())
        .change(move |name| {
            look.at.set(NOTHING);
            look.kind.set(Kind::ALL.iter().position(|kind| kind.as_str() == name).unwrap_or(0));
        });
    let tools = div("tools")
        .child(choose)
        .child(deed("SVG", move || dom::save_drawing(&of_svg, "chart.svg")).set("title", "Save as a drawing"))
        .child(deed("PNG", move || dom::save_picture(&of_png, "chart.png")).set("title", "Save as a picture"));
    view.keep(resizes).child(hand).child(div("tip").say(tip)).child(div("below").child(legend(chart.clone(), look)).child(tools))
}

/// What is pointed at, and stepped along by keys.
fn hand(chart: &Rc<Chart>, look: Look, columns: Rc<RefCell<Vec<i32>>>) -> El {
    let at = look.at;
    let last = chart.labels.len().saturating_sub(1);
    let told = chart.clone();
    let first = move || Some(at.get()).filter(|at| *at != NOTHING).unwrap_or(0);
    let hand = div("plot")
        .set("tabindex", "0")
        .set("role", "slider")
        .set("aria-label", "Values of the chart")
        .set("aria-valuemin", "1")
        .set("aria-valuemax", &(last + 1).to_string())
        .live("aria-valuenow", move || Some((first() + 1).to_string()))
        .live("aria-valuetext", move || Some(said(&told, first())));
    let place = hand.raw();
    hand.mouse("mousemove", move |event| {
        let columns = columns.borrow();
        if !columns.is_empty() {
            at.set(nearest(&columns, dom::x_within(event, &place) * 10));
        }
    })
    .on("mouseleave", move |_| at.set(NOTHING))
    .on("focus", move |_| {
        if at.get_untracked() == NOTHING {
            at.set(0);
        }
    })
    .on("blur", move |_| at.set(NOTHING))
    .keys(move |event| {
        let now = at.get_untracked();
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" if now == NOTHING => 0,
            "ArrowRight" | "ArrowUp" => (now + 1).min(last),
            "ArrowLeft" | "ArrowDown" => now.min(last + 1).saturating_sub(1),
            "Home" => 0,
            "End" => last,
            "Escape" => return at.set(NOTHING),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        at.set(to);
    })
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

/// The legend: of a ring its pieces with their values, of all else the series.
fn legend(chart: Rc<Chart>, look: Look) -> El {
    let entries = move || {
        let is_ring = look.kind() == Kind::Pie;
        let entry = |(at, name): (usize, &String)| {
            let mark = if is_ring { svg("rect").class("slice-mark").set("width", "16").set("height", "10") } else { shape(at, 80, 50) };
            let swatch = svg("svg").class("swatch").set("viewBox", "0 0 16 10").set("aria-hidden", "true").child(mark);
            let value =
                chart.series.first().filter(|_| is_ring).and_then(|series| chart.say(series, at)).map(|value| span("value").text(&value));
            el("li").set("data-series", colour(at)).child(swatch).child(el("span").text(name)).children(value)
        };
        let names: Vec<&String> =
            if is_ring { chart.labels.iter().take(MOST_NAMED).collect() } else { chart.series.iter().map(|series| &series.name).collect() };
        names.into_iter().enumerate().map(entry).collect::<Vec<_>>()
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

fn drawn(chart: &Chart, kind: Kind, plot: &Plot, at: RwSignal<usize>) -> El {
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
