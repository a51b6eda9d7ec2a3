//! The recorder: begun and ended by hand, looked through, saved, and opened again.
//! Refuses to record by itself.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::bench::Bench;
use super::frames::frames;
use super::replay::replay;
use super::sift::{Only, Sift};
use crate::domain::say;
use crate::gateway::record::{MOST_BYTES, MOST_FRAMES};
use crate::platform::dom;
use crate::protocol::day::Day;
use crate::state::address::REPLAY_URL;
use crate::state::profile::Profile;
use crate::state::replaying::Door;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::dialog::{Ask, asking};
use crate::ui::el::{El, button, div, el, if_else, when};

/// Draws it.
pub fn recorder() -> El {
    let profile: Profile = expect_context();
    let ticker: Ticker = expect_context();
    let bench = Bench::of(&profile);
    let sift = RwSignal::new(Sift::default());
    let has_any = move || bench.with(|kept| kept.is_some());
    let summary = move || {
        bench.with(|kept| match kept {
            None => "Takes down every frame between this page and the gateway, until you end it. Off, it costs nothing.".to_owned(),
            Some(kept) => {
                let (count, bytes, dropped) = kept.with(|recorder| (recorder.frames().len(), recorder.bytes(), recorder.dropped));
                let verb = if kept.ended_at.is_some() { "Recorded" } else { "Recording for" };
                let lost = match dropped {
                    0 => String::new(),
                    dropped => [", ", &say::count(usize::try_from(dropped).unwrap_or(usize::MAX)), " older ones dropped"].concat(),
                };
                let tick = ticker.get();
                [verb, " ", &kept.span(tick.wall), ": ", &say::many(count, "frame"), ", ", &say::bytes(bytes as u64), &lost, "."].concat()
            }
        })
    };
    let looks = move || vec![search(sift), frames(bench, sift)];
    div("recorder")
        .child(el("p").class("summary").say(summary))
        .child(deeds(profile, bench))
        .child(if_else(has_any, looks, || el("p").class("hint").text(&limits())))
}

fn limits() -> String {
    let most = [&say::count(MOST_FRAMES), " frames or ", &say::bytes(MOST_BYTES as u64)].concat();
    ["The latest ", &most, " are kept, in this page only. Tokens, keys, passwords, signatures, mail addresses and home folders are masked wherever a frame is shown or saved. A saved recording can be opened here, or on the connect screen, without a gateway."].concat()
}

fn deeds(profile: Profile, bench: Bench) -> El {
    let toasts: Toasts = expect_context();
    let is_off = move || !profile.link.is_ready();
    let is_replay = move || profile.link.with(|view| view.scene.url == REPLAY_URL);
    let ask = RwSignal::new(None::<Ask>);
    // What lies in no file would be gone.
    let sure = move |deed: Arc<dyn Fn() + Send + Sync>| {
        if !bench.is_unsaved() {
            return deed();
        }
        let (title, text) = ("Discard what was recorded?".to_owned(), "It was not saved as a file.".to_owned());
        ask.set(Some(Ask { title, text, field: None, word: "Discard", is_danger: true, deed: Arc::new(move |_| deed()) }));
    };
    let idle = move || {
        let anew = button("button")
            .set("data-kind", "primary")
            .set("title", "What pages ask when they begin is in it, so that it can be replayed whole")
            .flag("disabled", is_off)
            .text("Reconnect and record")
            .click(move || sure(Arc::new(move || bench.start(&profile, true))));
        let now = button("button")
            .set("title", "Does not touch the connection; lists that were read before are missing in a replay")
            .flag("disabled", is_off)
            .text("Record from now on")
            .click(move || sure(Arc::new(move || bench.start(&profile, false))));
        vec![anew, now]
    };
    let stop = move || button("button").set("data-kind", "primary").text("Stop").click(move || bench.stop(&profile));
    let has_none = move || bench.with(|kept| kept.is_none_or(|kept| kept.with(|recorder| recorder.frames().len() == 0)));
    let day = move || {
        // By UTC: a file goes far.
        Day(i32::try_from(profile.wall().0.div_euclid(86_400_000)).unwrap_or_default()).write()
    };
    let save = button("button").flag("disabled", has_none).text("Save as a file").click(move || bench.save(&profile, toasts, &day()));
    let clear = button("button")
        .flag("disabled", move || bench.with(|kept| kept.is_none()))
        .text("Clear")
        .click(move || sure(Arc::new(move || bench.clear(&profile))));
    div("deeds")
        .child(if_else(move || bench.is_running(), move || vec![stop()], move || when(move || !is_replay(), idle)))
        .child(save)
        .child(clear)
        .child(open(profile))
        .child(asking(ask))
        .when(is_replay, || el("p").class("hint").text("What is connected to is a recording itself."))
}

/// Draws the way to open a recording.
fn open(profile: Profile) -> El {
    let door: Option<Door> = use_context();
    let fault = RwSignal::new("");
    let read = move |files: Vec<dom::Picked>| {
        let (Some(file), Some(door)) = (files.into_iter().next(), door.clone()) else { return };
        spawn_local(async move {
            let opened = match file.text().await {
                Some(text) => replay(&text, profile, &door),
                None => Err("The browser could not read this file."),
            };
            // The view may be left meanwhile.
            let _ = fault.try_set(opened.err().unwrap_or_default());
        });
    };
    let input = el("input").set("type", "file").set("accept", ".json,application/json").picks("change", read);
    div("open")
        .child(el("label").class("file").text("Open a recording ").child(input))
        .child(el("p").class("fault").set("role", "alert").say(move || fault.get().to_owned()))
}

fn search(sift: RwSignal<Sift>) -> El {
    let choice = move |only: Only| {
        button("chip-button")
            .truth("aria-pressed", move || sift.with(|sift| sift.only == only))
            .text(only.as_str())
            .click(move || sift.update(|sift| sift.only = only))
    };
    let field = el("input")
        .set("type", "search")
        .set("aria-label", "Search frames")
        .set("placeholder", "Words, method:…, event:…, id:…, -not")
        .value(move || sift.with(|sift| sift.typed.clone()))
        .input(move |typed| sift.update(|sift| sift.typed = typed));
    div("search")
        .child(
            div("choice").set("role", "group").set("aria-label", "Kinds").children(Only::ALL.map(choice).into_iter().collect::<Vec<_>>()),
        )
        .child(field)
}
