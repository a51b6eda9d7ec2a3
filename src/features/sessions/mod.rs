//! Sessions: the list, live, searched and sorted, what can be done to its rows, and one of them in full beside it.
//! Refuses to know how rows come here; `state::sessions` does.

mod address;
mod bulk;
mod create;
mod deeds;
mod desk;
mod detail;
mod filter;
mod groups;
mod handling;
mod keys;
mod kind;
mod list;
mod listing;
mod row;
mod said;
mod shown;
mod sums;
mod toolbar;

use leptos::prelude::*;

use crate::domain::shortcuts::Context;
use crate::keys::hear;

use crate::paths;
use crate::protocol::sessions::{SessionsAbort, SessionsCreate, SessionsList};
use crate::protocol::{Method, Scope};
use crate::state::cached::Freshness;
use crate::state::link::LinkState;
use crate::ui::dialog::asking;
use crate::ui::el::{El, button, div, effect, el, if_else, when};
use crate::ui::note::page_note;
use crate::ui::paste::paste;
use crate::ui::within::within;
use bulk::act;
use desk::Desk;

/// Draws the view.
pub fn sessions() -> El {
    let desk = Desk::new();
    toolbar::read_archived(desk);
    let (sessions, link) = (desk.profile.sessions, desk.profile.link);
    let may_read = move || link.with(|view| view.hello.is_none() || view.allows::<SessionsList>());
    let is_read_only = move || link.with(|view| view.allows::<SessionsList>() && !view.allows::<SessionsAbort>());
    let unreadable = move || sessions.with_value(|rows| rows.unreadable).unwrap_or_default();
    let note = |words: String| el("p").class("note").text(&words);
    let is_listed = desk.profile.is_listed;
    is_listed.set_value(true);
    on_cleanup(move || is_listed.set_value(false));
    let head = el("header")
        .class("view-head")
        .child(el("h1").text("Sessions"))
        .child(el("p").class("summary").set("role", "status").say(move || desk.listing.with(|listing| listing.counts.summary())))
        .child(within(move || desk.within(), move || desk.place.choose("")))
        .child(act(desk, "New session", "primary", SessionsCreate::SCOPE, move || desk.is_creating.set(true)))
        .when(is_read_only, move || note(format!("Read only: this connection was not granted {}.", Scope::Write.as_str())))
        .when(
            move || unreadable() > 0,
            move || note(format!("{} rows could not be read; the gateway may be newer than this dashboard", unreadable())),
        );
    let trouble = move || {
        let words = sessions.with(|cached| cached.trouble.as_ref().filter(|_| may_read()).map(|error| error.unread("sessions")));
        words.map(|words| el("p").class("list-fault").set("role", "alert").text(&words))
    };
    // Asked for in the address, as from the palette.
    effect(move || {
        if desk.profile.link.is_ready() && desk.place.take(&paths::new_session()) && untrack(|| desk.obstacle::<SessionsCreate>()).is_none()
        {
            desk.is_creating.set(true);
        }
    });
    let view = el("section")
        .class("sessions")
        .flag("data-detailed", move || may_read() && desk.opened.with(Option::is_some))
        .child(head)
        .part(trouble)
        .child(if_else(may_read, move || master(desk), move || not_allowed(link)))
        // On a small screen it would lie over the sentence that says why nothing may be read.
        .when(may_read, move || detail::detail(desk))
        .child(asking(desk.ask))
        .child(create::create(desk));
    hear(view, Context::Sessions, move |struck| !struck.control && desk.hear(&struck.key, struck.shift))
}

/// The search, and under it the list or what stands in for it.
fn master(desk: Desk) -> Vec<El> {
    let (sessions, link) = (desk.profile.sessions, desk.profile.link);
    let has_value = move || sessions.with(|cached| cached.value.is_some());
    let is_loading = move || sessions.with(|cached| cached.freshness == Freshness::Loading && cached.trouble.is_none());
    let is_unread = move || sessions.with(|cached| cached.trouble.is_some());
    // Why, the line above says.
    let unread = || div("page-note").child(el("p").text("Could not be read."));
    let has_any = move || sessions.with_value(|rows| !rows.rows.all().is_empty()).unwrap_or(false);
    let has_lines = move || desk.listing.with(|listing| !listing.lines.is_empty() || listing.fresh > 0);
    let is_said = move || desk.look.with(|look| !look.said.trim().is_empty());
    let nothing = move || if_else(has_any, move || nothing_fits(desk), move || empty(desk));
    let rows = move || if_else(has_lines, move || list::list(desk), nothing);
    let rows = move || if_else(is_said, move || said::said(desk), rows);
    // Around the rows and all that may appear over them or in their place: a pill under the pointer must not let them go.
    let content = div("master")
        .on("pointerenter", move |_| desk.is_pointed.set(true))
        .on("pointerleave", move |_| desk.is_pointed.set(false))
        .flag("data-stale", move || has_value() && !link.is_ready())
        .child(if_else(has_value, rows, move || if_else(is_unread, unread, move || when(is_loading, skeleton))))
        .child(bulk::bar(desk));
    vec![toolbar::toolbar(desk), content]
}

fn empty(desk: Desk) -> El {
    let note = |words: &str| page_note("No sessions yet", words).child(paste("openclaw agent --agent main --message \"hello\"".to_owned()));
    if_else(
        move || desk.profile.link.with(|view| view.allows::<SessionsCreate>()),
        move || note("Make one with New session, or talk to an agent. From the gateway's machine:"),
        move || note("Talk to an agent, from the gateway's machine:"),
    )
}

fn nothing_fits(desk: Desk) -> El {
    let clear = move || {
        desk.change_look(|look| *look = address::Look { tab: look.tab, ..Default::default() });
        desk.place.choose("");
    };
    page_note("No session fits", "No session matches this search. Background sessions are hidden unless they are at work.")
        .child(button("button").text("Show all").click(clear))
}

fn not_allowed(link: LinkState) -> El {
    let granted = move || {
        let scopes = link.with(|view| view.hello.as_ref().map(|hello| hello.auth.scopes.join(", ")).unwrap_or_default());
        let granted = if scopes.is_empty() { "nothing".to_owned() } else { scopes };
        format!(
            "It needs operator.read and was granted: {granted}. Have this browser approved with that permission on the gateway's machine."
        )
    };
    div("page-note")
        .set("role", "alert")
        .child(el("p").child(el("strong").text("This connection may not read sessions")))
        .child(el("p").say(granted))
}

/// Holds the place of the rows while the first answer is on its way; the style sheet lets it appear late.
fn skeleton() -> El {
    div("skeleton").set("role", "status").set("aria-label", "Reading sessions").children((0..6).map(|_| el("span")).collect::<Vec<_>>())
}
