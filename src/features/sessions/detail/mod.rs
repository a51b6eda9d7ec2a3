//! One session in full, beside the list: what it is, what can be done to it, and its parts on tabs.
//! Refuses to know the list.

mod message;
mod overview;
mod raw;
mod tools;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::address::{Look, Tab};
use super::bulk::act;
use super::desk::{Desk, Seen};
use super::shown::{self, Shown};
use crate::domain::task::Kind;
use crate::domain::widget::task::Task;
use crate::paths;
use crate::platform::dom;
use crate::protocol::sessions::{SessionRow, SessionsAbort, SessionsDescribe, SessionsPatch, SessionsReset};
use crate::protocol::{Method, SessionKey};
use crate::ui::badge::badge;
use crate::ui::el::{El, button, div, effect, el, if_else, link, memo, part, span};
use crate::ui::note::page_note;
use crate::ui::offer::TaskOffer;
use crate::ui::paste::paste;

/// Draws the detail of the session that the address names, if it names one.
pub fn detail(desk: Desk) -> El {
    part(move || desk.opened.get().map(|key| pane(desk, key)).unwrap_or_default())
}

/// Draws the detail, and what covers the list where the detail lies over it.
fn pane(desk: Desk, key: SessionKey) -> Vec<El> {
    let name = key.to_string();
    let of = StoredValue::new(key);
    let seen = desk.seen(of);
    look_for(desk, of, seen);
    let pane = el("aside")
        .class("detail")
        .set("aria-label", "Session")
        .set("data-key", &name)
        .flag("data-stale", move || !desk.profile.link.is_ready())
        .child(button("button shut").set("aria-label", "Close the detail").text("×").click(move || desk.close()))
        .child(if_else(move || seen.with(Option::is_some), move || full(desk, of, seen), move || missing(desk, name.clone())));
    vec![div("scrim").click(move || desk.close()), pane]
}

fn is_read(desk: Desk) -> bool {
    desk.profile.sessions.with_value(|rows| rows.is_complete()).unwrap_or(false)
}

/// Asks for a session that is in no list that we hold: put away, or not there at all.
fn look_for(desk: Desk, of: StoredValue<SessionKey>, seen: Seen) {
    let is_due = memo(move || seen.with(Option::is_none) && desk.profile.link.is_ready() && is_read(desk));
    effect(move || {
        if is_due.get() {
            let key = of.get_value();
            spawn_local(async move {
                // Should it fail, the page says that there is no such session, which is all that is known.
                if let Ok(described) = desk.profile.call(&SessionsDescribe { key }).await
                    && let Some(row) = described.row()
                {
                    desk.profile.sessions.learn(|rows| rows.learn(&row));
                }
            });
        }
    });
}

fn missing(desk: Desk, key: String) -> El {
    let none = move || {
        page_note("No such session", "The gateway has no session with this key. It may have been deleted, or belong to another gateway.")
            .child(paste(key.clone()))
    };
    let reading = move || {
        let why = desk.profile.sessions.with(|cached| cached.trouble.as_ref().map(|error| error.unread("session")));
        match why {
            Some(why) => el("p").class("fault").set("role", "alert").text(&why),
            None => el("p").class("quiet late").set("role", "status").text("Reading the session"),
        }
    };
    if_else(move || is_read(desk), none, move || part(reading))
}

fn full(desk: Desk, of: StoredValue<SessionKey>, seen: Seen) -> Vec<El> {
    let with = move |read: fn(&SessionRow, &Shown) -> String| {
        move || seen.with(|seen| seen.as_ref().map(|(row, state)| read(row, state))).unwrap_or_default()
    };
    let state = badge(
        move || seen.with(|seen| seen.as_ref().map_or_else(Default::default, |(_, state)| state.tone)),
        with(|_, state| state.word.clone()),
    );
    // What of the look concerns the detail, as text: only a change of that makes the part anew.
    let looked =
        Memo::new(move |_| desk.look.with(|look| Look { tab: look.tab, message: look.message.clone(), ..Look::default() }.write()));
    let tab = |tab: Tab| {
        let is_on = move || desk.look.with(|look| look.tab == tab && look.message.is_none());
        button("")
            .set("role", "tab")
            .set("aria-controls", "session-part")
            .live("tabindex", move || Some(if desk.look.with(|look| look.tab == tab) { "0" } else { "-1" }.to_owned()))
            .truth("aria-selected", is_on)
            .text(tab.as_str())
            .click(move || desk.change_look(|look| (look.tab, look.message) = (tab, None)))
    };
    // Read, not only tracked: a memo that nobody reads follows nothing.
    let content = move || match (looked.with(|_| ()), desk.look.with_untracked(|look| (look.tab, look.message.clone()))).1 {
        (_, Some((life, id))) => message::message(desk, of.get_value(), life, id),
        (Tab::Overview, None) => overview::overview(desk, of, seen),
        (Tab::Tools, None) => tools::tools(desk, of.get_value()),
        (Tab::Raw, None) => raw::raw(desk, of.get_value(), seen),
    };
    let header = el("header")
        .child(el("h2").say(with(|row, _| shown::title(row))))
        .child(of.with_value(|key| paste(key.to_string())))
        .child(div("badges").child(state).child(span("quiet").say(with(|_, state| state.hint.clone().unwrap_or_default()))))
        .child(deeds(desk, of, seen))
        .child(
            div("tabs")
                .set("role", "tablist")
                .set("aria-label", "Parts of the session")
                .keys(move |event| turn(desk, &event.key()))
                .children(Tab::ALL.into_iter().map(tab).collect::<Vec<_>>()),
        );
    let part = div("part").set("id", "session-part").set("role", "tabpanel").set("aria-label", "Part of the session");
    vec![header, part.part(content)]
}

/// Turns to the next tab by the arrows, as tabs do.
fn turn(desk: Desk, key: &str) {
    let by = match key {
        "ArrowRight" => 1,
        "ArrowLeft" => Tab::ALL.len() - 1,
        _ => return,
    };
    desk.change_look(|look| {
        look.message = None;
        look.tab = Tab::ALL[(look.tab as usize + by) % Tab::ALL.len()];
    });
    request_animation_frame(|| dom::focus(".detail [role=tab][aria-selected=true]"));
}

/// What can be done to the session.
fn deeds(desk: Desk, of: StoredValue<SessionKey>, seen: Seen) -> El {
    let has =
        move |test: fn(&SessionRow, &Shown) -> bool| move || seen.with(|seen| seen.as_ref().is_some_and(|(row, state)| test(row, state)));
    let on = move |deed: fn(Desk, &SessionKey)| move || of.with_value(|key| deed(desk, key));
    let one = move |deed: fn(Desk, &[SessionKey])| move || of.with_value(|key| deed(desk, std::slice::from_ref(key)));
    let (write, admin) = (SessionsPatch::SCOPE, SessionsReset::SCOPE);
    let is_ordinary = has(|row, _| !row.is_main());
    let is_pinned = has(|row, _| row.pinned);
    let pin = move || if is_pinned() { "Unpin" } else { "Pin" }.to_owned();
    let more = button("button").set("popovertarget", "session-more").text("More");
    let menu = div("menu")
        .set("id", "session-more")
        .set("popover", "auto")
        .child(act(desk, "Compact", "", admin, on(|desk, key| desk.compact(key))))
        .child(act(desk, "Reset", "danger", admin, on(|desk, key| desk.reset(key))))
        .when(is_ordinary, move || act(desk, "Delete", "danger", admin, one(Desk::delete)));
    div("deeds")
        .when(has(|row, _| row.has_active_run), move || act(desk, "Stop", "danger", SessionsAbort::SCOPE, one(Desk::stop)))
        .when(has(|_, state| state.name == shown::UNCONFIRMED), move || {
            act(desk, "Send /stop", "danger", SessionsAbort::SCOPE, on(|desk, key| desk.say_stop(key.clone())))
        })
        .child(of.with_value(|key| link(&paths::chat(key.as_str()))).class("button").text("Open chat"))
        .children(of.with_value(|key| paths::job_of(key.as_str())).map(|path| link(&path).class("button").text("Open job")))
        .child(of.with_value(|key| link(&paths::logs(key.as_str()))).class("button").text("Logs"))
        .child(act(desk, "Rename", "", write, on(|desk, key| desk.rename(key))))
        .children(of.with_value(|key| {
            let task = Task { title: desk.title(key), ..Task::default() };
            use_context::<TaskOffer>().map(|offer| offer.draw(task, "", Kind::Session, key.as_str().into()))
        }))
        .child(act(desk, "", "", write, on(|desk, key| desk.pin(key))).say(pin))
        .when(has(|row, _| row.archived), move || act(desk, "Restore", "", write, one(Desk::restore)))
        .when(has(|row, _| !row.archived && !row.is_main()), move || act(desk, "Archive", "", write, one(Desk::archive)))
        .child(more)
        .child(menu)
}
