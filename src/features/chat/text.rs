//! A piece of an answer: what is finished stands still, only the open end is drawn again.
//! Refuses to know what a block looks like.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::room::Room;
use super::row::Cell;
use super::widgets;
use crate::domain::markdown::Growing;
use crate::protocol::chat::{ChatMessageGet, Message};
use crate::state::chat::row::What;
use crate::ui::el::{El, button, div, effect, el, if_else, span, when};
use crate::ui::keyed::keyed;
use crate::ui::markdown::{block, marked};

/// The longest text that is asked for when somebody wants all of it.
const WHOLE: usize = 2_000_000;

/// What was read so far, and how often it was begun anew.
#[derive(Default)]
struct Read {
    grown: Growing,
    fed: String,
    /// Which reading each frozen block comes from: those that stay the same keep their elements.
    versions: Vec<u32>,
    began: u32,
    is_closed: bool,
}

impl Read {
    /// Takes the text as it is now; what is only added is only added here, too.
    fn take(&mut self, text: &str, is_open: bool) {
        match text.strip_prefix(self.fed.as_str()).filter(|added| !self.is_closed || added.is_empty()) {
            Some(added) => self.grown.grow(added),
            None => {
                self.grown = Growing::default();
                self.grown.grow(text);
                (self.began, self.is_closed) = (self.began + 1, false);
                self.versions.clear();
            }
        }
        text.clone_into(&mut self.fed);
        if !is_open && !self.is_closed {
            let before = self.grown.frozen().to_vec();
            self.grown.finish();
            self.is_closed = true;
            self.began += 1;
            let same = before.iter().zip(self.grown.frozen()).map(|(one, two)| Arc::ptr_eq(one, two));
            for (version, is_same) in self.versions.iter_mut().zip(same.collect::<Vec<_>>()) {
                *version = if is_same { *version } else { self.began };
            }
        }
        self.versions.resize(self.grown.frozen().len(), self.began);
    }
}

/// Draws the text.
pub fn text(room: Room, cell: Cell) -> El {
    let read: Rc<RefCell<Read>> = Rc::default();
    let whole = RwSignal::new(None::<String>);
    let feed = {
        let read = read.clone();
        move || {
            whole.with(|whole| match whole {
                Some(text) => read.borrow_mut().take(text, false),
                None => cell.with(|row| read.borrow_mut().take(row.text(), matches!(row.what, What::Text { is_open: true, .. }))),
            });
        }
    };
    untrack(&feed);
    let drawn = RwSignal::new(0_u32);
    effect(move || {
        feed();
        drawn.update(|drawn| *drawn += 1);
    });
    let (counted, made, open) = (read.clone(), read.clone(), read);
    let keys = move || {
        drawn.track();
        let (read, needle, has_widgets) = (counted.borrow(), room.needle(), room.widgets.get() == Some(true));
        read.versions.iter().enumerate().map(|(at, version)| Arc::from(format!("{at} {version} {has_widgets} {needle}"))).collect()
    };
    let make = move |key: Arc<str>| {
        widgets::want(room.widgets, &*room.profile.clock());
        let at = key.split(' ').next().and_then(|at| at.parse::<usize>().ok());
        let frozen = at.and_then(|at| made.borrow().grown.frozen().get(at).cloned());
        let ink = room.ink(untrack(|| room.needle()), room.widgets.get_untracked() == Some(true));
        frozen.map_or_else(|| div(""), |frozen| block(&frozen, &ink))
    };
    let rest = move || {
        drawn.track();
        let ink = room.ink(room.needle(), false);
        open.borrow().grown.open().iter().map(|open| block(open, &ink)).collect::<Vec<_>>()
    };
    let is_cut = move || whole.with(Option::is_none) && cell.with(|row| matches!(row.what, What::Text { is_cut: true, .. }));
    div("words")
        .flag("data-open", move || cell.with(|row| matches!(row.what, What::Text { is_open: true, .. })))
        .child(keyed("frozen", keys, make))
        .child(div("growing").part(rest))
        .child(when(is_cut, move || more(room, cell, whole)))
}

/// Asks for the rest of what the gateway has cut.
fn more(room: Room, cell: Cell, whole: RwSignal<Option<String>>) -> El {
    let ask = move || {
        let Some(message_id) = cell.with_untracked(|row| row.message.clone()) else { return };
        let asked = ChatMessageGet { session_key: room.key(), message_id: message_id.to_string(), max_chars: WHOLE };
        spawn_local(async move {
            match room.profile.call(&asked).await {
                Ok(got) => {
                    let text = got.message.read::<Message>().map(|message| message.text()).unwrap_or_default();
                    // Nobody may be looking any more.
                    let _ = whole.try_set(Some(text));
                }
                Err(error) => room.toasts.fault(format!("The rest was not read. {}", error.in_words())),
            }
        });
    };
    div("cut")
        .child(el("span").class("quiet").text("The gateway has cut this text. "))
        .child(button("button").set("data-size", "small").text("Show all").click(ask))
}

/// Draws a text that may still grow, and marks in it what is searched for. Without a search it grows in place, so that
/// what somebody has selected stays selected.
pub fn searched(room: Room, read: impl Fn() -> String + Clone + 'static) -> El {
    let grows = read.clone();
    if_else(
        move || room.needle().is_empty(),
        move || span("").say(grows.clone()),
        move || {
            let read = read.clone();
            span("").part(move || marked(&read(), &room.needle()))
        },
    )
}
