//! The work of a tool: a line that opens to what it was given, what it says, and what it changed.
//! Refuses to keep more of its output than what was kept for it.

use std::sync::Arc;

use leptos::prelude::*;

use super::room::Room;
use super::row::Cell;
use super::text::searched;
use crate::domain::{json, say};
use crate::protocol::fields::reads;
use crate::protocol::lenient::Lenient;
use crate::protocol::raw::Raw;
use crate::state::chat::row::{Tool, What, Working};
use crate::ui::badge::{Tone, badge};
use crate::ui::el::{El, button, div, el, span};
use crate::ui::paste::copy;

/// Draws the line, and what it opens to.
pub fn tool(room: Room, key: Arc<str>, cell: Cell) -> El {
    let state = move || read(cell, |tool| tool.state);
    let (of, turned) = (key.clone(), key);
    // Errors open by themselves, unless a person wants it otherwise.
    let is_open = move || room.is_open(&of, state() == Working::Failed);
    let (opened, now) = (is_open.clone(), is_open.clone());
    let tone = move || match state() {
        Working::Running => Tone::Run,
        Working::Done => Tone::Ok,
        Working::Failed => Tone::Bad,
        Working::Cut => Tone::Idle,
    };
    let word = move || match state() {
        Working::Running => "works",
        Working::Done => "done",
        Working::Failed => "failed",
        Working::Cut => "cut off",
    };
    let time = move || {
        let (took, started, state) = read(cell, |tool| (tool.took, tool.started, tool.state));
        match (took, started) {
            (Some(took), _) => say::brief(took),
            (None, Some(started)) if state == Working::Running => say::span(started, room.ticker.there()),
            _ => String::new(),
        }
    };
    let name = move || read(cell, |tool| if tool.name.is_empty() { "tool".to_owned() } else { tool.name.clone() });
    let line = button("fold")
        .truth("aria-expanded", is_open)
        .live("title", move || Some(word().to_owned()))
        .child(badge(tone, name))
        .child(span("offscreen").say(move || word().to_owned()))
        .child(span("digest").say(move || read(cell, digest)))
        .child(span("number").say(time))
        .click(move || room.open(&turned, !untrack(&now)));
    div("tool").name("data-state", word).child(line).when(opened, move || inside(room, cell))
}

fn read<R: Default>(cell: Cell, of: impl FnOnce(&Tool) -> R) -> R {
    cell.with(|row| if let What::Tool(tool) = &row.what { of(tool) } else { R::default() })
}

/// What stands in the arguments of most tools.
#[derive(Default)]
struct Args {
    command: Option<String>,
    path: Option<String>,
    query: Option<String>,
    url: Option<String>,
    task: Option<String>,
    old_text: Option<String>,
    new_text: Option<String>,
    content: Option<String>,
    patch: Option<String>,
    input: Option<String>,
    edits: Lenient<Exchange>,
}

/// One of several edits.
struct Exchange {
    old_text: Option<String>,
    new_text: Option<String>,
}

reads! { Exchange { old_text, new_text } }

reads! { Args { command, path, query, url, task, old_text, new_text, content, patch, input, edits } }

fn args(tool: &Tool) -> Args {
    tool.args.as_ref().and_then(Raw::read).unwrap_or_default()
}

/// Says in a line what a tool was given.
fn digest(tool: &Tool) -> String {
    let Args { command, path, query, url, task, .. } = args(tool);
    let first = [command, path, query, url, task].into_iter().flatten().next();
    let words = first.or_else(|| tool.title.clone()).or_else(|| tool.args.as_ref().map(|args| args.get().to_owned())).unwrap_or_default();
    words.lines().next().unwrap_or_default().chars().take(160).collect()
}

/// What the line opens to. What it was given does not change any more.
fn inside(room: Room, cell: Cell) -> El {
    let (given, changed) = cell.with_untracked(|row| match &row.what {
        What::Tool(tool) => (tool.args.as_ref().map(|args| json::pretty(args.get())), changes(&args(tool))),
        _ => (None, vec![]),
    });
    let is_quiet = move || read(cell, |tool| tool.output.is_empty());
    let output = move || {
        div("part")
            .child(
                div("part-head").child(span("quiet").text("Output")).child(copy(move || cell.with_untracked(|row| row.text().to_owned()))),
            )
            .child(el("pre").set("tabindex", "0").child(searched(room, move || read(cell, |tool| tool.output.clone()))))
    };
    let given = given.filter(|_| changed.is_empty()).map(|given| {
        div("part").child(div("part-head").child(span("quiet").text("Arguments"))).child(el("pre").set("tabindex", "0").text(&given))
    });
    let diff = (!changed.is_empty()).then(|| {
        let lines =
            changed.iter().map(|(sign, line)| span("line").set("data-sign", sign).text(&format!("{sign} {line}\n"))).collect::<Vec<_>>();
        div("part")
            .child(div("part-head").child(span("quiet").text("Changes")))
            .child(el("pre").class("diff").set("tabindex", "0").children(lines))
    });
    div("inside").children(given).children(diff).when(move || !is_quiet(), output)
}

/// Returns the lines that a tool takes out and puts in, as far as its arguments say so.
fn changes(args: &Args) -> Vec<(&'static str, String)> {
    if let Some(patch) = args.patch.as_ref().or(args.input.as_ref()).filter(|patch| patch.starts_with("*** ") || patch.starts_with("--- "))
    {
        let sign = |line: &str| match line.as_bytes().first() {
            Some(b'+') => "+",
            Some(b'-') => "-",
            _ => " ",
        };
        return patch.lines().map(|line| (sign(line), line.get(1..).unwrap_or_default().to_owned())).collect();
    }
    let lines = |text: &Option<String>, sign: &'static str| {
        text.iter().flat_map(|text| text.lines()).map(|line| (sign, line.to_owned())).collect::<Vec<_>>()
    };
    let mut changed = lines(&args.old_text, "-");
    changed.extend(lines(&args.new_text, "+"));
    for edit in &args.edits.items {
        changed.extend(lines(&edit.old_text, "-"));
        changed.extend(lines(&edit.new_text, "+"));
    }
    if args.path.is_some() {
        changed.extend(lines(&args.content, "+"));
    }
    changed
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use serde_json::json;

    fn given(args: serde_json::Value) -> Tool {
        let args = serde_json::from_str(&args.to_string()).ok();
        Tool { args, title: Some("Title".into()), ..Tool::default() }
    }

    #[test]
    fn a_line_says_what_a_tool_was_given() {
        assert_eq!(digest(&given(json!({"command": "ls -l\nrm x"}))), "ls -l");
        assert_eq!(digest(&given(json!({"path": "a.rs", "oldText": "x"}))), "a.rs");
        assert_eq!(digest(&given(json!({"other": 1}))), "Title");
        assert_eq!(digest(&Tool::default()), "");
    }

    #[test]
    fn an_edit_shows_what_goes_and_what_comes() {
        let of = |value| changes(&args(&given(value)));
        assert_eq!(of(json!({"oldText": "a\nb", "newText": "c"})), [("-", "a".into()), ("-", "b".into()), ("+", "c".into())]);
        let several = json!({"path": "f", "edits": [{"oldText": "a", "newText": "b"}, 7, {"oldText": "c", "newText": ""}]});
        assert_eq!(of(several), [("-", "a".to_owned()), ("+", "b".into()), ("-", "c".into())]);
        assert_eq!(of(json!({"path": "f", "content": "x"})), [("+", "x".to_owned())]);
        assert_eq!(
            of(json!({"patch": "--- f\n+new\n-old\n same"}))[1..],
            [("+", "new".into()), ("-", "old".into()), (" ", "same".to_owned())]
        );
        assert!(of(json!({"command": "ls"})).is_empty());
    }
}
