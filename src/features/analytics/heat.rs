//! When it is used, by hour and weekday.
//! Refuses to add anything up.

use leptos::prelude::*;

use super::desk::{Desk, Seen};
use super::draw::{panel, quiet};
use crate::domain::usage::heat::{heat as heated, shade};
use crate::domain::usage::span::WEEKDAYS;
use crate::ui::el::{El, div, el};

/// The map, as the table that it is.
fn heat_map(seen: &Seen) -> El {
    let warm = heated(&seen.ledger, &seen.fit, seen.span);
    let most = warm.iter().flatten().map(|sum| sum.by(seen.measure)).max().unwrap_or(0);
    let hour = |hour: usize| {
        el("th")
            .set("scope", "col")
            .text(&if hour.is_multiple_of(3) { hour.to_string() } else { String::new() })
            .set("aria-label", &[&hour.to_string(), " o'clock"].concat())
    };
    let heads = el("tr").child(el("td")).children((0..24).map(hour).collect::<Vec<_>>());
    let rows = WEEKDAYS.iter().zip(&warm).map(|(weekday, hours)| {
        let cells = hours.iter().enumerate().map(|(hour, sum)| {
            let exact = if sum.tokens == 0 { "nothing".to_owned() } else { sum.exactly(seen.measure) };
            let title = [weekday, " ", &hour.to_string(), ":00: ", &exact].concat();
            el("td")
                .set("data-shade", &shade(sum, most, seen.measure).to_string())
                .set("title", &title)
                .children((sum.tokens > 0).then(|| el("span").class("offscreen").text(&exact)))
        });
        el("tr").child(el("th").set("scope", "row").text(weekday)).children(cells.collect::<Vec<_>>())
    });
    let table = el("table").child(el("thead").child(heads)).child(el("tbody").children(rows.collect::<Vec<_>>()));
    div("heat").set("tabindex", "0").set("role", "region").set("aria-label", "By hour and weekday").child(table)
}

/// Draws the panel.
pub fn heat(desk: Desk) -> El {
    let drawn = move || desk.seen.with(|seen| seen.as_ref().map(heat_map));
    let zone = move || ["by the clock of ", &desk.zone()].concat();
    let of_models = move || desk.seen.with(|seen| seen.as_ref().is_some_and(|seen| seen.fit.is_of_models()));
    panel("heat", "Hour by weekday", vec![el("span").class("quiet").say(zone)]).part(drawn).when(of_models, || {
        quiet("Of sessions that used several models on a day the gateway does not tell the hours apart; they are left out.")
    })
}
