//! The conversation as a file: Markdown for people, JSON for programs; secrets masked, and said which. Fetched
//! when it is wanted: what masks is a tenth of the program, and few export.
//! Refuses to send it anywhere.

use super::room::Room;
use super::row::teller;
use crate::domain::json;
use crate::domain::redact::{Masked, redact, redact_into, said};
use crate::gateway::socket::Local;
use crate::platform::dom;
use crate::protocol::{SessionKey, UnixMs};
use crate::state::chat::row::{Row, What};
use crate::state::toasts::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Markdown,
    /// For programs.
    Json,
}

/// What is to be saved.
pub struct Export {
    form: Form,
    title: String,
    key: SessionKey,
    rows: Vec<Arc<Row>>,
    /// Nothing is missing at its beginning.
    is_whole: bool,
    toasts: Toasts,
}

/// Saves a conversation, once the part is here that can; or says in a sentence why it cannot.
#[derive(Clone, Copy)]
pub struct Exporting(pub fn(Export) -> Local<Result<(), &'static str>>);

/// Has what was read of a conversation saved.
pub fn begin(exporting: Exporting, room: Room, form: Form) {
    let (rows, is_whole) = room.talk.conversation.with_untracked(|talk| (talk.rows().cloned().collect(), talk.older().is_none()));
    let of = Export { form, title: untrack(|| room.title()), key: room.key(), rows, is_whole, toasts: room.toasts };
    spawn_local(async move {
        if let Err(why) = (exporting.0)(of).await {
            room.toasts.fault(why.to_owned());
        }
    });
}

/// Saves what was read of a conversation, and says what was masked and what is missing.
pub fn export(of: Export) {
    let Export { form, title, key, rows, is_whole, toasts } = of;
    let rows: Vec<&Row> = rows.iter().map(|row| &**row).collect();
    let (text, masked) = match form {
        Form::Markdown => redact(&markdown(&title, key.as_str(), &rows)),
        Form::Json => json_text(&title, key.as_str(), &rows),
    };
    let name: String = title.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).take(60).collect();
    match form {
        Form::Markdown => dom::download(&format!("{name}.md"), "text/markdown", &text),
        Form::Json => dom::download(&format!("{name}.json"), "application/json", &text),
    }
    let missing = if is_whole { "" } else { " Older messages were not read and are not in it: scroll up to read them first." };
    toasts.note(format!("Exported {title}. {}{missing}", said(&masked)));
}

fn markdown(title: &str, key: &str, rows: &[&Row]) -> String {
    let mut text = format!("# {title}\n\n`{key}`\n");
    for row in rows {
        let said = match &row.what {
            What::Said { text, .. } => format!("## You\n\n{text}"),
            What::Told { by, text } => format!("## {}\n\n{text}", teller(*by)),
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

/// A row as programs read it. Fields that do not concern its kind are left out.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    kind: &'a str,
    at: Option<UnixMs>,
    message: Option<&'a str>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arguments: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    /// Tokens: read, written.
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<(u64, u64)>,
    /// In millionths of a dollar.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost_micro_usd: Option<i64>,
}

#[derive(Serialize)]
struct WrittenAll<'a> {
    title: String,
    session: &'a str,
    rows: Vec<Written<'a>>,
}

/// Masks each text before it is written down, so that what is written is JSON all the same.
fn json_text(title: &str, session: &str, rows: &[&Row]) -> (String, Vec<Masked>) {
    let mut masked = vec![];
    let title = redact_into(title, &mut masked);
    let rows = rows.iter().filter_map(|row| {
        let text = redact_into(row.text(), &mut masked);
        let of = Written { at: row.at, message: row.message.as_deref(), text, ..Written::default() };
        Some(match &row.what {
            What::Said { .. } => Written { kind: "said", ..of },
            What::Told { .. } => Written { kind: "told", ..of },
            What::Text { .. } => Written { kind: "text", ..of },
            What::Thought { .. } => Written { kind: "thought", ..of },
            What::Tool(tool) => Written {
                kind: "tool",
                tool: Some(&tool.name),
                arguments: tool.args.as_ref().and_then(|args| given(args.get(), &mut masked)),
                ..of
            },
            What::Note(_) => Written { kind: "note", ..of },
            What::Mark(_) => Written { kind: "mark", ..of },
            What::End(end) => {
                let used = end.used();
                let tokens = Some((used.input + used.cache_read + used.cache_write, used.output));
                Written { kind: "end", model: end.model.as_deref(), tokens, cost_micro_usd: used.cost.map(|cost| cost.total.0), ..of }
            }
            What::Doing(_) => return None,
        })
    });
    let all = WrittenAll { title, session, rows: rows.collect() };
    let text = serde_json::to_string(&all).map(|text| json::pretty(&text)).unwrap_or_default();
    (text, masked)
}

/// Masks what a tool was given. Where a mask stands in the place of something that was no text, all of it becomes a text.
fn given(args: &str, masked: &mut Vec<Masked>) -> Option<Box<RawValue>> {
    let text = redact_into(args, masked);
    let whole: Result<Box<RawValue>, _> = serde_json::from_str(&text);
    whole.or_else(|_| serde_json::value::to_raw_value(&text)).ok()
}
