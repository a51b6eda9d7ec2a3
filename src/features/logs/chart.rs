//! How many lines were written when, stacked by level: a stretch of time is chosen by drawing over it, a level by its name below.
//! Refuses to count; `domain::log::histogram` does.

use leptos::prelude::*;

use super::desk::Desk;
use crate::domain::log::histogram::{Counts, Histogram};
use crate::domain::log::level::Level;
use crate::domain::log::time;
use crate::domain::say;
use crate::domain::widget::plot::tenths;
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, span, svg};

/// How high the bars are, in tenths of a CSS pixel.
const HEIGHT: i32 = 440;

/// Draws the chart, and the levels with their numbers.
pub fn chart(desk: Desk) -> El {
    // The stretch that is pointed at, and the one where a stroke over several began.
    let (at, from) = (RwSignal::new(None::<usize>), RwSignal::new(None::<usize>));
    let count = move || desk.chart.with(|chart| chart.bars.len());
    let hand = div("plot")
        .set("tabindex", "0")
        .set("role", "slider")
        .set("aria-label", "Lines over time")
        .set("aria-valuemin", "1")
        .live("aria-valuemax", move || Some(count().max(1).to_string()))
        .live("aria-valuenow", move || Some((at.get().unwrap_or(0).min(count().max(1) - 1) + 1).to_string()))
        .live("aria-valuetext", move || Some(tip(desk, at.get(), None)));
    let room = hand.raw();
    let measured = {
        let room = room.clone();
        move || {
            let _ = desk.width.try_set(dom::width(&room));
        }
    };
    let resizes = dom::Resizes::of(&[&room], measured);
    let place = move |x: i32| {
        let (width, count) = (desk.width.get_untracked().max(1), desk.chart.with_untracked(|chart| chart.bars.len()));
        (count > 0).then(|| usize::try_from(i64::from(x.max(0)) * count as i64 / i64::from(width)).unwrap_or(0).min(count - 1))
    };
    let (down, moves) = (room.clone(), room);
    let choose = move || {
        let chosen = from.get_untracked().zip(at.get_untracked());
        from.set(None);
        if let Some((one, other)) = chosen.filter(|(one, other)| one != other) {
            zoom(desk, one, other);
        }
    };
    let hand = hand
        .part(move || {
            let (chart, width) = (desk.chart.get(), desk.width.get());
            (width > 0).then(|| drawing(desk, &chart, width, at, from))
        })
        .mouse("pointerdown", move |event| {
            if let Some(pointer) = dom::pointer(event).filter(|pointer| pointer.is_main) {
                dom::capture(&down, pointer.id);
                let here = place(dom::x_within(event, &down));
                at.set(here);
                from.set(here);
            }
        })
        .mouse("pointermove", move |event| at.set(place(dom::x_within(event, &moves))))
        .on("pointerup", move |_| choose())
        .on("pointercancel", move |_| from.set(None))
        .on("pointerleave", move |_| {
            if from.with_untracked(Option::is_none) {
                at.set(None);
            }
        })
        .on("blur", move |_| at.set(None))
        .keys(move |event| {
            let last = count().saturating_sub(1);
            let to = match (event.key().as_str(), at.get_untracked()) {
                ("ArrowRight", now) => now.map_or(0, |now| (now + 1).min(last)),
                ("ArrowLeft", now) => now.map_or(last, |now| now.saturating_sub(1)),
                ("Enter", Some(now)) => {
                    event.prevent_default();
                    return zoom(desk, from.get_untracked().unwrap_or(now), now);
                }
                ("Escape", Some(_)) => {
                    event.prevent_default();
                    from.set(None);
                    return at.set(None);
                }
                _ => return,
            };
            event.prevent_default();
            // With Shift the stretches in between are chosen too.
            let began = if event.shift_key() { from.get_untracked().or(at.get_untracked()) } else { None };
            from.set(began);
            at.set(Some(to));
        });
    div("chart")
        .flag("data-empty", move || count() == 0)
        .keep(resizes)
        .child(hand)
        .child(div("below").child(legend(desk)).child(span("tip").say(move || tip(desk, at.get(), from.get()))))
}

/// Shows the time from one stretch to another alone.
fn zoom(desk: Desk, one: usize, other: usize) {
    let span = desk.chart.with_untracked(|chart| chart.span(one, other));
    desk.change(|look| look.view.span = Some(span));
}

fn drawing(desk: Desk, chart: &Histogram, width: i32, at: RwSignal<Option<usize>>, from: RwSignal<Option<usize>>) -> El {
    let hidden = desk.look.with(|look| look.view.hidden);
    let count = i32::try_from(chart.bars.len()).unwrap_or(1).max(1);
    let wide = width * 10;
    let left = move |place: usize| i32::try_from(i64::from(wide) * place as i64 / i64::from(count)).unwrap_or(0);
    let sum = |bar: &Counts| Level::ALL.iter().filter(|level| !hidden.has(**level)).map(|level| bar[level.place()]).sum::<u32>();
    let most = chart.bars.iter().map(sum).max().unwrap_or(0).max(1);
    let mut root = svg("svg")
        .class("bars")
        .set("aria-hidden", "true")
        .set("viewBox", &["0 0 ", &tenths(wide), " ", &tenths(HEIGHT)].concat())
        .set("width", &tenths(wide))
        .set("height", &tenths(HEIGHT));
    let band = move || {
        let at = at.get()?;
        let from = from.get().unwrap_or(at);
        Some((left(at.min(from)), left(at.max(from) + 1)))
    };
    root = root.child(
        svg("rect")
            .class("band")
            .set("height", &tenths(HEIGHT))
            .live("x", move || Some(tenths(band().unwrap_or_default().0)))
            .live("width", move || band().map(|(from, to)| tenths(to - from)))
            .flag("data-now", move || band().is_some()),
    );
    let mut floors = vec![0_u32; chart.bars.len()];
    let y = |sum: u32| HEIGHT - i32::try_from(i64::from(HEIGHT) * i64::from(sum) / i64::from(most)).unwrap_or(0);
    for level in Level::ALL.into_iter().rev().filter(|level| !hidden.has(*level)) {
        // One element for all bars of a level.
        let mut way = String::new();
        for ((place, bar), floor) in chart.bars.iter().enumerate().zip(&mut floors) {
            let number = bar[level.place()];
            if number == 0 {
                continue;
            }
            let bottom = y(*floor);
            *floor += number;
            let top = y(*floor).min(bottom - 10);
            let (x, right) = (left(place), left(place + 1));
            let [x, top, wide, high] = [x, top, (right - x - 15).max(10), bottom - top].map(tenths);
            way += &["M", &x, " ", &top, "h", &wide, "v", &high, "h-", &wide, "z"].concat();
        }
        root = root.child(svg("path").set("data-level", level.as_str()).set("d", &way));
    }
    root
}

/// The levels, each with how many lines it has; one that is pressed is shown.
fn legend(desk: Desk) -> El {
    let number = move |level: Level| desk.chart.with(|chart| chart.sums()[level.place()]);
    let entry = |level: Level| {
        let words = move || say::count(usize::try_from(number(level)).unwrap_or(0));
        let chip = button("entry")
            .set("data-level", level.as_str())
            .truth("aria-pressed", move || desk.look.with(|look| !look.view.hidden.has(level)))
            .child(span("swatch").set("aria-hidden", "true"))
            .text(level.as_str())
            .child(span("number").say(words))
            .click(move || desk.change(|look| look.view.hidden.toggle(level)));
        el("li").flag("hidden", move || number(level) == 0 && desk.look.with(|look| !look.view.hidden.has(level))).child(chip)
    };
    el("ul").class("legend").set("aria-label", "Levels").children(Level::ALL.into_iter().map(entry).collect::<Vec<_>>())
}

/// Says what is pointed at, exactly.
fn tip(desk: Desk, at: Option<usize>, from: Option<usize>) -> String {
    desk.chart.with(|chart| {
        let Some(at) = at.filter(|at| *at < chart.bars.len()) else { return String::new() };
        let from = from.unwrap_or(at).min(chart.bars.len() - 1);
        let (begins, ends) = chart.span(from, at);
        let time = |at: i64| time::in_full(at, desk.ahead(at));
        let until = time(ends + 1);
        let mut counts = Counts::default();
        for bar in &chart.bars[at.min(from)..=at.max(from)] {
            counts.iter_mut().zip(bar).for_each(|(sum, count)| *sum += count);
        }
        let mut said = [time(begins).get(..19).unwrap_or_default(), " to ", until.get(11..19).unwrap_or_default()].concat();
        let mut separator = ": ";
        for level in Level::ALL {
            let count = counts[level.place()];
            if count > 0 {
                said += &[separator, &count.to_string(), " ", level.as_str()].concat();
                separator = ", ";
            }
        }
        said
    })
}
