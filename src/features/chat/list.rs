//! The conversation on screen: the rows in view, kept where they are while others come before and behind them.
//! Refuses to know what a row shows.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::estimate::estimate;
use super::room::Room;
use super::row::row;
use crate::platform::dom::{self, Resizes, Scroller};
use crate::state::chat::chats::Reading;
use crate::state::chat::row::Row;
use crate::ui::el::{El, button, div, effect, el};
use crate::ui::keyed::keyed;
use crate::ui::tall::Tall;

/// This close to the end counts as being there, in CSS pixels.
const AT_END: i32 = 12;
/// This close to the beginning older messages are asked for.
const AT_START: i32 = 1_500;
/// So often rows are laid out anew because of what was measured, before it is left to the next change.
const MOST_ROUNDS: u8 = 6;
/// So far below the edge a row is put that is to be seen.
const SHOWN_AT: i32 = -96;

/// A row that is drawn, and what it shows now.
type Cells = StoredValue<Vec<(Arc<str>, RwSignal<Arc<Row>>)>>;

/// What is known of the list on screen.
struct Screen {
    room: Room,
    scroller: Scroller,
    tall: RefCell<Tall>,
    /// The row at the upper edge, and how far above the edge it begins.
    anchor: RefCell<Option<(Arc<str>, i32)>>,
    /// Where it was scrolled to last.
    top: Cell<i32>,
    width: Cell<i32>,
    /// How often the rows were laid out since something changed: what never comes to rest must not hold up the page.
    rounds: Cell<u8>,
    /// The end is followed.
    follows: RwSignal<bool>,
    range: RwSignal<(usize, usize)>,
    pads: RwSignal<(i32, i32)>,
}

/// Draws the list.
pub fn list(room: Room) -> El {
    let talk = room.talk.conversation;
    let (range, pads, follows) = (RwSignal::new((0, 0)), RwSignal::new((0, 0)), RwSignal::new(true));
    let seen = RwSignal::new(talk.with_untracked(|talk| talk.came));
    let cells: Cells = StoredValue::new(vec![]);
    let keys = move || {
        let (from, to) = range.get();
        talk.with_untracked(|talk| (from..to).filter_map(|at| talk.row(at).map(|row| row.key.clone())).collect::<Vec<_>>())
    };
    let make = move |key: Arc<str>| drawn(room, cells, key);
    let rows =
        keyed("rows", keys, make).style("padding-top", move || pixels(pads.get().0)).style("padding-bottom", move || pixels(pads.get().1));
    let view = div("talk").set("role", "log").set("aria-live", "off").set("aria-label", "Conversation").set("tabindex", "0");
    let scroller = Scroller::new(view.raw(), rows.raw());
    let screen = Rc::new(Screen {
        room,
        scroller,
        tall: RefCell::default(),
        anchor: RefCell::default(),
        top: Cell::new(0),
        width: Cell::new(0),
        rounds: Cell::new(0),
        follows,
        range,
        pads,
    });
    let resizes = {
        let screen = screen.clone();
        Resizes::of(&[&rows.raw(), &view.raw()], move || screen.settle())
    };
    let reading_older = move || room.talk.reading.with(|reading| *reading == Reading::Read { is_reading_older: true });
    let (scrolled, wheeled, touched, keyed_by) = (screen.clone(), screen.clone(), screen.clone(), screen.clone());
    let view = view
        .when(reading_older, || el("p").class("quiet older").set("role", "status").text("Reading older messages"))
        .child(rows)
        .keep(resizes)
        .on("scroll", move |_| scrolled.scrolled())
        .mouse("wheel", move |event| wheeled.let_go_if(dom::wheels_up(event)))
        .on("touchmove", move |_| touched.let_go_if(true))
        .keys(move |event| keyed_by.let_go_if(matches!(event.key().as_str(), "PageUp" | "ArrowUp" | "Home")));
    follow(&screen, cells, seen);
    let fresh = move || talk.with(|talk| talk.came).saturating_sub(seen.get());
    let pill = move || match fresh() {
        0 => "↓ To the end".to_owned(),
        fresh => format!("↓ {} new", crate::domain::say::count(fresh)),
    };
    div("talk-frame").child(view).when(
        move || !follows.get(),
        move || button("button pill").set("data-kind", "primary").set("data-size", "small").say(pill).click(move || room.to_end.notify()),
    )
}

fn pixels(number: i32) -> String {
    format!("{number}px")
}

/// Draws one row, and notes that it is drawn.
fn drawn(room: Room, cells: Cells, key: Arc<str>) -> El {
    let first = room.talk.conversation.with_untracked(|talk| talk.place(&key).and_then(|at| talk.row(at).cloned()));
    // Between the list's look and this one nothing changes; an empty box would do no harm.
    let Some(first) = first else { return div("row") };
    let cell = RwSignal::new(first);
    cells.update_value(|cells| cells.push((key.clone(), cell)));
    let gone = key.clone();
    on_cleanup(move || {
        // The list may be gone before its rows.
        let _ = cells.try_update_value(|cells| cells.retain(|(key, of)| *key != gone || *of != cell));
    });
    row(room, &key, cell)
}

/// Lets the list follow what changes.
fn follow(screen: &Rc<Screen>, cells: Cells, seen: RwSignal<usize>) {
    let Room { talk, to_end, shows, .. } = screen.room;
    let changed = screen.clone();
    effect(move || {
        talk.conversation.track();
        // What is drawn is told what it shows now; the same row is no news.
        talk.conversation.with_untracked(|talk| {
            let (from, _) = changed.range.get_untracked();
            let drawn = cells.get_value();
            for (at, (key, cell)) in drawn.iter().enumerate() {
                let near = talk.row(from + at).filter(|row| row.key == *key);
                let row = near.cloned().or_else(|| talk.place(key).and_then(|at| talk.row(at).cloned()));
                if let Some(row) = row.filter(|row| cell.try_with_untracked(|now| !Arc::ptr_eq(now, row)) == Some(true)) {
                    let _ = cell.try_set(row);
                }
            }
        });
        if changed.follows.get_untracked() {
            seen.set(talk.conversation.with_untracked(|talk| talk.came));
        }
        changed.lay();
    });
    let ends = screen.clone();
    effect(move || {
        to_end.track();
        ends.follows.set(true);
        seen.set(talk.conversation.with_untracked(|talk| talk.came));
        ends.lay();
    });
    let following = screen.follows;
    effect(move || {
        if following.get() {
            seen.set(talk.conversation.with_untracked(|talk| talk.came));
        }
    });
    let shown = screen.clone();
    effect(move || {
        if let Some(key) = shows.get() {
            shown.follows.set(false);
            shown.anchor.replace(Some((key, SHOWN_AT)));
            shown.lay();
        }
    });
}

impl Screen {
    /// Lays the rows out, as far as their heights are known, and has those drawn that are in view.
    fn lay(self: &Rc<Self>) {
        let (_, height) = self.scroller.place();
        let width = self.scroller.width();
        let talk = self.room.talk.conversation;
        if self.width.replace(width) != width {
            talk.with_untracked(|talk| talk.rows().for_each(|row| row.forget_height()));
        }
        let tall = talk.with_untracked(|talk| Tall::of(talk.rows().map(|row| row.height_or(|| estimate(row, width)))));
        let anchored = self.anchored().map(|(at, offset)| tall.top(at) + offset);
        let top = if self.follows.get_untracked() { tall.total() - height } else { anchored.unwrap_or_else(|| self.scroller.place().0) };
        let shown = tall.window(top.max(0), height);
        let pads = (tall.top(shown.start), tall.total() - tall.top(shown.end));
        self.tall.replace(tall);
        let range = (shown.start, shown.end);
        if self.pads.get_untracked() != pads {
            self.pads.set(pads);
        }
        // Also when the range is the same: other rows may stand in it.
        self.range.set(range);
        let screen = self.clone();
        // Behind what draws the rows, in the same frame.
        spawn_local(async move {
            spawn_local(async move { screen.settle() });
        });
    }

    /// Measures what is drawn, and puts it where it belongs.
    fn settle(self: &Rc<Self>) {
        if self.range.is_disposed() {
            return;
        }
        let drawn = self.scroller.drawn();
        let (from, _) = self.range.get_untracked();
        let is_other = self.room.talk.conversation.with_untracked(|talk| {
            let mut is_other = self.width.get() != self.scroller.width();
            for (at, (_, height)) in drawn.iter().enumerate() {
                if let Some(row) = talk.row(from + at).filter(|row| row.height() != Some(*height)) {
                    row.measured(*height);
                    is_other = true;
                }
            }
            is_other
        });
        let is_marked = self.follows.get_untracked() && dom::has_selection_in(".chat .talk");
        self.let_go_if(is_marked);
        if self.follows.get_untracked() {
            self.scroller.go(self.scroller.end());
        } else if let Some((at, offset)) = self.anchored() {
            let exact = at.checked_sub(from).and_then(|place| drawn.get(place)).map(|(top, _)| *top);
            self.scroller.go(exact.unwrap_or_else(|| self.tall.borrow().top(at)) + offset);
        }
        self.top.set(self.scroller.place().0);
        if is_other && self.rounds.get() < MOST_ROUNDS {
            self.rounds.set(self.rounds.get() + 1);
            self.lay();
        } else {
            self.rounds.set(0);
        }
        self.ask_for_older();
    }

    /// Returns where the row at the upper edge stands now.
    fn anchored(&self) -> Option<(usize, i32)> {
        let anchor = self.anchor.borrow();
        let (key, offset) = anchor.as_ref()?;
        let at = self.room.talk.conversation.with_untracked(|talk| talk.place(key))?;
        Some((at, *offset))
    }

    fn scrolled(self: &Rc<Self>) {
        let (top, _) = self.scroller.place();
        let before = self.top.replace(top);
        let is_at_end = top >= self.scroller.end() - AT_END;
        if is_at_end && !dom::has_selection_in(".chat .talk") {
            self.follows.set(true);
        } else if top < before {
            self.let_go_if(true);
        }
        self.note_anchor(top);
        let shown = self.tall.borrow().window(top, self.scroller.place().1);
        let (from, to) = self.range.get_untracked();
        if shown.start < from || shown.end > to {
            self.lay();
        }
        self.ask_for_older();
    }

    /// Notes which row is at the upper edge.
    fn note_anchor(&self, top: i32) {
        let drawn = self.scroller.drawn();
        let (from, _) = self.range.get_untracked();
        let first = drawn.iter().position(|(begins, height)| begins + height > top);
        let Some((at, (begins, _))) = first.and_then(|at| Some((at, *drawn.get(at)?))) else { return };
        let key = self.room.talk.conversation.with_untracked(|talk| talk.row(from + at).map(|row| row.key.clone()));
        self.anchor.replace(key.map(|key| (key, top - begins)));
    }

    /// Follows the end no longer.
    fn let_go_if(&self, is_so: bool) {
        if is_so && self.follows.get_untracked() {
            self.note_anchor(self.scroller.place().0);
            self.follows.set(false);
        }
    }

    fn ask_for_older(&self) {
        let has_older = self.room.talk.conversation.with_untracked(|talk| talk.older().is_some());
        if has_older && self.scroller.place().0 < AT_START {
            self.room.talk.read_older();
        }
    }
}
