//! The lines that are shown, as a file: for people or for programs; secrets masked, and said which. Done a few lines a frame.
//! Refuses to send it anywhere.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::row::plain;
use crate::domain::log::line::Line;
use crate::domain::redact::{Across, redact_into, redact_json, said};
use crate::domain::say;
use crate::platform::dom;

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text,
    /// For programs: each line as it was written, an object of JSON in any case.
    Lines,
}

/// So many lines are written at once, and how long the page has then.
const AT_ONCE: usize = 250;
const PAUSE: Duration = Duration::from_millis(4);

/// Saves what is shown, and says what was masked.
pub fn export(desk: Desk, form: Form) {
    let shown = desk.shown.get_untracked();
    let is_utc = desk.look.with_untracked(|look| look.is_utc);
    let lines: Vec<_> = shown.iter().filter_map(|shown| desk.line(shown.serial)).collect();
    let (profile, toasts) = (desk.profile, desk.toasts);
    spawn_local(async move {
        let (mut text, mut masked, mut across, count) = (String::new(), vec![], Across::default(), lines.len());
        for some in lines.chunks(AT_ONCE) {
            for line in some {
                let ahead = if is_utc { 0 } else { dom::own_offset(crate::protocol::UnixMs(line.at)) };
                let written = match form {
                    Form::Text => plain(line, ahead),
                    Form::Lines => object(line),
                };
                let written = across.masked(&line.text, written, &mut masked);
                text += &match form {
                    Form::Text => redact_into(&written, &mut masked),
                    Form::Lines => redact_json(&written, &mut masked),
                };
                text.push('\n');
            }
            profile.sleep(PAUSE).await;
        }
        match form {
            Form::Text => dom::download("openclaw-log.txt", "text/plain", &text),
            Form::Lines => dom::download("openclaw-log.jsonl", "application/jsonl", &text),
        }
        toasts.note([&say::many(count, "line"), " saved. ", &said(&masked)].concat());
    });
}

/// Returns a line as an object of JSON on one line: as it was written, with what goes on below it in a field of its own; or its text, if it was
/// written as none; or what is said between lines.
fn object(line: &Line) -> String {
    // A text is always written.
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    if line.mark.is_some() {
        return ["{\"mark\":", &quoted(&plain(line, 0)), "}"].concat();
    }
    let (first, more) = line.raw.split_once('\n').unwrap_or((&line.raw, ""));
    match first.trim_end().strip_suffix('}').filter(|_| line.is_json()) {
        Some(_) if more.is_empty() => first.trim_end().to_owned(),
        Some(open) => [open, if open.trim_end().ends_with('{') { "" } else { "," }, "\"continued\":", &quoted(more), "}"].concat(),
        None => ["{\"message\":", &quoted(&line.raw), "}"].concat(),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::domain::log::line::Mark;

    #[test]
    fn every_line_is_one_object_and_none_is_lost() {
        for (raw, written) in [
            (r#"{"message":"a","password":77777771}"#, r#"{"message":"a","password":"[masked]"}"#),
            ("{\"message\":\"a\"}\n  at b\n  token=c", r#"{"message":"a","continued":"  at b\n  token=[masked]"}"#),
            ("{}\n  at b", r#"{"continued":"  at b"}"#),
            ("no JSON, \"token\": \"c\"\n  at b", r#"{"message":"no JSON, \"token\": \"[masked]\"\n  at b"}"#),
            ("{ no JSON", r#"{"message":"{ no JSON"}"#),
            (r#"{"tokens":["a-1"],"token":{"value":"b"}}"#, r#"{"tokens":["[masked]"],"token":{"value":"[masked]"}}"#),
        ] {
            let line = Line::read(raw.to_owned(), 0, None);
            let made = redact_json(&object(&line), &mut vec![]);
            assert_eq!(made, written);
            assert!(serde_json::from_str::<serde_json::Value>(&made).is_ok() && !made.contains('\n'));
        }
        let mark = Line::mark(Mark::Begins, 0);
        assert!(object(&mark).starts_with("{\"mark\":\"--- "));
    }
}
