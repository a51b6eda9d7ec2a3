//! The list of keys by where they mean something, and the way to change them and switch them off.
//! Refuses to know what a key does.

use leptos::prelude::*;

use super::{Palette, Sheet};
use crate::domain::shortcuts::{Context, Keymap, Kind, SHORTCUTS, Shortcut, Struck};
use crate::keys::{Keys, context, label, struck};
use crate::place::Place;
use crate::platform::dom;
use crate::state::stored::Stored;
use crate::ui::dialog::modal;
use crate::ui::el::{El, button, div, el, part, span, when};

/// Draws the dialog.
pub fn list(palette: Palette) -> El {
    modal(|| Some("Keys".to_owned()), move || palette.is(Sheet::Keys), move || palette.closed(Sheet::Keys), move || Some(content(palette)))
}

/// The key that is about to be changed, and what is wrong with what was pressed for it.
type Changing = RwSignal<Option<(&'static Shortcut, String)>>;

fn content(palette: Palette) -> El {
    palette.is_there();
    let (Keys { map: keymap, .. }, place): (_, Place) = (expect_context(), expect_context());
    let changing: Changing = RwSignal::new(None);
    let here = place.with(|here| context(&here.path));
    // What means something here comes first.
    let (first, rest): (Vec<Context>, Vec<Context>) = Context::ALL.into_iter().partition(|context| Some(*context) == here);
    let silent = el("input")
        .set("type", "checkbox")
        .set("autofocus", "")
        .checked(move || keymap.get().silent)
        .on("change", move |_| keymap.change(|keymap| keymap.silent = !keymap.silent));
    let reset = move || {
        button("button").text("Reset all").click(move || {
            changing.set(None);
            keymap.set(Keymap::default());
        })
    };
    let is_changed = move || keymap.get() != Keymap::default();
    let hint =
        "Press a key in the list, then the one that is to do the same from now on. Backspace switches it off, Escape leaves it as it is.";
    div("keys")
        .child(el("h2").text("Keys"))
        .child(el("p").class("hint").text(hint))
        .child(el("label").class("silent").child(silent).text("Switch off single-character keys"))
        .child(div("groups").children(first.into_iter().chain(rest).map(|context| group(context, keymap, changing)).collect::<Vec<_>>()))
        .child(div("buttons").child(when(is_changed, reset)).child(button("button").text("Close").click(move || palette.close(None))))
}

fn group(context: Context, keymap: Stored<Keymap>, changing: Changing) -> El {
    let rows = SHORTCUTS.iter().filter(|shortcut| shortcut.context == context);
    el("section")
        .set("aria-label", context.as_str())
        .child(el("h3").text(context.as_str()))
        .child(el("ul").children(rows.map(|shortcut| row(shortcut, keymap, changing)).collect::<Vec<_>>()))
}

fn row(shortcut: &'static Shortcut, keymap: Stored<Keymap>, changing: Changing) -> El {
    let line = el("li").flag("data-off", move || !keymap.get().is_on(shortcut)).child(span("says").text(shortcut.says));
    if shortcut.kind == Kind::Fixed {
        return line.child(el("kbd").text(&label(shortcut.key)));
    }
    let is_changing = move || changing.with(|changing| changing.as_ref().is_some_and(|(of, _)| *of == shortcut));
    let words = move || {
        if is_changing() {
            return "Press a key".to_owned();
        }
        let now = keymap.get().now(shortcut);
        if now.is_empty() { "Off".to_owned() } else { label(&now) }
    };
    let key = button("key")
        .truth("aria-pressed", is_changing)
        .live("aria-label", move || Some([shortcut.says, ": ", &words(), ". Press to change"].concat()))
        .say(words)
        .click(move || {
            changing.update(|changing| {
                let is_same = changing.as_ref().is_some_and(|(of, _)| *of == shortcut);
                *changing = (!is_same).then(|| (shortcut, String::new()));
            });
        })
        .on("blur", move |_| {
            if untrack(is_changing) {
                changing.set(None);
            }
        })
        .keys(move |event| {
            if !untrack(is_changing) {
                return;
            }
            // Whatever it is, it is meant for the list.
            event.prevent_default();
            event.stop_propagation();
            if let Some(struck) = struck(event) {
                press(shortcut, &struck, keymap, changing);
            }
        });
    let trouble = move || {
        let words = changing.with(|changing| changing.as_ref().filter(|(of, _)| *of == shortcut).map(|(_, words)| words.clone()));
        words.filter(|words| !words.is_empty()).map(|words| el("p").class("fault").set("role", "alert").text(&words))
    };
    let reset = move || {
        button("quiet").set("aria-label", &["Reset: ", shortcut.says].concat()).text("Reset").click(move || {
            changing.set(None);
            give(shortcut, shortcut.key, keymap, changing);
        })
    };
    line.child(when(move || keymap.get().is_changed(shortcut), reset)).child(key).child(part(trouble))
}

/// Takes a key that was pressed for another.
fn press(shortcut: &'static Shortcut, struck: &Struck, keymap: Stored<Keymap>, changing: Changing) {
    match &*struck.key {
        "Escape" => changing.set(None),
        "Backspace" | "Delete" => give(shortcut, "", keymap, changing),
        // Held on the way to another.
        "Shift" | "Control" | "Meta" | "Alt" | "AltGraph" | "CapsLock" | "Dead" => {}
        _ => give(shortcut, &struck.chord(), keymap, changing),
    }
}

fn give(shortcut: &'static Shortcut, to: &str, keymap: Stored<Keymap>, changing: Changing) {
    let mut next = keymap.get_untracked();
    match next.give(shortcut, to) {
        Ok(()) => {
            keymap.set(next);
            changing.set(None);
            dom::focus_if_free(".palette .keys");
        }
        Err(taken) => changing.set(Some((shortcut, taken.words(&label(to))))),
    }
}
