//! How views hear keys: as what they mean, whatever a person made of them, and those that were asked for by what they do.
//! Refuses to know what a key does.

use std::rc::Rc;

use leptos::prelude::*;

use crate::domain::shortcuts::{Context, Keymap, SHORTCUTS, Struck, is_character, shown};
use crate::platform::dom::{self, KeyEvent};
use crate::state::stored::Stored;
use crate::ui::el::{El, effect};

/// What a person made of the keys, and what was asked for by its name. Taken from the context; where there is none, keys are as they are.
#[derive(Clone, Copy)]
pub struct Keys {
    /// What a person made of them.
    pub map: Stored<Keymap>,
    /// Something is about to lie over the page, and what is typed is meant for that.
    pub is_taken: RwSignal<bool>,
    /// What was asked for by its name.
    named: RwSignal<Option<(Context, &'static str)>>,
    /// Where somebody hears.
    heard: RwSignal<Vec<Context>>,
}

impl Keys {
    /// Makes them.
    pub fn new(map: Stored<Keymap>) -> Self {
        Self { map, is_taken: RwSignal::default(), named: RwSignal::default(), heard: RwSignal::default() }
    }

    /// Whether somebody hears what is asked for by its name in a context. Tracks it.
    pub fn is_heard(self, context: Context) -> bool {
        self.heard.with(|heard| heard.contains(&context))
    }

    /// Returns how the key is labelled that does something now, by the one that did it at first; nothing if none does. Tracks it.
    pub fn label(self, context: Context, key: &str) -> Option<String> {
        let shortcut = SHORTCUTS.iter().find(|shortcut| shortcut.context == context && shortcut.key == key)?;
        let map = self.map.get();
        map.is_on(shortcut).then(|| label(&map.now(shortcut)))
    }

    /// Does what a key does, for somebody who asked for it by its name: so it stays what it is, whatever was made of the key.
    pub fn press(self, context: Context, key: &'static str) {
        dom::leave_field();
        self.named.set(Some((context, key)));
    }
}

/// Returns what tells what a pressed key means in a context, if anything.
pub fn meaning(context: Context) -> impl Fn(&KeyEvent) -> Option<Struck> {
    let keys: Option<Keys> = use_context();
    move |event| {
        let struck = struck(event)?;
        // What is typed is typed, whatever was made of the key.
        if is_character(&struck.chord()) && dom::is_typing() {
            return None;
        }
        let Some(keys) = keys else { return Some(struck) };
        let meant = keys.map.get_untracked().meant(context, &struck);
        meant.filter(|meant| !keys.is_taken.get_untracked() || meant.chord() == PALETTE)
    }
}

/// What opens the palette, and closes it.
const PALETTE: &str = "Mod+k";

/// Acts on what is asked for by its name in a context, as long as the present owner lives.
pub fn named(context: Context, act: impl Fn(&Struck) -> bool + 'static) {
    let Some(Keys { named, heard, .. }) = use_context() else { return };
    heard.update(|heard| heard.push(context));
    on_cleanup(move || {
        heard.try_update(|heard| {
            if let Some(at) = heard.iter().position(|of| *of == context) {
                heard.remove(at);
            }
        });
    });
    effect(move || {
        if let Some((_, key)) = named.get().filter(|(of, _)| *of == context) {
            let has_acted = untrack(|| act(&Struck::of(key)));
            // Several hear everywhere; elsewhere it is one, and what it cannot do now must not happen later.
            if has_acted || context != Context::Everywhere {
                named.set(None);
            }
        }
    });
}

/// Lets an element hear keys, those within it and those that are pressed while nothing has the focus; `act` returns whether it did
/// something.
pub fn hear(el: El, context: Context, act: impl Fn(&Struck) -> bool + 'static) -> El {
    let (meaning, act) = (meaning(context), Rc::new(act));
    let by_name = act.clone();
    named(context, move |meant| by_name(meant));
    el.all_keys(move |event| {
        if meaning(event).is_some_and(|meant| act(&meant)) {
            event.prevent_default();
        }
    })
}

/// Returns what was pressed; nothing while a letter is composed, or with a key held that makes it another's.
pub fn struck(event: &KeyEvent) -> Option<Struck> {
    let is_ours = !event.alt_key() && !event.is_composing();
    is_ours.then(|| Struck::pressed(&event.key(), event.shift_key(), event.ctrl_key() || event.meta_key()))
}

/// Writes a chord as keys are labelled on this machine.
pub fn label(chord: &str) -> String {
    shown(chord, dom::is_mac())
}

/// Returns where one is, for keys.
pub fn context(path: &str) -> Option<Context> {
    Some(match path.split('/').find(|segment| !segment.is_empty())? {
        "now" => Context::Now,
        "sessions" => Context::Sessions,
        "chat" => Context::Chat,
        "cron" => Context::Cron,
        "tasks" => Context::Tasks,
        "logs" => Context::Logs,
        _ => return None,
    })
}
