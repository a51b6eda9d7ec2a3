//! When it is used, by hour and weekday.
//! Refuses to add anything up.

use std::rc::Rc;

use leptos::prelude::*;

use super::desk::{Desk, Seen};
use super::draw::{panel, quiet};
use crate::domain::usage::heat::{Heat, heat as heated, shade};
use crate::domain::usage::span::WEEKDAYS;
use crate::domain::usage::sum::Measure;
use crate::platform::dom;
use crate::ui::el::{El, div, el};

/// How many hours a day has.
const HOURS: usize = 24;

/// Says what was used in an hour of a weekday, by its place in the map.
fn said(warm: &Heat, measure: Measure, at: usize) -> String {
    let (weekday, hour) = (at / HOURS, at % HOURS);
    let sum = warm.get(weekday).and_then(|hours| hours.get(hour)).copied().unwrap_or_default();
    let exact = if sum.tokens == 0 { "nothing".to_owned() } else { sum.exactly(measure) };
    [WEEKDAYS.get(weekday).copied().unwrap_or_default(), " ", &hour.to_string(), ":00: ", &exact].concat()
}

/// The map, as the table that it is. One hour at a time is read, by pointing, by a tap, or with the arrow keys.
fn heat_map(seen: &Seen) -> Vec<El> {
    let measure = seen.measure;
    let warm = Rc::new(heated(&seen.ledger, &seen.fit, seen.span));
    let most = warm.iter().flatten().map(|sum| sum.by(measure)).max().unwrap_or(0);
    let at = RwSignal::new(None::<usize>);
    let hour = |hour: usize| {
        el("th")
            .set("scope", "col")
            .text(&if hour.is_multiple_of(3) { hour.to_string() } else { String::new() })
            .set("aria-label", &[&hour.to_string(), " o'clock"].concat())
    };
    let heads = el("tr").child(el("td")).children((0..HOURS).map(hour).collect::<Vec<_>>());
    let rows = WEEKDAYS.iter().zip(warm.iter()).enumerate().map(|(day, (weekday, hours))| {
        let cells = hours.iter().enumerate().map(|(hour, sum)| {
            let place = day * HOURS + hour;
            el("td")
                .set("data-shade", &shade(sum, most, measure).to_string())
                .set("data-at", &place.to_string())
                .flag("data-now", move || at.get() == Some(place))
                .children((sum.tokens > 0).then(|| el("span").class("offscreen").text(&sum.exactly(measure))))
        });
        el("tr").child(el("th").set("scope", "row").text(weekday)).children(cells.collect::<Vec<_>>())
    });
    let table = el("table").child(el("thead").child(heads)).child(el("tbody").children(rows.collect::<Vec<_>>()));
    let point = move |event: &_| at.set(dom::pressed(event, "[data-at]", "data-at").and_then(|place| place.parse().ok()));
    let map = div("heat")
        .set("tabindex", "0")
        .set("role", "region")
        .set("aria-label", "By hour and weekday")
        .child(table)
        .mouse("mouseover", point)
        .mouse("click", point)
        .on("mouseleave", move |_| at.set(None))
        .on("blur", move |_| at.set(None))
        .keys(move |event| {
            let now = at.get_untracked();
            let to = match event.key().as_str() {
                "ArrowRight" => now.map_or(0, |now| now + 1),
                "ArrowLeft" => now.map_or(0, |now| now.saturating_sub(1)),
                "ArrowDown" => now.map_or(0, |now| now + HOURS),
                "ArrowUp" => now.map_or(0, |now| now.checked_sub(HOURS).unwrap_or(now)),
                "Escape" => return at.set(None),
                _ => return,
            };
            event.prevent_default();
            if to < WEEKDAYS.len() * HOURS {
                at.set(Some(to));
            }
        });
    let tip = move || {
        at.get().map_or_else(|| "Point at an hour, or step with the arrow keys, for exact figures.".into(), |at| said(&warm, measure, at))
    };
    vec![map, div("tip").set("aria-live", "polite").say(tip)]
}

/// Draws the panel.
pub fn heat(desk: Desk) -> El {
    let drawn = move || desk.seen.with(|seen| seen.as_ref().map(heat_map)).unwrap_or_default();
    let zone = move || ["by the clock of ", &desk.zone()].concat();
    let of_models = move || desk.seen.with(|seen| seen.as_ref().is_some_and(|seen| seen.fit.is_of_models()));
    panel("heat", "Hour by weekday", vec![el("span").class("quiet").say(zone)]).part(drawn).when(of_models, || {
        quiet("Of sessions that used several models on a day the gateway does not tell the hours apart; they are left out.")
    })
}
