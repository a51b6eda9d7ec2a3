//! A chart on screen: its marks, its legend, and the exact values of where somebody points or steps.
//! Refuses to know where its values came from.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use super::frame::deed;
use super::marks::{HEIGHT, colour, drawing, named, sign};
use crate::domain::widget::chart::{Chart, Kind};
use crate::domain::widget::plot::{Room, nearest, plot};
use crate::platform::dom;
use crate::ui::el::{El, div, el, span, svg};

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
    let fresh = move || {
        let (kind, width) = (look.kind(), i32::try_from(width.get()).unwrap_or(0));
        let plot = plot(&of, kind, Room { width: width.max(240), height: HEIGHT });
        placed.borrow_mut().clone_from(&plot.columns);
        (width > 0).then(|| drawing(&of, kind, &plot, look.at))
    };
    let hand = hand(chart, look, columns).part(fresh);
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
            let near = nearest(&columns, dom::x_within(event, &place) * 10);
            // Every bar listens.
            if at.get_untracked() != near {
                at.set(near);
            }
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

/// The legend.
fn legend(chart: Rc<Chart>, look: Look) -> El {
    let entries = move || {
        let kind = look.kind();
        let entry = |(at, (name, value)): (usize, (&str, Option<String>))| {
            let swatch = svg("svg").class("swatch").set("viewBox", "0 0 16 10").set("aria-hidden", "true").child(sign(kind, at, 80, 50));
            let value = value.map(|value| span("value").text(&value));
            el("li").set("data-series", colour(at)).child(swatch).child(el("span").text(name)).children(value)
        };
        named(&chart, kind).into_iter().enumerate().map(entry).collect::<Vec<_>>()
    };
    el("ul").class("legend").part(entries)
}
