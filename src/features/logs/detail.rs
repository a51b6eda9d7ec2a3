//! One line with all that is in it: its text, its fields with ways to search by them, what it names, what stands around it, how it was written.
//! Refuses to know the list.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::names::{Named, named};
use super::row::{marked, plain};
use crate::domain::log::line::Line;
use crate::domain::log::time;
use crate::domain::{json, say};
use crate::paths;
use crate::platform::dom;
use crate::protocol::SessionKey;
use crate::ui::el::{El, button, div, el, link, part, span};

/// How many lines before and behind are shown.
const AROUND: u64 = 20;
/// A longer value is no term for a search.
const LETTERS: usize = 120;
/// So much of a text is drawn.
const MOST: usize = 60_000;

/// Whether a field can be named in a search.
fn is_field(name: &str) -> bool {
    name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-'))
}

/// Draws the line that is open, if one is.
pub fn detail(desk: Desk) -> El {
    part(move || desk.opened.get().map(|serial| pane(desk, serial)).unwrap_or_default())
}

fn pane(desk: Desk, serial: u64) -> Vec<El> {
    let close = move || {
        desk.opened.set(None);
        dom::focus(super::desk::LIST);
    };
    let shut = button("button shut").set("aria-label", "Close the line").text("×").click(close);
    let pane = el("aside").class("detail").set("aria-label", "Line").set("tabindex", "-1").child(shut);
    let pane = match desk.line(serial) {
        Some(line) if line.mark.is_none() => pane.children(full(desk, serial, &line)),
        Some(line) => pane.child(el("p").text(&plain(&line, 0))),
        None => pane.child(el("p").text("This line is no longer kept.")),
    };
    vec![div("scrim").click(close), pane]
}

fn full(desk: Desk, serial: u64, line: &Arc<Line>) -> Vec<El> {
    let at = line.at;
    let is_dated = line.is_dated;
    let when = move || if is_dated { time::in_full(at, desk.ahead(at)) } else { "No time of its own".to_owned() };
    let small = |words: &str| button("button").set("data-size", "small").text(words);
    let (text, raw) = (line.text.to_string(), line.raw.to_string());
    let is_marked = move || desk.bookmarks.with(|marked| marked.contains(&serial));
    let head = div("line-head")
        .set("data-level", line.level.as_str())
        .child(span("level").text(line.level.as_str()))
        .child(span("subsystem").text(&line.subsystem))
        .child(span("time").say(when));
    let deeds = div("deeds")
        .child(small("Copy text").click(move || copy(desk, text.clone())))
        .child(small("Copy line").set("title", "As it was written").click(move || copy(desk, raw.clone())))
        .child(
            small("Bookmark")
                .set("title", "M; U leads to the next one")
                .truth("aria-pressed", is_marked)
                .click(move || desk.bookmark(serial)),
        );
    let cut = line.text.char_indices().nth(MOST).map_or(line.text.len(), |(at, _)| at);
    let said = el("pre").class("said").child(marked(desk, "", line.text.get(..cut).unwrap_or_default().to_owned()));
    let mut parts = vec![head, deeds, said];
    let named = named(line);
    if !named.is_empty() {
        parts.push(
            el("ul")
                .class("named")
                .set("aria-label", "What it names")
                .children(named.into_iter().map(|named| lead(desk, named)).collect::<Vec<_>>()),
        );
    }
    parts.push(fields(desk, line));
    parts.push(el("h2").text("Around it, whatever is searched for"));
    parts.push(around(desk, serial));
    if line.is_json() {
        let whole = line.raw.lines().next().unwrap_or_default();
        let cut = whole.char_indices().nth(MOST).map_or(whole.len(), |(at, _)| at);
        let title = if cut < whole.len() { "As JSON: its beginning; Copy line has all of it" } else { "As JSON" };
        parts.push(el("h2").text(title));
        parts.push(
            el("pre")
                .class("raw")
                .set("tabindex", "0")
                .set("aria-label", "The line as JSON")
                .text(&json::pretty(whole.get(..cut).unwrap_or_default())),
        );
    }
    parts
}

fn copy(desk: Desk, text: String) {
    spawn_local(async move {
        if dom::copy(text).await {
            desk.toasts.note("Copied.");
        } else {
            desk.toasts.fault("The browser did not let the text be copied.");
        }
    });
}

/// Leads to what a line names.
fn lead(desk: Desk, named: Named) -> El {
    let item = |what: &str| el("li").child(span("what").text(what));
    match named {
        Named::Session(key) => {
            let to = paths::session(&key);
            let title = desk.profile.sessions.with_untracked(|rows| {
                rows.rows.get(&SessionKey::from(key.as_str())).and_then(|row| row.display_name.clone().or_else(|| row.label.clone()))
            });
            let job = paths::job_of(&key).map(|to| el("span").text(", of a ").child(link(&to).text("job")));
            item("Session").child(link(&to).text(title.flatten().as_deref().unwrap_or(&key))).children(job)
        }
        Named::Job(id) => item("Job").child(link(&paths::job(&id)).text(&id)),
        Named::Run(id) => {
            let words = ["All lines of run ", id.get(..8).unwrap_or_default()].concat();
            item("Run").child(button("link").text(&words).click(move || desk.change(|look| id.clone_into(&mut look.query))))
        }
    }
}

/// The fields, each with the ways to search by it.
fn fields(desk: Desk, line: &Line) -> El {
    let mut all = vec![("level".to_owned(), line.level.as_str().to_owned(), "level:")];
    if !line.subsystem.is_empty() {
        all.push(("subsystem".to_owned(), line.subsystem.to_string(), "subsystem:"));
    }
    // What every line has in the same way comes last, and what was said already not again.
    let is_usual = |name: &str| name.starts_with("_meta.") || matches!(name, "hostname" | "time" | "0" | "message");
    let (usual, own): (Vec<_>, Vec<_>) = line.fields().into_iter().partition(|(name, _)| is_usual(name));
    let is_said = |name: &str, value: &str| *value == *line.text || (!line.subsystem.is_empty() && matches!(name, "0" | "_meta.name"));
    let others = own.into_iter().chain(usual).filter(|(name, value)| !is_said(name, value));
    all.extend(others.map(|(name, value)| (name, value, "")));
    let row = |(name, value, key): (String, String, &'static str)| {
        let is_term = value.chars().count() <= LETTERS && !value.is_empty() && !value.contains(['"', '\n']) && is_field(&name);
        let key = if key.is_empty() { [".", &name, ":"].concat() } else { key.to_owned() };
        let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'));
        let term = if is_plain { [&key, value.as_str()].concat() } else { [&key, "\"", &value, "\""].concat() };
        let way = |sign: &str, words: &str, term: String| {
            let label = [words, " ", &name].concat();
            button("way").set("aria-label", &label).set("title", words).text(sign).click(move || desk.change(|look| look.add(&term)))
        };
        let mut ways = vec![];
        if is_term {
            ways.push(way("+", "Only lines with this", term.clone()));
            ways.push(way("−", "Only lines without this", ["-", &term].concat()));
        }
        if key.starts_with('.') {
            let field = name.clone();
            let label = ["Show as a column: ", &name].concat();
            let show = button("way").set("aria-label", &label).set("title", "Show as a column").text("▥");
            ways.push(show.click(move || desk.change(|look| look.column(&field, true))));
        }
        let short: String = value.chars().take(2_000).collect();
        el("tr")
            .child(el("th").set("scope", "row").text(&name))
            .child(el("td").text(&short))
            .child(el("td").class("field-ways").children(ways))
    };
    let body = el("tbody").children(all.into_iter().map(row).collect::<Vec<_>>());
    el("table").class("fields").set("aria-label", "Fields").child(body)
}

/// The lines before and behind, none left out.
fn around(desk: Desk, serial: u64) -> El {
    let (from, to) = desk.logs.with_untracked(|book| (book.ring.first(), book.ring.end()));
    let serials = serial.saturating_sub(AROUND).max(from)..(serial + AROUND + 1).min(to);
    let one = |other: u64| {
        let line = desk.line(other)?;
        let text = match &line.mark {
            Some(_) => plain(&line, 0),
            None => [&time::of_day(line.at, untrack(|| desk.ahead(line.at))), "  ", line.text.lines().next().unwrap_or_default()].concat(),
        };
        let short: String = text.chars().take(300).collect();
        let more = if line.height() > 1 { [" (+", &say::count(line.height() - 1), ")"].concat() } else { String::new() };
        let words = [short, more].concat();
        let item = el("li").set("data-level", line.level.as_str());
        Some(if other == serial {
            item.set("aria-current", "true").child(span("").text(&words))
        } else {
            item.child(button("").text(&words).click(move || desk.open(other)))
        })
    };
    el("ol").class("around").children(serials.filter_map(one).collect::<Vec<_>>())
}
