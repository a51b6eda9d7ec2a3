//! The views that are parts of the program of their own, and what stands in their place until they are here.
//! Refuses to know what a view shows.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::features::chat::Export;
use crate::gateway::socket::Local;
use crate::lazy;
use crate::place::Place;
use crate::state::profile::Profile;
use crate::state::replaying::Door;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::el::{El, button, div, el, part};
use crate::ui::lazy::{Load, Missing, fetched};
use crate::ui::note::page_note;
use crate::ui::offer::Offered;

/// A view that may have to be loaded before it can be drawn.
#[derive(Clone, Copy)]
pub struct Part {
    load: Load,
    draw: fn() -> LocalBoxFuture<'static, Result<El, Missing>>,
}

/// Makes what is drawn by a part: each of a name, the part that it lies in, and the function that draws it.
macro_rules! drawn {
    ($($(#[$doc:meta])* $name:ident in $part:ident, $draw:ident, $load:ident = $view:path;)*) => {$(
        lazy!($part, $load, fn $draw() -> El { $view() });

        $(#[$doc])*
        pub fn $name() -> Part {
            Part { load: || Box::pin(async { Ok($load().await?) }), draw: || Box::pin($draw()) }
        }
    )*};
}

/// Makes the views, each a part of its own name.
macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident, $draw:ident, $load:ident = $view:path;)*) => {
        drawn! { $($(#[$doc])* $name in $name, $draw, $load = $view;)* }

        const ALL: &[fn() -> Part] = &[$($name),*];
    };
}

parts! {
    /// What waits, runs, failed and comes next.
    now, draw_now, load_now = crate::features::now::now;
    /// The sessions.
    sessions, draw_sessions, load_sessions = crate::features::sessions::sessions;
    /// The conversations.
    chat, draw_chat, load_chat = crate::features::chat::chat;
    /// The jobs.
    cron, draw_cron, load_cron = crate::features::cron::cron;
    /// What was used, and what it cost.
    analytics, draw_analytics, load_analytics = crate::features::analytics::analytics;
    /// One project, and the form of it.
    projects, draw_projects, load_projects = crate::features::projects::projects;
    /// The log.
    logs, draw_logs, load_logs = crate::features::logs::logs;
    /// The workbench of the connection.
    connection, draw_connection, load_connection = crate::features::connection::connection;
    /// What a person can choose.
    settings, draw_settings, load_settings = crate::features::settings::settings;
    /// The tasks.
    tasks, draw_tasks, load_tasks = crate::features::tasks::tasks;
}

drawn! {
    /// The palette and the list of keys. They share a part with the export, with what is known of the link and with what tells outside of
    /// the page: every part more costs all others, since what two of them share must lie apart.
    palette in later, draw_palette, load_palette = crate::features::palette::sheets;
    /// What is known of the link.
    link_facts in later, draw_link_facts, load_link_facts = crate::features::shell::link_facts::link_facts;
    /// The way round the demo.
    tour in later, draw_tour, load_tour = crate::features::demo::tour;
    /// The dialog in which a task is written, from wherever.
    create in tasks, draw_create, load_create = crate::features::tasks::create;
}

lazy!(
    tasks,
    load_following,
    fn begin_following(profile: Profile) -> () {
        crate::state::following::begin(profile);
        crate::features::tasks::lend(profile);
    }
);

lazy!(
    tasks,
    load_offer,
    fn draw_offer(offered: Arc<Offered>) -> El {
        crate::features::tasks::offer(offered)
    }
);

/// Draws what can be done with a task that an agent wrote down, once the part is here that keeps tasks.
pub fn task_offer(offered: Arc<Offered>) -> El {
    let came = fetched(|| Box::pin(async { Ok(load_offer().await?) }));
    part(move || if came.get() == Some(true) { draw_offer(offered.clone()).now_or_never().and_then(Result::ok) } else { None })
}

lazy!(
    later,
    load_export,
    fn write_export(of: Export) -> () {
        crate::features::chat::export(of);
    }
);

/// Saves a conversation, once the part is here that can.
pub fn export(of: Export) -> Local<Result<(), &'static str>> {
    Box::pin(async move {
        let missing = Err("The server that hosts this page does not answer, so nothing was exported.");
        if load_export().await.is_err() {
            return missing;
        }
        write_export(of).await.map_or(missing, Ok)
    })
}

lazy!(
    connection,
    load_replay,
    fn begin_replay(text: String, profile: Profile, door: Door) -> Result<(), &'static str> {
        crate::features::connection::replay(&text, profile, &door)
    }
);

/// Opens a recording, once the part is here that reads it.
pub fn replay(text: String, profile: Profile, door: Door) -> Local<Result<(), &'static str>> {
    Box::pin(async move {
        let missing = Err("The server that hosts this page does not answer, so the recording could not be opened.");
        if load_replay().await.is_err() {
            return missing;
        }
        begin_replay(text, profile, door).await.unwrap_or(missing)
    })
}

lazy!(
    analytics,
    load_watch,
    fn begin_watch(profile: Profile, toasts: Toasts, place: Place) -> () {
        crate::features::analytics::watch(profile, toasts, place);
    }
);

lazy!(
    cron,
    load_jobs,
    fn lend_jobs(profile: Profile, ticker: Ticker) -> () {
        crate::features::cron::lend(profile, ticker);
    }
);

lazy!(
    now,
    load_queue,
    fn begin_queue(profile: Profile, ticker: Ticker) -> () {
        crate::features::now::begin(profile, ticker);
    }
);

lazy!(
    later,
    load_tell,
    fn begin_telling(profile: Profile, ticker: Ticker, place: Place, toasts: Toasts) -> () {
        crate::features::now::begin_telling(profile, ticker, place, toasts);
    }
);

lazy!(
    later,
    load_recall,
    fn begin_recall(profile: Profile) -> () {
        crate::state::recall::begin(profile);
    }
);

lazy!(
    later,
    load_recalled,
    fn recalled(profile: Profile) -> () {
        crate::state::recall::recall(profile);
    }
);

/// Shows what was known of a gateway that cannot be reached.
pub fn recall(profile: Profile) {
    spawn_local(async move {
        // If it does not come, the form says what is wrong, as it would without.
        if load_recalled().await.is_ok() {
            let _ = recalled(profile).await;
        }
    });
}

/// Loads all parts before somebody opens them, so that they are there even when the host is not. What keeps the queue and what watches
/// budgets are in two of them, and begin then. If one does not come, whoever opens it hears of that and tries again; without the queue the
/// frame counts the requests alone.
pub fn prefetch(profile: Profile, toasts: Toasts, place: Place, ticker: Ticker) {
    spawn_local(async move {
        for part in ALL {
            let _ = (part().load)().await;
        }
        let _ = load_palette().await;
        // After another one, with which all parts come: before that they would be asked for apart.
        let _ = crate::features::chat::load_widgets().await;
        if load_queue().await.is_ok() {
            let _ = begin_queue(profile, ticker).await;
        }
        if load_tell().await.is_ok() {
            let _ = begin_telling(profile, ticker, place, toasts).await;
        }
        if load_recall().await.is_ok() {
            let _ = begin_recall(profile).await;
        }
        if load_following().await.is_ok() {
            let _ = begin_following(profile).await;
        }
        if load_jobs().await.is_ok() {
            let _ = lend_jobs(profile, ticker).await;
        }
        if load_watch().await.is_ok() {
            let _ = begin_watch(profile, toasts, place).await;
        }
    });
}

impl Part {
    /// Draws the part, and what is to be said as long as it is not here.
    pub fn view(self) -> El {
        let came = RwSignal::new(None::<Result<(), Missing>>);
        let ask = move || {
            came.set(None);
            spawn_local(async move {
                let heard = (self.load)().await;
                // Nobody may be looking any more.
                let _ = came.try_set(Some(heard));
            });
        };
        // What is here already is drawn at once.
        match (self.load)().now_or_never() {
            Some(Ok(())) => came.set(Some(Ok(()))),
            _ => ask(),
        }
        part(move || match came.get() {
            Some(Ok(())) => (self.draw)().now_or_never().and_then(Result::ok),
            Some(Err(Missing)) => Some(missing(ask)),
            None => Some(div("page-note").set("role", "status").child(el("p").text("Loading"))),
        })
    }
}

fn missing(again: impl Fn() + 'static) -> El {
    let why = "The server that hosts this page does not answer, or was updated meanwhile. Try again, or reload the page.";
    page_note("This part could not be loaded.", why).set("role", "alert").child(button("button").text("Try again").click(again))
}
