//! The conversation as a file: Markdown for people, JSON for programs; secrets masked, and said which.
//! Refuses to send it anywhere.

use super::room::Room;
use crate::domain::redact::{Masked, redact};
use crate::domain::say;
use crate::platform::dom;
use crate::state::chat::row::{Row, What};
use leptos::prelude::*;
use serde_json::json;

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Markdown,
    /// For programs.
    Json,
}

/// Saves what was read of a conversation, and says what was masked and what is missing.
pub fn export(room: Room, form: Form) {
    let title = untrack(|| room.title());
    let key = room.key();
    let (text, is_whole) = room.talk.conversation.with_untracked(|talk| {
        let rows: Vec<&Row> = talk.rows().map(|row| &**row).collect();
        let text = match form {
            Form::Markdown => markdown(&title, key.as_str(), &rows),
            Form::Json => json_text(&title, key.as_str(), &rows),
        };
        (text, talk.older().is_none())
    });
    let (text, masked) = redact(&text);
    let name: String = title.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).take(60).collect();
    match form {
        Form::Markdown => dom::download(&format!("{name}.md"), "text/markdown", &text),
        Form::Json => dom::download(&format!("{name}.json"), "application/json", &text),
    }
    let missing = if is_whole { "" } else { " Older messages were not read and are not in it: scroll up to read them first." };
    room.toasts.note(format!("Exported {title}. {}{missing}", said(&masked)));
}

fn said(masked: &[Masked]) -> String {
    if masked.is_empty() {
        return "Nothing had to be masked.".into();
    }
    let list: Vec<String> = masked.iter().map(|masked| say::many(masked.count, masked.what)).collect();
    format!("Masked: {}.", list.join(", "))
}

fn markdown(title: &str, key: &str, rows: &[&Row]) -> String {
    let mut text = format!("# {title}\n\n`{key}`\n");
    for row in rows {
        let said = match &row.what {
            What::Said { text, .. } => format!("## You\n\n{text}"),
            What::Text { text, .. } => format!("## Agent\n\n{text}"),
            What::Thought { text, .. } => format!("> {}", text.replace('\n', "\n> ")),
            What::Tool(tool) => format!(
                "**{}**\n\n```json\n{}\n```\n\n```\n{}\n```",
                tool.name,
                tool.args.as_ref().map_or("{}", |args| args.get()),
                tool.output.trim_end()
            ),
            What::Note(text) => format!("## Note\n\n{text}"),
            What::Mark(words) => format!("---\n\n*{words}*"),
            What::End(end) => end.error.as_ref().map(|error| format!("**The run failed:** {error}")).unwrap_or_default(),
            What::Doing(_) => String::new(),
        };
        if !said.is_empty() {
            text.push_str(&format!("\n{said}\n"));
        }
    }
    text
}

fn json_text(title: &str, key: &str, rows: &[&Row]) -> String {
    let rows: Vec<_> = rows
        .iter()
        .filter(|row| !matches!(row.what, What::Doing(_)))
        .map(|row| {
            let (kind, more) = match &row.what {
                What::Said { .. } => ("said", json!({})),
                What::Text { .. } => ("text", json!({})),
                What::Thought { .. } => ("thought", json!({})),
                What::Tool(tool) => ("tool", json!({"name": tool.name, "arguments": tool.args, "failed": tool.state == crate::state::chat::row::Working::Failed})),
                What::Note(_) => ("note", json!({})),
                What::Mark(_) => ("mark", json!({})),
                What::End(end) => {
                    let used = end.used();
                    ("end", json!({"stopped": end.is_stopped, "input": used.input, "output": used.output, "cacheRead": used.cache_read, "costUsd": used.cost.map(|cost| cost.total.0 as f64 / 1e6), "model": end.model}))
                }
                What::Doing(_) => ("doing", json!({})),
            };
            json!({"kind": kind, "at": row.at.map(|at| at.0), "message": row.message.as_deref(), "text": row.text(), "more": more})
        })
        .collect();
    serde_json::to_string_pretty(&json!({"title": title, "session": key, "rows": rows})).unwrap_or_default()
}
