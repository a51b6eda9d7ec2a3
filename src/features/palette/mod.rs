//! What is reached from anywhere by a key: the palette, which finds everything, and the list of keys. Their drawing is a part of its own.
//! Refuses to know more of other features than their addresses.

mod finder;
mod items;
mod keys;

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::shortcuts::{Context, Struck};
use crate::keys::{Keys, hear};
use crate::platform::dom;
use crate::ui::el::{El, button, div, effect, span};
use crate::ui::icon::{Icon, icon};

/// Which of them is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The palette.
    Find,
    /// The list of keys.
    Keys,
}

/// What a chosen thing does.
type Deed = Arc<dyn Fn() + Send + Sync>;

/// Opens and closes them. Taken from the context.
#[derive(Clone, Copy)]
pub struct Palette {
    sheet: RwSignal<Option<Sheet>>,
    /// What is to be done once it is closed, so that the page has its keyboard back by then.
    next: StoredValue<Option<Deed>>,
}

impl Palette {
    /// Makes one; nothing is open.
    pub fn start() -> Self {
        Self { sheet: RwSignal::default(), next: StoredValue::default() }
    }

    fn open(self, sheet: Sheet) {
        self.sheet.set(Some(sheet));
    }

    fn is(self, sheet: Sheet) -> bool {
        self.sheet.get() == Some(sheet)
    }

    /// Closes it, and does something then.
    fn close(self, next: Option<Deed>) {
        self.next.set_value(next);
        self.sheet.set(None);
    }

    /// Says that it is drawn: from the next frame on it has the keyboard by being open.
    fn is_there(self) {
        let keys: Keys = expect_context();
        request_animation_frame(move || keys.is_taken.set(false));
    }

    /// Takes note that a sheet was closed; the other may be open by then.
    fn closed(self, sheet: Sheet) {
        let next = self.next.try_update_value(Option::take).flatten();
        if next.is_none() && self.sheet.get_untracked() == Some(sheet) {
            self.sheet.set(None);
        }
        next.into_iter().for_each(|next| next());
    }
}

/// Draws the button that opens the palette.
pub fn find_button() -> El {
    let (palette, keys): (Palette, Keys) = (expect_context(), expect_context());
    let title = move || match keys.label(Context::Everywhere, "Mod+k") {
        Some(key) => ["Find anything (", &key, ")"].concat(),
        None => "Find anything".into(),
    };
    button("button find-button")
        .live("title", move || Some(title()))
        .child(icon(Icon::Find))
        .child(span("name").text("Find"))
        .click(move || palette.open(Sheet::Find))
}

/// Lets a frame hear the keys that open them, and show what `draw` makes for it, once that is wanted.
pub fn summoned(frame: El, draw: impl Fn() -> El + 'static) -> El {
    let (palette, is_wanted): (Palette, _) = (expect_context(), RwSignal::new(false));
    let keys: Keys = expect_context();
    effect(move || {
        let is_open = palette.sheet.get().is_some();
        // From the key on, not only once the dialog is there: what is typed meanwhile is meant for it.
        keys.is_taken.set(is_open);
        if is_open && !is_wanted.get_untracked() {
            is_wanted.set(true);
        }
    });
    let act = move |struck: &Struck| {
        let sheet = match &*struck.chord() {
            "Mod+k" => Sheet::Find,
            "?" if !dom::is_typing() => Sheet::Keys,
            _ => return false,
        };
        // Pressed again it closes; under another dialog it stays away.
        if palette.sheet.get_untracked() == Some(sheet) {
            palette.close(None);
        } else if !dom::is_covered() {
            palette.open(sheet);
        }
        true
    };
    hear(frame.child(div("summoned").when(move || is_wanted.get(), draw)), Context::Everywhere, act)
}

/// Draws both, each open when it is asked for.
pub fn sheets() -> El {
    let palette: Palette = expect_context();
    div("palette").child(finder::finder(palette)).child(keys::list(palette))
}
