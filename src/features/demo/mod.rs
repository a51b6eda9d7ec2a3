//! The badge of a tab that is connected to the demo gateway or to a recording, and the panel from which faults of the demo are ordered.
//! Refuses to know which faults there are: the demo gateway lists them.

mod tour;

use std::rc::Rc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::state::address::{DEMO_URL, REPLAY_URL};
use crate::state::profile::Profile;
use crate::ui::el::{El, button, div, el, span};
use crate::ui::icon::{Icon, icon};
use crate::ui::keyed::keyed;
pub use tour::tour;

/// Whether the way round is shown. Taken from the context.
#[derive(Clone, Copy)]
pub struct Touring(pub RwSignal<bool>);

type Order = Rc<dyn Fn(&str)>;
type Leave = Rc<dyn Fn()>;

/// What can be done about the demo. Taken from the context.
#[derive(Clone)]
pub struct DemoSeat {
    /// What can go wrong, a line each, as the demo gateway told last.
    told: RwSignal<String>,
    acts: SendWrapper<(Order, Leave)>,
}

impl DemoSeat {
    /// Makes the seat: what was told last, how to order, how to leave.
    pub fn new(told: RwSignal<String>, order: impl Fn(&str) + 'static, leave: impl Fn() + 'static) -> Self {
        Self { told, acts: SendWrapper::new((Rc::new(order), Rc::new(leave))) }
    }
}

/// Draws the badge, while this tab is connected to the demo.
pub fn badge() -> El {
    let Profile { link, .. } = expect_context();
    let seat: Option<DemoSeat> = use_context();
    let is_at = move |url: &'static str| move || link.with(|view| view.scene.url == url);
    let replayed = seat.clone();
    div("demo-seat")
        .when(is_at(DEMO_URL), move || seat.clone().map(drawn))
        .when(is_at(REPLAY_URL), move || replayed.clone().map(|seat| of_recording(&seat)))
}

fn of_recording(seat: &DemoSeat) -> El {
    let title = "What is shown was recorded. Nothing here reaches a gateway, and nothing is kept.";
    div("demo").child(span("button word").set("title", title).text("Recording")).child(leaving(seat, "Leave the recording"))
}

fn leaving(seat: &DemoSeat, title: &str) -> El {
    let leave = seat.acts.1.clone();
    let name = span("name").text("Leave");
    button("button leave").set("title", title).child(name).child(icon(Icon::Close)).click(move || leave())
}

fn drawn(seat: DemoSeat) -> El {
    let order = seat.acts.0.clone();
    let look = order.clone();
    let panel = div("pop faults")
        .set("id", "faults")
        .set("popover", "auto")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", "Faults")
        .child(el("p").class("hint").text("Break the connection on purpose. Nothing here reaches a real gateway."))
        .child(faults(seat.told, order.clone()))
        .child(div("foot").child(button("button").text("All well again").click(move || order("clear"))));
    // The panel's list is asked for by whoever opens it, and again after each order.
    let badge = button("button word").set("popovertarget", "faults").set("title", "Break the connection on purpose").text("Demo data");
    div("demo").child(badge.click(move || look(""))).child(leaving(&seat, "Leave the demo")).child(panel)
}

/// Draws the faults that there are; while they stay the same, so do their elements.
fn faults(told: RwSignal<String>, order: Order) -> El {
    let names = move || told.with(|lines| lines.lines().map(|line| word(line, 0)).collect());
    keyed("list-of-faults", names, move |name: String| fault(told, name, order.clone())).set("role", "list")
}

/// Draws one fault. Its line holds name, label, unit, value and how it stands, between tabs.
fn fault(told: RwSignal<String>, name: String, order: Order) -> El {
    let of = name.clone();
    let read =
        move |at: usize| told.with(|lines| lines.lines().find(|line| word(line, 0) == of).map(|line| word(line, at)).unwrap_or_default());
    let (label, unit) = (read(1), read(2));
    let typed = RwSignal::new(read(3));
    let kind = if unit == "method" { "text" } else { "number" };
    let input = (!unit.is_empty()).then(|| {
        let field = el("input").set("type", kind).set("aria-label", &format!("{label}: {unit}")).bind(typed);
        el("label").child(field).child(span("unit").text(&unit))
    });
    let press = move || match read(4).as_str() {
        "once" => "Do it",
        "on" => "Stop",
        _ => "Start",
    };
    let pressed = press.clone();
    let act = move || {
        let value = if untrack(&pressed) == "Stop" { "off".to_owned() } else { typed.get_untracked() };
        order(&format!("{name} {value}"));
    };
    let (said, read_aloud) = (press.clone(), label.clone());
    let button =
        button("button").live("aria-label", move || Some(format!("{}: {read_aloud}", press()))).say(move || said().to_owned()).click(act);
    div("fault").set("role", "listitem").set("data-unit", &unit).child(span("name").text(&label)).children(input).child(button)
}

/// Returns one word of a line.
fn word(line: &str, at: usize) -> String {
    line.split('\t').nth(at).unwrap_or_default().to_owned()
}
