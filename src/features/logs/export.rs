//! The lines that are shown, as a file: for people or for programs; secrets masked, and said which. Done a few lines a frame.
//! Refuses to send it anywhere.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::row::plain;
use crate::domain::redact::{Masked, redact_into};
use crate::domain::say;
use crate::platform::dom;

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text,
    /// For programs: each line as it was written.
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
        let (mut text, mut masked, mut count) = (String::new(), vec![], 0_usize);
        for some in lines.chunks(AT_ONCE) {
            for line in some.iter().filter(|line| form == Form::Text || (line.mark.is_none() && line.is_json())) {
                let ahead = if is_utc { 0 } else { dom::own_offset(crate::protocol::UnixMs(line.at)) };
                let written = match form {
                    Form::Text => plain(line, ahead),
                    Form::Lines => line.raw.lines().next().unwrap_or_default().to_owned(),
                };
                text += &redact_into(&written, &mut masked);
                text.push('\n');
                count += 1;
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

fn said(masked: &[Masked]) -> String {
    if masked.is_empty() {
        return "Nothing had to be masked.".into();
    }
    let list: Vec<String> = masked.iter().map(|masked| say::many(masked.count, masked.what)).collect();
    ["Masked: ", &list.join(", "), "."].concat()
}
