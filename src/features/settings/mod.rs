//! What a person can choose, all in one place: searched, changed, put back, carried elsewhere as a file.
//! Refuses to apply what is chosen, and to draw again what a view edits better: there a link leads to it.

mod controls;
mod exchange;
mod gateways;
mod kept;
mod notices;

use leptos::prelude::*;

use crate::domain::say;
use crate::domain::settings::{SETTINGS, Setting, found};
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::state::choices::KEPT;
use crate::state::profile::Profile;
use crate::ui::el::{El, button, div, effect, el, span};
use controls::control;
use kept::Kept;

/// Draws the view.
pub fn settings() -> El {
    let (profile, place): (Profile, Place) = (expect_context(), expect_context());
    let kept = Kept::of(&profile);
    let typed = RwSignal::new(String::new());
    let shown = Memo::new(move |_| typed.with(|typed| found(typed).map(|setting| setting.id).collect::<Vec<_>>()));
    let meant = RwSignal::new(None::<String>);
    // Later than the rows, so that there is something to go to.
    effect(move || {
        let asked = place.with(|here| paths::pairs(&here.search).find(|(name, _)| *name == "at").map(|(_, id)| id));
        let Some(asked) = asked else { return };
        let known = SETTINGS.iter().any(|setting| setting.id == asked).then_some(asked);
        meant.set(known.clone());
        // So that it can be asked for once more.
        place.replace(&paths::settings());
        if let Some(id) = known {
            typed.set(String::new());
            request_animation_frame(move || go_to(&id));
        }
    });
    let words = move || match (typed.with(|typed| typed.trim().is_empty()), shown.with(Vec::len)) {
        (true, _) => String::new(),
        (_, 0) => "No setting fits.".into(),
        (_, count) => [&say::many(count, "setting"), " found."].concat(),
    };
    let search = el("input")
        .set("type", "search")
        .set("placeholder", "Search settings")
        .set("aria-label", "Search settings")
        .set("spellcheck", "false")
        .bind(typed);
    let search = div("find").set("role", "search").child(search).child(span("hint").set("role", "status").say(words));
    let mut names: Vec<&'static str> = SETTINGS.iter().map(|setting| setting.group).collect();
    names.dedup();
    let group = |name: &'static str| {
        let of_group = move || SETTINGS.iter().filter(move |setting| setting.group == name);
        let is_empty = move || shown.with(|shown| of_group().all(|setting| !shown.contains(&setting.id)));
        el("section")
            .class("block")
            .set("aria-label", name)
            .flag("hidden", is_empty)
            .child(el("h2").text(name))
            .children(of_group().map(|setting| row(kept, setting, shown, meant)).collect::<Vec<_>>())
    };
    el("section")
        .class("settings")
        .child(div("heading").child(el("h1").text("Settings")).child(search))
        .children(names.into_iter().map(group).collect::<Vec<_>>())
}

/// Draws a setting: what it is called and does, what it is set to or how that is chosen, and the way back to the beginning.
fn row(kept: Kept, setting: &'static Setting, shown: Memo<Vec<&'static str>>, meant: RwSignal<Option<String>>) -> El {
    let id = setting.id;
    let name_id = ["setting-", id].concat();
    let is_meant = move || meant.with(|meant| meant.as_deref() == Some(id));
    let words = div("words").child(el("h3").set("id", &name_id).text(setting.name)).child(el("p").class("hint").text(setting.says));
    let reset = || {
        button("button")
            .set("data-size", "small")
            .live("title", move || Some(kept.plain(id)))
            .flag("hidden", move || !kept.differs(id))
            .text("Reset")
            .child(span("offscreen").text(&[" ", setting.name].concat()))
            .click(move || {
                kept.reset(vec![id]);
                // The button is gone then, and the focus with it.
                go_to(id);
            })
    };
    let reset = KEPT.contains(&id).then(reset);
    div("setting")
        .set("role", "group")
        .set("aria-labelledby", &name_id)
        .set("data-id", id)
        .set("tabindex", "-1")
        .flag("hidden", move || shown.with(|shown| !shown.contains(&id)))
        .live("aria-current", move || is_meant().then(|| "true".to_owned()))
        .child(words)
        .child(div("control").children(control(kept, setting, &name_id)).children(reset))
}

fn go_to(id: &str) {
    dom::focus(&[".setting[data-id=\"", &paths::encode(id), "\"]"].concat());
}
