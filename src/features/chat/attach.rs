//! What is attached to the message that is being written: checked before it is read, shown with its size, taken off again.
//! Refuses to send it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::room::Room;
use crate::domain::say;
use crate::platform::dom::Picked;
use crate::protocol::chat::Attachment;
use crate::ui::el::{El, button, div, el, span};

/// A paste of more lines or letters than this becomes a file.
const LONG_LINES: usize = 40;
const LONG_LETTERS: usize = 5_000;
/// What all files of one message may come to, in bytes: the gateway takes frames of 25 MiB, and base64 makes four of three.
const ALL: u64 = 18_000_000;

/// Adds files, as far as the gateway takes them.
pub fn add(room: Room, files: Vec<Picked>) {
    for file in files {
        let (name, mime, size) = (file.name(), file.mime(), file.size());
        if let Some(why) = too_large(room, &name, &mime, size) {
            room.toasts.fault(why);
            continue;
        }
        let _ = room.reads.try_update(|reads| reads.push((name.clone(), size)));
        spawn_local(async move {
            let read = file.read().await;
            let _ = room.reads.try_update(|reads| {
                if let Some(at) = reads.iter().position(|(other, _)| *other == name) {
                    reads.remove(at);
                }
            });
            match read {
                Some(read) => {
                    // The room may have been left meanwhile.
                    let _ = room.files.try_update(|files| files.push(read));
                }
                None => room.toasts.fault(format!("{name} could not be read. Attach it again.")),
            }
        });
    }
}

fn too_large(room: Room, name: &str, mime: &str, size: u64) -> Option<String> {
    let limits = room.profile.link.with(|view| view.hello.as_ref().map(|hello| hello.policy.attachments)).unwrap_or_default();
    let most = if mime.starts_with("image/") { limits.max_image_bytes } else { limits.max_bytes };
    let read: u64 = room.files.with_untracked(|files| files.iter().map(|file| file.content.len() as u64 / 4 * 3).sum());
    let there = read + room.reads.with_untracked(|reads| reads.iter().map(|(_, size)| size).sum::<u64>());
    match most.filter(|most| size > *most) {
        Some(most) => Some(format!("{name} is {} large; this gateway takes up to {}.", say::bytes(size), say::bytes(most))),
        None if there + size > ALL => Some(format!("{name} makes the message larger than {}. Send it by itself.", say::bytes(ALL))),
        None => None,
    }
}

/// Takes a long text that is pasted as a file; whether it did.
pub fn take_paste(room: Room, text: &str) -> bool {
    if text.len() < LONG_LETTERS && text.lines().count() < LONG_LINES {
        return false;
    }
    let number = room.files.with_untracked(Vec::len) + 1;
    let name = format!("pasted-{number}.txt");
    if let Some(why) = too_large(room, &name, "text/plain", text.len() as u64) {
        room.toasts.fault(why);
        return true;
    }
    let content = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
    let file = Attachment { kind: "file".into(), mime_type: "text/plain".into(), file_name: name, content };
    room.files.update(|files| files.push(file));
    true
}

/// Draws what is attached.
pub fn chips(room: Room) -> El {
    let chip = move |(at, file): (usize, &Attachment)| {
        let (name, size) = (&file.file_name, file.content.len() as u64 / 4 * 3);
        let label = format!("Take off {name}");
        div("chip-file").child(el("strong").text(name)).child(span("quiet").text(&say::bytes(size))).child(
            button("button plain").set("data-size", "small").set("aria-label", &label).text("×").click(move || {
                room.files.update(|files| {
                    if at < files.len() {
                        files.remove(at);
                    }
                });
            }),
        )
    };
    let reads = |(name, _): &(String, u64)| {
        div("chip-file").set("role", "status").child(el("strong").text(name)).child(span("quiet").text("is read"))
    };
    div("chips-files")
        .part(move || room.files.with(|files| files.iter().enumerate().map(chip).collect::<Vec<_>>()))
        .part(move || room.reads.with(|names| names.iter().map(reads).collect::<Vec<_>>()))
}

/// The button to choose files, unless something stands against it.
pub fn choose(room: Room, obstacle: impl Fn() -> Option<String> + Copy + 'static) -> El {
    let field = el("input")
        .set("type", "file")
        .set("multiple", "")
        .set("aria-label", "Attach files")
        .class("offscreen")
        .flag("disabled", move || obstacle().is_some())
        .picks("change", move |files| add(room, files));
    el("label").class("button").set("data-size", "small").text("Attach").child(field)
}
