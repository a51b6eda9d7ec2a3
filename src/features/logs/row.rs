//! One line of the log, on one line of the screen.
//! Refuses to know which lines there are.

use leptos::prelude::*;

use super::address::Times;
use super::desk::Desk;
use crate::domain::log::line::{Line, Mark};
use crate::domain::log::time;
use crate::domain::say;
use crate::protocol::UnixMs;
use crate::ui::el::{El, div, el, span};

/// Of a longer line only the beginning is drawn; it is cut on screen long before.
const LETTERS: usize = 600;

/// The id of a line's element.
pub fn row_id(serial: u64) -> String {
    ["line-", &serial.to_string()].concat()
}

/// Draws a line, which is there so many times.
pub fn row(desk: Desk, serial: u64, times: u32) -> El {
    let row = div("row")
        .set("role", "option")
        .set("id", &row_id(serial))
        .set("data-serial", &serial.to_string())
        .truth("aria-selected", move || desk.cursor.get() == Some(serial))
        .flag("data-open", move || desk.opened.get() == Some(serial))
        .flag("data-bookmarked", move || desk.bookmarks.with(|marked| marked.contains(&serial)));
    let Some(line) = desk.line(serial) else { return row };
    if let Some(mark) = &line.mark {
        return row.set("data-mark", "").child(span("text").text(&said(mark)));
    }
    let (at, is_dated) = (line.at, line.is_dated);
    let when = span("time").set_if("title", is_dated.then(|| untrack(|| time::in_full(at, desk.ahead(at)))).as_deref());
    let when = if is_dated {
        when.say(move || told(desk, serial, at))
    } else {
        when.set("title", "The line does not say when it was written").text("—")
    };
    let first = line.text.lines().next().unwrap_or_default();
    let cut = first.char_indices().nth(LETTERS).map_or(first.len(), |(at, _)| at);
    let more = line.height() - 1;
    row.set("data-level", line.level.as_str())
        .child(when)
        .child(span("level").text(if line.level.place() == 0 { "" } else { line.level.as_str() }))
        .child(marked(desk, "subsystem", line.subsystem.to_string()))
        .part(move || columns(desk, serial))
        .child(marked(desk, "text", first.get(..cut).unwrap_or_default().to_owned()))
        .children((more > 0).then(|| span("badge-more").text(&["+", &say::many(more, "line")].concat())))
        .children(
            (times > 1)
                .then(|| span("badge-more").set("title", "So many lines in a row say the same").text(&["×", &times.to_string()].concat())),
        )
}

/// The fields that have a column of their own.
fn columns(desk: Desk, serial: u64) -> Vec<El> {
    let names = desk.look.with(|look| look.columns.clone());
    let line = desk.line(serial);
    let value = |name: &String| line.as_ref().and_then(|line| line.field(name)).unwrap_or_default();
    names.iter().map(|name| span("field").set("title", name).text(&value(name))).collect()
}

/// A text in which what is searched for is marked.
pub fn marked(desk: Desk, class: &str, text: String) -> El {
    el("span").class(class).part(move || {
        desk.query.track();
        let places = desk.logs.with_untracked(|book| book.sieve().places(&text));
        let mut pieces = vec![];
        let mut from = 0;
        let piece = |from: usize, to: usize| text.get(from..to).filter(|piece| !piece.is_empty());
        for place in places {
            pieces.extend(piece(from, place.start).map(El::words));
            pieces.extend(piece(place.start, place.end).map(|hit| el("mark").text(hit)));
            from = place.end;
        }
        pieces.extend(piece(from, text.len()).map(El::words));
        pieces
    })
}

/// Says when a line was written, in the way that is looked at.
fn told(desk: Desk, serial: u64, at: i64) -> String {
    match desk.look.with(|look| look.times) {
        Times::Clock => time::of_day(at, desk.ahead(at)),
        Times::Age => say::age(UnixMs(at), desk.ticker.there_calmly()),
        Times::Delta => {
            let before = desk.shown.with(|shown| {
                let place = shown.binary_search_by_key(&serial, |shown| shown.serial).ok()?;
                shown[..place].iter().rev().find_map(|shown| desk.line(shown.serial).filter(|line| line.mark.is_none() && line.is_dated))
            });
            before.map_or_else(|| time::of_day(at, desk.ahead(at)), |before| time::later(at - before.at))
        }
    }
}

/// Says what a mark between lines means.
fn said(mark: &Mark) -> String {
    match mark {
        Mark::Cleared(count) => [&say::many(*count, "line"), " cleared here"].concat(),
        Mark::Rotated(file) => {
            ["The gateway writes another file from here on: ", file, ". What it wrote last into the one before may be missing"].concat()
        }
        Mark::Shrunk => "The file was begun anew here".to_owned(),
        Mark::Skipped(Some(bytes)) => {
            ["More was written than can be read at once: ", &say::bytes(*bytes), " and maybe more left out here"].concat()
        }
        Mark::Skipped(None) => "More was written than can be read at once: lines are left out here".to_owned(),
        Mark::Begins => "The file has older lines, which the gateway does not hand out".to_owned(),
    }
}

/// Says a line as a text file has it.
pub fn plain(line: &Line, ahead: i32) -> String {
    match &line.mark {
        Some(mark) => ["--- ", &said(mark)].concat(),
        None if line.is_dated => {
            let level = if line.level.place() == 0 { "-" } else { line.level.as_str() };
            [&time::in_full(line.at, ahead), " ", level, " ", &line.subsystem, " ", &line.text].concat()
        }
        None => line.text.to_string(),
    }
}
