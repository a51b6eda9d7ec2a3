//! Now: what waits for a person, what runs, what failed since the last look, what is due next, what today cost, and how things are.
//! Refuses to know how any of that comes here.

mod absence;
mod away;
mod beside;
mod desk;
mod keys;
mod lately;
mod queue;
mod runs;
mod tell;
mod waits;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use leptos::prelude::*;

use crate::domain::shortcuts::Context;
use crate::keys::hear;
use leptos::task::spawn_local;

use crate::place::Place;
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::protocol::sessions::SessionsList;
use crate::state::address::is_made_up;
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::el::{El, div, effect, el, if_else};
use crate::ui::note::page_note;
use desk::Desk;
use lately::{LOOKED, Looks};
use waits::Waits;

/// Who stays for less has not looked.
const GLANCE: Duration = Duration::from_secs(3);

/// Begins to keep the queue, unless that was done before.
pub fn begin(profile: Profile, ticker: Ticker) {
    away::Away::of(profile, Waits::of(profile, ticker));
}

/// Begins to tell of the queue outside of the page, unless that was done before.
pub fn begin_telling(profile: Profile, ticker: Ticker, place: Place, toasts: Toasts) {
    tell::begin(profile, Waits::of(profile, ticker), place, toasts);
}

/// Draws the view.
pub fn now() -> El {
    let desk = Desk::new();
    let (sessions, link) = (desk.profile.sessions, desk.profile.link);
    let since = looked(desk);
    let running = Memo::new(move |_| sessions.with_value(|rows| lately::running(rows.rows.all())).unwrap_or_default());
    let failed = Memo::new(move |_| sessions.with_value(|rows| lately::failed(rows.rows.all(), since.get())).unwrap_or_default());
    let may_read = move || link.with(|view| view.hello.is_none() || view.allows::<SessionsList>());
    let unread = move || {
        let unread = sessions.with(|cached| cached.trouble.as_ref().map(|error| error.unread("sessions")));
        unread.or_else(|| desk.profile.requests.with(|cached| cached.trouble.as_ref().map(|error| error.unread("requests"))))
    };
    let sentence = move || {
        let now = desk.waits.ticker.there_calmly();
        let soonest = desk.waits.lent.due.with(|due| due.as_ref().and_then(|due| due.first()).map(|due| (due.at, now)));
        let (is_known, waits, runs) = (desk.is_known(), desk.waits.items.with(Vec::len), desk.profile.running());
        // That there is nothing is said only once it is known. Of a run that waits it is not said that it runs, nor that nothing does.
        let waits = Some(waits).filter(|waits| *waits > 0 || is_known && desk.unseen().is_empty());
        let runs = Some(runs).filter(|runs| *runs > 0 || is_known && running.with(Vec::is_empty));
        let said = lately::sentence(waits, runs, failed.with(Vec::len), soonest);
        // It keeps its line meanwhile.
        let is_reading = said.is_empty() && !is_known && desk.is_reading() && may_read() && unread().is_none();
        if is_reading { "Reading".into() } else { said }
    };
    let see = move || {
        // What is on screen is seen, however long the second on screen has been going on.
        let latest = failed.with_untracked(|rows| rows.first().and_then(|row| row.ended_at)).unwrap_or_default();
        let now = there(desk).max(latest);
        note_look(desk, now);
        since.set(now.0);
    };
    let content = move || {
        let main = div("main")
            .child(away::away(desk))
            .child(queue::queue(desk))
            .child(runs::runs(desk, running))
            .child(runs::failures(desk, failed, see));
        let beside = div("beside").child(beside::today(desk)).child(beside::next(desk)).child(beside::health(desk));
        vec![div("panels").flag("data-stale", move || !link.is_ready()).child(main).child(beside)]
    };
    let head = el("header").class("view-head").child(el("h1").text("Now")).child(el("p").class("summary").say(sentence)).when(
        move || !desk.place.project().is_empty(),
        // Who has chosen a project must not miss what waits elsewhere.
        || el("p").class("note").text("This view shows all projects, whichever is chosen."),
    );
    let trouble = move || unread().filter(|_| may_read()).map(|words| el("p").class("list-fault").set("role", "alert").text(&words));
    let view = el("section").class("now").child(head).part(trouble).child(if_else(may_read, content, not_allowed));
    hear(view, Context::Now, move |struck| !struck.control && desk.hear(&struck.key))
}

/// Returns since when failures are news at the gateway, and notes this look once it is one: who leafs by has seen nothing, and neither has
/// who looks at a page that is hidden or not yet told anything.
fn looked(desk: Desk) -> RwSignal<i64> {
    let (looks, since): (Stored<Looks>, _) = (desk.profile.stored(LOOKED), RwSignal::new(0));
    let url = Memo::new(move |_| desk.profile.link.with(|view| view.scene.url.clone()));
    let has_looked: Arc<Mutex<String>> = Arc::default();
    let note = has_looked.clone();
    effect(move || {
        let url = url.get();
        since.set(looks.get_untracked().since(&url, untrack(|| desk.waits.ticker.there())));
        let note = note.clone();
        spawn_local(async move {
            let is_at = || desk.profile.link.url() == url;
            loop {
                desk.profile.sleep(GLANCE).await;
                if desk.cursor.is_disposed() || !is_at() {
                    return;
                }
                let has_rows = desk.profile.sessions.with_untracked(|_| ()).is_some();
                if dom::is_looked_at() && has_rows && untrack(|| desk.profile.link.is_ready()) {
                    break;
                }
            }
            note_look(desk, there(desk));
            *note.lock().unwrap_or_else(PoisonError::into_inner) = url;
        });
    });
    on_cleanup(move || {
        if *has_looked.lock().unwrap_or_else(PoisonError::into_inner) == desk.profile.link.url() {
            note_look(desk, there(desk));
        }
    });
    since
}

/// Returns what the gateway's clock shows, and does not track it.
fn there(desk: Desk) -> UnixMs {
    let wall = desk.profile.wall();
    untrack(|| desk.profile.link.with(|view| view.gateway_time(wall)))
}

fn note_look(desk: Desk, now: UnixMs) {
    let (looks, url): (Stored<Looks>, _) = (desk.profile.stored(LOOKED), desk.profile.link.url());
    // What is made up or replayed leaves nothing behind.
    if !is_made_up(&url) {
        looks.change(|looks| looks.note(&url, now));
    }
}

fn not_allowed() -> El {
    page_note(
        "This connection may not read sessions and jobs.",
        "It needs operator.read. Have this browser approved with that permission on the gateway's machine.",
    )
    .set("role", "alert")
}
